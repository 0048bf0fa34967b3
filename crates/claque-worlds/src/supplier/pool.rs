//! A rotating pool: every order is drawn at random out of a pool so large that its accounts hardly meet twice.
//!
//! Calibrated on collusion networks (Farooqi et al., IMC 2017): each request draws tens to about four hundred
//! random members from pools of ten thousand to three hundred thousand; pools here are smaller, as logs are.

use super::{accounts, cover, customers, deliver, takers};
use crate::behaviour::{Behaviour, Between, Share};
use crate::clock::HOUR;
use crate::draw::Draw;
use crate::world::{Role, World};
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Pool {
    /// Accounts of the pool.
    pub accounts: Between,
    /// Pages that order.
    pub orders: Between,
    /// Share of the pool that an order takes.
    pub share: Share,
    /// Hours that an order takes.
    pub hours: Between,
    /// Mean marks of an account that hide its jobs.
    pub cover: Between,
}

impl Default for Pool {
    fn default() -> Self {
        Self {
            accounts: Between::just(4_000.0),
            orders: Between::just(70.0),
            share: Share(0.08),
            hours: Between::new(6.0, 24.0),
            cover: Between::just(7.0),
        }
    }
}

impl Behaviour for Pool {
    fn act(&self, world: &mut World, name: &str, draw: &mut Draw) {
        let crew = world.crew(name, Role::Hired);
        let count = self.accounts.whole(draw);
        let pool = accounts(world, crew, count, draw);
        let mean = self.cover.draw(draw);
        cover(world, &pool, mean, draw);
        let orders = self.orders.whole(draw);
        for page in customers(world, orders, None, draw) {
            let begins = world.begins(page, draw);
            let takes = world.within_life(self.hours.draw(draw) * HOUR);
            let by = takers(&pool, self.share.0, draw);
            deliver(world, crew, page, &by, draw, |_, _, draw| Some(begins + draw.unit() * takes));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{after, by_page, long, spread};

    #[test]
    fn an_order_draws_its_share_at_random() {
        let (_, marks) =
            after(long(3000), "is = \"pool\"\naccounts = 2000\norders = 40\nshare = 0.08\ncover = 0");
        let orders = by_page(&marks);
        assert!((38..=40).contains(&orders.len()), "{}", orders.len());
        let share = marks.len() as f64 / orders.len() as f64 / 2000.0;
        assert!((0.07..0.09).contains(&share), "{share}");
        assert!(orders.iter().all(|o| spread(o) <= 86_400.0));
        // Two orders share m²/M accounts: about 0.0064 of the pool, 13.
        let sets: Vec<_> = orders.iter().map(|o| crate::testing::accounts(o)).collect();
        let mut shared = 0;
        for (i, a) in sets.iter().enumerate() {
            shared += sets[..i].iter().map(|b| a.intersection(b).count()).sum::<usize>();
        }
        let pairs = sets.len() * (sets.len() - 1) / 2;
        let mean = shared as f64 / pairs as f64;
        assert!((10.0..16.0).contains(&mean), "{mean}");
    }
}
