//! A burst farm: an order is delivered in one or a few bursts of two hours, by most of the farm's accounts.
//!
//! Calibrated on De Cristofaro et al. (IMC 2014): orders of about a thousand likes in one to a few bursts, often
//! hundreds within two hours. Their likers had marked 1,200 to 1,800 pages, forty times what ordinary people
//! had; here the marks that hide a farm are a smaller multiple, else one farm would be most of the log.

use super::{accounts, cover, customers, deliver, takers};
use crate::behaviour::{Behaviour, Between, Share};
use crate::clock::HOUR;
use crate::draw::Draw;
use crate::world::{Role, World};
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Burst {
    /// Accounts of the farm.
    pub accounts: Between,
    /// Pages that order.
    pub orders: Between,
    /// Share of the accounts that an order takes.
    pub share: Share,
    /// Bursts of an order.
    pub bursts: Between,
    /// Pages that one customer orders for at the same time.
    pub together: Between,
    /// Mean marks of an account that hide its jobs.
    pub cover: Between,
}

impl Default for Burst {
    fn default() -> Self {
        Self {
            accounts: Between::just(500.0),
            orders: Between::just(50.0),
            share: Share(0.7),
            bursts: Between::new(1.0, 3.0),
            together: Between::just(1.0),
            cover: Between::just(55.0),
        }
    }
}

/// How long a burst is.
pub const BURST: f64 = 2.0 * HOUR;

impl Behaviour for Burst {
    fn act(&self, world: &mut World, name: &str, draw: &mut Draw) {
        let crew = world.crew(name, Role::Hired);
        let count = self.accounts.whole(draw);
        let farm = accounts(world, crew, count, draw);
        let mean = self.cover.draw(draw);
        cover(world, &farm, mean, draw);
        let orders = self.orders.whole(draw);
        let pages = customers(world, orders, None, draw);
        let (mut left, mut begins) = (0, 0.0);
        for page in pages {
            if left == 0 || world.is_posts() {
                left = self.together.whole(draw).max(1);
                begins = world.begins(page, draw);
            }
            left -= 1;
            let begins = begins.max(world.pages.launch[page as usize] + HOUR);
            // The bursts of an order lie half a day apart; on a post there is time for one.
            let bursts = if world.is_posts() { 1 } else { self.bursts.whole(draw).max(1) };
            let by = takers(&farm, self.share.0, draw);
            deliver(world, crew, page, &by, draw, |_, _, draw| {
                // Fast at first, then slower: Beta(1.3, 2.2) of the two hours.
                Some(begins + draw.below(bursts) as f64 * 12.0 * HOUR + BURST * draw.beta(1.3, 2.2))
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::BURST;
    use crate::testing::{accounts, after, by_page, long, posts, spread};

    #[test]
    fn an_order_lies_in_its_two_hours_and_takes_its_share() {
        for world in [long(3000), posts(2000)] {
            let (_, marks) =
                after(world, "is = \"burst\"\naccounts = 200\norders = 20\nbursts = 1\ncover = 10");
            let jobs: Vec<_> = marks.iter().copied().filter(|m| m.crew == 1).collect();
            let orders = by_page(&jobs);
            assert!((18..=20).contains(&orders.len()), "{}", orders.len());
            assert!(orders.iter().all(|o| spread(o) <= BURST));
            let share = jobs.len() as f64 / orders.len() as f64 / 200.0;
            assert!((0.6..0.8).contains(&share), "{share}");
            assert_eq!(accounts(&jobs).len(), 200);
        }
    }

    #[test]
    fn several_bursts_lie_half_a_day_apart() {
        let (_, marks) =
            after(long(3000), "is = \"burst\"\naccounts = 200\norders = 6\nbursts = 3\ncover = 0");
        for order in by_page(&marks) {
            let bursts: Vec<_> = order.chunk_by(|a, b| b.time - a.time < 6 * 3600).collect();
            assert_eq!(bursts.len(), 3);
            assert!(bursts.iter().all(|b| spread(b) <= BURST && b.len() > 20));
        }
    }
}
