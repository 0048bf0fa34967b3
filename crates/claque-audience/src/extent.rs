//! From when to when: which periods of a window are rather the surge's than quiet, and on which day a step is.
//!
//! METHOD: a window's score, and a step between two weeks, hardly fall where quiet periods are taken in beside much
//! larger ones: a surge of a hundred times the usual stands out as much over four days as over a month. So once
//! something is found, its edges are those of the most likely stretch. With R_c what a country's counts are to what was
//! expected of it over the stretch, a period adds
//!
//! ```text
//! g_t = Σ_c ln NB(y_ct; R_c μ_ct, κ_c) − ln NB(y_ct; μ_ct, κ_c)
//! ```
//!
//! and the stretch of largest sum is taken, until R and the stretch agree. A step is where two levels, one before it and
//! one from it on, give the counts around it the largest likelihood: of counts that stay the same, so that days are
//! compared and not windows.

use crate::fit::Fitted;
use crate::scan::Episode;
use crate::series::Series;
use crate::surprise::likely;

/// Rounds after which R and the stretch agree, or are left as they are.
const ROUNDS: usize = 8;
/// Least level, as a share of what was expected or counted around: nothing is never expected.
const LEAST: f64 = 1e-3;

/// A country's expected counts over a window, from what lies outside it.
struct Expected<'a> {
    y: &'a [f64],
    mean: Vec<f64>,
    f: &'a Fitted,
}

impl Expected<'_> {
    /// What a stretch of the window was to what was expected.
    fn ratio(&self, (a, b): (usize, usize)) -> f64 {
        let seen = || (a..=b).filter(|i| self.y[*i].is_finite());
        let counted: f64 = seen().map(|i| self.y[i]).sum();
        let expected: f64 = seen().map(|i| self.mean[i]).sum();
        (counted / expected.max(1e-9)).max(LEAST)
    }

    /// How much rather a period is the stretch's than quiet, in nats.
    fn gain(&self, i: usize, ratio: f64) -> f64 {
        let (y, mean) = (self.y[i], self.mean[i]);
        if !y.is_finite() {
            return 0.0;
        }
        likely(y, mean * ratio, self.f.kappa, self.f.rough()) - likely(y, mean, self.f.kappa, self.f.rough())
    }
}

/// The most likely stretch within an episode.
pub(crate) fn extent(s: &Series, fitted: &[Fitted], e: &Episode) -> (usize, usize) {
    let of: Vec<Expected<'_>> = e
        .countries
        .iter()
        .filter_map(|(c, _)| {
            let f = &fitted[*c];
            let level = f.level.outside(e.from, e.to, &s.at)?;
            let level = level.mean.max(level.variance.sqrt()).max(LEAST);
            let mean = f.scale[e.from..=e.to].iter().map(|x| x * level).collect();
            Some(Expected { y: &s.y[*c][e.from..=e.to], mean, f })
        })
        .collect();
    let mut stretch = (0, e.to - e.from);
    for _ in 0..ROUNDS {
        let ratios: Vec<f64> = of.iter().map(|x| x.ratio(stretch)).collect();
        let gain = |i: usize| of.iter().zip(&ratios).map(|(x, r)| x.gain(i, *r)).sum::<f64>();
        let next = largest((0..=e.to - e.from).map(gain));
        if next.is_none_or(|n| n == stretch) {
            break;
        }
        stretch = next.unwrap_or(stretch);
    }
    (e.from + stretch.0, e.from + stretch.1)
}

/// The run of largest sum (Kadane); nothing where no number is above 0.
fn largest(numbers: impl Iterator<Item = f64>) -> Option<(usize, usize)> {
    let (mut best, mut found) = (0.0, None);
    let (mut sum, mut from) = (0.0, 0);
    for (i, x) in numbers.enumerate() {
        if sum <= 0.0 {
            (sum, from) = (0.0, i);
        }
        sum += x;
        if sum > best {
            (best, found) = (sum, Some((from, i)));
        }
    }
    found
}

