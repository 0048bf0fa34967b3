//! The Kalman filter of [`crate::joint`]: a page's level, its slope, the day, and each country's own level, with sums
//! that are states of their own.

use crate::level::HUBER;

/// How fast a level drifts, as variance a day, and its slope, and how far that may be off at the start.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Drift {
    /// Of the level.
    pub level: f64,
    /// Of its slope.
    pub slope: f64,
    /// Variance of the slope at the start.
    pub doubt: f64,
}

/// How the page drifts, and how each country beside it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Walk {
    /// What all share.
    pub page: Drift,
    /// What each has alone.
    pub own: Drift,
}

/// A count of one series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Seen {
    /// Which series.
    pub series: usize,
    /// Counted.
    pub count: f64,
    /// What level 1 would give.
    pub scale: f64,
    /// Variance of the count around its level.
    pub variance: f64,
}

/// Places of the states that all series share: level and its slope, day. Level and slope of each series follow.
const LEVEL: usize = 0;
const DAY: usize = 2;
const OWN: usize = 3;

/// Place of a series' own level; its slope follows.
fn own(series: usize) -> usize {
    OWN + 2 * series
}
/// Variance of a series' own level before anything is seen.
const OPEN: f64 = 1.0;

/// A sum of x λ over cells passed so far: mean, variance, covariance with each state.
#[derive(Clone, Debug)]
struct Sum {
    mean: f64,
    variance: f64,
    with: Vec<f64>,
    /// Whether any cell was passed.
    any: bool,
}

/// The filter.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    n: usize,
    mean: Vec<f64>,
    /// Covariances, row by row.
    cov: Vec<f64>,
    walk: Walk,
    /// Variances of each series' own drift, as shares of `walk.own`.
    parts: Vec<f64>,
    shock: f64,
    at: Option<f64>,
    sums: Vec<Sum>,
    /// P z, kept to save the allocation.
    pz: Vec<f64>,
}

impl Filter {
    /// Before anything is seen. `shock` is the variance of a day that all series share.
    pub fn new(parts: &[f64], walk: Walk, shock: f64) -> Self {
        let n = own(parts.len());
        let mut cov = vec![0.0; n * n];
        let mut open = |i: usize, variance: f64| cov[i * n + i] = variance;
        open(LEVEL + 1, walk.page.doubt);
        for (series, part) in parts.iter().enumerate() {
            open(own(series), OPEN);
            open(own(series) + 1, walk.own.doubt * part);
        }
        Self {
            n,
            mean: vec![0.0; n],
            cov,
            walk,
            parts: parts.to_vec(),
            shock,
            at: None,
            sums: vec![],
            pz: vec![0.0; n],
        }
    }

    /// Asks for so many sums.
    pub fn ask(&mut self, sums: usize) {
        self.sums = vec![Sum { mean: 0.0, variance: 0.0, with: vec![0.0; self.n], any: false }; sums];
    }

    /// Walks over observations; their robust log-likelihood.
    pub fn run(&mut self, seen: &[(f64, Vec<Seen>)]) -> f64 {
        let mut likelihood = 0.0;
        for (at, seen) in seen {
            self.to(*at);
            likelihood += seen.iter().map(|x| self.see(x)).sum::<f64>();
        }
        likelihood
    }

    /// Walks on to a time, in days.
    pub fn to(&mut self, at: f64) {
        let (n, d) = (self.n, at - self.at.unwrap_or(at));
        self.at = Some(at);
        self.drift(LEVEL, d, self.walk.page, 1.0);
        for series in 0..self.parts.len() {
            self.drift(own(series), d, self.walk.own, self.parts[series]);
        }
        self.mean[DAY] = 0.0;
        for i in 0..n {
            self.cov[DAY * n + i] = 0.0;
            self.cov[i * n + DAY] = 0.0;
        }
        self.cov[DAY * n + DAY] = self.shock;
        for sum in self.sums.iter_mut().filter(|s| s.any) {
            sum.with[DAY] = 0.0;
        }
    }

