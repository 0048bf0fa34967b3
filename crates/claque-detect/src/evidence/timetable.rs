//! Timetable: does the crew meet at one hour of the week? A class has its lesson, a supplier's orders come
//! when customers place them.
//!
//! Rayleigh's test (Rayleigh 1880) over the n separate days on which jobs begin, θ the hour of the week of each day's first as
//! an angle, by the tail of Greenwood and Durand (1955; Zar 2010, §27.1), which holds for few days, too:
//!
//! ```text
//! R = |Σ exp(iθ)|,   V = −ln P = 1 + 2n − √(1 + 4n + 4(n² − R²))        without a timetable about Exp(1)
//! ```
//!
//! METHOD: a V that chance gives once in thousands is more than regular habits. So V weighs by a second table too, of a threshold of
//! its own.

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
    let days = n as f64;
    // V = 1 + 2n − √(1 + 4n + 4(n² − R²))
    let spread = (days * days - (x * x + y * y)).max(0.0);
    let value = 1.0 + 2.0 * days - (1.0 + 4.0 * days + 4.0 * spread).sqrt();
    Some(Meets { value, days, hour })
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

    fn weighs_too<'a>(&self, p: &'a KindParameters) -> Option<&'a PieceParameters> {
        Some(&p.timetable_strict)
    }
}
