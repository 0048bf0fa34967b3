//! What is no surge: the rest of a table beside a dip, a page that begins within its table. And what is one: a flow in the
//! page's own mix that begins and stops in one day.

mod common;

use claque_audience::{Asked, PageAnswer, Place, Request, Sort, answer, read, said};
use claque_marks::Seed;
use claque_worlds::counts::{COUNTRIES, Counts, FIRST_DAY, Make, Size};
use common::table;
use std::fmt::Write;

const DAYS: usize = 200;

/// Organic pages of both makes, each count put through `of` (place of the page, day, count): the answers, page by page.
fn told(of: impl Fn(usize, usize, u64) -> u64) -> Vec<PageAnswer> {
    let mut out = vec![];
    for make in Make::ALL {
        let world = Counts::make(Size { pages: 60, days: DAYS }, make, Seed(29));
        for (i, page) in world.pages.iter().enumerate() {
            let mut text = "date,country,new\n".to_owned();
            for t in 0..DAYS {
                for (c, code) in COUNTRIES.iter().enumerate() {
                    let day = said(FIRST_DAY + t as i32);
                    writeln!(text, "{day},{code},{}", of(i, t, page.organic[c][t] as u64)).unwrap();
                }
            }
            let audience = read(&[table("x.csv", &text)], &Asked::default()).unwrap();
            let request = Request { home: Place::named("KH"), ..Request::default() };
            out.push(answer(&audience, request).pages.swap_remove(0));
        }
    }
    out
}

fn unexplained(pages: &[PageAnswer]) -> Vec<&PageAnswer> {
    pages.iter().filter(|p| p.unexplained.value > 0.0).collect()
}

/// Begin and length of a stretch that differs from page to page.
fn stretch(i: usize) -> (usize, usize) {
    (i * 37 % 170, 7 + i * 11 % 24)
}

#[test]
fn a_dip_anywhere_makes_no_surge_of_the_rest() {
    for left in [3, 5, 7] {
        let pages = told(|i, t, n| {
            let (from, length) = stretch(i);
            if (from..from + length).contains(&t) { n * left / 10 } else { n }
        });
        let wrong = unexplained(&pages);
        let names: Vec<_> = wrong.iter().map(|p| (&p.page, p.unexplained, p.new)).collect();
        assert!(
            15 * wrong.len() <= pages.len(),
            "{left} tenths left: {} of {}: {names:?}",
            wrong.len(),
            pages.len()
        );
        // And never by much.
        assert!(wrong.iter().all(|p| p.unexplained.value < 0.1 * p.new), "{left} tenths left: {names:?}");
    }
}

#[test]
fn a_page_that_begins_within_its_table_is_not_unexplained() {
    let pages = told(|i, t, n| if t < 20 + i { 0 } else { n });
    let wrong = unexplained(&pages);
    assert!(wrong.len() <= 2, "{} of {}", wrong.len(), pages.len());
    for p in &pages {
        assert!(p.findings.iter().any(|f| f.message == "launch"), "{:?}", p.findings);
        // Every period keeps its row.
        assert_eq!(p.cells.len(), DAYS * COUNTRIES.len());
    }
}

#[test]
fn a_month_in_the_pages_own_mix_is_found_between_its_steps() {
    let days = 60..90;
    let pages = told(|_, t, n| if days.contains(&t) { n * 5 / 2 } else { n });
    let found = pages.iter().filter(|p| {
        p.signals.iter().any(|s| {
            s.sort == Sort::Surge
                && s.start.unwrap().abs_diff(FIRST_DAY + 60) <= 1
                && s.end.unwrap().abs_diff(FIRST_DAY + 89) <= 1
        })
    });
    let found = found.count();
    assert!(5 * found >= 4 * pages.len(), "{found} of {}", pages.len());
}
