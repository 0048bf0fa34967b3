//! Sheets of LibreOffice. Its XML says "this cell a million times": repetitions are kept as numbers and never
//! written out beyond the budgets of a table.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::sheet::{Each, File, Value, damaged};
use crate::budget::{MAX_COLUMNS, MAX_NAME_BYTES, MAX_SHEET_DEPTH};
use crate::error::Fault;

/// Most rows of a sheet, as LibreOffice has it.
const MAX_ROWS: u64 = 1 << 20;

/// Hands the XML of the sheets on to `with`.
fn with_content<T>(
    file: File,
    with: impl FnOnce(&mut Reader<&mut dyn std::io::BufRead>) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let mut book = zip::ZipArchive::new(file).map_err(damaged)?;
    let part = book.by_name("content.xml").map_err(damaged)?;
    let mut part = std::io::BufReader::with_capacity(64 << 10, part);
    let mut xml = Reader::from_reader(&mut part as &mut dyn std::io::BufRead);
    xml.config_mut().check_end_names = true;
    with(&mut xml)
}

/// The sheets' names, in the order of the workbook, and which of them are hidden: their styles, which come first, say so.
pub(super) fn names(file: File) -> Result<Vec<(String, bool)>, Fault> {
    with_content(file, |xml| {
        let (mut out, mut buffer) = (Vec::new(), Vec::new());
        let (mut style, mut hidden) = (None, Vec::new());
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer).map_err(damaged)? {
                Event::Start(e) | Event::Empty(e) if is(&e, "table:table") => {
                    let styled = attribute(&e, "table:style-name")?.is_some_and(|s| hidden.contains(&s));
                    out.push((attribute(&e, "table:name")?.unwrap_or_default(), styled));
                }
                Event::Start(e) | Event::Empty(e) if is(&e, "style:style") => {
                    style = attribute(&e, "style:name")?;
                }
                Event::Start(e) | Event::Empty(e) if is(&e, "style:table-properties") => {
                    let shown = attribute(&e, "table:display")?.is_none_or(|shown| shown != "false");
                    hidden.extend(style.take().filter(|_| !shown));
                }
                Event::Eof => return Ok(out),
                _ => {}
            }
        }
    })
}

/// Where in a sheet we are.
#[derive(Default)]
struct Place {
    /// The row at hand, and how often it stands there.
    row: u64,
    times: u64,
    /// The column of the next cell.
    column: usize,
    values: Vec<(usize, Value)>,
    /// The cell at hand: how often it stands there, its value where an attribute gives it, its text.
    repeat: usize,
    value: Option<Value>,
    text: String,
    /// Paragraphs of the cell so far, and whether we are in one.
    paragraphs: usize,
    inside: bool,
    /// Within a note of a cell nothing counts.
    note: usize,
}

/// Hands the rows of a sheet on that have a value.
pub(super) fn rows(file: File, sheet: &str, each: &mut Each<'_>) -> Result<(), Fault> {
    with_content(file, |xml| {
        let mut buffer = Vec::new();
        let (mut here, mut depth) = (false, 0usize);
        let mut place = Place::default();
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer).map_err(damaged)? {
                Event::Start(e) => {
                    depth += 1;
                    if depth > MAX_SHEET_DEPTH {
                        return Err(damaged("its elements lie too deep in each other"));
                    }
                    if is(&e, "table:table") {
                        here = attribute(&e, "table:name")?.unwrap_or_default() == sheet;
                    } else if here {
                        place.begin(&e)?;
                    }
                }
                Event::Empty(e) if here => {
                    place.begin(&e)?;
                    if !place.end(name(&e), each)? {
                        return Ok(());
                    }
                }
                Event::Text(text) if here => place.add(&text),
                Event::GeneralRef(letter) if here => {
                    let known = match letter.resolve_char_ref().map_err(damaged)? {
                        Some(letter) => letter.to_string(),
                        None => quick_xml::escape::resolve_predefined_entity(&letter)
                            .unwrap_or_default()
                            .to_owned(),
                    };
                    place.add(&known);
                }
                Event::End(e) => {
                    depth = depth.saturating_sub(1);
                    let name = e.name();
                    let name = name.as_ref();
                    if here && !place.end(name, each)? {
                        return Ok(());
                    }
                    if here && name == "table:table" {
                        return Ok(());
                    }
                }
                Event::Eof => return Err(damaged("its end is missing")),
                _ => {}
            }
        }
    })
}

