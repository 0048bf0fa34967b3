//! Where an audit comes from: what the binary hands over of the reading, in this room's own words.

use serde::{Deserialize, Serialize};

/// One input file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// What it is: `events`, `accounts` or `pages`.
    pub role: String,
    /// The name that the user gave.
    pub name: String,
    /// Format and packing.
    pub format: String,
    /// Size as read from the disk.
    pub bytes: u64,
    /// SHA-256 of these bytes, hexadecimal.
    pub sha256: String,
    /// Rows in it.
    pub rows: u64,
    /// The file of the folder that holds a copy, where the input could be read only once (a pipe).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<String>,
}

/// Something that was asked for and that decides how the log is read or searched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// Its name, as in a settings file: `columns.account`, `search.seed`, `parameters.search.min_cell`.
    pub name: String,
    /// Its value, as text.
    pub value: String,
    /// Who asked: `flag`, `file` or `default`.
    pub from: String,
}

/// The settings file that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsFile {
    /// Its name.
    pub name: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
}

/// Every row of the log, as a sum: `lines_in` = used + repeats + blank + rejected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// Rows in.
    pub lines_in: u64,
    /// Rows used.
    pub used: u64,
    /// Rows that say again what an earlier row said.
    pub repeats: u64,
    /// Empty rows.
    pub blank: u64,
    /// Rows rejected.
    pub rejected: u64,
    /// Marks that the used rows make.
    pub marks: u64,
    /// Of these, taken back.
    pub withdrawals: u64,
    /// Withdrawals whose gift lies before the log.
    pub orphan_withdrawals: u64,
    /// Repeats that betray withdrawals which the source does not report, where that is known.
    pub unseen_withdrawals: Option<u64>,
}

/// A rejected row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectedRow {
    /// In which input.
    pub file: String,
    /// On which line.
    pub line: u64,
    /// In which column, where one is to blame.
    pub column: Option<String>,
    /// Why.
    pub reason: String,
    /// The row itself, behind the gate: it can hold an account's name.
    pub content: Option<String>,
}

/// Which column of the log is what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapped {
    /// What it is: `account`, `page`, `time` …
    pub role: String,
    /// The column's name in the log.
    pub column: String,
    /// Why it was taken for that.
    pub why: String,
    /// Values in it; those that name accounts keep only their shape unless `--reveal` was asked.
    pub samples: Vec<String>,
    /// Different values in it.
    pub distinct: u64,
}

/// All that the binary hands over of the reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// What the audit is called: the input's name, for the head of the report.
    pub title: String,
    /// Inputs, in the order read.
    pub inputs: Vec<Input>,
    /// The row ledger.
    pub ledger: Ledger,
    /// The first rejected rows.
    pub rejected: Vec<RejectedRow>,
    /// Which column is what.
    pub mapping: Vec<Mapped>,
    /// How times were read, for people.
    pub time_format: Option<String>,
    /// What the reader warned of.
    pub warnings: Vec<String>,
    /// What was asked for, and by whom: a flag wins over the settings file, that over the default.
    pub settings: Vec<Setting>,
    /// The settings file, where one was read.
    pub settings_file: Option<SettingsFile>,
}

/// A file of the output folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// Its name in the folder.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
}

/// The block of `audit.json` that depends on how the log lay on the disk; all outside it does not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvenanceBlock {
    /// What the audit is called.
    pub title: String,
    /// Inputs, in the order read.
    pub inputs: Vec<Input>,
    /// The row ledger.
    pub ledger: Ledger,
    /// The first rejected rows, at most [`REJECTED_MOST`]; all stand in `rejected.csv`.
    pub rejected: Vec<RejectedRow>,
    /// Which column is what, and why.
    pub mapping: Vec<Mapped>,
    /// How times were read.
    pub time_format: Option<String>,
    /// What the reader warned of.
    pub warnings: Vec<String>,
    /// What was asked for, and by whom: a flag wins over the settings file, that over the default.
    pub settings: Vec<Setting>,
    /// The settings file, where one was read.
    pub settings_file: Option<SettingsFile>,
    /// Every file of the folder but `audit.json`, as written. `report.html`, the last, is rendered from this file
    /// without its own entry.
    pub outputs: Vec<Output>,
}

/// Most rejected rows that are shown.
pub const REJECTED_MOST: usize = 10;
