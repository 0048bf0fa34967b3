//! How a long computation says where it is. Libraries tell a [`Watch`]; only the binary owns a terminal.

/// Someone who wants to know how far a stage is.
pub trait Watch: Sync {
    /// `done` of `total` steps of a stage are finished. May be called from any thread.
    fn progress(&self, stage: &'static str, done: usize, total: usize);

    /// A stage begins, and with it the one before ends: for whoever asks what each of them costs. Called by
    /// the one thread that walks from stage to stage.
    fn begins(&self, _stage: &'static str) {}
}

/// Nobody watches.
pub struct Silent;

impl Watch for Silent {
    fn progress(&self, _: &'static str, _: usize, _: usize) {}
}
