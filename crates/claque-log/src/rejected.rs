//! Rows that could not be read: counted, the first ones shown, all of them written.
//!
//! They are spooled to an unnamed temporary file, so that a log of nothing but bad rows costs no memory.

use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};

use crate::budget::{MAX_CONTENT_BYTES, SHOWN_REJECTED};
use crate::error::Fault;

/// The header of the table of rejected rows.
const HEADER: &str = "file,line,column,reason,content\n";

/// A row that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedRow {
    /// The input it stands in.
    pub file: String,
    /// Its line in there (for Parquet its row), from 1, headers counted.
    pub line: u64,
    /// The column at fault, where one is.
    pub column: Option<String>,
    /// Why.
    pub reason: String,
    /// What stands there, cut after some thousand bytes.
    pub content: String,
}

/// All rows that could not be read.
#[derive(Debug, Default)]
pub struct Rejected {
    /// The first ones, in the order in which they were met; rows that can be read and are no marks come last.
    pub first: Vec<RejectedRow>,
    /// How many of the first ones cannot be read.
    wrong: usize,
    count: u64,
    spool: Option<BufWriter<File>>,
}

impl Rejected {
    /// How many.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Adds one.
    pub(crate) fn push(&mut self, row: RejectedRow, no_mark: bool) -> Result<(), Fault> {
        let spooled = |e: io::Error| Fault::io("cannot keep rejected rows in a temporary file", &e);
        if self.spool.is_none() {
            self.spool = Some(BufWriter::new(tempfile::tempfile().map_err(spooled)?));
        }
        if let Some(spool) = &mut self.spool {
            write_row(spool, &row).map_err(spooled)?;
        }
        self.count += 1;
        // What cannot be read is shown before what is no mark.
        let place = if no_mark { self.first.len() } else { self.wrong };
        if place < SHOWN_REJECTED {
            self.first.insert(place, row);
            self.first.truncate(SHOWN_REJECTED);
            self.wrong += usize::from(!no_mark);
        }
        Ok(())
    }

    /// Everything is in: what is still in memory goes to the temporary file.
    pub(crate) fn close(&mut self) -> Result<(), Fault> {
        if let Some(spool) = &mut self.spool {
            spool.flush().map_err(|e| Fault::io("cannot keep rejected rows in a temporary file", &e))?;
        }
        Ok(())
    }

    /// Writes all of them as a table with the header `file,line,column,reason,content`.
    ///
    /// # Errors
    /// What reading the temporary file or writing yields.
    pub fn write_csv(&self, to: &mut dyn Write) -> io::Result<()> {
        to.write_all(HEADER.as_bytes())?;
        if let Some(spool) = &self.spool {
            let mut file = spool.get_ref();
            file.seek(SeekFrom::Start(0))?;
            io::copy(&mut file, to)?;
        }
        Ok(())
    }
}

/// What stands in a row, as text and cut to what is kept.
pub(crate) fn shown(content: &[u8]) -> String {
    if content.len() <= MAX_CONTENT_BYTES {
        return String::from_utf8_lossy(content).into_owned();
    }
    let mut text = String::from_utf8_lossy(&content[..MAX_CONTENT_BYTES]).into_owned();
    text.push_str(&format!(" … ({} bytes in all)", content.len()));
    text
}

fn write_row(to: &mut impl Write, row: &RejectedRow) -> io::Result<()> {
    write_field(to, &row.file)?;
    write!(to, ",{},", row.line)?;
    write_field(to, row.column.as_deref().unwrap_or(""))?;
    to.write_all(b",")?;
    write_field(to, &row.reason)?;
    to.write_all(b",")?;
    write_field(to, &row.content)?;
    to.write_all(b"\n")
}

/// A field, quoted where it must be. A spreadsheet would run a field that begins like a formula, so that
/// one gets an apostrophe.
fn write_field(to: &mut impl Write, text: &str) -> io::Result<()> {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let mark = if formula { "'" } else { "" };
    if text.contains(['"', ',', '\n', '\r', ';', '\t']) {
        write!(to, "\"{mark}{}\"", text.replace('"', "\"\""))
    } else {
        write!(to, "{mark}{text}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_written_and_ten_are_shown() {
        let mut rejected = Rejected::default();
        for line in 0..25 {
            let content = if line == 3 { "=1+2,\"x\"".to_owned() } else { format!("row {line}") };
            let row =
                RejectedRow { file: "a.csv".into(), line, column: None, reason: "no reason".into(), content };
            rejected.push(row, false).unwrap();
        }
        rejected.close().unwrap();
        let mut out = Vec::new();
        rejected.write_csv(&mut out).unwrap();
        let again = String::from_utf8(out).unwrap();
        assert_eq!(again.lines().count(), 26);
        assert_eq!(again.lines().nth(4).unwrap(), "a.csv,3,,no reason,\"'=1+2,\"\"x\"\"\"");
        assert_eq!((rejected.first.len(), rejected.count()), (10, 25));
        let mut twice = Vec::new();
        rejected.write_csv(&mut twice).unwrap();
        assert_eq!(again.as_bytes(), twice, "writing twice gives the same");
    }

    #[test]
    fn long_content_is_cut_and_says_so() {
        let text = shown(&vec![b'x'; 1_000_000]);
        assert!(text.len() < 5_000 && text.ends_with("(1000000 bytes in all)"));
    }
}
