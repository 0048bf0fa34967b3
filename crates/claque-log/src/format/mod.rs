//! Input shapes, one file each, all behind [`Table`]. A new shape is a new file and a line in [`open`].

mod answers;
mod claims;
mod csv;
mod described;
mod fields;
mod foreign;
mod json_list;
mod lines;
mod ndjson;
mod ods;
mod pages;
mod parquet;
mod parts;
mod sheet;
mod through;
mod utf16;
mod values;
mod xlsx;

pub(crate) use csv::{BREAK, OPENS, TORN};
pub(crate) use values::{Values, Word, uuid};

use claque_marks::Micros;
use std::ops::Range;

use crate::error::Fault;
use crate::source::{Opened, Source, broken_off};

/// A column as the head of the input shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Column {
    pub name: String,
    /// Its first values that are not empty, at most three.
    pub samples: Vec<String>,
}

impl Column {
    fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), samples: Vec::new() }
    }

    fn sample(&mut self, value: &str) {
        if self.samples.len() < 3 && !value.is_empty() && !self.samples.iter().any(|s| s == value) {
            self.samples.push(value.to_owned());
        }
    }
}

/// One value, still in the form in which the input holds it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Cell<'a> {
    /// Nothing stands there.
    Missing,
    /// Text as it stands, perhaps not UTF-8.
    Text(&'a [u8]),
    /// A word of the column's dictionary (see [`Sink::words`]), and its place there.
    Word(Word<'a>),
    /// A number as JSON spells it.
    Number(&'a [u8]),
    Int(i64),
    Uint(u64),
    /// A whole number of more digits than these hold.
    Wide(&'a i128),
    /// The bytes of a UUID.
    Uuid(&'a [u8]),
    Float(f64),
    Bool(bool),
    /// A timestamp, and whether it is an instant (or a local time without an offset).
    Time(Micros, bool),
    /// Midnight of a day, local.
    Day(Micros),
    /// Something that is no single value, and what.
    Unfit(&'static str),
}

/// A row: the cells that were asked for, in the order in which they were asked for.
pub(crate) struct Row<'a> {
    /// Line of the input (of Parquet: row), from 1, headers counted.
    pub line: u64,
    pub cells: &'a [Cell<'a>],
    /// What stands there, where the format has it as text.
    pub raw: Option<&'a [u8]>,
}

/// Who takes the rows of a table. A fault from it ends the reading.
pub(crate) trait Sink {
    /// A row.
    fn row(&mut self, row: &Row<'_>) -> Result<(), Fault>;
    /// A line that is no row.
    fn bad(&mut self, line: u64, reason: &str, content: &[u8]) -> Result<(), Fault>;
    /// So many blank lines.
    fn blank(&mut self, lines: u64) -> Result<(), Fault>;
    /// From here on, the words of this role are those of another dictionary, of so many words.
    fn words(&mut self, role: usize, len: usize) {
        let _ = (role, len);
    }
    /// Rows of columns by role, if they can be taken together; if not, nothing has happened and they come one by one.
    fn together(&mut self, columns: &[Option<Values<'_>>], rows: Range<usize>) -> Result<bool, Fault> {
        let _ = (columns, rows);
        Ok(false)
    }
}

/// Rows that are told apart together, on one thread.
pub(crate) enum Block {
    /// Whole lines, the first of which has this number.
    Lines { bytes: Vec<u8>, first: u64 },
    /// A line beyond the budget: its number and its first bytes.
    TooLong { line: u64, kept: Vec<u8> },
    /// Rows of a row group: those behind `skip`, the first of which has this number in the file.
    Group { group: usize, skip: u64, rows: u64, first: u64 },
    /// All rows of a table that one thread reads.
    Whole,
}

/// Why no further block comes.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The input breaks off.
    Broken(std::io::Error),
    Fault(Fault),
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Stop::Broken(error)
    }
}

/// The rows of a table in blocks, so that several threads can tell them apart.
pub(crate) trait Blocks: Sync {
    /// The next block; none at the end.
    fn next(&self) -> Result<Option<Block>, Stop>;
    /// Hands the rows of a block on, in their order.
    fn rows(&self, block: Block, sink: &mut dyn Sink) -> Result<(), Fault>;
    /// What is left to do beside the rows, once: bytes that were not read from front to back are hashed.
    fn beside(&self) -> Result<(), Fault> {
        Ok(())
    }
}

impl Stop {
    /// As a fault, for an input of which so many rows were read.
    pub fn fault(self, rows: u64) -> Fault {
        match self {
            Stop::Broken(error) => broken_off(&error, rows),
            Stop::Fault(fault) => fault,
        }
    }
}

/// Hands all rows of a table on, one block after the other.
pub(crate) fn all(blocks: &dyn Blocks, sink: &mut dyn Sink) -> Result<(), Stop> {
    while let Some(block) = blocks.next()? {
        blocks.rows(block, sink).map_err(Stop::Fault)?;
    }
    Ok(())
}

/// A table of some shape, opened: its columns are known, its rows not yet read.
pub(crate) trait Table {
    /// What people call its format.
    fn format(&self) -> String;
    /// Its columns.
    fn columns(&self) -> &[Column];
    /// What the first row looks like, where a format has a header that may be missing.
    fn header_is_data(&self) -> bool {
        false
    }
    /// Names of columns of which nothing can be read, and what they hold.
    fn unread(&self) -> &[(String, &'static str)] {
        &[]
    }
    /// Where a header seems to stand below lines of another kind: its line, from 1.
    fn header_below(&self) -> Option<u64> {
        None
    }
    /// The place of a column that has this name, or could have it.
    fn ask(&mut self, name: &str) -> Option<usize> {
        position(self.columns(), name)
    }
    /// Its rows, of each the columns `wanted` (`None`: always missing).
    fn blocks(self: Box<Self>, wanted: &[Option<usize>]) -> Result<Box<dyn Blocks>, Fault>;
}

/// Where the column of this name stands.
pub(crate) fn position(columns: &[Column], name: &str) -> Option<usize> {
    columns.iter().position(|c| c.name == name)
}

/// Text in UTF-16 becomes UTF-8; everything else stays as it is.
pub(crate) fn decoded(mut opened: Opened, source: &Source) -> Result<Opened, Fault> {
    if let Some(big_end_first) = utf16::Utf16::told_by(&opened.head) {
        opened.text = Box::new(utf16::Utf16::new(opened.text, big_end_first));
        opened.file = None;
        opened.look(source)?;
    }
    Ok(opened)
}

/// Opens a table: by its first bytes, not by its name. Of a workbook the sheet with this name, or its first.
pub(crate) fn open(
    opened: Opened,
    source: &Source,
    delimiter: Option<u8>,
    sheet: Option<&str>,
) -> Result<Box<dyn Table>, Fault> {
    let mut opened = decoded(opened, source)?;
    let head = std::mem::take(&mut opened.head);
    let refuse = |what: &str, remedy: &str| Err(Fault::unusable(what).in_file(&source.name).remedy(remedy));
    if head.starts_with(b"PAR1") {
        return Ok(Box::new(parquet::Parquet::open(opened).map_err(|f| f.in_file(&source.name))?));
    }
    if head.starts_with(b"PK\x03\x04") {
        return Ok(Box::new(sheet::Sheet::open(opened, sheet).map_err(|f| f.in_file(&source.name))?));
    }
    if let Some(fault) = foreign::refused(&head) {
        return Err(fault.in_file(&source.name));
    }
    let skip = if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let first = head[skip..].iter().find(|b| !b.is_ascii_whitespace());
    match first {
        Some(b'{') => Ok(Box::new(ndjson::Ndjson::open(opened, &head, skip, &source.name, "NDJSON")?)),
        Some(b'[') if delimiter.is_none() && json_array(&head[skip..]) => {
            opened.text = Box::new(json_list::JsonList::new(skip_mark(opened.text, skip)?));
            opened.file = None;
            opened.look(source)?;
            let head = std::mem::take(&mut opened.head);
            Ok(Box::new(ndjson::Ndjson::open(opened, &head, 0, &source.name, "JSON list")?))
        }
        None => refuse("the file holds nothing but blanks", "give a log with a header and rows"),
        _ => Ok(Box::new(csv::Csv::open(opened, &head, skip, delimiter, &source.name)?)),
    }
}

fn json_array(head: &[u8]) -> bool {
    let text = head.trim_ascii_start();
    text.len() > 1 && matches!(text[1..].trim_ascii_start().first(), Some(b'{' | b'[' | b'"' | b']'))
}

/// Leaves out the mark at the front of a text.
fn skip_mark(
    mut text: Box<dyn std::io::Read + Send>,
    skip: usize,
) -> Result<Box<dyn std::io::Read + Send>, Fault> {
    let mut mark = [0; 3];
    text.read_exact(&mut mark[..skip]).map_err(|e| Fault::io("cannot be read", &e))?;
    Ok(text)
}
