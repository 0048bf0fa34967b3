//! Ordinary life: people come in sessions, at their own waking hours, and mark what they like. On long-lived
//! pages a session is of one topic mostly; on posts people mark what the authors whom they follow wrote since
//! they last came.

use crate::clock::{DAY, HOUR};
use crate::draw::{Draw, sums};
use crate::world::World;

/// Marks of one session: geometric with this mean. Assumed.
const SESSION_MARKS: f64 = 3.2;
/// Seconds from mark to mark in a session: log-normal with this median and spread. Assumed.
const SESSION_GAP: (f64, f64) = (45.0, 1.1);
/// Share of marks beside the session's topic. Assumed.
const BESIDE: f64 = 0.15;
/// Weekdays against weekends. Assumed.
const WEEKDAY: f64 = 0.82;
/// How fast a long-lived page's novelty wears off, in days, and how often an old page is passed over.
const NOVELTY: (f64, f64) = (12.0, 0.55);
/// Followed authors: 4 and a log-normal with this median and spread, at most 250. Assumed.
const FOLLOWED: (f64, f64) = (13.0, 0.9);
/// Share of followed authors beside one's own taste. Assumed.
const FOLLOWED_BESIDE: f64 = 0.18;
/// A post fades by 1/e in this time: at the day's end a fifth is left.
const FADES: f64 = 0.6 * DAY;
/// Age at which nobody marks a post any more.
const READ: f64 = 4.0 * DAY;

/// Lets these accounts live through the log.
pub fn live(world: &mut World, who: &[u32], draw: &mut Draw) {
    if world.is_posts() {
        read(world, who, draw);
    } else {
        browse(world, who, draw);
    }
}

/// Sessions on long-lived pages.
fn browse(world: &mut World, who: &[u32], draw: &mut Draw) {
    let topics = sums(world.topics.iter().copied());
    for &a in who {
        let joined = world.people.joined[a as usize];
        let share = (world.span - joined) / world.span;
        let sessions = draw.poisson(world.people.activity[a as usize] * share / SESSION_MARKS).max(1);
        for _ in 0..sessions {
            let mut time = session(world, a, joined, draw);
            let topic = world.people.topic(a, draw);
            for _ in 0..draw.geometric(SESSION_MARKS) {
                let k = if draw.chance(BESIDE) { draw.weighted(&topics) } else { topic };
                if let Some(page) = picked(world, k, time, draw) {
                    world.mark(a, page, time, 0);
                }
                time += draw.lognormal(SESSION_GAP.0, SESSION_GAP.1);
            }
        }
    }
}

/// When a session of an account begins: a day after it joined, weekends more often, a waking hour.
fn session(world: &World, account: u32, joined: f64, draw: &mut Draw) -> f64 {
    loop {
        let day = (draw.between(joined, world.span) / DAY).floor();
        // 1970-01-01 was a Thursday; Saturday and Sunday are days 2 and 3 after it.
        let weekday = (world.start / 86_400 + day as i64) % 7;
        if (weekday == 2 || weekday == 3) || draw.chance(WEEKDAY) {
            return world.waking(account, day, draw);
        }
    }
}

/// A page of a topic by its popularity; new ones more readily, and none that has not appeared.
fn picked(world: &World, topic: usize, time: f64, draw: &mut Draw) -> Option<u32> {
    let shelf = &world.shelves[topic];
    if shelf.pages.is_empty() {
        return None;
    }
    for _ in 0..4 {
        let page = shelf.pages[draw.weighted(&shelf.sums)];
        let age = time - world.pages.launch[page as usize];
        // P(taken | age) = 1 − passed over · (1 − e^(−age/novelty))
        let taken = 1.0 - NOVELTY.1 * (1.0 - libm::exp(-age / (NOVELTY.0 * DAY)));
        if age > 0.0 && draw.chance(taken) {
            return Some(page);
        }
    }
    None
}

