//! From entries to pages: repeats and doubles told apart, totals turned into growth, periods put in order.

use crate::audience::{Audience, Finding, Page, Period, Places, Total};
use crate::columns::Measure;
use crate::country::Place;
use crate::date::{Span, span_said};
use crate::entries::{Entries, Entry};
use crate::rounded::{of_totals, written_to};
use claque_log::Fault;
use std::collections::BTreeMap;

/// Puts the numbers of all tables together.
///
/// # Errors
/// A country that is given twice for one period with different numbers, or tables without any growth.
pub(crate) fn gather(mut e: Entries) -> Result<Audience, Fault> {
    let mut notes = std::mem::take(&mut e.notes);
    let mut list = std::mem::take(&mut e.list);
    if exclusive_ends(&list) {
        notes.push(Finding::note("ends_exclusive", &[], &[]));
        list.iter_mut().filter_map(|x| x.span.as_mut()).filter(|s| s.end > s.start).for_each(|s| s.end -= 1);
    }
    let ordered = list.windows(2).all(|w| {
        w[0].page != w[1].page
            || w[0].span <= w[1].span
            || w[0].spot.sheet != w[1].spot.sheet
            || w[0].place != w[1].place
    });
    if !ordered {
        notes.push(Finding::note("unsorted", &[], &[]));
    }
    list.sort_by(|a, b| {
        (a.page, a.measure, a.span, a.place, a.spot).cmp(&(b.page, b.measure, b.span, b.place, b.spot))
    });
    let mut repeats = 0;
    for w in list.windows(2) {
        let same = |a: &Entry, b: &Entry| {
            (a.page, a.measure, a.span, a.place) == (b.page, b.measure, b.span, b.place)
        };
        if same(&w[0], &w[1]) {
            if w[0].value != w[1].value {
                let days = w[0].span.map_or_else(String::new, |s| format!(" for {}", span_said(s)));
                let what = format!(
                    "{} stands twice{days}: {} here, {} in {}",
                    crate::country::shown(&w[1].place.code()),
                    w[1].value,
                    w[0].value,
                    e.said(w[0].spot)
                );
                let remedy = if w[1].span.is_some() {
                    "leave one of the two, or name the page of each in a column `page`"
                } else {
                    "no column tells the days: call it `date`, or leave one of the two"
                };
                return Err(e.fault(w[1].spot, what, remedy));
            }
            repeats += 1;
        }
    }
    list.dedup_by(|a, b| (a.page, a.measure, a.span, a.place) == (b.page, b.measure, b.span, b.place));
    if repeats > 0 {
        notes.push(Finding::note("repeats", &[("n", f64::from(repeats))], &[]));
    }
    let mut order: Vec<u32> = (0..e.pages.len() as u32).collect();
    order.sort_by(|a, b| e.pages[*a as usize].cmp(&e.pages[*b as usize]));
    let mut of: Vec<&[Entry]> = vec![&[]; e.pages.len()];
    for group in list.chunk_by(|a, b| a.page == b.page) {
        of[group[0].page as usize] = group;
    }
    let pages = order.into_iter().map(|n| page(&e.pages[n as usize], of[n as usize])).collect();
    Ok(Audience { pages, rows: e.rows, notes })
}

/// Whether ends name the first day after a period: most periods end on the day on which the next one begins.
fn exclusive_ends(list: &[Entry]) -> bool {
    let mut spans: Vec<(u32, Span)> =
        list.iter().filter_map(|e| Some((e.page, e.span?))).filter(|s| s.1.end > s.1.start).collect();
    spans.sort_unstable();
    spans.dedup();
    let (mut meet, mut follow) = (0, 0);
    for w in spans.windows(2).filter(|w| w[0].0 == w[1].0) {
        meet += usize::from(w[0].1.end == w[1].1.start);
        follow += usize::from(w[0].1.end + 1 == w[1].1.start);
    }
    meet > 0 && meet > 4 * follow
}

