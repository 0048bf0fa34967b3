//! Short tables: half a year by week. A wild week is most of the noise of such a table and must not hide behind it.

use claque_audience::{Asked, PageAnswer, Request, Sort, answer, read, said};
use claque_log::Whole;
use std::fmt::Write;

/// Weeks of the table.
const WEEKS: i32 = 26;
/// First day: a Monday.
const FIRST: i32 = 19_723;

/// A page of about `level` new marks a week from one country and half of it from another, and `more` from the first
/// in each of some weeks.
fn page(level: f64, more: f64, weeks: std::ops::Range<i32>) -> PageAnswer {
    let mut text = "page,date,country,new\n".to_owned();
    for week in 0..WEEKS {
        for (c, code) in ["KH", "US"].iter().enumerate() {
            // Weeks differ by about a fifth, in an order of no pattern.
            let usual = level / (c + 1) as f64 * (0.8 + 0.05 * f64::from((week * 7 + 3 * c as i32) % 9));
            let added = if c == 0 && weeks.contains(&week) { more } else { 0.0 };
            writeln!(text, "a,{},{code},{:.0}", said(FIRST + 7 * week), usual + added).unwrap();
        }
    }
    let input = Whole { name: "t.csv".into(), content: text.into_bytes(), ..Whole::default() };
    let audience = read(&[input], &Asked::default()).unwrap();
    answer(&audience, Request::default()).pages.remove(0)
}

fn surges(page: &PageAnswer) -> usize {
    page.signals.iter().filter(|s| s.sort == Sort::Surge).count()
}

#[test]
fn a_surge_is_found_however_large_it_is_and_its_interval_holds_it() {
    for level in [20.0, 200.0] {
        for (times, weeks) in [(12.0, 9..10), (30.0, 9..12), (200.0, 9..10), (200.0, 9..12)] {
            let added = times * level * f64::from(weeks.end - weeks.start);
            let told = page(level, times * level, weeks.clone());
            let u = told.unexplained;
            assert_eq!(surges(&told), 1, "{level} a week, {times} times as many in {weeks:?}");
            assert!(u.low <= added && added <= u.high, "{added} added, {u:?}");
        }
    }
}

#[test]
fn a_quiet_table_stays_quiet() {
    for level in [2.0, 20.0, 200.0, 2_000.0] {
        let told = page(level, 0.0, 0..0);
        assert_eq!(surges(&told), 0, "{level} a week");
    }
}
