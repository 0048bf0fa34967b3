//! Logistic regression with a Gaussian prior on its coefficients, for the few dozen trials of a power curve: the
//! prior keeps a fit finite where the trials are cleanly split.
//!
//! ```text
//! maximise Σ_i w_i [y_i ln p_i + (1 − y_i) ln(1 − p_i)] − ½ Σ_k (β_k − μ_k)²/σ_k²,    p_i = 1/(1 + e^(−x_i·β))
//! ```
//!
//! by Newton's method: the penalised likelihood is strictly concave, so the maximum is unique. The covariance is
//! the inverse of the Hessian there (Laplace).

use crate::probability::logistic;

/// A fitted curve.
#[derive(Clone, Debug, PartialEq)]
pub struct LogisticFit {
    /// β, one a column of x.
    pub beta: Vec<f64>,
    /// Covariance of β, row by row.
    pub covariance: Vec<f64>,
}

/// One trial.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// Its columns; the first is usually 1.
    pub x: Vec<f64>,
    /// Success, or the share of it, between 0 and 1.
    pub y: f64,
    /// w, at least 0.
    pub weight: f64,
}

/// Newton steps at most.
const STEPS: usize = 60;

/// Fits trials under a prior with mean μ and standard deviation σ a column. Without trials the fit is the prior.
pub fn fit(trials: &[Trial], mean: &[f64], sd: &[f64]) -> LogisticFit {
    let k = mean.len();
    let mut beta = mean.to_vec();
    let mut hessian = vec![0f64; k * k];
    for _ in 0..STEPS {
        let mut gradient: Vec<f64> = (0..k).map(|i| -(beta[i] - mean[i]) / (sd[i] * sd[i])).collect();
        hessian.fill(0.0);
        for i in 0..k {
            hessian[i * k + i] = 1.0 / (sd[i] * sd[i]);
        }
        for t in trials {
            let p = logistic(dot(&t.x, &beta));
            for i in 0..k {
                gradient[i] += t.weight * (t.y - p) * t.x[i];
                for j in 0..k {
                    hessian[i * k + j] += t.weight * p * (1.0 - p) * t.x[i] * t.x[j];
                }
            }
        }
        let step = solve(&hessian, &gradient);
        // Halved until the likelihood rises: far from the maximum the quadratic is poor.
        let before = objective(trials, &beta, mean, sd);
        let mut scale = 1.0;
        let next = loop {
            let next: Vec<f64> = beta.iter().zip(&step).map(|(b, s)| b + scale * s).collect();
            if scale < 1e-6 || objective(trials, &next, mean, sd) >= before {
                break next;
            }
            scale *= 0.5;
        };
        beta = next;
        let long = step.iter().fold(0f64, |m, s| m.max(s.abs()));
        if long < 1e-9 {
            break;
        }
    }
    let mut covariance = vec![0f64; k * k];
    for j in 0..k {
        let unit: Vec<f64> = (0..k).map(|i| f64::from(u8::from(i == j))).collect();
        for (i, v) in solve(&hessian, &unit).into_iter().enumerate() {
            covariance[i * k + j] = v;
        }
    }
    LogisticFit { beta, covariance }
}

/// The penalised log-likelihood.
fn objective(trials: &[Trial], beta: &[f64], mean: &[f64], sd: &[f64]) -> f64 {
    let penalty: f64 = (0..beta.len()).map(|k| ((beta[k] - mean[k]) / sd[k]).powi(2) / 2.0).sum();
    // y ln p + (1 − y) ln(1 − p) = y η − ln(1 + e^η)
    let term = |t: &Trial| {
        let eta = dot(&t.x, beta);
        t.weight * (t.y * eta - eta.max(0.0) - (-eta.abs()).exp().ln_1p())
    };
    trials.iter().map(term).sum::<f64>() - penalty
}

impl LogisticFit {
    /// p at x.
    pub fn at(&self, x: &[f64]) -> f64 {
        logistic(dot(x, &self.beta))
    }

    /// Standard error of the linear predictor x·β.
    pub fn error_at(&self, x: &[f64]) -> f64 {
        let k = self.beta.len();
        let rows = (0..k).map(|i| x[i] * dot(x, &self.covariance[i * k..(i + 1) * k]));
        rows.sum::<f64>().max(0.0).sqrt()
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Solves A x = b for a positive definite A, by Gaussian elimination with pivots.
fn solve(a: &[f64], b: &[f64]) -> Vec<f64> {
    let k = b.len();
    let mut m: Vec<Vec<f64>> =
        (0..k).map(|i| a[i * k..(i + 1) * k].iter().copied().chain([b[i]]).collect()).collect();
    for c in 0..k {
        let pivot = (c..k).max_by(|x, y| m[*x][c].abs().total_cmp(&m[*y][c].abs())).expect("c < k");
        m.swap(c, pivot);
        let (above, below) = m.split_at_mut(c + 1);
        let pivot = &above[c];
        for row in below {
            let f = row[c] / pivot[c];
            row.iter_mut().zip(pivot).skip(c).for_each(|(x, p)| *x -= f * p);
        }
    }
    let mut x = vec![0f64; k];
    for r in (0..k).rev() {
        let rest: f64 = (r + 1..k).map(|j| m[r][j] * x[j]).sum();
        x[r] = (m[r][k] - rest) / m[r][r];
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trial(x: f64, y: f64) -> Trial {
        Trial { x: vec![1.0, x], y, weight: 1.0 }
    }

    #[test]
    fn a_saturated_fit_reproduces_the_shares() {
        // At x = 0 one of four, at x = 1 three of four: β₀ = ln 1/3, β₁ = 2 ln 3, if the prior is wide.
        let mut trials = vec![];
        for (x, hits) in [(0.0, 1), (1.0, 3)] {
            trials.extend((0..4).map(|i| trial(x, f64::from(u8::from(i < hits)))));
        }
        let f = fit(&trials, &[0.0, 0.0], &[1e3, 1e3]);
        assert!((f.beta[0] + 3f64.ln()).abs() < 1e-4, "{f:?}");
        assert!((f.beta[1] - 2.0 * 3f64.ln()).abs() < 1e-4);
        // Variance of β₀ is 1/(4 · 1/4 · 3/4) = 4/3.
        assert!((f.error_at(&[1.0, 0.0]).powi(2) - 4.0 / 3.0).abs() < 1e-3);
    }

    #[test]
    fn clean_splits_stay_finite_and_no_trial_is_the_prior() {
        let trials: Vec<Trial> = (0..20).map(|i| trial(f64::from(i), f64::from(u8::from(i >= 10)))).collect();
        let f = fit(&trials, &[0.0, 1.0], &[5.0, 2.0]);
        assert!(f.beta.iter().all(|b| b.is_finite()) && f.at(&[1.0, 0.0]) < 0.1 && f.at(&[1.0, 19.0]) > 0.9);
        let prior = fit(&[], &[0.5, 1.0], &[1.0, 1.0]);
        assert_eq!(prior.beta, [0.5, 1.0]);
        assert!((prior.error_at(&[1.0, 0.0]) - 1.0).abs() < 1e-12);
    }
}
