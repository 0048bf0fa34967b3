//! One law for all countries of a page: what would have been counted where surges and known events mask the counts.
//!
//! METHOD: errors of what was expected do not average out over a surge. A trend that bends bends for all its days,
//! and for all countries that share it; sums of single windows' variances leave that out. Here the level of country
//! c is
//!
//! ```text
//! λ_ct = 1 + g_t + e_t + d_ct      y_ct = x_ct λ_ct + noise of variance x λ + κ (x λ)² + rounding
//! g: the page's level, with a slope s that drifts too       g' = s + N(0, q_g),  s' = N(0, q_s)
//! e: a day that all countries share                         N(0, σ_e²), each day anew
//! d: the country's own level                                d' = N(0, q_d)
//! ```
//!
//! a linear Gaussian model of which the quiet counts are the observations (Durbin & Koopman, Time Series Analysis by
//! State Space Methods, ch. 4). Each sum asked for is one more state that adds up x λ as the filter walks over its cells, and
//! goes on learning from what is quiet afterwards: at the end its mean and variance are the posterior's, exactly, with every
//! correlation between days and countries in them. The three drifts have a posterior on a grid, under the robust
//! likelihood of weekly counts.

use crate::answer::Between;
use crate::filter::{Drift, Filter, Seen, Walk};
use crate::fit::Fitted;
use crate::series::Series;
use crate::surprise::{Z95, between, student};
use claque_marks::parameters::AudienceParameters;
use libm::{exp, sqrt};
use std::collections::BTreeSet;

/// Drift of the page's level, variance a day.
const LEVEL: [f64; 6] = [1e-7, 1e-5, 6e-5, 3e-4, 1.2e-3, 5e-3];
/// Drift of the page's slope, variance a day.
const SLOPE: [f64; 5] = [1e-11, 2e-8, 1.5e-7, 1e-6, 6e-6];
/// Drift of a country's own level, variance a day.
const OWN: [f64; 5] = [1e-7, 1e-5, 1e-4, 6e-4, 3e-3];
/// Standard deviation of a country's own slope at the start, a day, and drift of it, variance a day.
const OWN_SLOPE: [(f64, f64); 4] = [(0.0005, 1e-11), (0.002, 1e-9), (0.003, 3e-8), (0.005, 6e-7)];
/// Points of the grid whose laws are mixed, the most probable ones of those looked at.
const POINTS: usize = 6;
/// Variance at which a country's own noise stops deciding its part in the pool of countries that no surge touches.
const POOL: f64 = 0.01;

/// Days beside a surge from which nothing is learnt: what rises or fades slowly reaches over its edges.
const GUARD: usize = 3;

/// What the grid of drifts, and other countries, tell of a stretch beside the page's own stretches of that length.
const PRIOR_FREEDOM: f64 = 3.0;
/// No spread is known better than by so many degrees of freedom: the scatter of a day, its part that countries share,
/// weekdays and trends are read from one page's quiet periods, by laws that growth keeps only nearly.
const KNOWN: f64 = 6.0;

/// Cells, as (country, period), whose counts are asked for as a sum, with the weight of each.
pub(crate) type Cells = Vec<(usize, usize, f64)>;

/// Series with the scales of their cells in a sum.
type Parts = Vec<(usize, f64)>;

/// What chance and the quiet periods give of a sum of counts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Law {
    /// Mean.
    pub mean: f64,
    /// Variance, chance of counting included.
    pub variance: f64,
    /// Degrees of freedom of that variance.
    pub freedom: f64,
}

impl Law {
    /// Between which counts 95 % lie.
    ///
    /// METHOD: how far a level strays over a stretch is known from as many stretches of that length as the quiet periods hold,
    /// so that the law is Student's and not the normal.
    pub fn between(self, net: bool) -> Between {
        let wide = student(self.freedom) / Z95;
        let (low, high) = between(self.mean, self.variance * wide * wide, net);
        Between { value: self.mean, low, high }
    }
}

