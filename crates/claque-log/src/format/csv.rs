//! Delimited text.
//!
//! A quoted field may span lines, and so may the rest of the file behind a stray quote: most readers then
//! swallow thousands of rows in silence. Here a record of several lines must earn it: its quote closes
//! within a bounded number of lines, it has as many fields as the header, and its lines do not each look
//! like a whole record. Else its first line alone is rejected and reading goes on with the second; the line on which
//! the quote closes is rejected too, since what stands before that quote is half a value, and no name.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use super::fields::{Quoted, sniff, split_plain, split_quoted};
use super::lines::{Found, Lines, each_line};
use super::{Block, Blocks, Cell, Column, Row, Sink, Stop, Table};
use crate::budget::{HEAD_BYTES, HEAD_RECORDS, MAX_COLUMNS, MAX_QUOTED_LINES, MAX_RECORD_BYTES};
use crate::error::Fault;
use crate::mapping::MOST_ROLES;
use crate::source::{Opened, broken_off};
use crate::synonyms;

/// A delimited text, its header read.
pub(crate) struct Csv {
    lines: Lines,
    shape: Shape,
    columns: Vec<Column>,
    header_is_data: bool,
    header_below: Option<u64>,
    packed: Option<&'static str>,
}

/// What all records of a text have in common.
struct Shape {
    delimiter: u8,
    terminator: u8,
    /// Fields of a record.
    width: usize,
    /// The first line.
    header: Vec<u8>,
    /// By role the field that is asked for.
    wanted: Vec<Option<usize>>,
}

impl Csv {
    pub fn open(
        opened: Opened,
        head: &[u8],
        skip: usize,
        delimiter: Option<u8>,
        name: &str,
    ) -> Result<Self, Fault> {
        let packed = opened.packed;
        let cut = head.len() >= HEAD_BYTES;
        let head = &head[skip..];
        let terminator =
            if memchr::memchr(b'\n', head).is_none() && head.contains(&b'\r') { b'\r' } else { b'\n' };
        let (said, said_in) = said_delimiter(head, terminator).unzip();
        let head = &head[said_in.unwrap_or(0)..];
        let delimiter = delimiter.or(said).unwrap_or_else(|| sniff(head, terminator));
        let mut lines = Lines::new(super::skip_mark(opened.text, skip)?, terminator);

        let fail = |e: std::io::Error| broken_off(&e, 0).in_file(name);
        let header = loop {
            match lines.find(0).map_err(fail)? {
                Found::Line { end, next } if lines.ahead(0, end).trim_ascii().is_empty() => {
                    lines.consume(next, 1);
                }
                Found::Line { next, .. } if said.is_some() && lines.number == 1 => lines.consume(next, 1),
                Found::Line { end, next } => {
                    let header = lines.ahead(0, end).to_vec();
                    lines.consume(next, 1);
                    break header;
                }
                Found::TooLong => return Err(Fault::unusable("its first line has no end").in_file(name)),
                Found::End => return Err(Fault::unusable("the file holds no line of text").in_file(name)),
            }
        };
        let mut fields = Vec::new();
        let mut text = Vec::new();
        if split_quoted(&header, delimiter, &mut text, &mut fields) != Quoted::Whole {
            let fault = Fault::unusable("the header has a quote that does not close").in_file(name).at(1);
            return Err(fault.remedy("mend the first line"));
        }
        if fields.len() > MAX_COLUMNS {
            let what = format!("the first line has more than {MAX_COLUMNS} fields");
            return Err(Fault::unusable(what).in_file(name).at(1));
        }
        let mut columns: Vec<Column> = fields
            .iter()
            .map(|f| Column::named(String::from_utf8_lossy(&text[f.clone()]).trim().to_owned()))
            .collect();
        let header_is_data = looks_like_data(&columns);
        let named = columns.iter().filter(|c| !c.name.is_empty()).count();
        let header_below = if named <= 1 { wider(head, terminator, delimiter) } else { None };
        sample(head, terminator, delimiter, cut, &mut columns);
        let shape = Shape { delimiter, terminator, width: columns.len(), header, wanted: Vec::new() };
        Ok(Self { lines, shape, columns, header_is_data, header_below, packed })
    }
}

