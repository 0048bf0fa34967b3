//! Delimited text.
//!
//! A quoted field may span lines, and so may the rest of the file behind a stray quote: most readers then
//! swallow thousands of rows in silence. Here a record of several lines must earn it: its quote closes
//! within a bounded number of lines, it has as many fields as the header, and its lines do not each look
//! like a whole record. Else its first line alone is rejected and reading goes on with the second.

use std::ops::Range;

use super::lines::{Found, Lines};
use super::{Cell, Column, Row, Sink, Table};
use crate::budget::{HEAD_BYTES, HEAD_RECORDS, MAX_COLUMNS, MAX_QUOTED_LINES, MAX_RECORD_BYTES};
use crate::error::Fault;
use crate::source::{Opened, broken_off};
use crate::synonyms;

/// Delimiters that are looked for.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// A delimited text, its header read.
pub(crate) struct Csv {
    lines: Lines,
    delimiter: u8,
    columns: Vec<Column>,
    header: Vec<u8>,
    header_is_data: bool,
    packed: Option<&'static str>,
}

/// What a quoted record turned out to be.
#[derive(Debug, PartialEq, Eq)]
enum Quoted {
    Whole,
    /// A quote is still open at the end.
    Open,
    /// Something stands between a closing quote and the next delimiter.
    Torn,
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
        let delimiter = delimiter.unwrap_or_else(|| sniff(head, terminator));
        let mut lines = Lines::new(super::skip_mark(opened, skip)?, terminator);

        let fail = |e: std::io::Error| broken_off(&e, 0).in_file(name);
        let header = loop {
            match lines.find(0).map_err(fail)? {
                Found::Line { end, next } if lines.ahead(0, end).trim_ascii().is_empty() => {
                    lines.consume(next, 1);
                }
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
            let what = format!("the first line has {} fields, more than {MAX_COLUMNS}", fields.len());
            return Err(Fault::unusable(what).in_file(name).at(1));
        }
        let mut columns: Vec<Column> = fields
            .iter()
            .map(|f| Column::named(String::from_utf8_lossy(&text[f.clone()]).trim().to_owned()))
            .collect();
        let header_is_data = looks_like_data(&columns);
        sample(head, terminator, delimiter, cut, &mut columns);
        Ok(Self { lines, delimiter, columns, header, header_is_data, packed })
    }
}

/// Whether the first row is no header: no name is known, and some field is a number or a time.
fn looks_like_data(columns: &[Column]) -> bool {
    let known = columns.iter().any(|c| synonyms::is_any(&c.name));
    let zone = crate::time::Zone::Fixed(0);
    !known && columns.iter().any(|c| crate::time::text(c.name.as_bytes(), &zone).is_ok())
}

/// Samples of each column from the head.
fn sample(head: &[u8], terminator: u8, delimiter: u8, cut: bool, columns: &mut [Column]) {
    let (mut text, mut fields) = (Vec::new(), Vec::new());
    let mut records = head.split(|&b| b == terminator).filter(|l| !l.trim_ascii().is_empty()).peekable();
    records.next();
    let mut left = HEAD_RECORDS;
    while let Some(line) = records.next() {
        // The last line of a cut head may be half a line.
        if left == 0 || (cut && records.peek().is_none()) {
            return;
        }
        left -= 1;
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if split_quoted(line, delimiter, &mut text, &mut fields) == Quoted::Whole
            && fields.len() == columns.len()
        {
            for (column, field) in columns.iter_mut().zip(&fields) {
                column.sample(&String::from_utf8_lossy(&text[field.clone()]));
            }
        }
    }
}

/// The delimiter under which the head's lines agree best; a header with known names weighs most.
fn sniff(head: &[u8], terminator: u8) -> u8 {
    let (mut text, mut fields) = (Vec::new(), Vec::new());
    let mut best = (0, 0, 0, b',');
    for (rank, &delimiter) in DELIMITERS.iter().enumerate() {
        let mut lines = head
            .split(|&b| b == terminator)
            .map(|l| l.strip_suffix(b"\r").unwrap_or(l))
            .filter(|l| !l.trim_ascii().is_empty())
            .take(51);
        let Some(header) = lines.next() else { return b',' };
        if split_quoted(header, delimiter, &mut text, &mut fields) != Quoted::Whole || fields.len() < 2 {
            continue;
        }
        let width = fields.len();
        let known = fields
            .iter()
            .filter(|f| synonyms::is_any(String::from_utf8_lossy(&text[(*f).clone()]).trim()))
            .count();
        let agree = lines
            .filter(|l| {
                split_quoted(l, delimiter, &mut text, &mut fields) == Quoted::Whole && fields.len() == width
            })
            .count();
        let score = (known, agree * width.min(100), DELIMITERS.len() - rank, delimiter);
        best = best.max(score);
    }
    best.3
}

