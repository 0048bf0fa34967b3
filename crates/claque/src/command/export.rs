//! `claque export`: the crews and the pages that they served as a graph.

use super::put::{self, Put};
use crate::exit_code::ExitCode;
use crate::flags::ExportFlags;
use crate::tell::Trouble;
use claque_report::graph::{Asked, Graph};
use claque_report::words::say;
use claque_report::{Saved, export};
use std::path::PathBuf;

/// Runs it.
///
/// # Errors
/// The fault that ends the run.
pub fn run(flags: &ExportFlags) -> Result<ExitCode, Trouble> {
    let saved = Saved::open(&flags.audit)?;
    let put = Put { out: flags.out.as_ref(), how: flags.write };
    if flags.csv && put.prints() {
        return Err(Trouble::usage(
            "--csv is two tables, which cannot both be printed",
            "name how the files begin with --out",
        ));
    }
    let asked = Asked {
        accounts: flags.accounts,
        min_weight: flags.min_weight,
        everything: flags.everything,
        reveal: flags.reveal,
    };
    let graph = Graph::of(&saved, asked)?;
    let files = if flags.csv {
        let (nodes, edges) =
            export::graph_csv::texts(&graph).map_err(|fault| Trouble::internal(fault.to_string()))?;
        let begin = flags.out.as_ref().map_or_else(|| put::stem(&saved.dir), |o| o.display().to_string());
        vec![
            (PathBuf::from(format!("{begin}-nodes.csv")), nodes),
            (PathBuf::from(format!("{begin}-edges.csv")), edges),
        ]
    } else if flags.graphml {
        vec![(put.file(&saved.dir, ".graphml"), export::graphml::text(&graph))]
    } else {
        vec![(put.file(&saved.dir, ".gexf"), export::gexf::text(&graph))]
    };
    put.texts(&files, &told(&graph))
}

/// How much is in it, and how much is not.
fn told(graph: &Graph) -> String {
    let (nodes, edges) = (graph.nodes.len().into(), graph.edges.len().into());
    let mut said = say("graph.said", &[("nodes", nodes), ("edges", edges)]);
    if graph.crews_left_out + graph.edges_left_out > 0 {
        let (crews, edges) = (graph.crews_left_out.into(), graph.edges_left_out.into());
        said.push_str(&say("graph.left_out", &[("crews", crews), ("edges", edges)]));
    }
    if graph.nodes.is_empty() {
        said.push('\n');
        said.push_str(&say("graph.empty", &[]));
    }
    said
}
