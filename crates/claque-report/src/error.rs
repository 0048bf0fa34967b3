//! What can go wrong when results are written.

use std::path::{Path, PathBuf};

/// What sort of fault it is; the binary turns it into an exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The place that was asked for cannot be used: another has to be named, or `--force` given.
    Usage,
    /// The disk refused.
    Io,
    /// A table would not have kept its contract, or a model could not be saved: our own fault.
    Internal,
}

/// A fault of this room: what sort, where, why, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{what}{}{remedy}", .path.as_ref().map(|p| format!("{}: ", p.display())).unwrap_or_default(), if .remedy.is_empty() { "" } else { "; " })]
pub struct ReportFault {
    /// What sort of fault.
    pub kind: FaultKind,
    /// The file or folder in question.
    pub path: Option<PathBuf>,
    /// What happened.
    pub what: String,
    /// What to do about it.
    pub remedy: String,
}

impl ReportFault {
    /// What was asked for cannot be done there: what is wrong, and what to do.
    pub fn usage(path: &Path, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { kind: FaultKind::Usage, path: Some(path.to_owned()), what: what.into(), remedy: remedy.into() }
    }

    pub(crate) fn io(path: &Path, doing: &str, why: &std::io::Error) -> Self {
        Self {
            kind: FaultKind::Io,
            path: Some(path.to_owned()),
            what: format!("{doing}: {why}"),
            remedy: "free the place or name another with --out; nothing was left behind".to_owned(),
        }
    }

    pub(crate) fn internal(what: impl Into<String>) -> Self {
        Self {
            kind: FaultKind::Internal,
            path: None,
            what: what.into(),
            remedy: "this is a fault of claque: please report it".to_owned(),
        }
    }
}

/// A column or table that does not keep the contract.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableFault {
    /// The contract has no such column.
    #[error("table `{table}` has no column `{column}` in the contract")]
    Unknown {
        /// The table.
        table: &'static str,
        /// The column.
        column: String,
    },
    /// A column of the contract was not filled.
    #[error("column `{table}.{column}` was not filled")]
    Missing {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// A column was filled with values of another type.
    #[error("column `{table}.{column}` holds {wanted}, not {given}")]
    Type {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// What the contract wants.
        wanted: &'static str,
        /// What was given.
        given: &'static str,
    },
    /// A value is null where the contract forbids it.
    #[error("column `{table}.{column}` may not be null, and row {row} is")]
    Null {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row, from 0.
        row: usize,
    },
    /// A number is infinite or not a number.
    #[error("column `{table}.{column}` holds {value} in row {row}")]
    NotFinite {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row, from 0.
        row: usize,
        /// The number, printed.
        value: String,
    },
    /// A column is longer or shorter than the first.
    #[error("column `{table}.{column}` has {rows} rows where the table has {wanted}")]
    Length {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// Its rows.
        rows: usize,
        /// The table's rows.
        wanted: usize,
    },
}

impl From<TableFault> for ReportFault {
    fn from(fault: TableFault) -> Self {
        ReportFault::internal(fault.to_string())
    }
}
