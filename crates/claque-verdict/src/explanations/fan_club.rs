//! They are fans. Then they come back to pages of the same owners outside the crew's jobs: its number is how often
//! they do, against others.

use super::{Explanation, Look};

/// See the head of the file.
pub struct FanClub;

impl Explanation for FanClub {
    fn key(&self) -> &'static str {
        "fan_club"
    }
    fn number(&self, look: &Look) -> Option<f64> {
        look.piece("returning")
    }
    fn weighs(&self) -> (f64, f64, f64) {
        (2.0, 0.02, 0.92)
    }
}
