//! One owner orders from one crew for everything that he puts out, so that it looks like a club of loyal fans in
//! all but pace and closure: few owners, one topic, recurring. He has some fans too. The crew may have been made in
//! batches. Assumed in all its numbers.

use crate::behaviour::{Behaviour, Between, Share};
use crate::clock::{DAY, HOUR};
use crate::crowd::fan_club;
use crate::draw::Draw;
use crate::supplier::{accounts, bulk, cover, deliver, takers};
use crate::world::{Role, World};
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OneCustomer {
    /// Accounts.
    pub accounts: Between,
    /// Pages that the owner puts out.
    pub pages: Between,
    /// The owner's own fans.
    pub fans: Between,
    /// Share of the accounts that an order takes.
    pub share: Share,
    /// Mean marks of an account that hide its jobs.
    pub cover: Between,
    /// Accounts of a batch, where they are made in batches of minutes before the log begins.
    pub batch: Option<Between>,
}

impl Default for OneCustomer {
    fn default() -> Self {
        Self {
            accounts: Between::just(150.0),
            pages: Between::new(20.0, 35.0),
            fans: Between::new(60.0, 150.0),
            share: Share(0.7),
            cover: Between::just(15.0),
            batch: None,
        }
    }
}

impl Behaviour for OneCustomer {
    fn act(&self, world: &mut World, name: &str, draw: &mut Draw) {
        let role = if self.batch.is_some() { Role::Fabricated } else { Role::Hired };
        let crew = world.crew(name, role);
        let count = self.accounts.whole(draw);
        let crowd = accounts(world, crew, count, draw);
        if let Some(batch) = &self.batch {
            bulk::make(world, &crowd, batch, &Between::just(8.0), (-200.0 * DAY, -DAY), draw);
        }
        let mean = self.cover.draw(draw);
        cover(world, &crowd, mean, draw);
        let (topic, pages) = (world.any_topic(draw), self.pages.whole(draw));
        let series = world.series(topic, pages, draw);
        let fans = self.fans.size(draw);
        fan_club::follow(world, topic, &series, fans, 4.0, draw);
        for page in series {
            let begins = world.pages.launch[page as usize] + draw.between(0.1, 3.0) * HOUR;
            let by = takers(&crowd, self.share.0, draw);
            deliver(world, crew, page, &by, draw, |_, _, draw| Some(begins + draw.unit() * 3.0 * HOUR));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{after, by_page, long, posts};

    #[test]
    fn all_jobs_are_pages_of_one_owner() {
        for world in [long(3000), posts(2000)] {
            let (world, marks) = after(world, "is = \"one_customer\"\naccounts = 80\npages = 20");
            let jobs: Vec<_> = marks.iter().copied().filter(|m| m.crew == 1).collect();
            let owners: std::collections::BTreeSet<_> =
                jobs.iter().map(|m| world.pages.owner[m.page as usize]).collect();
            assert_eq!(owners.len(), 1);
            assert!(owners.iter().all(Option::is_some));
            assert!(by_page(&jobs).len() >= 10, "{}", by_page(&jobs).len());
        }
    }

    #[test]
    fn it_may_have_been_made_in_batches() {
        let people = long(3000).people.len();
        let (world, _) = after(long(3000), "is = \"one_customer\"\naccounts = 80\nbatch = 20");
        let mut created = world.people.created[people..people + 80].to_vec();
        created.sort_by(f64::total_cmp);
        let near = created.windows(20).filter(|w| w[19] - w[0] < 8.0 * 60.0).count();
        assert!(near >= 3 && created.iter().all(|c| *c < 0.0), "{near}");
    }
}
