//! The news, or a moment, brought them together once. Then they do not come again on other days: its number is the
//! days on which a member met the crew.

use super::{Explanation, Look};

/// See the head of the file.
pub struct NewsWave;

impl Explanation for NewsWave {
    fn key(&self) -> &'static str {
        "news_wave"
    }
    fn number(&self, look: &Look) -> Option<f64> {
        look.crew.recurrence
    }
    fn weighs(&self) -> (f64, f64, f64) {
        (2.7, 0.9, 0.02)
    }
}
