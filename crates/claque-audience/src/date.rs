//! Days and periods as tables write them, in days since 1970.

use crate::number::ascii_digits;
use claque_log::MONTHS;
use jiff::civil::Date;

/// A stretch of whole days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First day, in days since 1970.
    pub start: i32,
    /// Last day.
    pub end: i32,
}

/// How a column orders day and month where only numbers stand there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    DayFirst,
    MonthFirst,
}

/// What a cell says of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    /// Days: one, a week, a month or a year.
    Span(Span),
    /// `03/04/2021`: the two numbers and the year; the column must tell which is the day.
    Either(i8, i8, i16),
    /// No date.
    Not,
}

fn day(date: Date) -> i32 {
    (date - Date::constant(1970, 1, 1)).get_days()
}

fn one(y: i16, m: i8, d: i8) -> When {
    // Before 1990 there was nothing to like.
    match Date::new(y, m, d) {
        Ok(date) if (1990..2100).contains(&y) => When::Span(Span { start: day(date), end: day(date) }),
        _ => When::Not,
    }
}

fn month(y: i16, m: i8) -> When {
    match Date::new(y, m, 1) {
        Ok(date) if (1990..2100).contains(&y) => {
            When::Span(Span { start: day(date), end: day(date.last_of_month()) })
        }
        _ => When::Not,
    }
}

/// The last day that a table can tell of: today, and a day for clocks and zones that are wrong.
pub(crate) fn latest() -> i32 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(i32::MAX - 1, |s| (s.as_secs() / 86_400) as i32) + 1
}

/// A day as text: `2016-02-08`.
pub fn said(day: i32) -> String {
    let date = Date::constant(1970, 1, 1).checked_add(jiff::Span::new().days(day));
    date.map_or_else(|_| day.to_string(), |d| d.to_string())
}

/// Days of a span, as text that every language reads.
pub fn span_said(span: Span) -> String {
    if span.start == span.end {
        said(span.start)
    } else {
        format!("{} – {}", said(span.start), said(span.end))
    }
}

/// Whether what follows a date is a time of day or a weekday.
fn clock(text: &str) -> bool {
    let t = text.trim();
    let time = t.as_bytes().first().is_some_and(u8::is_ascii_digit)
        && t.as_bytes()[1..].iter().take(2).any(|b| *b == b':');
    let word = t.trim_matches(['(', ')', ',', '.']).to_ascii_lowercase();
    let weekday = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().any(|d| word.starts_with(d));
    t.is_empty() || time || (weekday && word.bytes().all(|b| b.is_ascii_alphabetic()))
}

/// Days from one date to another in one cell: `2016-02-08 to 2016-03-09`, `8 Feb – 9 Mar 2016`. What the first leaves
/// out (its year, its month) is the second's.
fn range(t: &str) -> Option<Span> {
    const BETWEEN: [&str; 9] = [" to ", " until ", "..", " – ", " — ", " - ", "–", "—", "/"];
    let whole = |text: &str| When::read(text).span(None);
    // `8-14 February 2016`: a hyphen parts a bare day from the rest.
    let days = t.split_once('-').filter(|(a, _)| a.len() <= 2 && a.bytes().all(|b| b.is_ascii_digit()));
    BETWEEN.iter().filter_map(|between| t.split_once(between)).chain(days).find_map(|(a, b)| {
        let (a, b) = (a.trim(), b.trim());
        let last = whole(b)?;
        let words: Vec<&str> = b.split_whitespace().collect();
        let from = |n: usize| words[words.len().saturating_sub(n)..].join(" ");
        let first = whole(a)
            .or_else(|| whole(&format!("{a} {}", from(2))))
            .or_else(|| whole(&format!("{a} {}", from(1))))?;
        (first.start <= last.start).then_some(Span { start: first.start, end: last.end })
    })
}

