//! A tiny crew: a dozen accounts that serve many pages, nearly all of them each time, within an hour.
//!
//! Calibrated on a real star campaign, whose crews of 11 to 22 accounts are those that detection misses.

use super::{accounts, cover, customers, deliver, takers};
use crate::behaviour::{Behaviour, Between, Share};
use crate::clock::HOUR;
use crate::draw::Draw;
use crate::world::{Role, World};
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tiny {
    /// Accounts.
    pub accounts: Between,
    /// Pages that order.
    pub orders: Between,
    /// Share of the accounts that an order takes.
    pub share: Share,
    /// Mean marks of an account that hide its jobs.
    pub cover: Between,
}

impl Default for Tiny {
    fn default() -> Self {
        Self {
            accounts: Between::new(11.0, 22.0),
            orders: Between::just(45.0),
            share: Share(0.9),
            cover: Between::just(18.0),
        }
    }
}

impl Behaviour for Tiny {
    fn act(&self, world: &mut World, name: &str, draw: &mut Draw) {
        let crew = world.crew(name, Role::Hired);
        let count = self.accounts.whole(draw);
        let few = accounts(world, crew, count, draw);
        let mean = self.cover.draw(draw);
        cover(world, &few, mean, draw);
        let orders = self.orders.whole(draw);
        for page in customers(world, orders, None, draw) {
            let begins = world.begins(page, draw);
            let by = takers(&few, self.share.0, draw);
            deliver(world, crew, page, &by, draw, |_, _, draw| Some(begins + draw.unit() * HOUR));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{accounts, after, by_page, long, posts, spread};

    #[test]
    fn a_dozen_accounts_come_nearly_all_within_an_hour() {
        for world in [long(3000), posts(2000)] {
            let (_, marks) = after(world, "is = \"tiny\"\naccounts = 15\norders = 40");
            let jobs: Vec<_> = marks.iter().copied().filter(|m| m.crew == 1).collect();
            let orders = by_page(&jobs);
            assert!((37..=40).contains(&orders.len()));
            assert!(orders.iter().all(|o| spread(o) <= 3600.0));
            assert_eq!(accounts(&jobs).len(), 15);
            assert!(jobs.len() as f64 / orders.len() as f64 > 12.0);
        }
    }
}
