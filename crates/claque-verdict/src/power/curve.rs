//! The power curve: the probability that a campaign is seen, by what it is.
//!
//! ```text
//! logit P(seen) = β₀ + β₁ ln(m/30) + β₂ ln(ρ/0.7) + β₃ min(0, ln(ρJ/6)) + β₄ ln(h/12) + β₅ (κ − ½) + β₆ (b − b₀)
//! ```
//!
//! m marks an order, ρ the share of accounts in each, J orders (so that an account takes part in ρJ of them; a crowd
//! of which each was there once or twice is not told from one that formed once, however large it is), h hours, κ other marks for each in a job, b the
//! mean of ln(1 + marks that others gave the page during an order) and b₀ its median over the trials. METHOD: a
//! Gaussian prior on every coefficient (that more is seen of what is larger, and less of what hides) keeps the
//! curve sensible where trials are few; after some dozens of trials they outweigh it.

use super::plan::{self, Campaign};
use super::recovered::{Recovered, SEEN};
use claque_chance::logistic_fit::{self, LogisticFit, Trial};
use claque_chance::probability::logistic;
use serde::{Deserialize, Serialize};

/// Power that a limit is stated at.
pub const STATED: f64 = 0.8;
/// Prior means of β₀ … β₆.
const MEAN: [f64; 7] = [0.5, 2.5, 1.0, 4.0, -0.2, -0.3, -0.3];
/// Their standard deviations.
const SD: [f64; 7] = [3.0, 1.5, 0.7, 1.5, 0.3, 0.4, 0.3];
/// Orders at which the curve is told.
const TOLD: [f64; 12] = [5.0, 8.0, 12.0, 16.0, 24.0, 32.0, 48.0, 64.0, 96.0, 128.0, 192.0, 250.0];
/// The price of going unseen is asked for an order this many times the limit.
const LARGER: f64 = 2.0;
/// Power at which a campaign counts as going unseen.
const UNSEEN: f64 = 0.2;

/// A fitted curve and what it says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// β₀ … β₆.
    pub coefficients: Vec<f64>,
    /// b₀.
    pub background: f64,
    /// Power of a plain campaign by the marks of its orders.
    pub points: Vec<Point>,
    /// Marks of an order at which a plain campaign is seen with 80 %; `None` where even the largest planted is not.
    pub limit: Option<f64>,
    /// How many times as many accounts a campaign of orders twice as large as the limit needs to go unseen, as
    /// one order of magnitude: 1, 10, 100 or 1,000.
    pub evasion: Option<f64>,
    /// Whether the log has times.
    timed: bool,
    /// Largest order planted.
    largest: f64,
}

