//! Directed workers: people of one country with lives of their own, who are told, in office hours, to mark the
//! pages of one cause and to take their marks back from the other side. Their marks of the cause are people's
//! own in name: counted as directed, apart from hired.
//!
//! Calibrated on South Korea 2012 (Keller et al. 2020: agents in office hours, within a minute of each other,
//! about a thousand accounts) and on the bursts around events of King, Pan and Roberts (2017). That a marked
//! page is exchanged for its rival is the founding case's shape; how many obey is assumed.

use super::{customers, deliver};
use crate::behaviour::{Behaviour, Between, Share};
use crate::clock::{COUNTRIES, DAY, HOUR, any_country};
use crate::draw::Draw;
use crate::people::Block;
use crate::world::{Role, World};
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Directed {
    /// People who are told.
    pub accounts: Between,
    /// Pages of the cause, each told on a day of its own.
    pub orders: Between,
    /// Share of the people who do as told on a day.
    pub share: Share,
    /// Share of the people who had marked a page of the other side.
    pub had: Share,
    /// Of these, the share that takes it back on a day.
    pub withdraws: Share,
    /// Mean marks of one's own.
    pub marks: Between,
    /// How much they like the cause's topic beyond their other tastes, 0 to 1.
    pub leaning: Between,
}

impl Default for Directed {
    fn default() -> Self {
        Self {
            accounts: Between::just(600.0),
            orders: Between::just(6.0),
            share: Share(0.55),
            had: Share(0.6),
            withdraws: Share(0.6),
            marks: Between::just(16.0),
            leaning: Between::new(0.1, 0.5),
        }
    }
}

/// Pages of the other side.
const RIVALS: usize = 2;
/// When offices open, on their clock, and how long a message takes on average.
const OPENS: f64 = 9.0 * HOUR;
const TOLD: f64 = 1.1 * HOUR;
/// Of the marks that the other side had, those that lie in the log; the others were given before it.
const IN_LOG: f64 = 0.6;

impl Behaviour for Directed {
    fn act(&self, world: &mut World, name: &str, draw: &mut Draw) {
        let crew = world.crew(name, Role::Directed);
        let (topic, country) = (world.any_topic(draw), any_country(draw));
        let block = Block {
            country: Some(country),
            leaning: Some((topic, self.leaning.draw(draw).min(1.0))),
            crew,
            settled: true,
            ..Block::ordinary(self.accounts.whole(draw), self.marks.draw(draw))
        };
        let people = world.bring(&block, draw);
        crate::life::live(world, &people, draw);
        let orders = self.orders.whole(draw);
        let cause = customers(world, orders, Some(topic), draw);
        // Old pages of the other side, of whatever topic.
        let others = customers(world, world.base_pages(), None, draw);
        let rivals: Vec<u32> = others
            .into_iter()
            .filter(|&p| usize::from(world.pages.topic[p as usize]) != topic)
            .filter(|&p| world.is_posts() || world.pages.launch[p as usize] < 0.0)
            .take(RIVALS)
            .collect();
        // Who marked the other side, and may take it back.
        let mut had: Vec<Vec<bool>> = vec![vec![false; people.len()]; rivals.len()];
        for (r, &rival) in rivals.iter().enumerate() {
            for (i, &account) in people.iter().enumerate() {
                had[r][i] = draw.chance(self.had.0);
                if had[r][i] && draw.chance(IN_LOG) {
                    let given = world.pages.launch[rival as usize].max(0.0) + draw.unit() * 0.25 * world.span;
                    let given = world.waking(account, given / DAY, draw);
                    world.mark(account, rival, given, 0);
                }
            }
        }
        for (nth, &page) in cause.iter().enumerate() {
            let launch = world.pages.launch[page as usize];
            let day = if world.is_posts() {
                (launch / DAY).floor() + 1.0
            } else {
                let first = (0.3 * world.span).max(launch + DAY) / DAY;
                draw.between(first, f64::from(world.size.days) - 2.0).floor()
            };
            let opens = day * DAY + OPENS - COUNTRIES[usize::from(country)].ahead * HOUR;
            let obey: Vec<usize> = (0..people.len()).filter(|_| draw.chance(self.share.0)).collect();
            // Most within the first hours: Gamma(2) with mean 2.2 hours, none after ten.
            let when: Vec<f64> =
                obey.iter().map(|_| opens + (TOLD * draw.gamma(2.0)).min(10.0 * HOUR)).collect();
            let by: Vec<u32> = obey.iter().map(|&i| people[i]).collect();
            let mut at = when.iter();
            deliver(world, crew, page, &by, draw, |_, _, _| at.next().copied());
            if rivals.is_empty() {
                continue;
            }
            let r = nth % rivals.len();
            for (&i, &time) in obey.iter().zip(&when) {
                if had[r][i] && draw.chance(self.withdraws.0) {
                    had[r][i] = false;
                    world.withdraw(people[i], rivals[r], time + draw.exponential(240.0), crew);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::clock::COUNTRIES;
    use crate::testing::{after, by_page, long};

    #[test]
    fn marks_and_withdrawals_lie_in_the_same_office_hours() {
        let (world, marks) = after(long(3000), "is = \"directed\"\naccounts = 300\norders = 5");
        let jobs: Vec<_> = marks.iter().copied().filter(|m| m.crew == 1).collect();
        let orders = by_page(&jobs);
        assert_eq!(orders.len(), 5);
        assert!(!world.withdrawn.is_empty());
        let member = &jobs[0];
        let ahead = COUNTRIES[usize::from(world.people.country[member.account as usize])].ahead * 3600.0;
        for m in jobs.iter().chain(&world.withdrawn) {
            let hour = (f64::from(m.time) + ahead).rem_euclid(86_400.0) / 3600.0;
            assert!((9.0..20.5).contains(&hour), "{hour}");
        }
        // Whoever takes back has marked a page of the cause within the hour before.
        let last = |w: &crate::world::Mark| {
            jobs.iter().filter(|m| m.account == w.account && m.time <= w.time).map(|m| w.time - m.time).min()
        };
        let soon = world.withdrawn.iter().filter(|w| last(w).is_some_and(|d| d < 3600)).count();
        assert_eq!(soon, world.withdrawn.len());
        // Two sides: nothing is both marked in a job and taken back.
        assert!(world.withdrawn.iter().all(|w| orders.iter().all(|o| o[0].page != w.page)));
        assert!(world.withdrawn.len() > 150, "{}", world.withdrawn.len());
    }

    #[test]
    fn the_cause_is_one_topic_of_several_owners() {
        let (world, marks) = after(long(3000), "is = \"directed\"\naccounts = 300\norders = 5");
        let topics: std::collections::BTreeSet<u16> =
            marks.iter().filter(|m| m.crew == 1).map(|m| world.pages.topic[m.page as usize]).collect();
        assert_eq!(topics.len(), 1);
        assert!(marks.iter().all(|m| m.crew == 0 || world.pages.owner[m.page as usize].is_none()));
    }
}
