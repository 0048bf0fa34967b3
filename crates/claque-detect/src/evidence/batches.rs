//! Batches: members of a crew that serves one owner, made together within minutes, and more than once.
//!
//! An owner may call his followers to a platform, and they sign up within hours; a class or a workplace does within
//! minutes, once. Whoever makes accounts makes them by dozens within minutes, then none for a while, then more.
//! So where one owner has more than a share of a crew's marks, not [`super::creation`] is asked but this. A member
//! is *in a batch* if at least b other members were made within h of it, and they are at least a share s of those made
//! within H of it:
//!
//! ```text
//! P(X ≥ b),  X ~ Poisson((n − 1) · share of other accounts made within h of it)
//! V = (share in a batch − mean of P) / (1 − mean of P), at least 0
//! ```
//!
//! Nothing is tested where fewer than a share of those in batches are in others than the largest: made in one go
//! they may have been either way.

use super::creation::{Made, beyond};
use super::{Evidence, Measured, Scene, View};
use claque_marks::Micros;
use claque_marks::parameters::{KindParameters, PieceParameters};
use claque_marks::window::HOUR;

/// See the file's head.
pub struct Batches;

impl Evidence for Batches {
    fn piece(&self) -> &'static str {
        "batches"
    }

    fn measure(&self, scene: &Scene, view: &View) -> Measured {
        if !serves_one_owner(scene, view) {
            return Measured::untested();
        }
        let search = scene.ground.p;
        let micros = |hours: f64| (hours * HOUR as f64) as Micros;
        let (reach, apart) = (micros(search.batch_reach), micros(search.batch_apart));
        let b = scene.p.bunch_size as usize;
        let Some(made) = Made::of(scene, view) else { return Measured::untested() };
        let near = |c: Micros, h: Micros| made.of_ours(c, h) - 1;
        let tight = |c: &Micros| {
            near(*c, reach) >= b && near(*c, reach) as f64 >= search.batch_share * near(*c, apart) as f64
        };
        let of_batch: Vec<Micros> = made.ours().iter().copied().filter(tight).collect();
        let batches = || of_batch.chunk_by(|a, b| b - a <= apart);
        let largest = batches().map(<[Micros]>::len).max().unwrap_or(0);
        let named = ("batches", batches().count() as f64);
        let others = (of_batch.len() - largest) as f64;
        if largest > 0 && others < scene.p.batch_others * of_batch.len() as f64 {
            return Measured { values: vec![named], ..Measured::untested() };
        }
        let mut measured = beyond(&made, reach, b, of_batch.len());
        measured.values.push(named);
        measured
    }

    fn weighs<'a>(&self, p: &'a KindParameters) -> &'a PieceParameters {
        &p.batches
    }
}

/// Whether one owner has more than a share of the crew's marks; `false` where owners are not known.
pub fn serves_one_owner(scene: &Scene, view: &View) -> bool {
    share_of_first_owner(scene, view).is_some_and(|share| share > scene.p.one_owner)
}

/// The largest share of the crew's marks that lies on one owner's pages; `None` where owners are not known.
pub fn share_of_first_owner(scene: &Scene, view: &View) -> Option<f64> {
    *view.first_owner.get_or_init(|| {
        let (columns, index) = (scene.ground.columns, scene.ground.index);
        if !columns.owners_known {
            return None;
        }
        let mut owners: Vec<u32> =
            view.marks.iter().map(|&m| index.owner[index.target[m as usize] as usize]).collect();
        owners.sort_unstable();
        let most = owners.chunk_by(|a, b| a == b).map(<[u32]>::len).max().unwrap_or(0);
        Some(most as f64 / owners.len().max(1) as f64)
    })
}
