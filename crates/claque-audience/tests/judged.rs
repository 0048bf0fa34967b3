//! Simulated tables of both makes with known deliveries; `claque worlds make` and `claque worlds score` do the same through
//! files.

use claque_audience::{Asked, Between, Place, Request, answer, read};
use claque_log::Whole;
use claque_marks::Seed;
use claque_worlds::counts::{
    COUNTRIES, Counts, FIRST_DAY, Judged, Make, Said, SaidRow, SaidSignal, SaidTotal, Size, country, judge,
};
use std::fmt::Write;

fn judged(pages: usize, make: Make, seed: u64) -> Judged {
    let world = Counts::make(Size { pages, days: 200 }, make, Seed(seed));
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
    let mut out = Said::default();
    for said in &answer.pages {
        let page = audience.pages.iter().position(|p| p.name == said.page).unwrap();
        let codes: Vec<usize> =
            audience.pages[page].places.iter().map(|p| country(&p.code()).unwrap()).collect();
        let mut total = |country, u: Between, all: Option<Between>| {
            let with_unseen = all.map(|u| (u.low, u.high));
            out.totals.push(SaidTotal { page, country, low: u.low, high: u.high, with_unseen });
        };
        total(None, said.unexplained, said.with_unseen);
        for (c, of) in codes.iter().zip(&said.countries) {
            total(Some(*c), of.unexplained, None);
        }
        for cell in &said.cells {
            let u = cell.unexplained();
            let day = (cell.days.unwrap().0 - FIRST_DAY) as usize;
            out.rows.push(SaidRow {
                page,
                country: codes[usize::from(cell.country)],
                day,
                low: u.low,
                high: u.high,
            });
        }
        for s in &said.signals {
            out.signals.push(SaidSignal {
                page,
                sort: s.sort.key().to_owned(),
                from: i64::from(s.start.unwrap() - FIRST_DAY),
                to: i64::from(s.end.unwrap() - FIRST_DAY),
                countries: s.countries.iter().map(|c| country(c).unwrap()).collect(),
                unexplained: s.unexplained.map(|u| (u.value, u.low, u.high)),
            });
        }
    }
    judge(&world, &out)
}

fn share((all, held): (u64, u64)) -> f64 {
    held as f64 / all as f64
}

/// Several worlds of a make, put together.
fn sum(of: &[Judged]) -> Judged {
    let mut out = Judged::default();
    for made in of {
        println!("{}", made.told());
        out.add(made);
    }
    println!("all\n{}", out.told());
    out
}

/// The seed of the worlds: 11, or what `CLAQUE_JUDGED_SEED` names.
fn seed() -> u64 {
    std::env::var("CLAQUE_JUDGED_SEED").map_or(11, |s| s.parse().expect("CLAQUE_JUDGED_SEED is a number"))
}

/// 500 pages of each make: `cargo test --release -p claque-audience --test judged -- --nocapture`
#[test]
fn deliveries_are_found_intervals_hold_and_quiet_pages_stay_quiet() {
    let made = sum(&Make::ALL.map(|make| judged(500, make, seed())));
    let told = made.told();
    for (what, of) in [
        ("rows", made.rows),
        ("surges", made.surges),
        ("pages", made.totals),
        ("countries of pages", made.countries),
    ] {
        assert!((0.93..=0.98).contains(&share(of)), "{what}\n{told}");
    }
    // Its upper end is a bound on what no surge shows: it may hold more often than in 98 % by as much as chance gives, two deviations.
    let most = 0.98 + 2.0 * (0.98 * 0.02 / made.whole.0 as f64).sqrt();
    assert!((0.93..=most).contains(&share(made.whole)), "pages, seen or not\n{told}");
    assert!(share(made.deliveries) >= 0.9, "{told}");
    assert!(share(made.stops) >= 0.95, "{told}");
    let most = 0.01 * made.quiet_years;
    assert!(made.false_alarms as f64 <= most + 2.0 * most.sqrt(), "{told}");
}
