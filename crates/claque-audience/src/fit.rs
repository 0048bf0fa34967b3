//! What a page's quiet periods are like: trend, weekly cycle, base, noise and drift, per country.
//!
//! METHOD: a count is expected to be b·x_t·λ_t, where x_t is the period's length times a log-linear trend, a
//! weekday's factor and, where there are comparison pages, their growth. The trend is the median of slopes
//! between blocks (Theil and Sen), which a delivery on a quarter of the periods does not move. Noise κ (of each country) and
//! drift q (of the page) have a posterior on a small grid, exactly summed: flat in both, robust likelihood.

use crate::drift::{APART, at_the_middle};
use crate::level::{Level, likelihood};
use crate::series::Series;
use crate::surprise::surprise;
use claque_marks::parameters::AudienceParameters;
use libm::{exp, log, sqrt};

/// Over-dispersion: variance of a day's rate around its level, as a share of the level's square.
pub(crate) const KAPPA: [f64; 9] = [0.0005, 0.003, 0.01, 0.025, 0.05, 0.1, 0.2, 0.45, 1.0];
/// Drift of the level: variance a day, as a share of the level's square.
pub(crate) const DRIFT: [f64; 6] = [1e-6, 1e-5, 6e-5, 3e-4, 1.5e-3, 8e-3];
/// Steepest trend that is believed, a day.
const STEEPEST: f64 = 0.05;
/// Blocks that a trend is read from.
const BLOCKS: usize = 24;
/// Weight of the page's trend in a country's, in counts a block.
const TREND_PRIOR: f64 = 20.0;

/// Fewest marks of a country that say anything of its drift, its noise or its losses.
pub(crate) const COUNTS_LEAST: f64 = 10.0;

/// One country's series, fitted.
#[derive(Clone, Debug)]
pub(crate) struct Fitted {
    /// What scales each period: b·x_t.
    pub scale: Vec<f64>,
    /// The trend in it, log a day.
    pub slope: f64,
    /// Over-dispersion κ, its posterior mean.
    pub kappa: f64,
    /// The level as the quiet periods see it.
    pub level: Level,
    /// The same under a smaller drift, where most weeks say one and no count is rounded: its jumps look like steps.
    steady: Option<Level>,
    /// Whether counts are net of losses and can be negative.
    pub net: bool,
    /// Variance that rounding adds to a count.
    pub rounding: f64,
    /// Sums before each period over quiet ones: counts, scales, squared scales, periods.
    sums: Vec<[f64; 4]>,
    /// The same over all seen periods, masked or not.
    all: Vec<[f64; 4]>,
}

/// A window of one country against what lies outside it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Window {
    /// Counted.
    pub observed: f64,
    /// Expected.
    pub expected: f64,
    /// Variance of what is expected, chance of counting included.
    pub variance: f64,
    /// Whether quiet periods lie on both sides.
    pub both: bool,
}

impl Window {
    /// How surprising what was counted is, as a normal's z.
    pub fn surprise(&self, net: bool) -> f64 {
        surprise(self.observed, self.expected, self.variance, net)
    }
}

impl Fitted {
    /// The same under the smaller drift that weeks at their middle say; nothing where they say no smaller one.
    pub fn steady(&self) -> Option<Self> {
        Some(Self { level: self.steady.clone()?, ..self.clone() })
    }

    /// A window against what lies outside it; `masked` counts the masked periods of the window in.
    pub fn window(&self, s: &Series, from: usize, to: usize, masked: bool, doubt: f64) -> Option<Window> {
        let sums = if masked { &self.all } else { &self.sums };
        let [y, x, xx, n] = std::array::from_fn(|i| sums[to + 1][i] - sums[from][i]);
        if n < 0.5 {
            return None;
        }
        let seen = self.level.outside(from, to, &s.at)?;
        // Nothing counted for a while is no rate of 0: the level is at least what its own doubt leaves open.
        let lambda = seen.mean.max(seen.variance.sqrt()).max(1e-3);
        // A trend seen from one side only may be mistaken: half the length off, at `doubt` a day.
        let length = s.at[to] - s.at[from] + 1.0;
        let off = if seen.both { 0.0 } else { doubt * length / 2.0 * lambda };
        let expected = x * lambda;
        // Poisson + over-dispersion + the level's own doubt + rounding.
        let variance = expected
            + self.kappa * xx * lambda * lambda
            + x * x * (seen.variance + off * off)
            + n * self.rounding;
        Some(Window { observed: y, expected, variance, both: seen.both })
    }

