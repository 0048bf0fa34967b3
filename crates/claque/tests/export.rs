//! `claque export`: graphs that other programs open, filtered, behind the gate.

use crate::support::shared::skip;
use crate::support::town::audited;
use crate::support::{Folder, Scratch};

/// Every value of an attribute in a text of XML.
fn values<'a>(xml: &'a str, attribute: &str) -> Vec<&'a str> {
    xml.split(&format!("{attribute}=\"")).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

fn print(scratch: &Scratch, args: &[&str]) -> String {
    scratch.claque(&[&["export", "town.claque", "--out", "-"], args].concat()).ends_with(0).stdout.clone()
}

#[test]
fn crews_and_pages_with_the_marks_of_jobs_as_weight() {
    let (scratch, folder) = audited(&["--decoys", "20"]);
    let gexf = print(&scratch, &["--gexf"]);
    let labels = values(&gexf, "label");
    let crews = folder.crews();
    let stand = |c: &&crate::support::folder::Crew| {
        ["hired", "fabricated", "directed"].contains(&c.kind.as_str()) && c.q <= 0.05
    };
    assert_eq!(labels.iter().filter(|l| l.starts_with('C')).count(), crews.iter().filter(stand).count());
    assert!(labels.contains(&"C1") || !crews.iter().any(|c| stand(&c)), "{labels:?}");
    let weights: f64 = values(&gexf, "weight").iter().map(|w| w.parse::<f64>().unwrap()).sum();
    let jobs = folder.table("jobs");
    let of_standing: f64 = jobs
        .text("crew")
        .iter()
        .zip(jobs.number("accounts"))
        .filter(|(c, _)| stand(&&crews[c[1..].parse::<usize>().unwrap() - 1]))
        .map(|(_, n)| n)
        .sum();
    assert!(weights > 0.0 && (weights - of_standing).abs() < 2.0, "{weights} of {of_standing}");
    let everything = print(&scratch, &["--gexf", "--everything"]);
    let all = values(&everything, "label").iter().filter(|l| l.starts_with('C')).count();
    assert_eq!(all, crews.len(), "nothing is filtered");
    let graphml = print(&scratch, &["--graphml"]);
    assert_eq!(graphml.matches("<edge ").count(), gexf.matches("<edge ").count());
    assert_eq!(graphml.matches("<node ").count(), gexf.matches("<node ").count());
}

#[test]
fn accounts_carry_pseudonyms_and_the_gate_stays() {
    let (scratch, _) = audited(&["--decoys", "0"]);
    let shut = print(&scratch, &["--graphml", "--accounts", "--everything"]);
    assert!(shut.contains(">A0001<") && !shut.contains("planted-") && !shut.contains("guest-"));
    let revealed = print(&scratch, &["--graphml", "--accounts", "--everything", "--reveal"]);
    assert!(
        revealed.contains("planted-") && !revealed.contains("guest-"),
        "the gate is not opened by --reveal"
    );
    let some = print(&scratch, &["--graphml", "--accounts", "--min-weight", "0.9"]);
    assert!(some.matches("<edge ").count() <= shut.matches("<edge ").count());
}

#[test]
fn files_are_named_after_the_audit_and_never_overwritten() {
    let (scratch, _) = audited(&["--decoys", "0"]);
    scratch.claque(&["export", "town.claque", "--gexf", "--dry-run"]).ends_with(0);
    assert_eq!(scratch.names(), ["town.claque", "town.csv"], "a dry run writes nothing");
    scratch.claque(&["export", "town.claque", "--gexf"]).ends_with(0).tells(&["town.gexf", "node"]);
    scratch.claque(&["export", "town.claque", "--graphml"]).ends_with(0);
    scratch.claque(&["export", "town.claque/", "--csv"]).ends_with(0);
    assert_eq!(
        scratch.names(),
        ["town-edges.csv", "town-nodes.csv", "town.claque", "town.csv", "town.gexf", "town.graphml"]
    );
    let nodes = std::fs::read_to_string(scratch.path().join("town-nodes.csv")).unwrap();
    let edges = std::fs::read_to_string(scratch.path().join("town-edges.csv")).unwrap();
    assert!(
        nodes.starts_with("Id,Label,type,") && edges.starts_with("Source,Target,Type,Weight,"),
        "{nodes}"
    );
    scratch.claque(&["export", "town.claque", "--gexf"]).refuses(2, &["town.gexf", "--force"]);
    scratch.claque(&["export", "town.claque", "--gexf", "--force", "--quiet"]).ends_with(0);
    scratch.claque(&["export", "town.claque"]).ends_with(2);
    scratch.claque(&["export", "town.claque", "--gexf", "--csv"]).ends_with(2);
    scratch.claque(&["export", "town.claque", "--csv", "--out", "-"]).refuses(2, &["two tables"]);
    Folder::open(scratch.path().join("town.claque"));
}

/// Read by two other libraries, where a Python that has them is at hand (`CLAQUE_PYTHON` names it).
#[test]
fn other_libraries_read_the_same_graph() {
    let python = std::env::var("CLAQUE_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let run = |script: &str, at: &std::path::Path| {
        std::process::Command::new(&python).args(["-c", script]).current_dir(at).output()
    };
    let (scratch, _) = audited(&["--decoys", "0"]);
    if !run("import networkx, igraph", scratch.path()).is_ok_and(|o| o.status.success()) {
        skip(
            "other_libraries_read_the_same_graph",
            "no Python with networkx and igraph; CLAQUE_PYTHON names one",
        );
        return;
    }
    for form in ["gexf", "graphml"] {
        let out = format!("g.{form}");
        scratch
            .claque(&["export", "town.claque", &format!("--{form}"), "--accounts", "--out", &out])
            .ends_with(0);
    }
    let script = "import networkx as nx, igraph\n\
        a, b, c = nx.read_gexf('g.gexf'), nx.read_graphml('g.graphml'), igraph.Graph.Read_GraphML('g.graphml')\n\
        w = lambda g: round(sum(d['weight'] for *_, d in g.edges(data=True)), 6)\n\
        n = {(a.number_of_nodes(), a.number_of_edges(), w(a)), (b.number_of_nodes(), b.number_of_edges(), w(b)),\n\
             (c.vcount(), c.ecount(), round(sum(c.es['weight']), 6))}\n\
        assert len(n) == 1 and a.number_of_edges() > 100, n\n\
        assert {d['type'] for _, d in a.nodes(data=True)} == {'account', 'page'}\n\
        assert any(v['label'] == 'A0001' for v in c.vs)\n";
    let read = run(script, scratch.path()).unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
}
