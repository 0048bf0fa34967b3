//! A country's own level, as it drifts: what the periods outside a window say of the periods inside it.
//!
//! METHOD: counts y_t of a country, divided by what is known to scale them (the period's length, trend,
//! weekday, the comparison pages' growth) and by their own mean, are u_t = y_t/(b·x_t). The level λ_t that they
//! follow is a random walk, λ_t = λ_s + N(0, q·|t − s|) with t in days, observed with variance
//!
//! ```text
//! R_t = λ/(b·x_t) + κ λ²          a negative binomial's: Poisson and an over-dispersion κ
//! ```
//!
//! Both ends of a window see it: the forward filter up to its first period, the backward filter from its last.
//! Between them the level is a bridge, whose mean over the window is known in closed form. So every window of
//! a series is judged by what lies outside it, at the cost of two filters (local level model: Durbin & Koopman,
//! Time Series Analysis by State Space Methods, ch. 2).

/// What a filter knows of the level after each period: mean and variance. Infinite variance: nothing yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    mean: Vec<f64>,
    variance: Vec<f64>,
}

/// Both filters of a series, and its walk.
#[derive(Clone, Debug, Default)]
pub(crate) struct Level {
    forward: Filter,
    backward: Filter,
    q: f64,
}

/// The level within a window, as the periods outside it see it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Seen {
    /// Mean of the level over the window.
    pub mean: f64,
    /// Variance of that mean.
    pub variance: f64,
    /// Whether both sides see it.
    pub both: bool,
}

impl Level {
    /// Filters a series: `u` scaled counts (not a number where missing or masked), `r` their variances,
    /// `at` the middles of the periods in days, rising.
    pub fn new(u: &[f64], r: &[f64], at: &[f64], q: f64) -> Self {
        let (forward, _) = filter(u.len(), q, |i| (u[i], r[i], at[i]));
        let last = u.len().saturating_sub(1);
        let (mut backward, _) = filter(u.len(), q, |i| (u[last - i], r[last - i], -at[last - i]));
        backward.mean.reverse();
        backward.variance.reverse();
        Self { forward, backward, q }
    }

    /// What lies outside the periods `from..=to` says of them; nothing if nothing lies outside.
    pub fn outside(&self, from: usize, to: usize, at: &[f64]) -> Option<Seen> {
        let q = self.q;
        let side = |filter: &Filter, i: Option<usize>| {
            let i = i?;
            let (m, p) = (*filter.mean.get(i)?, *filter.variance.get(i)?);
            p.is_finite().then_some((m, p, at[i]))
        };
        let front = side(&self.forward, from.checked_sub(1));
        let back = side(&self.backward, Some(to + 1));
        let length = at[to] - at[from];
        match (front, back) {
            (None, None) => None,
            // E[mean of a walk over a stretch] is where it starts; its variance grows by a third of the length.
            (Some((m, p, t)), None) => {
                Some(Seen { mean: m, variance: p + q * (at[from] - t + length / 3.0), both: false })
            }
            (None, Some((m, p, t))) => {
                Some(Seen { mean: m, variance: p + q * (t - at[to] + length / 3.0), both: false })
            }
            (Some((mf, pf, tf)), Some((mb, pb, tb))) => {
                let near = at[from] - tf;
                // cov(mean over the window, level at the back) and var(level at the back), seen from the front.
                let shared = pf + q * (near + length / 2.0);
                let end = pf + q * (tb - tf);
                let gain = shared / (end + pb);
                let variance = pf + q * (near + length / 3.0) - gain * shared;
                Some(Seen { mean: mf + gain * (mb - mf), variance: variance.max(0.0), both: true })
            }
        }
    }
}

/// One pass: the filter, and the robust log-likelihood of what came next given what came before.
fn filter(n: usize, q: f64, get: impl Fn(usize) -> (f64, f64, f64)) -> (Filter, f64) {
    let mut out = Filter { mean: Vec::with_capacity(n), variance: Vec::with_capacity(n) };
    let likelihood = pass(n, q, get, |m, p| {
        out.mean.push(m);
        out.variance.push(p);
    });
    (out, likelihood)
}

/// Where a surprise stops counting by its square and counts by its size: Huber's ρ, so that a surge does not
/// pass for noise.
pub(crate) const HUBER: f64 = 2.5;

/// The robust log-likelihood of a series under a walk.
pub(crate) fn likelihood(u: &[f64], r: impl Fn(usize) -> f64, at: &[f64], q: f64) -> f64 {
    pass(u.len(), q, |i| (u[i], r(i), at[i]), |_, _| ())
}

