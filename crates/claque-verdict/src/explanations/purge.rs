//! The platform removed accounts, and their marks with them. It explains why marks went, not why they came: its
//! number is the share of the crew's withdrawn marks that went within one and the same hour.

use super::{Explanation, Look};
use claque_marks::NEVER;
use claque_marks::window::HOUR;

/// See the head of the file.
pub struct Purge;

/// Fewest withdrawn marks.
const ENOUGH: usize = 20;

impl Explanation for Purge {
    fn key(&self) -> &'static str {
        "purge"
    }
    fn number(&self, look: &Look) -> Option<f64> {
        if !look.columns.has_times() || !look.columns.withdrawals_known {
            return None;
        }
        let mut went: Vec<i64> =
            look.marks.iter().map(|m| look.columns.withdrawn[m.3]).filter(|t| *t != NEVER).collect();
        went.sort_unstable();
        let most = (0..went.len()).map(|i| went[i..].partition_point(|t| t - went[i] < HOUR)).max()?;
        (went.len() >= ENOUGH).then(|| most as f64 / went.len() as f64)
    }
    fn weighs(&self) -> (f64, f64, f64) {
        (0.7, 0.1, 0.9)
    }
}
