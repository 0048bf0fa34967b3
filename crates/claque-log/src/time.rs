//! Formats and units of time told apart, value by value.
//!
//! Epoch seconds, milli-, micro- and nanoseconds of the years 1990 to 2100 lie in ranges that do not touch,
//! so each value tells its unit by its size and no guess over the column is needed; what was found is said.
//! Numbers too small for any of them may be counts from 0: only the whole column can tell.

use claque_marks::Micros;
use serde::{Deserialize, Serialize};

use crate::{dates, worded};

pub(crate) const SECOND: i64 = 1_000_000;

/// 1990-01-01T00:00:00Z: no platform that has likes is older.
pub const EARLIEST: Micros = 631_152_000 * SECOND;

/// How an instant was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Written {
    /// Date and time with an offset from UTC.
    Offset,
    /// Date and time without one.
    Local,
    /// A date alone.
    Date,
    /// Seconds since 1970.
    Seconds,
    /// Milliseconds since 1970.
    Millis,
    /// Microseconds since 1970.
    Micros,
    /// Nanoseconds since 1970.
    Nanos,
    /// A timestamp column of Parquet.
    Timestamp,
    /// A count from 0.
    Count,
    /// Day, month, year.
    DayFirst,
    /// Month, day, year.
    MonthFirst,
    /// Day and month in an order that only the whole column tells; see [`crate::dates`].
    Slashed,
    /// The month as a word, with an offset from UTC; see [`crate::worded`].
    Worded,
    /// The month as a word, without one.
    WordedLocal,
    /// Date and time with the word of a zone, such as `EST`.
    Zoned,
}

/// How many ways of writing there are.
pub(crate) const WAYS: [Written; 15] = [
    Written::Offset,
    Written::Local,
    Written::Date,
    Written::Seconds,
    Written::Millis,
    Written::Micros,
    Written::Nanos,
    Written::Timestamp,
    Written::Count,
    Written::DayFirst,
    Written::MonthFirst,
    Written::Slashed,
    Written::Worded,
    Written::WordedLocal,
    Written::Zoned,
];

impl Written {
    /// What people read.
    pub fn name(self) -> &'static str {
        match self {
            Written::Offset => "RFC 3339",
            Written::Local => "date and time without an offset",
            Written::Date => "dates without a time of day",
            Written::Seconds => "epoch seconds",
            Written::Millis => "epoch milliseconds",
            Written::Micros => "epoch microseconds",
            Written::Nanos => "epoch nanoseconds",
            Written::Timestamp => "timestamps",
            Written::Count => "seconds counted from 0",
            Written::DayFirst => "day, month, year",
            Written::MonthFirst => "month, day, year",
            Written::Slashed => "dates of an order not told",
            Written::Worded => "the month as a word, with an offset",
            Written::WordedLocal => "the month as a word, without an offset",
            Written::Zoned => "date and time with the word of a zone",
        }
    }
}

/// An instant as read, and how it was written. A `Count` is in microseconds since an origin not yet known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub at: Micros,
    pub written: Written,
}

/// The zone in which times without an offset are read.
#[derive(Clone, Debug)]
pub(crate) enum Zone {
    /// Microseconds east of UTC.
    Fixed(Micros),
    /// A place with a history of offsets.
    Place(jiff::tz::TimeZone),
}

impl Zone {
    /// `UTC`, `+07:00`, `-0330`, `+7`, or a name such as `Asia/Phnom_Penh`.
    pub fn named(name: &str) -> Option<Self> {
        if name.eq_ignore_ascii_case("utc") || name.eq_ignore_ascii_case("z") {
            return Some(Zone::Fixed(0));
        }
        if name.starts_with(['+', '-']) {
            return dates::offset(name.as_bytes()).map(Zone::Fixed);
        }
        jiff::tz::TimeZone::get(name).ok().map(Zone::Place)
    }

    /// The instant of a local time given as if it were UTC.
    pub fn instant(&self, local: Micros) -> Option<Micros> {
        match self {
            Zone::Fixed(east) => local.checked_sub(*east),
            Zone::Place(zone) => {
                let civil = jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::from_microsecond(local).ok()?);
                Some(zone.to_timestamp(civil).ok()?.as_microsecond())
            }
        }
    }
}

/// Why a time cannot be read.
pub(crate) const UNREADABLE: &str = "this is no time that can be read";
/// Why a number like `1.62388E+09` is no time.
pub(crate) const RUINED: &str = "a number rounded by a spreadsheet: the time is lost";

