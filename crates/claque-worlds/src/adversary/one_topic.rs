//! A supplier that serves one topic only, so that its pages look as related as those of the topic's fans. What is
//! left to see is its pace and that its accounts like nothing else of the topic. Assumed in all its numbers.

use crate::behaviour::{Behaviour, Between, Share};
use crate::clock::HOUR;
use crate::draw::Draw;
use crate::supplier::{accounts, cover, customers, deliver, takers};
use crate::world::{Role, World};
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OneTopic {
    /// Accounts.
    pub accounts: Between,
    /// Pages that order.
    pub orders: Between,
    /// Share of the accounts that an order takes.
    pub share: Share,
    /// Hours that an order takes.
    pub hours: Between,
    /// Mean marks of an account that hide its jobs.
    pub cover: Between,
}

impl Default for OneTopic {
    fn default() -> Self {
        Self {
            accounts: Between::just(400.0),
            orders: Between::just(35.0),
            share: Share(0.5),
            hours: Between::new(6.0, 24.0),
            cover: Between::just(22.0),
        }
    }
}

impl Behaviour for OneTopic {
    fn act(&self, world: &mut World, name: &str, draw: &mut Draw) {
        let crew = world.crew(name, Role::Hired);
        let count = self.accounts.whole(draw);
        let crowd = accounts(world, crew, count, draw);
        let mean = self.cover.draw(draw);
        cover(world, &crowd, mean, draw);
        let (orders, topic) = (self.orders.whole(draw), world.main_topic());
        for page in customers(world, orders, Some(topic), draw) {
            let begins = world.begins(page, draw);
            let takes = world.within_life(self.hours.draw(draw) * HOUR);
            let by = takers(&crowd, self.share.0, draw);
            deliver(world, crew, page, &by, draw, |_, _, draw| Some(begins + draw.unit() * takes));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{after, by_page, long};

    #[test]
    fn all_its_customers_are_of_one_topic() {
        let (world, marks) = after(long(3000), "is = \"one_topic\"\naccounts = 100\norders = 20");
        let jobs: Vec<_> = marks.iter().copied().filter(|m| m.crew == 1).collect();
        assert!(by_page(&jobs).len() >= 18);
        let main = world.main_topic() as u16;
        assert!(jobs.iter().all(|m| world.pages.topic[m.page as usize] == main));
        assert!(world.topics.iter().all(|&s| s <= world.topics[usize::from(main)]));
        assert!(marks.iter().any(|m| world.pages.topic[m.page as usize] != main), "cover is of all topics");
    }
}
