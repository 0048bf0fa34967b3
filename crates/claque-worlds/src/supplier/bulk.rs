//! Accounts made in bulk: batches of dozens, each within minutes, with names from one list and nearly empty
//! lives; most of them serve the few orders that come.
//!
//! Calibrated on what such crews measured in earlier worlds (97–99 % of them made within an hour of five
//! others); sizes of batches are assumed.

use super::{accounts, cover, customers, deliver, takers};
use crate::behaviour::{Behaviour, Between, Share};
use crate::clock::{DAY, HOUR};
use crate::draw::Draw;
use crate::people::listed_name;
use crate::world::{Role, World};
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Bulk {
    /// Accounts in all.
    pub accounts: Between,
    /// Accounts of a batch.
    pub batch: Between,
    /// Minutes in which a batch is made.
    pub minutes: Between,
    /// Pages that order.
    pub orders: Between,
    /// Share of the accounts that an order takes.
    pub share: Share,
    /// Mean marks of an account that hide its jobs.
    pub cover: Between,
}

impl Default for Bulk {
    fn default() -> Self {
        Self {
            accounts: Between::just(900.0),
            batch: Between::new(40.0, 160.0),
            minutes: Between::just(8.0),
            orders: Between::just(5.0),
            share: Share(0.75),
            cover: Between::just(1.2),
        }
    }
}

impl Behaviour for Bulk {
    fn act(&self, world: &mut World, name: &str, draw: &mut Draw) {
        let crew = world.crew(name, Role::Fabricated);
        let count = self.accounts.whole(draw);
        let made = accounts(world, crew, count, draw);
        let latest = make(world, &made, &self.batch, &self.minutes, (-20.0 * DAY, 0.25 * world.span), draw);
        // They go to work a day after the last batch.
        let ready = latest + DAY;
        let before = world.marks.len();
        let mean = self.cover.draw(draw);
        cover(world, &made, mean, draw);
        // Nobody marks before the account is there.
        let people = &world.people;
        let kept: Vec<_> = world.marks[before..]
            .iter()
            .copied()
            .filter(|m| f64::from(m.time) > people.created[m.account as usize] + 1.0)
            .collect();
        world.marks.truncate(before);
        world.marks.extend(kept);
        let orders = self.orders.whole(draw);
        // On posts only what appears after that day can be served.
        let pages = customers(world, world.base_pages(), None, draw);
        let fit = pages.into_iter().filter(|&p| !world.is_posts() || world.pages.launch[p as usize] > ready);
        for page in fit.take(orders).collect::<Vec<_>>() {
            let begins = if world.is_posts() {
                world.begins(page, draw)
            } else {
                let first = ready.max(world.pages.launch[page as usize] + DAY);
                draw.between(first, (0.95 * world.span).max(first))
            };
            let by = takers(&made, self.share.0, draw);
            deliver(world, crew, page, &by, draw, |_, _, draw| Some(begins + draw.unit() * 10.0 * HOUR));
        }
    }
}

/// Makes accounts in batches between two instants, each within minutes; the last instant at which one was made.
pub fn make(
    world: &mut World,
    accounts: &[u32],
    batch: &Between,
    minutes: &Between,
    (from, to): (f64, f64),
    draw: &mut Draw,
) -> f64 {
    let mut latest: f64 = 0.0;
    let mut left = accounts;
    while !left.is_empty() {
        let size = batch.whole(draw).clamp(1, left.len());
        let (batch, rest) = left.split_at(size);
        left = rest;
        let begins = draw.between(from, to);
        let minutes = minutes.draw(draw);
        for &a in batch {
            let a = a as usize;
            let created = begins + draw.unit() * minutes * 60.0;
            world.people.created[a] = created;
            world.people.joined[a] = created.max(0.0);
            world.people.lead[a] = 0.0;
            world.people.name[a] = listed_name(draw);
            latest = latest.max(created);
        }
    }
    latest
}

#[cfg(test)]
mod tests {
    use crate::testing::{after, by_page, long, posts};

    #[test]
    fn they_are_made_together_and_their_lives_are_nearly_empty() {
        for world in [long(3000), posts(3000)] {
            let people = world.people.len();
            let (world, marks) = after(world, "is = \"bulk\"\naccounts = 400\norders = 5");
            let mut created = world.people.created[people..].to_vec();
            assert_eq!(created.len(), 400);
            created.sort_by(f64::total_cmp);
            let together = (0..400)
                .filter(|&i: &usize| {
                    let near = |j: usize| (created[j] - created[i]).abs() <= 3600.0;
                    (i.saturating_sub(5)..400.min(i + 6)).filter(|&j| j != i && near(j)).count() >= 5
                })
                .count();
            assert!(together >= 388, "{together} of 400 within an hour of five others");
            let jobs: Vec<_> = marks.iter().copied().filter(|m| m.crew == 1).collect();
            assert_eq!(by_page(&jobs).len(), 5);
            assert!(marks.len() - jobs.len() < 800, "{}", marks.len() - jobs.len());
            assert!(marks.iter().all(|m| f64::from(m.time) >= world.people.created[m.account as usize]));
        }
    }
}
