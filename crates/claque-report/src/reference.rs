//! References: the short names by which a report says where a number comes from, and by which `claque why`
//! and `claque rows` are asked.
//!
//! ```text
//! C3                        crew 3
//! C3/J5                     its job 5, in the order of the table of jobs: a cell in a crew
//! T2                        crowd 2 of those that took marks back together
//! page:NAME                 the figures of a page, under every kind of mark
//! page/VERB:NAME            the same under one kind of mark
//! page:NAME@2016-03-01      a cell: what was marked there on that day (UTC)
//! page:NAME@2016-03-01T10   in that hour; `T10:30` in that minute
//! page:NAME@FROM..TO        in a stretch of time, its last day, hour or minute included
//! NAME                      the same as page:NAME, where it is neither of the above
//! ```
//!
//! A name may hold `@` or `:` itself: what follows the last `@` is a time only if it reads as one, and if no
//! page has the whole as its name.

use crate::model::Instant;
use crate::numbers;
use claque_marks::Micros;
use jiff::civil::{Date, DateTime};
use jiff::{Span, Timestamp, tz::TimeZone};
use std::fmt;

/// What a number comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// A crew: `C3`.
    Crew(String),
    /// A job of a crew, from 1: `C3/J5`.
    Job(String, u32),
    /// A crowd that took marks back together: `T2`.
    Taken(String),
    /// A page's figures, or a cell of it.
    Page(PageReference),
}

/// A page, and perhaps a stretch of time on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageReference {
    /// The page, as the log names it.
    pub page: String,
    /// Under which kind of mark; `None` is every.
    pub verb: Option<String>,
    /// Within which time.
    pub within: Option<Stretch>,
}

/// A stretch of time, half open: `from` ≤ t < `to`, in microseconds, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Where it begins.
    pub from: Micros,
    /// Where it has ended.
    pub to: Micros,
    /// As it was written.
    pub written: String,
}

impl Reference {
    /// Reads a reference. `is_page` says whether a page has this name.
    ///
    /// # Errors
    /// What is wrong, for people.
    pub fn parse(text: &str, is_page: &dyn Fn(&str) -> bool) -> Result<Self, String> {
        if let Some(crew) = crew_name(text) {
            return Ok(Reference::Crew(crew));
        }
        if let Some(crowd) = numbered('T', text) {
            return Ok(Reference::Taken(crowd));
        }
        if let Some((crew, job)) = text.split_once("/J")
            && let Some(crew) = crew_name(crew)
        {
            return match job.parse() {
                Ok(n) if n > 0 => Ok(Reference::Job(crew, n)),
                _ => Err(format!("`{text}` names no job: jobs count from 1, as in {crew}/J1")),
            };
        }
        let (verb, name) = match text.strip_prefix("page") {
            Some(rest) if rest.starts_with(':') => (None, &rest[1..]),
            Some(rest) if rest.starts_with('/') && rest.contains(':') => {
                let (verb, name) = rest[1..].split_once(':').unwrap_or_default();
                (Some(verb.to_owned()), name)
            }
            _ => (None, text),
        };
        if name.is_empty() {
            return Err(format!("`{text}` names no page: write page:NAME"));
        }
        let timed = name.rsplit_once('@').filter(|_| !is_page(name));
        let (page, within) = match timed.and_then(|(page, time)| Some((page, stretch(time)?))) {
            Some((page, within)) => (page, Some(within)),
            None => (name, None),
        };
        if within.as_ref().is_some_and(|w| w.from >= w.to) {
            return Err(format!("`{text}` ends before it begins"));
        }
        Ok(Reference::Page(PageReference { page: page.to_owned(), verb, within }))
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reference::Crew(name) | Reference::Taken(name) => f.write_str(name),
            Reference::Job(crew, job) => write!(f, "{crew}/J{job}"),
            Reference::Page(p) => {
                f.write_str("page")?;
                if let Some(verb) = &p.verb {
                    write!(f, "/{verb}")?;
                }
                write!(f, ":{}", p.page)?;
                match &p.within {
                    Some(within) => write!(f, "@{}", within.written),
                    None => Ok(()),
                }
            }
        }
    }
}

/// The reference of a job.
pub fn job(crew: &str, number: u32) -> String {
    Reference::Job(crew.to_owned(), number).to_string()
}

/// The reference of a page's figures; the kind of mark is named where the log has several.
pub fn page(page: &str, verb: Option<&str>) -> String {
    let verb = verb.map(str::to_owned);
    Reference::Page(PageReference { page: page.to_owned(), verb, within: None }).to_string()
}

/// The reference of a page in a period of whole hours or days.
pub fn cell(page: &str, verb: Option<&str>, from: Instant, seconds: u64) -> String {
    let (step, form) = if seconds < 86_400 { (3_600, "%Y-%m-%dT%H") } else { (86_400, "%Y-%m-%d") };
    let last = Instant(from.0.saturating_add(seconds.saturating_sub(step) as i64 * 1_000_000));
    let (from, to) = (numbers::strftime(from, form), numbers::strftime(last, form));
    // A stretch is written with its last hour or day, which lies in it.
    let within = if from == to { from } else { format!("{from}..{to}") };
    format!("{}@{within}", self::page(page, verb))
}

