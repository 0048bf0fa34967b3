//! Crews and the pages that they served: one edge a crew and page, its weight the marks of members in jobs.

use super::{Asked, Attribute, Edge, Graph, Holds, LEAST_MARKS, Node, Value, chosen, least};
use crate::error::ReportFault;
use crate::filled::Filled;
use crate::model::Instant;
use crate::numbers::instant;
use crate::saved::Saved;
use crate::words::t;
use claque_marks::contract;
use std::collections::{BTreeMap, HashMap};

const NODES: &[Attribute] = &[
    ("type", Holds::Text, "crew or page"),
    ("name", Holds::Text, "the crew's name, or the page as the log names it"),
    ("verb", Holds::Text, "of a page: the kind of mark"),
    ("kind", Holds::Text, "of a crew: the kind called"),
    ("p_kind", Holds::Estimate, "of a crew: probability of that kind"),
    (
        "q",
        Holds::Estimate,
        "of a crew: expected share of such crews that are none; of a page: the worst of its crews",
    ),
    ("accounts", Holds::Count, "of a crew: accounts"),
    ("marks", Holds::Estimate, "of a crew: marks given in its jobs; of a page: marks received"),
    ("doubted", Holds::Estimate, "of a page: marks taken off"),
    ("authentic", Holds::Estimate, "of a page: marks left"),
];
const EDGES: &[Attribute] = &[
    ("jobs", Holds::Count, "jobs of the crew on the page"),
    ("expected", Holds::Estimate, "marks of members that chance would give"),
    ("withdrawn", Holds::Count, "marks that were taken back"),
    ("first", Holds::Text, "first mark, UTC"),
    ("last", Holds::Text, "last mark, UTC"),
];

/// What a crew did on a page.
#[derive(Default)]
struct Served {
    jobs: u64,
    accounts: f64,
    expected: f64,
    withdrawn: u64,
    first: Option<i64>,
    last: Option<i64>,
}

pub(super) fn graph(saved: &Saved, asked: Asked) -> Result<Graph, ReportFault> {
    let (crews, crews_left_out) = chosen(saved, asked);
    let jobs = saved.table(&contract::JOBS)?;
    let place: HashMap<&str, usize> = crews.iter().enumerate().map(|(i, c)| (c.crew.as_str(), i)).collect();
    let mut served: BTreeMap<(usize, &str, &str), Served> = BTreeMap::new();
    for i in 0..jobs.rows() {
        let text = |column: &str| jobs.text(column)[i].as_deref().unwrap_or_default();
        let Some(&crew) = place.get(text("crew")) else { continue };
        let s = served.entry((crew, text("page"), text("verb"))).or_default();
        s.jobs += 1;
        s.accounts += jobs.whole("accounts")[i].unwrap_or(0) as f64;
        s.expected += jobs.estimate("expected")[i].unwrap_or(0.0);
        s.withdrawn += jobs.whole("withdrawn")[i].unwrap_or(0) as u64;
        let (start, end) = (jobs.whole("start")[i], jobs.whole("end")[i]);
        s.first = s.first.into_iter().chain(start).min();
        s.last = s.last.into_iter().chain(end).max();
    }
    let all = served.len();
    served.retain(|_, s| s.accounts >= least(asked, LEAST_MARKS));
    let edges_left_out = all - served.len();
    let pages = saved.table(&contract::PAGES)?;
    let mut nodes: Vec<Node> = crews
        .iter()
        .map(|c| Node {
            label: c.crew.clone(),
            values: vec![
                Some(Value::Text("crew".into())),
                Some(Value::Text(c.crew.clone())),
                None,
                Some(Value::Text(c.kind.key().into())),
                Some(Value::Estimate(c.kinds[c.kind as usize])),
                c.q.map(Value::Estimate),
                Some(Value::Count(c.accounts)),
                Some(Value::Estimate(c.given)),
                None,
                None,
            ],
        })
        .collect();
    let wanted = served.keys().map(|(_, page, verb)| (*page, *verb));
    let several = saved.model.answer.verbs > 1;
    let page_place = page_nodes(&pages, wanted, several, &mut nodes, NODES.len());
    let time = |micros: Option<i64>| micros.map(|t| Value::Text(instant(Instant(t))));
    let edges = served
        .into_iter()
        .map(|((crew, page, verb), s)| Edge {
            source: crew,
            target: page_place[&(page, verb)],
            weight: s.accounts,
            values: vec![
                Some(Value::Count(s.jobs)),
                Some(Value::Estimate(s.expected)),
                Some(Value::Count(s.withdrawn)),
                time(s.first),
                time(s.last),
            ],
        })
        .collect();
    Ok(Graph {
        about: t!("graph.crews", title = saved.model.provenance.title.as_str()),
        node_attributes: NODES,
        edge_attributes: EDGES,
        nodes,
        edges,
        crews_left_out,
        edges_left_out,
    })
}

/// Adds a node for each page that is wanted, in the order of the table of pages, and says where each stands.
/// `width` attributes; the first three and the last three are those of a page.
pub(super) fn page_nodes<'a>(
    pages: &'a Filled,
    wanted: impl Iterator<Item = (&'a str, &'a str)>,
    several_verbs: bool,
    nodes: &mut Vec<Node>,
    width: usize,
) -> HashMap<(&'a str, &'a str), usize> {
    let wanted: std::collections::HashSet<_> = wanted.collect();
    let mut place = HashMap::new();
    for i in 0..pages.rows() {
        let page = pages.text("page")[i].as_deref().unwrap_or_default();
        let verb = pages.text("verb")[i].as_deref().unwrap_or_default();
        let Some(key) = wanted.get(&(page, verb)) else { continue };
        let estimate = |column: &str| pages.estimate(column)[i];
        let mut values = vec![None; width];
        values[0] = Some(Value::Text("page".into()));
        values[1] = Some(Value::Text(page.to_owned()));
        values[2] = Some(Value::Text(verb.to_owned()));
        if width == NODES.len() {
            values[5] = estimate("q").map(Value::Estimate);
        }
        values[width - 3] = pages.whole("likes")[i].map(|n| Value::Estimate(n as f64));
        values[width - 2] =
            estimate("hired").zip(estimate("fabricated")).map(|(h, f)| Value::Estimate(h + f));
        values[width - 1] = estimate("authentic").map(Value::Estimate);
        place.insert(*key, nodes.len());
        let label = if several_verbs { format!("{page} · {verb}") } else { page.to_owned() };
        nodes.push(Node { label, values });
    }
    place
}
