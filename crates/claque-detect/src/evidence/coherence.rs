//! Coherence: how strongly accounts *outside* every crew share the crew's owners, against chance.
//!
//! For each owner o of the crew, over marks outside every job by accounts outside the crew,
//!
//! ```text
//! C_o = (Σ_a n_ao Σ_{o′≠o} n_ao′ + 1) / (Σ_{o′≠o} n_o n_o′ f + 1),   f = Σ d²/(Σ d)²
//! ```
//!
//! and the median over owners. Its standard error, with k_a the pairs of marks that outsider a gave to two owners:
//!
//! ```text
//! ε = √(Σ k_a² + 1) / (max(Σ k_a, Σ C's chance) + 1)
//! ```
//!
//! 1 = the pages have nothing to do with each other. Activity is not capped
//! here: f is then just what a random pair of the log's owners has, so that 1 means the same in every log.

use super::{Evidence, Measured, Scene, View};
use crate::order::median;
use claque_marks::parameters::{KindParameters, PieceParameters};

/// See the file's head.
pub struct Coherence;

/// Coherence of a crew; untested where outsiders are too few.
pub(super) fn of(scene: &Scene, view: &View) -> Measured {
    let n = view.owners.len();
    if n < scene.p.coherence_owners as usize {
        return Measured::untested();
    }
    let (mut shared, mut total, mut squares) = (vec![0f64; n], vec![0f64; n], 0f64);
    for o in &view.outside {
        let all = o.on.len() as f64;
        let mut pairs = 0.0;
        for run in o.on.chunk_by(|a, b| a == b) {
            let k = run.len() as f64;
            shared[run[0] as usize] += k * (all - k);
            total[run[0] as usize] += k;
            pairs += k * (all - k);
        }
        squares += pairs * pairs;
    }
    let sum: f64 = total.iter().sum();
    let chance: Vec<f64> = total.iter().map(|n| n * (sum - n) * view.chance).collect();
    let values = vec![("owners", n as f64), ("outsiders", view.outside.len() as f64)];
    let by_chance: f64 = chance.iter().sum();
    if by_chance < scene.p.coherence_least {
        return Measured { values, ..Measured::untested() };
    }
    let noise = (squares + 1.0).sqrt() / (shared.iter().sum::<f64>().max(by_chance) + 1.0);
    let each = shared.iter().zip(&chance).map(|(g, e)| (g + 1.0) / (e + 1.0)).collect();
    Measured { value: median(each), expected: Some(1.0), noise, values }
}

impl Evidence for Coherence {
    fn piece(&self) -> &'static str {
        "coherence"
    }

    fn measure(&self, scene: &Scene, view: &View) -> Measured {
        of(scene, view)
    }

    fn weighs<'a>(&self, p: &'a KindParameters) -> &'a PieceParameters {
        &p.coherence
    }
}
