//! What is in a graph of an audit: crews and the pages that they served, or accounts and pages. Which nodes and
//! edges there are is decided here, behind the gate; how a format writes them is in [`crate::export`].

mod accounts;
mod crews;

use crate::error::ReportFault;
use crate::saved::Saved;
use claque_detect::Kind;
use claque_verdict::decoys::STATED;

/// Edges between crews and pages below this many marks are left out unless asked for.
pub const LEAST_MARKS: f64 = 2.0;
/// Edges from an account below this many expected marks are left out unless asked for.
pub const LEAST_OF_ACCOUNT: f64 = 0.5;

/// What is asked of a graph.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Asked {
    /// Accounts and pages, instead of crews and pages.
    pub accounts: bool,
    /// Least weight of an edge; `None` is the default of the graph.
    pub min_weight: Option<f64>,
    /// Filter nothing.
    pub everything: bool,
    /// Show accounts' own names.
    pub reveal: bool,
}

/// What an attribute holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Text.
    Text,
    /// A whole number.
    Count,
    /// An estimate.
    Estimate,
}

/// The value of an attribute; an unknown one is left out, never 0.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text.
    Text(String),
    /// A whole number.
    Count(u64),
    /// An estimate.
    Estimate(f64),
}

/// An attribute: its name, what it holds, what it means.
pub type Attribute = (&'static str, Holds, &'static str);

/// A node.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What people read.
    pub label: String,
    /// By attribute.
    pub values: Vec<Option<Value>>,
}

/// An edge from a crew or an account to a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// Place of its crew or account among the nodes.
    pub source: usize,
    /// Place of its page.
    pub target: usize,
    /// Marks.
    pub weight: f64,
    /// By attribute.
    pub values: Vec<Option<Value>>,
}

/// A graph.
#[derive(Clone, Debug, PartialEq)]
pub struct Graph {
    /// What it shows, in a sentence.
    pub about: String,
    /// Attributes of nodes.
    pub node_attributes: &'static [Attribute],
    /// Attributes of edges.
    pub edge_attributes: &'static [Attribute],
    /// Nodes; crews or accounts first.
    pub nodes: Vec<Node>,
    /// Edges.
    pub edges: Vec<Edge>,
    /// Crews that were left out because of their kind or q.
    pub crews_left_out: usize,
    /// Edges that were left out because of their weight.
    pub edges_left_out: usize,
}

impl Graph {
    /// Makes the graph of a saved audit.
    ///
    /// # Errors
    /// A table cannot be told from.
    pub fn of(saved: &Saved, asked: Asked) -> Result<Self, ReportFault> {
        if asked.accounts { accounts::graph(saved, asked) } else { crews::graph(saved, asked) }
    }
}

/// The crews that the graph shows, and how many it leaves out.
fn chosen(saved: &Saved, asked: Asked) -> (Vec<&crate::model::CrewRow>, usize) {
    let stands = |c: &&crate::model::CrewRow| {
        let matters = c.kind.is_doubted() || c.kind == Kind::Directed;
        asked.everything || (matters && c.q.is_none_or(|q| q <= STATED))
    };
    let all = &saved.model.crews;
    let chosen: Vec<_> = all.iter().filter(stands).collect();
    let left = all.len() - chosen.len();
    (chosen, left)
}

/// The least weight of an edge.
fn least(asked: Asked, default: f64) -> f64 {
    if asked.everything { f64::MIN_POSITIVE } else { asked.min_weight.unwrap_or(default) }
}
