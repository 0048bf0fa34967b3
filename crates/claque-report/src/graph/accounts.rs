//! Accounts and pages: one edge a mark that lies in a job of a crew whose members are listed, its weight the
//! probability that it was given in it. Accounts carry pseudonyms unless their names were asked for.

use super::crews::page_nodes;
use super::{Asked, Attribute, Edge, Graph, Holds, LEAST_OF_ACCOUNT, Node, Value, chosen, least};
use crate::error::ReportFault;
use crate::model::Instant;
use crate::numbers::instant;
use crate::pseudonyms;
use crate::saved::Saved;
use crate::words::t;
use claque_marks::contract;
use std::collections::{BTreeMap, HashMap, HashSet};

const NODES: &[Attribute] = &[
    ("type", Holds::Text, "account or page"),
    ("name", Holds::Text, "the account's pseudonym (or name, where asked), or the page as the log names it"),
    ("verb", Holds::Text, "of a page: the kind of mark"),
    ("crew", Holds::Text, "of an account: the crew to which it most surely belongs"),
    ("posterior", Holds::Estimate, "of an account: probability that it belongs to it"),
    ("marks", Holds::Estimate, "of an account: marks shown here; of a page: marks received"),
    ("doubted", Holds::Estimate, "of a page: marks taken off"),
    ("authentic", Holds::Estimate, "of a page: marks left"),
];
const EDGES: &[Attribute] = &[
    ("crew", Holds::Text, "in whose job the mark was given"),
    ("job", Holds::Text, "the job's reference"),
    ("time", Holds::Text, "when, UTC"),
];

/// A mark in a job.
struct Given<'a> {
    weight: f64,
    crew: &'a str,
    job: i64,
    time: Option<i64>,
}

pub(super) fn graph(saved: &Saved, asked: Asked) -> Result<Graph, ReportFault> {
    let (crews, crews_left_out) = chosen(saved, asked);
    let told: HashSet<&str> = crews.iter().map(|c| c.crew.as_str()).collect();
    let marks = saved.table(&contract::MARKS)?;
    let mut edges: BTreeMap<(&str, &str, &str), Given<'_>> = BTreeMap::new();
    for i in 0..marks.rows() {
        let text = |column: &str| marks.text(column)[i].as_deref().unwrap_or_default();
        let weight = marks.estimate("posterior")[i].unwrap_or(0.0);
        let key = (text("account"), text("page"), text("verb"));
        // A mark that lies in jobs of several crews is drawn once, with the likeliest.
        if told.contains(text("crew")) && edges.get(&key).is_none_or(|g| weight > g.weight) {
            let (job, time) = (marks.whole("job")[i].unwrap_or(0), marks.whole("time")[i]);
            edges.insert(key, Given { weight, crew: text("crew"), job, time });
        }
    }
    let all = edges.len();
    edges.retain(|_, g| g.weight >= least(asked, LEAST_OF_ACCOUNT));
    let edges_left_out = all - edges.len();

    let members = saved.table(&contract::MEMBERS)?;
    let labels = pseudonyms::labels(&members);
    let mut surest: HashMap<&str, (&str, f64)> = HashMap::new();
    for i in 0..members.rows() {
        let account = members.text("account")[i].as_deref().unwrap_or_default();
        let crew = members.text("crew")[i].as_deref().unwrap_or_default();
        let posterior = members.estimate("posterior")[i].unwrap_or(0.0);
        if told.contains(crew) && surest.get(account).is_none_or(|s| posterior > s.1) {
            surest.insert(account, (crew, posterior));
        }
    }
    let mut given: BTreeMap<&str, u64> = BTreeMap::new();
    edges.keys().for_each(|k| *given.entry(k.0).or_default() += 1);
    let mut place: HashMap<&str, usize> = HashMap::new();
    let mut nodes: Vec<Node> = vec![];
    let reveal = asked.reveal || saved.model.gate.reveal;
    let label = |account: &str| if reveal { Some(account.to_owned()) } else { labels.get(account).cloned() };
    // By label, so that the order of a graph under pseudonyms does not tell the order of names.
    let mut accounts: Vec<(String, &str)> = given.keys().filter_map(|a| Some((label(a)?, *a))).collect();
    accounts.sort();
    for (label, account) in accounts {
        place.insert(account, nodes.len());
        let member = surest.get(account);
        nodes.push(Node {
            values: vec![
                Some(Value::Text("account".into())),
                Some(Value::Text(label.clone())),
                None,
                member.map(|m| Value::Text(m.0.into())),
                member.map(|m| Value::Estimate(m.1)),
                Some(Value::Estimate(given[account] as f64)),
                None,
                None,
            ],
            label,
        });
    }
    let pages = saved.table(&contract::PAGES)?;
    let wanted = edges.keys().map(|(_, page, verb)| (*page, *verb));
    let page_place = page_nodes(&pages, wanted, saved.model.answer.verbs > 1, &mut nodes, NODES.len());
    let mut edges: Vec<Edge> = edges
        .into_iter()
        .filter_map(|((account, page, verb), g)| {
            Some(Edge {
                source: *place.get(account)?,
                target: page_place[&(page, verb)],
                weight: g.weight,
                values: vec![
                    Some(Value::Text(g.crew.into())),
                    Some(Value::Text(format!("{}/J{}", g.crew, g.job))),
                    g.time.map(|t| Value::Text(instant(Instant(t)))),
                ],
            })
        })
        .collect();
    edges.sort_by_key(|e| (e.source, e.target));
    Ok(Graph {
        about: t!("graph.accounts", title = saved.model.provenance.title.as_str()),
        node_attributes: NODES,
        edge_attributes: EDGES,
        nodes,
        edges,
        crews_left_out,
        edges_left_out,
    })
}
