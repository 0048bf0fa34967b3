//! The rows behind a figure: which rows of the log stand behind a crew, a job, a page's figures or a cell, and
//! what each adds to them. Behind the gate: rows of crews whose members are not listed are not picked, and an
//! account is named only where it was asked for and its crew may be listed.

use crate::error::ReportFault;
use crate::export::csv::no_formula;
use crate::filled::Filled;
use crate::model::{Instant, TakenStretch};
use crate::pseudonyms;
use crate::reference::{self, Reference};
use crate::saved::Saved;
use crate::why;
use crate::words::t;
use claque_log::{InputRow, Log};
use claque_marks::columns::Orphan;
use claque_marks::{NEVER, TargetId, contract};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A row that was picked, before its text is fetched.
#[derive(Clone, Debug, PartialEq)]
pub struct Picked {
    /// Its number over all inputs, from 1.
    pub row: u64,
    /// Who gave the mark: name or pseudonym; `None` where the gate is shut.
    pub account: Option<String>,
    /// Whether the row may be shown as it stands: it holds the account's name.
    pub revealed: bool,
    /// The page.
    pub page: String,
    /// The kind of mark.
    pub verb: String,
    /// When it was given.
    pub time: Option<Instant>,
    /// When it was taken back, if it was.
    pub withdrawn: Option<Instant>,
    /// The jobs in which it lies.
    pub jobs: Vec<String>,
    /// Probability that it was given in the likeliest of them.
    pub posterior: Option<f64>,
    /// How much of it is taken off its page's authentic marks.
    pub doubted: f64,
}

/// A row as it is printed.
#[derive(Debug, Serialize)]
struct Printed<'a> {
    file: &'a str,
    line: u64,
    account: Option<&'a str>,
    page: &'a str,
    verb: &'a str,
    time: Option<Instant>,
    withdrawn: Option<Instant>,
    jobs: &'a [String],
    posterior: Option<f64>,
    doubted: f64,
    row: Option<&'a str>,
}

/// The header of the rows as CSV.
pub const HEADER: &str = "file,line,account,page,verb,time,withdrawn,jobs,posterior,doubted,row";

/// What a mark adds, by its key: the jobs it lies in, the highest probability, what is taken off.
type Added = BTreeMap<(String, String, String), (Vec<String>, f64, f64)>;

/// Whether the rows behind a reference may be shown at all; asked before any input is read.
///
/// # Errors
/// The gate is shut for this crew.
pub fn may_ask(saved: &Saved, asked: &Reference) -> Result<(), ReportFault> {
    if let Reference::Taken(crowd) = asked
        && saved.model.taken(crowd).is_some_and(|c| c.listed.is_none())
    {
        let what = t!("rows.shut_taken", crowd = crowd.as_str());
        return Err(ReportFault::usage(&saved.dir, what, t!("rows.shut_remedy")));
    }
    let (Reference::Crew(crew) | Reference::Job(crew, _)) = asked else { return Ok(()) };
    let shut = |r: &&crate::model::CrewRow| r.crew == *crew && !saved.model.gate.lists_members(r.kind);
    match saved.model.crews.iter().find(shut) {
        None => Ok(()),
        Some(row) => Err(ReportFault::usage(
            &saved.dir,
            t!("rows.shut", crew = row.crew.as_str(), kind = crate::words::kind_said(row.kind)),
            t!("rows.shut_remedy"),
        )),
    }
}