/// Follows, sessions and marks on posts.
fn read(world: &mut World, who: &[u32], draw: &mut Draw) {
    let topics = sums(world.topics.iter().copied());
    let by_topic: Vec<(Vec<usize>, Vec<f64>)> = (0..world.topics.len())
        .map(|k| {
            let of: Vec<usize> = (0..world.authors.len()).filter(|&i| world.authors[i].topic == k).collect();
            let sums = sums(of.iter().map(|&i| world.authors[i].fame));
            (of, sums)
        })
        .collect();
    let mean = world.size.marks.max(1e-9);
    for &a in who {
        let (joined, activity) = (world.people.joined[a as usize], world.people.activity[a as usize]);
        // The busy come more often, up to nine times a day.
        let often = (activity / mean).clamp(0.1, 9.0) * (world.span - joined) / DAY;
        let mut sessions: Vec<f64> =
            (0..draw.poisson(often).max(2)).map(|_| session(world, a, joined, draw)).collect();
        sessions.sort_by(f64::total_cmp);
        world.people.sessions[a as usize] = sessions;
        let mut follows = vec![];
        for _ in 0..(4.0 + draw.lognormal(FOLLOWED.0, FOLLOWED.1)).min(250.0) as usize {
            let k = if draw.chance(FOLLOWED_BESIDE) {
                draw.weighted(&topics)
            } else {
                world.people.topic(a, draw)
            };
            let (of, sums) = &by_topic[k];
            if !of.is_empty() {
                follows.push(of[draw.weighted(sums)]);
            }
        }
        follows.sort_unstable();
        follows.dedup();
        let met: Vec<Met> = follows.iter().flat_map(|&f| meetings(world, a, f, joined, draw)).collect();
        // One gives as many marks as one's activity says, if one meets enough: P(mark) = eagerness · interest.
        let interest: f64 = met.iter().map(|m| m.interest).sum();
        let share = (world.span - joined) / world.span;
        world.people.eagerness[a as usize] = activity * share / interest.max(1e-9);
        give(world, a, &met, draw);
    }
}

/// An account that meets a post in a session.
pub struct Met {
    post: u32,
    time: f64,
    /// Appeal, faded by the post's age.
    interest: f64,
}

/// The posts of an author that an account meets after an instant.
pub fn meetings(world: &World, account: u32, author: usize, after: f64, draw: &mut Draw) -> Vec<Met> {
    let author = &world.authors[author];
    let sessions = &world.people.sessions[account as usize];
    let launch = |p: &u32| world.pages.launch[*p as usize];
    let from = author.posts.partition_point(|p| launch(p) < after);
    let mut met = vec![];
    for post in &author.posts[from..] {
        let appears = launch(post) + draw.exponential(0.2 * HOUR);
        let next = sessions.partition_point(|&s| s < appears);
        let Some(&time) = sessions.get(next) else { continue };
        let age = time - launch(post);
        if age < READ {
            let appeal = world.pages.weight[*post as usize] / author.fame;
            met.push(Met {
                post: *post,
                time: time + draw.exponential(140.0),
                interest: appeal * libm::exp(-age / FADES),
            });
        }
    }
    met
}

/// Marks what is met, as eagerly as the account is.
pub fn give(world: &mut World, account: u32, met: &[Met], draw: &mut Draw) {
    let eagerness = world.people.eagerness[account as usize];
    for m in met {
        if draw.chance((eagerness * m.interest).min(0.95)) {
            world.mark(account, m.post, m.time, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{long, posts};

    #[test]
    fn people_are_as_active_as_they_are_meant_to_be() {
        for world in [long(3000), posts(1500)] {
            let expected: f64 = (0..world.everybody().len())
                .map(|a| world.people.activity[a] * (1.0 - world.people.joined[a] / world.span))
                .sum();
            let given = world.marks.len() as f64;
            assert!((0.6 * expected..1.15 * expected).contains(&given), "{given} of {expected}");
        }
    }

    #[test]
    fn marks_follow_taste() {
        for world in [long(3000), posts(1500)] {
            let liking = |m: &crate::world::Mark| {
                world.people.liking(m.account, usize::from(world.pages.topic[m.page as usize]))
            };
            let own: f64 = world.marks.iter().map(liking).sum::<f64>() / world.marks.len() as f64;
            // The same marks, each given to somebody else.
            let shifted: f64 = world
                .marks
                .iter()
                .map(|m| liking(&crate::world::Mark { account: (m.account + 500) % 1000, ..*m }))
                .sum::<f64>()
                / world.marks.len() as f64;
            assert!(own > 2.0 * shifted, "{own} against {shifted}");
        }
    }

    #[test]
    fn nights_are_quiet() {
        for world in [long(3000), posts(1500)] {
            let night = world
                .marks
                .iter()
                .filter(|m| {
                    let own = f64::from(m.time) + world.people.ahead[m.account as usize];
                    (1.0..6.0).contains(&(own.rem_euclid(DAY) / HOUR))
                })
                .count();
            assert!(night * 100 < world.marks.len() * 5, "{night} of {}", world.marks.len());
        }
    }

    #[test]
    fn posts_live_about_a_day() {
        let world = posts(1500);
        let age = |m: &crate::world::Mark| f64::from(m.time) - world.pages.launch[m.page as usize];
        let young = world.marks.iter().filter(|m| age(m) < DAY).count();
        assert!(young * 10 > world.marks.len() * 7, "{young} of {}", world.marks.len());
        assert!(world.marks.iter().all(|m| (-1.0..READ + HOUR).contains(&age(m))));
    }
}
