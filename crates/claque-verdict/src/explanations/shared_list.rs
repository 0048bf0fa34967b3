//! They followed a shared list or a starter pack. Then each did nearly all of it in one sitting: its number is the
//! share of members' marks in jobs that fall on the member's own busiest day, over members with three or more.

use super::{Explanation, Look};
use claque_marks::window::DAY;

/// See the head of the file.
pub struct SharedList;

impl Explanation for SharedList {
    fn key(&self) -> &'static str {
        "shared_list"
    }
    fn number(&self, look: &Look) -> Option<f64> {
        if !look.columns.has_times() {
            return None;
        }
        let (mut on_one, mut all) = (0usize, 0usize);
        for marks in look.by_member().filter(|m| m.len() >= 3) {
            let days = marks.chunk_by(|a, b| a.1.div_euclid(DAY) == b.1.div_euclid(DAY));
            on_one += days.map(<[_]>::len).max().unwrap_or(0);
            all += marks.len();
        }
        (all > 0).then(|| on_one as f64 / all as f64)
    }
    fn weighs(&self) -> (f64, f64, f64) {
        (0.8, 0.15, 0.95)
    }
}
