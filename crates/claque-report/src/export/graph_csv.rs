//! A graph as two tables, as Gephi's spreadsheet import wants them: `Id,Label,…` and `Source,Target,Type,Weight,…`.

use super::csv::no_formula;
use super::xml::{node_id, printed};
use crate::graph::{Attribute, Graph, Value};
use crate::visible::visible;

/// Text as both graph formats of XML show it, and no formula.
fn shown(text: &str) -> String {
    no_formula(&visible(text))
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
        edges.write_record(first.into_iter().chain(cells(&e.values)))?;
    }
    let text = |w: csv::Writer<Vec<u8>>| {
        w.into_inner()
            .map(|b| String::from_utf8_lossy(&b).into_owned())
            .map_err(|e| csv::Error::from(e.into_error()))
    };
    Ok((text(nodes)?, text(edges)?))
}
