//! Crowd workers: people with lives, tastes and nights of their own, who take small tasks between them. An order
//! is filled over days by whoever happens to come.
//!
//! Calibrated on click work as reported (people in Dhaka, Jakarta, Manila and Indian cities, about a dollar per
//! thousand marks) only in that they are people; how many take a task is assumed.

use super::{customers, deliver, persons, takers};
use crate::behaviour::{Behaviour, Between, Share};
use crate::clock::DAY;
use crate::draw::Draw;
use crate::world::{Role, World};
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Workers {
    /// People who take tasks.
    pub accounts: Between,
    /// Pages that order.
    pub orders: Between,
    /// Share of the people who take a task.
    pub share: Share,
    /// Mean days until a worker comes to it.
    pub days: Between,
    /// Mean marks of one's own.
    pub marks: Between,
}

impl Default for Workers {
    fn default() -> Self {
        Self {
            accounts: Between::just(1_000.0),
            orders: Between::just(40.0),
            share: Share(0.3),
            days: Between::just(0.8),
            marks: Between::just(24.0),
        }
    }
}

impl Behaviour for Workers {
    fn act(&self, world: &mut World, name: &str, draw: &mut Draw) {
        let crew = world.crew(name, Role::Hired);
        let (count, marks) = (self.accounts.whole(draw), self.marks.draw(draw));
        let workers = persons(world, crew, count, marks, draw);
        let orders = self.orders.whole(draw);
        for page in customers(world, orders, None, draw) {
            let days = self.days.draw(draw);
            task(world, crew, page, &workers, self.share.0, days, draw);
        }
    }
}

/// A task: a share of the workers comes to it, each when awake, by an exponential curve.
pub fn task(world: &mut World, crew: u16, page: u32, of: &[u32], share: f64, days: f64, draw: &mut Draw) {
    let begins = world.begins(page, draw);
    let mean = world.within_life(days * DAY);
    let by = takers(of, share, draw);
    deliver(world, crew, page, &by, draw, |world, account, draw| {
        let comes = begins + draw.exponential(mean);
        world.reached(account, comes, draw)
    });
}

#[cfg(test)]
mod tests {
    use crate::testing::{accounts, after, by_page, long, posts};

    #[test]
    fn workers_live_and_take_their_share_of_tasks() {
        for world in [long(3000), posts(2000)] {
            let (world, marks) = after(world, "is = \"workers\"\naccounts = 300\norders = 20");
            let (jobs, own): (Vec<_>, Vec<_>) = marks.iter().partition(|m| m.crew == 1);
            let orders = by_page(&jobs).len();
            assert!((18..=20).contains(&orders), "{orders}");
            let share = jobs.len() as f64 / orders as f64 / 300.0;
            assert!((0.2..0.36).contains(&share), "{share}");
            // Lives of their own: more marks than jobs, nearly all of them awake.
            assert!(own.len() > jobs.len(), "{} {}", own.len(), jobs.len());
            assert!(accounts(&own).len() > 280);
            let night = jobs
                .iter()
                .filter(|m| {
                    let own = f64::from(m.time) + world.people.ahead[m.account as usize];
                    (1.0..6.0).contains(&(own.rem_euclid(86_400.0) / 3600.0))
                })
                .count();
            assert!(night * 10 < jobs.len(), "{night}");
        }
    }
}