/// The delimiter that a first line such as `sep=;` names, which Excel writes and reads, and the bytes of that line.
fn said_delimiter(head: &[u8], terminator: u8) -> Option<(u8, usize)> {
    let end = memchr::memchr(terminator, head)?;
    let line = head[..end].strip_suffix(b"\r").unwrap_or(&head[..end]);
    let line = line.strip_prefix(b"\"").and_then(|l| l.strip_suffix(b"\"")).unwrap_or(line);
    match line {
        [s, e, p, b'=', said] if [s, e, p].map(u8::to_ascii_lowercase) == *b"sep" && *said != b'"' => {
            Some((*said, end + 1))
        }
        _ => None,
    }
}

/// Whether the first row is no header: no name is known, and some field is a number or a time.
fn looks_like_data(columns: &[Column]) -> bool {
    let known = columns.iter().any(|c| synonyms::is_any(&c.name));
    let zone = crate::time::Zone::Fixed(0);
    !known && columns.iter().any(|c| crate::time::text(c.name.as_bytes(), &zone).is_ok())
}

/// The first line of several values, below a first line of one: a title may stand above the header. A spreadsheet fills
/// its line up with delimiters.
fn wider(head: &[u8], terminator: u8, delimiter: u8) -> Option<u64> {
    let several = |line: &[u8]| {
        line.split(|&b| b == delimiter).filter(|value| !value.trim_ascii().is_empty()).take(2).count() == 2
    };
    head.split(|&b| b == terminator).position(several).map(|at| at as u64 + 1)
}

/// Samples of each column from the head.
fn sample(head: &[u8], terminator: u8, delimiter: u8, cut: bool, columns: &mut [Column]) {
    let (mut text, mut fields) = (Vec::new(), Vec::new());
    let mut lines = head.split(|&b| b == terminator).filter(|l| !l.trim_ascii().is_empty()).peekable();
    lines.next();
    let mut left = HEAD_RECORDS;
    // A record that spans lines, as far as it is here.
    let (mut record, mut spans) = (Vec::new(), 0);
    while let Some(line) = lines.next() {
        // The last line of a cut head may be half a line.
        if left == 0 || (cut && lines.peek().is_none()) {
            return;
        }
        left -= 1;
        if spans > 0 {
            record.push(terminator);
        }
        record.extend_from_slice(line.strip_suffix(b"\r").unwrap_or(line));
        let told = split_quoted(&record, delimiter, &mut text, &mut fields);
        if told == Quoted::Open && spans < MAX_QUOTED_LINES {
            spans += 1;
            continue;
        }
        if told == Quoted::Whole && fields.len() == columns.len() {
            for (column, field) in columns.iter_mut().zip(&fields) {
                column.sample(&String::from_utf8_lossy(&text[field.clone()]));
            }
        }
        record.clear();
        spans = 0;
    }
}

/// A record: where it ends, where the next begins, how many lines it has, and why it is none.
struct Record {
    end: usize,
    next: usize,
    lines: u64,
    wrong: Option<String>,
    /// Whether its lines are no record together: the first and the last are wrong, each between them stands for itself.
    torn: bool,
    /// Whether its fields stand in the buffer of unquoted text, and not in the record itself.
    unquoted: bool,
}

/// What is wrong with a line on which a quote opens in vain, with one on which it closes too early, and with a record
/// whose id or time holds a line break.
pub(crate) const OPENS: &str = "a quote opens here and does not close as it should";
pub(crate) const TORN: &str = "text stands behind a closing quote";
pub(crate) const BREAK: &str = "a line break stands in a value that is needed";

/// Room for the fields of a record, used again and again.
#[derive(Default)]
struct Room {
    text: Vec<u8>,
    fields: Vec<Range<usize>>,
}

