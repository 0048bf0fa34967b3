//! A recommender: for weeks the same shelf of pages is shown to people of one taste, whenever they come, and
//! turns slowly. They meet each other on many pages on many days without knowing of each other. Sizes are
//! assumed; such a world once made an earlier method call twelve thousand people.

use crate::behaviour::{Behaviour, Between, Share};
use crate::clock::DAY;
use crate::draw::Draw;
use crate::world::World;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Recommender {
    /// How many tastes are served so.
    pub times: Between,
    /// People of that taste.
    pub people: Between,
    /// Pages that are shown over the whole time.
    pub pages: Between,
    /// Days that it goes on.
    pub days: Between,
    /// Chance that a person comes on a day.
    pub comes: Share,
    /// Chance that one of the eight pages shown gets the person's mark.
    pub takes: Share,
}

impl Default for Recommender {
    fn default() -> Self {
        Self {
            times: Between::just(3.0),
            people: Between::new(600.0, 1_500.0),
            pages: Between::new(20.0, 45.0),
            days: Between::new(18.0, 40.0),
            comes: Share(0.22),
            takes: Share(0.16),
        }
    }
}

/// Pages shown at a time.
const SHOWN: usize = 8;

impl Behaviour for Recommender {
    fn act(&self, world: &mut World, _: &str, draw: &mut Draw) {
        let times = self.times.draw(draw);
        for _ in 0..world.often(times) {
            let topic = world.any_topic(draw);
            let days = self.days.whole(draw).min(world.size.days as usize - 2);
            let first = 1 + draw.below(world.size.days as usize - 1 - days);
            let (people, wanted) = (self.people.size(draw), self.pages.whole(draw));
            let public = world.fans(topic, people, draw);
            let mut shelf = draw.some_of(&world.shown(Some(topic), first as f64 * DAY), wanted);
            for day in 0..days {
                let at = (first + day) as f64;
                if world.is_posts() {
                    // The best of what the last day brought.
                    shelf = world.shown(Some(topic), at * DAY);
                    shelf.sort_by(|&a, &b| {
                        world.pages.weight[b as usize]
                            .total_cmp(&world.pages.weight[a as usize])
                            .then(a.cmp(&b))
                    });
                    shelf.truncate(SHOWN);
                }
                let turned = if world.is_posts() { 0 } else { day * shelf.len() / days };
                let shown: Vec<u32> =
                    (0..SHOWN.min(shelf.len())).map(|i| shelf[(turned + i) % shelf.len()]).collect();
                for &account in &public {
                    if !draw.chance(self.comes.0) {
                        continue;
                    }
                    let mut time = world.waking(account, at, draw);
                    for &page in &shown {
                        time += 20.0 + draw.exponential(15.0);
                        if draw.chance(self.takes.0) {
                            world.mark(account, page, time, 0);
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{after, by_page, long, posts};

    #[test]
    fn people_of_one_taste_meet_on_many_pages_on_many_days() {
        for world in [long(3000), posts(2000)] {
            let (world, marks) =
                after(world, "is = \"recommender\"\ntimes = 1\npeople = 400\npages = 25\ndays = 20");
            let topics: std::collections::BTreeSet<u16> =
                marks.iter().map(|m| world.pages.topic[m.page as usize]).collect();
            assert_eq!(topics.len(), 1);
            let days: std::collections::BTreeSet<u32> = marks.iter().map(|m| m.time / 86_400).collect();
            assert!((15..=23).contains(&days.len()), "{}", days.len());
            assert!(by_page(&marks).len() >= 10, "{}", by_page(&marks).len());
        }
    }
}
