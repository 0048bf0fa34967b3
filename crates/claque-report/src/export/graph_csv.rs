//! A graph as two tables, as Gephi's spreadsheet import wants them: `Id,Label,…` and `Source,Target,Type,Weight,…`.

use super::csv::no_formula;
use super::xml::{node_id, printed};
use crate::graph::{Attribute, Graph, Value};
use crate::visible::visible;

/// Text as both graph formats of XML show it, and no formula.
fn shown(text: &str) -> String {
    no_formula(&visible(text))
}

/// An instant with a blank and the word of its zone: `2024-05-24 08:13:37 UTC`. Gephi's spreadsheet import takes a column of
/// RFC 3339 for times of the graph itself, and then refuses to put edges beside nodes that have none.
fn no_timestamp(text: String) -> String {
    match text.strip_suffix('Z').and_then(|t| t.split_once('T')) {
        Some((day, time)) if text.parse::<jiff::Timestamp>().is_ok() => format!("{day} {time} UTC"),
        _ => text,
    }
}

/// The tables of nodes and of edges.
///
/// # Errors
/// None that memory can give.
pub fn texts(graph: &Graph) -> Result<(String, String), csv::Error> {
    let names = |attributes: &[Attribute]| attributes.iter().map(|a| a.0.to_owned()).collect::<Vec<_>>();
    let head = |first: &[&str], rest: &[Attribute]| {
        first.iter().map(|s| (*s).to_owned()).chain(names(rest)).collect::<Vec<_>>()
    };
    let cells = |values: &[Option<Value>]| -> Vec<String> {
        values
            .iter()
            .map(|v| match v {
                Some(Value::Text(text)) => shown(text),
                Some(value) => printed(value),
                None => String::new(),
            })
            .collect()
    };
    let mut nodes = csv::Writer::from_writer(vec![]);
    nodes.write_record(head(&["Id", "Label"], graph.node_attributes))?;
    for (i, node) in graph.nodes.iter().enumerate() {
        let first = vec![node_id(i), shown(&node.label)];
        nodes.write_record(first.into_iter().chain(cells(&node.values)))?;
    }
    let mut edges = csv::Writer::from_writer(vec![]);
    edges.write_record(head(&["Source", "Target", "Type", "Weight"], graph.edge_attributes))?;
    for e in &graph.edges {
        let first = vec![node_id(e.source), node_id(e.target), "Directed".to_owned(), e.weight.to_string()];
        edges.write_record(first.into_iter().chain(cells(&e.values).into_iter().map(no_timestamp)))?;
    }
    let text = |w: csv::Writer<Vec<u8>>| {
        w.into_inner()
            .map(|b| String::from_utf8_lossy(&b).into_owned())
            .map_err(|e| csv::Error::from(e.into_error()))
    };
    Ok((text(nodes)?, text(edges)?))
}
