//! Dates as people and exports write them: year first, or day and month in an order that one value does not
//! tell (`1/2/2021`) and the whole column may.

use claque_marks::Micros;

use crate::time::{SECOND, Stamp, Written, Zone};

/// `2021-05-01`, `2021-05-01T10:00[:00[.123456789]]` with `T` or a blank, and an offset or none.
pub(crate) fn civil(bytes: &[u8], zone: &Zone) -> Option<Stamp> {
    let year = digits(bytes, 0, 4)?;
    let dash = bytes[4];
    let month = digits(bytes, 5, 2)?;
    let day = digits(bytes, 8, 2)?;
    if bytes.get(7) != Some(&dash) || !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) {
        return None;
    }
    let midnight = days_since_1970(year, month, day) * 86_400 * SECOND;
    if bytes.len() == 10 {
        return Some(Stamp { at: zone.instant(midnight)?, written: Written::Date });
    }
    if !matches!(bytes[10], b'T' | b't' | b' ') {
        return None;
    }
    let (clock, rest) = clock(&bytes[11..], false)?;
    let at = midnight + clock;
    match rest.trim_ascii_start() {
        b"" => Some(Stamp { at: zone.instant(at)?, written: Written::Local }),
        b"Z" | b"UTC" | b"GMT" => Some(Stamp { at, written: Written::Offset }),
        rest => match abbreviated(rest) {
            Some(east) => Some(Stamp { at: at - east, written: Written::Zoned }),
            None => Some(Stamp { at: at - offset(rest)?, written: Written::Offset }),
        },
    }
}

/// The zero of each script whose digits exports write: Arabic, Persian, Devanagari, Bengali, Thai, Lao, Tibetan, Burmese,
/// Khmer and the wide ones of East Asia. Nine more follow each.
const ZEROS: [u32; 10] = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xed0, 0xf20, 0x1040, 0x17e0, 0xff10];

/// A text in which digits of any script and blanks of any kind are those of ASCII; `None` where it is no text or too
/// long for a time.
pub(crate) fn in_ascii(text: &[u8]) -> Option<String> {
    const LONGEST: usize = 200;
    let text = std::str::from_utf8(text).ok().filter(|t| t.len() <= LONGEST)?;
    let plain = |c: char| match c as u32 {
        code if !c.is_ascii() => match ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code)) {
            Some(zero) => char::from(b'0' + (code - zero) as u8),
            None if c.is_whitespace() => ' ',
            None => c,
        },
        _ => c,
    };
    Some(text.chars().map(plain).collect())
}

/// `10:00[:00[.123456789]]`, where `loose` also `9:00` and `9:00[:00] PM`: microseconds since midnight, and
/// what stands behind.
pub(crate) fn clock(bytes: &[u8], loose: bool) -> Option<(Micros, &[u8])> {
    let width = if loose && bytes.get(1) == Some(&b':') { 1 } else { 2 };
    let (mut hour, minute) = (digits(bytes, 0, width)?, digits(bytes, width + 1, 2)?);
    if bytes.get(width) != Some(&b':') || hour > 23 || minute > 59 {
        return None;
    }
    let mut rest = &bytes[width + 3..];
    let mut at = minute * 60 * SECOND;
    if let [b':', seconds @ ..] = rest {
        let second = digits(seconds, 0, 2)?;
        // A leap second is the first instant of the next minute, as POSIX clocks have it.
        if second > 60 {
            return None;
        }
        at += second * SECOND;
        rest = &seconds[2..];
        if let [b'.' | b',', fraction @ ..] = rest {
            let n = fraction.iter().take_while(|b| b.is_ascii_digit()).count();
            if n == 0 {
                return None;
            }
            let mut micros = 0;
            for place in 0..6 {
                micros = micros * 10 + fraction[..n].get(place).map_or(0, |&b| i64::from(b - b'0'));
            }
            at += micros;
            rest = &fraction[n..];
        }
    }
    if loose && let [half @ (b'A' | b'a' | b'P' | b'p'), b'M' | b'm', behind @ ..] = rest.trim_ascii_start() {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + if half.eq_ignore_ascii_case(&b'p') { 12 } else { 0 };
        rest = behind;
    }
    Some((at + hour * 3_600 * SECOND, rest))
}

/// Zones that exports write as a word, in hours east of UTC: those of RFC 2822, and of Europe, Australia and
/// New Zealand, which mean one thing only. (`IST`, `BST` or `CST` in Asia mean several and are not read.)
const ZONES: [(&[u8], i64); 22] = [
    (b"Z", 0),
    (b"z", 0),
    (b"UTC", 0),
    (b"GMT", 0),
    (b"EST", -5),
    (b"EDT", -4),
    (b"CDT", -5),
    (b"MST", -7),
    (b"MDT", -6),
    (b"PST", -8),
    (b"PDT", -7),
    (b"WET", 0),
    (b"WEST", 1),
    (b"CET", 1),
    (b"CEST", 2),
    (b"EET", 2),
    (b"EEST", 3),
    (b"AEST", 10),
    (b"AEDT", 11),
    (b"NZST", 12),
    (b"NZDT", 13),
    (b"ICT", 7),
];

