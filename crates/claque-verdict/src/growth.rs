//! Growth in time: what was given, doubted, under direction and taken back in each period, and which periods
//! stand out.
//!
//! ```text
//! level λᵢ = median of the periods around i, i itself left out
//! spread c = max(1, median over i of (nᵢ − λᵢ)² / max(λᵢ, 1) / 0.455)
//! surge if P(X ≥ nᵢ) < α,  stop if P(X ≤ nᵢ) < α,   X with mean λᵢ and variance c λᵢ,  α = 0.001 / periods
//! ```
//!
//! METHOD: the median of a third of all periods follows a page's slow growth and is not moved by a surge shorter
//! than that; 0.455 is the median of χ² with one degree, so that c is 1 for counts that only chance moves. A weekly
//! rhythm widens c, and so hides small surges rather than making them up. α is shared among all periods, so that
//! of a thousand quiet logs one shows a period that stands out.

use crate::audit::CrewVerdict;
use crate::pages::claimed;
use claque_chance::tails::ln_scaled_tail;
use claque_detect::{Kind, KindProbabilities};
use claque_marks::window::{DAY, HOUR};
use claque_marks::{Columns, Micros, NEVER, TargetId};
use std::ops::Range;

/// Most periods of a log.
const PERIODS_MOST: i64 = 200;
/// Periods on each side of one, as a share of all, that give its level.
const AROUND: usize = 6;
/// Fewest periods that can tell what stands out.
const PERIODS_LEAST: usize = 12;
/// Chance, over all periods together, that a quiet log shows one that stands out.
const ALPHA: f64 = 0.001;
/// Median of χ² with one degree of freedom.
const CHI2_MEDIAN: f64 = 0.455;

/// Lengths that a period may have; weeks begin on Mondays.
const LENGTHS: [Micros; 6] = [HOUR, 6 * HOUR, DAY, 7 * DAY, 28 * DAY, 364 * DAY];
/// A Monday: 1970-01-05.
const MONDAY: Micros = 4 * DAY;

/// Marks by period, of a log or of one of its pages.
#[derive(Clone, Debug, PartialEq)]
pub struct Growth {
    /// Start of the first period.
    pub from: Micros,
    /// Length of each.
    pub every: Micros,
    /// Marks given.
    pub given: Vec<u64>,
    /// Of these, expected under direction.
    pub directed: Vec<f64>,
    /// Of these, expected to be doubted.
    pub doubted: Vec<f64>,
    /// Marks taken back in the period, whenever they were given.
    pub withdrawn: Vec<u64>,
    /// What the periods around each lead one to expect; empty where there are too few.
    pub level: Vec<f64>,
    /// Periods with more than that, beyond chance.
    pub surges: Vec<usize>,
    /// Periods with less, beyond chance.
    pub stops: Vec<usize>,
}

/// Growth of a log, and of pages of it on the same periods.
#[derive(Clone, Debug)]
pub struct Grower<'a> {
    columns: &'a Columns,
    doubted: Vec<f32>,
    directed: Vec<f32>,
    from: Micros,
    every: Micros,
    periods: usize,
    /// Periods that the log covers whole: its first and its last are cut, which is no stop.
    whole: Range<usize>,
}

impl<'a> Grower<'a> {
    /// Weighs each mark once. `None` for a log without times or marks.
    pub fn new(columns: &'a Columns, crews: &[CrewVerdict]) -> Option<Self> {
        let (first, last) = columns.span()?;
        let back = columns.withdrawn.iter().copied().filter(|t| *t != NEVER).max().unwrap_or(last);
        let ends = last;
        let last = last.max(back);
        let every = LENGTHS
            .into_iter()
            .find(|every| (last - first) / every < PERIODS_MOST)
            .unwrap_or(LENGTHS[LENGTHS.len() - 1]);
        let origin = MONDAY + (first - MONDAY).div_euclid(every) * every;
        let doubt = |k: &KindProbabilities| k.of(Kind::Hired) + k.of(Kind::Fabricated);
        Some(Self {
            columns,
            doubted: mass(columns, crews, doubt),
            directed: mass(columns, crews, |k| k.of(Kind::Directed)),
            from: origin,
            every,
            periods: ((last - origin) / every) as usize + 1,
            whole: 1..((ends - origin) / every) as usize,
        })
    }

    /// The whole log.
    pub fn whole(&self) -> Growth {
        self.of(0..self.columns.marks())
    }

    /// One page under one verb.
    pub fn page(&self, target: TargetId) -> Growth {
        self.of(self.columns.marks_of(target))
    }

