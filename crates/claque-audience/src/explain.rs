//! Innocent explanations: what of them counts can test, and how each fares.

use crate::answer::{Basis, Explanation, Fit, PageAnswer, Signal, Sort};
use crate::audience::Page;
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
    stops: Vec<&'a Signal>,
    home: Option<&'a str>,
    countries: usize,
    events: Vec<&'a Event>,
    compared: bool,
    /// Whether quiet periods tell on which days something stands out.
    by_days: bool,
    /// Marks from abroad are unexplained by the mix of countries, which does not say when they came.
    undated: bool,
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
    let seen = Seen {
        surges: of(Sort::Surge),
        losses: of(Sort::Loss),
        stops: of(Sort::Stop),
        home: home.as_deref(),
        countries: page.places.len(),
        events: request.events.iter().filter(within).collect(),
        compared: !request.compare.is_empty(),
        by_days: matches!(answer.basis, Basis::Quiet | Basis::Compared),
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
    fn abroad(&self) -> impl Iterator<Item = &&Signal> {
        self.surges.iter().filter(|s| self.home.is_none_or(|h| s.countries.iter().any(|c| c != h)))
    }

    fn at_home(&self) -> bool {
        self.home.is_some_and(|h| self.surges.iter().any(|s| s.countries.iter().any(|c| c == h)))
    }

    /// Surges in three or more countries that a stop ends.
    fn together(&self) -> bool {
        self.stops.iter().any(|s| s.countries.len() >= 3)
    }
}

fn event(seen: &Seen<'_>) -> (Fit, &'static str) {
    let meets = |s: &&&Signal| {
        seen.events
            .iter()
            .any(|e| s.start.is_some_and(|x| x <= e.span.end) && s.end.is_some_and(|x| x >= e.span.start))
    };
    // Days of events are no quiet ones: what they hold is no surge.
    if !seen.by_days {
        (Fit::Open, "open")
    } else if seen.surges.is_empty() || seen.surges.iter().any(|s| meets(&s)) {
        (Fit::Fits, "fits")
    } else {
        (Fit::Against, "against")
    }
}

fn advertising(seen: &Seen<'_>) -> (Fit, &'static str) {
    if seen.together() || seen.abroad().next().is_some() {
        // It starts and stops on days too: counts cannot tell it from any other delivery.
        (Fit::Fits, "fits")
    } else if seen.undated {
        (Fit::Open, "undated")
    } else {
        (Fit::Open, "open")
    }
}

fn diaspora(seen: &Seen<'_>) -> (Fit, &'static str) {
    if seen.together() { (Fit::Against, "against") } else { (Fit::Open, "open") }
}

fn news(seen: &Seen<'_>) -> (Fit, &'static str) {
    if seen.surges.is_empty() {
        (Fit::Open, "open")
    } else if seen.together() {
        (Fit::Against, "against")
    } else if seen.at_home() || seen.surges.iter().any(|s| s.countries.len() <= 2) {
        (Fit::Fits, "fits")
    } else {
        (Fit::Open, "open")
    }
}

fn purge(seen: &Seen<'_>) -> (Fit, &'static str) {
    match seen.losses.first() {
        None => (Fit::Open, "open"),
        Some(l) if 2 * l.countries.len() >= seen.countries => (Fit::Fits, "fits"),
        Some(_) => (Fit::Against, "against"),
    }
}

fn roaming(seen: &Seen<'_>) -> (Fit, &'static str) {
    if seen.abroad().any(|s| s.countries.len() >= 3) {
        (Fit::Against, "against")
    } else {
        (Fit::Open, "open")
    }
}

fn counting(seen: &Seen<'_>) -> (Fit, &'static str) {
    let all = |s: &&&Signal| 5 * s.countries.len() >= 4 * seen.countries && seen.countries >= 3;
    if seen.compared {
        (Fit::Against, "compared")
    } else if seen.surges.iter().chain(&seen.losses).any(|s| all(&s)) {
        (Fit::Fits, "fits")
    } else if seen.surges.is_empty() && seen.losses.is_empty() {
        (Fit::Open, if seen.undated { "undated" } else { "open" })
    } else {
        (Fit::Against, "against")
    }
}