/// Power at one size.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Marks of an order.
    pub order: f64,
    /// Accounts of the plain campaign.
    pub accounts: u32,
    /// Probability of being seen.
    pub power: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Curve {
    /// Fits trials.
    pub fn fit(campaigns: &[Recovered], timed: bool) -> Self {
        let mut backgrounds: Vec<f64> = campaigns.iter().map(|c| c.background).collect();
        backgrounds.sort_unstable_by(f64::total_cmp);
        let background = backgrounds.get(backgrounds.len() / 2).copied().unwrap_or(0.0);
        let trials: Vec<Trial> = campaigns
            .iter()
            .map(|c| Trial {
                x: columns(&c.campaign, c.background - background),
                y: f64::from(u8::from(c.share >= SEEN)),
                weight: 1.0,
            })
            .collect();
        let fit = logistic_fit::fit(&trials, &MEAN, &SD);
        let largest = campaigns.iter().map(|c| f64::from(c.campaign.order)).fold(0.0, f64::max);
        let mut out = Self { coefficients: fit.beta.clone(), background, timed, largest, ..Self::default() };
        out.points =
            TOLD.iter().filter(|m| **m <= largest.max(TOLD[0])).map(|&m| out.point(&fit, m)).collect();
        out.limit = out.limit_on(background);
        out.evasion = out.limit.and_then(|m| out.price(LARGER * m));
        out
    }

    fn point(&self, fit: &LogisticFit, order: f64) -> Point {
        let x = self.plain(order, 0.0);
        let (eta, error) = (self.eta(&x), 1.96 * fit.error_at(&x));
        Point {
            order,
            accounts: plan::plain(order, self.timed).accounts,
            power: logistic(eta),
            low: logistic(eta - error),
            high: logistic(eta + error),
        }
    }

    /// Power of any campaign; `background` as in a trial.
    pub fn power(&self, campaign: &Campaign, background: f64) -> f64 {
        logistic(self.eta(&columns(campaign, background - self.background)))
    }

    /// Marks of an order at which a plain campaign is seen with this power.
    pub fn order_at(&self, power: f64) -> f64 {
        self.order_on(power, self.background)
    }

    /// The same on pages where others give this much during an order (ln(1 + marks)).
    pub fn order_on(&self, power: f64, background: f64) -> f64 {
        let rest = self.eta(&self.plain(SIZE, background - self.background));
        let wanted = (power / (1.0 - power)).ln();
        SIZE * ((wanted - rest) / self.coefficients[1].max(0.2)).clamp(-6.0, 12.0).exp()
    }

    /// Marks of an order at which a plain campaign is seen with 80 % on such pages; `None` beyond the largest planted.
    pub fn limit_on(&self, background: f64) -> Option<f64> {
        Some(self.order_on(STATED, background).max(LEAST)).filter(|m| *m <= self.largest)
    }

    /// Accounts that a campaign needs to deliver orders of this size unseen, over those of a plain one: fewer of
    /// them in each order. One order of magnitude.
    fn price(&self, order: f64) -> Option<f64> {
        let plain = plan::plain(order, self.timed);
        let unseen = |times: f64| {
            let accounts = (f64::from(plain.accounts) * times).round() as u32;
            self.power(&Campaign { accounts, ..plain }, self.background) <= UNSEEN
        };
        [1.0, 10.0, 100.0, 1_000.0].into_iter().find(|times| unseen(*times))
    }

    fn plain(&self, order: f64, background: f64) -> Vec<f64> {
        let hours = if self.timed { 0.0 } else { NO_HOURS };
        vec![1.0, (order / SIZE).ln(), 0.0, 0.0, hours, 0.0, background]
    }

    fn eta(&self, x: &[f64]) -> f64 {
        self.coefficients.iter().zip(x).map(|(b, x)| b * x).sum()
    }
}

/// No order of fewer marks is promised to be seen: fewer accounts are no crew.
const LEAST: f64 = 6.0;
/// m is measured against this many marks.
const SIZE: f64 = 30.0;
/// Orders an account beyond which more of them add nothing.
const MET: f64 = 6.0;
/// ln(h/12) of a log without times: no delivery is longer than another.
const NO_HOURS: f64 = 0.0;

/// The columns of a trial.
fn columns(c: &Campaign, background: f64) -> Vec<f64> {
    vec![
        1.0,
        (f64::from(c.order.max(1)) / SIZE).ln(),
        (c.participation() / plan::PLAIN_SHARE).ln(),
        (c.participation() * f64::from(c.orders) / MET).ln().min(0.0),
        if c.hours > 0.0 { (c.hours / plan::PLAIN_HOURS).ln() } else { NO_HOURS },
        c.camouflage - plan::PLAIN_CAMOUFLAGE,
        background,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Trials of which the truth is a step: seen from 40 marks an order.
    fn step(n: u32) -> Vec<Recovered> {
        (0..n)
            .map(|i| {
                let order = 6 + (i * 37) % 120;
                let campaign = Campaign {
                    order,
                    orders: 12,
                    accounts: (order * 10).div_ceil(7),
                    hours: 12.0,
                    camouflage: 0.5,
                };
                Recovered { campaign, share: f64::from(u8::from(order >= 40)), background: 1.0, doubt: None }
            })
            .collect()
    }

    #[test]
    fn the_limit_lies_where_it_is() {
        let c = Curve::fit(&step(200), true);
        let limit = c.limit.unwrap();
        assert!((36.0..56.0).contains(&limit), "{limit}");
        assert!(c.points.windows(2).all(|w| w[0].power <= w[1].power));
        assert!(c.points.iter().all(|p| p.low <= p.power && p.power <= p.high));
        assert!((c.power(&plan::plain(limit.round(), true), 1.0) - STATED).abs() < 0.05);
    }

    #[test]
    fn what_was_never_seen_has_no_limit() {
        let never: Vec<Recovered> = step(60).into_iter().map(|r| Recovered { share: 0.0, ..r }).collect();
        let c = Curve::fit(&never, true);
        assert_eq!((c.limit, c.evasion), (None, None));
    }
}
