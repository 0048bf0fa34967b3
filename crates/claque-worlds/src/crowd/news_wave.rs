//! A day of news: people who like a topic mark several of its pages within hours, one after the other. The
//! sizes are assumed; what separates it from a crew is that it happens once and within one topic.

use crate::behaviour::{Behaviour, Between};
use crate::clock::{DAY, HOUR};
use crate::draw::Draw;
use crate::world::World;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewsWave {
    /// How many such days.
    pub times: Between,
    /// People who hear of it.
    pub people: Between,
    /// Pages that the news touches.
    pub pages: Between,
    /// Mean hours until a person hears.
    pub hours: Between,
}

impl Default for NewsWave {
    fn default() -> Self {
        Self {
            times: Between::just(7.0),
            people: Between::new(400.0, 1_600.0),
            pages: Between::new(5.0, 14.0),
            hours: Between::new(8.0, 20.0),
        }
    }
}

impl Behaviour for NewsWave {
    fn act(&self, world: &mut World, _: &str, draw: &mut Draw) {
        let times = self.times.draw(draw);
        for _ in 0..world.often(times) {
            let (topic, breaks) = (world.any_topic(draw), draw.between(DAY, 0.96 * world.span));
            let (wanted, people) = (self.pages.whole(draw), self.people.size(draw));
            let pages = draw.some_of(&world.shown(Some(topic), breaks), wanted);
            // A few pages are what everybody marks; most are marked by some.
            let draws: Vec<f64> = pages.iter().map(|_| draw.beta(1.3, 3.0)).collect();
            let mean = world.within_life(self.hours.draw(draw) * HOUR);
            for account in world.fans(topic, people, draw) {
                let heard = breaks + 0.5 * mean * draw.gamma(2.0);
                let Some(mut time) = world.reached(account, heard, draw) else { continue };
                for (&page, &p) in pages.iter().zip(&draws) {
                    if draw.chance(p) {
                        world.mark(account, page, time, 0);
                        time += draw.exponential(150.0);
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
    fn it_stays_within_one_topic_and_some_days() {
        for world in [long(3000), posts(2000)] {
            let (world, marks) =
                after(world, "is = \"news_wave\"\ntimes = 1\npeople = 600\npages = 8\nhours = 10");
            let topics: std::collections::BTreeSet<u16> =
                marks.iter().map(|m| world.pages.topic[m.page as usize]).collect();
            assert_eq!(topics.len(), 1);
            assert!((2..=8).contains(&by_page(&marks).len()), "{}", by_page(&marks).len());
            let first = marks.iter().map(|m| m.time).min().unwrap();
            let soon = marks.iter().filter(|m| m.time - first < 2 * 86_400).count();
            // Some read posts only now and then.
            assert!(soon * 10 > marks.len() * 8, "{soon} of {}", marks.len());
        }
    }
}
