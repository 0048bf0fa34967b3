//! An import or a migration wrote their old marks at once. Then each account's marks all fall within the same hour:
//! its number is the share of members, of those with three or more, of whom that is so.

use super::{Explanation, Look};
use claque_marks::window::HOUR;

/// See the head of the file.
pub struct Import;

impl Explanation for Import {
    fn key(&self) -> &'static str {
        "import"
    }
    fn number(&self, look: &Look) -> Option<f64> {
        if !look.columns.has_times() {
            return None;
        }
        let (mut at_once, mut all) = (0usize, 0usize);
        for marks in look.by_member().filter(|m| m.len() >= 3) {
            all += 1;
            at_once += usize::from(marks[marks.len() - 1].1 - marks[0].1 < HOUR);
        }
        (all > 0).then(|| at_once as f64 / all as f64)
    }
    fn weighs(&self) -> (f64, f64, f64) {
        (0.6, 0.12, 0.95)
    }
}