    /// What makes the counts other than counts: the variance of rounding, where they are net or rounded.
    pub fn rough(&self) -> Option<f64> {
        (self.net || self.rounding > 0.0).then_some(self.rounding)
    }

    /// What a window counted, and its scale; `masked` counts its masked periods in.
    pub fn counted(&self, from: usize, to: usize, masked: bool) -> (f64, f64) {
        let sums = if masked { &self.all } else { &self.sums };
        (sums[to + 1][0] - sums[from][0], sums[to + 1][1] - sums[from][1])
    }

    /// Marks counted in quiet periods outside a window.
    pub fn counted_outside(&self, from: usize, to: usize) -> f64 {
        let last = self.sums.len() - 1;
        self.sums[last][0] - (self.sums[to + 1][0] - self.sums[from][0])
    }

    /// The middle of what `reach` quiet periods on each side of a window counted, as shares of their scale. Where the table
    /// ends before that on one side, as many more on the other say it.
    pub fn middle_around(&self, from: usize, to: usize, reach: usize) -> f64 {
        let rate = |t: usize| {
            let (a, b) = (self.sums[t], self.sums[t + 1]);
            (b[3] > a[3]).then(|| (b[0] - a[0]) / (b[1] - a[1]))
        };
        let last = self.sums.len() - 1;
        let before: Vec<f64> = (0..from).rev().filter_map(rate).take(2 * reach).collect();
        let after: Vec<f64> = (to + 1..last).filter_map(rate).take(2 * reach).collect();
        let lacking = |of: &[f64]| reach.saturating_sub(of.len());
        let (left, right) = (reach + lacking(&after), reach + lacking(&before));
        let near = before.into_iter().take(left).chain(after.into_iter().take(right));
        median(&mut near.collect::<Vec<_>>())
    }

    /// Counts and scales of the periods of a range that are known, added up.
    pub fn summed(&self, y: &[f64], range: std::ops::Range<usize>) -> (f64, f64) {
        let known = range.filter(|t| y[*t].is_finite());
        known.fold((0.0, 0.0), |(counts, scales), t| (counts + y[t], scales + self.scale[t]))
    }

    /// Quiet periods outside a window.
    pub fn quiet_outside(&self, from: usize, to: usize) -> f64 {
        let last = self.sums.len() - 1;
        self.sums[last][3] - (self.sums[to + 1][3] - self.sums[from][3])
    }
}

/// Log-likelihoods of each country over the grid, drift by noise; kept from fit to fit where nothing changed.
pub(crate) type Tables = Vec<Option<[[f64; KAPPA.len()]; DRIFT.len()]>>;

/// What is not masked; the rest is not a number.
fn left(y: &[Vec<f64>], masked: &[Vec<bool>]) -> Vec<Vec<f64>> {
    let of = |(y, m): (&Vec<f64>, &Vec<bool>)| {
        y.iter().zip(m).map(|(y, m)| if *m { f64::NAN } else { *y }).collect()
    };
    y.iter().zip(masked).map(of).collect()
}

/// What scales each period of each country: its length, the comparison pages, a trend and weekdays; and the trends.
pub(crate) fn scales(s: &Series, quiet: &[Vec<f64>], p: &AudienceParameters) -> (Vec<Vec<f64>>, Vec<f64>) {
    let scale = |index: &Vec<f64>| s.length.iter().zip(index).map(|(length, i)| length * i).collect();
    let mut x: Vec<Vec<f64>> = s.index.iter().map(scale).collect();
    let slopes = trends(s, quiet, &mut x);
    if s.daily {
        weeks(s, quiet, &mut x, p);
    }
    (x, slopes)
}

