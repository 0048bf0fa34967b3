//! From an answer to its saved model and its tables.

use super::{AudienceModel, PAGES_IN_FULL, PERIODS_MOST, PageShort};
use crate::error::{ReportFault, TableFault};
use crate::filled::{Builder, Filled, Values};
use crate::model::{FORMAT, Marker};
use crate::provenance::{Provenance, ProvenanceBlock};
use crate::tables::Tables;
use claque_audience::{Answer, Audience, Between, Cell, InPeriod, Page, PageAnswer, Sort};
use claque_marks::contract;
use claque_marks::parameters::AudienceParameters;

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// Makes the saved model and the tables of an answer.
///
/// # Errors
/// A number that the contract forbids: a fault of ours.
pub fn build_audience(
    mut answer: Answer,
    audience: &Audience,
    parameters: AudienceParameters,
    provenance: Provenance,
) -> Result<(AudienceModel, Tables), ReportFault> {
    let tables = Tables::of(vec![cells(&answer, audience)?, signals(&answer)?]);
    let rest = answer.pages.split_off(answer.pages.len().min(PAGES_IN_FULL));
    let others = rest.iter().map(short).collect();
    let grouped = answer.pages.iter_mut().map(group).collect();
    for page in &mut answer.pages {
        page.cells = vec![];
    }
    let block = ProvenanceBlock {
        title: provenance.title,
        inputs: provenance.inputs,
        ledger: provenance.ledger,
        warnings: provenance.warnings,
        ..ProvenanceBlock::default()
    };
    let claque = Marker { format: FORMAT, version: env!("CARGO_PKG_VERSION").to_owned() };
    Ok((AudienceModel { claque, audience: answer, others, grouped, parameters, provenance: block }, tables))
}

fn short(page: &PageAnswer) -> PageShort {
    PageShort {
        page: page.page.clone(),
        new: page.new,
        unexplained: page.unexplained,
        with_unseen: page.with_unseen,
        surges: page.signals.iter().filter(|s| s.sort == Sort::Surge).count() as u64,
    }
}

/// Puts periods together where there are too many for a picture; how many go into one.
fn group(page: &mut PageAnswer) -> u64 {
    let size = page.in_periods.len().div_ceil(PERIODS_MOST).max(1);
    if size > 1 {
        page.in_periods = page.in_periods.chunks(size).map(put_together).collect();
    }
    size as u64
}

/// Several periods as one.
pub(crate) fn put_together(of: &[InPeriod]) -> InPeriod {
    let total = |get: &dyn Fn(&InPeriod) -> Between| {
        let value: f64 = of.iter().map(|p| get(p).value).sum();
        // Of independent periods the squares of the half widths add.
        let side = |end: &dyn Fn(Between) -> f64| {
            of.iter().map(|p| (end(get(p)) - get(p).value).powi(2)).sum::<f64>().sqrt()
        };
        Between { value, low: value - side(&|b| b.low), high: value + side(&|b| b.high) }
    };
    InPeriod {
        start: of.first().and_then(|p| p.start),
        end: of.last().and_then(|p| p.end),
        new: of.iter().map(|p| p.new).sum(),
        home: of.iter().map(|p| p.home).sum(),
        lost: of.iter().map(|p| p.lost).sum(),
        expected: total(&|p| p.expected),
        unexplained: total(&|p| p.unexplained),
        aside: false,
    }
}

fn micros(day: Option<i32>) -> Option<i64> {
    day.map(|d| i64::from(d) * DAY)
}

fn cells(answer: &Answer, audience: &Audience) -> Result<Filled, TableFault> {
    let mut rows: Vec<(&Page, &Cell, String)> = vec![];
    let mut pages: Vec<(&PageAnswer, &Page)> = answer
        .pages
        .iter()
        .filter_map(|a| Some((a, audience.pages.iter().find(|p| p.name == a.page)?)))
        .collect();
    pages.sort_by(|a, b| a.1.name.cmp(&b.1.name));
    for (page, counts) in pages {
        let codes: Vec<String> = counts.places.iter().map(|p| p.code()).collect();
        let code = |c: &Cell| codes.get(usize::from(c.country)).cloned().unwrap_or_else(|| "ZZ".to_owned());
        let mut of: Vec<(&Cell, String)> = page.cells.iter().map(|c| (c, code(c))).collect();
        of.sort_by(|a, b| (a.0.days, &a.1).cmp(&(b.0.days, &b.1)));
        rows.extend(of.into_iter().map(|(c, code)| (counts, c, code)));
    }
    let mut b = Builder::new(&contract::AUDIENCE);
    b.text("page", &rows, |r| Some(r.0.name.clone()))?
        .text("country", &rows, |r| Some(r.2.clone()))?
        .instant("period_start", &rows, |r| micros(r.1.days.map(|d| d.0)))?
        .instant("period_end", &rows, |r| micros(r.1.days.map(|d| d.1)))?
        .fill("observed", Values::Count(rows.iter().map(|r| Some(r.1.observed.round() as i64)).collect()))?
        .estimate("expected", &rows, |r| Some(r.1.expected.value))?
        .estimate("expected_lo", &rows, |r| Some(r.1.expected.low))?
        .estimate("expected_hi", &rows, |r| Some(r.1.expected.high))?
        .estimate("unexplained", &rows, |r| Some(r.1.unexplained().value))?
        .estimate("unexplained_lo", &rows, |r| Some(r.1.unexplained().low))?
        .estimate("unexplained_hi", &rows, |r| Some(r.1.unexplained().high))?;
    b.finish()
}

fn signals(answer: &Answer) -> Result<Filled, TableFault> {
    let mut rows: Vec<_> =
        answer.pages.iter().flat_map(|p| p.signals.iter().map(move |s| (p.page.as_str(), s))).collect();
    rows.sort_by_key(|r| (r.0, r.1.start, r.1.sort.key()));
    let mut b = Builder::new(&contract::SIGNALS);
    b.text("page", &rows, |r| Some(r.0.to_owned()))?
        .text("signal", &rows, |r| Some(r.1.sort.key().to_owned()))?
        .text("countries", &rows, |r| Some(r.1.countries.join(" ")))?
        .instant("period_start", &rows, |r| micros(r.1.start))?
        .instant("period_end", &rows, |r| micros(r.1.end))?
        .estimate("observed", &rows, |r| r.1.observed)?
        .estimate("expected", &rows, |r| r.1.expected)?
        .estimate("unexplained", &rows, |r| r.1.unexplained.map(|u| u.value))?
        .estimate("unexplained_lo", &rows, |r| r.1.unexplained.map(|u| u.low))?
        .estimate("unexplained_hi", &rows, |r| r.1.unexplained.map(|u| u.high))?
        .estimate("score", &rows, |r| r.1.score)?
        .estimate("chance", &rows, |r| r.1.chance)?
        .estimate("measured", &rows, |r| r.1.shares.map(|s| s.0))?
        .estimate("usual", &rows, |r| r.1.shares.map(|s| s.1))?;
    b.finish()
}
