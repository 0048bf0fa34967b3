//! The days that a row of a table tells of, and which of them are not over.

use crate::audience::Finding;
use crate::date::{Order, Span, When, order, said, span_said};
use crate::entries::Reader;
use claque_log::Fault;

/// What a sheet tells of days that are not over.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unpast {
    /// The last day that a table can tell of.
    latest: i32,
    /// Periods looked at, and of them those in the future.
    rows: u64,
    future: u64,
    /// Row, column and first day of the first one in the future.
    first: Option<(usize, usize, i32)>,
    /// The first one that has begun and is not over.
    unfinished: Option<Span>,
}

impl Unpast {
    /// Before any row.
    pub fn new(latest: i32) -> Self {
        Self { latest, rows: 0, future: 0, first: None, unfinished: None }
    }
}

impl Reader<'_> {
    /// Which number is the day: what was asked, or what some cell of the column decides.
    pub fn order(&self) -> Result<Option<Order>, Fault> {
        if let Some(first) = self.asked.day_first {
            return Ok(Some(if first { Order::DayFirst } else { Order::MonthFirst }));
        }
        let mut found: Option<(Order, usize, usize)> = None;
        let columns = [self.c.date, self.c.start, self.c.end];
        let mut cells: Vec<(usize, usize)> = self.c.dates.iter().map(|d| (self.c.header, *d)).collect();
        let numbers_alone = |c: &usize| {
            let first = self.sheet.cell((self.c.header + 1).min(self.sheet.len().saturating_sub(1)), *c);
            !first.is_empty() && first.len() >= 5 && !first.as_bytes()[..4].iter().all(u8::is_ascii_digit)
        };
        if columns.iter().flatten().any(|c| {
            numbers_alone(c)
                || (self.c.header + 1..self.sheet.len())
                    .any(|r| matches!(When::read(self.sheet.cell(r, *c)), When::Either(..)))
        }) {
            cells.extend(
                (self.c.header + 1..self.sheet.len())
                    .flat_map(|r| columns.into_iter().flatten().map(move |c| (r, c))),
            );
        }
        for (row, column) in cells {
            if let Some(o) = order(self.sheet.cell(row, column)) {
                match found {
                    Some((before, at, _)) if before != o => {
                        let what = format!(
                            "`{}` can only be read in another order of day and month than line {}",
                            self.sheet.cell(row, column),
                            self.sheet.line(at)
                        );
                        return Err(self.fault(row, column, what, "write all dates as 2021-05-31"));
                    }
                    None => found = Some((o, row, column)),
                    _ => {}
                }
            }
        }
        Ok(found.map(|f| f.0))
    }

    pub fn when(&self, row: usize, column: usize) -> Result<Option<Span>, Fault> {
        let text = self.sheet.cell(row, column);
        if text.is_empty() {
            return Ok(None);
        }
        let when = match When::read(text) {
            When::Not => When::year(text).map_or(When::Not, When::Span),
            read => read,
        };
        match when.span(self.order) {
            Some(span) => Ok(Some(span)),
            None if matches!(when, When::Either(..)) => {
                let what = format!(
                    "`{text}` can be two days, and no cell of the column tells which number is the day"
                );
                Err(self.fault(row, column, what, "give --day-first or --month-first"))
            }
            None => Err(self.fault(
                row,
                column,
                format!("`{text}` is no date that is known"),
                "write it as 2021-05-31",
            )),
        }
    }

    /// Takes note of a period that is not over.
    pub fn begun(&mut self, (row, column): (usize, Option<usize>), span: Span) -> Span {
        self.unpast.rows += 1;
        if span.start > self.unpast.latest {
            self.unpast.future += 1;
            self.unpast.first.get_or_insert((row, column.unwrap_or_default(), span.start));
        } else if span.end > self.unpast.latest {
            self.unpast.unfinished.get_or_insert(span);
        }
        span
    }

    /// METHOD: a day in the future is a year that was mistyped, and is refused; where most of a table lies there, the clock is rather
    /// wrong, and a note says so. A month that is not over is told, since its count is of a part of it.
    pub fn unpast(&self) -> Result<Vec<Finding>, Fault> {
        let Unpast { latest, rows, future, first, unfinished } = &self.unpast;
        let mut out = vec![];
        if let Some((row, column, day)) = first {
            let today = said(latest - 1);
            if 2 * future <= *rows {
                let what = format!("{} lies in the future: this computer's clock says {today}", said(*day));
                return Err(self.fault(*row, *column, what, "mend the date, or the clock"));
            }
            let cell = format!("{}, row {}", self.sheet.name(), self.sheet.line(*row));
            let texts = [("file", cell), ("day", said(*day)), ("today", today)];
            out.push(Finding::note("future", &[("n", *future as f64)], &texts));
        }
        if let Some(span) = unfinished {
            let texts = [("file", self.sheet.name()), ("period", span_said(*span))];
            out.push(Finding::note("unfinished", &[], &texts));
        }
        Ok(out)
    }

    /// The days of a row.
    pub fn span(&mut self, row: usize) -> Result<Option<Span>, Fault> {
        let of = |c: Option<usize>| c.map_or(Ok(None), |c| self.when(row, c));
        let (date, start, end) = (of(self.c.date)?, of(self.c.start)?, of(self.c.end)?);
        let span = match (start, end, date) {
            (Some(a), Some(b), _) => {
                if b.end < a.start {
                    let column = self.c.end.unwrap_or_default();
                    let what =
                        format!("the period ends on {} before it begins on {}", said(b.end), said(a.start));
                    return Err(self.fault(
                        row,
                        column,
                        what,
                        "turn the two around, or mend the one that is wrong",
                    ));
                }
                Some(Span { start: a.start, end: b.end })
            }
            (Some(a), None, _) => Some(a),
            (None, Some(b), _) => Some(b),
            (None, None, Some(d)) if self.c.weeks && d.start == d.end => {
                Some(Span { start: d.start, end: d.start + 6 })
            }
            (None, None, d) => d,
        };
        let at = (row, self.c.start.or(self.c.date).or(self.c.end));
        let span = span.map(|s| self.begun(at, s));
        Ok(span.or(self.asked.period))
    }
}
