//! Authentic marks by country and week: the same picture as a table of counts gives, from single marks.
//!
//! ```text
//! authentic = likes − Σ over marks P(given in a job) · (P(crew hired) + P(crew fabricated))
//! ```

use crate::audit::CrewVerdict;
use crate::pages::claimed;
use claque_detect::Kind;
use claque_marks::window::DAY;
use claque_marks::{Columns, CountryId, Micros, TargetId};
use std::collections::BTreeMap;

/// A week, in microseconds.
const WEEK: Micros = 7 * DAY;
/// 1970-01-05, the first Monday of the epoch.
const MONDAY: Micros = 4 * DAY;

/// What a target got from a country in a week.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CountryWeek {
    /// What was marked.
    pub target: TargetId,
    /// The country; `None` where the row names none.
    pub country: Option<CountryId>,
    /// Monday on which the week begins, UTC.
    pub week: Micros,
    /// Marks given.
    pub likes: u64,
    /// Marks given in jobs of hired crews.
    pub hired: f64,
    /// Marks given in jobs of fabricated crews.
    pub fabricated: f64,
}

impl CountryWeek {
    /// likes − hired − fabricated.
    pub fn authentic(&self) -> f64 {
        (self.likes as f64 - self.hired - self.fabricated).max(0.0)
    }
}

/// Of a target, in the week that begins then, from a country.
type Cell = (TargetId, Micros, Option<CountryId>);

/// By (target, week, country); empty for a log without countries or without times.
pub fn by_country(columns: &Columns, crews: &[CrewVerdict]) -> Vec<CountryWeek> {
    if columns.country.is_empty() || !columns.has_times() {
        return vec![];
    }
    let target_of = columns.target_of_mark();
    let key = |m: usize| {
        let week = (columns.time[m] - MONDAY).div_euclid(WEEK) * WEEK + MONDAY;
        (target_of[m], week, columns.country[m])
    };
    let mut sums: BTreeMap<Cell, (u64, f64, f64)> = BTreeMap::new();
    for m in 0..columns.marks() {
        sums.entry(key(m)).or_default().0 += 1;
    }
    let claimed = claimed(columns.marks(), crews);
    for verdict in crews {
        let kinds = &verdict.crew.kinds;
        for mark in &verdict.crew.marks {
            let p = mark.posterior / f64::from(claimed[mark.mark as usize].max(1.0));
            let sum = sums.entry(key(mark.mark as usize)).or_default();
            sum.1 += p * kinds.of(Kind::Hired);
            sum.2 += p * kinds.of(Kind::Fabricated);
        }
    }
    let row = |((target, week, country), (likes, hired, fabricated))| CountryWeek {
        target,
        country,
        week,
        likes,
        hired,
        fabricated,
    };
    sums.into_iter().map(row).collect()
}
