//! What became of the rows of a block.

use crate::cells::NoName;
use crate::error::Fault;
use crate::mapping::LOG;
use crate::rejected::RejectedRow;

/// Why a row is rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// It cannot be read.
    Wrong,
    /// It cannot be read, since it has no name in this role.
    Nameless(usize),
    /// Its id was rounded by a spreadsheet.
    Ruined,
    /// It can be read and is no mark.
    NoMark,
}

/// A row that is rejected: which role is at fault, and what is wrong.
pub(crate) struct No(pub usize, pub Why, pub String);

impl No {
    /// A name that is none; `empty` says of a row without one why it is no mark, where it is not wrong.
    pub fn name(role: usize, why: NoName, empty: Option<&str>) -> Self {
        match (why, empty) {
            (NoName::Empty, Some(reason)) => No(role, Why::NoMark, reason.to_owned()),
            (NoName::Empty, None) => No(role, Why::Nameless(role), why.reason(LOG[role].name)),
            (NoName::Ruined, _) => No(role, Why::Ruined, why.reason(LOG[role].name)),
            _ => No(role, Why::Wrong, why.reason(LOG[role].name)),
        }
    }
}

/// What became of the rows of a block.
#[derive(Default)]
pub(crate) struct Outcome {
    pub rows: u64,
    pub blank: u64,
    pub rejected: Vec<(Why, RejectedRow)>,
    pub undecided: Vec<RejectedRow>,
    pub fault: Option<Fault>,
    /// Why the input breaks off behind this block.
    pub broken: Option<std::io::Error>,
}
