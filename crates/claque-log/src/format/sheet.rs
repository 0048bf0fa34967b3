//! Workbooks of Excel and LibreOffice: one sheet of them is a table.
//!
//! A workbook is a ZIP archive of XML. Before anything in it is believed, all of it is unpacked once into
//! nothing, so that what unpacks without end is refused and costs no memory.

use super::through::read_some;
use std::io::BufReader;

use super::pages::{From, Pages};
use super::{Block, Blocks, Cell, Column, Row, Sink, Stop, Table, ods, xlsx};
use crate::budget::{
    HEAD_CELLS, HEAD_RECORDS, MAX_BOOK_BYTES, MAX_BOOK_PARTS, MAX_BOOK_RATIO, MAX_BOOK_TAGS, MAX_COLUMNS,
    MAX_NAME_BYTES, RATIO_FREE_BYTES,
};
use crate::error::Fault;
use crate::guard;
use crate::mapping::MOST_ROLES;
use crate::source::{BOMB, Opened};

/// A workbook, as both kinds are read.
pub(super) type File = BufReader<From>;

/// One value of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Text(String),
    Number(f64),
    Bool(bool),
    /// A date and time without a zone, in microseconds as if it were UTC.
    Time(i64),
    /// What a formula gives that has no answer, such as `#N/A`.
    Error,
}

impl Value {
    /// A text, without what no name and no time has.
    pub fn text(text: &str) -> Self {
        let mut end = text.len().min(MAX_NAME_BYTES + 1);
        while !text.is_char_boundary(end) {
            end += 1;
        }
        Value::Text(text[..end].to_owned())
    }

    /// A number. Spreadsheets keep 15 digits: one that is larger is no longer what was typed, and is written as
    /// they write it.
    pub fn number(value: f64) -> Self {
        const KEPT: f64 = 1e15;
        match value.abs() < KEPT {
            true => Value::Number(value),
            false => Value::Text(format!("{value:.5E}").replace('E', "E+")),
        }
    }

    fn cell(&self) -> Cell<'_> {
        match self {
            Value::Text(text) if text.is_empty() => Cell::Missing,
            Value::Text(text) => Cell::Text(text.as_bytes()),
            Value::Number(value) => Cell::Float(*value),
            Value::Bool(value) => Cell::Bool(*value),
            Value::Time(at) => Cell::Time(*at, false),
            Value::Error => Cell::Unfit("an error of the spreadsheet, such as #N/A, stands there"),
        }
    }
}

/// Who takes the rows of a sheet: its number from 1, and by column the value. `false` ends the reading.
pub(super) type Each<'a> = dyn FnMut(u64, &[(usize, Value)]) -> Result<bool, Fault> + 'a;

/// Which kind of workbook.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Xlsx,
    Ods,
}

/// A sheet, its header found.
pub(crate) struct Sheet {
    pages: Pages,
    kind: Kind,
    name: String,
    /// The names of the other sheets, for a sentence.
    others: Vec<String>,
    /// The row of the header.
    header: u64,
    columns: Vec<Column>,
    /// By column: its place in the sheet.
    places: Vec<usize>,
    packed: Option<&'static str>,
}

impl Sheet {
    pub fn open(mut opened: Opened, wanted: Option<&str>) -> Result<Self, Fault> {
        let pages = Pages::new(opened.seekable()?).map_err(|e| Fault::io("cannot be read", &e))?;
        let kind = check(&pages)?;
        let names = guarded(|| match kind {
            Kind::Xlsx => xlsx::names(file(&pages)),
            Kind::Ods => ods::names(file(&pages)),
        })?;
        // What its owner has hidden is hardly the table that is meant.
        let at = match wanted {
            None => names.iter().position(|(_, hidden)| !hidden).or(Some(0)),
            Some(wanted) => names.iter().position(|(name, _)| name == wanted),
        };
        let mut others: Vec<String> = names.iter().map(said).collect();
        let Some((at, (name, _))) = at.and_then(|at| Some((at, names.get(at)?.clone()))) else {
            let what = format!("the workbook has no sheet `{}`", wanted.unwrap_or("1"));
            return Err(Fault::usage(what).remedy(other_sheets(&others)));
        };
        others.remove(at);
        let mut sheet = Sheet {
            pages,
            kind,
            name,
            others,
            header: 0,
            columns: Vec::new(),
            places: Vec::new(),
            packed: opened.packed,
        };
        sheet.find_header()?;
        Ok(sheet)
    }