    fn of(&self, marks: Range<usize>) -> Growth {
        let n = self.periods;
        let mut g = Growth {
            from: self.from,
            every: self.every,
            given: vec![0; n],
            directed: vec![0.0; n],
            doubted: vec![0.0; n],
            withdrawn: vec![0; n],
            level: vec![],
            surges: vec![],
            stops: vec![],
        };
        let period = |t: Micros| (((t - self.from) / self.every).max(0) as usize).min(n - 1);
        for m in marks {
            let i = period(self.columns.time[m]);
            g.given[i] += 1;
            g.directed[i] += f64::from(self.directed[m]);
            g.doubted[i] += f64::from(self.doubted[m]);
            match self.columns.withdrawn.get(m) {
                Some(&t) if t != NEVER => g.withdrawn[period(t)] += 1,
                _ => {}
            }
        }
        stand_out(&mut g, &self.whole);
        g
    }
}

/// By mark: its probability of having been given in a job of crews of some kinds.
fn mass(columns: &Columns, crews: &[CrewVerdict], of: impl Fn(&KindProbabilities) -> f64) -> Vec<f32> {
    let claimed = claimed(columns.marks(), crews);
    let mut out = vec![0f32; columns.marks()];
    for c in crews {
        let p = of(&c.crew.kinds);
        for m in &c.crew.marks {
            let at = m.mark as usize;
            out[at] += (m.posterior / f64::from(claimed[at].max(1.0)) * p) as f32;
        }
    }
    out
}

fn stand_out(g: &mut Growth, whole: &Range<usize>) {
    let n = g.given.len();
    if n < PERIODS_LEAST {
        return;
    }
    let around = (n / AROUND).max(PERIODS_LEAST / 2);
    let level = |i: usize| {
        let from = i.saturating_sub(around).min(n.saturating_sub(2 * around + 1));
        let to = (from + 2 * around + 1).min(n);
        median((from..to).filter(|j| *j != i).map(|j| g.given[j] as f64).collect())
    };
    g.level = (0..n).map(level).collect();
    let off = |i: usize| (g.given[i] as f64 - g.level[i]).powi(2) / g.level[i].max(1.0);
    let spread = (median((0..n).map(off).collect()) / CHI2_MEDIAN).max(1.0);
    let ln_alpha = (ALPHA / n as f64).ln();
    for i in 0..n {
        // A level of nothing leaves one mark in doubt of being a surge; half a mark stands for what was not seen.
        let mean = g.level[i].max(0.5);
        let x = g.given[i] as f64;
        if x > mean && ln_scaled_tail(x, mean, spread * mean) < ln_alpha {
            g.surges.push(i);
        }
        // P(X ≤ x) = 1 − P(X ≥ x + u), where u is a step of the scaled law.
        let below = -ln_scaled_tail(x + spread, mean, spread * mean).exp_m1();
        if whole.contains(&i) && x < mean && below < ln_alpha.exp() {
            g.stops.push(i);
        }
    }
}

fn median(mut of: Vec<f64>) -> f64 {
    let middle = of.len() / 2;
    if of.is_empty() {
        return 0.0;
    }
    *of.select_nth_unstable_by(middle, f64::total_cmp).1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(given: Vec<u64>) -> Growth {
        let n = given.len();
        let mut g = Growth {
            from: 0,
            every: DAY,
            given,
            directed: vec![0.0; n],
            doubted: vec![0.0; n],
            withdrawn: vec![0; n],
            level: vec![],
            surges: vec![],
            stops: vec![],
        };
        stand_out(&mut g, &(1..n - 1));
        g
    }

    /// Poisson counts by adding up exponential gaps of a small generator.
    fn quiet(n: usize, mean: f64, seed: u64) -> Vec<u64> {
        let mut state = seed;
        let mut unit = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((state >> 11) as f64 + 0.5) / (1u64 << 53) as f64
        };
        let mut count = |mean: f64| {
            let (mut k, mut sum) = (0, -unit().ln());
            while sum < mean {
                k += 1;
                sum -= unit().ln();
            }
            k
        };
        (0..n).map(|_| count(mean)).collect()
    }

    #[test]
    fn quiet_logs_show_nothing() {
        let shown = (0..200).filter(|s| {
            let g = series(quiet(90, 20.0, 7 + *s));
            !g.surges.is_empty() || !g.stops.is_empty()
        });
        // Two sides of α each: fewer than one of 200 is expected.
        assert!(shown.count() <= 2);
    }

    #[test]
    fn a_surge_and_a_stop_are_seen_where_they_are() {
        let mut given = quiet(90, 40.0, 3);
        given[30] = 400;
        given[31] = 300;
        given[60] = 0;
        // The log ends within its last period.
        given[89] = 0;
        let g = series(given);
        assert_eq!((g.surges, g.stops), (vec![30, 31], vec![60]));
    }

    #[test]
    fn slow_growth_and_short_series_are_no_surge() {
        let growing = series((0..80).map(|i| 20 + i).collect());
        assert!(growing.surges.is_empty() && growing.stops.is_empty(), "{growing:?}");
        assert!(series(vec![1, 1, 900]).level.is_empty());
    }
}
