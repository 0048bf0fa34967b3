//! Crowds that took marks back together: from which pages, when and how many, never who.

use super::Instant;
use super::build::{crew_name, page_name, verb_name};
use crate::gate::Gate;
use claque_detect::{Job, TakenBack};
use claque_log::Log;
use claque_marks::TargetId;
use claque_verdict::Audit;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};

/// Most crowds that are told, the largest first.
pub const CROWDS_MOST: usize = 20;
/// Most pages of a crowd that are named, those that lost most first.
pub const PAGES_OF_CROWD_MOST: usize = 12;

/// A crowd that took marks back together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TakenCrowd {
    /// Its accounts.
    pub accounts: u64,
    /// Marks that they took back in its stretches.
    pub marks: u64,
    /// How many of them chance would give, by how much each takes back anyway.
    pub expected: f64,
    /// Pages that they took them from.
    pub pages: u64,
    /// First and last of them.
    pub first: Option<Instant>,
    /// See `first`.
    pub last: Option<Instant>,
    /// The pages that lost most, at most [`PAGES_OF_CROWD_MOST`].
    pub named: Vec<TakenFrom>,
    /// The crew, doubted or directed, that holds most of its accounts, and how many; `None` where no such crew holds any.
    pub crew: Option<(String, u64)>,
    /// Who they are and where they took back: in an audit made with `--all-members` alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listed: Option<TakenListed>,
}

/// The accounts of a crowd by name, and its stretches: what `claque rows` finds its rows by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TakenListed {
    /// Its accounts, as the log names them, in the order of names.
    pub accounts: Vec<String>,
    /// Its stretches.
    pub stretches: Vec<TakenStretch>,
}

/// A stretch in which a crowd took marks back from a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TakenStretch {
    /// The page, as the log names it.
    pub page: String,
    /// The kind of mark.
    pub verb: String,
    /// The first that was taken back.
    pub from: Instant,
    /// The last.
    pub to: Instant,
}

/// A page that a crowd took marks back from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TakenFrom {
    /// The page, as the log names it.
    pub page: String,
    /// The kind of mark.
    pub verb: String,
    /// How many were taken back.
    pub marks: u64,
}

/// The largest crowds.
pub(super) fn taken_back(audit: &Audit, log: &Log, gate: Gate) -> Vec<TakenCrowd> {
    let told = audit.taken_back.iter().take(CROWDS_MOST);
    told.map(|t| TakenCrowd { listed: gate.all_members.then(|| listed(t, log)), ..crowd(t, audit, log) })
        .collect()
}

fn listed(t: &TakenBack, log: &Log) -> TakenListed {
    let stretch = |job: &Job| {
        Some(TakenStretch {
            page: page_name(log, job.target),
            verb: verb_name(log, job.target),
            from: Instant(job.start?),
            to: Instant(job.end?),
        })
    };
    TakenListed {
        accounts: t.accounts.iter().map(|a| log.names.account(*a).to_owned()).collect(),
        stretches: t.jobs.iter().filter_map(stretch).collect(),
    }
}

fn crowd(t: &TakenBack, audit: &Audit, log: &Log) -> TakenCrowd {
    let mut by_target: BTreeMap<TargetId, u64> = BTreeMap::new();
    for job in &t.jobs {
        *by_target.entry(job.target).or_default() += u64::from(job.accounts);
    }
    let pages: HashSet<_> = by_target.keys().map(|t| log.columns.target_page[t.index()]).collect();
    let mut from: Vec<(TargetId, u64)> = by_target.into_iter().collect();
    // A target is numbered by name.
    from.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let within = |c: &claque_verdict::CrewVerdict| {
        let member =
            |m: &&claque_detect::Member| m.posterior > 0.5 && t.accounts.binary_search(&m.account).is_ok();
        c.crew.members.iter().filter(member).count() as u64
    };
    let shown = |c: &claque_verdict::CrewVerdict| {
        let kind = c.crew.kinds.called();
        kind.is_doubted() || kind == claque_detect::Kind::Directed
    };
    let crew = audit
        .crews
        .iter()
        .enumerate()
        .filter(|(_, c)| shown(c))
        .map(|(i, c)| (i, within(c)))
        .filter(|(_, n)| *n > 0)
        .max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)));
    TakenCrowd {
        accounts: t.accounts.len() as u64,
        marks: from.iter().map(|f| f.1).sum(),
        expected: t.jobs.iter().map(|j| j.expected).sum::<f64>() + 0.0,
        pages: pages.len() as u64,
        first: t.jobs.iter().filter_map(|j| j.start).min().map(Instant),
        last: t.jobs.iter().filter_map(|j| j.end).max().map(Instant),
        named: from
            .iter()
            .take(PAGES_OF_CROWD_MOST)
            .map(|&(t, marks)| TakenFrom { page: page_name(log, t), verb: verb_name(log, t), marks })
            .collect(),
        crew: crew.map(|(i, n)| (crew_name(i), n)),
        listed: None,
    }
}
