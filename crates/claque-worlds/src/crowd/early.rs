//! Those who are first: a few people who watch a niche for what is new, and mark nearly every page of it within hours or days of
//! its appearing. They meet as often as hands do, on pages of many owners, and are as few as a tiny crew. Assumed: sizes; that
//! product launches and new repositories have such regulars is reported, how many was not measured.

use crate::behaviour::{Behaviour, Between};
use crate::clock::HOUR;
use crate::draw::Draw;
use crate::world::World;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Early {
    /// How many niches have them.
    pub times: Between,
    /// People of a niche.
    pub people: Between,
    /// Share of a topic's new pages that the niche is.
    pub niche: Between,
    /// Share of these that one marks, on average.
    pub keen: Between,
    /// Mean hours from a page's appearing until one finds it.
    pub hours: Between,
}

impl Default for Early {
    fn default() -> Self {
        Self {
            times: Between::just(3.0),
            people: Between::new(12.0, 40.0),
            niche: Between::new(0.3, 1.0),
            keen: Between::new(0.4, 0.8),
            hours: Between::new(3.0, 30.0),
        }
    }
}

impl Behaviour for Early {
    fn act(&self, world: &mut World, _: &str, draw: &mut Draw) {
        let times = self.times.draw(draw);
        for _ in 0..world.often(times) {
            let topic = world.any_topic(draw);
            let people = self.people.size(draw);
            let (niche, keen) = (self.niche.draw(draw).min(1.0), self.keen.draw(draw).min(0.99));
            let found = self.hours.size_of(draw) * HOUR;
            let watchers: Vec<(u32, f64)> = world
                .fans(topic, people, draw)
                .into_iter()
                .map(|account| (account, draw.beta(3.0 * keen, 3.0 * (1.0 - keen))))
                .collect();
            let launch = &world.pages.launch;
            let fresh = world.shelves[topic].pages.iter().copied().filter(|&p| launch[p as usize] > 0.0);
            let fresh: Vec<u32> = fresh.filter(|_| draw.chance(niche)).collect();
            for page in fresh {
                let launch = world.pages.launch[page as usize];
                for &(account, keen) in &watchers {
                    if draw.chance(keen) {
                        let after = draw.exponential(world.within_life(found));
                        if let Some(time) = world.reached(account, launch + after, draw) {
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
    use crate::testing::{accounts, after, by_page, long, posts};

    #[test]
    fn a_few_are_first_on_most_new_pages_of_a_niche() {
        for world in [long(3000), posts(2000)] {
            let one_niche = "is = \"early\"\ntimes = 1\npeople = 20\nniche = 1\nkeen = 0.6\nhours = 6";
            let (world, marks) = after(world, one_niche);
            assert_eq!(accounts(&marks).len(), 20);
            assert!(marks.iter().all(|m| m.crew == 0));
            let pages = by_page(&marks);
            let topic = world.pages.topic[pages[0][0].page as usize];
            assert!(pages.iter().all(|m| world.pages.topic[m[0].page as usize] == topic));
            let fresh = world.shelves[usize::from(topic)].pages.iter();
            let fresh = fresh.filter(|&&p| world.pages.launch[p as usize] > 0.0).count();
            assert!(pages.len() * 10 > fresh * 9, "{} of {fresh}", pages.len());
            let share = marks.len() as f64 / (20 * fresh) as f64;
            assert!((0.4..0.8).contains(&share), "{share}");
            let soon = |m: &&crate::world::Mark| {
                f64::from(m.time) - world.pages.launch[m.page as usize] < 2.0 * 86_400.0
            };
            let soon = marks.iter().filter(soon).count();
            assert!(soon * 10 > marks.len() * 7, "{soon} of {}", marks.len());
        }
    }
}
