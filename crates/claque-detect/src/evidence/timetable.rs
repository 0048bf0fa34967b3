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
    let value = rayleigh(days, x * x + y * y);
    Some(Meets { value, days, hour })
}

/// V of so many days, whose hours as arrows of length 1 add up to one of this length squared.
fn rayleigh(days: f64, squared: f64) -> f64 {
    // V = 1 + 2n − √(1 + 4n + 4(n² − R²))
    1.0 + 2.0 * days - (1.0 + 4.0 * days + 4.0 * (days * days - squared).max(0.0)).sqrt()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        // Ten weeks at one hour: 21 − √41. No hour at all: 21 − √441 = 0.
        assert!((rayleigh(10.0, 100.0) - (21.0 - 41f64.sqrt())).abs() < 1e-12);
        assert_eq!(rayleigh(10.0, 0.0), 0.0);
        // Of many days it is n times the squared mean: 1 where R² = n.
        assert!((rayleigh(1e4, 1e4) - 1.0).abs() < 1e-3);
    }

    /// Of these angles, the tail is what the statistic says: e^−V as often as not more.
    #[test]
    fn the_tail_holds_for_few_days() {
        for days in [5u64, 8, 20] {
            let (mut above, mut state) = ([0u32; 2], 7u64);
            let all = 40_000;
            for _ in 0..all {
                let (mut x, mut y) = (0.0, 0.0);
                for _ in 0..days {
                    state =
                        state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    let angle = (state >> 11) as f64 / (1u64 << 53) as f64 * TAU;
                    x += angle.cos();
                    y += angle.sin();
                }
                let value = rayleigh(days as f64, x * x + y * y);
                above[0] += u32::from(value > 1.0);
                above[1] += u32::from(value > 4.0);
            }
            for (above, tail) in above.into_iter().zip([(-1f64).exp(), (-4f64).exp()]) {
                let share = f64::from(above) / f64::from(all);
                assert!((share / tail - 1.0).abs() < 0.12, "{days} days: {share} and {tail}");
            }
        }
    }
}
