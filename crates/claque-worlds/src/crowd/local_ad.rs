//! An advertisement shown in one country: its people mark one page over some days, at their waking hours.
//! Nothing but the page and the country binds them. Sizes are assumed; that a surge from one country can be a
//! stranger's gift is a case that users told.

use crate::behaviour::{Behaviour, Between};
use crate::clock::{DAY, any_country};
use crate::draw::Draw;
use crate::world::World;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LocalAd {
    /// How many advertisements.
    pub times: Between,
    /// People who act on one.
    pub people: Between,
    /// Days that it runs.
    pub days: Between,
}

impl Default for LocalAd {
    fn default() -> Self {
        Self {
            times: Between::just(5.0),
            people: Between::new(300.0, 1_300.0),
            days: Between::new(4.0, 15.0),
        }
    }
}

impl Behaviour for LocalAd {
    fn act(&self, world: &mut World, _: &str, draw: &mut Draw) {
        let times = self.times.draw(draw);
        for _ in 0..world.often(times) {
            let country = any_country(draw);
            let here: Vec<u32> = world
                .everybody()
                .iter()
                .copied()
                .filter(|&a| world.people.country[a as usize] == country)
                .collect();
            let page = draw.below(world.base_pages()) as u32;
            let runs = self.days.draw(draw) * DAY;
            let (begins, runs) = if world.is_posts() {
                (world.pages.launch[page as usize], DAY)
            } else {
                (draw.between(0.0, (world.span - runs).max(0.0)), runs)
            };
            let people = self.people.size(draw).min(here.len() / 2);
            for account in draw.some_of(&here, people) {
                let shown = begins + draw.unit() * runs;
                let time = if world.is_posts() {
                    world.reached(account, shown, draw)
                } else {
                    Some(world.waking(account, shown / DAY, draw))
                };
                if let Some(time) = time {
                    world.mark(account, page, time, 0);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{after, by_page, long, posts, spread};

    #[test]
    fn it_is_one_page_one_country_and_a_few_days() {
        for (world, longest) in [(long(4000), 13.0), (posts(4000), 5.0)] {
            let (world, marks) = after(world, "is = \"local_ad\"\ntimes = 1\npeople = 150\ndays = 10");
            assert_eq!(by_page(&marks).len(), 1);
            let first = world.people.country[marks[0].account as usize];
            assert!(marks.iter().all(|m| world.people.country[m.account as usize] == first));
            assert!(marks.len() > 40, "{}", marks.len());
            assert!(spread(&marks) < longest * 86_400.0, "{}", spread(&marks));
        }
    }
}
