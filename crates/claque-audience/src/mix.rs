//! The answer from the mix of countries, where a table is too short to say what is quiet.
//!
//! METHOD: the home country's new marks H are taken as explained. If home were a share h of the explained ones, there
//! would be H/h of them, so that of N
//!
//! ```text
//! U = N − H/h,   var U = (H + ρ)/h² + ρ_N        ρ what rounding adds
//! ```
//!
//! are unexplained. h is given by the user, read from comparison pages, from what stood before (totals less what
//! is new), or assumed in turn. None of these is known to be right, so the interval is the hull over all that are shown.

use crate::answer::{Assumption, Basis, Between, Cell, Country, InPeriod, PageAnswer, Reading, Sort};
use crate::audience::{Page, Period, Places};
use crate::country::Place;
use crate::mix_signals::{flow_against_stock, signal};
use crate::rates::{daily, from_rates};
use crate::request::Request;
use crate::rounded::{of_periods, step};

/// Counts of home below which nothing is said.
const HOME_LEAST: f64 = 10.0;

/// Days from the end of the growth within which totals say what stood before it.
const TOTALS_WITHIN: u32 = 45;

/// One assumed share of the home country.
struct Share {
    message: &'static str,
    h: f64,
    /// The lower, the nearer to what is known: the least is the headline's.
    rank: u8,
}

fn listed(p: &Period) -> f64 {
    p.places.iter().map(|x| x.1).sum()
}

/// What a period adds up to: as stated, or by its countries.
pub(crate) fn whole(p: &Period) -> f64 {
    p.all.unwrap_or_else(|| listed(p))
}

fn of(p: &Period, place: Place) -> Option<f64> {
    p.places.iter().find(|x| x.0 == place).map(|x| x.1)
}

/// U under one share. A count of n may be the chance of n + 3 where n is small: 95 times in 100, none is of up to 3.7.
fn unexplained(new: f64, home: f64, h: f64, common: f64) -> Between {
    let rounding = |n: f64| (step(n, common).powi(2) - 1.0) / 12.0;
    let variance = (home.max(0.0) + 3.0 + rounding(home)) / (h * h) + rounding(new);
    let u = Between::normal(new - home / h, variance.sqrt());
    // No more than came can be unexplained, however coarsely it is known.
    let u = Between { high: u.high.min(new.max(u.value)), ..u };
    // Where fewer came than home alone would explain, nothing is unexplained.
    if new < 0.0 { u } else { u.at_least_none() }
}

/// What of the home country stood before the growth: its share of all marks, from totals at the latest day.
fn earlier(page: &Page, home: Place, new: f64, own: f64) -> Option<(f64, Places, f64)> {
    let end = page.spans().last().map(|s| s.end);
    // The totals next to the end of the growth; those of another season say nothing of what stood before it.
    let last = |keep: &dyn Fn(Place) -> bool| {
        let near = |t: &&crate::audience::Total| match (t.day, end) {
            (Some(day), Some(end)) => day.abs_diff(end),
            _ => 0,
        };
        let of = page.totals.iter().filter(|t| keep(t.place)).filter(|t| near(t) <= TOTALS_WITHIN);
        of.min_by_key(near).map(|t| t.value)
    };
    let home_total = last(&|p| p == home)?;
    let abroad = last(&|p| matches!(p, Place::Abroad(_)));
    let all = last(&|p| p == Place::All);
    let (total, abroad_new) = match (all, abroad) {
        (Some(all), _) => (all, new - own),
        (None, Some(abroad)) => {
            let stated = page.periods.iter().find_map(|p| p.abroad);
            (home_total + abroad, stated.unwrap_or(new - own))
        }
        (None, None) => return None,
    };
    let before_home = home_total - own;
    let before_abroad = total - home_total - abroad_new;
    if before_home <= 0.0 || before_abroad <= 0.0 {
        return None;
    }
    let known: Places = page.periods[0]
        .places
        .iter()
        .filter(|x| x.0 != home)
        .filter_map(|(place, n)| {
            let first = page.totals.iter().filter(|t| t.place == *place).min_by_key(|t| t.day)?;
            Some((*place, (first.value - n).max(0.0)))
        })
        .collect();
    Some((before_home / (before_home + before_abroad), known, before_abroad))
}

fn shares(page: &Page, home: Place, new: f64, own: f64, request: &Request) -> Vec<Share> {
    let mut out = vec![];
    let given = request.rates.iter().find(|r| r.place == home).and_then(|r| r.share);
    out.extend(given.map(|h| Share { message: "assume.base_rate", h, rank: 0 }));
    if let Some(h) = crate::compare::home_share(&request.compare, home) {
        out.push(Share { message: "assume.comparison", h, rank: 1 });
    }
    if let Some((h, ..)) = earlier(page, home, new, own) {
        out.push(Share { message: "assume.earlier", h, rank: 2 });
    }
    let assumed: &[f64] =
        if request.home_shares.is_empty() { &request.parameters.home_shares } else { &request.home_shares };
    out.extend(assumed.iter().map(|h| Share { message: "assume.share", h: *h, rank: 3 }));
    out.sort_by(|a, b| a.h.total_cmp(&b.h).then(a.rank.cmp(&b.rank)));
    out
}

