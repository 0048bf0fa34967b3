//! A crew that frames a rival: beside its customers it serves a rival's pages, among the rival's own fans and as
//! soon as each page appears, so that the fans stand in the same windows. The crew's marks are hired; the fans
//! are innocent and must not be called. Assumed in all its numbers; that a page can get what it did not order is
//! a case that users told.

use crate::behaviour::{Behaviour, Between, Share};
use crate::clock::HOUR;
use crate::crowd::fan_club;
use crate::draw::Draw;
use crate::supplier::{accounts, cover, customers, deliver, takers};
use crate::world::{Role, World};
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FramesRival {
    /// Accounts.
    pub accounts: Between,
    /// Pages that order.
    pub orders: Between,
    /// The rival's pages.
    pub pages: Between,
    /// The rival's fans.
    pub fans: Between,
    /// Share of the accounts that an order takes.
    pub share: Share,
    /// Mean marks of an account that hide its jobs.
    pub cover: Between,
}

impl Default for FramesRival {
    fn default() -> Self {
        Self {
            accounts: Between::just(300.0),
            orders: Between::just(25.0),
            pages: Between::new(12.0, 20.0),
            fans: Between::new(150.0, 300.0),
            share: Share(0.5),
            cover: Between::just(25.0),
        }
    }
}

impl Behaviour for FramesRival {
    fn act(&self, world: &mut World, name: &str, draw: &mut Draw) {
        let crew = world.crew(name, Role::Hired);
        let count = self.accounts.whole(draw);
        let crowd = accounts(world, crew, count, draw);
        let mean = self.cover.draw(draw);
        cover(world, &crowd, mean, draw);
        let (topic, pages) = (world.any_topic(draw), self.pages.whole(draw));
        let rival = world.series(topic, pages, draw);
        let fans = self.fans.size(draw);
        fan_club::follow(world, topic, &rival, fans, 3.0, draw);
        let orders = self.orders.whole(draw);
        for page in customers(world, orders, None, draw) {
            let begins = world.begins(page, draw);
            let by = takers(&crowd, self.share.0, draw);
            deliver(world, crew, page, &by, draw, |_, _, draw| Some(begins + draw.unit() * 6.0 * HOUR));
        }
        for page in rival {
            let begins = world.pages.launch[page as usize];
            let by = takers(&crowd, self.share.0, draw);
            // As the fans come: an exponential with mean three hours.
            deliver(world, crew, page, &by, draw, |_, _, draw| {
                Some(begins + draw.exponential(3.0 * HOUR).min(12.0 * HOUR))
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{after, by_page, long};

    #[test]
    fn fans_and_crew_stand_in_the_same_hours_and_the_fans_are_innocent() {
        let (world, marks) =
            after(long(3000), "is = \"frames_rival\"\naccounts = 120\norders = 10\npages = 12");
        let rival: Vec<_> =
            marks.iter().copied().filter(|m| world.pages.owner[m.page as usize].is_some()).collect();
        let pages = by_page(&rival);
        assert_eq!(pages.len(), 12);
        for page in pages {
            let (crew, fans): (Vec<_>, Vec<_>) = page.iter().partition(|m| m.crew == 1);
            assert!(crew.len() > 30 && fans.len() > 30, "{} {}", crew.len(), fans.len());
            let launch = world.pages.launch[page[0].page as usize];
            let early = |of: &[&crate::world::Mark]| {
                of.iter().filter(|m| f64::from(m.time) - launch < 12.0 * 3600.0).count() * 2 > of.len()
            };
            assert!(early(&crew) && early(&fans));
            assert!(fans.iter().all(|m| world.people.crew[m.account as usize] == 0));
        }
    }
}
