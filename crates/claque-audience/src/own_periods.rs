//! The answer from a page's own quiet periods.

use crate::answer::{Assumption, Basis, Between, Cell, Country, InPeriod, PageAnswer};
use crate::audience::{Finding, Page};
use crate::country::Place;
use crate::expected::{Expected, up};
use crate::fit::median;
use crate::joint::Law;
use crate::quiet::{Quiet, quiet};
use crate::request::Request;
use crate::series::Series;
use std::collections::BTreeSet;

/// Days over which the smallest delivery that would be seen is spread.
const MONTH: f64 = 30.0;

/// The series of a page, with what the user knows of it.
pub(crate) fn series(page: &Page, request: &Request) -> Series {
    let periods: Vec<(i32, i32)> = page.spans().iter().map(|s| (s.start, s.end)).collect();
    let mut s = Series::new(&periods, page.new.clone());
    s.rounding.clone_from(&page.rounding);
    s.named = page.places.iter().map(|p| matches!(p, Place::Country(_))).collect();
    s.without_what_was_before(request.parameters.launch_least as usize);
    for event in request.events.iter().filter(|e| e.page.as_ref().is_none_or(|p| *p == page.name)) {
        for (c, place) in page.places.iter().enumerate() {
            if event.place.is_none_or(|p| p == *place) {
                for (t, known) in s.known[c].iter_mut().enumerate() {
                    *known |= s.start[t] <= event.span.end && s.end[t] >= event.span.start;
                }
            }
        }
    }
    if !request.compare.is_empty() {
        s.index = crate::compare::index(page, &s, &request.compare);
    }
    s
}

/// A stretch of masked periods of one country: counted, expected.
struct Run {
    c: usize,
    from: usize,
    to: usize,
    observed: f64,
    expected: f64,
}

/// The answer.
pub(crate) fn answer(page: &Page, request: &Request) -> PageAnswer {
    let p = &request.parameters;
    let s = series(page, request);
    let q = quiet(&s, p);
    let n = s.at.len();
    let expected = Expected::of(&s, &q, request);
    let mut cells = vec![];
    for (c, f) in q.fitted.iter().enumerate() {
        for t in (0..s.launch).filter(|t| page.new[c][*t].is_finite()) {
            let days = Some((s.start[t], s.end[t]));
            cells.push(Cell { country: c as u16, days, observed: 0.0, expected: Between::exact(0.0) });
        }
        for t in (0..n).filter(|t| s.y[c][*t].is_finite()) {
            let law = expected.cells.get(&(c, t)).copied().or_else(|| {
                let w = f.window(&s, t, t, true, p.drift_doubt)?;
                Some(Law { mean: w.expected, variance: w.variance, freedom: f64::INFINITY })
            });
            let expected =
                law.map_or(Between { value: 0.0, low: 0.0, high: s.y[c][t] }, |law| law.between(f.net));
            cells.push(Cell {
                country: c as u16,
                days: Some((s.start[t], s.end[t])),
                observed: s.y[c][t],
                expected,
            });
        }
    }
    let runs = runs(&s, &q, &expected);
    let net = s.net.iter().any(|n| *n);
    let new: f64 = s.y.iter().flatten().filter(|y| y.is_finite()).sum();
    let main = expected.all.unexplained(net);
    let needed = needed(&s, &q, request);
    let countries = (0..s.y.len())
        .map(|c| {
            let new: f64 = s.y[c].iter().filter(|y| y.is_finite()).sum();
            let of = expected.countries[c].unexplained(s.net[c]);
            let expected = new - of.value;
            Country {
                country: page.places[c].code(),
                new,
                expected,
                unexplained: of,
                expected_share: expected.max(0.0),
                seen_from: needed[c],
            }
        })
        .collect();
    let home = request.home.and_then(|h| page.at(h));
    let losses = expected.episodes[q.surges.len()..].iter().zip(&q.losses);
    let missing = losses.map(|(law, e)| law.mean - e.counted(&s)).sum();
    let least = needed.iter().flatten().copied().reduce(f64::min);
    let smallest = least.zip(needed.iter().flatten().copied().reduce(f64::max));
    let told = Told { new, main, perhaps: expected.perhaps, home };
    let mut out = PageAnswer {
        page: page.name.clone(),
        basis: if request.compare.is_empty() { Basis::Quiet } else { Basis::Compared },
        start: s.start.first().copied(),
        end: s.end.last().copied(),
        periods: n as u64,
        new,
        expected: main.left_of(new),
        unexplained: main,
        share: main.times(1.0 / new.max(1.0)),
        missing,
        driven_by: None,
        assumptions: assumptions(&s, &page.places, &runs, told, request),
        readings: vec![],
        countries,
        in_periods: in_periods(&s, page, &cells, &runs, &expected, home),
        signals: crate::own_signals::signals(page, &s, &q, &expected, request),
        explanations: vec![],
        findings: launched(&s).into_iter().chain(reached(page, &q, expected.perhaps)).collect(),
        smallest,
        with_unseen: smallest.map(|(_, most)| Between { high: main.high + most, ..main }),
        cells,
    };
    shares_of_one(&mut out.countries);
    out
}

