//! Takes back: members who also took marks back together. The search looks for crews among the withdrawals as it
//! does among the marks given; with T₁, T₂ … the crews found there,
//!
//! ```text
//! V = max over k of |members ∩ T_k| / |members|
//! expected = |T_k| / accounts of the log
//! ```
//!
//! METHOD: it says that they act together once more, and little of which kind: supporters who are told to take
//! back what a rival has, a supplier's accounts whose marks drop out together, people who leave in protest.

use super::{Evidence, Measured, Scene, View};
use claque_marks::parameters::{KindParameters, PieceParameters};

/// See the file's head.
pub struct TakesBack;

impl Evidence for TakesBack {
    fn piece(&self) -> &'static str {
        "takes_back"
    }

    fn measure(&self, scene: &Scene, view: &View) -> Measured {
        let columns = scene.ground.columns;
        if !columns.withdrawals_known || !columns.has_times() || view.members.is_empty() {
            return Measured::untested();
        }
        let n = view.members.len() as f64;
        let ours = |crew: &Vec<u32>| crew.iter().filter(|&&a| view.is_member.has(a)).count();
        let (most, size) =
            scene.taken.iter().map(|t| (ours(t), t.len())).max_by_key(|x| x.0).unwrap_or((0, 0));
        Measured {
            value: Some(most as f64 / n),
            expected: Some(size as f64 / columns.accounts as f64),
            noise: 0.0,
            values: vec![("members", most as f64), ("crowd", size as f64)],
        }
    }

    fn weighs<'a>(&self, p: &'a KindParameters) -> &'a PieceParameters {
        &p.takes_back
    }
}
