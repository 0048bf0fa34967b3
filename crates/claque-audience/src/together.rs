//! Starts and stops: delivery begins and ends in several countries on one day, organic interest does not.
//!
//! METHOD: a country's step on a day compares the week before it with the week from it. The null keeps every
//! country's own series and moves them against each other in time: a country that steps on m of n days does so
//! near a given day with chance m(2r + 1)/n, whatever the others do, and the chance that so many meet on any
//! day is n times the tail of a Poisson-binomial law. That is the mean over all cyclic shifts, in closed form.

use crate::extent::dated;
use crate::fit::{Fitted, median};
use crate::scan::{MEDIAN_SIZE, paid};
use crate::series::Series;
use crate::surprise::at_least;
use claque_marks::parameters::AudienceParameters;

/// Steps of several countries on one day.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Together {
    /// The first period after the step.
    pub at: usize,
    /// Countries that step, with their z (above 0).
    pub countries: Vec<(usize, f64)>,
    /// The score, in nats.
    pub score: f64,
    /// Chance that so many countries' own steps meet on some day of the table; not a number where they stand out only because a
    /// surge of theirs begins or ends there, or because they are within one.
    pub chance: f64,
}

/// z of a step of one country at a period, at the reach that shows it best: a short flow's end is seen from near,
/// a faint one's from afar. Below 0 it falls.
pub(crate) fn step(s: &Series, f: &Fitted, c: usize, at: usize, reach: usize) -> Option<f64> {
    [reach, reach.div_ceil(2), reach.div_ceil(4)]
        .into_iter()
        .filter_map(|reach| step_within(s, f, c, at, reach))
        .max_by(|a, b| a.abs().total_cmp(&b.abs()))
}

/// The scaled mean of up to `reach` periods from a period on against as many before it.
fn step_within(s: &Series, f: &Fitted, c: usize, at: usize, reach: usize) -> Option<f64> {
    let (before, after) = sides(s, f, c, at, reach)?;
    Some(after.against(&before, f))
}

/// Up to `reach` periods before a period, and as many from it on.
fn sides(s: &Series, f: &Fitted, c: usize, at: usize, reach: usize) -> Option<(Side, Side)> {
    let before = Side::of(s, f, c, at.saturating_sub(reach)..at)?;
    let after = Side::of(s, f, c, at..(at + reach).min(s.at.len()))?;
    Some((before, after))
}

/// The logarithm of one country's level in the `reach` periods from a period on to that in as many before it, and its variance.
pub(crate) fn change(s: &Series, f: &Fitted, c: usize, at: usize, reach: usize) -> Option<(f64, f64)> {
    let (before, after) = sides(s, f, c, at, reach)?;
    let ((r0, v0), (r1, v1)) = (before.log(f), after.log(f));
    Some((r1 - r0, v0 + v1))
}

/// z of the fall of one country from before a stretch to after it, where it falls by half or more of what is left.
pub(crate) fn falls_across(
    s: &Series,
    f: &Fitted,
    c: usize,
    (from, to): (usize, usize),
    reach: usize,
) -> Option<f64> {
    let before = Side::of(s, f, c, from.saturating_sub(reach)..from)?;
    let after = Side::of(s, f, c, to + 1..(to + 1 + reach).min(s.at.len()))?;
    let large = before.y / before.x > FALL * after.y.max(0.5) / after.x;
    large.then(|| -after.against(&before, f))
}

/// How many times the level on one side that on the other must be for what runs there to be more than trends over a surge, or
/// runs within it.
pub(crate) const FALL: f64 = 1.5;

/// Some periods of a country, added up: counts, scales, squared scales, periods.
struct Side {
    y: f64,
    x: f64,
    xx: f64,
    n: f64,
}

impl Side {
    fn of(s: &Series, f: &Fitted, c: usize, range: std::ops::Range<usize>) -> Option<Self> {
        let mut out = Self { y: 0.0, x: 0.0, xx: 0.0, n: 0.0 };
        for t in range {
            let (count, scale) = (s.y[c][t], f.scale[t]);
            if count.is_finite() {
                out.y += count;
                out.x += scale;
                out.xx += scale * scale;
                out.n += 1.0;
            }
        }
        (out.n >= 2.0 && out.x > 0.0).then_some(out)
    }

    /// ln of the level and its variance, by the delta method: var(y)/y².
    fn log(&self, f: &Fitted) -> (f64, f64) {
        let y = self.y.max(0.0) + 0.5;
        (libm::log(y / self.x), (y + self.n * f.rounding) / (y * y) + f.kappa * self.xx / (self.x * self.x))
    }

    /// z of this side's level less the other's.
    fn against(&self, other: &Self, f: &Fitted) -> f64 {
        // Had nothing happened, both sides would have one level: λ = (y₁ + y₂)/(x₁ + x₂).
        let level = ((other.y + self.y) / (other.x + self.x)).max(0.25 / (other.x + self.x));
        let variance =
            |of: &Self| (of.x * level + f.kappa * of.xx * level * level + of.n * f.rounding) / (of.x * of.x);
        (self.y / self.x - other.y / other.x) / (variance(self) + variance(other)).sqrt()
    }
}