/// `C1`, `C2` … and nothing else.
fn crew_name(text: &str) -> Option<String> {
    numbered('C', text)
}

/// A letter, large or small, and a number from 1.
fn numbered(letter: char, text: &str) -> Option<String> {
    let digits = text.strip_prefix([letter, letter.to_ascii_lowercase()])?;
    let number = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.is_empty() && !digits.starts_with('0');
    number.then(|| format!("{letter}{digits}"))
}

/// The reference of a crowd that took marks back, by its place in the list.
pub fn taken(place: usize) -> String {
    format!("T{}", place + 1)
}

fn stretch(text: &str) -> Option<Stretch> {
    let (from, to) = match text.split_once("..") {
        Some((from, to)) => (instants(from)?.0, instants(to)?.1),
        None => instants(text)?,
    };
    Some(Stretch { from, to, written: text.to_owned() })
}

/// First instant of a day, hour, minute or second, and the first after it.
fn instants(text: &str) -> Option<(Micros, Micros)> {
    let utc = |at: DateTime| TimeZone::UTC.to_timestamp(at).ok();
    let (start, length) = match text.len() {
        10 => (utc(text.parse::<Date>().ok()?.to_datetime(jiff::civil::Time::midnight()))?, 86_400),
        13 => (utc(format!("{text}:00:00").parse().ok()?)?, 3_600),
        16 => (utc(format!("{text}:00").parse().ok()?)?, 60),
        _ => {
            let zoned = text.parse::<Timestamp>().ok();
            (zoned.or_else(|| utc(text.parse().ok()?))?, 1)
        }
    };
    let end = start.checked_add(Span::new().try_seconds(length).ok()?).ok()?;
    Some((start.as_microsecond(), end.as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Reference, String> {
        Reference::parse(text, &|page| ["C3", "ann@2016-03-01", "at://did:plc:x/y"].contains(&page))
    }

    fn of_page(text: &str) -> PageReference {
        match read(text).unwrap() {
            Reference::Page(page) => page,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn a_period_is_named_by_its_first_and_last_day_or_hour() {
        let at = Instant(1_619_827_200_000_000);
        assert_eq!(cell("p", None, at, 86_400), "page:p@2021-05-01");
        assert_eq!(cell("p", Some("star"), at, 7 * 86_400), "page/star:p@2021-05-01..2021-05-07");
        assert_eq!(cell("p", None, at, 3_600), "page:p@2021-05-01T00");
        assert_eq!(cell("p", None, at, 6 * 3_600), "page:p@2021-05-01T00..2021-05-01T05");
        let read = Reference::parse("page:p@2021-05-01T00..2021-05-01T05", &|n| n == "p").unwrap();
        let Reference::Page(PageReference { within: Some(w), .. }) = read else { panic!("{read:?}") };
        assert_eq!((w.from, w.to - w.from), (at.0, 6 * 3_600_000_000));
    }

    #[test]
    fn crews_and_jobs() {
        assert_eq!(read("C3"), Ok(Reference::Crew("C3".into())));
        assert_eq!(read("c12"), Ok(Reference::Crew("C12".into())));
        assert_eq!(read("C3/J5"), Ok(Reference::Job("C3".into(), 5)));
        assert_eq!(read("t2"), Ok(Reference::Taken("T2".into())));
        assert_eq!(of_page("page:T2").page, "T2", "a page may have the name of a crowd");
        assert!(read("C3/J0").is_err() && read("C3/Jx").is_err());
        assert_eq!(of_page("C0").page, "C0", "crews count from 1");
        assert_eq!(of_page("Cambodia").page, "Cambodia");
        assert_eq!(of_page("page:C3").page, "C3", "a page may have the name of a crew");
    }

    #[test]
    fn pages_and_cells() {
        assert_eq!(of_page("owner/repo"), of_page("page:owner/repo"));
        assert_eq!(of_page("page/star:owner/repo").verb.as_deref(), Some("star"));
        assert_eq!(of_page("page:at://did:plc:x/y").page, "at://did:plc:x/y");
        let day = of_page("page:x@2016-03-01").within.unwrap();
        assert_eq!((day.from, day.to), (1_456_790_400_000_000, 1_456_876_800_000_000));
        let hour = of_page("page:x@2016-03-01T10").within.unwrap();
        assert_eq!(hour.to - hour.from, 3_600_000_000);
        let days = of_page("page:x@2016-03-01..2016-03-02").within.unwrap();
        assert_eq!(days.to - days.from, 2 * 86_400_000_000);
        assert_eq!(of_page("page:ann@2016-03-01").within, None, "a page has this very name");
        assert_eq!(of_page("page:ann@home").page, "ann@home");
        assert!(read("page:x@2016-03-02..2016-03-01").is_err());
        assert!(read("page:").is_err());
    }

    #[test]
    fn what_is_printed_reads_back() {
        for text in
            ["C3", "C3/J5", "T2", "page:a b", "page/like:a:b", "page:x@2016-03-01T10..2016-03-02T11:30"]
        {
            assert_eq!(read(text).unwrap().to_string(), text);
        }
    }
}
