//! What is asked of a reader and what it answers.

use std::path::PathBuf;

use claque_marks::Columns;

use crate::dates::DateOrder;
use crate::ledger::Ledger;
use crate::mapping::{ColumnFlags, Mapping};
use crate::names::Names;
use crate::rejected::Rejected;
use crate::side_tables::Sides;
use crate::source::Input;

/// A log, read: its columns and its names.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// The columns.
    pub columns: Columns,
    /// The names.
    pub names: Names,
}

/// What to read, and how.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The log: files, folders, standard input.
    pub inputs: Vec<Input>,
    /// A table of accounts.
    pub accounts: Option<PathBuf>,
    /// A table of pages.
    pub pages: Option<PathBuf>,
    /// Columns that the user named.
    pub columns: ColumnFlags,
    /// The delimiter of delimited texts, if it is not to be told by itself.
    pub delimiter: Option<u8>,
    /// The zone of times without an offset: `UTC`, `+07:00`, or a name such as `Asia/Phnom_Penh`.
    pub assume_tz: Option<String>,
    /// The instant from which counts are counted.
    pub time_origin: Option<String>,
    /// The shape of the source (see [`crate::formats`]), if it is not to be told by itself.
    pub format: Option<String>,
    /// The page of all rows, for a log that names none.
    pub one_page: Option<String>,
    /// The sheet of a workbook; without it its first.
    pub sheet: Option<String>,
    /// Whether the day or the month comes first in dates such as `1/2/2021`, if the column does not tell.
    pub dates: Option<DateOrder>,
    /// Whether words such as `NULL` are names of accounts and pages, and not what stands where there is none.
    pub null_names: bool,
    /// Whether the first row that cannot be read is a fault.
    pub strict: bool,
    /// The folder for copies of inputs that can be read only once (standard input, pipes); `None` keeps none.
    pub keep: Option<PathBuf>,
}

/// An input as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct InputRecord {
    /// Its name.
    pub name: String,
    /// What it is part of: `log`, `accounts` or `pages`.
    pub part: &'static str,
    /// Its format, e.g. `CSV (;), gzip`.
    pub format: String,
    /// Its size as it lies on disk.
    pub bytes: u64,
    /// The SHA-256 of these bytes.
    pub sha256: String,
    /// Its rows, as the [`Ledger`] counts them.
    pub rows: u64,
    /// The page of all its rows, where they name none: what the user said, or the file's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The file in [`Request::keep`] that holds a copy of it, if one was made.
    pub kept: Option<String>,
}

/// A plain sentence for people: something that is no fault, and that they should know.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Warning(pub String);

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A log and how it was read.
#[derive(Debug, Default)]
pub struct Reading {
    /// The log.
    pub log: Log,
    /// Which column was what.
    pub mapping: Mapping,
    /// What became of every row.
    pub ledger: Ledger,
    /// Rows that could not be read.
    pub rejected: Rejected,
    /// The inputs, side tables last.
    pub inputs: Vec<InputRecord>,
    /// What people should know.
    pub warnings: Vec<Warning>,
    /// Names and countries of accounts and pages that side tables give.
    pub sides: Sides,
}
