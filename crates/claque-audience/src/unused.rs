//! What was asked beside the tables and had no effect on any answer, and why.

use crate::answer::{Basis, PageAnswer};
use crate::audience::{Audience, Finding, Page};
use crate::request::{Event, Request};

/// One note for each of `--home`, `--compare`, `--events` and `--base-rates` that changed nothing.
pub(crate) fn unused(audience: &Audience, request: &Request, answers: &[PageAnswer]) -> Vec<Finding> {
    let of = [home(audience, request), compared(audience, request), rated(audience, request, answers)];
    of.into_iter().flatten().chain(happened(audience, request)).collect()
}

/// A home country that no page tells of.
fn home(audience: &Audience, request: &Request) -> Option<Finding> {
    let home = request.home?;
    let told = |p: &Page| p.at(home).is_some() || p.totals.iter().any(|t| t.place == home);
    (!audience.pages.iter().any(told)).then(|| Finding::note("home_unused", &[], &[("country", home.code())]))
}

/// Comparison pages that share nothing with the pages.
fn compared(audience: &Audience, request: &Request) -> Option<Finding> {
    if request.compare.is_empty() {
        return None;
    }
    let pairs = || {
        let pairs = audience.pages.iter().flat_map(|p| request.compare.iter().map(move |o| (p, o)));
        pairs.filter(|(p, o)| p.name != o.name)
    };
    let country = |(p, o): &(&Page, &Page)| p.places.iter().any(|c| o.at(*c).is_some());
    let days = |(p, o): &(&Page, &Page)| {
        let of = o.spans();
        p.spans().iter().any(|s| of.contains(s))
    };
    // In a mix the comparison is the home country's share, whatever its days.
    let mix = |(p, o): &(&Page, &Page)| {
        let home = request.home.is_some_and(|h| o.at(h).is_some());
        home && p.series < request.parameters.periods_least as usize
    };
    let why = if pairs().next().is_none() {
        "same"
    } else if !pairs().any(|x| country(&x)) {
        "countries"
    } else if !pairs().any(|x| country(&x) && (days(&x) || mix(&x))) {
        "days"
    } else {
        return None;
    };
    Some(Finding::note(&format!("compare_unused_{why}"), &[], &[]))
}

/// Events that touch no day, country and page of the tables, all in one note.
fn happened(audience: &Audience, request: &Request) -> Option<Finding> {
    let touches = |e: &&Event, p: &Page| {
        let place = e.place.is_none_or(|place| p.at(place).is_some());
        let days = p.spans().iter().any(|s| s.start <= e.span.end && s.end >= e.span.start);
        e.page.as_ref().is_none_or(|name| *name == p.name) && place && days
    };
    let lost: Vec<&str> = request
        .events
        .iter()
        .filter(|e| !audience.pages.iter().any(|p| touches(e, p)))
        .map(|e| e.what.as_str())
        .collect();
    let numbers = [("n", lost.len() as f64), ("all", request.events.len() as f64)];
    (!lost.is_empty()).then(|| Finding::note("events_unused", &numbers, &[("what", lost.join("; "))]))
}

/// Base rates that no answer stands on or shows beside it.
fn rated(audience: &Audience, request: &Request, answers: &[PageAnswer]) -> Option<Finding> {
    let shown = |p: &PageAnswer| {
        p.basis == Basis::Rates
            || p.assumptions.iter().any(|a| matches!(a.message.as_str(), "assume.base_rate" | "assume.rates"))
    };
    if request.rates.is_empty() || answers.iter().any(shown) {
        return None;
    }
    let known = |p: &Page| request.rates.iter().any(|r| p.at(r.place).is_some());
    let quiet = |p: &PageAnswer| matches!(p.basis, Basis::Quiet | Basis::Compared);
    let why = if !audience.pages.iter().any(known) {
        "countries"
    } else if answers.iter().any(|p| quiet(p) && !p.unexplained.is_none()) {
        "partly"
    } else if answers.iter().any(quiet) {
        "quiet"
    } else {
        "home"
    };
    Some(Finding::note(&format!("rates_unused_{why}"), &[], &[]))
}
