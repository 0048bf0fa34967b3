//! How active each account is, and what that makes of an overlap that chance gives.
//!
//! Rare accounts weigh more: w_a = 1/(d_a + 10), scaled to mean 1, d_a the account's activity. Under
//! "who is active" alone, two cells of n₁ and n₂ accounts share in weight
//!
//! ```text
//! mean n₁ n₂ f₁,  f₁ = Σ d² w  / (Σ d)²        variance n₁ n₂ f₂,  f₂ = Σ d² w² / (Σ d)²
//! ```
//!
//! with d capped, so that a few tireless accounts do not set the expectation of all others.

use crate::prior::{self, CLASSES};
use claque_marks::{Columns, parameters::SearchParameters};

/// Activity of accounts and the expectation it gives.
#[derive(Clone, Debug, Default)]
pub struct Activity {
    /// By account: marks that it gave.
    pub given: Vec<f64>,
    /// Their sum.
    pub sum: f64,
    /// The sum of their squares.
    pub squares: f64,
    /// By account: weight in an overlap, mean 1 over accounts.
    pub weight: Vec<f64>,
    /// f₁: expected weighted overlap of two cells of one account each.
    pub mean: f64,
    /// f₂: variance of the same.
    pub variance: f64,
    /// By class of activity ([`prior::class`]): how many accounts.
    pub classes: [f64; CLASSES],
}

impl Activity {
    /// Measures a log.
    pub fn of(columns: &Columns, p: &SearchParameters) -> Self {
        let mut given = vec![0f64; columns.accounts];
        for a in &columns.account {
            given[a.index()] += 1.0;
        }
        let raw = given.iter().map(|d| 1.0 / (d + p.rare_offset));
        let scale = columns.accounts.max(1) as f64 / raw.clone().sum::<f64>().max(f64::MIN_POSITIVE);
        let weight: Vec<f64> = raw.map(|w| w * scale).collect();
        let (mut d1, mut d2w, mut d2ww) = (0.0, 0.0, 0.0);
        for (d, w) in given.iter().zip(&weight) {
            let c = d.min(p.activity_cap);
            d1 += c;
            d2w += c * c * w;
            d2ww += c * c * w * w;
        }
        let square = (d1 * d1).max(1.0);
        let (mean, variance) = (d2w / square, d2ww / square);
        Self { weight, mean, variance, ..Self::default() }.with_given(given)
    }

    /// f₂ / f₁: the weight of an overlap that counts as one event of its law.
    pub fn unit(&self) -> f64 {
        self.variance / self.mean.max(f64::MIN_POSITIVE)
    }

    /// The same weights and moments with other numbers of marks given.
    pub fn with_given(self, given: Vec<f64>) -> Self {
        let (sum, squares) = (given.iter().sum(), given.iter().map(|d| d * d).sum());
        Self { sum, squares, classes: prior::classes(&given), given, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use claque_marks::AccountId;

    #[test]
    fn two_accounts_by_hand() {
        // d = (1, 3); raw weights 1/11, 1/13, mean 12/143; scaled 13/12, 11/12.
        let columns =
            Columns { accounts: 2, account: [0, 1, 1, 1].map(AccountId).to_vec(), ..Columns::default() };
        let a = Activity::of(&columns, &SearchParameters::default());
        assert_eq!(a.given, [1.0, 3.0]);
        assert!((a.weight[0] - 13.0 / 12.0).abs() < 1e-12 && (a.weight[1] - 11.0 / 12.0).abs() < 1e-12);
        // f1 = (1·13/12 + 9·11/12)/16 = (112/12)/16
        assert!((a.mean - 112.0 / 12.0 / 16.0).abs() < 1e-12);
    }
}
