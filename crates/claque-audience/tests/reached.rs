//! A surge in several countries, of which some do not stand out: they are counted in by how likely they took part, and a page that
//! changes for good in most of its countries is no surge.

mod common;

use claque_audience::{PageAnswer, Sort};
use claque_worlds::counts::FIRST_DAY;
use common::told;

/// First day of what is added, and how many follow.
const FROM: usize = 90;
const LENGTH: usize = 14;

/// Seven of ten countries, the largest but one among them, get alike: in the large ones it does not stand out.
#[test]
fn countries_that_do_not_stand_out_are_counted_in() {
    let days = FROM..FROM + LENGTH;
    let pages = told(|i, rank, t, _| {
        let each = 4 + (i as u64 % 7) * 3;
        if days.contains(&t) && (1..8).contains(&rank) { each } else { 0 }
    });
    let found: Vec<_> = pages.iter().filter(|p| p.0.unexplained.value > 0.0).collect();
    let held = |p: &&&(PageAnswer, u64)| {
        let u = p.0.unexplained;
        (u.low..=u.high).contains(&(p.1 as f64))
    };
    let (all, held) = (found.len(), found.iter().filter(held).count());
    assert!(all > 60, "{all} of {} found", pages.len());
    assert!(10 * held >= 9 * all, "{held} of {all}");
    // And some of them are told: those that do not stand out have an interval that begins at nothing.
    let open = |p: &&&(PageAnswer, u64)| p.0.findings.iter().any(|f| f.message == "reached");
    assert!(found.iter().filter(open).count() > all / 5);
    // What the countries got adds up to what the page got.
    for (p, _) in &found {
        let sum: f64 = p.countries.iter().map(|c| c.unexplained.value).sum();
        assert!((sum - p.unexplained.value).abs() <= 0.02 * p.unexplained.value + 5.0, "{}", p.page);
    }
}

/// From one day on a page gains half as much again, in all countries and for good: reach, posts, a way of counting.
#[test]
fn a_step_that_all_countries_share_and_that_stays_is_the_pages_own() {
    let pages = told(|_, _, t, usual| if t >= 100 { (usual * 0.5).round() as u64 } else { 0 });
    let wrong = pages.iter().filter(|p| p.0.unexplained.value > 0.1 * p.0.new).count();
    assert!(20 * wrong <= pages.len(), "{wrong} of {}", pages.len());
}

/// The same in three countries alone is unexplained: what begins there at once and is shared by no other is for a reader to judge,
/// and the report names the day.
#[test]
fn a_step_that_stays_in_three_countries_alone_is_told_with_its_day() {
    let pages = told(
        |_, rank, t, usual| {
            if t >= 140 && (2..5).contains(&rank) { (usual * 2.0 + 12.0) as u64 } else { 0 }
        },
    );
    let dated = |p: &&(PageAnswer, u64)| {
        let day = FIRST_DAY + 140;
        let near = |s: &claque_audience::Signal| s.start.is_some_and(|d| d.abs_diff(day) <= 1);
        p.0.signals.iter().any(|s| matches!(s.sort, Sort::Surge | Sort::Start) && near(s))
    };
    let n = pages.iter().filter(dated).count();
    assert!(5 * n >= 4 * pages.len(), "{n} of {}", pages.len());
}

/// Four weeks in three countries, of which two are small and get little: where all three stand out over these weeks, the day on
/// which they stop is told, though a week of it holds too few of their marks to show a step.
#[test]
fn a_stop_is_told_where_a_week_of_small_countries_shows_no_step() {
    let days = FROM..FROM + 28;
    let pages = told(|i, rank, t, usual| match rank {
        _ if !days.contains(&t) => 0,
        1 => (0.6 * usual + 12.0) as u64,
        // By turns one mark more: no count of a flow is whole by itself.
        6 | 7 => (0.45 * usual + 1.0) as u64 + ((t + i) % 2) as u64,
        _ => 0,
    });
    let surge = |s: &&claque_audience::Signal| {
        s.sort == Sort::Surge && s.countries.len() >= 3 && s.end == Some(FIRST_DAY + days.end as i32 - 1)
    };
    let seen: Vec<_> = pages.iter().filter(|p| p.0.signals.iter().any(|s| surge(&s))).collect();
    let stop =
        |s: &claque_audience::Signal| s.sort == Sort::Stop && s.start == Some(FIRST_DAY + days.end as i32);
    let told = seen.iter().filter(|p| p.0.signals.iter().any(stop)).count();
    assert!(seen.len() > pages.len() / 3, "{} of {} seen", seen.len(), pages.len());
    assert!(20 * told >= 17 * seen.len(), "{told} of {}", seen.len());
}
