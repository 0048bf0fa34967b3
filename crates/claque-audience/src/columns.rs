//! Which column of a sheet is what: a long table has a column of countries, a wide one a column for each
//! country (or for each date).

use crate::cells::Sheet;
use crate::country::Place;
use crate::date::When;
use crate::names::{COUNTRY, DATE, END, NEW_OR_TOTAL, PAGE, PERIOD, START, TOTAL_OR_NEW, WEEK, key, measure};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// New marks in a period; below 0 where more were lost.
    New,
    /// Marks gained, losses left out.
    Gained,
    /// Marks lost.
    Lost,
    /// Marks that stand at the end of a period.
    Total,
    /// Engagement with what the page posted.
    Engaged,
}

impl Measure {
    /// Every measure.
    pub const ALL: [Measure; 5] =
        [Measure::New, Measure::Gained, Measure::Lost, Measure::Total, Measure::Engaged];
}

/// Where what stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Columns {
    /// Row of the header.
    pub header: usize,
    pub page: Option<usize>,
    pub country: Option<usize>,
    pub start: Option<usize>,
    pub end: Option<usize>,
    pub date: Option<usize>,
    /// Whether the date column names weeks or months.
    pub weeks: bool,
    /// Columns of a long table.
    pub measures: Vec<(usize, Measure)>,
    /// Those of them whose name may mean new marks or those that stand.
    pub either: Vec<usize>,
    /// Columns of which nothing is taken: their name is not known, or has no place in such a table.
    pub unread: Vec<usize>,
    /// Columns that were known by what stands in them.
    pub by_content: Vec<usize>,
    /// Columns of a wide table: a country each.
    pub places: Vec<(usize, Place)>,
    /// Columns of a wide table: a date each.
    pub dates: Vec<usize>,
}

/// Rows that are looked through for a header.
const HEADER_WITHIN: usize = 30;

/// What to do where no column is one of counts.
const NO_COUNTS: &str =
    "call the columns of counts new, total, gained or lost, or by dates such as 2021-05-31 or 2021-05";
/// What to do where no column is one of dates.
const NO_DATES: &str =
    "give one header row: call the column of dates `date`, and keep one kind of count a table";

/// Why no row is a header: one that looks like it lacks something. Its row, and what it lacks.
pub(crate) fn lacking(sheet: &Sheet) -> Option<(usize, String, &'static str)> {
    (0..sheet.len().min(HEADER_WITHIN)).find_map(|row| {
        let cells: Vec<&str> =
            (0..sheet.width(row)).map(|i| sheet.cell(row, i)).filter(|c| !c.is_empty()).collect();
        let mut known = Columns::named(sheet, row);
        known.by_content(sheet);
        if cells.len() >= 2 && known.country.is_some() {
            let others = known.unread.iter().map(|i| sheet.cell(row, *i)).filter(|c| !c.is_empty());
            let others: Vec<String> = others.take(4).map(|c| format!("`{c}`")).collect();
            let others = others.join(", ");
            let what = format!("beside the countries, no column is known as one of counts: {others}");
            return Some((row, what, NO_COUNTS));
        }
        let countries = |c: &&&str| matches!(Place::named(c), Some(Place::Country(_)));
        if cells.iter().filter(countries).count() >= 2
            && cells.iter().all(|c| !c.contains(|c: char| c.is_ascii_digit()))
        {
            let what =
                "the cells of this row name countries, but none of them is a column of dates".to_owned();
            return Some((row, what, NO_DATES));
        }
        None
    })
}

/// Finds the header and what its columns are; nothing if no row looks like one.
pub(crate) fn columns(sheet: &Sheet) -> Option<Columns> {
    (0..sheet.len().min(HEADER_WITHIN)).find_map(|row| header(sheet, row))
}

fn header(sheet: &Sheet, row: usize) -> Option<Columns> {
    let mut out = Columns::named(sheet, row);
    out.by_content(sheet);
    let countries = out.places.iter().filter(|p| matches!(p.1, Place::Country(_))).count();
    if out.country.is_some() && out.dates.len() >= 2 {
        let rows = out.measures.iter().map(|m| m.0).chain(out.places.iter().map(|p| p.0)).collect();
        return Some(out.leaving(sheet, rows, true));
    }
    if out.country.is_some() && !out.measures.is_empty() {
        let rest = out.places.iter().map(|p| p.0).chain(out.dates.iter().copied());
        let rest = rest.filter(|i| out.measures.iter().all(|m| m.0 != *i)).collect();
        return Some(out.leaving(sheet, rest, false));
    }
    // One country and a sum beside it: home and all, or home and abroad.
    let beside = out.places.iter().any(|p| !matches!(p.1, Place::Country(_)));
    if out.dated() && (countries >= 2 || countries == 1 && beside) {
        // `Total` is then the sum over countries.
        let rest = out.measures.iter().map(|m| m.0).chain(out.dates.iter().copied());
        let rest = rest.filter(|i| out.places.iter().all(|p| p.0 != *i)).collect();
        out.dates = vec![];
        return Some(out.leaving(sheet, rest, true));
    }
    None
}

