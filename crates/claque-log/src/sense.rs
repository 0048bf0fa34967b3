//! Mappings that make no sense are refused, with the reason and the flag that overrides it.
//!
//! What is asked here needs the whole log: shares of rows, never the first rows, so that the answer does
//! not depend on their order.

use claque_marks::Micros;

use crate::budget::{MAX_UNDECIDED, SENSE_MIN_ROWS};
use crate::error::Fault;
use crate::fold::Event;

/// The newest instant that an event can have: now, and a day for clocks and zones that are wrong. The only
/// place that asks the clock.
pub(crate) fn latest() -> Micros {
    jiff::Timestamp::now().as_microsecond() + 86_400_000_000
}

/// An instant for people, in UTC.
pub(crate) fn date(at: Micros) -> String {
    jiff::Timestamp::from_microsecond(at).map_or_else(|_| format!("{at} µs"), |t| t.to_string())
}

/// What the time column turned out to hold, over all rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times {
    /// By [`crate::time::Written`]: rows that were taken.
    pub ways: [u64; crate::time::WAYS.len()],
    pub early: u64,
    pub future: u64,
    pub unreadable: u64,
    /// Counts that look like dates written without dashes.
    pub dates_without_dashes: u64,
    /// One of the worst, for the sentence.
    pub sample: Option<String>,
}

/// Whether a share of rows is too large to be rejected one by one.
fn too_many(bad: u64, all: u64) -> bool {
    bad * 2 > all || (all >= SENSE_MIN_ROWS && bad * 10 > all)
}

/// Faults of the time column.
pub(crate) fn of_times(times: &Times, rows: u64, column: &str, faults: &mut Vec<(String, String)>) {
    let sample = times.sample.as_ref().map_or(String::new(), |s| format!(", such as `{s}`"));
    let override_ = || format!("--time COLUMN (now `{column}`)");
    if too_many(times.early, rows) {
        faults.push((
            format!("{} of {rows} times in `{column}` lie before 1990{sample}", times.early),
            override_() + ", or --time-origin DATE if they count from an origin",
        ));
    }
    if too_many(times.future, rows) {
        faults.push((
            format!("{} of {rows} times in `{column}` lie in the future{sample}", times.future),
            override_(),
        ));
    }
    if times.unreadable * 2 > rows {
        faults.push((
            format!("{} of {rows} times in `{column}` cannot be read{sample}", times.unreadable),
            override_() + "; RFC 3339, `2021-05-01 10:00:00`, dates and epoch numbers are read",
        ));
    }
}

/// Counts from 0 beside dates: a few are rejected as dates before 1990, many mean that the column is none.
pub(crate) fn of_mixed_times(counts: usize, dated: usize, column: &str) -> Option<Fault> {
    (counts > MAX_UNDECIDED || too_many(counts as u64, (counts + dated) as u64)).then(|| {
        Fault::unusable(format!(
            "{counts} times in `{column}` lie before 1990 or are counts from 0, {dated} are dates"
        ))
        .in_column(column)
        .remedy(format!("--time COLUMN (now `{column}`), or correct the rows"))
    })
}

/// What a log's events say of the columns that were chosen by their names alone.
pub(crate) struct Chosen<'a> {
    pub account: &'a str,
    pub page: &'a str,
    pub time: Option<&'a str>,
    /// Whether the user named both account and page, and whether the time.
    pub ids_flagged: bool,
    pub time_flagged: bool,
}

/// Faults that only the events together show. They come sorted by nothing in particular.
pub(crate) fn of_events(
    events: &[Event],
    accounts: usize,
    pages: usize,
    chosen: &Chosen<'_>,
    faults: &mut Vec<(String, String)>,
) {
    let rows = events.len();
    if rows as u64 >= SENSE_MIN_ROWS && accounts == rows && pages == rows && !chosen.ids_flagged {
        faults.push((
            format!(
                "every row has a new account in `{}` and a new page in `{}`",
                chosen.account, chosen.page
            ),
            "--account COLUMN --page COLUMN (naming both overrides this)".to_owned(),
        ));
    }
    if let Some(time) = chosen.time
        && !chosen.time_flagged
        && rows as u64 >= SENSE_MIN_ROWS
        && by_account(events, accounts)
    {
        faults.push((
            format!(
                "`{time}` holds one time for each account: it is when accounts were made, not when they acted"
            ),
            format!("--time COLUMN (naming `{time}` overrides this)"),
        ));
    }
}

/// Whether a time says when its account was made: every account with several events has one and the same
/// time in all of them, these times differ between accounts, and they are finer than days (people do spend
/// one single day on a site).
fn by_account(events: &[Event], accounts: usize) -> bool {
    const DAY: Micros = 86_400_000_000;
    /// Accounts below which nothing is concluded.
    const FEW: usize = 20;
    let mut first = vec![None::<Micros>; accounts];
    let mut several = vec![false; accounts];
    for event in events {
        let a = event.account as usize;
        match first[a] {
            None => first[a] = Some(event.time),
            Some(time) if time != event.time => return false,
            Some(_) => several[a] = true,
        }
    }
    let mut times: Vec<Micros> =
        (0..accounts).filter(|&a| several[a]).filter_map(|a| first[a]).filter(|t| t % DAY != 0).collect();
    let busy = several.iter().filter(|s| **s).count();
    let fine = times.len();
    times.sort_unstable();
    times.dedup();
    busy >= FEW && fine * 2 > busy && times.len() * 5 >= fine * 4
}

#[cfg(test)]
mod tests {
    use super::*;
    use claque_marks::Action::Given;

    fn events(time: impl Fn(u32, u32) -> Micros) -> Vec<Event> {
        (0..40u32)
            .flat_map(|a| (0..4u32).map(move |p| (a, p)))
            .map(|(a, p)| Event::new(a, p, 0, time(a, p), Given, 1))
            .collect()
    }

    #[test]
    fn a_creation_column_is_told_from_event_times() {
        assert!(by_account(&events(|a, _| i64::from(a) * 7_000_003 + 1), 40));
        assert!(!by_account(&events(|a, p| i64::from(a) * 7_000_003 + i64::from(p)), 40));
        assert!(
            !by_account(&events(|a, _| i64::from(a) * 86_400_000_000), 40),
            "days are too coarse to tell"
        );
        assert!(!by_account(&events(|_, _| 5), 40), "one instant for all is no creation time");
    }

    #[test]
    fn shares() {
        assert!(too_many(2, 3) && !too_many(1, 2) && !too_many(1, 3) && too_many(6, 50) && !too_many(5, 50));
    }
}
