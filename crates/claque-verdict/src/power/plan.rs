//! Which campaigns are planted: sizes, participation, spread and camouflage, spread evenly over their ranges.
//!
//! METHOD: the trials fill the ranges by an additive recurrence (R. Kronecker; M. Roberts 2018 for the constants),
//! which leaves no holes where so few points are drawn. Every second campaign is plain but for its size, since
//! sizes are told of plain ones; the others vary in all. The first copy of the log is asked over all sizes; the
//! others only where the answer is neither surely no nor surely yes.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

/// A campaign that could have taken place.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Campaign {
    /// Marks that each order delivers: accounts that take part in it.
    pub order: u32,
    /// Orders, each on a page of its own.
    pub orders: u32,
    /// Accounts that orders are filled from.
    pub accounts: u32,
    /// Hours in which an order is delivered; 0 in a log without times.
    pub hours: f64,
    /// Other marks that an account gives for each mark in a job, where and when people give theirs.
    pub camouflage: f64,
}

impl Campaign {
    /// Share of the accounts that take part in an order.
    pub fn participation(&self) -> f64 {
        f64::from(self.order) / f64::from(self.accounts.max(1))
    }

    /// Marks that it gives in all.
    pub fn marks(&self) -> f64 {
        f64::from(self.order * self.orders) * (1.0 + self.camouflage)
    }
}

/// A campaign of the plain sort, by which sizes are told: twelve orders, each delivered within half a day by seven
/// of ten accounts, which give another mark for every two.
pub fn plain(order: f64, timed: bool) -> Campaign {
    Campaign {
        order: order.round() as u32,
        orders: PLAIN_ORDERS,
        accounts: (order / PLAIN_SHARE).round() as u32,
        hours: if timed { PLAIN_HOURS } else { 0.0 },
        camouflage: PLAIN_CAMOUFLAGE,
    }
}

/// Orders of a plain campaign.
pub const PLAIN_ORDERS: u32 = 12;
/// Share of its accounts in each.
pub const PLAIN_SHARE: f64 = 0.7;
/// Hours of an order.
pub const PLAIN_HOURS: f64 = 12.0;
/// Other marks for each mark in a job.
pub const PLAIN_CAMOUFLAGE: f64 = 0.5;

/// Smallest and largest order that is planted.
pub const ORDER: (f64, f64) = (5.0, 250.0);
/// Share of accounts in an order.
const SHARE: (f64, f64) = (0.12, 1.0);
/// Orders of a campaign.
const ORDERS: (f64, f64) = (4.0, 24.0);
/// Hours of an order.
const HOURS: (f64, f64) = (1.0, 240.0);
/// Other marks for each mark in a job.
const CAMOUFLAGE: (f64, f64) = (0.0, 2.0);

/// 1/φ^k, k = 1 … 5, φ the real root of φ⁶ = φ + 1.
const STEP: [f64; 5] = [0.881_271_9, 0.776_640_1, 0.684_431_1, 0.603_169_7, 0.531_556_5];

/// Campaigns of one copy of the log: at most `most`, giving at most `marks` in all (the first always). `sizes`:
/// smallest and largest order.
pub fn draw(sizes: (f64, f64), most: usize, marks: f64, timed: bool, rng: &mut ChaCha8Rng) -> Vec<Campaign> {
    let begin: [f64; 5] = std::array::from_fn(|_| rng.random_range(0.0..1.0));
    let mut out: Vec<Campaign> = Vec::new();
    let mut given = 0.0;
    for i in 0..most {
        let u: [f64; 5] = std::array::from_fn(|k| (begin[k] + i as f64 * STEP[k]).fract());
        let log = |(lo, hi): (f64, f64), u: f64| lo * (hi / lo).powf(u);
        let order = log(sizes, u[0]).round();
        let varied = Campaign {
            order: order as u32,
            orders: log(ORDERS, u[2]).round() as u32,
            accounts: (order / log(SHARE, u[1])).round() as u32,
            hours: if timed { log(HOURS, u[3]) } else { 0.0 },
            camouflage: CAMOUFLAGE.0 + (CAMOUFLAGE.1 - CAMOUFLAGE.0) * u[4],
        };
        let campaign = if i % 2 == 0 { plain(order, timed) } else { varied };
        if !out.is_empty() && given + campaign.marks() > marks {
            continue;
        }
        given += campaign.marks();
        out.push(campaign);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use claque_marks::Seed;

    #[test]
    fn campaigns_fill_their_ranges_and_keep_the_bound() {
        let rng = &mut Seed(3).for_stage("test", 0);
        let all = draw((5.0, 200.0), 200, f64::INFINITY, true, rng);
        assert_eq!(all.len(), 200);
        let small = all.iter().filter(|c| c.order < 32).count();
        assert!((90..=110).contains(&small), "half below the geometric middle: {small}");
        assert!(all.iter().all(|c| c.order <= c.accounts && (4..=24).contains(&c.orders)));
        assert!(all.iter().all(|c| (1.0..=240.0).contains(&c.hours) && c.camouflage <= 2.0));
        assert!((95..=105).contains(&all.iter().filter(|c| c.hours == PLAIN_HOURS).count()));
        let few = draw((5.0, 200.0), 200, 5_000.0, true, rng);
        assert!(few.len() > 3 && few.iter().map(Campaign::marks).sum::<f64>() <= 5_000.0 + few[0].marks());
        assert_eq!(draw((5.0, 9.0), 4, 0.0, false, rng).len(), 1, "one is always planted");
    }
}