/// The laws of these sums of masked cells.
pub(crate) fn laws(
    s: &Series,
    fitted: &[Fitted],
    masked: &[Vec<bool>],
    asked: &[Cells],
    p: &AudienceParameters,
) -> Vec<Law> {
    if asked.iter().all(Vec::is_empty) {
        return vec![Law::default(); asked.len()];
    }
    let view = View::of(s, fitted, masked);
    let weekly = view.weekly(s);
    let points = drifts(|walk| Filter::new(&view.parts, walk, view.shock / 7.0).run(&weekly), p.drift_doubt);
    let most = points[0].0;
    let weights: Vec<f64> = points.iter().map(|x| exp(x.0 - most)).collect();
    let all: f64 = weights.iter().sum();
    let mut sums = vec![(0.0, 0.0); asked.len()];
    for (weight, (_, walk)) in weights.iter().zip(&points) {
        let laws = view.sums(s, asked, *walk);
        for (sum, (m, v)) in sums.iter_mut().zip(laws) {
            // E[m] and E[v + m²] over the grid.
            sum.0 += weight / all * m;
            sum.1 += weight / all * (v + m * m);
        }
    }
    let noise = |cells: &Cells| cells.iter().map(|(c, t, w)| w * w * view.noise[*c][*t]).sum::<f64>();
    let freedom = |cells: &Cells| {
        let periods: BTreeSet<usize> = cells.iter().map(|x| x.1).collect();
        (PRIOR_FREEDOM + s.at.len() as f64 / periods.len().max(1) as f64 - 1.0).min(KNOWN)
    };
    sums.iter()
        .zip(asked)
        .map(|((m, mm), cells)| Law {
            mean: m.max(0.0),
            variance: (mm - m * m).max(0.0) + noise(cells),
            freedom: freedom(cells),
        })
        .collect()
}

/// The most probable drifts with their log-likelihoods: uphill along one axis of the grid after the other, twice, from
/// its middle.
fn drifts(likelihood: impl Fn(Walk) -> f64, doubt: f64) -> Vec<(f64, Walk)> {
    let sizes = [LEVEL.len(), SLOPE.len(), OWN.len(), OWN_SLOPE.len()];
    let walk = |at: [usize; 4]| Walk {
        page: Drift { level: LEVEL[at[0]], slope: SLOPE[at[1]], doubt: doubt * doubt },
        own: Drift {
            level: OWN[at[2]],
            slope: OWN_SLOPE[at[3]].1,
            doubt: OWN_SLOPE[at[3]].0 * OWN_SLOPE[at[3]].0,
        },
    };
    let mut looked: Vec<([usize; 4], f64)> = vec![];
    let mut best = sizes.map(|n| n / 2);
    for axis in [0, 1, 2, 3, 0, 1, 2, 3] {
        let mut values: Vec<(f64, usize)> = vec![];
        for i in 0..sizes[axis] {
            let mut at = best;
            at[axis] = i;
            let known = looked.iter().find(|l| l.0 == at).map(|l| l.1);
            let value = known.unwrap_or_else(|| likelihood(walk(at)));
            if known.is_none() {
                looked.push((at, value));
            }
            values.push((value, i));
        }
        if let Some(most) = values.iter().max_by(|a, b| a.0.total_cmp(&b.0)) {
            best[axis] = most.1;
        }
    }
    looked.sort_by(|a, b| b.1.total_cmp(&a.1));
    looked.iter().take(POINTS).map(|(at, value)| (*value, walk(*at))).collect()
}

/// A page as the filter sees it: touched countries each for itself, the others pooled into one.
struct View {
    /// What scales each count, the trend that all share in it.
    scale: Vec<Vec<f64>>,
    /// Share of its own drift that each series carries: 1, of the pool Σ w².
    parts: Vec<f64>,
    /// The series of each touched country.
    series: Vec<Option<usize>>,
    /// Observations, period by period.
    seen: Vec<Vec<Seen>>,
    /// σ_e².
    shock: f64,
    /// Variance of a count around its level.
    noise: Vec<Vec<f64>>,
}