fn pass(n: usize, q: f64, get: impl Fn(usize) -> (f64, f64, f64), mut keep: impl FnMut(f64, f64)) -> f64 {
    let (mut m, mut p, mut before) = (1.0, f64::INFINITY, 0.0);
    // Σ ln f as the logarithm of products, taken now and then: a logarithm a step is most of the cost.
    let (mut likelihood, mut product) = (0.0, 1.0_f64);
    for i in 0..n {
        let (u, r, at) = get(i);
        if p.is_finite() {
            p += q * (at - before);
        }
        before = at;
        if u.is_finite() {
            if p.is_finite() {
                // v the surprise, f its variance; K = p/f; m ← m + K v; p ← p (1 − K).
                let (v, f) = (u - m, p + r);
                let gain = p / f;
                let zz = v * v / f;
                likelihood -=
                    if zz <= HUBER * HUBER { zz / 2.0 } else { HUBER * zz.sqrt() - HUBER * HUBER / 2.0 };
                product *= f;
                if !(1e-200..1e200).contains(&product) {
                    likelihood -= product.ln() / 2.0;
                    product = 1.0;
                }
                m += gain * v;
                p *= 1.0 - gain;
            } else {
                (m, p) = (u, r);
            }
        }
        keep(m, p);
    }
    likelihood - product.ln() / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The plain path: the level's joint normal law, conditioned on what lies outside by elimination.
    fn plain(u: &[f64], r: &[f64], at: &[f64], q: f64, from: usize, to: usize) -> (f64, f64) {
        // A vague start, and the mean over the window as one more variable: cov of the walk is q·min(t).
        let start = 1e6;
        let outside: Vec<usize> =
            (0..u.len()).filter(|&i| !(from..=to).contains(&i) && u[i].is_finite()).collect();
        let cov = |a: f64, b: f64| start + q * (a.min(b) - at[0]);
        let fine = 4_000;
        let grid: Vec<f64> = (0..fine)
            .map(|k| at[from] + (at[to] - at[from]) * (f64::from(k) + 0.5) / f64::from(fine))
            .collect();
        let with = |t: f64| grid.iter().map(|g| cov(*g, t)).sum::<f64>() / f64::from(fine);
        let n = outside.len();
        let mut a: Vec<Vec<f64>> = outside
            .iter()
            .map(|&i| {
                let mut row: Vec<f64> =
                    outside.iter().map(|&j| cov(at[i], at[j]) + if i == j { r[i] } else { 0.0 }).collect();
                row.extend([u[i] - 1.0, with(at[i])]);
                row
            })
            .collect();
        for k in 0..n {
            let pivot = a[k].clone();
            for row in a.iter_mut().skip(k + 1) {
                let f = row[k] / pivot[k];
                for (x, y) in row.iter_mut().zip(&pivot) {
                    *x -= f * y;
                }
            }
        }
        let mut solved = vec![[0.0; 2]; n];
        for k in (0..n).rev() {
            for c in 0..2 {
                let known: f64 = (k + 1..n).map(|j| a[k][j] * solved[j][c]).sum();
                solved[k][c] = (a[k][n + c] - known) / a[k][k];
            }
        }
        let weights: Vec<f64> = outside.iter().map(|&i| with(at[i])).collect();
        let mean = 1.0 + weights.iter().zip(&solved).map(|(w, s)| w * s[0]).sum::<f64>();
        let own = grid.iter().step_by(20).map(|g| with(*g)).sum::<f64>() / (f64::from(fine) / 20.0);
        (mean, own - weights.iter().zip(&solved).map(|(w, s)| w * s[1]).sum::<f64>())
    }

    #[test]
    fn a_window_is_seen_as_the_joint_law_sees_it() {
        let u = [1.0, 1.2, 0.9, f64::NAN, 1.4, 1.1, 0.8, 1.3, 1.0];
        let r = [0.1, 0.2, 0.1, 0.1, 0.3, 0.1, 0.2, 0.1, 0.1];
        let at = [0.0, 1.0, 2.0, 3.0, 5.0, 6.0, 7.0, 8.0, 10.0];
        let level = Level::new(&u, &r, &at, 0.02);
        for (from, to) in [(2, 2), (2, 5), (0, 3), (5, 8), (3, 3), (1, 7)] {
            let seen = level.outside(from, to, &at).unwrap();
            let (mean, variance) = plain(&u, &r, &at, 0.02, from, to);
            assert!((seen.mean - mean).abs() < 1e-3, "{from}..{to}: {} and {mean}", seen.mean);
            assert!(
                (seen.variance - variance).abs() < 1e-3,
                "{from}..{to}: {} and {variance}",
                seen.variance
            );
        }
        assert_eq!(level.outside(0, 8, &at), None);
    }
}