    /// The first row with two values is the header: what stands above it is a title. The rows behind it give
    /// samples.
    fn find_header(&mut self) -> Result<(), Fault> {
        let (mut left, mut cells) = (HEAD_RECORDS, 0);
        let (mut header, mut columns, mut places) = (0, Vec::<Column>::new(), Vec::<usize>::new());
        let alone = std::cell::Cell::new(None);
        self.walk(&mut |number, values| {
            if header == 0 {
                if values.len() < 2 {
                    alone.set(alone.get().or(Some(number)));
                    return Ok(true);
                }
                header = number;
                for (place, value) in values.iter().take(MAX_COLUMNS) {
                    columns.push(Column::named(shown(value).trim().to_owned()));
                    places.push(*place);
                }
                return Ok(true);
            }
            for (place, value) in values {
                if let Ok(at) = places.binary_search(place) {
                    columns[at].sample(&shown(value));
                }
            }
            left -= 1;
            cells += values.len();
            Ok(left > 0 && cells < HEAD_CELLS)
        })?;
        if header == 0 {
            let what = match alone.get() {
                Some(_) => format!("no row of the sheet `{}` has two values", self.name),
                None => format!("the sheet `{}` is empty", self.name),
            };
            return Err(Fault::unusable(what).remedy(match self.others[..] {
                [] => "give the workbook that holds the log".to_owned(),
                _ => other_sheets(&self.others),
            }));
        }
        (self.header, self.columns, self.places) = (header, columns, places);
        Ok(())
    }

    fn walk(&self, each: &mut Each<'_>) -> Result<(), Fault> {
        guarded(|| match self.kind {
            Kind::Xlsx => xlsx::rows(file(&self.pages), &self.name, each),
            Kind::Ods => ods::rows(file(&self.pages), &self.name, each),
        })
    }
}

/// A sheet's name for people, with whether it is hidden.
fn said((name, hidden): &(String, bool)) -> String {
    format!("`{name}`{}", if *hidden { ", hidden" } else { "" })
}

/// What reads another sheet.
fn other_sheets(names: &[String]) -> String {
    const SHOWN: usize = 12;
    let more = if names.len() > SHOWN { "; …" } else { "" };
    let names: Vec<&str> = names.iter().take(SHOWN).map(String::as_str).collect();
    format!("--sheet NAME reads another: {}{more}", names.join("; "))
}

fn file(pages: &Pages) -> File {
    BufReader::with_capacity(64 << 10, pages.front())
}

/// Calls into the libraries behind: a panic becomes a fault like any other.
fn guarded<T>(call: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    guard::guarded(call).unwrap_or_else(|| Err(damaged("it breaks the rules of its format")))
}

pub(super) fn damaged(what: impl std::fmt::Display) -> Fault {
    Fault::unusable(format!("this workbook cannot be read ({what})"))
        .remedy("save the sheet again, or save it as CSV")
}