impl When {
    /// Reads a cell.
    pub fn read(text: &str) -> Self {
        let mut text = ascii_digits(text.trim());
        if text.contains("ថ្ងៃ") || text.contains("ឆ្នាំ") {
            // `ថ្ងៃទី៨ ខែមីនា ឆ្នាំ២០១៦`: day 8, month March, year 2016.
            text = ["ថ្ងៃទី", "ថ្ងៃ", "ឆ្នាំ"].iter().fold(text, |t, word| t.replace(word, " ")).trim().to_owned();
        }
        let t = text.as_str();
        let b = t.as_bytes();
        // The common case without a detour: 2016-02-08, with or without a time.
        if b.len() >= 10
            && t.is_ascii()
            && matches!(b[4], b'-' | b'/' | b'.')
            && b[7] == b[4]
            && let (Ok(y), Ok(m), Ok(d)) = (t[..4].parse(), t[5..7].parse(), t[8..10].parse())
            && (b.len() == 10 || matches!(b[10], b'T' | b' ' | b't') && clock(&t[11..]))
        {
            return one(y, m, d);
        }
        let words: Vec<&str> =
            t.split([' ', ',', '-', '/', '.', '\u{a0}']).filter(|w| !w.is_empty()).collect();
        let number = |w: &str| {
            w.trim_end_matches("st")
                .trim_end_matches("nd")
                .trim_end_matches("rd")
                .trim_end_matches("th")
                .parse::<i16>()
                .ok()
        };
        let read = match words[..] {
            [y, w] if y.len() == 4 && w.len() > 1 && w.starts_with(['W', 'w']) => {
                match (y.parse::<i16>(), w[1..].parse::<i8>()) {
                    (Ok(y), Ok(w)) => match jiff::civil::ISOWeekDate::new(y, w, jiff::civil::Weekday::Monday)
                    {
                        Ok(week) => {
                            let start = day(week.date());
                            When::Span(Span { start, end: start + 6 })
                        }
                        Err(_) => When::Not,
                    },
                    _ => When::Not,
                }
            }
            [a, b] if let Some(span) = quarter(a, b).or_else(|| quarter(b, a)) => When::Span(span),
            [a, b] => match (number(a), number(b), month_named(a), month_named(b)) {
                (Some(y), Some(m), ..) if a.len() == 4 && b.len() <= 2 => month(y, m as i8),
                (Some(m), Some(y), ..) if b.len() == 4 && a.len() <= 2 => month(y, m as i8),
                (_, Some(y), Some(m), _) | (Some(y), _, _, Some(m)) if y > 100 => month(y, m),
                _ => When::Not,
            },
            [a, b, c] => match (number(a), number(b), number(c)) {
                (Some(y), Some(m), Some(d)) if a.len() == 4 => one(y, m as i8, d as i8),
                (Some(x), Some(z), Some(y)) if c.len() == 4 && x < 100 && z < 100 => match (x > 12, z > 12) {
                    (true, false) => one(y, z as i8, x as i8),
                    (false, true) => one(y, x as i8, z as i8),
                    (false, false) if x == z => one(y, x as i8, x as i8),
                    (false, false) => When::Either(x as i8, z as i8, y),
                    (true, true) => When::Not,
                },
                (Some(d), None, Some(y)) if y > 100 => {
                    month_named(b).map_or(When::Not, |m| one(y, m, d as i8))
                }
                (None, Some(d), Some(y)) if y > 100 => {
                    month_named(a).map_or(When::Not, |m| one(y, m, d as i8))
                }
                _ => When::Not,
            },
            _ => When::Not,
        };
        if read == When::Not { range(t).map_or(When::Not, When::Span) } else { read }
    }

    /// A year alone, which only a column of dates can mean.
    pub fn year(text: &str) -> Option<Span> {
        let text = ascii_digits(text.trim());
        let y: i16 = text.strip_prefix("ឆ្នាំ").unwrap_or(&text).trim().parse().ok()?;
        let of = |m, d| one(y, m, d).span(None);
        let known = (1990..=2100).contains(&y);
        known.then_some(()).and_then(|()| Some(Span { start: of(1, 1)?.start, end: of(12, 31)?.end }))
    }

    /// The days meant, once the column has told which number is the day.
    pub fn span(self, order: Option<Order>) -> Option<Span> {
        let at = match (self, order) {
            (When::Either(d, m, y), Some(Order::DayFirst))
            | (When::Either(m, d, y), Some(Order::MonthFirst)) => one(y, m, d),
            (other, _) => other,
        };
        match at {
            When::Span(span) => Some(span),
            _ => None,
        }
    }
}

/// `2020` and `Q1`.
fn quarter(year: &str, name: &str) -> Option<Span> {
    let q: i8 = name.strip_prefix(['Q', 'q'])?.parse().ok().filter(|q| (1..=4).contains(q))?;
    let y: i16 = year.parse().ok().filter(|_| year.len() == 4)?;
    let of = |m| month(y, m).span(None);
    Some(Span { start: of(3 * q - 2)?.start, end: of(3 * q)?.end })
}

