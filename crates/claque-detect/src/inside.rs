//! A door for the oracle's tests only: the stages of the search by their own names, so that each can be held
//! to its plain path. Nothing that ships comes through here, and no promise is made of it.

pub use crate::activity::Activity;
pub use crate::cells::{Cells, Cut};
pub use crate::edges::{Edge, find as edges};
pub use crate::index::Index;
pub use crate::join::Stretch;
pub use crate::membership::{Candidate, of_community};
pub use crate::null_what::test as what;
pub use crate::null_when::{Both, both, test as when};
pub use crate::overlaps::{Overlap, count as overlaps};
pub use crate::peel::Ground;
pub use crate::taste::of_overlaps as tastes;
pub use crate::timing::{Membership, membership};

impl Cells {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
