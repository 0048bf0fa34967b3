//! What a reader is willing to spend on an input, each limit once. A log that needs more is refused with
//! the limit's name and never read half.

/// Longest record (a line, or the lines of one quoted record) in bytes: longer ones are rejected rows.
pub const MAX_RECORD_BYTES: usize = 16 << 20;

/// Longest name of an account, page, owner, verb or country in bytes. Addresses of posts stay below 2,000.
pub const MAX_NAME_BYTES: usize = 64 << 10;

/// Lines that a quoted field may span. Beyond it a stray quote is likelier than a text with so many lines.
pub const MAX_QUOTED_LINES: usize = 100;

/// Columns of a table.
pub const MAX_COLUMNS: usize = 20_000;

/// Depth of nested objects that is looked into for columns.
pub const MAX_DEPTH: usize = 12;

/// Unpacked bytes for every packed one. Gzip reaches 1,030 and zstd 32,500 on bombs; logs stay below 50.
pub const MAX_RATIO: u64 = 500;

/// Unpacked bytes before the ratio is asked, so that small files may be as repetitive as they like.
pub const RATIO_FREE_BYTES: u64 = 64 << 20;

/// Bytes of unpacked text that are looked at to tell format, delimiter and columns.
pub const HEAD_BYTES: usize = 256 << 10;

/// Records of the head that are looked at.
pub const HEAD_RECORDS: usize = 1_000;

/// Rows of a log over all inputs: ids fit 32 bits and the row number 47.
pub const MAX_ROWS: u64 = u32::MAX as u64;

/// Kinds of mark: the id of a verb is kept in 16 bits while reading.
pub const MAX_VERBS: usize = 1 << 16;

/// Bytes of a rejected row's content that are kept.
pub const MAX_CONTENT_BYTES: usize = 4_096;

/// Rejected rows that are shown.
pub const SHOWN_REJECTED: usize = 10;

/// Rows whose time may be a count from 0 or a wrong date, kept until the whole column tells which.
pub const MAX_UNDECIDED: usize = 10_000;

/// Ids ruined by a spreadsheet that are rejected row by row; beyond it the whole log is refused, because
/// what looks whole may be ruined too.
pub const MAX_RUINED_IDS: u64 = 5;

/// Rows below which no mapping is called senseless by its counts.
pub const SENSE_MIN_ROWS: u64 = 50;