/// Reads a time written as text, in the digits of any script.
pub(crate) fn text(bytes: &[u8], zone: &Zone) -> Result<Stamp, &'static str> {
    match bytes.is_ascii() {
        true => western(bytes, zone),
        false => western(dates::in_ascii(bytes).ok_or(UNREADABLE)?.as_bytes(), zone),
    }
}

fn western(bytes: &[u8], zone: &Zone) -> Result<Stamp, &'static str> {
    let bytes = bytes.trim_ascii();
    if bytes.len() >= 8 {
        if matches!(bytes[4], b'-' | b'/') && bytes[..4].iter().all(u8::is_ascii_digit) {
            return dates::civil(bytes, zone).ok_or(UNREADABLE);
        }
        let parted = |at: usize| matches!(bytes[at], b'/' | b'.' | b'-');
        if let Some(at) = Some(bytes).filter(|_| parted(1) || parted(2)).and_then(dates::slashed) {
            return Ok(Stamp { at, written: Written::Slashed });
        }
    }
    if bytes.len() == 14
        && let Some(local) = dates::digits(bytes, 0, 14).and_then(dates::together)
    {
        let at = zone.instant(local).ok_or(UNREADABLE)?;
        return Ok(Stamp { at, written: Written::Local });
    }
    // Last, since nearly all other times are numbers.
    decimal(bytes).or_else(|why| worded::worded(bytes, zone).ok_or(why))
}

/// Reads a whole number of some unit since 1970, or a count.
pub(crate) fn whole(value: i64) -> Stamp {
    number(value, 0).unwrap_or(Stamp { at: i64::MAX, written: Written::Nanos })
}

/// Reads a number with a fraction.
pub(crate) fn float(value: f64) -> Result<Stamp, &'static str> {
    if !value.is_finite() || value.abs() >= 9.2e18 {
        return Err(UNREADABLE);
    }
    // Rounded to microseconds: a double of epoch seconds holds no more.
    let whole = value.floor();
    let micros = ((value - whole) * 1e6).round() as i64;
    let (whole, micros) = if micros == SECOND { (whole as i64 + 1, 0) } else { (whole as i64, micros) };
    number(whole, micros).ok_or(UNREADABLE)
}

/// A number whose whole and millionth parts are given; its unit follows from its size.
fn number(whole: i64, millionths: i64) -> Option<Stamp> {
    let size = whole.unsigned_abs();
    let (at, written) = if size < 100_000_000_000 {
        let at = whole.checked_mul(SECOND)?.checked_add(millionths)?;
        (at, if at < EARLIEST { Written::Count } else { Written::Seconds })
    } else if size < 100_000_000_000_000 {
        (whole.checked_mul(1_000)?.checked_add(millionths / 1_000)?, Written::Millis)
    } else if size < 100_000_000_000_000_000 {
        (whole, Written::Micros)
    } else {
        (whole.div_euclid(1_000), Written::Nanos)
    };
    Some(Stamp { at, written })
}

fn decimal(bytes: &[u8]) -> Result<Stamp, &'static str> {
    // Digits alone, of which so many cannot be too large: nearly all numbers are such.
    if (1..=18).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_digit) {
        let whole = bytes.iter().fold(0, |n, &b| n * 10 + i64::from(b - b'0'));
        return number(whole, 0).ok_or(UNREADABLE);
    }
    let (negative, digits) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let point = digits.iter().position(|&b| b == b'.').unwrap_or(digits.len());
    let (whole, fraction) = (&digits[..point], digits.get(point + 1..).unwrap_or(b""));
    if whole.is_empty() || !whole.iter().all(u8::is_ascii_digit) || !fraction.iter().all(u8::is_ascii_digit) {
        let exponent = whole.first().is_some_and(u8::is_ascii_digit)
            && digits.iter().any(|b| matches!(b, b'e' | b'E'))
            && digits.iter().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
        return Err(if exponent { RUINED } else { UNREADABLE });
    }
    let whole = whole
        .iter()
        .try_fold(0i64, |n, &b| n.checked_mul(10)?.checked_add(i64::from(b - b'0')))
        .ok_or(UNREADABLE)?;
    let mut millionths = 0;
    for place in 0..6 {
        millionths = millionths * 10 + fraction.get(place).map_or(0, |&b| i64::from(b - b'0'));
    }
    let (whole, millionths) = match negative {
        false => (whole, millionths),
        true if millionths == 0 => (-whole, 0),
        true => (-whole - 1, SECOND - millionths),
    };
    number(whole, millionths).ok_or(UNREADABLE)
}

