//! A catalogue is shown to everybody in one order, and visitors mark what they know, down the page, seconds
//! apart. Any two of them agree in order and pace.
//!
//! Calibrated on MovieLens, whose people rate films in the order of the page: a rule that pairs marks within an
//! hour flags 547 of its 943 users. Lengths and pace are assumed.

use crate::behaviour::{Behaviour, Between};
use crate::clock::DAY;
use crate::draw::Draw;
use crate::world::World;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PageOrder {
    /// How many catalogues.
    pub times: Between,
    /// Visitors.
    pub people: Between,
    /// Pages in the catalogue.
    pub pages: Between,
}

impl Default for PageOrder {
    fn default() -> Self {
        Self {
            times: Between::just(1.0),
            people: Between::new(500.0, 1_100.0),
            pages: Between::new(80.0, 130.0),
        }
    }
}

impl Behaviour for PageOrder {
    fn act(&self, world: &mut World, _: &str, draw: &mut Draw) {
        let times = self.times.draw(draw);
        for _ in 0..world.often(times) {
            // On posts the catalogue is what a day brought, read within half a day.
            let (opens, closes) = if world.is_posts() {
                let opens = draw.between(DAY, 0.95 * world.span);
                (opens, opens + world.within_life(DAY))
            } else {
                (0.0, 0.97 * world.span)
            };
            let (wanted, people) = (self.pages.whole(draw), self.people.size(draw));
            let shown = world.shown(None, opens);
            let mut catalogue = draw.some_weighted(&shown, wanted, |p| world.pages.weight[p as usize]);
            let mut order = draw.some_of(&catalogue, catalogue.len());
            std::mem::swap(&mut catalogue, &mut order);
            for visitor in world.anybody(people, draw) {
                let comes = draw.between(opens, closes);
                let Some(mut time) = world.reached(visitor, comes, draw) else { continue };
                let reads = (catalogue.len() as f64 * draw.between(0.1, 1.0)) as usize;
                let pace = draw.between(3.0, 20.0);
                for &page in &catalogue[..reads] {
                    time += 0.5 * pace + draw.exponential(0.5 * pace);
                    let liking = world.people.liking(visitor, usize::from(world.pages.topic[page as usize]));
                    if draw.chance((0.12 + liking).min(0.7)) {
                        world.mark(visitor, page, time, 0);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{after, long};

    #[test]
    fn visitors_agree_in_the_order_of_pages() {
        let (_, mut marks) = after(long(3000), "is = \"page_order\"\npeople = 300\npages = 60");
        marks.sort_by_key(|m| (m.account, m.time));
        let visits: Vec<Vec<u32>> = marks
            .chunk_by(|a, b| a.account == b.account)
            .map(|v| v.iter().map(|m| m.page).collect())
            .collect();
        let (mut same, mut other) = (0, 0);
        for pair in visits.windows(2) {
            let places: Vec<_> = pair[0].iter().filter_map(|p| pair[1].iter().position(|q| q == p)).collect();
            for w in places.windows(2) {
                if w[0] < w[1] { same += 1 } else { other += 1 }
            }
        }
        assert!(same > 100 && other == 0, "{same} {other}");
        assert!(visits.len() > 250);
    }
}