impl View {
    fn of(s: &Series, fitted: &[Fitted], masked: &[Vec<bool>]) -> Self {
        let n = s.at.len();
        let guard = if s.daily { GUARD } else { 0 };
        let near: Vec<Vec<bool>> = masked
            .iter()
            .map(|m| {
                (0..n).map(|t| m[t.saturating_sub(guard)..(t + guard + 1).min(n)].contains(&true)).collect()
            })
            .collect();
        let quiet = |c: usize, t: usize| s.y[c][t].is_finite() && !near[c][t];
        // Level without the period itself, and its variance.
        let level: Vec<Vec<(f64, f64)>> = fitted
            .iter()
            .map(|f| {
                let of = |t| {
                    f.level.outside(t, t, &s.at).map_or((1.0, 1.0), |l| (l.mean.clamp(0.1, 20.0), l.variance))
                };
                (0..n).map(of).collect()
            })
            .collect();
        let around = |c: usize, t: usize, kappa: f64| {
            let (x, l) = (fitted[c].scale[t], level[c][t].0);
            x * l + kappa * x * x * l * l + fitted[c].rounding
        };
        let shock = shared(s, fitted, &level, &quiet, &around);
        let noise: Vec<Vec<f64>> = fitted
            .iter()
            .enumerate()
            .map(|(c, f)| (0..n).map(|t| around(c, t, (f.kappa - shock).max(0.1 * f.kappa))).collect())
            .collect();
        let (mut series, mut parts) = (vec![None; fitted.len()], vec![]);
        for c in 0..fitted.len() {
            if masked[c].iter().any(|m| *m) {
                series[c] = Some(parts.len());
                parts.push(1.0);
            }
        }
        let pooled: Vec<usize> = (0..fitted.len()).filter(|c| series[*c].is_none()).collect();
        let weight = |c: &usize| {
            let of: Vec<f64> = (0..n)
                .filter(|t| quiet(*c, *t))
                .map(|t| noise[*c][t] / fitted[*c].scale[t].powi(2))
                .collect();
            1.0 / (of.iter().sum::<f64>() / of.len().max(1) as f64 / 7.0 + POOL)
        };
        let weights: Vec<f64> = pooled.iter().map(weight).collect();
        let all: f64 = weights.iter().sum();
        let scale =
            scales(s, fitted, masked, if pooled.is_empty() { None } else { Some((&pooled, &weights)) });
        let seen = (0..n)
            .map(|t| {
                let mut out = vec![];
                for (c, f) in fitted.iter().enumerate() {
                    if let Some(j) = series[c]
                        && quiet(c, t)
                    {
                        let (x, y) = (f.scale[t], s.y[c][t]);
                        // A count that chance hardly gives tells less: its variance grows as its surprise.
                        let z = (y - x * level[c][t].0) / sqrt(noise[c][t] + x * x * (level[c][t].1 + shock));
                        let variance = noise[c][t] * (z.abs() / crate::level::HUBER).max(1.0);
                        out.push(Seen { series: j, count: y, scale: scale[c][t], variance });
                    }
                }
                let (mut u, mut r, mut w) = (0.0, 0.0, 0.0);
                for (c, weight) in pooled.iter().zip(&weights).filter(|(c, _)| quiet(**c, t)) {
                    let x = scale[*c][t];
                    u += weight * s.y[*c][t] / x;
                    r += weight * weight * noise[*c][t] / (x * x);
                    w += weight;
                }
                if w > 0.5 * all {
                    out.push(Seen { series: parts.len(), count: u / w, scale: 1.0, variance: r / (w * w) });
                }
                out
            })
            .collect();
        if !pooled.is_empty() {
            parts.push(weights.iter().map(|w| w * w).sum::<f64>() / (all * all));
        }
        Self { scale, parts, series, seen, shock, noise }
    }

    /// Observations of weeks, for the drifts alone.
    fn weekly(&self, s: &Series) -> Vec<(f64, Vec<Seen>)> {
        let size = if s.daily { 7 } else { 1 };
        let mut out = vec![];
        for from in (0..s.at.len()).step_by(size) {
            let to = (from + size).min(s.at.len());
            let mut sums: Vec<Seen> = (0..self.parts.len())
                .map(|series| Seen { series, count: 0.0, scale: 0.0, variance: 0.0 })
                .collect();
            for seen in self.seen[from..to].iter().flatten() {
                let sum = &mut sums[seen.series];
                sum.count += seen.count;
                sum.scale += seen.scale;
                sum.variance += seen.variance;
            }
            sums.retain(|x| x.scale > 0.0);
            out.push((f64::midpoint(s.at[from], s.at[to - 1]), sums));
        }
        out
    }

