//! An import: people come from another platform and bring their old marks at once, each within seconds, on the
//! same day. The pages are what each likes; nothing but the day binds them. Some may have signed up for it, within a day or two: a
//! platform that people leave sends thousands to another. Sizes are assumed.

use crate::behaviour::{Behaviour, Between};
use crate::clock::{DAY, HOUR};
use crate::draw::{Draw, sums};
use crate::life;
use crate::people::Block;
use crate::world::World;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Import {
    /// How many such days.
    pub times: Between,
    /// People who come.
    pub people: Between,
    /// Marks that one brings.
    pub marks: Between,
    /// Share of them who are new here and sign up for it.
    pub new: Between,
}

/// Mean time over which they sign up, and from signing up until the marks are there.
const SIGN_UP: (f64, f64) = (0.7 * DAY, 0.3 * HOUR);

impl Default for Import {
    fn default() -> Self {
        Self {
            times: Between::just(1.0),
            people: Between::new(350.0, 800.0),
            marks: Between::new(20.0, 160.0),
            new: Between::just(0.0),
        }
    }
}

impl Behaviour for Import {
    fn act(&self, world: &mut World, _: &str, draw: &mut Draw) {
        let times = self.times.draw(draw);
        for _ in 0..world.often(times) {
            let day = 1 + draw.below(world.size.days as usize - 2);
            let shelves: Vec<(Vec<u32>, Vec<f64>)> = (0..world.size.topics)
                .map(|k| {
                    let pages = world.shown(Some(k), day as f64 * DAY);
                    let sums = sums(pages.iter().map(|&p| world.pages.weight[p as usize]));
                    (pages, sums)
                })
                .collect();
            let people = self.people.size(draw);
            let new = self.new.draw(draw).min(1.0);
            let fresh = sign_up(world, (new * people as f64) as usize, day as f64 * DAY, draw);
            let known = world.anybody(people - fresh.len(), draw);
            let known: Vec<(u32, f64)> =
                known.into_iter().map(|a| (a, world.waking(a, day as f64, draw))).collect();
            for (account, at) in fresh.into_iter().chain(known) {
                for _ in 0..self.marks.size(draw) {
                    let (pages, sums) = &shelves[world.people.topic(account, draw)];
                    if !pages.is_empty() {
                        world.mark(account, pages[draw.weighted(sums)], at + draw.between(0.0, 40.0), 0);
                    }
                }
            }
        }
    }
}

/// People who sign up from a day on and live here from then on, and when their marks come.
fn sign_up(world: &mut World, people: usize, from: f64, draw: &mut Draw) -> Vec<(u32, f64)> {
    let fresh = world.bring(&Block::ordinary(people, world.size.marks), draw);
    for &a in &fresh {
        let made = (from + draw.exponential(SIGN_UP.0)).min(world.span - HOUR);
        world.people.created[a as usize] = made;
        world.people.joined[a as usize] = made;
    }
    life::live(world, &fresh, draw);
    let created = &world.people.created;
    fresh.into_iter().map(|a| (a, created[a as usize] + draw.exponential(SIGN_UP.1))).collect()
}

#[cfg(test)]
mod tests {
    use crate::testing::{accounts, after, long, spread};

    #[test]
    fn those_who_are_new_sign_up_within_days_and_bring_their_marks_at_once() {
        let world = long(3000);
        let before = world.people.len();
        let (world, marks) = after(world, "is = \"import\"\npeople = 200\nmarks = 40\nnew = 0.6");
        assert_eq!(world.people.len() - before, 120);
        let made = &world.people.created[before..];
        let first = made.iter().copied().fold(f64::INFINITY, f64::min);
        let soon = made.iter().filter(|c| **c < first + 3.0 * 86_400.0).count();
        assert!(soon > 100, "{soon}");
        for (a, made) in (before as u32..).zip(made) {
            let of: Vec<f64> = marks.iter().filter(|m| m.account == a).map(|m| f64::from(m.time)).collect();
            assert!(of.iter().all(|t| *t + 1.0 >= *made));
            let brought = of.iter().filter(|t| **t < made + 4.0 * 3600.0).count();
            assert!(brought >= 20, "{brought} of {}", of.len());
        }
    }

    #[test]
    fn everybody_brings_what_he_likes_within_seconds_of_one_day() {
        let (_, mut marks) = after(long(3000), "is = \"import\"\npeople = 200\nmarks = 40");
        assert!(spread(&marks) < 3.0 * 86_400.0);
        assert!(accounts(&marks).len() >= 195);
        marks.sort_by_key(|m| m.account);
        assert!(marks.chunk_by(|a, b| a.account == b.account).all(|one| spread(one) <= 40.0));
    }
}
