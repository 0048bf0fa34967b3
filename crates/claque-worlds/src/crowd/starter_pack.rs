//! A starter pack: one click follows a whole list at the same instant. On posts the click gives no mark;
//! whoever made it meets what the authors of the pack write from then on.
//!
//! Calibrated on Bluesky (arXiv 2501.11605): a pack holds at most 150 accounts, and their members get up to
//! 85 % more followers, so no page of a pack has fewer likes than that leaves. A third to nine tenths of a pack
//! is of one topic: assumed.

use crate::behaviour::{Behaviour, Between, Share};
use crate::clock::DAY;
use crate::draw::Draw;
use crate::life;
use crate::world::World;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StarterPack {
    /// How many packs.
    pub times: Between,
    /// People who click.
    pub people: Between,
    /// Pages or authors in a pack.
    pub pages: Between,
    /// Mean days that a pack goes round.
    pub days: Between,
    /// What a pack adds to a page's likes at most; 1 allows pages that have no other.
    pub adds: Share,
}

impl Default for StarterPack {
    fn default() -> Self {
        Self {
            times: Between::just(4.0),
            people: Between::new(50.0, 200.0),
            pages: Between::new(50.0, 150.0),
            days: Between::new(4.0, 12.0),
            adds: Share(0.85),
        }
    }
}

impl Behaviour for StarterPack {
    fn act(&self, world: &mut World, _: &str, draw: &mut Draw) {
        let times = self.times.draw(draw);
        for _ in 0..world.often(times) {
            let (topic, begins) = (world.any_topic(draw), draw.between(0.0, 0.7 * world.span));
            let (people, wanted) = (self.people.size(draw), self.pages.whole(draw));
            let own = (wanted as f64 * draw.between(0.33, 0.9)) as usize;
            let mean = self.days.draw(draw) * DAY;
            let crowd = world.fans(topic, people, draw);
            let pack = if world.is_posts() {
                let of: Vec<usize> = (0..world.authors.len()).collect();
                let (mine, others): (Vec<_>, Vec<_>) =
                    of.into_iter().partition(|&i| world.authors[i].topic == topic);
                both(&mine, own, &others, wanted, draw)
            } else {
                let least = if self.adds.0 >= 1.0 { 0.0 } else { crowd.len() as f64 / self.adds.0 };
                let fit = world.shown(None, begins);
                let fit = fit.into_iter().filter(|&p| f64::from(world.popularity[p as usize]) >= least);
                let (mine, others): (Vec<_>, Vec<_>) =
                    fit.map(|p| p as usize).partition(|&p| usize::from(world.pages.topic[p]) == topic);
                both(&mine, own, &others, wanted, draw)
            };
            for account in crowd {
                let shown = begins + draw.exponential(mean);
                let Some(click) = world.reached(account, shown, draw) else { continue };
                if world.is_posts() {
                    for &author in &pack {
                        let met = life::meetings(world, account, author, click, draw);
                        life::give(world, account, &met, draw);
                    }
                } else {
                    // The platform writes them one after the other, within seconds.
                    for &page in &pack {
                        world.mark(account, page as u32, click + draw.between(0.0, 20.0), 0);
                    }
                }
            }
        }
    }
}

/// `own` of the topic and the rest of others.
fn both(mine: &[usize], own: usize, others: &[usize], wanted: usize, draw: &mut Draw) -> Vec<usize> {
    let mut pack = draw.some_of(mine, own);
    pack.extend(draw.some_of(others, wanted - pack.len().min(wanted)));
    pack
}

#[cfg(test)]
mod tests {
    use crate::testing::{after, long, posts, spread};

    #[test]
    fn it_is_one_click_and_its_pages_are_not_small() {
        let (world, mut marks) =
            after(long(6000), "is = \"starter_pack\"\ntimes = 1\npeople = 60\npages = 60");
        marks.sort_by_key(|m| m.account);
        let clicks: Vec<_> = marks.chunk_by(|a, b| a.account == b.account).collect();
        assert!(clicks.len() > 50 && clicks.len() <= 60);
        for click in clicks {
            assert!(spread(click) <= 20.0 && click.len() > 40 && click.len() <= 60, "{}", click.len());
        }
        assert!(marks.iter().all(|m| f64::from(world.popularity[m.page as usize]) >= 60.0 / 0.85));
    }

    #[test]
    fn on_posts_the_click_leads_to_marks_in_later_days() {
        let (world, marks) = after(posts(2000), "is = \"starter_pack\"\ntimes = 1\npeople = 100\npages = 40");
        assert!(marks.len() > 100, "{}", marks.len());
        assert!(spread(&marks) > 5.0 * 86_400.0, "{}", spread(&marks));
        let authors: std::collections::BTreeSet<_> =
            marks.iter().map(|m| world.pages.owner[m.page as usize]).collect();
        assert!(authors.len() <= 40 && authors.len() > 10, "{}", authors.len());
    }
}
