//! A class: thirty people of one country, every week in the same two hours, mark the pages of the lesson. They
//! recur together for a term; the pages are of one topic, which most of them like beyond the lessons too.
//! Sizes are assumed.

use crate::behaviour::{Behaviour, Between};
use crate::clock::{COUNTRIES, DAY, HOUR, any_country};
use crate::draw::Draw;
use crate::life;
use crate::people::Block;
use crate::world::World;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Class {
    /// How many classes.
    pub times: Between,
    /// Students of a class.
    pub people: Between,
    /// Weeks of a term.
    pub weeks: Between,
    /// Pages of a lesson.
    pub pages: Between,
    /// How much they like the topic beyond their other tastes, 0 to 1.
    pub leaning: Between,
}

impl Default for Class {
    fn default() -> Self {
        Self {
            times: Between::just(4.0),
            people: Between::new(25.0, 35.0),
            weeks: Between::new(10.0, 15.0),
            pages: Between::new(3.0, 5.0),
            leaning: Between::new(0.15, 0.8),
        }
    }
}

/// Students mark twice what others do. Assumed.
const BUSY: f64 = 2.0;

impl Behaviour for Class {
    fn act(&self, world: &mut World, _: &str, draw: &mut Draw) {
        let times = self.times.draw(draw);
        for _ in 0..world.often(times) {
            let (topic, country) = (world.any_topic(draw), any_country(draw));
            let block = Block {
                country: Some(country),
                leaning: Some((topic, self.leaning.draw(draw).min(1.0))),
                settled: true,
                ..Block::ordinary(self.people.whole(draw), BUSY * world.size.marks)
            };
            let students = world.bring(&block, draw);
            life::live(world, &students, draw);
            let (weekday, hour) = (draw.below(7) as f64, draw.between(8.5, 16.0));
            let weeks = self.weeks.whole(draw).min(world.size.days as usize / 7);
            let first = draw.below(world.size.days as usize / 7 - weeks + 1);
            for week in first..first + weeks {
                // In a long log the lessons go on down the topic's well-known pages; else what is new is read.
                let begins = (week * 7) as f64 * DAY + weekday * DAY + hour * HOUR
                    - COUNTRIES[usize::from(country)].ahead * HOUR;
                let mut known = world.shown(Some(topic), begins);
                known.sort_by_key(|&p| (std::cmp::Reverse(world.popularity[p as usize]), p));
                known.truncate(60);
                let wanted = self.pages.whole(draw);
                let lesson = draw.some_of(&known, wanted);
                let when: Vec<f64> = lesson.iter().map(|_| begins + draw.between(0.0, 1.5 * HOUR)).collect();
                for &student in &students {
                    if !draw.chance(0.85) {
                        continue;
                    }
                    for (&page, &at) in lesson.iter().zip(&when) {
                        if draw.chance(0.8) {
                            world.mark(student, page, at + draw.exponential(300.0), 0);
                        }
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
    fn it_meets_at_the_same_hours_of_the_week_for_a_term() {
        let (world, marks) = after(long(3000), "is = \"class\"\ntimes = 1\npeople = 30\nweeks = 12");
        let week = 7 * 86_400;
        // The busiest three hours of the week hold the lessons; the rest is the students' own life.
        let busiest = (0..168u32)
            .map(|h| {
                marks.iter().filter(|m| (m.time + week - h * 3600) % week < 3 * 3600).collect::<Vec<_>>()
            })
            .max_by_key(Vec::len)
            .unwrap();
        // A lesson leaves dozens of marks, a week without one hardly any.
        let mut weeks = std::collections::BTreeMap::new();
        busiest.iter().for_each(|m| *weeks.entry(m.time / week).or_insert(0) += 1);
        let lessons = weeks.values().filter(|&&n| n >= 30).count();
        assert!((11..=12).contains(&lessons), "{weeks:?}");
        assert!(busiest.len() > 30 * 12 * 2, "{}", busiest.len());
        let students = marks.iter().map(|m| m.account).collect::<std::collections::BTreeSet<_>>();
        assert!((29..=30).contains(&students.len()) && students.iter().all(|&a| a >= 3000));
        assert!(marks.iter().all(|m| m.crew == 0), "{}", world.crews.len());
    }
}
