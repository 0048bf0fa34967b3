//! A page's marks by place and day, as a table of counts for the one reading and in weeks for both.

use super::{ByCountry, Counts, InCountry, added};
use crate::model::pictures::Target;
use crate::model::{Instant, Line};
use claque_audience::{Between, InPeriod, Page, PageAnswer, Place, Span};
use claque_detect::Kind;
use claque_log::Log;
use claque_marks::window::{DAY, SECOND};
use claque_marks::{Micros, TargetId};
use claque_verdict::{Audit, PageVerdict};
use std::collections::BTreeMap;
use std::ops::Range;

/// Most countries that a table of counts is taken to list: as many as platforms list.
const LISTED_MOST: usize = 45;
/// Most countries that are told apart.
const TOLD_MOST: usize = 8;
/// Most bars of a picture; more weeks are put together.
const BARS_MOST: usize = 60;
/// A week, in microseconds.
const WEEK: Micros = 7 * DAY;
/// 1970-01-05, the first Monday of the epoch.
const MONDAY: Micros = 4 * DAY;

/// A place with its marks by day: given, and doubted.
#[derive(Clone)]
struct Of {
    place: Place,
    given: Vec<u64>,
    doubted: Vec<f64>,
}

/// A page's marks by place and day, from its first mark to the end of the log.
pub(super) struct Daily {
    /// First day, in days since 1970.
    first: i32,
    /// How many days.
    n: usize,
    /// Places in the order of their codes.
    places: Vec<Of>,
}

impl Daily {
    /// Of a target; `None` where it has no mark. `claimed`: by mark, how much of it crews claim together.
    pub fn of(target: TargetId, claimed: &[f32], audit: &Audit, log: &Log) -> Option<Self> {
        let columns = &log.columns;
        let marks = columns.marks_of(target);
        let day = |t: Micros| i32::try_from(t.div_euclid(DAY)).ok();
        let first = day(*columns.time[marks.clone()].iter().min()?)?;
        let n = usize::try_from(day(columns.span()?.1)? - first).ok()? + 1;
        // marks doubted = Σ P(given in a job) · (P(crew hired) + P(crew fabricated)), as in the table of countries.
        let mut doubted = vec![0.0; marks.len()];
        for c in &audit.crews {
            let share = c.crew.kinds.of(Kind::Hired) + c.crew.kinds.of(Kind::Fabricated);
            for m in c.crew.marks.iter().filter(|m| marks.contains(&(m.mark as usize))) {
                let of_all = f64::from(claimed[m.mark as usize].max(1.0));
                doubted[m.mark as usize - marks.start] += m.posterior / of_all * share;
            }
        }
        let mut sums: BTreeMap<Place, Of> = BTreeMap::new();
        for (m, doubted) in marks.zip(doubted) {
            // Where a mark names no country that is known, it is among the others.
            let named = columns.country[m].and_then(|c| Place::named(log.names.country(c)));
            let place = named.filter(|p| matches!(p, Place::Country(_))).unwrap_or(Place::Rest);
            let of = || Of { place, given: vec![0; n], doubted: vec![0.0; n] };
            let of = sums.entry(place).or_insert_with(of);
            let i = usize::try_from(day(columns.time[m])? - first).ok()?;
            of.given[i] += 1;
            of.doubted[i] += doubted;
        }
        let mut places: Vec<Of> = sums.into_values().collect();
        together(&mut places, LISTED_MOST);
        places.sort_by_key(|p| p.place.code());
        Some(Self { first, n, places })
    }

    /// Days on which marks came.
    pub fn days(&self) -> u64 {
        (0..self.n).filter(|&i| self.places.iter().any(|p| p.given[i] > 0)).count() as u64
    }

    /// What a table of counts would hold.
    pub fn table(&self, number: usize) -> Page {
        let spans: Vec<Span> =
            (0..self.n as i32).map(|i| Span { start: self.first + i, end: self.first + i }).collect();
        let counts = self.places.iter().map(|p| p.given.iter().map(|n| *n as f64).collect()).collect();
        Page::counted(&number.to_string(), &spans, self.places.iter().map(|p| p.place).collect(), counts)
    }

    /// Monday of the first bar, weeks in a bar, and the days of each.
    fn bars(&self) -> (Micros, usize, Vec<Range<usize>>) {
        let at = |i: usize| (i64::from(self.first) + i as i64) * DAY;
        let monday = |t: Micros| (t - MONDAY).div_euclid(WEEK) * WEEK + MONDAY;
        let from = monday(at(0));
        let weeks = ((monday(at(self.n - 1)) - from) / WEEK) as usize + 1;
        let size = weeks.div_ceil(BARS_MOST).max(1);
        let skipped = ((at(0) - from) / DAY) as usize;
        let day = |bar: usize| (bar * size * 7).saturating_sub(skipped).min(self.n);
        (from, size, (0..weeks.div_ceil(size)).map(|b| day(b)..day(b + 1)).collect())
    }

