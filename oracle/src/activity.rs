//! Weights of accounts: w_a = 1/(d_a + offset) scaled to mean 1, and the two moments of what chance shares.

use crate::log::Log;

/// As in the engine, by account.
#[derive(Clone, Debug)]
pub struct Activity {
    /// d.
    pub given: Vec<f64>,
    /// w.
    pub weight: Vec<f64>,
    /// f₁ = Σ d² w/(Σ d)².
    pub mean: f64,
    /// f₂ = Σ d² w²/(Σ d)².
    pub variance: f64,
}

/// Measures a log; activity above `cap` counts no more in f₁ and f₂.
pub fn of(log: &Log, offset: f64, cap: f64) -> Activity {
    let given: Vec<f64> =
        (0..log.accounts).map(|a| log.marks.iter().filter(|m| m.account == a).count() as f64).collect();
    let raw: Vec<f64> = given.iter().map(|d| 1.0 / (d + offset)).collect();
    let mean_raw = raw.iter().sum::<f64>() / f64::from(log.accounts);
    let weight: Vec<f64> = raw.iter().map(|w| w / mean_raw).collect();
    // f₁ and f₂ as the chance that two marks drawn at random are one account's, weighed.
    let capped: Vec<f64> = given.iter().map(|d| d.min(cap)).collect();
    let all: f64 = capped.iter().sum();
    let share = |a: usize| (capped[a] / all) * (capped[a] / all);
    let mean = (0..given.len()).map(|a| share(a) * weight[a]).sum();
    let variance = (0..given.len()).map(|a| share(a) * weight[a] * weight[a]).sum();
    Activity { given, weight, mean, variance }
}
