//! Mappings that make no sense are refused, with the reason and the flag that overrides it.
//!
//! What is asked here needs the whole log: shares of rows, never the first rows, so that the answer does
//! not depend on their order.

use claque_marks::Micros;
use rayon::prelude::*;

use crate::budget::{MAX_UNDECIDED, SENSE_MIN_ROWS};
use crate::cells;
use crate::dates;
use crate::error::Fault;
use crate::format::Cell;
use crate::mapping::TIME;
use crate::outcome::{No, Why};
use crate::settings::BadTime;

/// The newest instant that an event can have: now, and a day for clocks and zones that are wrong. The only
/// place that asks the clock.
pub(crate) fn latest() -> Micros {
    jiff::Timestamp::now().as_microsecond() + 86_400_000_000
}

/// An instant for people, in UTC.
pub(crate) fn date(at: Micros) -> String {
    jiff::Timestamp::from_microsecond(at).map_or_else(|_| format!("{at} µs"), |t| t.to_string())
}

/// How many different instants there are. Written in whole seconds or milliseconds over a bounded stretch, they are
/// ticked off in a list of bits; else they are sorted.
pub(crate) fn instants(times: &[Micros]) -> usize {
    let of_part = |times: &[Micros]| {
        let (mut first, mut last, mut seconds, mut millis) = (Micros::MAX, Micros::MIN, true, true);
        for t in times {
            (first, last) = (first.min(*t), last.max(*t));
            (seconds, millis) = (seconds & (t % 1_000_000 == 0), millis & (t % 1_000 == 0));
        }
        (first, last, seconds, millis)
    };
    let parts = times.par_chunks(1 << 16).map(of_part);
    let both = parts.reduce_with(|a, b| (a.0.min(b.0), a.1.max(b.1), a.2 & b.2, a.3 & b.3));
    let Some((first, last, seconds, millis)) = both else { return 0 };
    // Units known to the compiler, which then divides by multiplying.
    match (seconds, millis) {
        (true, _) => ticked::<1_000_000>(times, (first, last)),
        (false, true) => ticked::<1_000>(times, (first, last)),
        _ => ticked::<1>(times, (first, last)),
    }
}

/// Different instants between the first and the last, all of whole units.
fn ticked<const UNIT: Micros>(times: &[Micros], (first, last): (Micros, Micros)) -> usize {
    const BITS_PER_TIME: i64 = 64;
    const BITS_SHARED: i64 = 8;
    let span = last.saturating_sub(first) / UNIT;
    if span > BITS_PER_TIME * times.len() as i64 {
        let mut times = times.to_vec();
        times.par_sort_unstable();
        times.dedup();
        return times.len();
    }
    // Some threads have lists of their own where these stay small beside the times.
    let parts =
        if span <= BITS_SHARED * times.len() as i64 { rayon::current_num_threads().min(4) } else { 1 };
    let tick = |times: &[Micros]| {
        let mut ticked = vec![0u64; span as usize / 64 + 1];
        for time in times {
            let at = ((time - first) / UNIT) as usize;
            ticked[at / 64] |= 1 << (at % 64);
        }
        ticked
    };
    let both = |mut a: Vec<u64>, b: Vec<u64>| {
        a.iter_mut().zip(b).for_each(|(a, b)| *a |= b);
        a
    };
    let ticked = times.par_chunks(times.len().div_ceil(parts)).map(tick).reduce_with(both);
    ticked.iter().flatten().map(|bits| bits.count_ones() as usize).sum()
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
    /// Dates of which the first number can only be the day, the second can, and those with dots.
    pub day_first: u64,
    pub month_first: u64,
    pub dots: u64,
    /// One of the worst, for the sentence: the first in the order of bytes.
    pub sample: Option<String>,
}

impl Times {
    /// Adds what another worker met.
    pub fn add(&mut self, other: &Times) {
        self.ways.iter_mut().zip(other.ways).for_each(|(n, m)| *n += m);
        self.early += other.early;
        self.future += other.future;
        self.unreadable += other.unreadable;
        self.dates_without_dashes += other.dates_without_dashes;
        self.day_first += other.day_first;
        self.month_first += other.month_first;
        self.dots += other.dots;
        let both = [self.sample.take(), other.sample.clone()];
        self.sample = both.into_iter().flatten().min();
    }

    /// A time that is none: counted, and why its row is rejected.
    pub fn bad(&mut self, fault: BadTime, cell: Cell<'_>, reason: &str) -> No {
        let count = match fault {
            BadTime::Early => &mut self.early,
            BadTime::Future => &mut self.future,
            BadTime::Unreadable => &mut self.unreadable,
        };
        *count += 1;
        let sample: String = cells::shown(&[cell]).chars().take(60).collect();
        if self.sample.as_ref().is_none_or(|s| sample < *s) {
            self.sample = Some(sample);
        }
        No(TIME, Why::Wrong, reason.into())
    }

    /// What a date of an order not yet known says of the order.
    pub fn hint(&mut self, code: Micros) {
        let (first, second, dots) = dates::hints(code);
        self.day_first += u64::from(first);
        self.month_first += u64::from(second);
        self.dots += u64::from(dots);
    }
}

/// Whether a share of rows is too large to be rejected one by one.
fn too_many(bad: u64, all: u64) -> bool {
    bad * 2 > all || (all >= SENSE_MIN_ROWS && bad * 10 > all)
}

