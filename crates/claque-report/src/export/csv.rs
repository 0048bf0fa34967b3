//! A table as CSV, for spreadsheets: text that would begin a formula is escaped, so joins belong on
//! Parquet. Null is an empty cell.

use crate::filled::{Filled, Values};
use std::io::Write;

/// Writes a table.
///
/// # Errors
/// The disk refused.
pub fn write<W: Write>(filled: &Filled, to: W) -> Result<(), csv::Error> {
    let mut out = csv::Writer::from_writer(to);
    out.write_record(filled.table().columns.iter().map(|c| c.name))?;
    for row in 0..filled.rows() {
        for values in filled.columns() {
            out.write_field(cell(values, row))?;
        }
        out.write_record(None::<&[u8]>)?;
    }
    out.flush()?;
    Ok(())
}

fn cell(values: &Values, row: usize) -> String {
    let shown = match values {
        Values::Text(v) => v[row].as_deref().map(no_formula),
        Values::Count(v) => v[row].map(|n| n.to_string()),
        Values::Estimate(v) => v[row].map(|n| n.to_string()),
        Values::Instant(v) => v[row].map(|t| match jiff::Timestamp::from_microsecond(t) {
            Ok(t) => t.to_string(),
            Err(_) => t.to_string(),
        }),
        Values::Flag(v) => v[row].map(|f| f.to_string()),
    };
    shown.unwrap_or_default()
}

/// Puts an apostrophe before what a spreadsheet would read as the start of a formula. A cell also starts
/// after a quote, a semicolon or a new line where the file is opened with other settings than it was
/// written for.
pub fn no_formula(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    let mut starts = true;
    for c in text.chars() {
        if starts && matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠') {
            out.push('\'');
        }
        out.push(c);
        starts = matches!(c, '"' | ';' | '\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_escaped_and_nothing_else() {
        for (text, safe) in [
            ("=1+2", "'=1+2"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("\rx", "'\rx"),
            ("a;=1", "a;'=1"),
            ("a\"=1", "a\"'=1"),
            ("a=1;b", "a=1;b"),
            ("owner/repo", "owner/repo"),
            ("", ""),
        ] {
            assert_eq!(no_formula(text), safe);
        }
    }
}
