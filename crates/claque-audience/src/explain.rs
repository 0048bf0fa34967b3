//! Innocent explanations: what of them counts can test, and how each fares.

use crate::answer::{Basis, Explanation, Fit, PageAnswer, Signal, Sort};
use crate::audience::Page;
use crate::columns::Measure;
use crate::country::Place;
use crate::request::{Event, Request};

/// One explanation: its key, and the test of it.
struct Test {
    key: &'static str,
    fares: fn(&Seen<'_>) -> (Fit, &'static str),
}

/// What the tests look at.
struct Seen<'a> {
    surges: Vec<&'a Signal>,
    losses: Vec<&'a Signal>,
    starts: Vec<&'a Signal>,
    stops: Vec<&'a Signal>,
    /// How each surge went on.
    courses: Vec<Course>,
    home: Option<&'a str>,
    countries: usize,
    events: Vec<&'a Event>,
    compared: bool,
    /// Whether quiet periods tell on which days something stands out.
    by_days: bool,
    /// Whether something is unexplained, surges and days of known events together.
    unexplained: bool,
    /// Gains without losses: what is removed does not show in them.
    gains_alone: bool,
    /// Marks from abroad are unexplained by the mix of countries, which does not say when they came.
    undated: bool,
}

/// How a surge went on after it began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Course {
    /// Over within so few periods that no course is seen.
    Short,
    /// Its last third is less than half of its first.
    Fades,
    /// It goes on as it began, and too short to tell that from interest that lasts.
    Even,
    /// It goes on as it began, for longer than interest does.
    Lasts,
}

/// Periods from which on a surge has a course.
const COURSE_LEAST: usize = 4;
/// Periods from which on interest should have faded.
const FADES_WITHIN: usize = 7;
/// Days by which interest in an event may come before it.
const EVENT_BEFORE: i32 = 7;

impl Course {
    fn of(surge: &Signal, page: &Page) -> Self {
        let places: Vec<usize> = (0..page.places.len())
            .filter(|c| surge.countries.iter().any(|code| *code == page.places[*c].code()))
            .collect();
        let counts: Vec<f64> = page
            .spans()
            .iter()
            .enumerate()
            .filter(|(_, span)| surge.start.is_some_and(|s| span.start >= s))
            .filter(|(_, span)| surge.end.is_some_and(|e| span.end <= e))
            .map(|(t, _)| places.iter().map(|c| page.new[*c][t]).filter(|y| y.is_finite()).sum())
            .collect();
        if counts.len() < COURSE_LEAST {
            return Course::Short;
        }
        let usual = surge.expected.unwrap_or(0.0) / counts.len() as f64;
        let third = counts.len() / 3;
        let risen = |of: &[f64]| of.iter().map(|y| y - usual).sum::<f64>();
        let (first, last) = (risen(&counts[..third]), risen(&counts[counts.len() - third..]));
        match () {
            () if 2.0 * last < first => Course::Fades,
            () if counts.len() >= FADES_WITHIN => Course::Lasts,
            () => Course::Even,
        }
    }
}

/// All explanations, in the order of the report.
const TESTS: &[Test] = &[
    Test { key: "event", fares: event },
    Test { key: "advertising", fares: advertising },
    Test { key: "diaspora", fares: diaspora },
    Test { key: "news", fares: news },
    Test { key: "purge", fares: purge },
    Test { key: "roaming", fares: roaming },
    Test { key: "counting", fares: counting },
];

/// Tests every explanation on a page's signals.
pub(crate) fn explain(answer: &PageAnswer, page: &Page, request: &Request) -> Vec<Explanation> {
    let of = |sort: Sort| answer.signals.iter().filter(move |s| s.sort == sort).collect::<Vec<_>>();
    let home = request.home.map(crate::country::Place::code);
    let within = |e: &&Event| {
        e.page.as_ref().is_none_or(|p| *p == page.name)
            && answer.start.is_none_or(|s| e.span.end >= s)
            && answer.end.is_none_or(|s| e.span.start <= s)
    };
    let surges = of(Sort::Surge);
    let seen = Seen {
        courses: surges.iter().map(|s| Course::of(s, page)).collect(),
        surges,
        losses: [of(Sort::Loss), of(Sort::Removed)].concat(),
        starts: of(Sort::Start),
        stops: of(Sort::Stop),
        home: home.as_deref(),
        countries: page.places.len(),
        events: request.events.iter().filter(within).collect(),
        compared: !request.compare.is_empty(),
        by_days: matches!(answer.basis, Basis::Quiet | Basis::Compared),
        unexplained: answer.unexplained.low > 0.0,
        gains_alone: page.from == Some(Measure::Gained) && page.lost.is_none(),
        undated: matches!(answer.basis, Basis::Mix | Basis::Rates) && answer.unexplained.low > 0.0,
    };
    TESTS
        .iter()
        .filter(|t| t.key != "event" || !seen.events.is_empty())
        .map(|t| {
            let (fit, why) = (t.fares)(&seen);
            Explanation { key: t.key.to_owned(), fit, why: format!("explain.{}.{why}", t.key) }
        })
        .collect()
}