/// Faults of the time column.
pub(crate) fn of_times(
    times: &Times,
    rows: u64,
    (column, others): (&str, &[&str]),
    faults: &mut Vec<(String, String)>,
) {
    let worst = times.sample.as_deref().unwrap_or_default();
    let sample = times.sample.as_ref().map_or(String::new(), |s| format!(", such as `{s}`"));
    let override_ = || match others {
        [] => format!("--time COLUMN (now `{column}`)"),
        _ => format!("--time {} (now `{column}`)", others.join(", or --time ")),
    };
    if is_clock(worst) && (too_many(times.early, rows) || times.unreadable * 2 > rows) {
        let days = others.first().map(|o| format!("; --time {o} reads its days alone")).unwrap_or_default();
        faults.push((
            format!("times in `{column}` say an hour and no day{sample}"),
            format!("write day and hour into one column, such as 2021-05-01 10:00:00{days}"),
        ));
        return;
    }
    let number = !worst.is_empty() && worst.bytes().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'-'));
    let counted = if number { ", or --time-origin DATE if they count from an origin" } else { "" };
    if too_many(times.early, rows) {
        faults.push((
            format!("{} of {rows} times in `{column}` lie before 1990{sample}", times.early),
            override_() + counted,
        ));
    }
    if too_many(times.future, rows) {
        faults.push((
            format!("{} of {rows} times in `{column}` lie in the future{sample}", times.future),
            override_(),
        ));
    }
    if times.unreadable * 2 > rows {
        faults.push(match zone_word(worst) {
            Some(word) => (
                format!("times in `{column}` end in `{word}`, which names no zone for sure{sample}"),
                format!("take the word off (sed 's/ {word}//' FILE > NEW) and say the zone: --assume-tz Asia/Phnom_Penh, or an offset such as +05:30"),
            ),
            None => (
                format!("{} of {rows} times in `{column}` cannot be read{sample}", times.unreadable),
                override_() + "; RFC 3339, `2021-05-01 10:00:00`, dates and epoch numbers are read",
            ),
        });
    }
}

/// The word behind a time of day that should name its zone.
fn zone_word(text: &str) -> Option<&str> {
    let (front, word) = text.rsplit_once(' ')?;
    let letters = (2..=5).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase());
    let half = matches!(word, "AM" | "PM");
    (letters && !half && front.contains(':') && front.ends_with(|c: char| c.is_ascii_digit())).then_some(word)
}

/// Whether a time is one of day alone: `10:30`, `9:05:00 PM`, or the day before all days on which a spreadsheet puts it.
pub(crate) fn is_clock(text: &str) -> bool {
    let hour = text.split(':').next().unwrap_or_default();
    let clock =
        text.contains(':') && (1..=2).contains(&hour.len()) && hour.bytes().all(|b| b.is_ascii_digit());
    clock || ["1899-12-3", "1900-01-0"].iter().any(|day| text.starts_with(day) && text.contains('T'))
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

/// Faults that only the events together show. Accounts of the events are final; they come sorted by nothing in
/// particular.
pub(crate) fn of_events<'e>(
    events: impl Iterator<Item = (u32, Micros)> + 'e,
    (rows, accounts, pages): (usize, usize, usize),
    chosen: &Chosen<'_>,
    faults: &mut Vec<(String, String)>,
) {
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
fn by_account(events: impl Iterator<Item = (u32, Micros)>, accounts: usize) -> bool {
    const DAY: Micros = 86_400_000_000;
    /// Accounts below which nothing is concluded.
    const FEW: usize = 20;
    let mut first = vec![None::<Micros>; accounts];
    let mut several = vec![false; accounts];
    for (account, at) in events {
        let a = account as usize;
        match first[a] {
            None => first[a] = Some(at),
            Some(time) if time != at => return false,
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

    fn events(time: impl Fn(u32, u32) -> Micros) -> impl Iterator<Item = (u32, Micros)> {
        (0..40u32).flat_map(|a| (0..4u32).map(move |p| (a, p))).map(move |(a, p)| (a, time(a, p)))
    }

    #[test]
    fn a_creation_column_is_told_from_event_times() {
        assert!(by_account(events(|a, _| i64::from(a) * 7_000_003 + 1), 40));
        assert!(!by_account(events(|a, p| i64::from(a) * 7_000_003 + i64::from(p)), 40));
        assert!(!by_account(events(|a, _| i64::from(a) * 86_400_000_000), 40), "days are too coarse to tell");
        assert!(!by_account(events(|_, _| 5), 40), "one instant for all is no creation time");
    }

    #[test]
    fn instants_are_counted_both_ways() {
        assert_eq!(instants(&[]), 0);
        assert_eq!(instants(&[5_000_000, 3_000_000, 5_000_000]), 2);
        let many: Vec<Micros> = (0..200_000).map(|i| i * 7_919 % 50_021 * 1_000_000).collect();
        assert_eq!(instants(&many), 50_021);
        assert_eq!(instants(&[0, 1, i64::from(u32::MAX) * 1_000, 1]), 3);
        assert_eq!(instants(&[i64::MIN, i64::MAX, 7, 7]), 3);
    }

    #[test]
    fn shares() {
        assert!(too_many(2, 3) && !too_many(1, 2) && !too_many(1, 3) && too_many(6, 50) && !too_many(5, 50));
    }
}
