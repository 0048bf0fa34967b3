//! Totals in three figures, as YouTube shows them: a small country's day is 0 or a whole step, and neither its weekdays nor
//! what it loses may be read from that.

use claque_audience::{Asked, PageAnswer, Request, Sort, answer, read, said};
use claque_log::Whole;
use std::fmt::Write;

/// Days of the table.
const DAYS: i32 = 150;
/// First day: a Monday.
const FIRST: i32 = 19_723;
/// New marks a day.
const LEVELS: [(&str, f64); 4] = [("KH", 4_000.0), ("IN", 400.0), ("PH", 160.0), ("MM", 100.0)];

/// A page whose totals begin at 100,000 in each country, with so many marks more a day in India from day 70 to 89.
fn page(more: f64, mut seed: u64) -> PageAnswer {
    let mut even = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 11) as f64 / (1u64 << 53) as f64
    };
    let mut text = "page,date,country,total\n".to_owned();
    for (code, level) in LEVELS {
        let mut total = 100_000.0;
        for day in 0..DAYS {
            let shock = (0..12).map(|_| even()).sum::<f64>() - 6.0;
            let added = if code == "IN" && (70..90).contains(&day) { more } else { 0.0 };
            total += (level + shock * (level + 0.02 * level * level).sqrt()).max(0.0) + added;
            let shown = (total / 1_000.0_f64).floor() * 1_000.0;
            writeln!(text, "a,{},{code},{shown:.0}", said(FIRST + day)).unwrap();
        }
    }
    let input = Whole { name: "t.csv".into(), content: text.into_bytes(), ..Whole::default() };
    answer(&read(&[input], &Asked::default()).unwrap(), Request::default()).pages.remove(0)
}

#[test]
fn rounding_is_no_loss_and_no_surge() {
    for seed in 1..=12 {
        let told = page(0.0, seed);
        let loud = told.signals.iter().filter(|s| matches!(s.sort, Sort::Surge | Sort::Loss));
        assert_eq!(loud.count(), 0, "seed {seed}: {:?}", told.signals);
    }
}

#[test]
fn a_surge_is_seen_through_rounding() {
    for seed in 1..=12 {
        let told = page(2_000.0, seed);
        let u = told.unexplained;
        assert!(u.low <= 40_000.0 && 40_000.0 <= u.high && u.low > 20_000.0, "seed {seed}: {u:?}");
        assert!(told.signals.iter().all(|s| s.sort != Sort::Loss), "seed {seed}: {:?}", told.signals);
    }
}