/// The home country that totals point to, where none was given: most marks that stand are there.
pub(crate) fn guess_home(pages: &[Page]) -> Option<Place> {
    let mut sums: std::collections::BTreeMap<Place, f64> = std::collections::BTreeMap::new();
    for page in pages {
        for t in page.totals.iter().filter(|t| matches!(t.place, Place::Country(_))) {
            let of = sums.entry(t.place).or_default();
            *of = of.max(t.value);
        }
    }
    let most = sums.iter().max_by(|a, b| a.1.total_cmp(b.1)).map(|x| (*x.0, *x.1))?;
    let all: f64 = sums.values().sum();
    (2.0 * most.1 >= all).then_some(most.0)
}

/// The answer.
pub(crate) fn answer(page: &Page, request: &Request) -> PageAnswer {
    let mut out = empty(page);
    let periods = &page.periods[..page.series];
    let new: f64 = periods.iter().map(whole).sum();
    let home = request.home;
    let own: Option<f64> = home.and_then(|h| periods.iter().map(|p| of(p, h)).sum());
    out.new = new;
    let rates: Option<f64> = daily(page, request);
    match (home, own) {
        _ if rates.is_some() => from_rates(page, request, rates.unwrap_or_default(), &mut out),
        (Some(home), Some(own)) if own >= HOME_LEAST && new > 0.0 && !page.periods.is_empty() => {
            from_shares(page, home, own, request, &mut out);
        }
        _ => counted_only(page, &mut out),
    }
    out
}

fn empty(page: &Page) -> PageAnswer {
    let spans = page.spans();
    PageAnswer {
        page: page.name.clone(),
        basis: Basis::Nothing,
        start: spans.first().map(|s| s.start),
        end: spans.last().map(|s| s.end),
        periods: page.series as u64,
        new: 0.0,
        expected: Between::default(),
        unexplained: Between::default(),
        share: Between::default(),
        missing: 0.0,
        driven_by: None,
        assumptions: vec![],
        readings: vec![],
        countries: vec![],
        in_periods: vec![],
        signals: vec![],
        explanations: vec![],
        findings: vec![],
        smallest: None,
        with_unseen: None,
        cells: vec![],
    }
}

fn from_shares(page: &Page, home: Place, own: f64, request: &Request, out: &mut PageAnswer) {
    out.basis = Basis::Mix;
    let (new, common) = (out.new, of_periods(page));
    let shares = shares(page, home, new, own, request);
    let best = (0..shares.len()).min_by_key(|i| (shares[*i].rank, i.abs_diff(shares.len() / 2))).unwrap_or(0);
    out.assumptions = shares
        .iter()
        .enumerate()
        .map(|(i, s)| {
            Assumption::of(s.message, Some(s.h), unexplained(new, own, s.h, common), new, i == best)
        })
        .collect();
    let hull = |new: f64, own: f64| {
        shares
            .iter()
            .map(|s| unexplained(new, own, s.h, common))
            .fold(unexplained(new, own, shares[best].h, common), Between::hull)
    };
    out.unexplained = hull(new, own);
    out.share = out.unexplained.times(1.0 / new);
    out.expected = out.unexplained.left_of(new);
    // The end of the interval that lies farther from the headline is the assumption that drives it.
    let far = |a: &Assumption| (a.unexplained.value - out.unexplained.value).abs();
    out.driven_by =
        (0..shares.len()).max_by(|a, b| far(&out.assumptions[*a]).total_cmp(&far(&out.assumptions[*b])));
    for p in &page.periods {
        let (all, home_new) = (whole(p), of(p, home));
        let Some(of_period) = home_new.map(|n| hull(all, n.max(0.0))) else { continue };
        let aside = !page.periods[..page.series].iter().any(|x| x.span == p.span);
        out.in_periods.push(InPeriod {
            start: p.span.map(|s| s.start),
            end: p.span.map(|s| s.end),
            new: all,
            home: home_new,
            lost: None,
            expected: of_period.left_of(all),
            unexplained: of_period,
            aside,
        });
        by_country(page, p, home, of_period, out, aside);
    }
    crate::own_periods::shares_of_one(&mut out.countries);
    readings(page, own, &hull, out);
    out.signals.extend(flow_against_stock(page, home));
    if let Some(h) = earlier(page, home, new, own).map(|e| e.0) {
        out.signals.push(signal(Sort::HomeShare, page, vec![home.code()], (own / new, h)));
    }
}