impl Seen<'_> {
    /// Surges in three or more countries that a stop ends.
    fn together(&self) -> bool {
        self.stops.iter().any(|s| s.countries.len() >= 3)
    }

    /// Countries of a signal other than home.
    fn foreign(&self, s: &Signal) -> usize {
        s.countries.iter().filter(|c| Some(c.as_str()) != self.home).count()
    }
}

fn event(seen: &Seen<'_>) -> (Fit, &'static str) {
    // A cause comes before what it brings, and brings it where it happens.
    let explains = |e: &Event, s: &Signal| {
        let here = match e.place {
            Some(place @ Place::Country(_)) => s.countries.contains(&place.code()),
            _ => true,
        };
        let begins = s.start.is_some_and(|x| x <= e.span.end && x + EVENT_BEFORE >= e.span.start);
        here && begins
    };
    let met = seen.surges.iter().filter(|s| seen.events.iter().any(|e| explains(e, s))).count();
    // Days of events are no quiet ones: what they hold is no surge.
    if !seen.by_days || (seen.surges.is_empty() && !seen.unexplained) {
        (Fit::Open, "open")
    } else if met == seen.surges.len() {
        (Fit::Fits, "fits")
    } else if met == 0 {
        (Fit::Against, "against")
    } else {
        (Fit::Open, "part")
    }
}

fn advertising(seen: &Seen<'_>) -> (Fit, &'static str) {
    if !seen.surges.is_empty() || seen.together() {
        // It starts and stops on days too: counts cannot tell it from any other delivery.
        (Fit::Fits, "fits")
    } else if seen.undated {
        (Fit::Open, "undated")
    } else {
        (Fit::Open, "open")
    }
}

fn diaspora(seen: &Seen<'_>) -> (Fit, &'static str) {
    let steps = || seen.starts.iter().chain(&seen.stops);
    if steps().any(|s| seen.foreign(s) >= 3) { (Fit::Against, "against") } else { (Fit::Open, "open") }
}

fn news(seen: &Seen<'_>) -> (Fit, &'static str) {
    let any = |of: Course| seen.courses.contains(&of);
    if seen.surges.is_empty() {
        (Fit::Open, "open")
    } else if seen.together() {
        (Fit::Against, "against")
    } else if any(Course::Lasts) && !any(Course::Fades) {
        (Fit::Against, "lasts")
    } else if any(Course::Lasts) || any(Course::Even) {
        (Fit::Open, "open")
    } else if any(Course::Fades) {
        (Fit::Fits, "fits")
    } else {
        (Fit::Fits, "short")
    }
}

fn purge(seen: &Seen<'_>) -> (Fit, &'static str) {
    let most = |l: &&&Signal| 2 * l.countries.len() >= seen.countries;
    if seen.gains_alone {
        (Fit::Open, "gained")
    } else if seen.losses.is_empty() {
        (Fit::Open, "open")
    } else if seen.losses.iter().any(|l| most(&l)) {
        (Fit::Fits, "fits")
    } else {
        (Fit::Against, "against")
    }
}

fn roaming(seen: &Seen<'_>) -> (Fit, &'static str) {
    if seen.surges.iter().any(|s| seen.foreign(s) >= 3) {
        (Fit::Against, "against")
    } else {
        (Fit::Open, "open")
    }
}

fn counting(seen: &Seen<'_>) -> (Fit, &'static str) {
    let all = |s: &&&Signal| 5 * s.countries.len() >= 4 * seen.countries && seen.countries >= 3;
    if seen.compared && seen.by_days {
        (Fit::Against, "compared")
    } else if seen.surges.iter().chain(&seen.losses).any(|s| all(&s)) {
        (Fit::Fits, "fits")
    } else if seen.surges.is_empty() && seen.losses.is_empty() {
        (Fit::Open, if seen.undated { "undated" } else { "open" })
    } else {
        (Fit::Against, "against")
    }
}