    /// A level walks on by its slope, d days: level ← level + slope · d, and both drift.
    fn drift(&mut self, level: usize, d: f64, drift: Drift, part: f64) {
        let (n, slope) = (self.n, level + 1);
        self.mean[level] += d * self.mean[slope];
        // P ← F P Fᵀ, row first and then column.
        for j in 0..n {
            self.cov[level * n + j] += d * self.cov[slope * n + j];
        }
        for i in 0..n {
            self.cov[i * n + level] += d * self.cov[i * n + slope];
        }
        for sum in self.sums.iter_mut().filter(|s| s.any) {
            sum.with[level] += d * sum.with[slope];
        }
        // The integral of a drifting slope: q Δ³/3, q Δ²/2, q Δ.
        let q = drift.slope * part;
        self.cov[level * n + level] += drift.level * part * d + q * d * d * d / 3.0;
        self.cov[level * n + slope] += q * d * d / 2.0;
        self.cov[slope * n + level] += q * d * d / 2.0;
        self.cov[slope * n + slope] += q * d;
    }

    /// Learns from a count; its robust log-likelihood given what was seen before.
    pub fn see(&mut self, seen: &Seen) -> f64 {
        let (n, own) = (self.n, own(seen.series));
        for (i, pz) in self.pz.iter_mut().enumerate() {
            let row = &self.cov[i * n..(i + 1) * n];
            *pz = row[LEVEL] + row[DAY] + row[own];
        }
        let pz = &self.pz;
        // v the surprise, f its variance; m ← m + P z v/f; P ← P − P z zᵀ P/f.
        let v = seen.count / seen.scale - 1.0 - self.mean[LEVEL] - self.mean[DAY] - self.mean[own];
        let f = pz[LEVEL] + pz[DAY] + pz[own] + seen.variance / (seen.scale * seen.scale);
        for i in 0..n {
            let gain = pz[i] / f;
            self.mean[i] += gain * v;
            for (cov, pz) in self.cov[i * n..(i + 1) * n].iter_mut().zip(pz) {
                *cov -= gain * pz;
            }
        }
        for sum in self.sums.iter_mut().filter(|s| s.any) {
            let with = sum.with[LEVEL] + sum.with[DAY] + sum.with[own];
            let gain = with / f;
            sum.mean += gain * v;
            sum.variance -= gain * with;
            for (with, pz) in sum.with.iter_mut().zip(pz) {
                *with -= gain * pz;
            }
        }
        let zz = v * v / f;
        let size = if zz <= HUBER * HUBER { zz / 2.0 } else { HUBER * zz.sqrt() - HUBER * HUBER / 2.0 };
        -size - libm::log(f) / 2.0
    }

    /// Adds cells of this time to a sum: their series and scales.
    pub fn add(&mut self, sum: usize, cells: &[(usize, f64)]) {
        let n = self.n;
        let sum = &mut self.sums[sum];
        sum.any = true;
        // h: x at each series' own level, Σ x at level and day.
        let mut h = vec![0.0; n];
        for (series, x) in cells {
            h[own(*series)] += x;
            h[LEVEL] += x;
            h[DAY] += x;
            sum.mean += x;
        }
        for (i, hi) in h.iter().enumerate().filter(|h| *h.1 != 0.0) {
            sum.mean += hi * self.mean[i];
            // var(A + hᵀα) = var A + 2 hᵀ cov(α, A) + hᵀ P h.
            let ph: f64 = h.iter().zip(&self.cov[i * n..]).map(|(h, p)| h * p).sum();
            sum.variance += hi * (2.0 * sum.with[i] + ph);
        }
        for i in 0..n {
            let ph: f64 = h.iter().zip(&self.cov[i * n..]).map(|(h, p)| h * p).sum();
            sum.with[i] += ph;
        }
    }

