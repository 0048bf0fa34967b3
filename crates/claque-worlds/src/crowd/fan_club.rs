//! A fan club: one owner puts out page after page (or an author, post after post), and the same people mark
//! each within hours. It recurs like a crew; but there is one owner, and the topic is the fans' own, or they come for the owner whatever
//! they like. Sizes and keenness are assumed.

use crate::behaviour::{Behaviour, Between};
use crate::clock::HOUR;
use crate::draw::Draw;
use crate::world::World;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FanClub {
    /// How many clubs.
    pub times: Between,
    /// Fans of a club.
    pub people: Between,
    /// Pages that its owner puts out.
    pub pages: Between,
    /// Mean hours until a fan comes.
    pub hours: Between,
    /// Whether it is what they like; else they come for the owner alone, whatever they like.
    pub of_one_taste: bool,
}

impl Default for FanClub {
    fn default() -> Self {
        Self {
            times: Between::just(4.0),
            people: Between::new(80.0, 400.0),
            pages: Between::new(15.0, 60.0),
            hours: Between::new(2.0, 6.0),
            of_one_taste: true,
        }
    }
}

impl Behaviour for FanClub {
    fn act(&self, world: &mut World, _: &str, draw: &mut Draw) {
        let times = self.times.draw(draw);
        for _ in 0..world.often(times) {
            let (topic, n) = (world.any_topic(draw), self.pages.whole(draw));
            let series = world.series(topic, n, draw);
            let people = self.people.size(draw);
            let hours = self.hours.draw(draw);
            if self.of_one_taste {
                follow(world, topic, &series, people, hours, draw);
            } else {
                let fans = world.anybody(people, draw);
                keep_up(world, &fans, &series, hours, draw);
            }
        }
    }
}

/// `people` who like the topic mark each page of a series soon after it appears, each as keen as he is.
pub fn follow(world: &mut World, topic: usize, series: &[u32], people: usize, hours: f64, draw: &mut Draw) {
    let fans = world.fans(topic, people, draw);
    keep_up(world, &fans, series, hours, draw);
}

/// These accounts mark each page of a series soon after it appears, each as keen as he is.
pub fn keep_up(world: &mut World, fans: &[u32], series: &[u32], hours: f64, draw: &mut Draw) {
    for &account in fans {
        let keen = draw.beta(2.0, 2.5);
        for &page in series {
            if draw.chance(keen) {
                let rings = world.pages.launch[page as usize] + draw.exponential(hours * HOUR);
                let time = world.rung(account, rings, draw);
                world.mark(account, page, time, 0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{accounts, after, by_page, long, posts};

    #[test]
    fn the_same_people_come_to_one_owner_soon_after_each_page() {
        for world in [long(3000), posts(2000)] {
            let (world, marks) = after(world, "is = \"fan_club\"\ntimes = 1\npeople = 150\npages = 20");
            let owners: std::collections::BTreeSet<_> =
                marks.iter().map(|m| world.pages.owner[m.page as usize]).collect();
            assert_eq!(owners.len(), 1);
            assert!(owners.iter().all(Option::is_some));
            let pages = by_page(&marks).len();
            assert!(pages >= 8, "{pages}");
            // Keenness 0.44 on average: a member meets the club on a good part of its pages.
            let each = marks.len() as f64 / accounts(&marks).len() as f64;
            assert!(each > 0.25 * pages as f64, "{each} of {pages}");
            let late = |m: &&crate::world::Mark| {
                f64::from(m.time) - world.pages.launch[m.page as usize] > 2.0 * 86_400.0
            };
            assert!(marks.iter().filter(late).count() * 20 < marks.len());
        }
    }
}
