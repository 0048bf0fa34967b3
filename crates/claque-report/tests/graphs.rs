//! The three forms of a graph say the same, whatever accounts and pages are called: read back by a strict reader of XML
//! and a reader of CSV.

use std::collections::BTreeMap;

use claque_report::export::{gexf, graph_csv, graphml};
use claque_report::graph::{Attribute, Edge, Graph, Holds, Node, Value};
use claque_report::visible::visible;
use quick_xml::events::{BytesStart, Event};

const NODES: &[Attribute] =
    &[("type", Holds::Text, ""), ("name", Holds::Text, ""), ("marks", Holds::Estimate, "")];
const EDGES: &[Attribute] = &[("jobs", Holds::Count, ""), ("first", Holds::Text, "")];

/// The Big List of Naughty Strings, and what breaks XML and CSV beside it.
fn names() -> Vec<String> {
    let list = include_str!("../../claque/tests/data/naughty.json");
    let naughty: Vec<serde_json::Value> = serde_json::from_str(list).unwrap();
    let mut names: Vec<String> = naughty.iter().filter_map(|s| Some(s.as_str()?.to_owned())).collect();
    let more = [
        "a\0b",
        "\u{1}\u{2}",
        "\u{fffe}",
        "\u{ffff}",
        "---",
        "-->",
        "]]>",
        "<![CDATA[x]]>",
        "&#0;",
        "a\nb",
        "a\r\nb",
        "\t",
        "\u{1b}[31m",
        "\u{7f}\u{80}\u{9f}",
        "\u{202e}",
        " ",
        "'",
        "=1",
    ];
    names.extend(more.map(str::to_owned));
    names
}

fn graph(names: &[String]) -> Graph {
    let node = |(i, name): (usize, &String)| Node {
        label: name.clone(),
        values: vec![
            Some(Value::Text("page".into())),
            Some(Value::Text(name.clone())),
            (i % 3 > 0).then_some(Value::Estimate(i as f64 / 7.0)),
        ],
    };
    let edge = |i: usize| Edge {
        source: i,
        target: (i * 7 + 1) % names.len(),
        weight: i as f64 / 3.0,
        values: vec![
            Some(Value::Count(i as u64)),
            i.is_multiple_of(2).then(|| Value::Text(names[i].clone())),
        ],
    };
    Graph {
        about: names.concat(),
        node_attributes: NODES,
        edge_attributes: EDGES,
        nodes: names.iter().enumerate().map(node).collect(),
        edges: (0..names.len()).map(edge).collect(),
        crews_left_out: 0,
        edges_left_out: 0,
    }
}

/// What a form says: by id of a node its texts by attribute, and of every edge source, target and texts.
type Said = (BTreeMap<String, BTreeMap<String, String>>, Vec<(String, String, BTreeMap<String, String>)>);

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.try_get_attribute(name).unwrap()?;
    Some(quick_xml::escape::unescape(&found.value).unwrap().into_owned())
}

/// Reads GEXF or GraphML.
fn said(xml: &str) -> Said {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_comments = true;
    let (mut called, mut nodes, mut edges): (BTreeMap<(bool, String), String>, _, _) =
        (BTreeMap::new(), BTreeMap::new(), Vec::new());
    let (mut of_edges, mut open, mut ends, mut key) = (false, BTreeMap::new(), Vec::new(), None);
    loop {
        let event = reader.read_event().unwrap_or_else(|e| panic!("{e}"));
        match event {
            Event::Start(ref tag) | Event::Empty(ref tag) => match tag.name().as_ref() {
                "attributes" => of_edges = attribute(tag, "class").unwrap() == "edge",
                "attribute" => {
                    called
                        .insert((of_edges, attribute(tag, "id").unwrap()), attribute(tag, "title").unwrap());
                }
                "key" => {
                    let of = attribute(tag, "for").unwrap() == "edge";
                    called.insert((of, attribute(tag, "id").unwrap()), attribute(tag, "attr.name").unwrap());
                }
                name @ ("node" | "edge") => {
                    of_edges = name == "edge";
                    ends = ["id", "source", "target"]
                        .iter()
                        .map(|n| attribute(tag, n).unwrap_or_default())
                        .collect();
                    for inherent in ["label", "weight"] {
                        attribute(tag, inherent).map(|text| open.insert(inherent.to_owned(), text));
                    }
                }
                "attvalue" => {
                    let of = called[&(of_edges, attribute(tag, "for").unwrap())].clone();
                    open.insert(of, attribute(tag, "value").unwrap());
                }
                "data" => {
                    let of = called[&(of_edges, attribute(tag, "key").unwrap())].clone();
                    open.insert(of.clone(), String::new());
                    key = Some(of);
                }
                _ => {}
            },
            Event::Text(text) => {
                if let Some(of) = &key {
                    open.entry(of.clone()).or_default().push_str(&text.xml10_content());
                }
            }
            Event::GeneralRef(name) => {
                let text = format!("&{};", name.xml10_content());
                if let Some(of) = &key {
                    let letter = quick_xml::escape::unescape(&text).unwrap().into_owned();
                    open.entry(of.clone()).or_default().push_str(&letter);
                }
            }
            Event::End(tag) => match tag.name().as_ref() {
                "data" => key = None,
                "node" => {
                    nodes.insert(std::mem::take(&mut ends[0]), std::mem::take(&mut open));
                }
                "edge" => edges.push((ends[1].clone(), ends[2].clone(), std::mem::take(&mut open))),
                _ => {}
            },
            Event::Eof => return (nodes, edges),
            _ => {}
        }
    }
}

