//! Deliveries that follow each other closely, that hide behind a larger one, and what looks like one and is none.

mod common;

use claque_audience::{PageAnswer, Signal, Sort};
use claque_worlds::counts::FIRST_DAY;
use common::told;
use std::ops::Range;

type Page = (PageAnswer, u64);

fn share(pages: &[Page], of: impl Fn(&PageAnswer) -> bool) -> f64 {
    pages.iter().filter(|p| of(&p.0)).count() as f64 / pages.len() as f64
}

/// Whether a signal of a sort stands on a day of the table, in at least so many countries.
fn on(page: &PageAnswer, sort: Sort, day: usize, countries: usize) -> bool {
    let here = |s: &Signal| {
        s.sort == sort && s.countries.len() >= countries && s.start == Some(FIRST_DAY + day as i32)
    };
    page.signals.iter().any(here)
}

/// So many times what is usual, and a little more: marks that a flow brings to a country on a day.
fn flow(usual: f64, by: f64) -> u64 {
    (usual * by + 15.0) as u64
}

#[test]
fn a_stop_a_day_before_the_next_start_is_dated() {
    // The same four countries twice, a day apart: one stretch stands out, in which one ends and one begins.
    let runs = |t: usize| (90..100).contains(&t) || (101..108).contains(&t);
    let pages =
        told(|_, rank, t, usual| if runs(t) && (1..5).contains(&rank) { flow(usual, 3.0) } else { 0 });
    let both =
        |p: &PageAnswer| on(p, Sort::Stop, 100, 3) && on(p, Sort::Start, 101, 3) && on(p, Sort::Stop, 108, 3);
    assert!(share(&pages, both) > 0.75, "{}", share(&pages, both));
}

#[test]
fn a_stop_under_a_flow_that_goes_on_is_dated() {
    // The first of two flows, of which each reaches the same four countries, ends while the second goes on.
    let pages = told(|_, rank, t, usual| {
        let one = if (90..104).contains(&t) && (1..5).contains(&rank) { flow(usual, 4.0) } else { 0 };
        one + if (98..115).contains(&t) && (1..8).contains(&rank) { flow(usual, 2.0) } else { 0 }
    });
    let stopped = share(&pages, |p| on(p, Sort::Stop, 104, 3));
    assert!(stopped > 0.9, "{stopped}");
}

#[test]
fn what_fades_within_a_surge_has_no_day_on_which_it_stops() {
    // News in six countries that lose a third of it every day: it begins on a day, and ends on none before it is over.
    let days: Range<usize> = 90..102;
    let pages = told(|_, rank, t, usual| {
        if !days.contains(&t) || !(1..7).contains(&rank) {
            return 0;
        }
        (flow(usual, 30.0) as f64 * 0.67_f64.powi((t - days.start) as i32)) as u64
    });
    let stops = |p: &PageAnswer| (days.start + 1..days.start + 6).any(|t| on(p, Sort::Stop, t, 3));
    assert!(share(&pages, |p| on(p, Sort::Start, days.start, 3)) > 0.9);
    assert!(share(&pages, stops) < 0.05, "{}", share(&pages, stops));
}

#[test]
fn a_delivery_is_found_beside_one_of_many_times_its_size() {
    // What the second brings makes everything look quiet that is expected too high by it.
    let pages = told(|_, rank, t, usual| match t {
        40..54 if (1..9).contains(&rank) => flow(usual, 6.0),
        120..126 if (3..9).contains(&rank) => flow(usual, 60.0),
        _ => 0,
    });
    let found = |p: &PageAnswer| {
        let of =
            |s: &Signal| s.sort == Sort::Surge && s.start.is_some_and(|d| d.abs_diff(FIRST_DAY + 40) <= 1);
        p.signals.iter().any(of)
    };
    assert!(share(&pages, found) > 0.95, "{}", share(&pages, found));
}

#[test]
fn a_holiday_of_all_countries_is_no_signal() {
    let holiday = |t: usize| (60..63).contains(&t) || (130..134).contains(&t);
    let pages = common::changed(|_, t| if holiday(t) { 0.65 } else { 1.0 });
    let told = |p: &PageAnswer| !p.signals.is_empty();
    assert!(share(&pages, told) < 0.05, "{}", share(&pages, told));
}

#[test]
fn a_family_that_joins_is_no_surge_and_a_crowd_of_sixty_is() {
    // Pages of a few marks a day, and so many on one day in a country that hardly has any.
    let joins =
        |n: u64| move |_: usize, rank: usize, t: usize, _: f64| if rank == 9 && t == 77 { n } else { 0 };
    let surge =
        |p: &PageAnswer| p.signals.iter().any(|s| s.sort == Sort::Surge && s.start == Some(FIRST_DAY + 77));
    let (few, many) = (told(joins(12)), told(joins(60)));
    assert!(share(&few, surge) < 0.05, "{}", share(&few, surge));
    assert!(share(&many, surge) > 0.5, "{}", share(&many, surge));
}