/// Fits every country of a page on the periods that are neither masked nor suspect. Suspect periods still count in
/// the windows of the fit.
pub(crate) fn fit(
    s: &Series,
    masked: &[Vec<bool>],
    suspect: &[Vec<bool>],
    tables: &mut Tables,
    p: &AudienceParameters,
) -> Vec<Fitted> {
    tables.resize(s.y.len(), None);
    let n = s.at.len();
    let counted = left(&s.y, masked);
    let quiet = left(&counted, suspect);
    let (mut x, slopes) = scales(s, &quiet, p);
    for (x, y) in x.iter_mut().zip(&quiet) {
        let (mut count, mut exposure) = (0.0, 0.0);
        for (x, y) in x.iter().zip(y).filter(|(_, y)| y.is_finite()) {
            count += y.abs();
            exposure += x;
        }
        // Half a count where nothing was ever counted: a rate is never 0. So it is where events leave no period quiet.
        let base = count.max(0.5) / if exposure > 0.0 { exposure } else { x.iter().sum::<f64>() };
        x.iter_mut().for_each(|x| *x *= base);
    }
    let scaled: Vec<Vec<f64>> =
        quiet.iter().zip(&x).map(|(y, x)| y.iter().zip(x).map(|(y, x)| y / x).collect()).collect();
    let smooth: Vec<Vec<f64>> = (0..x.len())
        .map(|c| {
            let r: Vec<f64> = x[c].iter().map(|x| 1.0 / x + 0.05).collect();
            let level = Level::new(&scaled[c], &r, &s.at, DRIFT[3]);
            (0..n).map(|t| level.outside(t, t, &s.at).map_or(1.0, |l| l.mean.clamp(0.1, 20.0))).collect()
        })
        .collect();
    let (kappas, q, steady) = noise(s, &scaled, &x, &smooth, tables);
    let even = s.rounding.iter().all(|r| *r == 0.0);
    (0..x.len())
        .map(|c| {
            let r: Vec<f64> =
                (0..n).map(|t| variance(x[c][t], smooth[c][t], kappas[c], s.rounding[c])).collect();
            let sums = |of: &[f64]| {
                let mut out = vec![[0.0; 4]; n + 1];
                for t in 0..n {
                    let add =
                        if of[t].is_finite() { [of[t], x[c][t], x[c][t] * x[c][t], 1.0] } else { [0.0; 4] };
                    out[t + 1] = std::array::from_fn(|i| out[t][i] + add[i]);
                }
                out
            };
            Fitted {
                level: Level::new(&scaled[c], &r, &s.at, q),
                steady: (APART * steady < q && even).then(|| Level::new(&scaled[c], &r, &s.at, steady)),
                sums: sums(&counted[c]),
                all: sums(&s.y[c]),
                scale: x[c].clone(),
                slope: slopes[c],
                kappa: kappas[c],
                net: s.net[c],
                rounding: s.rounding[c],
            }
        })
        .collect()
}

/// R = λ/(b x) + κ λ² + rounding, of a scaled count.
pub(crate) fn variance(x: f64, lambda: f64, kappa: f64, rounding: f64) -> f64 {
    lambda / x + kappa * lambda * lambda + rounding / (x * x)
}

