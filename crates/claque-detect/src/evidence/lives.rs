//! Lives: how many members do next to nothing but the crew's jobs. People have lives of their own; an account that
//! was made to serve has none, or a few marks for cover.
//!
//! ```text
//! V = members with at most b marks outside every job / members
//! ```
//!
//! Tested where accounts of this log have lives: where a typical outsider gave more than b marks.

use super::{Evidence, Measured, Scene, View};
use crate::order::median;
use claque_marks::parameters::{KindParameters, PieceParameters};

/// See the file's head.
pub struct Lives;

impl Evidence for Lives {
    fn piece(&self) -> &'static str {
        "lives"
    }

    fn measure(&self, scene: &Scene, view: &View) -> Measured {
        let most = scene.p.empty_marks;
        let of = |a: usize| scene.free_given[a];
        let typical = median(
            (0..scene.free_given.len()).filter(|&a| !view.is_member[a] && of(a) > 0.0).map(of).collect(),
        );
        let n = view.members.len();
        let own = median(view.members.iter().map(|&a| of(a as usize)).collect()).unwrap_or(0.0);
        let values = vec![("own", own), ("others", typical.unwrap_or(0.0)), ("most", most)];
        if n == 0 || typical.is_none_or(|t| t <= most) {
            return Measured { values, ..Measured::untested() };
        }
        let empty = view.members.iter().filter(|&&a| of(a as usize) <= most).count() as f64;
        Measured { value: Some(empty / n as f64), expected: None, noise: 0.0, values }
    }

    fn weighs<'a>(&self, p: &'a KindParameters) -> &'a PieceParameters {
        &p.lives
    }
}
