//! Rows that would lose a number, or be taken for what they are not.

use crate::country::Place;
use crate::entries::Reader;
use crate::number::{Number, count};
use claque_log::Fault;

/// What to do about a blank cell.
pub(crate) const EVERY_ROW: &str = "write it in every row: a merged cell stands in its first row alone";
/// Further names that are told with one that is no country.
const OTHERS: usize = 5;

impl Reader<'_> {
    /// Names below a row that are no countries either, so that one run tells them all.
    pub fn others_unknown(&self, row: usize, column: usize) -> String {
        let mut others: Vec<&str> = vec![];
        for r in row + 1..self.sheet.len() {
            let text = self.sheet.cell(r, column);
            let new = !text.is_empty() && text != self.sheet.cell(row, column) && !others.contains(&text);
            if others.len() == OTHERS {
                break;
            }
            if new && Place::named(text).is_none() {
                others.push(text);
            }
        }
        let named: Vec<String> = others.iter().map(|o| format!("`{o}`")).collect();
        if named.is_empty() { String::new() } else { format!(", nor is {}", named.join(" or ")) }
    }

    /// A row of names below the header, as merged cells leave it.
    pub fn second_header(&self) -> Option<Fault> {
        let row = self.c.header + 1;
        if row >= self.sheet.len() {
            return None;
        }
        let columns = self.c.measures.iter().map(|m| m.0).chain(self.c.places.iter().map(|p| p.0));
        let columns: Vec<usize> = columns.chain(self.c.dates.iter().copied()).collect();
        let names = |i: &usize| self.sheet.cell(row, *i).chars().next().is_some_and(char::is_alphabetic);
        let all = columns.iter().all(|i| names(i) && matches!(count(self.sheet.cell(row, *i)), Number::Not));
        (all && !columns.is_empty()).then(|| {
            let cell = self.sheet.cell(row, columns[0]);
            let what =
                format!("this row names columns, such as `{cell}`, below a row that names columns too");
            self.fault(row, columns[0], what, "give one header row, and a table for each kind of count")
        })
    }

    /// A row with more cells than the header: thousands parted by what parts cells would lose all but the first.
    pub fn ragged(&self, row: usize) -> Option<Fault> {
        let (header, width) = (self.sheet.width(self.c.header), self.sheet.width(row));
        let beyond = (header..width).find(|i| !self.sheet.cell(row, *i).is_empty())?;
        let what = format!(
            "this row has a cell beyond the {header} of the header: `{}`",
            self.sheet.cell(row, beyond)
        );
        let remedy = "put numbers with thousands into quotes, or take the signs between thousands out";
        Some(self.fault(row, beyond, what, remedy))
    }

    /// Whether a row says where its date stands that it is the sum of the others.
    pub fn sums_up(&self, row: usize) -> bool {
        let cells = [self.c.date, self.c.start, self.c.end].into_iter().flatten();
        cells.map(|c| self.sheet.cell(row, c)).any(|cell| Place::named(cell) == Some(Place::All))
    }

    /// Refuses a row whose date or page is blank where other rows have one: merged cells stand in their first row alone.
    pub fn filled(&self, row: usize, columns: &[Option<usize>], what: &str) -> Result<(), Fault> {
        let Some(column) = columns.iter().flatten().copied().next() else { return Ok(()) };
        let cells =
            || columns.iter().flatten().flat_map(|c| (self.c.header + 1..self.sheet.len()).map(|r| (r, *c)));
        if cells().all(|(r, c)| self.sheet.cell(r, c).is_empty()) {
            return Ok(());
        }
        Err(self.fault(row, column, format!("a number without a {what}"), EVERY_ROW))
    }
}
