//! Rotation: a crew that goes on for weeks while each member comes once or twice.
//!
//! With k jobs a member, met on d separate days (means over members), and n separate days on which jobs begin:
//!
//! ```text
//! V = (d − 1)/(k − 1) · min(1, (n − 1)/n₀)
//! ```
//!
//! METHOD: a pool that sends other accounts to each order looks like a one-time crowd to each of its members.
//! It differs in that every further job of a member lies on a day of its own (a crowd's further marks lie in
//! the same sitting) and that the jobs themselves are spread over many days.

use super::{Evidence, Measured, Scene, View};
use claque_marks::parameters::{KindParameters, PieceParameters};
use claque_marks::window::DAY;

/// See the file's head.
pub struct Rotation;

impl Evidence for Rotation {
    fn piece(&self) -> &'static str {
        "rotation"
    }

    fn measure(&self, scene: &Scene, view: &View) -> Measured {
        if !scene.ground.columns.has_times() || view.members.is_empty() {
            return Measured::untested();
        }
        let members = view.members.len() as f64;
        let days = 1.0 + view.meetings_again(scene).sum::<usize>() as f64 / members;
        let each = view.marks.len() as f64 / members;
        let mut begins: Vec<i64> = view.crew.stretches.iter().map(|s| s.from.div_euclid(DAY)).collect();
        begins.sort_unstable();
        begins.dedup();
        let spread = ((begins.len() as f64 - 1.0) / scene.p.rotation_days).min(1.0);
        let apart = ((days - 1.0) / (each - 1.0).max(0.05)).clamp(0.0, 1.0);
        Measured {
            value: Some(apart * spread),
            expected: None,
            noise: 0.0,
            values: vec![("each", each), ("member_days", days), ("days", begins.len() as f64)],
        }
    }

    fn weighs<'a>(&self, p: &'a KindParameters) -> &'a PieceParameters {
        &p.rotation
    }
}
