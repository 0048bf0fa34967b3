//! A recommender showed the same pages to many. Then people outside the crew were shown them too, and share them:
//! its number is coherence, how often outsiders like the pages together, against chance.

use super::{Explanation, Look};

/// See the head of the file.
pub struct Recommender;

impl Explanation for Recommender {
    fn key(&self) -> &'static str {
        "recommender"
    }
    fn number(&self, look: &Look) -> Option<f64> {
        look.crew.coherence
    }
    fn weighs(&self) -> (f64, f64, f64) {
        (1.5, 0.05, 0.95)
    }
}