/// A period's countries: home is explained; abroad, what is expected is spread as what stood before where that is
/// known, and as what came where it is not.
fn by_country(page: &Page, p: &Period, home: Place, u: Between, out: &mut PageAnswer, aside: bool) {
    let (all, own) = (whole(p), of(p, home).unwrap_or(0.0));
    let mut places = p.places.clone();
    let rest = all - listed(p);
    if rest > 0.5 && !places.iter().any(|x| x.0 == Place::Rest) {
        places.push((Place::Rest, rest));
    }
    let abroad = (all - own).max(1e-9);
    let before = if aside { None } else { earlier(page, home, all, own) };
    let expected_abroad = (all - u.value - own).max(0.0);
    let known = |place: Place| {
        let (_, known, abroad) = before.as_ref()?;
        Some(known.iter().find(|k| k.0 == place)?.1 / abroad * expected_abroad)
    };
    let taken: f64 = places.iter().filter_map(|x| known(x.0)).sum();
    let open: f64 = places.iter().filter(|x| x.0 != home && known(x.0).is_none()).map(|x| x.1).sum();
    for (place, n) in &places {
        let expected = if *place == home {
            *n
        } else {
            known(*place).unwrap_or((expected_abroad - taken).max(0.0) * n / open.max(1e-9))
        };
        // Ends of the interval as the page's: what is expected abroad varies as a whole.
        let scale = |e: f64| {
            if *place == home {
                0.0
            } else {
                n - expected * (all - e - own).max(0.0) / expected_abroad.max(1e-9)
            }
        };
        let of_place = Between {
            value: if *place == home { 0.0 } else { n - expected },
            low: scale(u.low),
            high: scale(u.high),
        };
        let of_place = if expected_abroad <= 0.0 && *place != home {
            Between { value: *n, low: n * u.low.max(0.0) / abroad, high: *n }
        } else {
            of_place
        };
        let index = page.at(*place).map_or(u16::MAX, |i| i as u16);
        out.cells.push(Cell {
            country: index,
            days: p.span.map(|s| (s.start, s.end)),
            observed: *n,
            expected: of_place.left_of(*n),
        });
        if !aside {
            match out.countries.iter_mut().find(|c| c.country == place.code()) {
                Some(c) => {
                    c.new += n;
                    c.expected += expected;
                    c.expected_share += expected;
                    let (a, b) = (c.unexplained, of_place);
                    c.unexplained =
                        Between { value: a.value + b.value, low: a.low + b.low, high: a.high + b.high };
                }
                None => out.countries.push(Country {
                    country: place.code(),
                    new: *n,
                    expected,
                    unexplained: of_place,
                    expected_share: expected,
                    seen_from: None,
                }),
            }
        }
    }
    out.countries.sort_by(|a, b| b.new.total_cmp(&a.new));
}

/// The same answer where another sum of the table is believed.
fn readings(page: &Page, own: f64, hull: &dyn Fn(f64, f64) -> Between, out: &mut PageAnswer) {
    let periods = &page.periods[..page.series];
    let mut add = |message: &str, new: f64| {
        if new > 0.0 {
            let u = hull(new, own);
            out.readings.push(Reading {
                message: message.into(),
                new,
                unexplained: u,
                share: u.times(1.0 / new),
            });
        }
    };
    let stated: Option<f64> = periods.iter().map(|p| p.all).sum();
    let sum: f64 = periods.iter().map(listed).sum();
    let abroad: Option<f64> = periods.iter().map(|p| p.abroad).sum();
    let apart = |a: f64, b: f64| (a - b).abs() > 0.5;
    if let Some(all) = stated {
        let both = abroad.map(|a| a + own).filter(|b| apart(*b, all));
        if apart(sum, all) || both.is_some() {
            add("reading.stated", all);
        }
        if let Some(both) = both {
            add("reading.home_and_abroad", both);
        }
        if apart(sum, all) {
            add("reading.listed", sum);
        }
    } else if let Some(both) = abroad.map(|a| a + own).filter(|b| apart(*b, sum)) {
        add("reading.listed", sum);
        add("reading.home_and_abroad", both);
    }
}

/// Nothing can be expected: the counts alone.
fn counted_only(page: &Page, out: &mut PageAnswer) {
    for p in &page.periods[..page.series] {
        for (place, n) in &p.places {
            out.countries.push(Country {
                country: place.code(),
                new: *n,
                expected: *n,
                unexplained: Between::default(),
                expected_share: 0.0,
                seen_from: None,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_at_the_end_are_rounding_as_far_as_the_table_bears_it_out() {
        // Alone: two figures count. Beside numbers that are all whole thousands: those.
        assert_eq!(step(10_000.0, 1.0), 1_000.0);
        assert_eq!(step(779_000.0, 1.0), 1_000.0);
        assert_eq!(step(5_000.0, 1_000.0), 1_000.0);
        assert_eq!(step(5_000.0, 100.0), 100.0);
        assert_eq!(step(157_331.0, 1.0), 1.0);
        assert_eq!(step(250.0, 10.0), 1.0);
    }
}
