//! What became of the rows of a block.

use crate::error::Fault;
use crate::rejected::RejectedRow;

/// Why a row is rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// It cannot be read.
    Wrong,
    /// Its id was rounded by a spreadsheet.
    Ruined,
    /// It can be read and is no mark.
    NoMark,
}

/// A row that is rejected: which role is at fault, and what is wrong.
pub(crate) struct No(pub usize, pub Why, pub String);

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