    /// Mean and variance of each sum of x λ.
    fn sums(&self, s: &Series, asked: &[Cells], walk: Walk) -> Vec<(f64, f64)> {
        let mut at: Vec<Vec<(usize, Parts)>> = vec![vec![]; s.at.len()];
        for (k, cells) in asked.iter().enumerate() {
            for (c, t, w) in cells {
                let Some(j) = self.series[*c] else { continue };
                let part = (j, w * self.scale[*c][*t]);
                match at[*t].last_mut() {
                    Some((last, parts)) if *last == k => parts.push(part),
                    _ => at[*t].push((k, vec![part])),
                }
            }
        }
        let mut filter = Filter::new(&self.parts, walk, self.shock);
        filter.ask(asked.len());
        for ((day, cells), seen) in s.at.iter().zip(&at).zip(&self.seen) {
            filter.to(*day);
            for (k, parts) in cells {
                filter.add(*k, parts);
            }
            for seen in seen {
                filter.see(seen);
            }
        }
        filter.asked()
    }
}

/// Scales that have one trend, that of the countries which no surge touches (of all, where it touches all): what
/// a country's own trend is beside it, its own slope learns, with its doubt.
fn scales(
    s: &Series,
    fitted: &[Fitted],
    masked: &[Vec<bool>],
    pool: Option<(&[usize], &[f64])>,
) -> Vec<Vec<f64>> {
    let mean = |of: &mut dyn Iterator<Item = (f64, f64)>| {
        let (sum, all) = of.fold((0.0, 0.0), |a, (w, slope)| (a.0 + w * slope, a.1 + w));
        sum / all
    };
    let slope = match pool {
        Some((countries, weights)) => {
            mean(&mut countries.iter().zip(weights).map(|(c, w)| (*w, fitted[*c].slope)))
        }
        None => mean(&mut fitted.iter().map(|f| (1.0, f.slope))),
    };
    let middle = s.at[s.at.len() / 2];
    let one = |(c, f): (usize, &Fitted)| {
        let mut x: Vec<f64> =
            f.scale.iter().zip(&s.at).map(|(x, at)| x * exp((slope - f.slope) * (at - middle))).collect();
        let (mut counted, mut sum) = (0.0, 0.0);
        for t in (0..x.len()).filter(|t| s.y[c][*t].is_finite() && !masked[c][*t]) {
            (counted, sum) = (counted + s.y[c][t], sum + x[t]);
        }
        // Level 1 is what the quiet periods come to.
        let base = if sum > 0.0 { f64::max(counted, 0.5) / sum } else { 1.0 };
        x.iter_mut().for_each(|x| *x *= base);
        x
    };
    fitted.iter().enumerate().map(one).collect()
}

/// σ_e²: how much wider the mean of all countries' surprises of a day lies than they would make it each for itself;
/// at the median, which no surge moves.
fn shared(
    s: &Series,
    fitted: &[Fitted],
    level: &[Vec<(f64, f64)>],
    quiet: &dyn Fn(usize, usize) -> bool,
    around: &dyn Fn(usize, usize, f64) -> f64,
) -> f64 {
    let (mut squares, mut own) = (vec![], vec![]);
    for t in 0..s.at.len() {
        let (mut sum, mut weight, mut n) = (0.0, 0.0, 0);
        for (c, (f, level)) in fitted.iter().zip(level).enumerate().filter(|(c, _)| quiet(*c, t)) {
            let x = f.scale[t];
            let r = around(c, t, f.kappa) / (x * x) + level[t].1;
            sum += (s.y[c][t] / x - level[t].0) / r;
            weight += 1.0 / r;
            n += 1;
        }
        if n >= 3 {
            squares.push((sum / weight).powi(2));
            own.push(1.0 / weight);
        }
    }
    // Median of a squared standard normal: 0.455.
    let wide = crate::fit::median(&mut squares) / (crate::scan::MEDIAN_SIZE * crate::scan::MEDIAN_SIZE);
    (wide - crate::fit::median(&mut own)).clamp(0.0, 0.1)
}
