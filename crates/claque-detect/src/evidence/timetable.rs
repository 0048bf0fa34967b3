//! Timetable: does the crew meet at one hour of the week? A class has its lesson, a supplier's orders come
//! when customers place them.
//!
//! The Rayleigh statistic (Rayleigh 1880; Mardia and Jupp 2000, §6.3) over the n separate days on which jobs
//! begin, θ the hour of the week of each day's first as an angle:
//!
//! ```text
//! V = n |mean exp(iθ)|²        without a timetable about Exp(1)
//! ```

use super::{Evidence, Measured, Scene, View};
use claque_marks::parameters::{KindParameters, PieceParameters};
use claque_marks::window::{DAY, HOUR};
use std::f64::consts::TAU;

/// See the file's head.
pub struct Timetable;

/// Days below which no timetable can be told.
const LEAST_DAYS: usize = 4;

/// When a crew meets.
pub(super) struct Meets {
    /// V.
    pub value: f64,
    /// Days on which jobs begin.
    days: f64,
    /// Mean hour of the week.
    hour: f64,
}

/// The statistic; `None` where it cannot be told.
pub(super) fn statistic(scene: &Scene, view: &View) -> Option<Meets> {
    if !scene.ground.columns.has_times() {
        return None;
    }
    let mut begins: Vec<i64> = view.crew.stretches.iter().map(|s| s.from).collect();
    begins.sort_unstable();
    begins.dedup_by_key(|t| t.div_euclid(DAY));
    let n = begins.len();
    if n < LEAST_DAYS {
        return None;
    }
    let week = (7 * DAY) as f64;
    let (mut x, mut y) = (0.0, 0.0);
    for t in &begins {
        let angle = t.rem_euclid(7 * DAY) as f64 / week * TAU;
        x += angle.cos();
        y += angle.sin();
    }
    let hour = (y.atan2(x).rem_euclid(TAU) / TAU * week) / HOUR as f64;
    Some(Meets { value: (x * x + y * y) / n as f64, days: n as f64, hour })
}

impl Evidence for Timetable {
    fn piece(&self) -> &'static str {
        "timetable"
    }

    fn measure(&self, scene: &Scene, view: &View) -> Measured {
        let Some(Meets { value, days, hour }) = statistic(scene, view) else { return Measured::untested() };
        Measured {
            value: Some(value),
            expected: Some(1.0),
            noise: 0.0,
            values: vec![("days", days), ("hour", hour)],
        }
    }

    fn weighs<'a>(&self, p: &'a KindParameters) -> &'a PieceParameters {
        &p.timetable
    }
}
