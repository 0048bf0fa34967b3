//! How a long computation says where it is. Libraries tell a [`Watch`]; only the binary owns a terminal.

/// Someone who wants to know how far a stage is.
pub trait Watch: Sync {
    /// `done` of `total` steps of a stage are finished. May be called from any thread.
    fn progress(&self, stage: &'static str, done: usize, total: usize);
}

/// Nobody watches.
pub struct Silent;

impl Watch for Silent {
    fn progress(&self, _: &'static str, _: usize, _: usize) {}
}
