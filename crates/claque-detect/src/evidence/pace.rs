//! Pace: how fast an account goes from one job to its next, as jobs an hour so that fast is high.
//!
//! ```text
//! V = 3600 / median seconds between consecutive marks in jobs of one account
//! ```
//!
//! METHOD: weak alone, since one click can follow a hundred pages of a shared list.

use super::{Evidence, Measured, Scene, View};
use crate::order::median;
use claque_marks::parameters::{KindParameters, PieceParameters};
use claque_marks::window::SECOND;

/// See the file's head.
pub struct Pace;

/// Median seconds from one job of an account to its next; `None` without times or second jobs.
pub fn seconds(scene: &Scene, view: &View) -> Option<f64> {
    if !scene.ground.columns.has_times() {
        return None;
    }
    let time = |m: u32| scene.ground.index.time[m as usize];
    let gaps: Vec<f64> = view
        .by_member(scene)
        .flat_map(|marks| marks.windows(2).map(|w| (time(w[1]) - time(w[0])) as f64 / SECOND as f64))
        .collect();
    median(gaps)
}

impl Evidence for Pace {
    fn piece(&self) -> &'static str {
        "pace"
    }

    fn measure(&self, scene: &Scene, view: &View) -> Measured {
        match seconds(scene, view) {
            Some(s) => Measured {
                value: Some(3600.0 / s.max(0.1)),
                expected: None,
                noise: 0.0,
                values: vec![("seconds", s)],
            },
            None => Measured::untested(),
        }
    }

    fn weighs<'a>(&self, p: &'a KindParameters) -> &'a PieceParameters {
        &p.pace
    }
}
