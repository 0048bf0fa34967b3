//! A graph as GraphML, which Gephi, igraph, networkx, Cytoscape and yEd open.

use super::xml::{escaped, node_id, printed};
use crate::graph::{Attribute, Graph, Holds, Value};
use std::fmt::Write;

/// The text of the file.
pub fn text(graph: &Graph) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    );
    let _ = writeln!(out, "  <!-- claque: {} -->", comment(&graph.about));
    key("label", "node", "label", Holds::Text, &mut out);
    key("weight", "edge", "weight", Holds::Estimate, &mut out);
    declare("n", "node", graph.node_attributes, &mut out);
    declare("e", "edge", graph.edge_attributes, &mut out);
    out.push_str("  <graph edgedefault=\"directed\">\n");
    for (i, node) in graph.nodes.iter().enumerate() {
        let _ = write!(
            out,
            "    <node id=\"{}\"><data key=\"label\">{}</data>",
            node_id(i),
            escaped(&node.label)
        );
        values("n", &node.values, &mut out);
        out.push_str("</node>\n");
    }
    for edge in &graph.edges {
        let (source, target) = (node_id(edge.source), node_id(edge.target));
        let _ = write!(
            out,
            "    <edge source=\"{source}\" target=\"{target}\"><data key=\"weight\">{}</data>",
            edge.weight
        );
        values("e", &edge.values, &mut out);
        out.push_str("</edge>\n");
    }
    out.push_str("  </graph>\n</graphml>\n");
    out
}

/// Text that a comment may hold: two hyphens end it.
fn comment(text: &str) -> String {
    let mut text = escaped(text);
    while text.contains("--") {
        text = text.replace("--", "- -");
    }
    text
}

fn key(id: &str, of: &str, name: &str, holds: Holds, out: &mut String) {
    let kind = match holds {
        Holds::Text => "string",
        Holds::Count => "long",
        Holds::Estimate => "double",
    };
    let _ = writeln!(out, "  <key id=\"{id}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>");
}

fn declare(prefix: &str, of: &str, attributes: &[Attribute], out: &mut String) {
    for (i, (name, holds, _)) in attributes.iter().enumerate() {
        key(&format!("{prefix}{i}"), of, name, *holds, out);
    }
}

fn values(prefix: &str, values: &[Option<Value>], out: &mut String) {
    for (i, value) in values.iter().enumerate() {
        if let Some(value) = value {
            let _ = write!(out, "<data key=\"{prefix}{i}\">{}</data>", escaped(&printed(value)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_title_ends_the_comment() {
        for title in ["x---y--><script>", "----", "-", "a--b -->", "<!-- -->"] {
            let inside = comment(title);
            assert!(!inside.contains("--") && !inside.contains('>'), "{inside}");
        }
    }
}
