//! Pattern: members whose names are of one shape, beyond how common that shape is among other accounts.
//!
//! With s(p) the share of members whose names have shape p, e(p) that share among accounts that are no members and
//! marked something outside every job, and p* the shape of the greatest excess,
//!
//! ```text
//! V = (s(p*) − e(p*)) / (1 − e(p*)),   ε = √(s (1 − s) / n) / (s − e)
//! ```
//!
//! METHOD: a shape that most other accounts have says nothing of those who have it too, so then nothing is
//! tested. Names are compared as shapes in any script (the reader makes them), so a crowd of another language
//! has no shape of its own for that.

use super::{Evidence, Measured, Scene, View};
use claque_marks::NO_PATTERN;
use claque_marks::parameters::{KindParameters, PieceParameters};

/// See the file's head.
pub struct Pattern;

impl Evidence for Pattern {
    fn piece(&self) -> &'static str {
        "pattern"
    }

    fn measure(&self, scene: &Scene, view: &View) -> Measured {
        let pattern = &scene.ground.columns.pattern;
        let Some(shapes) = pattern.iter().filter(|p| **p != NO_PATTERN).max().map(|p| *p as usize + 1) else {
            return Measured::untested();
        };
        let (mut ours, mut theirs) = (vec![0f64; shapes], vec![0f64; shapes]);
        for (a, &p) in pattern.iter().enumerate().filter(|(_, p)| **p != NO_PATTERN) {
            if view.is_member.has(a as u32) {
                ours[p as usize] += 1.0;
            } else if scene.free_given[a] > 0.0 {
                theirs[p as usize] += 1.0;
            }
        }
        let (n, others) = (ours.iter().sum::<f64>(), theirs.iter().sum::<f64>());
        let values = vec![("known", n)];
        if n < f64::from(scene.p.pattern_least) || others < n {
            return Measured { values, ..Measured::untested() };
        }
        let shares = ours.iter().zip(&theirs).map(|(o, t)| (o / n, t / others));
        let (share, chance) =
            shares.max_by(|a, b| (a.0 - a.1).total_cmp(&(b.0 - b.1))).expect("there is a shape");
        if chance > scene.p.pattern_common {
            return Measured { values, ..Measured::untested() };
        }
        let excess = (share - chance).max(0.0);
        Measured {
            value: Some(excess / (1.0 - chance)),
            expected: Some(chance),
            noise: (share * (1.0 - share) / n).sqrt() / excess.max(1.0 / n),
            values: vec![("share", share), ("known", n)],
        }
    }

    fn weighs<'a>(&self, p: &'a KindParameters) -> &'a PieceParameters {
        &p.pattern
    }
}