    /// Both readings, in bars.
    pub fn read(&self, of: Target, page: &PageVerdict, counts: Option<&PageAnswer>, least: u64) -> ByCountry {
        let (from, size, bars) = self.bars();
        let summed = |of: &[u64]| Line(bars.iter().map(|b| of[b.clone()].iter().sum()).collect());
        let rounded = |of: &[f64]| {
            Line::rounded(&bars.iter().map(|b| of[b.clone()].iter().sum()).collect::<Vec<f64>>())
        };
        let mut told = self.places.clone();
        together(&mut told, TOLD_MOST);
        let apart: Vec<Place> = told.iter().map(|p| p.place).filter(|p| *p != Place::Rest).collect();
        let country = |of: &Of| {
            // The places of the table that this one is made of.
            let part = |i: &usize| {
                let place = self.places[*i].place;
                if of.place == Place::Rest { !apart.contains(&place) } else { place == of.place }
            };
            let parts: Vec<usize> = (0..self.places.len()).filter(part).collect();
            InCountry {
                country: of.place.code(),
                given: summed(&of.given),
                doubted: rounded(&of.doubted),
                expected: counts.map_or_else(Line::default, |a| rounded(&self.expected(a, &parts))),
                doubted_in_all: of.doubted.iter().sum::<f64>() + 0.0,
                unexplained: counts.map(|a| {
                    let of = parts.iter().filter_map(|i| Some(a.countries.get(*i)?.unexplained));
                    added(&of.collect::<Vec<_>>())
                }),
            }
        };
        let (taken, likes) = (page.hired + page.fabricated, page.likes as f64);
        let left = |authentic: Option<f64>| authentic.map_or(taken, |a| likes - a) + 0.0;
        ByCountry {
            of,
            from: Instant(from),
            every: (size as i64 * WEEK / SECOND) as u64,
            countries: told.iter().map(country).collect(),
            given: self.places.iter().flat_map(|p| &p.given).sum(),
            doubted: Between {
                value: taken + 0.0,
                low: left(page.authentic_hi),
                high: left(page.authentic_lo),
            },
            crowds: page.organised + page.episode + page.directed + 0.0,
            days: self.days(),
            days_least: least,
            counts: counts.map(|a| counted(a, &bars)),
        }
    }

    /// Marks that counts lead one to expect of some places of the table, by day.
    fn expected(&self, answer: &PageAnswer, parts: &[usize]) -> Vec<f64> {
        let mut out = vec![0.0; self.n];
        for cell in answer.cells.iter().filter(|c| parts.contains(&usize::from(c.country))) {
            let day = cell.days.and_then(|d| usize::try_from(d.0 - self.first).ok());
            if let Some(sum) = day.and_then(|i| out.get_mut(i)) {
                *sum += cell.expected.value;
            }
        }
        out
    }
}

/// The reading of counts alone, in bars.
fn counted(answer: &PageAnswer, bars: &[Range<usize>]) -> Counts {
    let days = |b: &Range<usize>| crate::audience::put_together(&answer.in_periods[b.clone()]);
    let periods: Vec<InPeriod> = bars.iter().map(days).collect();
    let line = |of: fn(&InPeriod) -> f64| Line::rounded(&periods.iter().map(of).collect::<Vec<_>>());
    Counts {
        unexplained: Between {
            value: answer.unexplained.value + 0.0,
            low: answer.unexplained.low + 0.0,
            high: answer.unexplained.high + 0.0,
        },
        expected: line(|p| p.expected.value),
        low: line(|p| p.expected.low),
        high: line(|p| p.expected.high),
        unexplained_in: line(|p| p.unexplained.value),
        smallest: answer.smallest.map(|s| s.1),
    }
}

/// Puts all but the largest countries together with what no country is named for, which comes last.
fn together(places: &mut Vec<Of>, most: usize) {
    let size = |p: &Of| p.given.iter().sum::<u64>();
    let rest = |p: &Of| p.place == Place::Rest;
    places.sort_by(|a, b| {
        rest(a).cmp(&rest(b)).then(size(b).cmp(&size(a))).then(a.place.code().cmp(&b.place.code()))
    });
    if places.len() <= most {
        return;
    }
    let small = places.split_off(most);
    let n = small[0].given.len();
    let mut sum = Of { place: Place::Rest, given: vec![0; n], doubted: vec![0.0; n] };
    for p in &small {
        sum.given.iter_mut().zip(&p.given).for_each(|(sum, n)| *sum += n);
        sum.doubted.iter_mut().zip(&p.doubted).for_each(|(sum, n)| *sum += n);
    }
    places.push(sum);
}
