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
pub const RATIO_FREE_BYTES: u64 = 16 << 20;

/// Rows of a Parquet file for every byte of it, beyond [`FREE_ROWS`]. A row of two columns of which each holds one
/// value in all rows costs next to nothing, but no log is made of such rows: who marked takes more than a bit.
pub const MAX_ROWS_PER_BYTE: u64 = 10;

/// Rows of a Parquet file before [`MAX_ROWS_PER_BYTE`] is asked.
pub const FREE_ROWS: u64 = 1 << 20;

/// Unpacked bytes of a workbook, all its parts together.
pub const MAX_BOOK_BYTES: u64 = 1 << 30;

/// Unpacked bytes of a workbook for every packed one, beyond [`RATIO_FREE_BYTES`]. Sheets of a log stay below 20.
pub const MAX_BOOK_RATIO: u64 = 100;

/// Parts of a workbook.
pub const MAX_BOOK_PARTS: usize = 10_000;

/// XML tags of a workbook beside those of its rows: texts that cells share, which have four each, and styles.
pub const MAX_BOOK_TAGS: usize = 16 << 20;

/// Depth of elements within a sheet.
pub const MAX_SHEET_DEPTH: usize = 64;

/// Bytes of unpacked text that are looked at to tell format, delimiter and columns.
pub const HEAD_BYTES: usize = 256 << 10;

/// Records of the head that are looked at.
pub const HEAD_RECORDS: usize = 1_000;
/// Cells of a sheet that are looked at for samples: twenty thousand columns of a few bytes repeat as fast as one.
pub const HEAD_CELLS: usize = 1 << 18;

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

/// Rejected rows of a log of which more than nine in ten are rejected: it is none, and each would be told.
pub const MAX_WRONG: u64 = 5_000_000;

/// Reasons for rows that are no marks, told apart.
pub const MAX_REASONS: usize = 100;

/// Rows below which no mapping is called senseless by its counts.
pub const SENSE_MIN_ROWS: u64 = 50;

/// The limits that a user may meet, for people: what, and how much.
pub fn told() -> Vec<(&'static str, String)> {
    let mib = |bytes: u64| format!("{} MiB", bytes >> 20);
    vec![
        ("a record (a line, or the lines of one quoted record)", mib(MAX_RECORD_BYTES as u64)),
        ("lines of one quoted record", MAX_QUOTED_LINES.to_string()),
        ("a name", format!("{} KiB", MAX_NAME_BYTES >> 10)),
        ("columns", MAX_COLUMNS.to_string()),
        ("depth of nested JSON objects that is looked into", MAX_DEPTH.to_string()),
        ("rows of a log", MAX_ROWS.to_string()),
        ("kinds of mark", MAX_VERBS.to_string()),
        (
            "unpacked bytes for every packed one (gzip, zstd, Parquet)",
            format!("{MAX_RATIO}, beyond {}", mib(RATIO_FREE_BYTES)),
        ),
        (
            "rows of a Parquet file for every byte of it",
            format!("{MAX_ROWS_PER_BYTE}, beyond {FREE_ROWS} rows"),
        ),
        ("unpacked bytes of a workbook", mib(MAX_BOOK_BYTES)),
        (
            "unpacked bytes of a workbook for every packed one",
            format!("{MAX_BOOK_RATIO}, beyond {}", mib(RATIO_FREE_BYTES)),
        ),
        ("parts of a workbook", MAX_BOOK_PARTS.to_string()),
        ("XML tags of a workbook beside its rows (a shared text has four)", MAX_BOOK_TAGS.to_string()),
        ("rejected rows of a log of which more than nine in ten are rejected", MAX_WRONG.to_string()),
        ("ids ruined by a spreadsheet that are rejected one by one", MAX_RUINED_IDS.to_string()),
    ]
}
