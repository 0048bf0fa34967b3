//! What can go wrong when a world is made or an audit is scored.

use std::io;
use std::path::Path;

/// What sort of fault it is; the binary turns it into an exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// What was asked cannot be meant: no such recipe, or a place that cannot be written to.
    Usage,
    /// A recipe, a world or an audit cannot be used.
    Unusable,
    /// The disk refused.
    Io,
}

/// A fault of this room: what sort, where, why, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{what}; {remedy}", .place.as_ref().map(|p| format!("{p}: ")).unwrap_or_default())]
pub struct WorldFault {
    /// What sort of fault.
    pub kind: FaultKind,
    /// The recipe, file or folder in question.
    pub place: Option<String>,
    /// What happened.
    pub what: String,
    /// What to do about it.
    pub remedy: String,
}

impl WorldFault {
    pub(crate) fn usage(
        place: impl Into<String>,
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        let place = Some(place.into());
        Self { kind: FaultKind::Usage, place, what: what.into(), remedy: remedy.into() }
    }

    pub(crate) fn recipe(place: &str, what: impl Into<String>) -> Self {
        Self {
            kind: FaultKind::Unusable,
            place: Some(place.to_owned()),
            what: what.into(),
            remedy: "docs/worlds.md says what a recipe may hold".to_owned(),
        }
    }

    pub(crate) fn table(path: &Path, what: impl Into<String>) -> Self {
        Self {
            kind: FaultKind::Unusable,
            place: Some(path.display().to_string()),
            what: what.into(),
            remedy: "give a folder that `claque worlds make` wrote, then one that `claque audit` wrote"
                .to_owned(),
        }
    }

    pub(crate) fn io(path: &Path, doing: &str, why: &io::Error) -> Self {
        Self {
            kind: FaultKind::Io,
            place: Some(path.display().to_string()),
            what: format!("{doing}: {why}"),
            remedy: "free the place or name another with --out; nothing was left behind".to_owned(),
        }
    }
}
