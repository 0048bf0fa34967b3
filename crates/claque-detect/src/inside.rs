//! A door for the oracle's tests only: the stages of the search by their own names, so that each can be held
//! to its plain path. Nothing that ships comes through here, and no promise is made of it.

pub use crate::activity::Activity;
pub use crate::cells::{Cells, Cut};
pub use crate::complete::Completed;
pub use crate::edges::Edge;
pub use crate::evidence::Scene;
pub use crate::faint::surges;
pub use crate::free::Free;
pub use crate::index::Index;
pub use crate::join::{Joined, Stretch, join};
pub use crate::kinds::compete;
pub use crate::late::LateMark;
pub use crate::made_together::find as made_together;
pub use crate::membership::{Candidate, of_community};
pub use crate::null_what::test as what;
pub use crate::null_when::{Both, Meetings, test as when};
pub use crate::orders::of_crew as orders;
pub use crate::overlaps::Overlap;
pub use crate::peel::{Finding, Ground, View, look};
pub use crate::search::served;
pub use crate::taste::of_overlaps as tastes;
pub use crate::timing::{Membership, membership};
pub use crate::whole::{days_of_their_own, long_lived};
pub use crate::withdrawn::taken_back;

use claque_chance::tails::CriticalTable;

/// All overlaps that activity would hardly give.
pub fn overlaps(ground: &Ground, cells: &Cells, critical: &CriticalTable) -> Vec<Overlap> {
    crate::overlaps::count(ground, cells, critical, None)
}

/// All edges of a look at a cut.
pub fn edges(ground: &Ground, view: &View, cut: &Cut) -> Vec<Edge> {
    crate::edges::find(ground, &view.cells, cut, &mut view.standing.clone())
}

/// The groups of cells by which common taste is granted.
pub fn groups(ground: &Ground, view: &View, cut: &Cut) -> Vec<Vec<u32>> {
    let held = crate::edges::untasted(ground, &view.cells, cut, &view.standing);
    let held: Vec<Overlap> = held.iter().map(|s| s.overlap()).collect();
    crate::common::groups(ground, &view.cells, &held)
}

/// A crew's membership by its followers, and its late marks.
pub fn settled(scene: &Scene, crew: &Completed) -> (Membership, Vec<LateMark>) {
    let (crew, late) = crate::search::settle(scene, crew);
    (crew.membership, late)
}

impl Cells {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
