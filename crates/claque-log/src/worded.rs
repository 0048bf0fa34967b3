//! Dates in which the month is a word: mail, browsers, the API of Twitter and its archives, Facebook.
//!
//! ```text
//! Mon May 03 10:00:00 +0000 2021      Mon, 3 May 2021 17:00:00 +0700      May 3, 2021 at 10:00 AM      3 May 2021
//! ```

use claque_marks::Micros;

use crate::dates::{abbreviated, clock, days_in, days_since_1970, digits, offset};
use crate::time::{SECOND, Stamp, Written, Zone};

/// English names of months, from January.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/// Longest such date.
const LONGEST: usize = 80;

/// The place of a word, or of its first three letters, in a list.
fn place(word: &str, list: &[&str]) -> Option<i64> {
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    let fits = |name: &&str| word == **name || (word.len() == 3 && name.starts_with(&word));
    list.iter().position(fits).map(|at| at as i64)
}

/// A date whose month is a word. Day, month, year and time of day come in any order, each once; nothing that is not
/// known may stand among them.
pub(crate) fn worded(bytes: &[u8], zone: &Zone) -> Option<Stamp> {
    let text = std::str::from_utf8(bytes).ok().filter(|t| t.len() <= LONGEST)?;
    // Browsers name the zone once more in parentheses.
    let text = text.split_once('(').map_or(text, |(date, _)| date);
    let (mut day, mut month, mut year, mut time, mut half, mut east, mut weekday) =
        (None, None, None, None, None, None, None);
    for word in text.split([' ', ',']).filter(|word| !word.is_empty()) {
        let counts = word.bytes().all(|b| b.is_ascii_digit());
        let again = match word.len() {
            1 | 2 if counts => day.replace(digits(word.as_bytes(), 0, word.len())?).is_some(),
            4 if counts => year.replace(digits(word.as_bytes(), 0, 4)?).is_some(),
            _ if word.contains(':') && !word.starts_with(['+', '-']) => {
                time.replace(clock(word.as_bytes(), true).filter(|c| c.1.is_empty())?.0).is_some()
            }
            2 if word.eq_ignore_ascii_case("at") => false,
            2 if word.eq_ignore_ascii_case("am") || word.eq_ignore_ascii_case("pm") => {
                half.replace(word.eq_ignore_ascii_case("pm")).is_some()
            }
            _ => match (place(word, &MONTHS), place(word, &DAYS)) {
                (Some(at), _) => month.replace(at + 1).is_some(),
                (_, Some(at)) => weekday.replace(at).is_some(),
                _ => {
                    let signed =
                        word.strip_prefix("GMT").or_else(|| word.strip_prefix("UTC")).unwrap_or(word);
                    let found = abbreviated(word.as_bytes()).or_else(|| offset(signed.as_bytes()))?;
                    east.replace(found).is_some()
                }
            },
        };
        if again {
            return None;
        }
    }
    let (day, month, year) = (day?, month?, year?);
    if !(1..=days_in(year, month)).contains(&day) {
        return None;
    }
    let mut at = days_since_1970(year, month, day) * 86_400 * SECOND + time.unwrap_or(0);
    if let Some(afternoon) = half {
        at += by_half(time?, afternoon)?;
    }
    match east {
        Some(east) => Some(Stamp { at: at - east, written: Written::Worded }),
        None => Some(Stamp { at: zone.instant(at)?, written: Written::WordedLocal }),
    }
}

/// What `AM` or `PM` adds to a time of day.
fn by_half(time: Micros, afternoon: bool) -> Option<Micros> {
    let hour = time / (3_600 * SECOND);
    let hours = match (hour, afternoon) {
        (12, false) => -12,
        (1..=11, true) => 12,
        (1..=11, false) | (12, true) => 0,
        _ => return None,
    };
    Some(hours * 3_600 * SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_as_words() {
        let read = |text: &str| worded(text.as_bytes(), &Zone::Fixed(0)).map(|s| s.at / SECOND);
        let ten = Some(1_620_036_000); // 2021-05-03T10:00:00Z
        for text in [
            "Mon May 03 10:00:00 +0000 2021",
            "Mon, 03 May 2021 10:00:00 GMT",
            "Mon, 3 May 2021 17:00:00 +0700",
            "3 May 2021 10:00",
            "May 3, 2021 at 10:00 AM",
            "May 3, 2021 10:00AM",
            "Mon May 03 2021 17:00:00 GMT+0700 (Indochina Time)",
            "Monday, May 3, 2021 10:00:00.000 UTC",
        ] {
            assert_eq!(read(text), ten, "{text}");
        }
        assert_eq!(read("May 3, 2021 10:00 PM"), ten.map(|t| t + 43_200));
        assert_eq!(read("May 3, 2021 12:05 AM"), ten.map(|t| t - 36_000 + 300));
        assert_eq!(read("3 May 2021"), ten.map(|t| t - 36_000));
        let east = Zone::Fixed(7 * 3_600 * SECOND);
        assert_eq!(worded(b"3 May 2021 17:00", &east).map(|s| s.at / SECOND), ten);
        assert_eq!(worded(b"Mon May 03 10:00:00 +0000 2021", &east).map(|s| s.at / SECOND), ten);
    }

    #[test]
    fn what_is_no_such_date() {
        for text in [
            "",
            "May",
            "May 2021",
            "May 32, 2021",
            "31 Apr 2021",
            "3 May June 2021",
            "3 4 May 2021",
            "3 May 2021 10:00 10:00",
            "3 May 2021 13:00 PM",
            "3 May 2021 PM",
            "3 May 2021 somewhere",
            "3 Ma 2021",
            "3 May 21",
            &"(".repeat(100_000),
        ] {
            assert_eq!(worded(text.as_bytes(), &Zone::Fixed(0)), None, "{text}");
        }
    }
}
