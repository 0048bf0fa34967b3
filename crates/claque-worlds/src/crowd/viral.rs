//! A page is passed on beyond its own public: half of the crowd likes its topic, half is anybody, and the
//! marks come by an exponential curve.
//!
//! Calibrated on launches on a news site, which got on average 121 stars in 24 hours, 189 in 48 and 289 in a
//! week (arXiv 2511.04453): shares 0.42, 0.65, 1 of the week. An exponential with mean 46 hours, cut at a week,
//! gives 0.42, 0.66, 1. Faster crowds, down to six hours, are assumed.

use crate::behaviour::{Behaviour, Between};
use crate::clock::HOUR;
use crate::draw::Draw;
use crate::world::World;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Viral {
    /// How many such pages.
    pub times: Between,
    /// People who take part.
    pub people: Between,
    /// Mean hours until a person sees it.
    pub hours: Between,
}

impl Default for Viral {
    fn default() -> Self {
        Self {
            times: Between::just(20.0),
            people: Between::new(200.0, 2_000.0),
            hours: Between::new(6.0, 46.0),
        }
    }
}

impl Behaviour for Viral {
    fn act(&self, world: &mut World, _: &str, draw: &mut Draw) {
        let times = self.times.draw(draw);
        for _ in 0..world.often(times) {
            let page = draw.below(world.base_pages()) as u32;
            let people = self.people.size(draw);
            let mut crowd = world.fans(usize::from(world.pages.topic[page as usize]), people / 2, draw);
            crowd.extend(world.anybody(people - people / 2, draw));
            crowd.sort_unstable();
            crowd.dedup();
            let begins = world.begins(page, draw);
            let mean = world.within_life(self.hours.draw(draw) * HOUR);
            for account in crowd {
                let seen = begins + draw.exponential(mean);
                if let Some(time) = world.reached(account, seen, draw) {
                    world.mark(account, page, time, 0);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{accounts, after, by_page, long};

    #[test]
    fn it_is_one_page_each_and_slows_down_as_launches_do() {
        let (world, marks) = after(long(6000), "is = \"viral\"\ntimes = 12\npeople = 1500\nhours = 46");
        let pages = by_page(&marks);
        assert!((9..=12).contains(&pages.len()), "{}", pages.len());
        let (mut day, mut week) = (0, 0);
        for marks in &pages {
            let begins = marks[0].time;
            if f64::from(begins) < world.span - 8.0 * 86_400.0 {
                day += marks.iter().filter(|m| m.time - begins < 86_400).count();
                week += marks.iter().filter(|m| m.time - begins < 7 * 86_400).count();
            }
        }
        // 121 of 289 on average, nights included.
        let share = f64::from(day as u32) / f64::from(week as u32);
        assert!((0.34..0.48).contains(&share), "{share}");
        assert!(accounts(&marks).len() > 3000, "the crowds are different people");
    }
}
