//! What is asked beside the tables: the home country, comparison pages, known events, base rates.

use crate::audience::{Audience, Page};
use crate::cells::Sheet;
use crate::country::Place;
use crate::date::{Span, When};
use crate::number::{Number, count, share};
use claque_log::{Fault, Whole};
use claque_marks::parameters::AudienceParameters;

/// A known event: its days are no quiet ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// When.
    pub span: Span,
    /// In which country; everywhere if nothing.
    pub place: Option<Place>,
    /// Of which page; of all if nothing.
    pub page: Option<String>,
    /// What, in the user's words.
    pub what: String,
}

/// A base rate for a country.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// The country.
    pub place: Place,
    /// Its share of new marks.
    pub share: Option<f64>,
    /// Its new marks a day.
    pub per_day: Option<f64>,
}

/// All that is asked.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The home country.
    pub home: Option<Place>,
    /// Shares of the home country among new marks to assume, instead of the usual ones.
    pub home_shares: Vec<f64>,
    /// Comparison pages.
    pub compare: Vec<Page>,
    /// Known events.
    pub events: Vec<Event>,
    /// Base rates.
    pub rates: Vec<Rate>,
    /// Parameters.
    pub parameters: AudienceParameters,
}

impl Request {
    /// Adds the pages of comparison tables.
    pub fn compare_with(&mut self, audience: Audience) {
        self.compare.extend(audience.pages);
    }
}

/// A small side table: its header and rows, with faults at cells.
struct Side {
    sheet: Sheet,
    heads: Vec<String>,
}

impl Side {
    fn open(input: &Whole) -> Result<Self, Fault> {
        let mut sheets = crate::open::sheets(input, None)?;
        let sheet = sheets.swap_remove(0);
        let heads = (0..if sheet.len() == 0 { 0 } else { sheet.width(0) })
            .map(|i| sheet.cell(0, i).to_lowercase())
            .collect();
        Ok(Self { sheet, heads })
    }

    fn column(&self, names: &[&str]) -> Option<usize> {
        self.heads.iter().position(|h| names.contains(&h.replace([' ', '-'], "_").as_str()))
    }

    fn cell(&self, row: usize, column: Option<usize>) -> &str {
        column.map_or("", |c| self.sheet.cell(row, c))
    }

    fn fault(&self, row: usize, column: Option<usize>, what: String, remedy: &str) -> Fault {
        let fault =
            Fault::unusable(what).in_file(&self.sheet.file).at(self.sheet.line(row) as u64).remedy(remedy);
        match column.and_then(|c| self.heads.get(c)) {
            Some(head) => fault.in_column(head),
            None => fault,
        }
    }

    fn place(&self, row: usize, column: Option<usize>) -> Result<Option<Place>, Fault> {
        let text = self.cell(row, column);
        if text.is_empty() {
            return Ok(None);
        }
        match Place::named(text) {
            Some(Place::All) => Ok(None),
            Some(place) => Ok(Some(place)),
            None => Err(self.fault(
                row,
                column,
                format!("`{text}` is no country that is known"),
                "write its name or its code of two letters",
            )),
        }
    }
}

/// Reads known events: `start`, `end` (or `date`), `country`, `page`, `what`.
///
/// # Errors
/// A cell that cannot be what it should be.
pub fn events(input: &Whole) -> Result<Vec<Event>, Fault> {
    let side = Side::open(input)?;
    let start = side.column(&["start", "date", "from", "period_start", "day"]);
    let end = side.column(&["end", "to", "until", "period_end"]).or(start);
    let (country, page) = (side.column(&["country", "countries"]), side.column(&["page"]));
    let what = side.column(&["what", "event", "note", "name", "kind", "title"]);
    if start.is_none() {
        return Err(Fault::unusable("the table of events has no column `start`")
            .in_file(&input.name)
            .remedy("give the columns start, end, country, what; country may be empty"));
    }
    (1..side.sheet.len())
        .filter(|row| (0..side.sheet.width(*row)).any(|c| !side.sheet.cell(*row, c).is_empty()))
        .map(|row| {
            let when = |column: Option<usize>| {
                let text = side.cell(row, column);
                let span = When::read(text).span(None);
                span.ok_or_else(|| {
                    side.fault(
                        row,
                        column,
                        format!("`{text}` is no date that is known"),
                        "write it as 2021-05-31",
                    )
                })
            };
            let from = when(start)?;
            let to = if side.cell(row, end).is_empty() { from } else { when(end)? };
            if to.end < from.start {
                return Err(side.fault(
                    row,
                    end,
                    "the event ends before it begins".into(),
                    "turn the two around",
                ));
            }
            let named = side.cell(row, page);
            Ok(Event {
                span: Span { start: from.start, end: to.end },
                place: side.place(row, country)?,
                page: (!named.is_empty()).then(|| named.to_owned()),
                what: side.cell(row, what).to_owned(),
            })
        })
        .collect()
}

/// Reads base rates: `country` with `share` or `per_day`.
///
/// # Errors
/// A cell that cannot be what it should be.
pub fn base_rates(input: &Whole) -> Result<Vec<Rate>, Fault> {
    let side = Side::open(input)?;
    let country = side.column(&["country"]);
    let (of, day) = (side.column(&["share"]), side.column(&["per_day", "new_per_day", "rate"]));
    if country.is_none() || (of.is_none() && day.is_none()) {
        return Err(Fault::unusable(
            "the table of base rates needs `country` and one of `share` and `per_day`",
        )
        .in_file(&input.name)
        .remedy("give shares of one (0.707) or in percent, or new marks a day"));
    }
    let rates: Vec<(usize, Rate)> = (1..side.sheet.len())
        .filter(|row| !side.cell(*row, country).is_empty())
        .map(|row| {
            let place = side.place(row, country)?;
            let Some(place) = place else {
                return Err(side.fault(
                    row,
                    country,
                    "a base rate is of one country".into(),
                    "leave the sum out",
                ));
            };
            let read = |column: Option<usize>, get: &dyn Fn(&str) -> Option<f64>| {
                let text = side.cell(row, column);
                if text.is_empty() {
                    return Ok(None);
                }
                get(text).map(Some).ok_or_else(|| {
                    side.fault(
                        row,
                        column,
                        format!("`{text}` is no rate"),
                        "give a share above 0, or marks a day",
                    )
                })
            };
            let daily = |t: &str| match count(t) {
                Number::Some(n, _) if n >= 0.0 => Some(n),
                _ => t.parse().ok().filter(|n: &f64| *n >= 0.0 && n.is_finite()),
            };
            Ok((row, Rate { place, share: read(of, &share)?, per_day: read(day, &daily)? }))
        })
        .collect::<Result<_, Fault>>()?;
    for (i, (row, rate)) in rates.iter().enumerate() {
        if rates[..i].iter().any(|r| r.1.place == rate.place) {
            return Err(side.fault(
                *row,
                country,
                format!("{} stands twice", rate.place.code()),
                "leave one of the two",
            ));
        }
    }
    let sum: f64 = rates.iter().filter_map(|r| r.1.share).sum();
    if sum > 1.005 {
        return Err(Fault::unusable(format!("the shares add up to {:.1} %", sum * 100.0))
            .in_file(&input.name)
            .remedy("shares of all countries are at most 100 %"));
    }
    Ok(rates.into_iter().map(|r| r.1).collect())
}