/// Reads the two tables; an apostrophe that keeps a cell from being a formula is no part of a name.
fn tables(graph: &Graph) -> Said {
    let (nodes, edges) = graph_csv::texts(graph).unwrap();
    let records = |text: &str| -> Vec<BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        reader.deserialize().map(Result::unwrap).collect()
    };
    let lower = |mut row: BTreeMap<String, String>| {
        for name in ["Label", "Weight"] {
            if let Some(value) = row.remove(name) {
                row.insert(name.to_lowercase(), value);
            }
        }
        row.retain(|name, value| !value.is_empty() || name == "label");
        row
    };
    let node = |mut row: BTreeMap<String, String>| (row.remove("Id").unwrap(), lower(row));
    let edge = |mut row: BTreeMap<String, String>| {
        assert_eq!(row.remove("Type").as_deref(), Some("Directed"));
        (row.remove("Source").unwrap(), row.remove("Target").unwrap(), lower(row))
    };
    (records(&nodes).into_iter().map(node).collect(), records(&edges).into_iter().map(edge).collect())
}

/// Without apostrophes, which CSV adds before formulas, and without texts that say nothing.
fn plain(said: Said) -> Said {
    let texts = |of: BTreeMap<String, String>| -> BTreeMap<String, String> {
        let bare = of.into_iter().map(|(name, text)| (name, text.replace('\'', "")));
        bare.filter(|(name, text)| name == "label" || !text.is_empty()).collect()
    };
    let nodes = said.0.into_iter().map(|(id, of)| (id, texts(of))).collect();
    (nodes, said.1.into_iter().map(|(from, to, of)| (from, to, texts(of))).collect())
}

#[test]
fn times_of_edges_are_no_timestamps_to_a_spreadsheet_import() {
    let mut graph = graph(&names()[..3]);
    graph.edges[1].values[1] = Some(Value::Text("2024-05-24T08:13:37Z".into()));
    graph.edges[2].values[1] = Some(Value::Text("2024-05-24T08:13:37.5Z".into()));
    let (_, edges) = graph_csv::texts(&graph).unwrap();
    assert!(
        edges.contains(",2024-05-24 08:13:37 UTC\n") && edges.contains(",2024-05-24 08:13:37.5 UTC\n"),
        "{edges}"
    );
}

#[test]
fn all_forms_say_the_same_of_hostile_names() {
    let names = names();
    assert!(names.len() > 490);
    let graph = graph(&names);
    let gexf = said(&gexf::text(&graph));
    let labels: Vec<&str> = (0..names.len()).map(|i| gexf.0[&format!("n{i}")]["label"].as_str()).collect();
    let want: Vec<String> = names.iter().map(|n| visible(n)).collect();
    assert!(labels.iter().zip(&want).all(|(label, want)| label == want));
    assert_eq!((gexf.0.len(), gexf.1.len()), (names.len(), names.len()));
    assert_eq!(gexf.0["n1"]["marks"].parse::<f64>().unwrap(), 1.0 / 7.0);
    assert!(!gexf.0["n0"].contains_key("marks"), "what is not known is left out");
    let weights: f64 = gexf.1.iter().map(|e| e.2["weight"].parse::<f64>().unwrap()).sum();
    assert!((weights - graph.edges.iter().map(|e| e.weight).sum::<f64>()).abs() < 1e-6);
    let (gexf, graphml, tables) = (plain(gexf), plain(said(&graphml::text(&graph))), plain(tables(&graph)));
    assert_eq!(gexf, graphml);
    assert_eq!(gexf, tables);
}
