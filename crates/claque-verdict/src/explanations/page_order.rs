//! They browsed a catalogue page by page. Then within a sitting each goes from page to page in the order of the
//! catalogue: its number is the share of steps within an hour that go to a later page in the order of names.

use super::{Explanation, Look};

/// See the head of the file.
pub struct PageOrder;

/// Fewest steps.
const ENOUGH: usize = 30;

impl Explanation for PageOrder {
    fn key(&self) -> &'static str {
        "page_order"
    }
    fn number(&self, look: &Look) -> Option<f64> {
        if !look.columns.has_times() {
            return None;
        }
        let steps: Vec<_> = look.steps().filter(|(a, b)| a != b).collect();
        let later = steps.iter().filter(|(a, b)| b > a).count();
        (steps.len() >= ENOUGH).then(|| later as f64 / steps.len() as f64)
    }
    fn weighs(&self) -> (f64, f64, f64) {
        (0.8, 0.05, 0.9)
    }
}
