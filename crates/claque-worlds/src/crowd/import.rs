//! An import: people come from another platform and bring their old marks at once, each within seconds, on the
//! same day. The pages are what each likes; nothing but the day binds them. Sizes are assumed.

use crate::behaviour::{Behaviour, Between};
use crate::clock::DAY;
use crate::draw::{Draw, sums};
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
}

impl Default for Import {
    fn default() -> Self {
        Self {
            times: Between::just(1.0),
            people: Between::new(350.0, 800.0),
            marks: Between::new(20.0, 160.0),
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
            for account in world.anybody(people, draw) {
                let at = world.waking(account, day as f64, draw);
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

#[cfg(test)]
mod tests {
    use crate::testing::{accounts, after, long, spread};

    #[test]
    fn everybody_brings_what_he_likes_within_seconds_of_one_day() {
        let (_, mut marks) = after(long(3000), "is = \"import\"\npeople = 200\nmarks = 40");
        assert!(spread(&marks) < 3.0 * 86_400.0);
        assert!(accounts(&marks).len() >= 195);
        marks.sort_by_key(|m| m.account);
        assert!(marks.chunk_by(|a, b| a.account == b.account).all(|one| spread(one) <= 40.0));
    }
}
