//! A graph as GEXF 1.2, which Gephi opens; networkx reads it too.

use super::xml::{escaped, node_id, printed};
use crate::graph::{Attribute, Graph, Holds, Value};
use std::fmt::Write;

/// The text of the file.
pub fn text(graph: &Graph) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://www.gexf.net/1.2draft\" version=\"1.2\">\n",
    );
    let _ = writeln!(
        out,
        "  <meta><creator>claque</creator><description>{}</description></meta>",
        escaped(&graph.about)
    );
    out.push_str("  <graph mode=\"static\" defaultedgetype=\"directed\">\n");
    declare("node", graph.node_attributes, &mut out);
    declare("edge", graph.edge_attributes, &mut out);
    out.push_str("    <nodes>\n");
    for (i, node) in graph.nodes.iter().enumerate() {
        let _ = write!(out, "      <node id=\"{}\" label=\"{}\">", node_id(i), escaped(&node.label));
        values(&node.values, &mut out);
        out.push_str("</node>\n");
    }
    out.push_str("    </nodes>\n    <edges>\n");
    for (i, edge) in graph.edges.iter().enumerate() {
        let (source, target) = (node_id(edge.source), node_id(edge.target));
        let _ = write!(
            out,
            "      <edge id=\"{i}\" source=\"{source}\" target=\"{target}\" weight=\"{}\">",
            edge.weight
        );
        values(&edge.values, &mut out);
        out.push_str("</edge>\n");
    }
    out.push_str("    </edges>\n  </graph>\n</gexf>\n");
    out
}

fn declare(class: &str, attributes: &[Attribute], out: &mut String) {
    let _ = writeln!(out, "    <attributes class=\"{class}\">");
    for (i, (name, holds, _)) in attributes.iter().enumerate() {
        let kind = match holds {
            Holds::Text => "string",
            Holds::Count => "long",
            Holds::Estimate => "double",
        };
        let _ = writeln!(out, "      <attribute id=\"{i}\" title=\"{name}\" type=\"{kind}\"/>");
    }
    out.push_str("    </attributes>\n");
}

fn values(values: &[Option<Value>], out: &mut String) {
    out.push_str("<attvalues>");
    for (i, value) in values.iter().enumerate() {
        if let Some(value) = value {
            let _ = write!(out, "<attvalue for=\"{i}\" value=\"{}\"/>", escaped(&printed(value)));
        }
    }
    out.push_str("</attvalues>");
}