/// Which number is the day, where a cell of the column decides it.
pub(crate) fn order(text: &str) -> Option<Order> {
    let text = ascii_digits(text.trim());
    let words: Vec<i16> = text.split([' ', '-', '/', '.']).map_while(|w| w.parse().ok()).collect();
    match words[..] {
        [a, b, y, ..] if y > 100 && a > 12 && b <= 12 => Some(Order::DayFirst),
        [a, b, y, ..] if y > 100 && b > 12 && a <= 12 => Some(Order::MonthFirst),
        _ => None,
    }
}

fn month_named(word: &str) -> Option<i8> {
    const KHMER: [&str; 12] =
        ["មករា", "កុម្ភៈ", "មីនា", "មេសា", "ឧសភា", "មិថុនា", "កក្កដា", "សីហា", "កញ្ញា", "តុលា", "វិច្ឆិកា", "ធ្នូ"];
    let khmer = word.strip_prefix("ខែ").unwrap_or(word);
    if let Some(i) = KHMER.iter().position(|m| *m == khmer) {
        return Some(i as i8 + 1);
    }
    let lower = word.to_lowercase();
    let at = MONTHS.iter().position(|m| lower.len() >= 3 && m.starts_with(lower.as_str()));
    at.map(|i| i as i8 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_weeks_and_months() {
        for (text, span) in [
            ("2016-02-08", "2016-02-08"),
            ("2016/02/08", "2016-02-08"),
            ("2016-03-09T08:00:00+0000", "2016-03-09"),
            ("២០១៦-០២-០៨", "2016-02-08"),
            ("8 March 2016", "2016-03-08"),
            ("៨ មីនា ២០១៦", "2016-03-08"),
            ("ថ្ងៃទី៨ ខែមីនា ឆ្នាំ២០១៦", "2016-03-08"),
            ("កុម្ភៈ ២០១៦", "2016-02-01 – 2016-02-29"),
            ("March 8, 2016", "2016-03-08"),
            ("8 Mar 2016", "2016-03-08"),
            ("31/12/2016", "2016-12-31"),
            ("12/31/2016", "2016-12-31"),
            ("31.12.2016", "2016-12-31"),
            ("2016-02", "2016-02-01 – 2016-02-29"),
            ("Feb 2016", "2016-02-01 – 2016-02-29"),
            ("2020-Q4", "2020-10-01 – 2020-12-31"),
            ("Q1 2016", "2016-01-01 – 2016-03-31"),
            ("2020-W53", "2020-12-28 – 2021-01-03"),
            ("2016-02-08 to 2016-03-09", "2016-02-08 – 2016-03-09"),
            ("2016-02-08..2016-03-09", "2016-02-08 – 2016-03-09"),
            ("2016-02-08/2016-03-09", "2016-02-08 – 2016-03-09"),
            ("8 Feb - 9 Mar 2016", "2016-02-08 – 2016-03-09"),
            ("8 – 14 February 2016", "2016-02-08 – 2016-02-14"),
            ("8–14 February 2016", "2016-02-08 – 2016-02-14"),
            ("8-14 February 2016", "2016-02-08 – 2016-02-14"),
            ("28 Dec 2016 – 3 Jan 2017", "2016-12-28 – 2017-01-03"),
            ("2021-05-01 (Sat)", "2021-05-01"),
            ("2021-05-01 7:00", "2021-05-01"),
        ] {
            assert_eq!(When::read(text).span(None).map(span_said).as_deref(), Some(span), "{text}");
        }
        assert_eq!(When::read("03/04/2016"), When::Either(3, 4, 2016));
        assert_eq!(
            When::read("03/04/2016").span(Some(Order::DayFirst)).map(span_said).unwrap(),
            "2016-04-03"
        );
        assert_eq!(
            (order("13/04/2016"), order("04/13/2016"), order("03/04/2016")),
            (Some(Order::DayFirst), Some(Order::MonthFirst), None)
        );
        for text in [
            "",
            "2016",
            "tomorrow",
            "2016-13-01",
            "2016-02-30",
            "1970-01-01",
            "12345",
            "India",
            "1,234",
            "2021-05-01 to present",
            "2021-05-01 onwards",
            "2016-03-09 to 2016-02-08",
            "9 Mar - 8 Feb 2016",
            "Jan-21",
            "31-04-2016",
            "31/04/2016",
        ] {
            assert_eq!(When::read(text), When::Not, "{text}");
        }
    }
}