/// A zone's word, in microseconds east of UTC.
pub(crate) fn abbreviated(word: &[u8]) -> Option<Micros> {
    ZONES.iter().find(|z| z.0 == word).map(|z| z.1 * 3_600 * SECOND)
}

/// Which of two numbers is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// `31/12/2021`.
    DayFirst,
    /// `12/31/2021`.
    MonthFirst,
}

/// `1/2/2021`, `01.02.2021 9:30`, `1-2-2021 9:30:00 PM`: both numbers and the time of day as one code, so
/// that they wait for the column to tell which is the day. A date that is none in either order is no date.
///
/// The code is ((year · 32 + first number) · 32 + second number) days and the microseconds of the day; bit 0
/// of the day's number says that dots part them.
pub(crate) fn slashed(bytes: &[u8]) -> Option<Micros> {
    let number = |from: usize| -> Option<(i64, usize)> {
        let n = bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
        (1..=2).contains(&n).then(|| digits(bytes, from, n).map(|v| (v, from + n)))?
    };
    let (first, at) = number(0)?;
    let part = *bytes.get(at)?;
    let (second, after) = number(at + 1)?;
    if bytes.get(after) != Some(&part) {
        return None;
    }
    let year = digits(bytes, after + 1, 4)?;
    let valid = |month: i64, day: i64| (1..=12).contains(&month) && day >= 1 && day <= days_in(year, month);
    if !(valid(second, first) || valid(first, second)) {
        return None;
    }
    let clock = match &bytes[after + 5..] {
        [] => 0,
        [b' ' | b'T' | b',', rest @ ..] => {
            let (clock, rest) = clock(rest.trim_ascii_start(), true)?;
            if !rest.trim_ascii().is_empty() {
                return None;
            }
            clock
        }
        _ => return None,
    };
    let dots = i64::from(part == b'.');
    // A leap second at midnight stays on its day.
    Some(((((year << 5 | first) << 5 | second) << 1) | dots) * DAY + clock.min(DAY - 1))
}

const DAY: Micros = 86_400 * SECOND;

/// What a code of [`slashed`] says of the order: whether the first number can only be the day, whether the
/// second can, and whether dots part them (nobody writes the month first with dots).
pub(crate) fn hints(code: Micros) -> (bool, bool, bool) {
    let days = code.div_euclid(DAY);
    (days >> 6 & 31 > 12, days >> 1 & 31 > 12, days & 1 == 1)
}

/// The instant of a code of [`slashed`] under an order; `None` where it is no date.
pub(crate) fn ordered(code: Micros, order: DateOrder, zone: &Zone) -> Option<Micros> {
    let days = code.div_euclid(DAY);
    let (year, first, second) = (days >> 11, days >> 6 & 31, days >> 1 & 31);
    let (month, day) = match order {
        DateOrder::DayFirst => (second, first),
        DateOrder::MonthFirst => (first, second),
    };
    if !(1..=12).contains(&month) || day > days_in(year, month) {
        return None;
    }
    zone.instant(days_since_1970(year, month, day) * DAY + code.rem_euclid(DAY))
}

