//! Rows in, columns out.
//!
//! [`read()`] takes files, folders or standard input in any of the known formats and returns the log as integer
//! [`Columns`](claque_marks::Columns) with the [`Names`] behind the ids, the [`Mapping`] by which it was read,
//! and a [`Ledger`] in which every row is accounted for. What it returns does not depend on the order of rows,
//! the split into files or the number of threads, but for the numbers of rows themselves.

mod action;
mod born;
pub mod budget;
mod cells;
mod dates;
mod deal;
mod error;
mod event;
mod find;
mod finish;
mod fold;
mod format;
mod guard;
mod heads;
mod ingest;
mod intern;
mod join;
mod keep;
mod key;
mod kind;
mod known;
mod ledger;
mod lists;
mod mapping;
mod names;
mod nearest;
mod nothing;
mod outcome;
mod owners;
mod plain;
mod preset;
mod read;
mod reading;
mod refuse;
mod rejected;
mod rows;
mod seen;
mod sense;
mod settings;
mod settle;
mod shape;
mod side_tables;
mod source;
mod synonyms;
mod telling;
mod time;
mod unmapped;
mod whole;
mod worded;
mod worker;

pub use dates::DateOrder;
pub use error::{Fault, FaultKind};
pub use find::AUDIT_JSON;
pub use heads::{Head, HeadColumn, heads};
pub use ledger::Ledger;
pub use mapping::{ColumnFlags, Mapped, Mapping, NAMED, SYNONYM_OF};
pub use names::Names;
pub use preset::{Format, formats};
pub use read::read;
pub use reading::{InputRecord, Log, Reading, Request, Warning};
pub use rejected::{Rejected, RejectedRow};
pub use rows::{InputRow, rows};
pub use side_tables::Sides;
pub use source::{Input, sha256, sha256_of};
pub use whole::{MAX_WHOLE_BYTES, Whole, read_whole};
pub use worded::MONTHS;
