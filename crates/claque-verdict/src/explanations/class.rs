//! A class or a workplace does it together. Then it meets by a timetable: its number is how strongly the hours of
//! the week at which its jobs begin agree (Rayleigh), 1 without a timetable.

use super::{Explanation, Look};

/// See the head of the file.
pub struct Class;

impl Explanation for Class {
    fn key(&self) -> &'static str {
        "class"
    }
    fn number(&self, look: &Look) -> Option<f64> {
        look.piece("timetable")
    }
    fn weighs(&self) -> (f64, f64, f64) {
        (5.0, 0.05, 0.8)
    }
}
