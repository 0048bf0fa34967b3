//! Breadth: over how many owners the crew's pages spread, against pages drawn at random from the log.
//!
//! ```text
//! B = owners / Σ_o (1 − (1 − s_o)ⁿ)
//! ```
//!
//! with n the crew's pages and s_o an owner's share of all pages. A supplier takes customers as they come;
//! fans keep to a few authors. Related pages have few owners whoever marks them, so that of these breadth says little more than coherence did already.
//! Where nobody says whose the pages are, nothing is tested: each page counts as an owner
//! then, and all pages of one author would look like many customers.

use super::{Evidence, Measured, Scene, View, batches};
use claque_marks::parameters::{KindParameters, PieceParameters};

/// See the file's head.
pub struct Breadth;

/// Name of the largest share of a crew's marks on one owner's pages, among the numbers that breadth gives.
pub(super) const FIRST_OWNER: &str = "first_owner";

impl Evidence for Breadth {
    fn piece(&self) -> &'static str {
        "breadth"
    }

    fn measure(&self, scene: &Scene, view: &View) -> Measured {
        let n = view.pages.len();
        let Some((owners, expected)) = owners(scene, view).filter(|_| !view.is_the_public(scene)) else {
            return Measured::untested();
        };
        Measured {
            value: Some(owners / expected),
            expected: Some(1.0),
            noise: 0.0,
            values: vec![
                ("owners", owners),
                ("pages", n as f64),
                ("by_chance", expected),
                (FIRST_OWNER, batches::share_of_first_owner(scene, view).unwrap_or(0.0)),
            ],
        }
    }

    fn weighs<'a>(&self, p: &'a KindParameters) -> &'a PieceParameters {
        &p.breadth
    }

    fn weighs_related<'a>(&self, p: &'a KindParameters) -> &'a PieceParameters {
        &p.breadth_related
    }
}

/// Owners of a crew's pages, and of as many pages drawn at random, at least 1; `None` where this cannot be asked.
pub fn owners(scene: &Scene, view: &View) -> Option<(f64, f64)> {
    let n = view.pages.len();
    if n < 2 || !scene.ground.columns.owners_known {
        return None;
    }
    let all = scene.ground.columns.pages() as f64;
    // Σ_o 1 − (1 − s_o)ⁿ
    let by_pages = scene.owners_by_pages.iter();
    let expected: f64 = by_pages
        .map(|&(k, owners)| f64::from(owners) * (1.0 - (1.0 - f64::from(k) / all).powi(n as i32)))
        .sum();
    Some((view.owners.len() as f64, expected.max(1.0)))
}
