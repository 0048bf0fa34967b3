//! Why a crew was called what it was called: its bits from the prior to the odds, what chance gives, and its
//! jobs with their references.

use super::untested_said;
use crate::error::ReportFault;
use crate::filled::Filled;
use crate::model::{CrewRow, DECOY_SCORES_MOST, Instant, Model};
use crate::reference;
use crate::saved::Saved;
use crate::words::{evidence_said, piece_title, t};
use claque_detect::Kind;
use claque_marks::contract;
use serde::Serialize;

/// One piece of evidence as a step of the waterfall.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// Its key.
    pub piece: String,
    /// Its title, for people.
    pub title: String,
    /// What was measured.
    pub value: Option<f64>,
    /// What an innocent crowd or chance would give, where that is known.
    pub expected: Option<f64>,
    /// Bits that it adds (or takes) for the called kind against its rival.
    pub bits: f64,
    /// The sum after it.
    pub sum: f64,
    /// Its sentence.
    pub said: String,
}

/// How often chance gives such a crew, by the shuffled copies of the log.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Chance {
    /// Copies that were searched.
    pub decoys: u32,
    /// Crews in all of them together that stand out as much as this one.
    pub crews: u64,
    /// Whether there may be more: the folder keeps the highest scores only.
    pub at_least: bool,
    /// Expected share of crews at this score that are no crew at all.
    pub q: Option<f64>,
}

/// One job.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JobWhy {
    /// By which `claque rows` prints its rows.
    pub reference: String,
    /// The page it marked.
    pub page: String,
    /// Under which kind of mark.
    pub verb: String,
    /// First mark.
    pub start: Option<Instant>,
    /// Last mark.
    pub end: Option<Instant>,
    /// Members that marked it then.
    pub accounts: u64,
    /// How many of them chance would give.
    pub expected: f64,
    /// How many of these marks were taken back.
    pub withdrawn: u64,
}

/// All that is told of a crew.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CrewWhy {
    /// By which it is asked for.
    pub reference: String,
    /// The crew's name.
    pub crew: String,
    /// The kind called.
    pub kind: Kind,
    /// The kind as people read it.
    pub said: String,
    /// P(kind called).
    pub p: f64,
    /// Accounts with posterior above one half.
    pub accounts: u64,
    /// What it gave in its jobs.
    pub marks: f64,
    /// How many of these marks chance would have brought together.
    pub by_chance: f64,
    /// Pages that its jobs touch.
    pub pages: u64,
    /// Owners behind them.
    pub owners: u32,
    /// First mark in any job.
    pub start: Option<Instant>,
    /// Last mark in any job.
    pub end: Option<Instant>,
    /// Log-likelihood ratio of its overlaps in bits, kind left out.
    pub score: f64,
    /// The reading against which the bits speak.
    pub rival: Kind,
    /// P(rival).
    pub p_rival: f64,
    /// Bits before any piece.
    pub prior: f64,
    /// Pieces, the heaviest first; last, where it changed something, calibration.
    pub steps: Vec<Step>,
    /// Bits after all steps: log₂ of p / p_rival.
    pub odds: f64,
    /// What this log could not test, in sentences.
    pub untested: Vec<String>,
    /// What chance gives.
    pub chance: Chance,
    /// The job that was asked for, if one was.
    pub job: Option<u32>,
    /// Its jobs, by number.
    pub jobs: Vec<JobWhy>,
    /// Marks in its jobs whose rows `claque rows` can print; `None` where the gate is shut.
    pub rows: Option<u64>,
}

pub(super) fn why(saved: &Saved, crew: &str, job: Option<u32>) -> Result<CrewWhy, ReportFault> {
    let row = saved.model.crews.iter().find(|c| c.crew == crew);
    let row = row.ok_or_else(|| ReportFault::internal(format!("{crew} was looked up and is not there")))?;
    let listed = saved.model.gate.lists_members(row.kind);
    let rows = if listed { Some(rows(saved, crew, job)?) } else { None };
    let all = jobs(&saved.table(&contract::JOBS)?, crew);
    let (p, p_rival) = (row.kinds[row.kind as usize], row.kinds[row.odds.rival as usize]);
    Ok(CrewWhy {
        reference: job.map_or_else(|| crew.to_owned(), |n| reference::job(crew, n)),
        crew: crew.to_owned(),
        kind: row.kind,
        said: row.said(),
        p,
        accounts: row.accounts,
        marks: row.given,
        by_chance: all.iter().map(|j| j.expected).sum::<f64>() + 0.0,
        pages: row.pages,
        owners: row.owners,
        start: row.start,
        end: row.end,
        score: row.score,
        rival: row.odds.rival,
        p_rival,
        prior: row.odds.prior,
        steps: steps(&saved.model, row),
        odds: row.odds.odds,
        untested: row
            .evidence
            .iter()
            .filter(|e| !e.testable)
            .map(|e| untested_said(&saved.model, row, e))
            .collect(),
        chance: chance(&saved.model, row),
        job,
        jobs: all
            .into_iter()
            .skip(job.map_or(0, |n| n as usize - 1))
            .take(job.map_or(usize::MAX, |_| 1))
            .collect(),
        rows,
    })
}

