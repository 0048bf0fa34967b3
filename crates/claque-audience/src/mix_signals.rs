//! Signals of tables that are too short for quiet periods: shares against shares.

use crate::answer::{Signal, Sort};
use crate::audience::Page;
use crate::country::Place;
use crate::mix::whole;

/// One share against another, over all days of the page.
pub(crate) fn signal(sort: Sort, page: &Page, countries: Vec<String>, pair: (f64, f64)) -> Signal {
    let spans = page.spans();
    Signal::of_shares(sort, (spans.first().map(|s| s.start), spans.last().map(|s| s.end)), countries, pair)
}

/// Countries whose share of the new marks is twice that of the marks that stand.
pub(crate) fn flow_against_stock(page: &Page, home: Place) -> Vec<Signal> {
    let Some(p) = page.periods.first() else { return vec![] };
    let new = whole(p);
    let last =
        |place: Place| page.totals.iter().filter(|t| t.place == place).min_by_key(|t| t.day).map(|t| t.value);
    let abroad = page.totals.iter().find(|t| matches!(t.place, Place::Abroad(_))).map(|t| t.value);
    let all = last(Place::All).or_else(|| Some(last(home)? + abroad?));
    let Some(all) = all else { return vec![] };
    p.places
        .iter()
        .filter(|x| x.0 != home && matches!(x.0, Place::Country(_)))
        .filter_map(|(place, n)| {
            let (flow, stock) = (n / new, last(*place)? / all);
            (flow > 2.0 * stock)
                .then(|| signal(Sort::FlowAgainstStock, page, vec![place.code()], (flow, stock)))
        })
        .collect()
}
