//! Where tables contradict themselves, with the arithmetic, and where they leave something out.

use crate::audience::{Finding, Page, Period, Total};
use crate::country::Place;
use crate::date::{said, span_said};

/// Findings of one kind that are told of a page; the rest are counted.
const TOLD: usize = 12;
/// Share by which a sum may differ before it is told, beside what rounding explains.
const SLACK: f64 = 1e-9;

/// Looks for all of them.
pub(crate) fn contradictions(page: &Page, home: Option<Place>) -> Vec<Finding> {
    let mut out = page.findings.clone();
    for p in &page.periods {
        sums(p, home, &mut out);
        nested(page, p, &mut out);
    }
    stocks(page, home, &mut out);
    flows_and_stocks(page, &mut out);
    let mut seen = std::collections::HashMap::new();
    out.retain(|f| {
        let n = seen.entry(f.message.clone()).or_insert(0);
        *n += 1;
        *n <= TOLD
    });
    out
}

/// The days of a period; empty where it has none.
fn days(p: &Period) -> String {
    p.span.map(span_said).unwrap_or_default()
}

fn finding(message: &str, contradiction: bool, numbers: &[(&str, f64)], texts: &[(&str, String)]) -> Finding {
    Finding { contradiction, ..Finding::note(message, numbers, texts) }
}

/// The listed countries against the stated sum; home and abroad against it.
fn sums(p: &Period, home: Option<Place>, out: &mut Vec<Finding>) {
    let listed: f64 = p.places.iter().map(|x| x.1).sum();
    let all_listed = p.places.iter().any(|x| x.0 == Place::Rest);
    if let Some(all) = p.all {
        let rest = all - listed;
        let numbers =
            [("sum", listed), ("all", all), ("rest", rest.abs()), ("share", rest.abs() / all.abs().max(1.0))];
        if rest > SLACK * all && p.places.len() > 1 {
            out.push(finding("listed_short", all_listed, &numbers, &[("period", days(p))]));
        } else if rest < -SLACK * all {
            out.push(finding("listed_beyond", true, &numbers, &[("period", days(p))]));
        }
    }
    let own = home.and_then(|h| p.places.iter().find(|x| x.0 == h)).map(|x| x.1);
    if let (Some(abroad), Some(all), Some(own)) = (p.abroad, p.all, own) {
        let left = all - own;
        if (left - abroad).abs() > SLACK * all {
            out.push(finding(
                "abroad_differs",
                true,
                &[
                    ("abroad", abroad),
                    ("all", all),
                    ("home", own),
                    ("left", left),
                    ("difference", (left - abroad).abs()),
                ],
                &[("period", days(p)), ("country", home.map(Place::code).unwrap_or_default())],
            ));
        }
    }
    if let (Some(abroad), Some(own)) = (p.abroad, own) {
        let foreign = listed - own;
        if foreign > abroad {
            out.push(finding(
                "abroad_beyond",
                true,
                &[("sum", foreign), ("abroad", abroad)],
                &[("period", days(p))],
            ));
        }
    }
}

/// A period that holds others must hold their sum.
fn nested(page: &Page, p: &Period, out: &mut Vec<Finding>) {
    let Some(outer) = p.span else { return };
    let inside: Vec<&Period> = page
        .periods
        .iter()
        .filter(|o| o.span.is_some_and(|s| s != outer && s.start >= outer.start && s.end <= outer.end))
        .collect();
    let held: i32 = inside.iter().filter_map(|o| o.span).map(|s| s.end - s.start + 1).sum();
    if inside.len() < 2 || held != outer.end - outer.start + 1 {
        return;
    }
    for (place, value) in &p.places {
        let parts: Option<f64> =
            inside.iter().map(|o| o.places.iter().find(|x| x.0 == *place).map(|x| x.1)).sum();
        if let Some(sum) = parts.filter(|s| (s - value).abs() > 0.5) {
            out.push(finding(
                "parts_differ",
                true,
                &[("sum", sum), ("all", *value), ("difference", (sum - value).abs())],
                &[("period", span_said(outer)), ("country", place.code())],
            ));
        }
    }
}

/// Totals of one day against each other.
fn stocks(page: &Page, home: Option<Place>, out: &mut Vec<Finding>) {
    for group in page.totals.chunk_by(|a, b| a.day == b.day) {
        let of = |place: Place| group.iter().find(|t| t.place == place).map(|t| t.value);
        let Some(all) = of(Place::All) else { continue };
        let day = group[0].day.map_or_else(String::new, said);
        let listed: f64 = group
            .iter()
            .filter(|t| matches!(t.place, Place::Country(_) | Place::Rest))
            .map(|t| t.value)
            .sum();
        let rest = all - listed;
        let step = group.iter().map(|t| t.step).sum::<f64>();
        if rest < -step {
            let numbers = [("sum", listed), ("all", all), ("rest", -rest), ("share", -rest / all.max(1.0))];
            out.push(finding("totals_beyond", true, &numbers, &[("day", day.clone())]));
        }
        let abroad = group.iter().find(|t| matches!(t.place, Place::Abroad(_))).map(|t| t.value);
        if let (Some(abroad), Some(own)) = (abroad, home.and_then(of))
            && (all - own - abroad).abs() > step
        {
            let numbers = [("abroad", abroad), ("all", all), ("home", own), ("left", all - own)];
            out.push(finding("totals_abroad", true, &numbers, &[("day", day)]));
        }
    }
}

/// What totals grew by between two days against the growth that is stated for that time.
fn flows_and_stocks(page: &Page, out: &mut Vec<Finding>) {
    if page.from == Some(crate::columns::Measure::Total) {
        return;
    }
    let mut places: Vec<Place> = page.totals.iter().map(|t| t.place).collect();
    places.sort_unstable();
    places.dedup();
    for place in places {
        let of: Vec<&Total> = page.totals.iter().filter(|t| t.place == place && t.day.is_some()).collect();
        for w in of.windows(2) {
            let (Some(a), Some(b)) = (w[0].day, w[1].day) else { continue };
            let grown = w[1].value - w[0].value;
            // A stated flow whose days reach at least over that time bounds it from above.
            for p in &page.periods {
                let Some(s) = p.span.filter(|s| s.end == b && s.start <= a + 1) else { continue };
                let Some((_, flow)) = p.places.iter().find(|x| x.0 == place) else { continue };
                let step = w[0].step + w[1].step;
                let exact = s.start == a + 1;
                if grown > flow + step || (exact && (grown - flow).abs() > step) {
                    out.push(finding(
                        if exact { "stock_and_flow" } else { "stock_beyond_flow" },
                        true,
                        &[
                            ("before", w[0].value),
                            ("after", w[1].value),
                            ("grown", grown),
                            ("flow", *flow),
                            ("difference", (grown - flow).abs()),
                        ],
                        &[
                            ("country", place.code()),
                            ("from", said(a)),
                            ("to", said(b)),
                            ("period", span_said(s)),
                        ],
                    ));
                }
            }
        }
        for p in page.periods.iter().filter(|p| p.span.is_some()) {
            let Some((_, flow)) = p.places.iter().find(|x| x.0 == place) else { continue };
            let total = of.iter().find(|t| t.day == p.span.map(|s| s.end));
            if let Some(t) = total.filter(|t| *flow > t.value + t.step) {
                out.push(finding(
                    "new_beyond_total",
                    true,
                    &[("flow", *flow), ("total", t.value)],
                    &[("country", place.code()), ("period", days(p))],
                ));
            }
        }
    }
}
