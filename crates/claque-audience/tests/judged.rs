//! Simulated tables with known deliveries, scaled down; `claque worlds make counts` and `claque worlds score` do the same
//! at full size.

use claque_audience::{Asked, Place, Request, answer, read};
use claque_log::Whole;
use claque_marks::Seed;
use claque_worlds::counts::{
    COUNTRIES, Counts, FIRST_DAY, Judged, SaidRow, SaidSignal, Size, country, judge,
};
use std::fmt::Write;

fn judged(pages: usize, seed: u64) -> Judged {
    let world = Counts::make(Size { pages, days: 200 }, Seed(seed));
    let mut text = "page,date,country,new\n".to_owned();
    for page in &world.pages {
        for t in 0..world.days {
            for (c, code) in COUNTRIES.iter().enumerate() {
                let n = page.organic[c][t] + page.added[c][t];
                writeln!(text, "{},{},{code},{n}", page.name, claque_audience::said(FIRST_DAY + t as i32))
                    .unwrap();
            }
        }
    }
    let input = Whole { name: "audience.csv".into(), content: text.into_bytes(), ..Whole::default() };
    let audience = read(&[input], &Asked::default()).unwrap();
    let answer = answer(&audience, Request { home: Place::named("KH"), ..Request::default() });
    let (mut rows, mut signals) = (vec![], vec![]);
    for said in &answer.pages {
        let page = audience.pages.iter().position(|p| p.name == said.page).unwrap();
        let codes: Vec<usize> =
            audience.pages[page].places.iter().map(|p| country(&p.code()).unwrap()).collect();
        for cell in &said.cells {
            let u = cell.unexplained();
            let day = (cell.days.unwrap().0 - FIRST_DAY) as usize;
            rows.push(SaidRow {
                page,
                country: codes[usize::from(cell.country)],
                day,
                low: u.low,
                high: u.high,
            });
        }
        for s in &said.signals {
            signals.push(SaidSignal {
                page,
                sort: s.sort.key().to_owned(),
                from: i64::from(s.start.unwrap() - FIRST_DAY),
                to: i64::from(s.end.unwrap() - FIRST_DAY),
                countries: s.countries.iter().map(|c| country(c).unwrap()).collect(),
                unexplained: s.unexplained.map(|u| (u.value, u.low, u.high)),
            });
        }
    }
    judge(&world, &rows, &signals)
}

fn share((all, held): (u64, u64)) -> f64 {
    held as f64 / all as f64
}

#[test]
fn deliveries_are_found_intervals_hold_and_quiet_pages_stay_quiet() {
    let made = judged(120, 5);
    println!("{}", made.told());
    assert!((0.93..=0.98).contains(&share(made.rows)), "{}", made.told());
    assert!(share(made.deliveries) >= 0.9, "{}", made.told());
    assert!(share(made.stops) >= 0.9, "{}", made.told());
    // 1 % a page-year is a third of an alarm here: one may happen.
    assert!(made.false_alarms <= 1, "{}", made.told());
}

/// The full size of the bars: 500 pages, several worlds. `cargo test --release -p claque-audience --test judged -- --nocapture`
#[test]
fn at_full_size() {
    let mut sums = [(0u64, 0u64); 4];
    let (mut alarms, mut years) = (0, 0.0);
    for seed in 11..15 {
        let made = judged(500, seed);
        println!("seed {seed}\n{}", made.told());
        for (sum, of) in sums.iter_mut().zip([made.rows, made.deliveries, made.stops, made.added]) {
            *sum = (sum.0 + of.0, sum.1 + of.1);
        }
        alarms += made.false_alarms;
        years += made.quiet_years;
    }
    println!(
        "all: rows {:.4} deliveries {:.4} stops {:.4} alarms {alarms} in {years:.0} years",
        share(sums[0]),
        share(sums[1]),
        share(sums[2])
    );
    assert!((0.93..=0.98).contains(&share(sums[0])));
    assert!(share(sums[1]) >= 0.9);
    assert!(share(sums[2]) >= 0.95);
    assert!(alarms as f64 <= 0.01 * years + 2.0 * (0.01 * years).sqrt());
}
