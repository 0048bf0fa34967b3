//! From sheets to entries: one number each, of a page, a country and a period, with the cell it stands in.

use crate::audience::Finding;
use crate::cells::{Sheet, letter, stem};
use crate::columns::{Columns, Measure, columns};
use crate::country::Place;
use crate::date::{Order, Span, latest};
use crate::days::Unpast;
use crate::doubt::{lost_column, named, shared_names, taken};
use crate::number::{Number, count};
use crate::refused::EVERY_ROW;
use claque_log::Fault;
use std::collections::HashMap;

/// Where a number stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spot {
    pub sheet: u16,
    pub line: u32,
    pub column: u16,
}

/// One number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Entry {
    pub page: u32,
    pub place: Place,
    pub span: Option<Span>,
    pub measure: Measure,
    pub value: f64,
    /// How coarsely it was written.
    pub step: f64,
    pub spot: Spot,
}

/// What the reader is told beside the tables.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// The days that a table without dates is of.
    pub period: Option<Span>,
    /// Whether the day stands first where only numbers stand; nothing: the column must tell.
    pub day_first: Option<bool>,
    /// What is counted, where a table does not say: new marks or totals.
    pub counts: Option<Measure>,
    /// The page's name, where a table does not say.
    pub page: Option<String>,
    /// The character between columns.
    pub delimiter: Option<u8>,
}

/// All numbers of all sheets.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    pub pages: Vec<String>,
    pub list: Vec<Entry>,
    /// Name and column names of each sheet.
    pub sheets: Vec<(String, Vec<String>)>,
    /// Rows with at least one number, rows without any, rows above a header.
    pub rows: (u64, u64, u64),
    pub notes: Vec<Finding>,
    numbers: HashMap<String, u32>,
}

impl Entries {
    /// A fault at a cell.
    pub fn fault(&self, spot: Spot, what: impl Into<String>, remedy: &str) -> Fault {
        let (name, heads) = &self.sheets[usize::from(spot.sheet)];
        let head = heads.get(usize::from(spot.column)).filter(|h| !h.is_empty());
        let column = head.cloned().unwrap_or_else(|| letter(usize::from(spot.column)));
        Fault::unusable(what).in_file(name).at(u64::from(spot.line)).in_column(column).remedy(remedy)
    }

    /// A cell, named for people.
    pub fn said(&self, spot: Spot) -> String {
        let (name, _) = &self.sheets[usize::from(spot.sheet)];
        format!("{name}, row {}, column {}", spot.line, letter(usize::from(spot.column)))
    }

    fn page(&mut self, name: &str) -> u32 {
        if let Some(n) = self.numbers.get(name) {
            return *n;
        }
        let n = self.pages.len() as u32;
        self.pages.push(name.to_owned());
        self.numbers.insert(name.to_owned(), n);
        n
    }

    /// Reads a sheet.
    ///
    /// # Errors
    /// A cell that cannot be what it should be, or a sheet that is no table of counts.
    pub fn read(&mut self, sheet: &Sheet, asked: &Asked, alone: bool) -> Result<bool, Fault> {
        let Some(c) = columns(sheet) else { return Ok(false) };
        if let Some(fault) = lost_column(sheet, &c) {
            return Err(fault);
        }
        let number = u16::try_from(self.sheets.len()).unwrap_or(u16::MAX);
        let heads = (0..sheet.width(c.header)).map(|i| sheet.cell(c.header, i).to_owned()).collect();
        self.sheets.push((sheet.name(), heads));
        self.rows.2 += c.header as u64;
        let (c, taken) = taken(sheet, c, asked);
        let sheet_page =
            asked.page.clone().unwrap_or_else(|| if alone { "page".into() } else { stem(&sheet.file) });
        let first = self.list.len();
        let mut reader = Reader {
            out: self,
            sheet,
            c: &c,
            wide: taken.wide,
            number,
            asked,
            places: HashMap::new(),
            order: None,
            sheet_page,
            unpast: Unpast::new(latest()),
        };
        if let Some(fault) = reader.second_header() {
            return Err(fault);
        }
        reader.order = reader.order()?;
        reader.rows()?;
        let names = std::mem::take(&mut reader.places).into_keys();
        self.notes.extend(shared_names(sheet, &c, names));
        for open in taken.open {
            open.check(sheet, &c, &self.list[first..])?;
            self.notes.extend(open.note(sheet, &c));
        }
        for (message, columns) in [("by_content", &c.by_content), ("unread", &c.unread)] {
            let columns = named(sheet, &c, columns);
            if !columns.is_empty() {
                self.notes.push(Finding::note(message, &[], &[("file", sheet.name()), ("columns", columns)]));
            }
        }
        Ok(true)
    }
}

/// One sheet as it is read.
pub(crate) struct Reader<'a> {
    out: &'a mut Entries,
    /// The sheet.
    pub sheet: &'a Sheet,
    /// What its columns are.
    pub c: &'a Columns,
    /// What a wide table counts.
    wide: Measure,
    number: u16,
    /// What the reader is told beside it.
    pub asked: &'a Asked,
    places: HashMap<String, Option<Place>>,
    /// Which number is the day.
    pub order: Option<Order>,
    sheet_page: String,
    /// Periods that are not over.
    pub unpast: Unpast,
}

