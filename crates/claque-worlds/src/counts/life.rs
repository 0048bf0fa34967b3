//! How pages grow by themselves.

use super::COUNTRIES;
use crate::draw::Draw;
use libm::sin;
use std::f64::consts::PI;

/// How the pages of a world grow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Make {
    /// One trend for all countries, which bends, drifts and waves; each country drifts around it.
    #[default]
    Shared,
    /// Each country has a trend of its own, of straight pieces; a page's good and bad days last several days.
    Own,
}

impl Make {
    /// Every make.
    pub const ALL: [Make; 2] = [Make::Shared, Make::Own];

    /// The name of its recipe, beside those of logs.
    pub fn recipe(self) -> &'static str {
        match self {
            Make::Shared => "counts",
            Make::Own => "counts_own",
        }
    }

    /// What the recipe makes.
    pub fn about(self) -> &'static str {
        match self {
            Make::Shared => {
                "tables of counts by country and day with known deliveries, for `claque audience`"
            }
            Make::Own => "the same, each country with a trend of its own, and days that hang together",
        }
    }
}

/// What a page's organic growth is like.
pub(super) struct Life {
    /// New marks a day.
    pub level: f64,
    /// Share of each country.
    pub share: [f64; COUNTRIES.len()],
    /// Over-dispersion of a country's day.
    pub kappa: f64,
    /// Spread of the daily shock that all countries share.
    pub shock: f64,
    /// log of trend × weekday, by country and day.
    pub course: Vec<Vec<f64>>,
}

/// One trend for all countries, which bends, drifts and waves; each country drifts around it.
fn shared(days: usize, draw: &mut Draw) -> Life {
    let home = draw.beta(8.0, 3.0);
    let share = shares(home, 0.8, draw);
    let slope = draw.normal() * 0.004;
    let (wave, period, phase) =
        (draw.between(0.0, 0.25), draw.between(60.0, 200.0), draw.between(0.0, 2.0 * PI));
    let drift = draw.lognormal(0.006, 0.7);
    let swing = draw.between(0.0, 0.25);
    let week: [f64; 7] = std::array::from_fn(|_| draw.normal() * swing);
    let mut page = 0.0;
    let pages: Vec<f64> = (0..days)
        .map(|t| {
            page += draw.normal() * drift;
            let t = t as f64;
            page + slope * t + wave * sin(2.0 * PI * t / period + phase)
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

impl Life {
    /// The life of a page of this make.
    pub fn of(make: Make, days: usize, draw: &mut Draw) -> Self {
        match make {
            Make::Shared => shared(days, draw),
            Make::Own => own(days, draw),
        }
    }
}

/// Each country's trend is of straight pieces, one to four of them, its log rate even or falling as often as rising;
/// what a page does is in the air for some days (an autoregressive log rate that all countries share in part), and
/// readers come by weekday.
fn own(days: usize, draw: &mut Draw) -> Life {
    let home = draw.beta(6.0, 4.0);
    let share = shares(home, 1.5, draw);
    let (memory, liveliness) = (draw.between(0.2, 0.7), draw.log_uniform(0.02, 0.12));
    let mut mood = 0.0;
    let moods: Vec<f64> = (0..days)
        .map(|_| {
            mood = memory * mood + f64::sqrt(1.0 - memory * memory) * liveliness * draw.normal();
            mood
        })
        .collect();
    let swing = if draw.chance(0.5) { draw.between(0.0, 0.3) } else { 0.0 };
    let week: [f64; 7] = std::array::from_fn(|d| if d < 2 { swing } else { -0.4 * swing });
    let common = piecewise(days, 0.003, draw);
    let course = COUNTRIES
        .iter()
        .map(|_| {
            let part = draw.between(0.4, 1.0);
            let trend = piecewise(days, 0.003, draw);
            (0..days).map(|t| common[t] + trend[t] + part * moods[t] + week[t % 7]).collect()
        })
        .collect();
    Life {
        level: draw.lognormal(600.0, 1.0).clamp(40.0, 20_000.0),
        share,
        kappa: draw.log_uniform(0.003, 0.2),
        shock: draw.log_uniform(0.003, 0.03),
        course,
    }
}

/// A log rate of one to four straight pieces with slopes of this spread.
fn piecewise(days: usize, spread: f64, draw: &mut Draw) -> Vec<f64> {
    let bends: Vec<usize> = (0..draw.below(4)).map(|_| draw.below(days)).collect();
    let mut slope = draw.normal() * spread;
    let mut at = 0.0;
    (0..days)
        .map(|t| {
            if bends.contains(&t) {
                slope = draw.normal() * spread;
            }
            at += slope;
            at
        })
        .collect()
}

/// Shares of the countries, home first; `even` is how alike those abroad are.
fn shares(home: f64, even: f64, draw: &mut Draw) -> [f64; COUNTRIES.len()] {
    let parts: Vec<f64> = (1..COUNTRIES.len()).map(|_| draw.gamma(even) + 0.02).collect();
    let abroad: f64 = parts.iter().sum();
    std::array::from_fn(|c| if c == 0 { home } else { (1.0 - home) * parts[c - 1] / abroad })
}
