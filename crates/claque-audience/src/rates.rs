//! The answer from marks a day that the user gave for each country, where a table is too short to say what is quiet: a rate
//! over the days of a period is what is expected, and chance makes it a Poisson count.

use crate::answer::{Assumption, Basis, Between, Cell, Country, PageAnswer};
use crate::audience::Page;
use crate::request::Request;

/// Rates that the user gave, over the days of the page's periods.
pub(crate) fn daily(page: &Page, request: &Request) -> Option<f64> {
    let days: f64 = page.spans().iter().map(|s| f64::from(s.end - s.start + 1)).sum();
    let sum: f64 = request.rates.iter().filter_map(|r| r.per_day).sum();
    (sum > 0.0 && days > 0.0).then_some(sum * days)
}

/// Puts the answer together; `expected` is what the rates give over all days.
pub(crate) fn from_rates(page: &Page, request: &Request, expected: f64, out: &mut PageAnswer) {
    out.basis = Basis::Rates;
    let u = Between::normal(out.new - expected, (expected.max(1.0)).sqrt());
    out.assumptions = vec![Assumption::of("assume.rates", None, u, out.new, true)];
    (out.unexplained, out.expected, out.share) = (u, u.left_of(out.new), u.times(1.0 / out.new.max(1.0)));
    for p in &page.periods[..page.series] {
        let days = p.span.map_or(0.0, |s| f64::from(s.end - s.start + 1));
        for (place, n) in &p.places {
            let rate =
                request.rates.iter().find(|r| r.place == *place).and_then(|r| r.per_day).unwrap_or(0.0)
                    * days;
            let e = Between::normal(rate, rate.sqrt());
            let index = page.at(*place).map_or(u16::MAX, |i| i as u16);
            out.cells.push(Cell {
                country: index,
                days: p.span.map(|s| (s.start, s.end)),
                observed: *n,
                expected: e,
            });
            out.countries.push(Country {
                country: place.code(),
                new: *n,
                expected: rate,
                unexplained: e.left_of(*n),
                expected_share: rate,
                seen_from: None,
            });
        }
    }
    crate::own_periods::shares_of_one(&mut out.countries);
}