/// Multiplies a log-linear trend into the scales: each country's own, drawn to the page's by its counts. The slopes.
fn trends(s: &Series, quiet: &[Vec<f64>], x: &mut [Vec<f64>]) -> Vec<f64> {
    let n = s.at.len();
    let size = n.div_ceil(BLOCKS).max(if s.daily { 7 } else { 1 });
    // Mean rate of each block of each country, and of the page where all countries are seen.
    let mut whole = vec![(0.0, 0.0); n.div_ceil(size)];
    let mut own: Vec<Vec<(f64, f64)>> = vec![vec![(0.0, 0.0); whole.len()]; quiet.len()];
    for (c, y) in quiet.iter().enumerate() {
        for (t, y) in y.iter().enumerate().filter(|(_, y)| y.is_finite()) {
            let b = t / size;
            own[c][b].0 += y;
            own[c][b].1 += x[c][t];
        }
    }
    let full = size as f64 * 0.5;
    for (b, sum) in whole.iter_mut().enumerate() {
        let seen = own.iter().filter(|o| o[b].1 >= full).count();
        if seen == own.len() {
            *sum = (
                own.iter().map(|o| o[b].0).sum(),
                own.iter().map(|o| o[b].1).sum::<f64>() / own.len() as f64,
            );
        }
    }
    let days = |b: usize| {
        let (from, to) = (b * size, ((b + 1) * size).min(n) - 1);
        (s.at[from] + s.at[to]) / 2.0
    };
    let slope = |blocks: &[(f64, f64)]| {
        let points: Vec<(f64, f64)> = blocks
            .iter()
            .enumerate()
            .filter(|(_, b)| b.1 >= full && b.0 > 0.0)
            .map(|(i, b)| (days(i), log((b.0 + 0.5) / b.1)))
            .collect();
        let mut slopes: Vec<f64> = vec![];
        for (i, a) in points.iter().enumerate() {
            slopes.extend(points[i + 1..].iter().map(|b| (b.1 - a.1) / (b.0 - a.0)));
        }
        (points.len() >= 4).then(|| median(&mut slopes).clamp(-STEEPEST, STEEPEST))
    };
    let page = slope(&whole).unwrap_or(0.0);
    let middle = s.at[n / 2];
    let trend = |(c, x): (usize, &mut Vec<f64>)| {
        let counts = own[c].iter().map(|b| b.0.max(0.0)).sum::<f64>() / own[c].len() as f64;
        let weight = counts / (counts + TREND_PRIOR);
        let slope = slope(&own[c]).map_or(page, |own| weight * own + (1.0 - weight) * page);
        x.iter_mut().zip(&s.at).for_each(|(x, at)| *x *= exp(slope * (at - middle)));
        slope
    };
    x.iter_mut().enumerate().map(trend).collect()
}

/// Multiplies weekdays' factors into the scales: a country's own, drawn to the page's.
fn weeks(s: &Series, quiet: &[Vec<f64>], x: &mut [Vec<f64>], p: &AudienceParameters) {
    let n = s.at.len();
    let mut own = vec![[(0.0, 0.0); 7]; quiet.len()];
    for (c, y) in quiet.iter().enumerate() {
        // Against the mean of the seven days around it, in which each weekday stands once.
        for t in 3..n.saturating_sub(3) {
            let (around, scale) = (t - 3..=t + 3).fold((0.0, 0.0), |a, i| (a.0 + y[i], a.1 + x[c][i]));
            let consecutive = s.at[t + 3] - s.at[t - 3] < 6.5;
            if !around.is_finite() || around <= 0.0 || !consecutive {
                continue;
            }
            let usual = around * x[c][t] / scale;
            let day = &mut own[c][s.weekday(t)];
            // One wild day must not make a weekday.
            day.0 += y[t].clamp(0.0, 2.5 * usual);
            day.1 += usual;
        }
    }
    // Rounding blurs a count as chance does: of what a weekday counted, usual/(usual + weeks × rounding) is told by it.
    for (days, rounding) in own.iter_mut().zip(&s.rounding).filter(|(_, r)| **r > 0.0) {
        for (count, usual) in days.iter_mut().filter(|d| d.1 > 0.0) {
            let told = *usual / (*usual + n as f64 / 7.0 * rounding);
            (*count, *usual) = (*count * told, *usual * told);
        }
    }
    let mut page = [(0.0, 0.0); 7];
    for day in 0..7 {
        for c in &own {
            // Each country by the root of its size: the largest must not decide alone.
            let weight = if c[day].1 > 0.0 { 1.0 / sqrt(c[day].1) } else { 0.0 };
            page[day].0 += c[day].0 * weight;
            page[day].1 += c[day].1 * weight;
        }
    }
    let factor = page.map(|d| if d.1 > 0.0 { d.0 / d.1 } else { 1.0 });
    for (c, x) in x.iter_mut().enumerate() {
        let weeks = n as f64 / 7.0;
        let mut of: [f64; 7] = std::array::from_fn(|d| {
            let (count, usual) = own[c][d];
            let prior = usual / weeks * p.week_prior + 5.0;
            (count + prior * factor[d]) / (usual + prior)
        });
        let mean = of.iter().sum::<f64>() / 7.0;
        of.iter_mut().for_each(|f| *f = (*f / mean).max(0.05));
        x.iter_mut().enumerate().for_each(|(t, x)| *x *= of[s.weekday(t)]);
    }
}

