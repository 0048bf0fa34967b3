//! One act was logged twice, under two pages. Then an account's marks on the two stand at the same instant: its
//! number is the share of the crew's marks that have such a twin.

use super::{Explanation, Look};

/// See the head of the file.
pub struct DoubleLogging;

impl Explanation for DoubleLogging {
    fn key(&self) -> &'static str {
        "double_logging"
    }
    fn number(&self, look: &Look) -> Option<f64> {
        if !look.columns.has_times() || look.marks.is_empty() {
            return None;
        }
        let alike = look.marks.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
        let twins: usize = alike.map(<[_]>::len).filter(|n| *n > 1).sum();
        Some(twins as f64 / look.marks.len() as f64)
    }
    fn weighs(&self) -> (f64, f64, f64) {
        (0.5, 0.03, 0.95)
    }
}