/// Splits a line without quotes.
#[inline]
fn split_plain(line: &[u8], delimiter: u8, fields: &mut Vec<Range<usize>>) {
    fields.clear();
    let mut start = 0;
    for at in memchr::memchr_iter(delimiter, line) {
        fields.push(start..at);
        start = at + 1;
    }
    fields.push(start..line.len());
}

/// Splits a record that may hold quotes; the fields' text, unquoted, goes to `text`. A quote inside a field
/// that does not begin with one stands for itself.
fn split_quoted(record: &[u8], delimiter: u8, text: &mut Vec<u8>, fields: &mut Vec<Range<usize>>) -> Quoted {
    text.clear();
    fields.clear();
    let mut rest = record;
    loop {
        let start = text.len();
        if rest.first() == Some(&b'"') {
            rest = &rest[1..];
            loop {
                let Some(at) = memchr::memchr(b'"', rest) else { return Quoted::Open };
                text.extend_from_slice(&rest[..at]);
                rest = &rest[at + 1..];
                match rest.first() {
                    Some(b'"') => {
                        text.push(b'"');
                        rest = &rest[1..];
                    }
                    Some(&b) if b != delimiter => return Quoted::Torn,
                    _ => break,
                }
            }
            fields.push(start..text.len());
            if rest.is_empty() {
                return Quoted::Whole;
            }
            rest = &rest[1..];
        } else {
            let at = memchr::memchr(delimiter, rest);
            text.extend_from_slice(&rest[..at.unwrap_or(rest.len())]);
            fields.push(start..text.len());
            match at {
                None => return Quoted::Whole,
                Some(at) => rest = &rest[at + 1..],
            }
        }
    }
}

/// Where a record that begins with an open quote ends, if it earns to span lines.
struct Spanned {
    end: usize,
    next: usize,
    lines: u64,
}

impl Csv {
    fn span(
        &mut self,
        first: (usize, usize),
        text: &mut Vec<u8>,
        fields: &mut Vec<Range<usize>>,
    ) -> std::io::Result<Option<Spanned>> {
        let width = self.columns.len();
        let delimiter = self.delimiter;
        let wide = |line: &[u8]| memchr::memchr_iter(delimiter, line).count() + 1 == width;
        let (mut at, mut lines) = (first.1, 1u64);
        let mut all_wide = wide(self.lines.ahead(0, first.0));
        while lines < MAX_QUOTED_LINES as u64 && at < MAX_RECORD_BYTES {
            let Found::Line { end, next } = self.lines.find(at)? else { return Ok(None) };
            let line = self.lines.ahead(at, end);
            all_wide &= wide(line);
            lines += 1;
            if line.contains(&b'"') {
                match split_quoted(self.lines.ahead(0, end), delimiter, text, fields) {
                    Quoted::Open => {}
                    Quoted::Torn => return Ok(None),
                    Quoted::Whole if fields.len() == width && !all_wide => {
                        return Ok(Some(Spanned { end, next, lines }));
                    }
                    Quoted::Whole => return Ok(None),
                }
            }
            at = next;
        }
        Ok(None)
    }
}

impl Table for Csv {
    fn format(&self) -> String {
        let shape = match self.delimiter {
            b'\t' => "TSV".to_owned(),
            other => format!("CSV ({})", char::from(other)),
        };
        self.packed.map_or(shape.clone(), |p| format!("{shape}, {p}"))
    }

    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn header_is_data(&self) -> bool {
        self.header_is_data
    }

