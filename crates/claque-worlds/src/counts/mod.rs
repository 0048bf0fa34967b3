//! Tables of counts with known deliveries: pages that grow by country and day, as a platform shows them to
//! their owners, and what of that growth did not come by itself.
//!
//! A country's organic growth on a day is negative binomial around
//!
//! ```text
//! level of the page × share of the country × trend × weekday × a shock that all countries share
//! ```
//!
//! in one of two makes ([`Make`]). On top come deliveries, advertising, news at home and abroad, each
//! a flow of its own into some countries between two days.

mod flow;
mod folder;
mod judge;
mod life;
mod write;

pub use flow::{Flow, Sort};
pub use folder::{is_counts, score_counts};
pub use judge::{Judged, Said, SaidRow, SaidSignal, SaidTotal, country, judge};
pub use life::Make;
pub use write::{COUNTS_FILES, write_counts};

use crate::draw::Draw;
use claque_marks::Seed;
use libm::exp;
use life::Life;

/// How large a world of counts is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Pages.
    pub pages: usize,
    /// Days.
    pub days: usize,
}

/// First day of every world of counts: 2024-01-01, in days since 1970.
pub const FIRST_DAY: i32 = 19_723;

/// Countries of a page's table, its home first.
pub const COUNTRIES: [&str; 10] = ["KH", "TH", "VN", "US", "FR", "IN", "PH", "ID", "BD", "BR"];

/// A page and what is true of it.
#[derive(Clone, Debug)]
pub struct CountsPage {
    /// Its name.
    pub name: String,
    /// Organic new marks, by country and day.
    pub organic: Vec<Vec<u32>>,
    /// New marks by advertising, news or delivery, by country and day.
    pub added: Vec<Vec<u32>>,
    /// What added them.
    pub flows: Vec<Flow>,
}

/// A world of counts.
#[derive(Clone, Debug)]
pub struct Counts {
    /// Its pages.
    pub pages: Vec<CountsPage>,
    /// Its days.
    pub days: usize,
    /// How its pages grow.
    pub make: Make,
    /// The seed that it was made with.
    pub seed: Seed,
}

/// The size of a world of counts at scale 1.
pub const FULL: Size = Size { pages: 500, days: 200 };

impl Counts {
    /// Makes a world: the same size, make and seed are the same counts.
    pub fn make(size: Size, make: Make, seed: Seed) -> Self {
        let pages = (0..size.pages).map(|i| page(i, size.days, make, seed)).collect();
        Self { pages, days: size.days, make, seed }
    }
}

fn page(i: usize, days: usize, make: Make, seed: Seed) -> CountsPage {
    let name = format!("page{i:04}");
    let mut draw = Draw::named(seed, &format!("life of {name}"));
    let life = Life::of(make, days, &mut draw);
    let shocks: Vec<f64> = (0..days).map(|_| draw.normal() * life.shock).collect();
    let organic: Vec<Vec<u32>> = (0..COUNTRIES.len())
        .map(|c| {
            (0..days)
                .map(|t| {
                    let mean = life.level * life.share[c] * exp(life.course[c][t] + shocks[t]);
                    counted(mean, life.kappa, &mut draw)
                })
                .collect()
        })
        .collect();
    let mut draw = Draw::named(seed, &format!("flows of {name}"));
    let total: f64 = organic.iter().flatten().map(|n| f64::from(*n)).sum();
    let flows = flow::flows(days, total, &organic, &mut draw);
    let mut added = vec![vec![0; days]; COUNTRIES.len()];
    for f in &flows {
        for (c, rate) in &f.rates {
            for (t, cell) in added[*c].iter_mut().enumerate() {
                *cell += counted(rate * f.sort.course(f, t), 0.02, &mut draw);
            }
        }
    }
    CountsPage { name, organic, added, flows }
}

/// Negative binomial: a Poisson whose mean is gamma, with variance μ + κμ².
fn counted(mean: f64, kappa: f64, draw: &mut Draw) -> u32 {
    if mean <= 0.0 {
        return 0;
    }
    let rate = mean * draw.gamma(1.0 / kappa) * kappa;
    // A Poisson of a large mean takes long to draw and is normal.
    let n = if rate > 500.0 {
        (rate + rate.sqrt() * draw.normal()).round().max(0.0)
    } else {
        draw.poisson(rate) as f64
    };
    n as u32
}
