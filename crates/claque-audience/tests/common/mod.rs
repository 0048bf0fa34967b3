//! What the tests of this crate share.
#![allow(dead_code, reason = "each test file uses its own part")]

use claque_audience::{Asked, Finding, PageAnswer, Place, Request, answer, read, said};
use claque_log::Whole;
use claque_marks::Seed;
use claque_worlds::counts::{COUNTRIES, Counts, FIRST_DAY, Make, Size};
use std::fmt::Write;

/// Days of organic pages.
pub const DAYS: usize = 200;

/// A table as if it had been read from a file of this name.
pub fn table(name: &str, text: &str) -> Whole {
    Whole { name: name.to_owned(), content: text.as_bytes().to_vec(), ..Whole::default() }
}

/// A named number of a finding.
pub fn number(finding: &Finding, name: &str) -> f64 {
    finding.numbers.iter().find(|n| n.0 == name).unwrap_or_else(|| panic!("{name} in {finding:?}")).1
}

/// Organic pages of both makes, each count times what `by` says (country by size, day).
pub fn changed(by: impl Fn(usize, usize) -> f64) -> Vec<(PageAnswer, u64)> {
    organic(|_, rank, t, own, _| (own as f64 * by(rank, t)).round() as u64)
}

/// Organic pages of both makes with what `more` adds (page, country by size, day, usual count of the country): answers, and what
/// was added to each.
pub fn told(more: impl Fn(usize, usize, usize, f64) -> u64) -> Vec<(PageAnswer, u64)> {
    organic(|i, rank, t, own, usual| own + more(i, rank, t, usual))
}

/// Organic pages of both makes, with the counts that `count` makes of theirs (page, country by size, day, count, usual count of the
/// country): answers, and by how much the counts grew.
fn organic(count: impl Fn(usize, usize, usize, u64, f64) -> u64) -> Vec<(PageAnswer, u64)> {
    let mut out = vec![];
    for make in Make::ALL {
        let world = Counts::make(Size { pages: 60, days: DAYS }, make, Seed(31));
        for (i, page) in world.pages.iter().enumerate() {
            let sum = |c: usize| page.organic[c].iter().map(|n| u64::from(*n)).sum::<u64>();
            let mut by_size: Vec<usize> = (0..COUNTRIES.len()).collect();
            by_size.sort_by_key(|c| std::cmp::Reverse(sum(*c)));
            let mut text = "date,country,new\n".to_owned();
            let mut added = 0;
            for (rank, c) in by_size.iter().enumerate() {
                let usual = sum(*c) as f64 / DAYS as f64;
                for t in 0..DAYS {
                    let day = said(FIRST_DAY + t as i32);
                    let own = u64::from(page.organic[*c][t]);
                    let n = count(i, rank, t, own, usual);
                    added += n.saturating_sub(own);
                    writeln!(text, "{day},{},{n}", COUNTRIES[*c]).unwrap();
                }
            }
            let audience = read(&[table("x.csv", &text)], &Asked::default()).unwrap();
            let request = Request { home: Place::named("KH"), ..Request::default() };
            out.push((answer(&audience, request).pages.swap_remove(0), added));
        }
    }
    out
}
