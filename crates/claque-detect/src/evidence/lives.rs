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
        let of = |a: &u32| scene.free_given[*a as usize];
        let typical = typical_outsider(scene, view);
        let n = view.members.len();
        let own = median(view.members.iter().map(of).collect()).unwrap_or(0.0);
        let values = vec![("own", own), ("others", typical.unwrap_or(0.0)), ("most", most)];
        if n == 0 || typical.is_none_or(|t| t <= most) {
            return Measured { values, ..Measured::untested() };
        }
        let empty = view.members.iter().filter(|a| of(a) <= most).count() as f64;
        Measured { value: Some(empty / n as f64), expected: None, noise: 0.0, values }
    }

    fn weighs<'a>(&self, p: &'a KindParameters) -> &'a PieceParameters {
        &p.lives
    }
}

/// Median over accounts outside the crew, of those that gave any, of marks outside every job; `None` where there are none.
fn typical_outsider(scene: &Scene, view: &View) -> Option<f64> {
    let mut accounts = scene.accounts_by_given.clone();
    view.members.iter().for_each(|&a| accounts[scene.free_given[a as usize] as usize] -= 1);
    accounts[0] = 0;
    let all: u32 = accounts.iter().sum();
    // The value at a place, from 0, in rising order.
    let at = |place: u32| {
        let mut sum = 0;
        accounts.iter().position(|n| {
            sum += n;
            sum > place
        })
    };
    let (below, above) = (at(all.checked_sub(1)? / 2)?, at(all / 2)?);
    Some((below + above) as f64 * 0.5)
}
