//! The tables of an audit, filled behind the gate.

use crate::error::{ReportFault, TableFault};
use crate::filled::{Builder, Filled};
use crate::gate::{Gate, LISTED_FROM};
use crate::model::crew_name;
use claque_detect::{CrewMark, Kind};
use claque_log::Log;
use claque_marks::TargetId;
use claque_marks::contract;
use claque_verdict::{Audit, claimed};

/// All tables of an audit, in the order of the contract.
#[derive(Clone, Debug, PartialEq)]
pub struct Tables(Vec<Filled>);

impl Tables {
    /// Tables that keep a contract, in its order.
    pub(crate) fn of(made: Vec<Filled>) -> Self {
        Self(made)
    }

    /// The tables, in the order of the contract.
    pub fn all(&self) -> &[Filled] {
        &self.0
    }
}

/// Fills every table of the contract from an audit, behind the gate.
///
/// # Errors
/// A number that the contract forbids: a fault of ours.
pub fn build_tables(audit: &Audit, log: &Log, gate: Gate) -> Result<Tables, ReportFault> {
    let made = vec![
        pages(audit, log)?,
        crews(audit, log)?,
        members(audit, log, gate)?,
        jobs(audit, log)?,
        marks(audit, log, gate)?,
        accounts(audit, log, gate)?,
        evidence(audit)?,
        crate::country_table::countries(audit, log)?,
    ];
    let in_order = made.iter().map(|f| f.table().name).eq(contract::TABLES.iter().map(|t| t.name));
    if !in_order {
        return Err(ReportFault::internal("the tables are not those of the contract"));
    }
    Ok(Tables(made))
}

pub(crate) fn page_of(log: &Log, target: TargetId) -> Option<String> {
    Some(log.names.page(log.columns.target_page[target.index()]).to_owned())
}

pub(crate) fn verb_of(log: &Log, target: TargetId) -> Option<String> {
    Some(log.names.verb(log.columns.target_verb[target.index()]).to_owned())
}

fn pages(audit: &Audit, log: &Log) -> Result<Filled, TableFault> {
    let mut rows: Vec<_> = audit.pages.iter().collect();
    rows.sort_by_key(|p| p.target);
    let mut b = Builder::new(&contract::PAGES);
    b.text("page", &rows, |p| page_of(log, p.target))?
        .text("verb", &rows, |p| verb_of(log, p.target))?
        .count("likes", &rows, |p| Some(p.likes))?
        .count("withdrawn", &rows, |p| Some(p.withdrawn))?
        .estimate("authentic", &rows, |p| Some(p.authentic))?
        .estimate("authentic_lo", &rows, |p| p.authentic_lo)?
        .estimate("authentic_hi", &rows, |p| p.authentic_hi)?
        .estimate("hired", &rows, |p| Some(p.hired))?
        .estimate("directed", &rows, |p| Some(p.directed))?
        .estimate("fabricated", &rows, |p| Some(p.fabricated))?
        .estimate("organised", &rows, |p| Some(p.organised))?
        .estimate("episode", &rows, |p| Some(p.episode))?
        .estimate("by_crew", &rows, |p| Some(p.by_crew))?
        .estimate("q", &rows, |p| p.q)?
        .estimate("limit", &rows, |p| p.limit)?
        .text("note", &rows, |p| {
            let alone = log.columns.target_page.len() == 1;
            let note = if alone {
                crate::words::say("note.one_page", &[])
            } else if p.by_crew >= 0.5 {
                crate::words::say("note.by_crew", &[])
            } else {
                return None;
            };
            Some(note)
        })?;
    b.finish()
}

fn crews(audit: &Audit, log: &Log) -> Result<Filled, TableFault> {
    let rows: Vec<_> = audit.crews.iter().enumerate().collect();
    let mut b = Builder::new(&contract::CREWS);
    b.text("crew", &rows, |r| Some(crew_name(r.0)))?
        .text("kind", &rows, |r| Some(r.1.crew.kinds.called().key().to_owned()))?;
    for kind in claque_detect::Kind::ALL {
        b.estimate(&format!("p_kind_{}", kind.key()), &rows, |r| Some(r.1.crew.kinds.of(kind)))?;
    }
    b.count("accounts", &rows, |r| Some(r.1.crew.accounts() as u64))?
        .count("pages", &rows, |r| {
            let pages: std::collections::HashSet<_> =
                r.1.crew.jobs.iter().map(|j| log.columns.target_page[j.target.index()]).collect();
            Some(pages.len() as u64)
        })?
        .count("jobs", &rows, |r| Some(r.1.crew.jobs.len() as u64))?
        .count("episodes", &rows, |r| r.1.crew.episodes.map(u64::from))?
        .estimate("recurrence", &rows, |r| r.1.crew.recurrence)?
        .estimate("coherence", &rows, |r| r.1.crew.coherence)?
        .estimate("closure", &rows, |r| Some(r.1.crew.closure))?
        .estimate("pace", &rows, |r| r.1.crew.pace)?
        .instant("start", &rows, |r| r.1.crew.jobs.iter().filter_map(|j| j.start).min())?
        .instant("end", &rows, |r| r.1.crew.jobs.iter().filter_map(|j| j.end).max())?
        .estimate("score", &rows, |r| Some(r.1.crew.score))?
        .estimate("q", &rows, |r| r.1.q)?;
    b.finish()
}