/// That the page began within its table.
fn launched(s: &Series) -> Option<Finding> {
    (s.launch > 0).then(|| {
        Finding::note("launch", &[("n", s.launch as f64)], &[("day", crate::date::said(s.start[s.launch]))])
    })
}

/// Which countries a surge may have reached though they do not stand out, and how many marks of theirs are counted in.
fn reached(page: &Page, q: &Quiet, more: f64) -> Option<Finding> {
    let told = |c: usize| q.surges.iter().any(|e| e.tells(c));
    let all = q.surges.iter().flat_map(|e| &e.perhaps).map(|x| x.country);
    let codes: BTreeSet<String> = all.filter(|c| !told(*c)).map(|c| page.places[c].code()).collect();
    let numbers = [("n", codes.len() as f64), ("more", more)];
    let codes: Vec<String> = codes.into_iter().collect();
    (!codes.is_empty()).then(|| Finding::note("reached", &numbers, &[("countries", codes.join(","))]))
}

/// Expected counts as shares of one.
pub(crate) fn shares_of_one(countries: &mut [Country]) {
    let all: f64 = countries.iter().map(|c| c.expected_share).sum();
    countries.iter_mut().for_each(|c| c.expected_share /= all.max(1e-9));
}

/// Stretches of periods that surges and known events mask, country by country.
fn runs(s: &Series, q: &Quiet, expected: &Expected) -> Vec<Run> {
    let mut out = vec![];
    for (c, masked) in up(s, q).iter().enumerate() {
        let mut t = 0;
        while t < masked.len() {
            let from = t;
            let (mut observed, mut sum) = (0.0, 0.0);
            while t < masked.len() && masked[t] {
                if let Some(law) = expected.cells.get(&(c, t)) {
                    (observed, sum) = (observed + s.y[c][t], sum + law.mean);
                }
                t += 1;
            }
            if t > from {
                out.push(Run { c, from, to: t - 1, observed, expected: sum });
            }
            t += 1;
        }
    }
    out
}

/// Periods over all countries.
fn in_periods(
    s: &Series,
    page: &Page,
    cells: &[Cell],
    runs: &[Run],
    laws: &Expected,
    home: Option<usize>,
) -> Vec<InPeriod> {
    let n = s.at.len();
    let mut sums = vec![(0.0, 0.0, 0.0); n];
    for cell in cells {
        let Some(t) = cell.days.and_then(|d| s.start.binary_search(&d.0).ok()) else { continue };
        let sd = (cell.expected.high - cell.expected.low) / (2.0 * crate::surprise::Z95);
        let masked = runs.iter().any(|r| r.c == usize::from(cell.country) && (r.from..=r.to).contains(&t));
        let x = &mut sums[t];
        x.0 += cell.observed;
        x.1 += cell.expected.value;
        if !masked {
            x.2 += sd * sd;
        }
    }
    let net = s.net.iter().any(|n| *n);
    let one = |t: usize| {
        let (new, expected, v) = sums[t];
        let law = &laws.periods[t];
        let mut expected = Between::normal(expected, f64::sqrt(v + law.variance()));
        if !net {
            expected.low = expected.low.max(0.0);
        }
        InPeriod {
            start: Some(s.start[t]),
            end: Some(s.end[t]),
            new,
            home: home.map(|h| s.y[h][t]).filter(|y| y.is_finite()),
            lost: page.lost.as_ref().map(|of| of.iter().map(|l| l[t]).filter(|l| l.is_finite()).sum()),
            expected,
            unexplained: law.unexplained(net),
            aside: false,
        }
    };
    (0..n).map(one).collect()
}

/// What the main assumption comes to, which the others are held against.
#[derive(Clone, Copy)]
struct Told {
    /// New marks.
    new: f64,
    /// Of them unexplained.
    main: Between,
    /// Of these, likely got by countries that do not stand out.
    perhaps: f64,
    /// The home country, by its place in the page's list.
    home: Option<usize>,
}