/// Posterior means of κ for each country and of q for the page, and q no larger than it is at the middle of weeks.
fn noise(
    s: &Series,
    u: &[Vec<f64>],
    x: &[Vec<f64>],
    smooth: &[Vec<f64>],
    tables: &mut Tables,
) -> (Vec<f64>, f64, f64) {
    for (c, table) in tables.iter_mut().enumerate() {
        table.get_or_insert_with(|| {
            let mut table = [[0.0; KAPPA.len()]; DRIFT.len()];
            let seen = u[c].iter().filter(|u| u.is_finite()).count();
            let counts: f64 = u[c].iter().zip(&x[c]).filter(|(u, _)| u.is_finite()).map(|(u, x)| u * x).sum();
            // A country that is hardly ever counted says nothing of drift or noise.
            if seen < 6 || counts < COUNTS_LEAST {
                return table;
            }
            // R = a + κ b, of which a and b do not depend on the grid.
            let parts: Vec<(f64, f64)> = (0..u[c].len())
                .map(|t| (variance(x[c][t], smooth[c][t], 0.0, s.rounding[c]), smooth[c][t] * smooth[c][t]))
                .collect();
            for (row, q) in table.iter_mut().zip(DRIFT) {
                for (cell, kappa) in row.iter_mut().zip(KAPPA) {
                    *cell = likelihood(&u[c], |t| parts[t].0 + kappa * parts[t].1, &s.at, q);
                }
            }
            table
        });
    }
    let tables: Vec<_> = tables.iter().flatten().collect();
    // P(q) ∝ Π over countries Σ over κ of the likelihood.
    let of_q: Vec<f64> = (0..DRIFT.len()).map(|i| tables.iter().map(|t| log_sum(&t[i])).sum()).collect();
    let p_q = shares(&of_q);
    let q: f64 = exp(p_q.iter().zip(DRIFT).map(|(p, q)| p * log(q)).sum());
    let steady = at_the_middle(s, u, x, smooth, &tables).map_or(q, |middle| q.min(middle));
    let of_country = |t: &[[f64; KAPPA.len()]; DRIFT.len()]| {
        let given = |k: usize| -> Vec<f64> {
            t.iter().zip(&p_q).map(|(row, p)| row[k] + log(p.max(1e-300))).collect()
        };
        let of_k: Vec<f64> = (0..KAPPA.len()).map(|k| log_sum(&given(k))).collect();
        shares(&of_k).iter().zip(KAPPA).map(|(p, k)| p * k).sum()
    };
    (tables.into_iter().map(of_country).collect(), q, steady)
}

fn log_sum(logs: &[f64]) -> f64 {
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    most + log(logs.iter().map(|l| exp(l - most)).sum())
}

pub(crate) fn shares(logs: &[f64]) -> Vec<f64> {
    let all = log_sum(logs);
    logs.iter().map(|l| exp(l - all)).collect()
}

/// The median; 0 of nothing.
pub(crate) fn median(values: &mut [f64]) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    let middle = values.len() / 2;
    *values.select_nth_unstable_by(middle, f64::total_cmp).1
}