/// The first period after a step that some countries make together within `reach` of a period.
pub(crate) fn dated(
    s: &Series,
    fitted: &[Fitted],
    countries: &[(usize, f64)],
    at: usize,
    down: bool,
    reach: usize,
) -> usize {
    let n = s.at.len();
    let (from, to) = (at.saturating_sub(2 * reach), (at + 2 * reach).min(n));
    let two_levels = |d: usize| -> Option<f64> {
        countries.iter().map(|(c, _)| two_levels(s, &fitted[*c], *c, (from, d, to), down)).sum()
    };
    (at.saturating_sub(reach)..=at + reach)
        .filter(|d| (from + 2..to.saturating_sub(1)).contains(d))
        .filter_map(|d| Some((d, two_levels(d)?)))
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map_or(at, |best| best.0)
}

/// Likelihood of a country's counts under one level before a period and another from it on, where that is a step
/// the right way; under one level where it is not.
fn two_levels(
    s: &Series,
    f: &Fitted,
    c: usize,
    (from, d, to): (usize, usize, usize),
    down: bool,
) -> Option<f64> {
    let level = |range: std::ops::Range<usize>| {
        let (y, x) = f.summed(&s.y[c], range);
        (x > 0.0).then(|| (y.max(0.25)) / x)
    };
    let (before, after, all) = (level(from..d)?, level(d..to)?, level(from..to)?);
    let (before, after) = if (before > after) == down { (before, after) } else { (all, all) };
    let of = |range: std::ops::Range<usize>, level: f64| {
        range
            .filter(|t| s.y[c][*t].is_finite())
            .map(|t| likely(s.y[c][t], f.scale[t] * level, f.kappa, f.rough()))
            .sum::<f64>()
    };
    Some(of(from..d, before) + of(d..to, after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fit::fit;
    use claque_marks::parameters::AudienceParameters;

    /// Ten countries' worth of noise around 20, and a delivery of this many a day on these days in three of them.
    fn table(a_day: f64, days: std::ops::RangeInclusive<usize>) -> (Series, Vec<Fitted>) {
        let noise = |c: usize, t: usize| 20.0 + ((c * 31 + t * 17 + t * t * 7) % 11) as f64 - 5.0;
        let y: Vec<Vec<f64>> = (0..5)
            .map(|c| {
                let added = |t: usize| if c < 3 && days.contains(&t) { a_day } else { 0.0 };
                (0..120).map(|t| noise(c, t) + added(t)).collect()
            })
            .collect();
        let periods: Vec<(i32, i32)> = (0..120).map(|t| (t, t)).collect();
        let s = Series::new(&periods, y);
        let none = vec![vec![false; 120]; 5];
        let mut masked = none.clone();
        masked[..3].iter_mut().for_each(|m| m[30..100].fill(true));
        let fitted = fit(&s, &masked, &none, &mut vec![], &AudienceParameters::default());
        (s, fitted)
    }

    #[test]
    fn a_window_with_quiet_days_in_it_is_cut_to_the_surge() {
        for (a_day, days) in [(5_000.0, 60..=63), (300.0, 50..=61), (40.0, 45..=70)] {
            let (s, fitted) = table(a_day, days.clone());
            let countries = vec![(0, 9.0), (1, 9.0), (2, 9.0)];
            let e = Episode::new((40, 90), countries, 50.0);
            assert_eq!(extent(&s, &fitted, &e), (*days.start(), *days.end()), "{a_day} a day");
        }
    }

    #[test]
    fn a_step_is_dated_by_days_and_not_by_windows() {
        for a_day in [5_000.0, 300.0, 40.0] {
            let (s, fitted) = table(a_day, 60..=63);
            let countries = [(0, 9.0), (1, 9.0), (2, 9.0)];
            for at in 58..=66 {
                assert_eq!(dated(&s, &fitted, &countries, at, true, 7), 64, "stop, {a_day} a day, from {at}");
                assert_eq!(
                    dated(&s, &fitted, &countries, at, false, 7),
                    60,
                    "start, {a_day} a day, from {at}"
                );
            }
        }
    }

    #[test]
    fn the_largest_run() {
        assert_eq!(largest([-1.0, 2.0, -1.0, 3.0, -9.0, 1.0].into_iter()), Some((1, 3)));
        assert_eq!(largest([-1.0, -2.0].into_iter()), None);
    }
}