/// How much some countries step at a period together, one way: in nats, as windows are scored.
pub(crate) fn steps(
    s: &Series,
    fitted: &[Fitted],
    countries: &[(usize, f64)],
    at: usize,
    down: bool,
    p: &AudienceParameters,
) -> f64 {
    countries
        .iter()
        .filter_map(|(c, _)| step(s, &fitted[*c], *c, at, p.step_reach as usize))
        .map(|z| if down { -z } else { z })
        .filter(|z| *z > 0.0)
        .map(|z| paid(z, p))
        .sum()
}

/// Every country's steps, day by day, one way (above 0), and the days on which it steps.
struct Steps {
    z: Vec<Vec<f64>>,
    peaks: Vec<Vec<usize>>,
    /// Chance of each country to step near a day, whatever the others do.
    chances: Vec<f64>,
}

fn all_steps(s: &Series, fitted: &[Fitted], down: bool, p: &AudienceParameters) -> Steps {
    let (n, reach, near) = (s.at.len(), p.step_reach as usize, p.together_reach as usize);
    let of = |c: usize, f: &Fitted| -> Vec<f64> {
        (0..n).map(|t| step(s, f, c, t, reach).map_or(0.0, |z| if down { -z } else { z })).collect()
    };
    let mut z: Vec<Vec<f64>> = fitted.iter().enumerate().map(|(c, f)| of(c, f)).collect();
    // Where countries move together by nature, their mean step lies wider than chance: all count for less.
    let mut means: Vec<f64> = (reach..n.saturating_sub(reach))
        .map(|t| z.iter().map(|z| z[t]).sum::<f64>().abs() / (z.len() as f64).sqrt())
        .collect();
    let width = (median(&mut means) / MEDIAN_SIZE / BEST_OF_REACHES).max(1.0);
    z.iter_mut().flatten().for_each(|z| *z /= width);
    // A country steps on the day where its step is largest within a week, read again by days: weeks that hold the
    // same short flow are equally far from quiet ones.
    let peak = |(c, z): (usize, &Vec<f64>)| -> Vec<usize> {
        let largest =
            |t: usize| z[t.saturating_sub(reach)..(t + reach + 1).min(n)].iter().all(|other| *other <= z[t]);
        let days = (0..n).filter(|&t| z[t] >= p.step_least && largest(t));
        let mut days: Vec<usize> = days.map(|t| dated(s, fitted, &[(c, z[t])], t, down, reach)).collect();
        days.sort_unstable();
        days.dedup();
        days
    };
    // What no country is named for is no country that steps with others.
    let peaks: Vec<Vec<usize>> =
        z.iter().enumerate().map(|(c, z)| if s.named[c] { peak((c, z)) } else { vec![] }).collect();
    let chances =
        peaks.iter().map(|d| (d.len() as f64 * (2 * near + 1) as f64 / n as f64).min(1.0)).collect();
    Steps { z, peaks, chances }
}

/// How much larger the best of three reaches is than one of them, at the median of pure chance (measured on
/// white noise).
const BEST_OF_REACHES: f64 = 1.4;

/// Chance that so many countries' own steps meet on some day of the table.
pub(crate) fn meeting(
    s: &Series,
    fitted: &[Fitted],
    countries: usize,
    down: bool,
    p: &AudienceParameters,
) -> f64 {
    (s.at.len() as f64 * at_least(&all_steps(s, fitted, down, p).chances, countries)).min(1.0)
}

/// Every day on which at least so many countries step together, the strongest of each neighbourhood.
pub(crate) fn together(s: &Series, fitted: &[Fitted], down: bool, p: &AudienceParameters) -> Vec<Together> {
    let (n, reach, near) = (s.at.len(), p.step_reach as usize, p.together_reach as usize);
    if n < 2 * reach {
        return vec![];
    }
    let Steps { z, peaks, chances } = all_steps(s, fitted, down, p);
    let mut found: Vec<Together> = vec![];
    for at in 0..n {
        let of = |(c, days): (usize, &Vec<usize>)| {
            let day = days.iter().filter(|d| d.abs_diff(at) <= near);
            day.map(|d| (c, z[c][*d])).max_by(|a, b| a.1.total_cmp(&b.1))
        };
        let countries: Vec<(usize, f64)> = peaks.iter().enumerate().filter_map(of).collect();
        // Scored on the day itself, not on those near it: the day that most of them share wins.
        let score = countries.iter().map(|(c, _)| z[*c][at].max(0.0));
        let score: f64 = score.map(|z| paid(z, p)).sum();
        if countries.len() >= p.together_least as usize && score >= p.step_score {
            let chance = (n as f64 * at_least(&chances, countries.len())).min(1.0);
            found.push(Together { at, countries, score, chance });
        }
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.at.cmp(&b.at)));
    let mut kept: Vec<Together> = vec![];
    for t in found {
        // A country steps once a week, so that days farther apart are steps of other countries.
        if kept.iter().all(|k| k.at.abs_diff(t.at) > 2 * near) {
            kept.push(t);
        }
    }
    for t in &mut kept {
        t.at = dated(s, fitted, &t.countries, t.at, down, reach);
    }
    kept.sort_by_key(|t| t.at);
    kept
}
