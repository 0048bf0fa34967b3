//! Rows of the inputs by number: where they stand, and what stands there. A second pass over inputs that were
//! read before, for the rows behind a figure.

use crate::cells;
use crate::error::Fault;
use crate::find;
use crate::format::{self, Row, Sink};
use crate::read;
use crate::reading::Request;

/// A row of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputRow {
    /// Its number, counted from 1 over all inputs in the order read.
    pub row: u64,
    /// The input that it stands in.
    pub file: String,
    /// Its line there (of Parquet: its row), from 1, headers counted.
    pub line: u64,
    /// What stands there: the line itself, or the cells that are used where the format has no lines.
    pub text: String,
}

/// Reads the inputs of a log again and gives the rows with these numbers, which must rise, in their order.
///
/// # Errors
/// As [`crate::read()`], for inputs that changed since.
pub fn rows(
    request: &Request,
    wanted: &[u64],
    each: &mut dyn FnMut(InputRow) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let sources = find::find(&request.inputs, &[], &mut Vec::new())?;
    let asked = read::asked_format(request)?;
    let mut picker = Picker { wanted, at: 0, row: 0, before: 0, file: String::new(), each };
    for source in &sources {
        let prepared = match read::prepare(source, request, asked, None) {
            Ok(prepared) => prepared,
            // A file of a folder that is no log was passed over when the log was read.
            Err(_) if source.found => continue,
            Err(fault) => return Err(fault),
        };
        source.name.clone_into(&mut picker.file);
        picker.before = picker.row;
        let blocks = prepared.table.blocks(&prepared.chosen.wanted).map_err(|f| f.in_file(&source.name))?;
        let all = format::all(blocks.as_ref(), &mut picker);
        all.map_err(|stop| stop.fault(picker.row - picker.before).in_file(&source.name))?;
    }
    Ok(())
}

/// Counts rows as the ledger does, and keeps those that are wanted.
struct Picker<'a> {
    wanted: &'a [u64],
    at: usize,
    row: u64,
    /// Rows of the inputs before.
    before: u64,
    file: String,
    each: &'a mut dyn FnMut(InputRow) -> Result<(), Fault>,
}

impl Picker<'_> {
    fn came(&mut self, line: u64, text: impl FnOnce() -> String) -> Result<(), Fault> {
        self.row += 1;
        if self.wanted.get(self.at) != Some(&self.row) {
            return Ok(());
        }
        self.at += 1;
        (self.each)(InputRow { row: self.row, file: self.file.clone(), line, text: text() })
    }
}

impl Sink for Picker<'_> {
    fn row(&mut self, row: &Row<'_>) -> Result<(), Fault> {
        self.came(row.line, || match row.raw {
            Some(raw) => String::from_utf8_lossy(raw).trim_end_matches(['\r', '\n']).to_owned(),
            None => cells::shown(row.cells),
        })
    }

    fn bad(&mut self, line: u64, _: &str, content: &[u8]) -> Result<(), Fault> {
        self.came(line, || String::from_utf8_lossy(content).into_owned())
    }

    fn blank(&mut self, lines: u64) -> Result<(), Fault> {
        // No blank line is ever wanted; the one that is asked for by its number would be told as it is.
        let last = self.row + lines;
        while self.wanted.get(self.at).is_some_and(|row| *row <= last) {
            self.row = self.wanted[self.at] - 1;
            self.came(0, String::new)?;
        }
        self.row = last;
        Ok(())
    }
}