/// Picks the rows behind a reference, in the order of the inputs.
///
/// # Errors
/// The gate is shut for this crew, or a table cannot be told from.
pub fn pick(saved: &Saved, log: &Log, asked: &Reference, reveal: bool) -> Result<Vec<Picked>, ReportFault> {
    may_ask(saved, asked)?;
    let gate = saved.model.gate;
    let (crew, job) = match asked {
        Reference::Crew(crew) => (Some(crew), None),
        Reference::Job(crew, job) => (Some(crew), Some(*job)),
        Reference::Page(_) | Reference::Taken(_) => (None, None),
    };
    let marks = saved.table(&contract::MARKS)?;
    let labels = pseudonyms::labels(&saved.table(&contract::MEMBERS)?);
    let added = added(&marks, crew.map(String::as_str), job);
    let mut targets: Targets<'_> = HashMap::new();
    for t in 0..log.columns.targets() {
        let target = TargetId::from_index(t);
        targets.insert((page(log, target), verb(log, target)), target);
    }
    let one = |mark: usize, target: TargetId, added: Option<&(Vec<String>, f64, f64)>| {
        let name = log.names.account(log.columns.account[mark]);
        let listed = labels.contains_key(name) || gate.all_members;
        let revealed = listed && (reveal || gate.reveal);
        let at = |micros: i64| (log.columns.has_times() && micros != NEVER).then_some(Instant(micros));
        Picked {
            row: log.columns.row[mark],
            account: if revealed { Some(name.to_owned()) } else { labels.get(name).cloned() },
            revealed,
            page: page(log, target).to_owned(),
            verb: verb(log, target).to_owned(),
            time: log.columns.time.get(mark).copied().and_then(at),
            withdrawn: at(log.columns.withdrawn[mark]),
            jobs: added.map(|a| a.0.clone()).unwrap_or_default(),
            posterior: added.map(|a| a.1),
            doubted: added.map_or(0.0, |a| a.2),
        }
    };
    let mut picked = vec![];
    match asked {
        Reference::Page(asked) => {
            for ((name, kind), &target) in &targets {
                if *name != asked.page || asked.verb.as_deref().is_some_and(|v| v != *kind) {
                    continue;
                }
                for mark in log.columns.marks_of(target) {
                    let inside = asked.within.as_ref().is_none_or(|w| {
                        log.columns.time.get(mark).is_some_and(|t| (w.from..w.to).contains(t))
                    });
                    if inside {
                        let account = log.names.account(log.columns.account[mark]);
                        let key = ((*name).to_owned(), (*kind).to_owned(), account.to_owned());
                        picked.push(one(mark, target, added.get(&key)));
                    }
                }
            }
        }
        Reference::Taken(crowd) => {
            for (mark, target) in taken(saved, log, crowd, &targets) {
                picked.push(one(mark, target, None));
            }
            picked.extend(orphans(saved, log, crowd, &targets, reveal));
        }
        Reference::Crew(_) | Reference::Job(..) => {
            for ((name, kind, account), what) in &added {
                let target = targets.get(&(name.as_str(), kind.as_str()));
                let id = log.names.accounts.binary_search(account).ok();
                let mark = target.zip(id).and_then(|(t, a)| {
                    log.columns.marks_of(*t).find(|m| log.columns.account[*m].index() == a).map(|m| (m, *t))
                });
                let Some((mark, target)) = mark else {
                    // The inputs were known again by their hashes, so this cannot be the user's doing.
                    return Err(ReportFault::internal("a mark of the table of marks is not in the log"));
                };
                picked.push(one(mark, target, Some(what)));
            }
        }
    }
    picked.sort_by_key(|p| p.row);
    Ok(picked)
}

/// Targets by the names of their page and kind of mark.
type Targets<'a> = HashMap<(&'a str, &'a str), TargetId>;