    /// Mean and variance of each sum.
    pub fn asked(&self) -> Vec<(f64, f64)> {
        self.sums.iter().map(|s| (s.mean, s.variance.max(0.0))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The plain path: every increment of the model is a variable of its own, counts and sums are linear in them, and the
    /// sums' law is their joint normal law given the counts, by elimination.
    #[test]
    fn sums_have_the_law_that_elimination_gives() {
        let walk = Walk {
            page: Drift { level: 0.01, slope: 0.0, doubt: 4e-4 },
            own: Drift { level: 0.02, slope: 0.0, doubt: 1e-4 },
        };
        let (parts, shock, days) = ([1.0, 0.4], 0.03, 8usize);
        let seen = |c: usize, t: usize| !(3..=5).contains(&t) || (c == 1 && t != 4);
        let scale = |c: usize, t: usize| 10.0 + 3.0 * c as f64 + t as f64;
        let count = |c: usize, t: usize| scale(c, t) * (0.9 + 0.07 * ((3 * c + 5 * t) % 7) as f64);
        let noise = |c: usize, t: usize| 8.0 + (c + t) as f64;

        let mut filter = Filter::new(&parts, walk, shock);
        filter.ask(1);
        for t in 0..days {
            filter.to(t as f64);
            let masked: Vec<(usize, f64)> =
                (0..2).filter(|c| !seen(*c, t)).map(|c| (c, scale(c, t))).collect();
            if !masked.is_empty() {
                filter.add(0, &masked);
            }
            for series in (0..2).filter(|c| seen(*c, t)) {
                let (count, scale, variance) = (count(series, t), scale(series, t), noise(series, t));
                filter.see(&Seen { series, count, scale, variance });
            }
        }
        let [(mean, variance)] = filter.asked()[..] else { panic!("one sum was asked for") };

        // Covariance of the levels of two cells.
        let cov = |a: (usize, usize), b: (usize, usize)| {
            let (t, tt) = (a.1.min(b.1) as f64, (a.1 * b.1) as f64);
            let mut sum = walk.page.level * t + walk.page.doubt * tt;
            if a.1 == b.1 {
                sum += shock;
            }
            if a.0 == b.0 {
                let own = walk.own.level * t + walk.own.doubt * tt;
                sum += OPEN + parts[a.0] * own;
            }
            sum
        };
        let cells: Vec<(usize, usize)> = (0..2).flat_map(|c| (0..days).map(move |t| (c, t))).collect();
        let known: Vec<(usize, usize)> = cells.iter().copied().filter(|(c, t)| seen(*c, *t)).collect();
        let hidden: Vec<(usize, usize)> = cells.iter().copied().filter(|(c, t)| !seen(*c, *t)).collect();
        let with = |b: (usize, usize)| hidden.iter().map(|a| scale(a.0, a.1) * cov(*a, b)).sum::<f64>();
        // Rows of [Σ | y − 1 | cov with the sum], brought to the identity.
        let n = known.len();
        let mut rows: Vec<Vec<f64>> = known
            .iter()
            .enumerate()
            .map(|(i, a)| {
                let of = |(j, b): (usize, &(usize, usize))| {
                    let own = if i == j { noise(a.0, a.1) / scale(a.0, a.1).powi(2) } else { 0.0 };
                    cov(*a, *b) + own
                };
                let mut row: Vec<f64> = known.iter().enumerate().map(of).collect();
                row.extend([count(a.0, a.1) / scale(a.0, a.1) - 1.0, with(*a)]);
                row
            })
            .collect();
        for k in 0..n {
            let pivot: Vec<f64> = rows[k].iter().map(|x| x / rows[k][k]).collect();
            for (i, row) in rows.iter_mut().enumerate() {
                let by = if i == k { 0.0 } else { row[k] };
                row.iter_mut().zip(&pivot).for_each(|(x, y)| *x -= by * y);
            }
            rows[k] = pivot;
        }
        let base: f64 = hidden.iter().map(|a| scale(a.0, a.1)).sum();
        let plain = known.iter().zip(&rows).map(|(a, row)| with(*a) * row[n]).sum::<f64>() + base;
        let own: f64 = hidden.iter().map(|a| scale(a.0, a.1) * with(*a)).sum();
        let left = own - known.iter().zip(&rows).map(|(a, row)| with(*a) * row[n + 1]).sum::<f64>();
        assert!((mean - plain).abs() < 1e-6 * plain, "{mean} and {plain}");
        assert!((variance - left).abs() < 1e-6 * left, "{variance} and {left}");
    }
}
