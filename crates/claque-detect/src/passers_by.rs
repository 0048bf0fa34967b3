//! Passers-by: how many marks in a crew's jobs somebody gives who is no member.
//!
//! Of d_a marks that an account gave, k fell into jobs, where Λ_a = d_a S is expected, S the share of all marks but the
//! crew's that passers-by gave there. The busiest do not keep to that: who is there all day sees what is new first. True
//! rates are spread by a gamma law of shape σ about Λ,
//!
//! ```text
//! σ = Σ Λ² / (Σ (k − Λ)² − Σ Λ)      (moments; Σ over accounts, each by 1 − P(member))
//! ```
//!
//! and what the spread makes of k is taken off the weight of membership, where it takes any off:
//!
//! ```text
//! ln Poisson(k; Λ) − ln NegativeBinomial(k; Λ, σ) = k ln(σ + Λ) − Λ − ln Γ(σ + k)/Γ(σ) − σ ln σ/(σ + Λ)
//! ```

use crate::activity::Activity;
use claque_chance::ln_gamma;

/// Bounds of σ: below, the busy would tell nothing; above, everyone keeps to Λ.
const SHAPES: (f64, f64) = (0.5, 1e6);

/// What passers-by give in one crew's jobs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PassersBy {
    /// S.
    share: f64,
    /// σ.
    shape: f64,
}

impl PassersBy {
    /// From (d, k, P(member)) of the accounts with a mark in any job; of all others k = 0.
    pub fn of(activity: &Activity, accounts: impl Iterator<Item = (f64, f64, f64)> + Clone) -> Self {
        // S = Σ (1 − z) k / (Σ d − Σ z k)
        let passed: f64 = accounts.clone().map(|(_, k, z)| (1.0 - z) * k).sum();
        let in_jobs: f64 = accounts.clone().map(|(_, k, z)| z * k).sum();
        let share = passed / (activity.sum - in_jobs).max(1.0);
        let (mut given, mut squares) = (activity.sum, activity.squares);
        let (mut excess, mut expected) = (0.0, 0.0);
        for (d, k, z) in accounts {
            given -= d;
            squares -= d * d;
            let mean = d * share;
            excess += (1.0 - z) * ((k - mean).powi(2) - mean);
            expected += (1.0 - z) * mean * mean;
        }
        let rest = share * share * squares.max(0.0);
        excess += rest - share * given.max(0.0);
        expected += rest;
        let shape = if excess > 0.0 { expected / excess } else { SHAPES.1 };
        Self { share, shape: shape.clamp(SHAPES.0, SHAPES.1) }
    }

    /// What the spread of rates makes of k, in nats, at most 0.
    pub fn spread(&self, given: f64, k: f64) -> f64 {
        let (mean, shape) = (given * self.share, self.shape);
        if mean <= 0.0 || shape >= SHAPES.1 {
            return 0.0;
        }
        let both = k * (shape + mean).ln() - mean - shape * (shape / (shape + mean)).ln();
        (both - ln_gamma(shape + k) + ln_gamma(shape)).min(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn activity(given: Vec<f64>) -> Activity {
        let weight = vec![1.0; given.len()];
        Activity { weight, mean: 0.0, variance: 0.0, ..Activity::default() }.with_given(given)
    }

    #[test]
    fn the_busiest_are_no_proof_of_a_crew() {
        // Twenty accounts of 1,000 marks and a thousand of 10 share 1,000 marks in jobs; of the busy half came twice as
        // often as they should, half never.
        let given = [vec![1_000.0; 20], vec![10.0; 1_000]].concat();
        let busy = |k: f64| (1_000.0, k, 0.0);
        let seen: Vec<_> = (0..20).map(|i| busy(if i % 2 == 0 { 70.0 } else { 0.0 })).collect();
        let few = (0..300).map(|_| (10.0, 1.0, 0.0));
        let p = PassersBy::of(&activity(given), seen.iter().copied().chain(few));
        // S = (700 + 300)/30,000; Λ of the busy 33.3; σ about Λ²/(Λ² + (70 − 66.7)²…) ≈ 1.
        assert!((p.share - 1.0 / 30.0).abs() < 1e-12 && (0.8..1.2).contains(&p.shape), "{p:?}");
        // 70 where 33.3 are expected: odds of 10⁷ to Poisson's law, next to nothing to the spread.
        assert!((-20.0..-10.0).contains(&p.spread(1_000.0, 70.0)), "{}", p.spread(1_000.0, 70.0));
        assert!((0..3).all(|k| p.spread(10.0, f64::from(k)) > -0.6), "{p:?}");
        // Where all keep to Λ, nothing is taken off.
        let even = (0..1_000).map(|i| (10.0, f64::from(u8::from(i % 3 == 0)), 0.0));
        let p = PassersBy::of(&activity(vec![10.0; 1_000]), even);
        assert_eq!((p.shape, p.spread(10.0, 4.0)), (SHAPES.1, 0.0));
    }
}