/// How the instants of a column were written: the commonest first, others named with their number.
pub(crate) fn said(tally: &[u64; WAYS.len()], zone: &str) -> Option<String> {
    let mut ways: Vec<(u64, Written)> =
        WAYS.iter().map(|&w| (tally[w as usize], w)).filter(|w| w.0 > 0).collect();
    ways.sort_by_key(|&(n, w)| (std::cmp::Reverse(n), w));
    let name = |w: Written| match w {
        Written::Local | Written::Date | Written::DayFirst | Written::MonthFirst | Written::WordedLocal => {
            format!("{}, read as {zone}", w.name())
        }
        _ => w.name().to_owned(),
    };
    let (_, first) = *ways.first()?;
    let mut out = name(first);
    for &(n, w) in &ways[1..] {
        out.push_str(&format!("; {n} as {}", name(w)));
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(s: &str) -> Result<(Micros, Written), &'static str> {
        text(s.as_bytes(), &Zone::Fixed(0)).map(|s| (s.at, s.written))
    }

    #[test]
    fn units_are_told_by_size() {
        let at = 1_623_881_091 * SECOND;
        assert_eq!(utc("1623881091"), Ok((at, Written::Seconds)));
        assert_eq!(utc("1623881091.0"), Ok((at, Written::Seconds)));
        assert_eq!(utc("1623881091000"), Ok((at, Written::Millis)));
        assert_eq!(utc("1623881091000000"), Ok((at, Written::Micros)));
        assert_eq!(utc("1623881091000000000"), Ok((at, Written::Nanos)));
        assert_eq!(utc("1606451170.518101"), Ok((1_606_451_170_518_101, Written::Seconds)));
        assert_eq!(utc("36"), Ok((36 * SECOND, Written::Count)));
        assert_eq!(utc("-1.25"), Ok((-1_250_000, Written::Count)));
        assert_eq!(float(1_606_451_170.518_101).unwrap().at, 1_606_451_170_518_101);
        assert_eq!(whole(1_623_881_091).at, at);
        assert_eq!(whole(i64::MIN).written, Written::Nanos);
    }

    #[test]
    fn dates_and_offsets() {
        let noon = 1_619_863_200 * SECOND; // 2021-05-01T10:00:00Z
        for s in [
            "2021-05-01T10:00:00Z",
            "2021-05-01 10:00:00 UTC",
            "2021-05-01T17:00:00+07:00",
            "2021-05-01t17:00:00.000000+0700",
            "2021-05-01 08:00-02",
        ] {
            assert_eq!(utc(s), Ok((noon, Written::Offset)), "{s}");
        }
        assert_eq!(utc("2021-05-01 10:00:00"), Ok((noon, Written::Local)));
        assert_eq!(utc("2021/05/01 10:00"), Ok((noon, Written::Local)));
        assert_eq!(utc("2021-05-01"), Ok((noon - 36_000 * SECOND, Written::Date)));
        assert_eq!(utc("2021-05-01T10:00:00.1234567Z"), Ok((noon + 123_456, Written::Offset)));
        assert_eq!(utc("2016-12-31T23:59:60Z"), Ok((1_483_228_800 * SECOND, Written::Offset)));
        let east = Zone::named("+07:00").unwrap();
        assert_eq!(text(b"2021-05-01 17:00:00", &east).unwrap().at, noon);
        assert_eq!(text(b"2021-05-01T10:00:00Z", &east).unwrap().at, noon, "an offset given wins");
        assert!(Zone::named("+25:00").is_none() && Zone::named("Nowhere/Land").is_none());
    }

    #[test]
    fn nonsense_is_refused() {
        for s in [
            "",
            "x",
            "2021-13-01",
            "2021-02-29",
            "2021-05-01T24:00:00Z",
            "2021-05-01T10:61:00Z",
            "7/3/18",
            "32/1/2018",
            "13/13/2018",
            "31/4/2018",
            "7/3.2018",
            "2021-05-01T10:00:00.Z",
            "2021-05-01T10:00:00+7:0",
            "2021-05-01X10:00:00",
            "99999999999999999999",
            "--5",
            "1.2.3",
            "2021-05",
            "2021-05-01T",
            "é21-05-01",
            "2021-05-0é",
        ] {
            assert_eq!(utc(s), Err(UNREADABLE), "{s}");
        }
        assert_eq!(utc("1.62388E+09"), Err(RUINED));
    }

    #[test]
    fn what_was_found_is_said() {
        let mut tally = [0; WAYS.len()];
        assert_eq!(said(&tally, "UTC"), None);
        tally[Written::Local as usize] = 3;
        tally[Written::Seconds as usize] = 9;
        assert_eq!(
            said(&tally, "+07:00").unwrap(),
            "epoch seconds; 3 as date and time without an offset, read as +07:00"
        );
    }
}
