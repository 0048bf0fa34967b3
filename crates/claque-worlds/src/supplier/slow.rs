//! A slow farm: an order trickles evenly over fifteen days, in the farm's working hours.
//!
//! Calibrated on the trickle farm of De Cristofaro et al. (IMC 2014): about 600 likes spread evenly over 15
//! days, by likers who had marked a median of 63 pages, twice what ordinary people had.

use super::{accounts, cover, customers, deliver, takers};
use crate::behaviour::{Behaviour, Between, Share};
use crate::clock::{DAY, HOUR};
use crate::draw::Draw;
use crate::world::{Role, World};
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Slow {
    /// Accounts of the farm.
    pub accounts: Between,
    /// Pages that order.
    pub orders: Between,
    /// Share of the accounts that an order takes.
    pub share: Share,
    /// Days over which an order is spread.
    pub days: Between,
    /// Mean marks of an account that hide its jobs.
    pub cover: Between,
}

impl Default for Slow {
    fn default() -> Self {
        Self {
            accounts: Between::just(800.0),
            orders: Between::just(30.0),
            share: Share(0.7),
            days: Between::just(15.0),
            cover: Between::just(25.0),
        }
    }
}

impl Behaviour for Slow {
    fn act(&self, world: &mut World, name: &str, draw: &mut Draw) {
        let crew = world.crew(name, Role::Hired);
        let count = self.accounts.whole(draw);
        let farm = accounts(world, crew, count, draw);
        let mean = self.cover.draw(draw);
        cover(world, &farm, mean, draw);
        let orders = self.orders.whole(draw);
        // Work from 3 to 14 hours UTC: day in the zones of Dhaka to Manila.
        let shift = |draw: &mut Draw| (3.0 + 11.0 * draw.beta(1.5, 1.5)) * HOUR;
        for page in customers(world, orders, None, draw) {
            let days = self.days.draw(draw).max(1.0);
            // The whole order lies in the log.
            let begins =
                (world.begins(page, draw) / DAY).floor().min(f64::from(world.size.days) - days - 1.0);
            let launch = world.pages.launch[page as usize];
            let by = takers(&farm, self.share.0, draw);
            deliver(world, crew, page, &by, draw, |world, _, draw| {
                Some(if world.is_posts() {
                    // A post is over in a day: what is slow there is spread over all of it.
                    launch + draw.unit() * DAY
                } else {
                    let day = (begins.max(0.0) + draw.unit() * days).floor() * DAY;
                    day.max((launch / DAY).ceil() * DAY) + shift(draw)
                })
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{after, by_page, long};

    #[test]
    fn an_order_is_spread_evenly_over_fifteen_days() {
        let (_, marks) = after(long(3000), "is = \"slow\"\naccounts = 400\norders = 10\ncover = 0");
        for order in by_page(&marks) {
            let first = order[0].time / 86_400;
            let mut days = [0usize; 17];
            for m in &order {
                days[(m.time / 86_400 - first) as usize] += 1;
            }
            let busy = days.iter().filter(|&&n| n > 0).count();
            assert!((15..=16).contains(&busy), "{days:?}");
            // No day holds three times its part.
            assert!(days.iter().all(|&n| n * 5 < order.len()), "{days:?}");
        }
    }
}
