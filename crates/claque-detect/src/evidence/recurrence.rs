//! Recurrence: on how many separate days a member met its crew.
//!
//! ```text
//! R = mean over members of min(c, 1 + number of gaps above one day between its marks in jobs)
//! ```
//!
//! with a cap c, so that a few busy accounts do not make a crowd come again. A crowd that forms once (a viral post, a news wave, a shared list) meets once; hired hands, directed
//! workers and fans come again.

use super::{Evidence, Measured, Scene, View};
use claque_marks::parameters::{KindParameters, PieceParameters};

/// See the file's head.
pub struct Recurrence;

impl Evidence for Recurrence {
    fn piece(&self) -> &'static str {
        "recurrence"
    }

    fn measure(&self, scene: &Scene, view: &View) -> Measured {
        if !scene.ground.columns.has_times() || view.members.is_empty() {
            return Measured::untested();
        }
        let (mut days, mut capped, mut once) = (0.0, 0.0, 0.0);
        for again in view.meetings_again(scene) {
            days += 1.0 + again as f64;
            capped += (1.0 + again as f64).min(scene.p.days_cap);
            once += f64::from(again == 0);
        }
        let n = view.members.len() as f64;
        Measured {
            value: Some(capped / n),
            expected: Some(1.0),
            noise: 0.0,
            values: vec![("days", days / n), ("once", once / n)],
        }
    }

    fn weighs<'a>(&self, p: &'a KindParameters) -> &'a PieceParameters {
        &p.recurrence
    }
}