/// Cells of a column that must agree on what it holds.
const TELLING: usize = 3;

impl Columns {
    /// What the names in a row say.
    fn named(sheet: &Sheet, row: usize) -> Self {
        let mut out = Columns { header: row, ..Columns::default() };
        for i in 0..sheet.width(row) {
            let cell = sheet.cell(row, i);
            let k = key(cell);
            let is = |list: &[&str]| list.contains(&k.as_str());
            let slot = if is(PAGE) {
                &mut out.page
            } else if is(COUNTRY) {
                &mut out.country
            } else if is(START) {
                &mut out.start
            } else if is(END) {
                &mut out.end
            } else if is(DATE) || is(WEEK) || is(PERIOD) {
                out.weeks |= is(WEEK);
                &mut out.date
            } else {
                let measured = measure(&k);
                if let Some(m) = measured {
                    out.measures.push((i, m));
                    out.either.extend((is(NEW_OR_TOTAL) || is(TOTAL_OR_NEW)).then_some(i));
                }
                if let Some(place) = Place::named(cell) {
                    out.places.push((i, place));
                } else if matches!(When::read(cell), When::Span(_) | When::Either(..)) {
                    out.dates.push(i);
                } else if measured.is_none() {
                    out.unread.push(i);
                }
                continue;
            };
            if slot.is_some() {
                out.unread.push(i);
            } else {
                *slot = Some(i);
            }
        }
        out
    }

    fn dated(&self) -> bool {
        self.date.is_some() || self.end.is_some() || self.start.is_some()
    }

    /// A wide table has no measures, a long one no columns of countries or dates; what is left of them is not read.
    fn leaving(mut self, sheet: &Sheet, rest: Vec<usize>, wide: bool) -> Self {
        if wide {
            (self.measures, self.either) = (vec![], vec![]);
            if self.country.is_some() {
                self.places = vec![];
            }
        } else {
            (self.places, self.dates) = (vec![], vec![]);
            // YouTube's `Subscribers` beside those gained and lost is their difference.
            let of = |m: Measure| self.measures.iter().any(|x| x.1 == m);
            if of(Measure::Gained) && of(Measure::Lost) {
                let net = self
                    .measures
                    .iter()
                    .map(|m| m.0)
                    .find(|i| key(sheet.cell(self.header, *i)) == "subscribers");
                self.measures.retain(|m| Some(m.0) != net);
                self.either.retain(|i| Some(*i) != net);
                self.unread.extend(net);
            }
            // Beside a column that can only be new marks, the other is of those that stand.
            let sure = |m: &Measure| matches!(m, Measure::New | Measure::Gained);
            if self.measures.iter().any(|(i, m)| sure(m) && !self.either.contains(i)) {
                let either = &self.either;
                self.measures
                    .iter_mut()
                    .filter(|(i, _)| either.contains(i))
                    .for_each(|(_, m)| *m = Measure::Total);
            }
        }
        self.unread.extend(rest);
        self.unread.sort_unstable();
        self.unread.dedup();
        self
    }

    /// Dates and countries under a name that is not known, where one column alone holds nothing else.
    fn by_content(&mut self, sheet: &Sheet) {
        let rows = || self.header + 1..sheet.len();
        let only = |holds: &dyn Fn(&str) -> bool| {
            let mut found = self.unread.iter().copied().filter(|i| {
                let mut cells =
                    rows().map(|r| sheet.cell(r, *i)).filter(|c| !c.is_empty()).take(200).peekable();
                let told = cells.peek().is_some();
                let mut n = 0;
                told && cells.inspect(|_| n += 1).all(holds) && n >= TELLING
            });
            let first = found.next()?;
            found.next().is_none().then_some(first)
        };
        let date = |c: &str| matches!(When::read(c), When::Span(_) | When::Either(..));
        let dates = if self.dated() { None } else { only(&date) };
        let country = |c: &str| c.chars().any(char::is_alphabetic) && Place::named(c).is_some();
        let countries = if self.country.is_some() { None } else { only(&country) };
        self.date = self.date.or(dates);
        self.country = self.country.or(countries);
        self.by_content.extend(dates.into_iter().chain(countries));
        self.unread.retain(|i| Some(*i) != dates && Some(*i) != countries);
    }
}