fn page(name: &str, list: &[Entry]) -> Page {
    let mut out = Page { name: name.to_owned(), ..Page::default() };
    let of = |m: Measure| list.iter().filter(move |e| e.measure == m);
    out.totals = of(Measure::Total)
        .map(|e| Total { place: e.place, day: e.span.map(|s| s.end), value: e.value, step: e.step })
        .collect();
    out.totals.sort_by_key(|t| (t.day, t.place));
    let from = [Measure::New, Measure::Gained, Measure::Total].into_iter().find(|m| of(*m).next().is_some());
    out.from = from;
    // Growth by period and place.
    let mut grown: BTreeMap<Option<Span>, BTreeMap<Place, f64>> = BTreeMap::new();
    let mut rounding: BTreeMap<Place, f64> = BTreeMap::new();
    match from {
        Some(Measure::Total) => differences(&out.totals, &mut grown, &mut rounding),
        Some(m) => {
            let mut steps: BTreeMap<Place, Vec<(f64, f64)>> = BTreeMap::new();
            for e in of(m) {
                grown.entry(e.span).or_default().insert(e.place, e.value);
                steps.entry(e.place).or_default().push((e.value, e.step));
            }
            for (place, list) in steps {
                coarse(&mut rounding, place, written_to(&list), 12.0);
            }
        }
        None => {}
    }
    let mut spans: Vec<Option<Span>> = grown.keys().copied().collect();
    let series = apart(&mut spans, &mut out.findings);
    out.series = series;
    let mut places: Vec<Place> = grown
        .values()
        .flat_map(|p| p.keys().copied())
        .filter(|p| matches!(p, Place::Country(_) | Place::Rest))
        .collect();
    for span in &spans {
        let values = &grown[span];
        let listed: Places = values
            .iter()
            .filter(|p| matches!(p.0, Place::Country(_) | Place::Rest))
            .map(|p| (*p.0, *p.1))
            .collect();
        out.periods.push(Period {
            span: *span,
            places: listed,
            all: values.get(&Place::All).copied(),
            abroad: values.iter().find(|p| matches!(p.0, Place::Abroad(_))).map(|p| *p.1),
        });
    }
    let short = |p: &Period| p.all.is_some_and(|all| all > p.places.iter().map(|x| x.1).sum::<f64>());
    if out.periods[..series].iter().any(short) {
        places.push(Place::Rest);
    }
    places.sort_by_key(|p| p.code());
    places.dedup();
    out.rounding = places.iter().map(|p| rounding.get(p).copied().unwrap_or(0.0)).collect();
    let row = |place: &Place, of: &dyn Fn(&Period) -> Option<f64>| -> Vec<f64> {
        let _ = place;
        out.periods[..series].iter().map(|p| of(p).unwrap_or(f64::NAN)).collect()
    };
    out.new = places
        .iter()
        .map(|place| {
            row(place, &|p| {
                let stated = p.places.iter().find(|x| x.0 == *place).map(|x| x.1);
                let listed: f64 = p.places.iter().map(|x| x.1).sum();
                // What the stated sum holds beyond the listed countries.
                let rest = || p.all.filter(|_| *place == Place::Rest).map(|all| (all - listed).max(0.0));
                stated.or_else(rest)
            })
        })
        .collect();
    if of(Measure::Lost).next().is_some() {
        out.lost = Some(
            places
                .iter()
                .map(|place| {
                    out.periods[..series]
                        .iter()
                        .map(|p| {
                            of(Measure::Lost)
                                .find(|e| e.span == p.span && e.place == *place)
                                .map_or(f64::NAN, |e| e.value)
                        })
                        .collect()
                })
                .collect(),
        );
    }
    if of(Measure::Engaged).next().is_some() {
        let sum = |p: &Period| {
            let of_span: Vec<&Entry> = of(Measure::Engaged).filter(|e| e.span == p.span).collect();
            let all = of_span.iter().find(|e| e.place == Place::All).map(|e| e.value);
            all.or_else(|| (!of_span.is_empty()).then(|| of_span.iter().map(|e| e.value).sum()))
        };
        out.engaged = Some(out.periods[..series].iter().map(|p| sum(p).unwrap_or(f64::NAN)).collect());
    }
    out.places = places;
    out
}

