//! Starts and stops within a surge: deliveries that follow each other closely, or overlap, are one stretch that stands out.
//!
//! METHOD: within a surge nothing is usual, so that its days are held against each other. Counts are brought to one variance,
//! v = 2 asinh(√(κ y))/√κ, whose noise σ is the median size of differences from day to day, of one country's or of all countries'
//! mean, whichever lies wider: jumps do not move it, and a delivery that is uneven by the day is no row of starts and stops. The days are
//! parted into runs of one level in each country by the partition of least
//!
//! ```text
//! Σ over runs and countries of Σ_t (v_t − v̄)²/2σ²  +  (runs − 1) · (step_score + countries/2)
//! ```
//!
//! exactly, by dynamic programming (optimal partitioning: Jackson et al. 2005). Between two runs a country steps where their means part by
//! [`step_least`](AudienceParameters::step_least) deviations and its level by a third. News fades from day to day, with no day on which it ends: the
//! step must also be larger than how the run before it moved already,
//!
//! ```text
//! jump = (b − a) − (a − a')        means of up to three days after the step, before it, and before those
//! ```
//!
//! over all countries that step by as many deviations, √(6/days) each, and by half of the step.

use crate::fit::{Fitted, median};
use crate::scan::{Episode, MEDIAN_SIZE, paid};
use crate::series::Series;
use crate::together::{FALL, Together};
use claque_marks::parameters::AudienceParameters;
use libm::{asinh, sqrt};
use std::f64::consts::SQRT_2;

/// Over-dispersion at which counts are brought to one variance; what is more is part of σ.
const KAPPA: f64 = 0.003;
/// Most days whose mean is held against those beside them in a jump.
const DAYS: usize = 3;
/// Fewest days of a surge within which steps are looked for.
const LEAST: usize = 4;
/// Most days of it: the partition takes time by their square.
const MOST: usize = 200;

/// The counts of a surge's countries, brought to one variance.
struct Runs {
    /// First period.
    from: usize,
    /// By country: which one, and its v by period, in deviations.
    v: Vec<(usize, Vec<f64>)>,
    /// By country: its level, y/x.
    level: Vec<Vec<f64>>,
}

impl Runs {
    /// Of the periods and countries of a surge; nothing where any count is not known.
    fn of(s: &Series, fitted: &[Fitted], e: &Episode, countries: &[usize]) -> Option<Self> {
        let days = e.from..=e.to;
        let (mut v, mut level) = (vec![], vec![]);
        for &c in countries {
            let x = &fitted[c].scale[days.clone()];
            let usual = x.iter().sum::<f64>() / x.len() as f64;
            let own: Vec<f64> =
                s.y[c][days.clone()].iter().zip(x).map(|(y, x)| y.max(0.0) * usual / x).collect();
            if !own.iter().all(|y| y.is_finite()) {
                return None;
            }
            v.push((c, own.iter().map(|y| 2.0 * asinh(sqrt(KAPPA * y)) / sqrt(KAPPA)).collect::<Vec<f64>>()));
            level.push(own);
        }
        let n = e.to + 1 - e.from;
        let steps = |t: usize| v.iter().map(move |(_, v)| v[t + 1] - v[t]);
        let mut sizes: Vec<f64> = (0..n - 1).flat_map(steps).map(f64::abs).collect();
        let all = sqrt(v.len() as f64);
        let mut means: Vec<f64> = (0..n - 1).map(|t| steps(t).sum::<f64>().abs() / all).collect();
        let wide = |sizes: &mut Vec<f64>| median(sizes) / MEDIAN_SIZE / SQRT_2;
        let sigma = wide(&mut sizes).max(wide(&mut means)).max(1.0);
        v.iter_mut().flat_map(|x| &mut x.1).for_each(|v| *v /= sigma);
        Some(Self { from: e.from, v, level })
    }

    /// First periods of the runs of the best partition, the first run left out.
    fn starts(&self, toll: f64) -> Vec<usize> {
        let n = self.v[0].1.len();
        let sums: Vec<Vec<(f64, f64)>> = self
            .v
            .iter()
            .map(|(_, v)| {
                let mut sums = vec![(0.0, 0.0)];
                for (t, v) in v.iter().enumerate() {
                    sums.push((sums[t].0 + v, sums[t].1 + v * v));
                }
                sums
            })
            .collect();
        let cost = |a: usize, b: usize| -> f64 {
            let of = |s: &Vec<(f64, f64)>| {
                let sum = s[b].0 - s[a].0;
                (s[b].1 - s[a].1 - sum * sum / (b - a) as f64) / 2.0
            };
            sums.iter().map(of).sum()
        };
        // best[b]: least cost of the first b periods, and where their last run starts.
        let mut best = vec![(-toll, 0)];
        for b in 1..=n {
            let of = |a: usize| (best[a].0 + toll + cost(a, b), a);
            let least = (0..b).map(of).min_by(|x, y| x.0.total_cmp(&y.0)).unwrap_or((0.0, 0));
            best.push(least);
        }
        let (mut out, mut at) = (vec![], n);
        while best[at].1 > 0 {
            at = best[at].1;
            out.push(at);
        }
        out.reverse();
        out
    }

    /// The countries that step between two runs, one way.
    fn step(&self, (a, d, b): (usize, usize, usize), down: bool, p: &AudienceParameters) -> Option<Together> {
        let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len() as f64;
        let way = if down { -1.0 } else { 1.0 };
        let days = DAYS.min(b - d).min(d / 2);
        if days == 0 {
            return None;
        }
        let (mut countries, mut steps, mut jumps) = (vec![], 0.0, 0.0);
        for ((c, v), level) in self.v.iter().zip(&self.level) {
            let z =
                way * (mean(&v[d..b]) - mean(&v[a..d])) / sqrt(1.0 / (d - a) as f64 + 1.0 / (b - d) as f64);
            let (before, after) = (mean(&level[a..d]), mean(&level[d..b]));
            let (large, small) = if down { (before, after) } else { (after, before) };
            if z < p.step_least || FALL * small > large {
                continue;
            }
            let (x, y, earlier) =
                (mean(&v[d - days..d]), mean(&v[d..d + days]), mean(&v[d - 2 * days..d - days]));
            steps += way * (y - x);
            jumps += way * ((y - x) - (x - earlier));
            countries.push((*c, z));
        }
        let n = countries.len() as f64;
        let z = jumps / sqrt(6.0 * n / days as f64);
        let score = countries.iter().map(|x| paid(x.1, p)).sum();
        (countries.len() >= p.together_least as usize
            && score >= p.step_score
            && z >= p.step_least
            && jumps >= steps / 2.0)
            .then_some(Together { at: self.from + d, countries, score, chance: f64::NAN })
    }
}

/// The starts, or stops, within a surge.
pub(crate) fn within(
    s: &Series,
    fitted: &[Fitted],
    e: &Episode,
    down: bool,
    p: &AudienceParameters,
) -> Vec<Together> {
    let countries: Vec<usize> = e.likely(p).collect();
    let n = e.to + 1 - e.from;
    if !s.daily || countries.len() < p.together_least as usize || !(LEAST..=MOST).contains(&n) {
        return vec![];
    }
    let Some(runs) = Runs::of(s, fitted, e, &countries) else { return vec![] };
    let starts = runs.starts(p.step_score + countries.len() as f64 / 2.0);
    let step = |i: usize| {
        let a = if i == 0 { 0 } else { starts[i - 1] };
        let b = starts.get(i + 1).copied().unwrap_or(n);
        runs.step((a, starts[i], b), down, p)
    };
    (0..starts.len()).filter_map(step).collect()
}
