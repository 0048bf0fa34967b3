//! What the whole column of times decides: counts from an origin or wrong dates, day or month first.

use crate::budget::SENSE_MIN_ROWS;
use crate::dates::{self, DateOrder};
use crate::error::Fault;
use crate::ingest::Ingest;
use crate::mapping::TIME;
use crate::read::First;
use crate::sense;
use crate::settings::{EARLY, FUTURE};
use crate::time::{EARLIEST, SECOND, Written};

/// The number that spreadsheets give the first day of 1990, before which no mark was given.
const FIRST_DAY: i64 = 32_874;

/// Decides what numbers too small for dates are, and how dates are written. Says whether all times are counts from
/// an origin.
pub(crate) fn times(
    ingest: &mut Ingest<'_>,
    first: &First,
    warnings: &mut Vec<String>,
) -> Result<bool, Fault> {
    let Some(column) = first.column(TIME) else { return Ok(false) };
    order(ingest, first, column)?;
    let (counted, dated) = (ingest.count(|w| &w.counted), ingest.count(|w| &w.dated));
    let times = ingest.times();
    if counted == 0 {
        return Ok(ingest.settings.origin.is_some() && times.ways[Written::Count as usize] > 0);
    }
    if dated > 0 {
        if let Some(fault) = sense::of_mixed_times(counted, dated, column) {
            return Err(fault.in_file(&first.file));
        }
        ingest.reject_undecided()?;
        return Ok(false);
    }
    if times.dates_without_dashes == counted as u64 {
        let what = format!("every time in `{column}` looks like a date written without dashes");
        let fault = Fault::unusable(what).in_file(&first.file).in_column(column);
        return Err(fault.remedy("write dates as 2021-05-01"));
    }
    if let Some(what) = no_seconds(ingest, column) {
        let fault = Fault::unusable(what).in_file(&first.file).in_column(column);
        return Err(fault
            .remedy("write dates such as 2021-05-01 10:00:00, or leave the column out: what needs no time is then examined")
            .remedy("--time-origin DATE if they are seconds counted from then"));
    }
    let serial = |at: i64| (FIRST_DAY..=i64::from(u16::MAX)).contains(&(at / SECOND));
    if ingest.workers.iter().flat_map(|w| w.counted.iter()).all(|event| serial(event.time)) {
        let what = format!(
            "every time in `{column}` is like the number that a spreadsheet gives a day (45000 is 2023-03-15)"
        );
        let fault = Fault::unusable(what).in_file(&first.file).in_column(column);
        return Err(fault
            .remedy("show the column as dates, such as 2021-05-01 10:00:00, and save the sheet again")
            .remedy("--time-origin DATE if they are seconds counted from then"));
    }
    ingest.keep_counted();
    warnings.push(format!(
        "Times in `{column}` are no dates: they were read as seconds counted from 1970-01-01 (--time-origin DATE says from when)."
    ));
    Ok(true)
}

/// Counts that are years, or hours of a day, and no seconds: many marks within a day's few seconds are no log.
fn no_seconds(ingest: &Ingest<'_>, column: &str) -> Option<String> {
    let all = |range: std::ops::RangeInclusive<i64>| {
        let mut counted = ingest.workers.iter().flat_map(|w| w.counted.iter());
        counted.all(|event| event.time % SECOND == 0 && range.contains(&(event.time / SECOND)))
    };
    if all(1900..=2100) {
        return Some(format!("every time in `{column}` is like a year, and says no day"));
    }
    let many = ingest.count(|w| &w.counted) as u64 >= SENSE_MIN_ROWS;
    (many && all(0..=23))
        .then(|| format!("every time in `{column}` is like an hour of the day, and says no day"))
}

/// Reads dates such as `1/2/2021`: some value of the column tells which number is the day, or the user does.
fn order(ingest: &mut Ingest<'_>, first: &First, column: &str) -> Result<(), Fault> {
    let slashed = ingest.count(|w| &w.slashed);
    if slashed == 0 {
        return Ok(());
    }
    let times = ingest.times();
    let fault = |what: String| Fault::unusable(what).in_file(&first.file).in_column(column);
    let order = match (ingest.settings.order, times.day_first, times.month_first) {
        (Some(order), ..) => order,
        (None, 1.., 0) => DateOrder::DayFirst,
        (None, 0, 1..) => DateOrder::MonthFirst,
        (None, 0, 0) if times.dots == slashed as u64 => DateOrder::DayFirst,
        (None, 0, 0) => {
            let what = format!("no date in `{column}` tells whether its day or its month comes first");
            return Err(fault(what)
                .remedy("--dates day-first if 1/2/2021 is the first of February")
                .remedy("--dates month-first if it is the second of January"));
        }
        (None, days, months) => {
            let what = format!(
                "{days} dates in `{column}` can only begin with the day, and {months} only with the month: some were turned round"
            );
            return Err(fault(what).remedy("export the log again with dates such as 2021-02-01"));
        }
    };
    let written = if order == DateOrder::DayFirst { Written::DayFirst } else { Written::MonthFirst };
    let (zone, latest) = (&ingest.settings.zone, ingest.settings.latest);
    let mut gone = Vec::new();
    for worker in &mut ingest.workers {
        worker.times.ways[Written::Slashed as usize] = 0;
        let slashed = std::mem::take(&mut worker.slashed);
        for mut event in slashed.into_pieces().into_iter().flatten() {
            let (tally, reason) = match dates::ordered(event.time, order, zone) {
                None => (&mut worker.times.unreadable, "this is no date in the order of the others"),
                Some(at) if at < EARLIEST => (&mut worker.times.early, EARLY),
                Some(at) if at > latest => (&mut worker.times.future, FUTURE),
                Some(at) => {
                    event.time = at;
                    worker.times.ways[written as usize] += 1;
                    worker.dated.push(event);
                    continue;
                }
            };
            *tally += 1;
            gone.push((event.row(), reason));
        }
    }
    gone.sort_unstable();
    gone.into_iter().try_for_each(|(code, reason)| ingest.reject_late(code, column, reason))
}
