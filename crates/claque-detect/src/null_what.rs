//! The null *what*: who is active, and what they like.
//!
//! ```text
//! E = n₁ n₂ c f₁,   variance n₁ n₂ c f₂
//! ```
//!
//! with c the taste of the two owners' publics at other times; the tail is that of a Poisson law scaled to
//! these two moments.

use crate::activity::Activity;
use claque_chance::tails::{CriticalTable, ln_scaled_tail};

/// Expected weight of an overlap of cells of `n1` and `n2` accounts, and ln of its tail at `x`.
pub fn test(activity: &Activity, n1: f64, n2: f64, taste: f64, x: f64) -> (f64, f64) {
    let pairs = n1 * n2 * taste;
    let expected = pairs * activity.mean;
    (expected, ln_scaled_tail(x, expected, pairs * activity.variance))
}

/// Whether ln of the tail at taste 1 lies below that of the table, `ln_p`.
pub fn is_below(activity: &Activity, n1: f64, n2: f64, x: f64, critical: &CriticalTable, ln_p: f64) -> bool {
    let unit = activity.unit();
    critical.is_surely_below(x / unit, n1 * n2 * activity.mean / unit)
        || test(activity, n1, n2, 1.0, x).1 < ln_p
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand_with_equal_accounts() {
        // 100 accounts of one mark each: w = 1, f1 = f2 = 1/100. Cells of 10 and 10 share 1 by chance;
        // P(X ≥ 3 | Poisson(1)) = 1 − 2.5/e = 0.080301…
        let a = Activity { mean: 0.01, variance: 0.01, ..Activity::default() };
        let (e, ln_p) = test(&a, 10.0, 10.0, 1.0, 3.0);
        assert!((e - 1.0).abs() < 1e-12);
        assert!((ln_p.exp() - (1.0 - 2.5 / std::f64::consts::E)).abs() < 1e-9);
        // Taste of 2 doubles the expectation: P(X ≥ 3 | Poisson(2)) = 1 − 5 e⁻².
        let (e, ln_p) = test(&a, 10.0, 10.0, 2.0, 3.0);
        assert!((e - 2.0).abs() < 1e-12);
        assert!((ln_p.exp() - (1.0 - 5.0 * (-2f64).exp())).abs() < 1e-9);
    }
}