impl Shape {
    /// The record whose first line lies from `from` to `end` behind the current place. Its fields are in the
    /// room afterwards, if nothing is wrong with it.
    fn record(&self, lines: &mut Lines, from: usize, end: usize, next: usize, room: &mut Room) -> Record {
        let line = lines.ahead(from, end);
        let plain = Record { end, next, lines: 1, wrong: None, torn: false, unquoted: false };
        if memchr::memchr(b'"', line).is_none() {
            split_plain(line, self.delimiter, &mut room.fields);
            let wrong = self.wrong_width(room.fields.len());
            return Record { wrong, ..plain };
        }
        let plain = Record { unquoted: true, ..plain };
        match split_quoted(line, self.delimiter, &mut room.text, &mut room.fields) {
            Quoted::Whole => Record { wrong: self.wrong_width(room.fields.len()), ..plain },
            Quoted::Torn => Record { wrong: Some(TORN.to_owned()), ..plain },
            Quoted::Open => self.span(lines, from, plain, room),
        }
    }

    /// A record whose first line leaves a quote open: does it earn to span lines?
    fn span(&self, lines: &mut Lines, from: usize, first: Record, room: &mut Room) -> Record {
        let wide = |line: &[u8]| memchr::memchr_iter(self.delimiter, line).count() + 1 == self.width;
        let no = Record { wrong: Some(OPENS.to_owned()), ..first };
        let (mut at, mut count) = (first.next, 1u64);
        // Lines that look like whole records: all of them, and any before the last.
        let mut all_wide = wide(lines.ahead(from, first.end));
        let (mut any_wide, mut last_wide) = (false, all_wide);
        while count < MAX_QUOTED_LINES as u64 && at - from < MAX_RECORD_BYTES {
            // A text that breaks off behind this line is told when its end is reached.
            let Ok(Found::Line { end, next }) = lines.find(at) else { return no };
            let line = lines.ahead(at, end);
            any_wide |= last_wide;
            last_wide = wide(line);
            all_wide &= last_wide;
            count += 1;
            if line.contains(&b'"') {
                let record = lines.ahead(from, end);
                match split_quoted(record, self.delimiter, &mut room.text, &mut room.fields) {
                    Quoted::Open => {}
                    Quoted::Whole if room.fields.len() == self.width => {
                        let broken = breaks_a_value(&room.text, &room.fields, &self.wanted);
                        let whole = Record { end, next, lines: count, wrong: None, ..first };
                        return match (broken, all_wide || (broken && any_wide)) {
                            (_, true) => Record { torn: true, ..whole },
                            (true, _) => Record { wrong: Some(BREAK.to_owned()), ..whole },
                            _ => whole,
                        };
                    }
                    Quoted::Torn | Quoted::Whole => return no,
                }
            }
            at = next;
        }
        no
    }

    /// Hands on the lines that a quote would have joined: the first, on which it opens, and the last, on which it closes,
    /// are rejected.
    fn torn(&self, lines: &[u8], first: u64, room: &mut Room, sink: &mut dyn Sink) -> Result<(), Fault> {
        let last = memchr::memchr_iter(self.terminator, lines).count() as u64 + first;
        for (line, number) in lines.split(|&b| b == self.terminator).zip(first..) {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if number == first {
                sink.bad(number, OPENS, line)?;
            } else if number == last {
                sink.bad(number, &format!("a quote closes here that opens on line {first}"), line)?;
            } else if line.trim_ascii().is_empty() {
                sink.blank(1)?;
            } else if split_quoted(line, self.delimiter, &mut room.text, &mut room.fields) != Quoted::Whole {
                sink.bad(number, OPENS, line)?;
            } else if let Some(wrong) = self.wrong_width(room.fields.len()) {
                sink.bad(number, &wrong, line)?;
            } else {
                self.give(number, line, &room.text, &room.fields, sink)?;
            }
        }
        Ok(())
    }

    /// Hands a row on.
    #[inline]
    fn give(
        &self,
        line: u64,
        raw: &[u8],
        text: &[u8],
        fields: &[Range<usize>],
        sink: &mut dyn Sink,
    ) -> Result<(), Fault> {
        if raw == self.header {
            return sink.bad(line, "this is the header again", raw);
        }
        let mut cells = [Cell::Missing; MOST_ROLES];
        for (cell, column) in cells.iter_mut().zip(&self.wanted) {
            if let Some(column) = *column {
                let value = &text[fields[column].clone()];
                *cell = if value.is_empty() { Cell::Missing } else { Cell::Text(value) };
            }
        }
        sink.row(&Row { line, cells: &cells[..self.wanted.len()], raw: Some(raw) })
    }