    fn read(mut self: Box<Self>, wanted: &[Option<usize>], sink: &mut dyn Sink) -> Result<(), Fault> {
        let width = self.columns.len();
        let (mut text, mut fields) = (Vec::new(), Vec::new());
        loop {
            let found = self.lines.find(0).map_err(|e| broken_off(&e, sink.rows()))?;
            let number = self.lines.number;
            let (end, next) = match found {
                Found::Line { end, next } => (end, next),
                Found::End => return Ok(()),
                Found::TooLong => {
                    let kept = self.lines.skip_long().map_err(|e| broken_off(&e, sink.rows()))?;
                    sink.bad(number, &format!("the line is longer than {MAX_RECORD_BYTES} bytes"), &kept)?;
                    continue;
                }
            };
            let line = self.lines.ahead(0, end);
            if memchr::memchr(b'"', line).is_none() {
                split_plain(line, self.delimiter, &mut fields);
                if fields.len() != width {
                    if line.trim_ascii().is_empty() {
                        sink.blank()?;
                    } else {
                        sink.bad(number, &wrong_width(fields.len(), width), line)?;
                    }
                } else if line.len() == self.header.len() && line == self.header {
                    sink.bad(number, "this is the header again", line)?;
                } else {
                    give(number, line, line, &fields, wanted, sink)?;
                }
                self.lines.consume(next, 1);
                continue;
            }
            let mut record = Spanned { end, next, lines: 1 };
            let mut reason = None;
            match split_quoted(line, self.delimiter, &mut text, &mut fields) {
                Quoted::Whole if fields.len() == width => {}
                Quoted::Whole => reason = Some(wrong_width(fields.len(), width)),
                Quoted::Torn => reason = Some("text stands behind a closing quote".to_owned()),
                Quoted::Open => {
                    let spanned = self.span((end, next), &mut text, &mut fields);
                    match spanned.map_err(|e| broken_off(&e, sink.rows()))? {
                        Some(spanned) if !breaks_a_value(&text, &fields, wanted) => record = spanned,
                        Some(_) => reason = Some("a line break stands in a value that is needed".to_owned()),
                        None => {
                            reason = Some("a quote opens here and does not close as it should".to_owned())
                        }
                    }
                }
            }
            let raw = self.lines.ahead(0, record.end);
            match reason {
                Some(reason) => sink.bad(number, &reason, raw)?,
                None if raw == self.header => sink.bad(number, "this is the header again", raw)?,
                None => give(number, raw, &text, &fields, wanted, sink)?,
            }
            self.lines.consume(record.next, record.lines);
        }
    }
}

/// Whether a line break stands inside a value that is asked for: no id and no time has one.
fn breaks_a_value(text: &[u8], fields: &[Range<usize>], wanted: &[Option<usize>]) -> bool {
    wanted.iter().flatten().any(|&c| memchr::memchr2(b'\n', b'\r', &text[fields[c].clone()]).is_some())
}

fn wrong_width(got: usize, want: usize) -> String {
    format!("{got} fields where the header has {want}")
}

/// Hands a row on.
#[inline]
fn give(
    line: u64,
    raw: &[u8],
    text: &[u8],
    fields: &[Range<usize>],
    wanted: &[Option<usize>],
    sink: &mut dyn Sink,
) -> Result<(), Fault> {
    let mut cells = [Cell::Missing; super::super::mapping::MOST_ROLES];
    for (cell, column) in cells.iter_mut().zip(wanted) {
        if let Some(column) = *column {
            let value = &text[fields[column].clone()];
            *cell = if value.is_empty() { Cell::Missing } else { Cell::Text(value) };
        }
    }
    sink.row(&Row { line, cells: &cells[..wanted.len()], raw: Some(raw) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(record: &str) -> (Quoted, Vec<String>) {
        let (mut text, mut fields) = (Vec::new(), Vec::new());
        let state = split_quoted(record.as_bytes(), b',', &mut text, &mut fields);
        (state, fields.iter().map(|f| String::from_utf8(text[f.clone()].to_vec()).unwrap()).collect())
    }

    #[test]
    fn quotes() {
        assert_eq!(split(r#"a,"b,""c",d"#), (Quoted::Whole, vec!["a".into(), "b,\"c".into(), "d".into()]));
        assert_eq!(split(r#""",x"#), (Quoted::Whole, vec!["".into(), "x".into()]));
        assert_eq!(split(r#"a"b,c"#), (Quoted::Whole, vec!["a\"b".into(), "c".into()]));
        assert_eq!(split(r#"x,"""#).1, ["x", ""]);
        assert_eq!(split("a,").1, ["a", ""]);
        assert_eq!(split(r#"a,"b"#).0, Quoted::Open);
        assert_eq!(split(r#""a"b,c"#).0, Quoted::Torn);
    }

    #[test]
    fn the_delimiter_is_told() {
        for (text, delimiter) in [
            ("account,page\na,b\n", b','),
            ("account;page\n1,5;b\n", b';'),
            ("account\tpage\na,b\tc\n", b'\t'),
            ("x|y|z\n1,2|2,3|3\n4,1|5,1|6\n", b'|'),
            ("account\na\n", b','),
        ] {
            assert_eq!(sniff(text.as_bytes(), b'\n'), delimiter, "{text}");
        }
    }
}
