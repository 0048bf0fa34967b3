//! Tables of counts with known deliveries: pages that grow by country and day, as a platform shows them to
//! their owners, and what of that growth did not come by itself.
//!
//! A country's organic growth on a day is negative binomial around
//!
//! ```text
//! level of the page × share of the country × trend × weekday × a shock that all countries share
//! ```
//!
//! where the trend bends, drifts and waves. On top come deliveries, advertising, news at home and abroad, each
//! a flow of its own into some countries between two days.

mod flow;
mod folder;
mod judge;
mod write;

pub use flow::{Flow, Sort};
pub use folder::{is_counts, score_counts};
pub use judge::{Judged, SaidRow, SaidSignal, country, judge};
pub use write::{COUNTS_FILES, write_counts};

use crate::draw::Draw;
use claque_marks::Seed;
use libm::{exp, sin};

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
    /// The seed that it was made with.
    pub seed: Seed,
}

/// The name of the recipe of a world of counts, beside those of logs.
pub const COUNTS: &str = "counts";
/// The size of a world of counts at scale 1.
pub const FULL: Size = Size { pages: 500, days: 200 };

impl Counts {
    /// Makes a world: the same size and seed are the same counts.
    pub fn make(size: Size, seed: Seed) -> Self {
        let pages = (0..size.pages).map(|i| page(i, size.days, seed)).collect();
        Self { pages, days: size.days, seed }
    }
}

/// What a page's organic growth is like.
struct Life {
    /// New marks a day.
    level: f64,
    /// Share of each country.
    share: [f64; COUNTRIES.len()],
    /// Over-dispersion of a country's day.
    kappa: f64,
    /// Spread of the daily shock that all countries share.
    shock: f64,
    /// log of trend × weekday, by country and day.
    course: Vec<Vec<f64>>,
}

fn life(days: usize, draw: &mut Draw) -> Life {
    let home = draw.beta(8.0, 3.0);
    let parts: Vec<f64> = (1..COUNTRIES.len()).map(|_| draw.gamma(0.8) + 0.02).collect();
    let abroad: f64 = parts.iter().sum();
    let share = std::array::from_fn(|c| if c == 0 { home } else { (1.0 - home) * parts[c - 1] / abroad });
    let slope = draw.normal() * 0.004;
    let (wave, period, phase) =
        (draw.between(0.0, 0.25), draw.between(60.0, 200.0), draw.between(0.0, 2.0 * std::f64::consts::PI));
    let drift = draw.lognormal(0.006, 0.7);
    let swing = draw.between(0.0, 0.25);
    let week: [f64; 7] = std::array::from_fn(|_| draw.normal() * swing);
    let mut page = 0.0;
    let pages: Vec<f64> = (0..days)
        .map(|t| {
            page += draw.normal() * drift;
            let t = t as f64;
            page + slope * t + wave * sin(2.0 * std::f64::consts::PI * t / period + phase)
        })
        .collect();
    let course = COUNTRIES
        .iter()
        .map(|_| {
            let own: [f64; 7] = std::array::from_fn(|d| week[d] + draw.normal() * swing * 0.3);
            let mut walk = 0.0;
            (0..days)
                .map(|t| {
                    walk += draw.normal() * drift / 2.0;
                    pages[t] + walk + own[t % 7]
                })
                .collect()
        })
        .collect();
    Life {
        level: draw.lognormal(400.0, 1.2).clamp(20.0, 20_000.0),
        share,
        kappa: draw.log_uniform(0.005, 0.15),
        shock: draw.log_uniform(0.005, 0.06),
        course,
    }
}

fn page(i: usize, days: usize, seed: Seed) -> CountsPage {
    let name = format!("page{i:04}");
    let mut draw = Draw::named(seed, &format!("life of {name}"));
    let life = life(days, &mut draw);
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