impl Reader<'_> {
    fn spot(&self, row: usize, column: usize) -> Spot {
        Spot { sheet: self.number, line: self.sheet.line(row) as u32, column: column as u16 }
    }

    /// A fault at a cell of the sheet.
    pub fn fault(&self, row: usize, column: usize, what: String, remedy: &str) -> Fault {
        self.out.fault(self.spot(row, column), what, remedy)
    }

    fn place(&mut self, text: &str) -> Option<Place> {
        if let Some(known) = self.places.get(text) {
            return *known;
        }
        let found = Place::named(text);
        self.places.insert(text.to_owned(), found);
        found
    }

    fn value(&self, row: usize, column: usize, measure: Measure) -> Result<Option<(f64, f64)>, Fault> {
        let text = self.sheet.cell(row, column);
        match count(text) {
            Number::None => Ok(None),
            Number::Not => {
                let what = format!("`{text}` is no count");
                Err(self.fault(row, column, what, "give whole numbers; thousands may stand apart"))
            }
            Number::Some(n, _) if n < 0.0 && !matches!(measure, Measure::New | Measure::Lost) => {
                let what = format!("`{text}` is below 0, which only a net growth can be");
                Err(self.fault(
                    row,
                    column,
                    what,
                    "mend the cell, or call the column `new` if it holds net growth",
                ))
            }
            // Losses are written as either sign.
            Number::Some(n, step) => Ok(Some((if measure == Measure::Lost { n.abs() } else { n }, step))),
        }
    }

    fn rows(&mut self) -> Result<(), Fault> {
        let mut last_page: Option<(String, u32)> = None;
        let mut sums = 0;
        let dates: Vec<(usize, Option<Span>)> = self
            .c
            .dates
            .iter()
            .map(|d| {
                let at = (self.c.header, Some(*d));
                let when = self.when(self.c.header, *d)?;
                Ok((*d, when.map(|s| self.begun(at, s))))
            })
            .collect::<Result<_, Fault>>()?;
        for row in self.c.header + 1..self.sheet.len() {
            let mut numbers: Vec<(usize, Measure)> = vec![];
            numbers.extend(self.c.measures.iter().copied());
            numbers.extend(self.c.places.iter().map(|p| (p.0, self.wide)));
            numbers.extend(dates.iter().map(|d| (d.0, self.wide)));
            let mut values: Vec<(usize, Measure, f64, f64)> = vec![];
            let mut blank = true;
            for (column, measure) in numbers {
                blank &= self.sheet.cell(row, column).is_empty();
                if blank {
                    continue;
                }
                // A remark below a table stands in one cell and is no row of it.
                if let Some((n, step)) = self.value(row, column, measure)? {
                    values.push((column, measure, n, step));
                }
            }
            if values.is_empty() {
                self.out.rows.1 += 1;
                continue;
            }
            if let Some(fault) = self.ragged(row) {
                return Err(fault);
            }
            let span = match self.span(row) {
                Err(_) if self.sums_up(row) => {
                    self.out.rows.1 += 1;
                    sums += 1;
                    continue;
                }
                other => other?,
            };
            self.out.rows.0 += 1;
            let dated = [self.c.date, self.c.start, self.c.end];
            if span.is_none() {
                self.filled(row, &dated, "date")?;
            }
            let named = self.c.page.map(|p| self.sheet.cell(row, p)).filter(|p| !p.is_empty());
            if named.is_none() {
                self.filled(row, &[self.c.page], "page")?;
            }
            let name = named.unwrap_or(&self.sheet_page);
            let page = match &last_page {
                Some((last, n)) if last == name => *n,
                _ => {
                    let name = name.to_owned();
                    let n = self.out.page(&name);
                    last_page = Some((name, n));
                    n
                }
            };
            let country = match self.c.country {
                Some(column) => {
                    let text = self.sheet.cell(row, column).to_owned();
                    match self.place(&text) {
                        Some(place) => Some(place),
                        None => {
                            let what = if text.is_empty() {
                                "a number without a country".to_owned()
                            } else {
                                let others = self.others_unknown(row, column);
                                format!("`{text}` is no country that is known{others}")
                            };
                            let remedy = if text.is_empty() {
                                EVERY_ROW
                            } else {
                                "write the country's name or its code of two letters"
                            };
                            return Err(self.fault(row, column, what, remedy));
                        }
                    }
                }
                None => None,
            };
            for (column, measure, value, step) in values {
                let of_column = || self.c.places.iter().find(|p| p.0 == column).map(|p| p.1);
                let of_date = dates.iter().find(|d| d.0 == column).and_then(|d| d.1);
                let place = country.or_else(of_column).unwrap_or(Place::All);
                let spot = self.spot(row, column);
                self.out.list.push(Entry { page, place, span: of_date.or(span), measure, value, step, spot });
            }
        }
        self.out.notes.extend(self.unpast()?);
        if sums > 0 {
            let texts = [("file", self.sheet.name())];
            self.out.notes.push(Finding::note("sum_rows", &[("n", f64::from(sums))], &texts));
        }
        Ok(())
    }
}