/// The key of the step that calibration is.
pub(super) const CALIBRATION: &str = "calibration";

/// The pieces from the heaviest to the lightest and calibration, with the running sum.
pub(super) fn steps(model: &Model, row: &CrewRow) -> Vec<Step> {
    let mut tested: Vec<_> = row.evidence.iter().filter_map(|e| Some((e, e.weight?))).collect();
    tested.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    let mut sum = row.odds.prior;
    let pieces = tested.into_iter().map(|(e, bits)| {
        sum += bits;
        Step {
            piece: e.piece.clone(),
            title: piece_title(e),
            value: e.value,
            expected: e.expected,
            bits,
            sum,
            said: evidence_said(e),
        }
    });
    let mut steps: Vec<Step> = pieces.collect();
    steps.extend(calibration(model, row));
    steps
}

/// What calibration did to the odds, if it did anything.
pub(crate) fn calibration(model: &Model, row: &CrewRow) -> Option<Step> {
    let odds = row.odds;
    let planted = match model.calibration.kind {
        Some(alpha) if alpha != 1.0 => t!("why.calibration_planted"),
        Some(_) => t!("why.calibration_same"),
        None => t!("why.calibration_few"),
    };
    (odds.calibrated != 0.0).then(|| Step {
        piece: CALIBRATION.to_owned(),
        title: t!("why.calibration"),
        value: None,
        expected: None,
        bits: odds.calibrated,
        sum: odds.odds,
        said: t!(
            "why.calibration_said",
            planted = planted,
            before = odds.odds - odds.calibrated,
            after = odds.odds
        ),
    })
}

/// What the shuffled copies that test a crew like this one gave.
pub(crate) fn chance(model: &Model, row: &CrewRow) -> Chance {
    let tests = || model.decoys.by_shuffle.iter().filter(|s| s.tests == row.proof);
    let above = |scores: &[f64]| scores.iter().filter(|s| **s >= row.score).count();
    // Scores fall, and only the highest are kept: if all that are kept count, more may.
    let cut = |scores: &[f64]| scores.len() == DECOY_SCORES_MOST && above(scores) == scores.len();
    Chance {
        decoys: tests().map(|s| s.searched).sum(),
        crews: tests().map(|s| above(&s.scores) as u64).sum(),
        at_least: tests().any(|s| cut(&s.scores)),
        q: row.q,
    }
}

/// Marks of a crew, or of one of its jobs, that the folder lists.
fn rows(saved: &Saved, crew: &str, job: Option<u32>) -> Result<u64, ReportFault> {
    let marks = saved.table(&contract::MARKS)?;
    let of = marks.text("crew").iter().zip(marks.whole("job"));
    let wanted = |(c, j): &(&Option<String>, &Option<i64>)| {
        c.as_deref() == Some(crew) && job.is_none_or(|n| **j == Some(i64::from(n)))
    };
    Ok(of.filter(wanted).count() as u64)
}

/// The jobs of a crew, in the order of their numbers, from the table of jobs.
pub(crate) fn jobs(t: &Filled, crew: &str) -> Vec<JobWhy> {
    let at = t.text("crew").iter().enumerate().filter(|(_, c)| c.as_deref() == Some(crew)).map(|(i, _)| i);
    let text = |column: &str, i: usize| t.text(column)[i].clone().unwrap_or_default();
    let whole = |column: &str, i: usize| t.whole(column)[i];
    at.enumerate()
        .map(|(n, i)| JobWhy {
            reference: reference::job(crew, n as u32 + 1),
            page: text("page", i),
            verb: text("verb", i),
            start: whole("start", i).map(Instant),
            end: whole("end", i).map(Instant),
            accounts: whole("accounts", i).unwrap_or(0) as u64,
            expected: t.estimate("expected")[i].unwrap_or(0.0),
            withdrawn: whole("withdrawn", i).unwrap_or(0) as u64,
        })
        .collect()
}