impl Place {
    fn begin(&mut self, e: &BytesStart<'_>) -> Result<(), Fault> {
        let count = |called| -> Result<u64, Fault> {
            let count = attribute(e, called)?;
            Ok(count.and_then(|c| c.parse().ok()).unwrap_or(1))
        };
        if is(e, "table:table-row") {
            self.row += self.times;
            self.times = count("table:number-rows-repeated")?;
            self.column = 0;
            self.values.clear();
        } else if is(e, "table:table-cell") || is(e, "table:covered-table-cell") {
            self.repeat = count("table:number-columns-repeated")?.min(u64::from(u32::MAX)) as usize;
            let value = |called| attribute(e, called);
            let error = value("calcext:value-type")?.is_some_and(|kind| kind == "error");
            self.value = match value("office:value-type")?.as_deref() {
                Some("float" | "percentage" | "currency") => {
                    value("office:value")?.and_then(|v| v.parse().ok()).map(Value::number)
                }
                Some("boolean") => value("office:boolean-value")?.map(|v| Value::Bool(v == "true")),
                Some("date") => value("office:date-value")?.map(|v| Value::text(&v)),
                _ => None,
            };
            if error {
                self.value = Some(Value::Error);
            }
            self.text.clear();
            self.paragraphs = 0;
        } else if is(e, "office:annotation") {
            self.note += 1;
        } else if is(e, "text:p") && self.note == 0 {
            if self.paragraphs > 0 {
                self.add_anyway("\n");
            }
            self.paragraphs += 1;
            self.inside = true;
        } else if is(e, "text:s") {
            let blanks = attribute(e, "text:c")?.and_then(|c| c.parse().ok()).unwrap_or(1usize);
            self.add(&" ".repeat(blanks.min(MAX_NAME_BYTES)));
        }
        Ok(())
    }

    fn add(&mut self, text: &str) {
        if self.inside && self.note == 0 {
            self.add_anyway(text);
        }
    }

    fn add_anyway(&mut self, text: &str) {
        if self.text.len() <= MAX_NAME_BYTES {
            self.text.push_str(text);
        }
    }

    /// An element ends. `false` ends the reading.
    fn end(&mut self, name: &str, each: &mut Each<'_>) -> Result<bool, Fault> {
        if name == "text:p" {
            self.inside = false;
        } else if name == "office:annotation" {
            self.note = self.note.saturating_sub(1);
        } else if name == "table:table-cell" || name == "table:covered-table-cell" {
            let text = || (!self.text.trim().is_empty()).then(|| Value::text(&self.text));
            if let Some(value) = self.value.take().or_else(text) {
                // A value that fills a whole row many times over is no row of a log.
                for i in 0..self.repeat.min(MAX_COLUMNS.saturating_sub(self.values.len())) {
                    self.values.push((self.column.saturating_add(i), value.clone()));
                }
            }
            self.column = self.column.saturating_add(self.repeat);
        } else if name == "table:table-row" && !self.values.is_empty() {
            for i in 0..self.times {
                let number = self.row.saturating_add(i).saturating_add(1);
                if number > MAX_ROWS {
                    return Err(damaged(format!("it has more than {MAX_ROWS} rows")));
                }
                if !each(number, &self.values)? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }
}

fn name<'a>(e: &'a BytesStart<'_>) -> &'a str {
    e.name().into_inner()
}

fn is(e: &BytesStart<'_>, called: &str) -> bool {
    e.name().as_ref() == called
}

fn attribute(e: &BytesStart<'_>, called: &str) -> Result<Option<String>, Fault> {
    for attribute in e.attributes() {
        let attribute = attribute.map_err(damaged)?;
        if attribute.key.as_ref() == called {
            return Ok(Some(
                attribute.normalized_value(XmlVersion::Implicit1_0).map_err(damaged)?.into_owned(),
            ));
        }
    }
    Ok(None)
}
