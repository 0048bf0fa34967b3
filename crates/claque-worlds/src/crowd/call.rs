//! A call: an owner asks his followers to come to the platform. They sign up within minutes or hours, like what they
//! like, and mark what he puts out. Beyond the platform's sign-up curve and one owner's regulars, and for
//! themselves all the same. Sizes and times are assumed.

use super::fan_club::keep_up;
use crate::behaviour::{Behaviour, Between};
use crate::clock::{DAY, HOUR};
use crate::draw::Draw;
use crate::life;
use crate::people::Block;
use crate::world::World;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Call {
    /// How many calls.
    pub times: Between,
    /// People who come.
    pub people: Between,
    /// Mean hours until one has signed up.
    pub hours: Between,
    /// Pages that the owner puts out.
    pub pages: Between,
    /// How much they like his topic beyond their other tastes, 0 to 1.
    pub leaning: Between,
    /// Marks that one gives for oneself, as a share of what others give.
    pub busy: Between,
}

impl Default for Call {
    fn default() -> Self {
        Self {
            times: Between::just(3.0),
            people: Between::new(25.0, 400.0),
            hours: Between::new(0.15, 8.0),
            pages: Between::new(15.0, 60.0),
            leaning: Between::new(0.1, 0.8),
            busy: Between::new(0.3, 1.0),
        }
    }
}

impl Behaviour for Call {
    fn act(&self, world: &mut World, _: &str, draw: &mut Draw) {
        let times = self.times.draw(draw);
        for _ in 0..world.often(times) {
            let (topic, n) = (world.any_topic(draw), self.pages.whole(draw));
            let series = world.series(topic, n, draw);
            let block = Block {
                leaning: Some((topic, self.leaning.draw(draw).min(1.0))),
                settled: true,
                ..Block::ordinary(self.people.size(draw), self.busy.draw(draw) * world.size.marks)
            };
            let people = world.bring(&block, draw);
            let (called, hours) = (draw.between(-100.0, -2.0) * DAY, self.hours.size_of(draw));
            for &a in &people {
                world.people.created[a as usize] = called + draw.exponential(hours * HOUR);
            }
            life::live(world, &people, draw);
            keep_up(world, &people, &series, draw.between(2.0, 6.0), draw);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{after, long, posts};

    #[test]
    fn they_sign_up_together_and_mark_what_one_owner_puts_out() {
        for world in [long(3000), posts(2000)] {
            let before = world.people.len();
            let (world, marks) =
                after(world, "is = \"call\"\ntimes = 1\npeople = 100\nhours = 2\npages = 20");
            let made = &world.people.created[before..before + 100];
            let first = made.iter().copied().fold(f64::INFINITY, f64::min);
            let soon = made.iter().filter(|c| **c < first + 4.0 * 3600.0).count();
            assert!((60..=99).contains(&soon), "{soon}");
            // Most accounts that mark one owner's pages often are his.
            let mut given = std::collections::BTreeMap::<_, u32>::new();
            for m in &marks {
                *given.entry((world.pages.owner[m.page as usize], m.account)).or_default() += 1;
            }
            let mut regulars = std::collections::BTreeMap::<_, u32>::new();
            given.iter().filter(|g| *g.1 >= 6).for_each(|g| *regulars.entry(g.0.0).or_default() += 1);
            let most = regulars.values().max().copied().unwrap_or(0);
            assert!(most >= 60, "{regulars:?}");
            assert!(marks.len() > 800 && marks.iter().all(|m| m.crew == 0), "{}", marks.len());
        }
    }
}