/// Unpacks every part into nothing, within the budgets, and says which kind of workbook it is.
fn check(pages: &Pages) -> Result<Kind, Fault> {
    let size = parquet::file::reader::Length::len(pages);
    let mut book = guarded(|| zip::ZipArchive::new(file(pages)).map_err(damaged))?;
    if book.len() > MAX_BOOK_PARTS {
        return Err(damaged(format!("it has {} parts", book.len())));
    }
    let (mut out, mut tags) = (0u64, 0);
    let mut sink = vec![0; 64 << 10];
    for part in 0..book.len() {
        let mut part = guarded(|| book.by_index(part).map_err(damaged))?;
        let name = part.name().map_err(damaged)?.into_owned();
        let in_rows = name.contains("worksheets/") || name == "content.xml";
        loop {
            let n = read_some(&mut part, &mut sink).map_err(damaged)?;
            if n == 0 {
                break;
            }
            out += n as u64;
            if out > MAX_BOOK_BYTES || (out > RATIO_FREE_BYTES && out / MAX_BOOK_RATIO > size) {
                return Err(Fault::unusable(BOMB).remedy("save the sheet as CSV"));
            }
            // What is not read row by row is kept: texts that cells share, styles.
            if !in_rows {
                tags += memchr::memchr_iter(b'<', &sink[..n]).count();
                if tags > MAX_BOOK_TAGS {
                    let what = format!("the workbook has more than {MAX_BOOK_TAGS} tags beside its rows");
                    return Err(Fault::unusable(what).remedy("save the sheet as CSV"));
                }
            }
        }
    }
    let has = |name: &str| book.index_for_name(name).is_some();
    if has("xl/workbook.xml") {
        Ok(Kind::Xlsx)
    } else if has("content.xml") {
        Ok(Kind::Ods)
    } else {
        let what = "this is a ZIP archive and no workbook of Excel (.xlsx) or LibreOffice (.ods)";
        Err(Fault::unusable(what).remedy("unpack the archive, and give the files in it"))
    }
}

fn shown(value: &Value) -> String {
    super::values::shown(value.cell())
}

impl Table for Sheet {
    fn format(&self) -> String {
        let kind = if self.kind == Kind::Xlsx { "XLSX" } else { "ODS" };
        let others = match self.others[..] {
            [] => String::new(),
            _ => format!(" ({})", other_sheets(&self.others)),
        };
        let packed = self.packed.map_or(String::new(), |p| format!(", {p}"));
        format!("{kind}, sheet `{}`{others}{packed}", self.name)
    }

    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn blocks(self: Box<Self>, wanted: &[Option<usize>]) -> Result<Box<dyn Blocks>, Fault> {
        let wanted = wanted.iter().map(|w| w.map(|c| self.places[c])).collect();
        Ok(Box::new(Rows { sheet: *self, wanted, given: std::sync::atomic::AtomicBool::new(false) }))
    }
}

/// The rows of a sheet behind its header.
struct Rows {
    sheet: Sheet,
    /// By role: the place in the sheet.
    wanted: Vec<Option<usize>>,
    given: std::sync::atomic::AtomicBool,
}

impl Blocks for Rows {
    fn next(&self) -> Result<Option<Block>, Stop> {
        let given = self.given.swap(true, std::sync::atomic::Ordering::Relaxed);
        Ok((!given).then_some(Block::Whole))
    }

    fn rows(&self, _: Block, sink: &mut dyn Sink) -> Result<(), Fault> {
        let mut last = self.sheet.header;
        self.sheet.walk(&mut |number, values| {
            if number <= last {
                return Ok(true);
            }
            if number > last + 1 {
                sink.blank(number - last - 1)?;
            }
            last = number;
            let mut cells = [Cell::Missing; MOST_ROLES];
            for (cell, place) in cells.iter_mut().zip(&self.wanted) {
                if let Some(place) = place
                    && let Ok(at) = values.binary_search_by_key(place, |v| v.0)
                {
                    *cell = values[at].1.cell();
                }
            }
            sink.row(&Row { line: number, cells: &cells[..self.wanted.len()], raw: None })?;
            Ok(true)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_beyond_what_a_spreadsheet_keeps_are_written_as_it_writes_them() {
        assert_eq!(Value::number(123_456_789_012_345.0), Value::Number(123_456_789_012_345.0));
        assert_eq!(Value::number(1.014_21e18), Value::Text("1.01421E+18".into()));
    }
}
