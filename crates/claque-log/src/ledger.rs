//! No row vanishes: what became of every row that came in.

use serde::Serialize;

/// What became of the rows. A row is a record of an input that is not its header: a line of a delimited
/// file (with the newlines inside its quoted fields), a line of NDJSON, a row of Parquet. Blank lines count
/// as rows; lines that a stray quote would have joined count one by one.
///
/// `lines_in = used + repeats + blank + rejected`, always: see [`Ledger::holds`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Ledger {
    /// Rows that came in, over all inputs of the log.
    pub lines_in: u64,
    /// Rows that changed a mark: gave it, took it back, gave it again, or took back what was given before
    /// the log.
    pub used: u64,
    /// Rows that said what was already so.
    pub repeats: u64,
    /// Blank lines.
    pub blank: u64,
    /// Rows that could not be read or are no marks, each with its reason.
    pub rejected: u64,
    /// Of the rejected, rows that can be read and are no marks: other events of the source, and withdrawals that
    /// name no page and whose gift is not in the log.
    pub no_marks: u64,
    /// Marks: keys (account, page, verb) given at least once.
    pub marks: u64,
    /// Of these, marks whose last event took them back.
    pub withdrawals: u64,
    /// Withdrawals of what was given before the log.
    pub orphan_withdrawals: u64,
    /// Where the source never reports withdrawals: gifts of a mark already given, each of which implies a
    /// withdrawal that nobody saw. `None` where the source could have reported them.
    pub unseen_withdrawals: Option<u64>,
}

impl Ledger {
    /// Whether every row that came in is accounted for.
    pub fn holds(&self) -> bool {
        self.lines_in == self.used + self.repeats + self.blank + self.rejected
    }
}