    fn wrong_width(&self, got: usize) -> Option<String> {
        (got != self.width).then(|| match got > MAX_COLUMNS {
            true => format!("more than {MAX_COLUMNS} fields where the header has {}", self.width),
            false => format!("{got} fields where the header has {}", self.width),
        })
    }

    /// Where a block of whole lines may end without parting a record. Where none of its last lines leaves a
    /// quote open, that is where it ends; else its records are walked through, which takes longer.
    fn whole_records(&self, lines: &mut Lines, end: usize, room: &mut Room) -> usize {
        if lines.ends_at(end) || !self.open_near_the_end(lines.ahead(0, end), room) {
            return end;
        }
        let mut at = 0;
        while at < end {
            let Ok(Found::Line { end, next }) = lines.find(at) else { break };
            at = self.record(lines, at, end, next, room).next;
        }
        at
    }

    fn open_near_the_end(&self, block: &[u8], room: &mut Room) -> bool {
        let mut rest = block.strip_suffix(&[self.terminator]).unwrap_or(block);
        for _ in 0..MAX_QUOTED_LINES {
            let start = memchr::memrchr(self.terminator, rest).map_or(0, |at| at + 1);
            let line = &rest[start..];
            if memchr::memchr(b'"', line).is_some()
                && split_quoted(line, self.delimiter, &mut room.text, &mut room.fields) == Quoted::Open
            {
                return true;
            }
            if start == 0 {
                break;
            }
            rest = &rest[..start - 1];
        }
        false
    }
}

impl Table for Csv {
    fn format(&self) -> String {
        let shape = match self.shape.delimiter {
            b'\t' => "TSV".to_owned(),
            other => format!("CSV ({})", char::from(other)),
        };
        self.packed.map_or(shape.clone(), |p| format!("{shape}, {p}"))
    }

    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn header_below(&self) -> Option<u64> {
        self.header_below
    }

    fn header_is_data(&self) -> bool {
        self.header_is_data
    }

    fn blocks(self: Box<Self>, wanted: &[Option<usize>]) -> Result<Box<dyn Blocks>, Fault> {
        let reader = Mutex::new((self.lines, Room::default()));
        Ok(Box::new(CsvBlocks { reader, shape: Shape { wanted: wanted.to_vec(), ..self.shape } }))
    }
}

/// The rows of a delimited text.
struct CsvBlocks {
    reader: Mutex<(Lines, Room)>,
    shape: Shape,
}

impl Blocks for CsvBlocks {
    fn next(&self) -> Result<Option<Block>, Stop> {
        let (lines, room) = &mut *self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        lines.block(|lines, end| self.shape.whole_records(lines, end, room))
    }

    fn rows(&self, block: Block, sink: &mut dyn Sink) -> Result<(), Fault> {
        let shape = &self.shape;
        let mut room = Room::default();
        // In a table of one column a line of white space is a row.
        let but = (shape.width != 1).then_some(shape.delimiter);
        each_line(block, shape.terminator, but, sink, |lines, end, next, sink| {
            let number = lines.number;
            let record = shape.record(lines, 0, end, next, &mut room);
            let raw = lines.ahead(0, record.end);
            let text = if record.unquoted { &room.text[..] } else { raw };
            match record.wrong {
                _ if record.torn => shape.torn(raw, number, &mut Room::default(), sink)?,
                Some(_) if !record.unquoted && raw.trim_ascii().is_empty() => sink.blank(1)?,
                Some(reason) => sink.bad(number, &reason, raw)?,
                None => shape.give(number, raw, text, &room.fields, sink)?,
            }
            Ok((record.next, record.lines))
        })
    }
}

/// Whether a line break stands inside a value that is asked for: no id and no time has one.
fn breaks_a_value(text: &[u8], fields: &[Range<usize>], wanted: &[Option<usize>]) -> bool {
    wanted.iter().flatten().any(|&c| memchr::memchr2(b'\n', b'\r', &text[fields[c].clone()]).is_some())
}
