//! How many accounts two crowds share by chance, where everyone joins a crowd as often as he is active.
//!
//! An account of activity d is in a crowd of n accounts with probability p, and two crowds share E:
//!
//! ```text
//! p = 1 − e^(−λd),  λ from Σ p = n        E = Σ p₁ p₂
//! ```
//!
//! METHOD: nobody is in a crowd twice. Where crowds are a large part of all accounts, n₁ n₂ Σd²/(Σd)² expects more in
//! common than there are accounts, and the parts of one pool would never be known as one.

use crate::activity::Activity;

/// Steps to λ at most.
const STEPS: usize = 60;

/// The accounts of a log by how active they are.
pub struct ByChance {
    /// Activity and how many accounts have it, by activity.
    alike: Vec<(f64, f64)>,
}

impl ByChance {
    /// Of a log.
    pub fn of(activity: &Activity) -> Self {
        let mut given = activity.given.clone();
        given.sort_unstable_by(f64::total_cmp);
        Self { alike: given.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as f64)).collect() }
    }

    /// By activity: the probability of being in a crowd of so many accounts.
    pub fn joins(&self, accounts: f64) -> Vec<f64> {
        let sum = |f: &dyn Fn(f64) -> f64| self.alike.iter().map(|&(d, n)| n * f(d)).sum::<f64>();
        let most = sum(&|d| f64::from(d > 0.0));
        if accounts >= most {
            return self.alike.iter().map(|&(d, _)| f64::from(d > 0.0)).collect();
        }
        // Σ p rises in λ ever more slowly: Newton's steps come from below and never pass.
        let mut rate = 0.0;
        for _ in 0..STEPS {
            let step = (accounts - sum(&|d| -(-rate * d).exp_m1())) / sum(&|d| d * (-rate * d).exp());
            rate += step.max(0.0);
            if step <= rate * 1e-9 {
                break;
            }
        }
        self.alike.iter().map(|&(d, _)| -(-rate * d).exp_m1()).collect()
    }

    /// Accounts that two crowds share, by their probabilities.
    pub fn shared(&self, one: &[f64], other: &[f64]) -> f64 {
        self.alike.iter().zip(one).zip(other).map(|(((_, n), p), q)| n * p * q).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use claque_marks::{AccountId, Columns, parameters::SearchParameters};

    #[test]
    fn by_hand() {
        // Four accounts, of activity 1, 1, 1 and 3; 1 − e^(−ln 2) = 1/2, 1 − e^(−3 ln 2) = 7/8: together 19/8.
        let account = [0, 1, 2, 3, 3, 3].map(AccountId).to_vec();
        let columns = Columns { accounts: 4, account, ..Columns::default() };
        let chance = ByChance::of(&Activity::of(&columns, &SearchParameters::default()));
        let p = chance.joins(19.0 / 8.0);
        assert!((p[0] - 0.5).abs() < 1e-9 && (p[1] - 0.875).abs() < 1e-9, "{p:?}");
        assert!((chance.shared(&p, &p) - (3.0 * 0.25 + 49.0 / 64.0)).abs() < 1e-8);
        // Everybody is in a crowd of all.
        assert_eq!(chance.joins(4.0), [1.0, 1.0]);
        assert!((chance.shared(&chance.joins(9.0), &p) - 19.0 / 8.0).abs() < 1e-8);
    }
}