/// What a crowd of this reference took back, of marks in the log and of marks from before it: the accounts by number, in
/// their order, and the stretches of each target.
fn crowd<'a>(
    saved: &'a Saved,
    log: &Log,
    reference: &str,
    targets: &Targets<'_>,
) -> (HashSet<usize>, Vec<(TargetId, &'a TakenStretch)>) {
    let Some(listed) = saved.model.taken(reference).and_then(|c| c.listed.as_ref()) else {
        return Default::default();
    };
    let account = |name: &String| log.names.accounts.binary_search(name).ok();
    let target = |s: &'a TakenStretch| Some((*targets.get(&(s.page.as_str(), s.verb.as_str()))?, s));
    (
        listed.accounts.iter().filter_map(account).collect(),
        listed.stretches.iter().filter_map(target).collect(),
    )
}

/// The marks of the log that it took back in its stretches, each once.
fn taken(saved: &Saved, log: &Log, reference: &str, targets: &Targets<'_>) -> BTreeSet<(usize, TargetId)> {
    let (accounts, stretches) = crowd(saved, log, reference, targets);
    let of = |(target, s): (TargetId, &TakenStretch)| {
        let within = s.from.0..=s.to.0;
        let ours = |m: &usize| {
            within.contains(&log.columns.withdrawn[*m]) && accounts.contains(&log.columns.account[*m].index())
        };
        log.columns.marks_of(target).filter(ours).map(|m| (m, target)).collect::<Vec<_>>()
    };
    stretches.into_iter().flat_map(of).collect()
}

/// What it took back of marks given before the log begins: a row says that alone.
fn orphans(saved: &Saved, log: &Log, reference: &str, targets: &Targets<'_>, reveal: bool) -> Vec<Picked> {
    let (accounts, stretches) = crowd(saved, log, reference, targets);
    let revealed = reveal || saved.model.gate.reveal;
    let ours = |o: &&Orphan| {
        let within =
            |(t, s): &(TargetId, &TakenStretch)| *t == o.target && (s.from.0..=s.to.0).contains(&o.time);
        accounts.contains(&o.account.index()) && stretches.iter().any(within)
    };
    let picked = |o: &Orphan| Picked {
        row: o.row,
        account: revealed.then(|| log.names.account(o.account).to_owned()),
        revealed,
        page: page(log, o.target).to_owned(),
        verb: verb(log, o.target).to_owned(),
        time: None,
        withdrawn: Some(Instant(o.time)),
        jobs: vec![],
        posterior: None,
        doubted: 0.0,
    };
    log.columns.orphans.iter().filter(ours).map(picked).collect()
}

fn page(log: &Log, target: TargetId) -> &str {
    log.names.page(log.columns.target_page[target.index()])
}

fn verb(log: &Log, target: TargetId) -> &str {
    log.names.verb(log.columns.target_verb[target.index()])
}

/// What each mark of the table of marks adds, of one crew or job only where one is asked about.
fn added(marks: &Filled, crew: Option<&str>, job: Option<u32>) -> Added {
    let text = |column: &str, i: usize| marks.text(column)[i].clone().unwrap_or_default();
    let mut added = Added::new();
    for i in 0..marks.rows() {
        let (of, number) = (text("crew", i), marks.whole("job")[i].unwrap_or(0) as u32);
        if crew.is_some_and(|c| c != of) || job.is_some_and(|j| j != number) {
            continue;
        }
        let key = (text("page", i), text("verb", i), text("account", i));
        let entry = added.entry(key).or_insert((vec![], 0.0, 0.0));
        entry.0.push(reference::job(&of, number));
        entry.1 = entry.1.max(marks.estimate("posterior")[i].unwrap_or(0.0));
        entry.2 += marks.estimate("doubted")[i].unwrap_or(0.0);
    }
    added
}

/// One row as a line of CSV or of JSON.
///
/// # Errors
/// A number that JSON cannot hold: a fault of ours.
pub fn line(picked: &Picked, input: &InputRow, json: bool) -> Result<String, ReportFault> {
    let printed = Printed {
        file: &input.file,
        line: input.line,
        account: picked.account.as_deref(),
        page: &picked.page,
        verb: &picked.verb,
        time: picked.time,
        withdrawn: picked.withdrawn,
        jobs: &picked.jobs,
        posterior: picked.posterior,
        doubted: picked.doubted,
        row: picked.revealed.then_some(input.text.as_str()),
    };
    if json {
        return serde_json::to_string(&printed).map_err(|e| ReportFault::internal(e.to_string()));
    }
    let time = |t: Option<Instant>| t.map(crate::numbers::instant).unwrap_or_default();
    let number = |n: f64| format!("{}", (n * 1e4).round() / 1e4);
    let cells = [
        no_formula(printed.file),
        printed.line.to_string(),
        no_formula(printed.account.unwrap_or_default()),
        no_formula(printed.page),
        no_formula(printed.verb),
        time(printed.time),
        time(printed.withdrawn),
        printed.jobs.join(" "),
        printed.posterior.map(number).unwrap_or_default(),
        number(printed.doubted),
        no_formula(printed.row.unwrap_or_default()),
    ];
    let mut out = csv::Writer::from_writer(vec![]);
    out.write_record(&cells).map_err(|e| ReportFault::internal(e.to_string()))?;
    let bytes = out.into_inner().map_err(|e| ReportFault::internal(e.to_string()))?;
    Ok(String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']).to_owned())
}

/// What the rows add up to, how that stands to the figures of the audit, and how accounts are shown.
///
/// # Errors
/// A table cannot be told from.
pub fn sums(saved: &Saved, asked: &Reference, picked: &[Picked]) -> Result<String, ReportFault> {
    let doubted: f64 = picked.iter().map(|p| p.doubted).sum::<f64>() + 0.0;
    let (named, rows) = (asked.to_string(), picked.len());
    let mut said = match asked {
        Reference::Page(page) if page.within.is_some() => {
            t!("rows.sum_cell", reference = named, rows = rows, doubted = doubted)
        }
        Reference::Page(_) => {
            let targets = match why::Why::ask(saved, &named)? {
                why::Why::Page { targets } => targets,
                why::Why::Crew(_) => vec![],
            };
            let total: f64 = targets.iter().map(|p| p.doubted).sum::<f64>() + 0.0;
            let elsewhere: f64 = targets.iter().map(|p| p.doubted_elsewhere).sum::<f64>() + 0.0;
            t!(
                "rows.sum_page",
                reference = named,
                rows = rows,
                doubted = doubted,
                total = total,
                elsewhere = elsewhere
            )
        }
        Reference::Taken(crowd) => {
            let marks = saved.model.taken(crowd).map_or(0, |c| c.marks);
            t!("rows.sum_taken", reference = named, rows = rows, marks = marks)
        }
        Reference::Crew(_) | Reference::Job(..) => {
            let given: f64 = picked.iter().filter_map(|p| p.posterior).sum::<f64>() + 0.0;
            t!("rows.sum_crew", reference = named, rows = rows, given = given, doubted = doubted)
        }
    };
    if picked.iter().any(|p| p.account.is_some() && !p.revealed) {
        said.push('\n');
        said.push_str(&t!("rows.by_pseudonym"));
    }
    if picked.iter().any(|p| p.account.is_none()) {
        said.push('\n');
        said.push_str(&t!("rows.shut_some"));
    }
    Ok(said)
}