/// `+07:00`, `+0700`, `+07` or `+7`, in microseconds east of UTC.
pub(crate) fn offset(bytes: &[u8]) -> Option<Micros> {
    let (sign, rest) = match bytes {
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let (hour, minute) = match rest.len() {
        1 => (digits(rest, 0, 1)?, 0),
        2 => (digits(rest, 0, 2)?, 0),
        4 => (digits(rest, 0, 2)?, digits(rest, 2, 2)?),
        5 if rest[2] == b':' => (digits(rest, 0, 2)?, digits(rest, 3, 2)?),
        _ => return None,
    };
    (hour <= 23 && minute <= 59).then_some(sign * (hour * 3_600 + minute * 60) * SECOND)
}

/// So many digits from a place on as a number.
pub(crate) fn digits(bytes: &[u8], from: usize, n: usize) -> Option<i64> {
    let part = bytes.get(from..from + n)?;
    part.iter().try_fold(0, |v, &b| b.is_ascii_digit().then(|| v * 10 + i64::from(b - b'0')))
}

pub(crate) fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Howard Hinnant's `days_from_civil`: days of the proleptic Gregorian calendar since 1970-01-01.
pub(crate) fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// `20210501100000`, fourteen digits of date and time, as a local time. As milliseconds it would lie beyond the year 2600.
pub(crate) fn together(number: i64) -> Option<Micros> {
    let (date, clock) = (number / 1_000_000, number % 1_000_000);
    let (hour, minute, second) = (clock / 10_000, clock / 100 % 100, clock % 100);
    let is_date = looks_like_a_date(date.checked_mul(SECOND)?);
    (is_date && hour < 24 && minute < 60 && second < 60).then(|| {
        let days = days_since_1970(date / 10_000, date / 100 % 100, date % 100);
        days * DAY + ((hour * 60 + minute) * 60 + second) * SECOND
    })
}

/// Whether a count looks like a date written without dashes, `20210501`.
pub(crate) fn looks_like_a_date(count: Micros) -> bool {
    let n = count / SECOND;
    let (year, month, day) = (n / 10_000, n / 100 % 100, n % 100);
    count % SECOND == 0
        && (1990..2100).contains(&year)
        && (1..=12).contains(&month)
        && (1..=days_in(year, month)).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_agree_with_a_calendar() {
        let mut day = jiff::civil::date(1969, 12, 1);
        while day < jiff::civil::date(2105, 1, 1) {
            let zoned = jiff::tz::Offset::UTC.to_timestamp(day.at(0, 0, 0, 0)).unwrap().as_microsecond();
            let (y, m, d) = (i64::from(day.year()), i64::from(day.month()), i64::from(day.day()));
            assert_eq!(days_since_1970(y, m, d) * 86_400 * SECOND, zoned, "{day}");
            assert!(d <= days_in(y, m));
            day = day.tomorrow().unwrap();
        }
    }

    #[test]
    fn two_numbers_wait_for_the_column_to_tell() {
        let utc = Zone::Fixed(0);
        let at = |text: &str, order| slashed(text.as_bytes()).and_then(|code| ordered(code, order, &utc));
        let noon = 1_612_137_600 * SECOND; // 2021-02-01T00:00:00Z
        let hours = |h: i64, m: i64| (h * 60 + m) * 60 * SECOND;
        for text in ["1/2/2021", "01/02/2021", "1.2.2021", "1-2-2021"] {
            assert_eq!(at(text, DateOrder::DayFirst), Some(noon), "{text}");
        }
        assert_eq!(at("2/1/2021", DateOrder::MonthFirst), Some(noon));
        assert_eq!(at("1/2/2021 9:30", DateOrder::DayFirst), Some(noon + hours(9, 30)));
        assert_eq!(at("1/2/2021 9:30 PM", DateOrder::DayFirst), Some(noon + hours(21, 30)));
        assert_eq!(at("1/2/2021, 12:05:00 am", DateOrder::DayFirst), Some(noon + hours(0, 5)));
        assert_eq!(at("13/2/2021", DateOrder::MonthFirst), None);
        assert_eq!(hints(slashed(b"13/2/2021").unwrap()), (true, false, false));
        assert_eq!(hints(slashed(b"2/13/2021").unwrap()), (false, true, false));
        assert_eq!(hints(slashed(b"2.1.2021").unwrap()), (false, false, true));
        for text in [
            "31/4/2021",
            "0/1/2021",
            "1/2/21",
            "1/2-2021",
            "1/2/2021x",
            "1/2/2021 25:00",
            "1/2/2021 13:00 PM",
        ] {
            assert_eq!(slashed(text.as_bytes()), None, "{text}");
        }
        let east = Zone::Fixed(7 * 3_600 * SECOND);
        assert_eq!(ordered(slashed(b"1/2/2021 7:00").unwrap(), DateOrder::DayFirst, &east), Some(noon));
    }

    #[test]
    fn digits_of_any_script_are_digits() {
        let ascii = |t: &str| in_ascii(t.as_bytes());
        assert_eq!(ascii("០១/០២/២០២១ ០៩:៣០").as_deref(), Some("01/02/2021 09:30"));
        assert_eq!(ascii("٢٠٢١-٠٥-٠١").as_deref(), Some("2021-05-01"));
        assert_eq!(ascii("1/2/2021 9:30\u{202f}PM").as_deref(), Some("1/2/2021 9:30 PM"));
        assert_eq!(ascii("១៦០០០០០០០០").as_deref(), Some("1600000000"));
        assert_eq!(
            (ascii("é").as_deref(), in_ascii(b"\xff"), ascii(&"១".repeat(100))),
            (Some("é"), None, None)
        );
        let utc = Zone::Fixed(0);
        let read = |t: &str| crate::time::text(t.as_bytes(), &utc);
        assert_eq!(read("២០២១-០៥-០១ ១០:០០"), read("2021-05-01 10:00"));
        assert!(read("២០២១-០៥-០១ ១០:០០").is_ok());
    }

    #[test]
    fn zones_by_their_words() {
        let read = |t: &str| civil(t.as_bytes(), &Zone::Fixed(0)).map(|s| s.at);
        assert_eq!(read("2024-01-14 09:15:26 NZDT"), read("2024-01-13 20:15:26 UTC"));
        assert_eq!(read("2024-01-14 09:15:26 EST"), read("2024-01-14T14:15:26Z"));
        assert_eq!(read("2024-01-14 09:15:26 IST"), None);
    }

    #[test]
    fn dates_without_dashes() {
        assert!(looks_like_a_date(20_210_501 * SECOND) && !looks_like_a_date(20_211_301 * SECOND));
    }
}
