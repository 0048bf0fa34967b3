//! Pace: how fast an account goes from one job to its next, as jobs an hour so that fast is high.
//!
//! ```text
//! V = 3600 / median seconds between consecutive acts in jobs of one account
//! ```
//!
//! METHOD: marks of one second are one act, since one click can follow a hundred pages of a shared list.

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

/// Marks in jobs by one account, by time, as acts: how many, and the seconds between one and the next. Without times
/// every mark is an act.
pub(super) fn acts(scene: &Scene, marks: &[u32]) -> (usize, Vec<f64>) {
    if !scene.ground.columns.has_times() {
        return (marks.len(), vec![]);
    }
    let time = |m: u32| scene.ground.index.time[m as usize];
    let gaps: Vec<f64> = marks
        .windows(2)
        .map(|w| (time(w[1]) - time(w[0])) as f64 / SECOND as f64)
        .filter(|gap| *gap >= 1.0)
        .collect();
    (gaps.len() + usize::from(!marks.is_empty()), gaps)
}

/// Median seconds from one act of an account to its next; `None` without times or second acts.
pub(super) fn between_acts(scene: &Scene, view: &View) -> Option<f64> {
    median(view.by_member(scene).flat_map(|marks| acts(scene, marks).1).collect())
}

impl Evidence for Pace {
    fn piece(&self) -> &'static str {
        "pace"
    }

    fn measure(&self, scene: &Scene, view: &View) -> Measured {
        match between_acts(scene, view) {
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
