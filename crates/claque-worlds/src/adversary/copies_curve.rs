//! A supplier that copies each page's own curve: its marks come when the page's own public comes, so no window
//! of the page stands out. What is left to see is that the same accounts share unrelated pages. Assumed in all
//! its numbers; stealthy farms that spread their marks are the model (Ikram et al. 2017).

use crate::behaviour::{Behaviour, Between, Share};
use crate::clock::HOUR;
use crate::draw::Draw;
use crate::supplier::{accounts, cover, customers, deliver, takers};
use crate::world::{Role, World};
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CopiesCurve {
    /// Accounts.
    pub accounts: Between,
    /// Pages that order.
    pub orders: Between,
    /// Share of the accounts that an order takes.
    pub share: Share,
    /// Mean marks of an account that hide its jobs.
    pub cover: Between,
}

impl Default for CopiesCurve {
    fn default() -> Self {
        Self {
            accounts: Between::just(400.0),
            orders: Between::just(30.0),
            share: Share(0.6),
            cover: Between::just(25.0),
        }
    }
}

/// Fewer own marks than this are no curve to copy.
const CURVE: usize = 10;

impl Behaviour for CopiesCurve {
    fn act(&self, world: &mut World, name: &str, draw: &mut Draw) {
        let crew = world.crew(name, Role::Hired);
        let count = self.accounts.whole(draw);
        let crowd = accounts(world, crew, count, draw);
        let mean = self.cover.draw(draw);
        cover(world, &crowd, mean, draw);
        let orders = self.orders.whole(draw);
        let known: Vec<u32> = customers(world, world.base_pages(), None, draw)
            .into_iter()
            .filter(|&p| world.popularity[p as usize] as usize >= CURVE)
            .take(orders)
            .collect();
        for page in known {
            let curve: Vec<f64> =
                world.ordinary_marks().iter().filter(|m| m.page == page).map(|m| f64::from(m.time)).collect();
            let by = takers(&crowd, self.share.0, draw);
            let blur = if world.is_posts() { 0.25 * HOUR } else { 2.0 * HOUR };
            deliver(world, crew, page, &by, draw, |_, _, draw| {
                Some(draw.one_of(&curve) + blur * draw.normal())
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{after, by_page, long};

    #[test]
    fn marks_come_when_the_pages_own_public_comes() {
        let (world, marks) =
            after(long(3000), "is = \"copies_curve\"\naccounts = 150\norders = 15\ncover = 0");
        let orders = by_page(&marks);
        assert!(orders.len() >= 14);
        for order in orders {
            let mut own: Vec<f64> = world
                .ordinary_marks()
                .iter()
                .filter(|m| m.page == order[0].page)
                .map(|m| f64::from(m.time))
                .collect();
            own.sort_by(f64::total_cmp);
            // Kolmogorov's distance between the two curves: at most 1.95 √(1/n + 1/m) in 999 of 1000.
            let (n, m) = (own.len() as f64, order.len() as f64);
            let mut far = 0f64;
            for (i, mark) in order.iter().enumerate() {
                let below = own.partition_point(|&t| t <= f64::from(mark.time)) as f64 / n;
                far = far.max((below - (i as f64 + 0.5) / m).abs());
            }
            assert!(far < 1.95 * (1.0 / n + 1.0 / m).sqrt() + 0.05, "{far}");
        }
    }
}