fn members(audit: &Audit, log: &Log, gate: Gate) -> Result<Filled, TableFault> {
    let mut rows = vec![];
    for (i, c) in audit.crews.iter().enumerate().filter(|(_, c)| gate.lists_members(c.crew.kinds.called())) {
        rows.extend(c.crew.members.iter().filter(|m| m.posterior >= LISTED_FROM).map(|m| (i, m)));
    }
    let mut b = Builder::new(&contract::MEMBERS);
    b.text("crew", &rows, |r| Some(crew_name(r.0)))?
        .text("account", &rows, |r| Some(log.names.account(r.1.account).to_owned()))?
        .count("jobs", &rows, |r| Some(u64::from(r.1.jobs)))?
        .estimate("posterior", &rows, |r| Some(r.1.posterior))?;
    b.finish()
}

fn jobs(audit: &Audit, log: &Log) -> Result<Filled, TableFault> {
    let rows: Vec<_> =
        audit.crews.iter().enumerate().flat_map(|(i, c)| c.crew.jobs.iter().map(move |j| (i, j))).collect();
    let mut b = Builder::new(&contract::JOBS);
    b.text("crew", &rows, |r| Some(crew_name(r.0)))?
        .text("page", &rows, |r| page_of(log, r.1.target))?
        .text("verb", &rows, |r| verb_of(log, r.1.target))?
        .instant("start", &rows, |r| r.1.start)?
        .instant("end", &rows, |r| r.1.end)?
        .count("accounts", &rows, |r| Some(u64::from(r.1.accounts)))?
        .estimate("expected", &rows, |r| Some(r.1.expected))?
        .count("withdrawn", &rows, |r| Some(u64::from(r.1.withdrawn)))?;
    b.finish()
}

fn marks(audit: &Audit, log: &Log, gate: Gate) -> Result<Filled, TableFault> {
    let claimed = claimed(log.columns.marks(), &audit.crews);
    let mut rows = vec![];
    for (i, c) in audit.crews.iter().enumerate().filter(|(_, c)| gate.lists_members(c.crew.kinds.called())) {
        let first = rows.len();
        rows.extend(c.crew.marks.iter().filter(|m| m.posterior >= LISTED_FROM).map(|m| (i, m)));
        rows[first..].sort_by_key(|(_, m)| (m.job, m.mark));
    }
    let columns = &log.columns;
    let job = |r: &(usize, &CrewMark)| audit.crews[r.0].crew.jobs.get(r.1.job as usize).map(|j| j.target);
    let mut b = Builder::new(&contract::MARKS);
    b.text("crew", &rows, |r| Some(crew_name(r.0)))?
        .count("job", &rows, |r| Some(u64::from(r.1.job) + 1))?
        .text("page", &rows, |r| page_of(log, job(r)?))?
        .text("verb", &rows, |r| verb_of(log, job(r)?))?
        .text("account", &rows, |r| {
            Some(log.names.account(*columns.account.get(r.1.mark as usize)?).to_owned())
        })?
        .instant("time", &rows, |r| columns.time.get(r.1.mark as usize).copied())?
        .estimate("posterior", &rows, |r| Some(r.1.posterior))?
        .estimate("doubted", &rows, |r| {
            let kinds = &audit.crews[r.0].crew.kinds;
            let off = kinds.of(Kind::Hired) + kinds.of(Kind::Fabricated);
            Some(r.1.posterior / f64::from(claimed[r.1.mark as usize].max(1.0)) * off)
        })?;
    b.finish()
}

fn accounts(audit: &Audit, log: &Log, gate: Gate) -> Result<Filled, TableFault> {
    let called = |crew: Option<u32>| audit.crews.get(crew? as usize).map(|c| c.crew.kinds.called());
    let mut rows: Vec<_> = audit.accounts.iter().filter(|a| gate.lists_account(a, called(a.crew))).collect();
    rows.sort_by_key(|a| a.account);
    let mut b = Builder::new(&contract::ACCOUNTS);
    b.text("account", &rows, |a| Some(log.names.account(a.account).to_owned()))?
        .estimate("p_hired", &rows, |a| Some(a.p_hired))?
        .estimate("p_fabricated", &rows, |a| Some(a.p_fabricated))?
        .estimate("p_directed", &rows, |a| gate.directed(a.p_directed))?
        .text("crew", &rows, |a| {
            let shown = called(a.crew).is_some_and(|k| gate.lists_members(k));
            a.crew.filter(|_| shown).map(|c| crew_name(c as usize))
        })?;
    b.finish()
}

fn evidence(audit: &Audit) -> Result<Filled, TableFault> {
    let rows: Vec<_> = audit
        .crews
        .iter()
        .enumerate()
        .flat_map(|(i, c)| c.crew.evidence.iter().map(move |e| (i, e)))
        .collect();
    let mut b = Builder::new(&contract::EVIDENCE);
    b.text("crew", &rows, |r| Some(crew_name(r.0)))?
        .text("piece", &rows, |r| Some(r.1.piece.clone()))?
        .estimate("value", &rows, |r| r.1.value)?
        .estimate("expected", &rows, |r| r.1.expected)?
        .estimate("weight", &rows, |r| r.1.weight)?
        .flag("testable", &rows, |r| Some(r.1.testable))?
        .text("message", &rows, |r| Some(r.1.message.clone()))?;
    b.finish()
}
