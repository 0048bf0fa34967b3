//! A pool whose accounts take turns: they go round in a ring, which is shuffled after each round with those of the
//! last order at its end, so that two orders next to each other share nobody, all work alike, and accounts meet
//! as rarely as can be. Assumed in all its numbers.

use crate::behaviour::{Behaviour, Between, Share};
use crate::clock::HOUR;
use crate::draw::Draw;
use crate::supplier::{accounts, cover, customers, deliver};
use crate::world::{Role, World};
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rotates {
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

impl Default for Rotates {
    fn default() -> Self {
        Self {
            accounts: Between::just(2_000.0),
            orders: Between::just(60.0),
            share: Share(0.12),
            hours: Between::new(6.0, 24.0),
            cover: Between::just(12.0),
        }
    }
}

impl Behaviour for Rotates {
    fn act(&self, world: &mut World, name: &str, draw: &mut Draw) {
        let crew = world.crew(name, Role::Hired);
        let count = self.accounts.whole(draw);
        let mut ring = accounts(world, crew, count, draw);
        let mean = self.cover.draw(draw);
        cover(world, &ring, mean, draw);
        let orders = self.orders.whole(draw);
        let each = ((self.share.0 * count as f64).round() as usize).clamp(1, count.max(1));
        let mut begun: Vec<(f64, u32)> = customers(world, orders, None, draw)
            .into_iter()
            .map(|page| (world.begins(page, draw), page))
            .collect();
        // Orders are filled as they come.
        begun.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut next = 0;
        for (begins, page) in begun {
            if next + each > ring.len() {
                // A new round: first those whose turn it still is, last those of the last order.
                let (had, waits) = ring.split_at(next.min(ring.len()));
                let (rested, last) = had.split_at(had.len().saturating_sub(each));
                let mut round = draw.some_of(waits, waits.len());
                round.extend(draw.some_of(rested, rested.len()));
                round.extend(draw.some_of(last, last.len()));
                ring = round;
                next = 0;
            }
            let takes = world.within_life(self.hours.draw(draw) * HOUR);
            let by = ring.get(next..next + each).unwrap_or(&ring).to_vec();
            deliver(world, crew, page, &by, draw, |_, _, draw| Some(begins + draw.unit() * takes));
            next += each;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{accounts, after, by_page, long};

    #[test]
    fn neighbours_in_time_share_nobody_and_all_work_alike() {
        let (_, marks) = after(
            long(3000),
            "is = \"rotates\"\naccounts = 400\norders = 40\nshare = 0.1\nhours = 1\ncover = 0",
        );
        let mut orders = by_page(&marks);
        orders.sort_by_key(|o| o[0].time);
        let sets: Vec<_> = orders.iter().map(|o| accounts(o)).collect();
        let alone = sets.windows(2).filter(|w| w[0].is_disjoint(&w[1])).count();
        assert!(alone >= sets.len() - 2, "{alone} of {}", sets.len() - 1);
        let mut jobs = std::collections::BTreeMap::new();
        for m in &marks {
            *jobs.entry(m.account).or_insert(0) += 1;
        }
        assert_eq!(jobs.len(), 400);
        assert!(jobs.values().all(|n| (3..=4).contains(n)), "{jobs:?}");
        // One crew, not several side by side: whom the first order's accounts meet later are most of the pool.
        let met: std::collections::BTreeSet<u32> =
            sets[1..].iter().filter(|s| !s.is_disjoint(&sets[0])).flatten().copied().collect();
        assert!(met.len() > 300, "{}", met.len());
    }
}
