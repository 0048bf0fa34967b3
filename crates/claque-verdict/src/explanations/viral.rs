//! One post went viral. Then one page got most of what the crowd gave: its number is the share of the crew's marks
//! that lie on its largest page.

use super::{Explanation, Look};

/// See the head of the file.
pub struct Viral;

impl Explanation for Viral {
    fn key(&self) -> &'static str {
        "viral"
    }
    fn number(&self, look: &Look) -> Option<f64> {
        let mut pages: Vec<u32> = look.marks.iter().map(|m| m.2.0).collect();
        pages.sort_unstable();
        let largest = pages.chunk_by(|a, b| a == b).map(<[u32]>::len).max()?;
        Some(largest as f64 / pages.len() as f64)
    }
    fn weighs(&self) -> (f64, f64, f64) {
        (0.5, 0.03, 0.9)
    }
}
