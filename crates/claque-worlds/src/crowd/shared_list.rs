//! A list of pages is passed on (a collection, an article "twenty accounts worth following"): people who like
//! the topic walk down it in one sitting, seconds from one to the next, and take part of it. The list goes
//! round for some days. Assumed: sizes and pace.

use crate::behaviour::{Behaviour, Between};
use crate::clock::DAY;
use crate::draw::Draw;
use crate::world::World;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SharedList {
    /// How many lists.
    pub times: Between,
    /// People who meet a list.
    pub people: Between,
    /// Pages on a list.
    pub pages: Between,
    /// Mean days that a list goes round.
    pub days: Between,
}

impl Default for SharedList {
    fn default() -> Self {
        Self {
            times: Between::just(7.0),
            people: Between::new(100.0, 500.0),
            pages: Between::new(8.0, 22.0),
            days: Between::new(3.0, 8.0),
        }
    }
}

impl Behaviour for SharedList {
    fn act(&self, world: &mut World, _: &str, draw: &mut Draw) {
        let times = self.times.draw(draw);
        for _ in 0..world.often(times) {
            let (topic, begins) = (world.any_topic(draw), draw.between(DAY, 0.9 * world.span));
            let (wanted, people) = (self.pages.whole(draw), self.people.size(draw));
            let list = draw.some_of(&world.shown(Some(topic), begins), wanted);
            let mean = world.within_life(self.days.draw(draw) * DAY);
            for account in world.fans(topic, people, draw) {
                let shown = begins + draw.exponential(mean);
                let Some(mut time) = world.reached(account, shown, draw) else { continue };
                let (taken, pace) = (draw.beta(3.0, 2.0), draw.between(6.0, 40.0));
                for &page in &list {
                    time += 0.5 * pace + draw.exponential(0.5 * pace);
                    if draw.chance(taken) {
                        world.mark(account, page, time, 0);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{accounts, after, long};

    #[test]
    fn people_walk_down_the_list_in_its_order() {
        let (_, mut marks) = after(long(3000), "is = \"shared_list\"\ntimes = 1\npeople = 200\npages = 12");
        marks.sort_by_key(|m| (m.account, m.time));
        let walks: Vec<Vec<u32>> = marks
            .chunk_by(|a, b| a.account == b.account)
            .map(|walk| {
                assert!(walk.last().unwrap().time - walk[0].time < 1200, "one sitting");
                walk.iter().map(|m| m.page).collect()
            })
            .collect();
        // The longest walk gives the order; all others keep it.
        let order = walks.iter().max_by_key(|w| w.len()).unwrap();
        for walk in &walks {
            let places: Vec<_> = walk.iter().filter_map(|p| order.iter().position(|q| q == p)).collect();
            assert!(places.is_sorted(), "{places:?}");
        }
        assert!(accounts(&marks).len() > 150);
        assert!(marks.len() > accounts(&marks).len() * 5 && marks.len() < accounts(&marks).len() * 10);
    }
}