/// Rounding to a step of more than 1 adds step²/`parts` to a count's variance.
fn coarse(rounding: &mut BTreeMap<Place, f64>, place: Place, step: f64, parts: f64) {
    if step > 1.0 {
        let at = rounding.entry(place).or_default();
        *at = at.max(step * step / parts);
    }
}

/// Growth from totals: each less the one before it. Totals that all end in zeros were rounded.
fn differences(
    totals: &[Total],
    grown: &mut BTreeMap<Option<Span>, BTreeMap<Place, f64>>,
    rounding: &mut BTreeMap<Place, f64>,
) {
    let mut of: BTreeMap<Place, Vec<&Total>> = BTreeMap::new();
    for t in totals.iter().filter(|t| t.day.is_some()) {
        of.entry(t.place).or_default().push(t);
    }
    for (place, list) in of {
        let step = of_totals(&list);
        coarse(rounding, place, step, 6.0);
        for w in list.windows(2) {
            let (Some(a), Some(b)) = (w[0].day, w[1].day) else { continue };
            if b > a {
                grown
                    .entry(Some(Span { start: a + 1, end: b }))
                    .or_default()
                    .insert(place, w[1].value - w[0].value);
            }
        }
    }
}

/// Orders periods so that those which do not overlap and hold most days together come first, in the order of time; of
/// two such choices the one with more periods. The rest follow. Returns how many stand apart.
fn apart(spans: &mut Vec<Option<Span>>, findings: &mut Vec<Finding>) -> usize {
    let mut dated: Vec<Span> = spans.iter().copied().flatten().collect();
    let undated = spans.iter().filter(|s| s.is_none()).count();
    dated.sort_by_key(|s| (s.end, std::cmp::Reverse(s.start)));
    let (kept, over) = chosen(&dated);
    for s in over.iter().take(OVERLAPS_TOLD) {
        let Some(other) = kept.iter().find(|k| k.start <= s.end && s.start <= k.end) else { continue };
        findings.push(Finding {
            message: "periods_overlap".into(),
            contradiction: true,
            numbers: vec![("days".into(), f64::from(other.end.min(s.end) - s.start.max(other.start) + 1))],
            texts: vec![("one".into(), span_said(*other)), ("other".into(), span_said(*s))],
        });
    }
    findings.extend(gaps(&kept));
    let series = kept.len() + if kept.is_empty() { undated } else { 0 };
    *spans = kept.into_iter().map(Some).chain(over.into_iter().map(Some)).collect();
    if undated > 0 {
        spans.push(None);
    }
    series
}

/// Overlaps that are told of a page.
const OVERLAPS_TOLD: usize = 20;

/// Periods apart from each other that hold most days, and the others; `dated` by their ends.
///
/// METHOD: weighted interval scheduling: best(i) = max(best(i − 1), days(i) + best(last that ends before i begins)).
fn chosen(dated: &[Span]) -> (Vec<Span>, Vec<Span>) {
    let before = |i: usize| dated.partition_point(|o| o.end < dated[i].start);
    let mut best: Vec<(i64, u32)> = vec![(0, 0)];
    for (i, s) in dated.iter().enumerate() {
        let (days, n) = best[before(i)];
        let with = (days + i64::from(s.end - s.start) + 1, n + 1);
        best.push(with.max(best[i]));
    }
    let (mut kept, mut over) = (vec![], vec![]);
    let mut next = dated.len();
    for i in (0..dated.len()).rev() {
        if i < next && best[i + 1] != best[i] {
            kept.push(dated[i]);
            next = before(i);
        } else {
            over.push(dated[i]);
        }
    }
    kept.reverse();
    over.reverse();
    (kept, over)
}

/// Days between the first and the last period that no period holds: what came then is in no figure.
fn gaps(kept: &[Span]) -> Option<Finding> {
    let between = || kept.windows(2).filter(|w| w[1].start > w[0].end + 1);
    let days: i32 = between().map(|w| w[1].start - w[0].end - 1).sum();
    let first = between().next()?;
    let texts = [("period", span_said(Span { start: first[0].end + 1, end: first[1].start - 1 }))];
    Some(Finding::note("days_missing", &[("days", f64::from(days)), ("n", between().count() as f64)], &texts))
}