/// The answer as each assumption varies: other ways to say what quiet periods tell.
fn assumptions(s: &Series, places: &[Place], runs: &[Run], told: Told, request: &Request) -> Vec<Assumption> {
    let Told { new, main, perhaps, home } = told;
    let row = |message: &str, number, u, main| Assumption::of(message, number, u, new, main);
    let mut out = vec![row(
        if request.compare.is_empty() { "assume.quiet" } else { "assume.compared" },
        None,
        main,
        true,
    )];
    if runs.is_empty() {
        return out;
    }
    let masked = |c: usize, t: usize| runs.iter().any(|r| r.c == c && (r.from..=r.to).contains(&t));
    let flat = |near: Option<f64>| -> f64 {
        runs.iter()
            .map(|r| {
                let mut rates: Vec<f64> = (0..s.at.len())
                    .filter(|t| s.y[r.c][*t].is_finite() && !masked(r.c, *t))
                    .filter(|t| near.is_none_or(|d| *t < r.from && s.at[r.from] - s.at[*t] <= d))
                    .map(|t| s.y[r.c][t] / s.length[t])
                    .collect();
                let days: f64 =
                    (r.from..=r.to).filter(|t| s.y[r.c][*t].is_finite()).map(|t| s.length[t]).sum();
                if rates.is_empty() {
                    r.observed - r.expected
                } else {
                    r.observed - median(&mut rates) * days
                }
            })
            .sum::<f64>()
            + perhaps
    };
    let wide =
        |u: f64| Between { value: u, low: u - (main.value - main.low), high: u + (main.high - main.value) };
    out.push(row("assume.median", None, wide(flat(None)), false));
    if runs.iter().all(|r| r.from >= 7) {
        out.push(row("assume.before", Some(28.0), wide(flat(Some(28.0))), false));
    }
    if let Some(h) = home {
        // Had the mix stayed that of quiet periods: abroad grows with home. U = Σ over surges of y − H (1 − h)/h.
        let mut quiet_home = 0.0;
        let mut quiet_all = 0.0;
        for t in 0..s.at.len() {
            if (0..s.y.len()).all(|c| !masked(c, t)) {
                quiet_home += s.y[h][t].max(0.0);
                quiet_all += s.y.iter().map(|y| y[t]).filter(|y| y.is_finite()).sum::<f64>();
            }
        }
        let stretch: Vec<usize> =
            (0..s.at.len()).filter(|t| (0..s.y.len()).any(|c| c != h && masked(c, *t))).collect();
        if !stretch.is_empty() && !runs.iter().any(|r| r.c == h) {
            let (all, own) = stretch.iter().fold((0.0, 0.0), |a, t| {
                let sum: f64 = s.y.iter().map(|y| y[*t]).filter(|y| y.is_finite()).sum();
                (a.0 + sum, a.1 + s.y[h][*t].max(0.0))
            });
            let mut mix = |message, share: f64| {
                out.push(row(message, Some(share), wide(all - own / share), false));
            };
            if quiet_all > 100.0 && quiet_home > 0.0 {
                mix("assume.quiet_mix", quiet_home / quiet_all);
            }
            let given = request.rates.iter().find(|r| places[h] == r.place).and_then(|r| r.share);
            given.into_iter().for_each(|share| mix("assume.base_rate", share));
        }
    }
    // Marks a day that were given for every country that stands out.
    let given = |r: &Run| {
        let rate = request.rates.iter().find(|x| x.place == places[r.c])?.per_day?;
        let seen = (r.from..=r.to).filter(|t| s.y[r.c][*t].is_finite());
        Some(r.observed - rate * seen.map(|t| s.length[t]).sum::<f64>())
    };
    let given: Option<f64> = runs.iter().map(given).sum();
    out.extend(given.map(|u| row("assume.rates", None, wide(u + perhaps), false)));
    out
}

/// The smallest delivery, spread evenly over a month in the middle of the table, that would reach the score of a surge
/// in each country alone.
fn needed(s: &Series, q: &Quiet, request: &Request) -> Vec<Option<f64>> {
    let p = &request.parameters;
    let n = s.at.len();
    let middle = n / 2;
    let days: Vec<usize> = (0..n).filter(|t| (s.at[*t] - s.at[middle]).abs() <= MONTH / 2.0).collect();
    q.fitted
        .iter()
        .map(|f| {
            let w = f.window(s, *days.first()?, *days.last()?, true, p.drift_doubt)?;
            // z²/2 − toll = score, and some marks where hardly any are expected.
            let z = (2.0 * (p.surge_score + p.country_toll)).sqrt();
            Some((z * w.variance.sqrt()).max(p.least_rise * w.expected).max(z * z / 2.0))
        })
        .collect()
}

/// Whether a page's tables can say what is quiet.
pub(crate) fn can(page: &Page, request: &Request) -> bool {
    let dated = page.spans().len() == page.series;
    dated
        && page.series >= request.parameters.periods_least as usize
        && page.places.iter().any(|p| matches!(p, Place::Country(_)))
}
