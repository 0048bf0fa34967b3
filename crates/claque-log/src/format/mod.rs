//! Input shapes, one file each, all behind [`Table`]. A new shape is a new file and a line in [`open`].

mod csv;
mod lines;
mod ndjson;
mod parquet;
mod utf16;

use claque_marks::Micros;

use crate::error::Fault;
use crate::source::{Opened, Source};

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
    /// A number as JSON spells it.
    Number(&'a [u8]),
    Int(i64),
    Uint(u64),
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
    /// A blank line.
    fn blank(&mut self) -> Result<(), Fault>;
    /// How many rows came so far, for the fault of an input that breaks off.
    fn rows(&self) -> u64;
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
    /// Reads all rows, giving of each the columns `wanted` (`None`: always missing).
    fn read(self: Box<Self>, wanted: &[Option<usize>], sink: &mut dyn Sink) -> Result<(), Fault>;
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

/// Opens a table: by its first bytes, not by its name.
pub(crate) fn open(opened: Opened, source: &Source, delimiter: Option<u8>) -> Result<Box<dyn Table>, Fault> {
    let mut opened = decoded(opened, source)?;
    let head = std::mem::take(&mut opened.head);
    let refuse = |what: &str, remedy: &str| Err(Fault::unusable(what).in_file(&source.name).remedy(remedy));
    if head.starts_with(b"PAR1") {
        return Ok(Box::new(parquet::Parquet::open(opened).map_err(|f| f.in_file(&source.name))?));
    }
    if head.starts_with(b"PK\x03\x04") {
        return refuse(
            "this is a ZIP archive (a spreadsheet of Excel or LibreOffice, perhaps), which is not read yet",
            "save the sheet as CSV, or unpack the archive",
        );
    }
    let nul = memchr::memchr(0, &head);
    if nul.is_some_and(|at| at < 4_096) {
        return refuse("this is no text and no format that is known", "give CSV, TSV, NDJSON or Parquet");
    }
    let skip = if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let first = head[skip..].iter().find(|b| !b.is_ascii_whitespace());
    match first {
        Some(b'{') => Ok(Box::new(ndjson::Ndjson::open(opened, &head, skip, &source.name)?)),
        Some(b'[') if delimiter.is_none() && json_array(&head[skip..]) => refuse(
            "this is one JSON array, which is not read yet",
            "write one object a line: jq -c '.[]' < file > file.ndjson",
        ),
        None => refuse("the file holds nothing but blanks", "give a log with a header and rows"),
        _ => Ok(Box::new(csv::Csv::open(opened, &head, skip, delimiter, &source.name)?)),
    }
}

fn json_array(head: &[u8]) -> bool {
    let text = head.trim_ascii_start();
    text.len() > 1 && matches!(text[1..].trim_ascii_start().first(), Some(b'{' | b'[' | b'"' | b']'))
}

/// Bytes that skip the mark at the front of a text.
fn skip_mark(mut opened: Opened, skip: usize) -> Result<Box<dyn std::io::Read>, Fault> {
    let mut mark = [0; 3];
    std::io::Read::read_exact(&mut opened.text, &mut mark[..skip])
        .map_err(|e| Fault::io("cannot be read", &e))?;
    Ok(opened.text)
}
