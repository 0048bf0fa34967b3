//! A letter of every week: an editor sends a list of pages to subscribers, at one hour of one day of the week, and each marks some of
//! them within hours. The same people meet week after week on pages of many owners that need have nothing in common but the editor's
//! choice. Assumed: sizes, and that most readers take a few in a hundred of what they are sent.

use crate::behaviour::{Behaviour, Between};
use crate::clock::{DAY, HOUR};
use crate::draw::Draw;
use crate::world::World;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Letter {
    /// How many letters.
    pub times: Between,
    /// Subscribers of a letter.
    pub people: Between,
    /// Pages in an issue.
    pub pages: Between,
    /// Share of pages that are of the letter's topic; the others are whatever the editor met.
    pub topical: Between,
    /// Mean share of an issue that a subscriber marks.
    pub keen: Between,
}

impl Default for Letter {
    fn default() -> Self {
        Self {
            times: Between::just(4.0),
            people: Between::new(250.0, 700.0),
            pages: Between::new(8.0, 12.0),
            topical: Between::new(0.3, 1.0),
            keen: Between::new(0.06, 0.12),
        }
    }
}

/// Mean time until a subscriber opens an issue.
const OPENED: f64 = 10.0 * HOUR;

impl Behaviour for Letter {
    fn act(&self, world: &mut World, _: &str, draw: &mut Draw) {
        let times = self.times.draw(draw);
        for _ in 0..world.often(times) {
            let topic = world.any_topic(draw);
            let (people, topical) = (self.people.size(draw), self.topical.draw(draw).min(1.0));
            let keen = self.keen.draw(draw);
            let subscribers: Vec<(u32, f64)> = world
                .fans(topic, people, draw)
                .into_iter()
                .map(|account| (account, draw.beta(0.7, 0.7 * (1.0 - keen) / keen)))
                .collect();
            let (weekday, hour) = (draw.below(7) as f64, draw.between(6.0, 18.0));
            for week in 0..world.size.days as usize / 7 {
                let sent = (week * 7) as f64 * DAY + weekday * DAY + hour * HOUR;
                let wanted = self.pages.whole(draw);
                let of_topic = (0..wanted).filter(|_| draw.chance(topical)).count();
                let mut issue = draw.some_of(&world.shown(Some(topic), sent), of_topic);
                issue.extend(draw.some_of(&world.shown(None, sent), wanted - of_topic));
                for &(account, keen) in &subscribers {
                    let chosen: Vec<u32> = issue.iter().copied().filter(|_| draw.chance(keen)).collect();
                    if chosen.is_empty() {
                        continue;
                    }
                    let opened = sent + draw.exponential(world.within_life(OPENED));
                    let Some(mut time) = world.reached(account, opened, draw) else { continue };
                    for page in chosen {
                        world.mark(account, page, time, 0);
                        time += draw.exponential(60.0);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{accounts, after, by_page, long};

    #[test]
    fn the_same_people_meet_every_week_on_pages_of_many_owners() {
        let (world, marks) =
            after(long(3000), "is = \"letter\"\ntimes = 1\npeople = 400\npages = 10\ntopical = 0.5");
        let week = 7 * 86_400;
        let mut weeks = std::collections::BTreeMap::new();
        marks.iter().for_each(|m| *weeks.entry(m.time / week).or_insert(0) += 1);
        assert!(weeks.len() >= 20 && weeks.values().all(|&n| n > 20), "{weeks:?}");
        // Most marks lie within a day and a half of one hour of the week.
        let near = |from: u32| marks.iter().filter(|m| (m.time + week - from) % week < 36 * 3600).count();
        let best = (0..168).map(|h| near(h * 3600)).max().unwrap();
        assert!(best as f64 > 0.9 * marks.len() as f64, "{best} of {}", marks.len());
        let served = by_page(&marks);
        // A page without an owner is its own.
        let owner = |page: u32| world.pages.owner[page as usize].ok_or(page);
        let owners: std::collections::BTreeSet<_> = served.iter().map(|m| owner(m[0].page)).collect();
        assert!(served.len() > 100 && owners.len() > 80, "{} of {}", owners.len(), served.len());
        assert!(accounts(&marks).len() > 200 && marks.iter().all(|m| m.crew == 0));
    }
}
