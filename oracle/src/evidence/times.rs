//! Evidence that lies in times: recurrence, rotation, pace, timetable.

use super::Number;
use crate::crew::{Look, median};
use crate::log::Mark;
use crate::timing::Job;
use claque_marks::Micros;
use claque_marks::window::{DAY, HOUR, SECOND};
use std::collections::{BTreeMap, BTreeSet};

/// Separate days that a timetable takes at least.
const TIMETABLE_DAYS: usize = 4;

/// Days on which marks at these times, rising, were given: one, and one more for each step longer than `new_day`.
fn days(look: &Look, times: &[Micros]) -> f64 {
    let long = |step: Micros| step > (look.p.new_day * HOUR as f64) as Micros;
    1.0 + times.windows(2).filter(|w| long(w[1] - w[0])).count() as f64
}

/// Those of them on which at least a tenth as many were given as on the busiest.
fn days_that_count(look: &Look, times: &[Micros]) -> f64 {
    let mut given: Vec<u32> = vec![];
    for (i, t) in times.iter().enumerate() {
        if i == 0 || days(look, &[times[i - 1], *t]) > 1.0 {
            given.push(0);
        }
        *given.last_mut().unwrap() += 1;
    }
    let most = given.iter().copied().max().unwrap_or(0);
    given.iter().filter(|n| 10 * **n >= most).count() as f64
}

/// The job in which a member gave a mark.
fn job_of<'a>(look: &'a Look, m: &Mark) -> &'a Job {
    let holds = |j: &&Job| (j.0, j.1) == (m.page, m.verb) && j.2 <= m.time && m.time <= j.3;
    look.crew.jobs.iter().find(holds).expect("the mark lies in a job")
}

/// Whether a job neither begins nor ends: without the first and the last tenth of its marks it takes longer than the
/// coarsest window, and holds most of what others gave the page.
fn never_stops(look: &Look, job: &Job) -> bool {
    let mut times: Vec<Micros> =
        look.given.iter().filter(|m| job_of(look, m) == job).map(|m| m.time).collect();
    times.sort();
    let Some(last) = times.len().checked_sub(1) else { return false };
    let (from, to) = (times[last / 10], times[last * 9 / 10]);
    let others: Vec<&Mark> =
        look.log.marks.iter().filter(|m| (m.page, m.verb) == (job.0, job.1) && !look.in_job(m)).collect();
    let within = others.iter().filter(|m| from <= m.time && m.time <= to).count() as f64;
    to - from > look.coarsest
        && others.len() as f64 >= look.p.steady_least
        && within >= look.p.steady_share * others.len() as f64
}

/// Occasions on which a member met its crew: its days, and no more than the most of its jobs of which no two are open at
/// one time, and its days in jobs that neither begin nor end.
fn occasions_of(look: &Look, member: u32) -> f64 {
    let (steady, begun): (Vec<&Mark>, Vec<&Mark>) =
        look.given.iter().filter(|m| m.account == member).partition(|m| never_stops(look, job_of(look, m)));
    let lives: BTreeSet<(Micros, Micros)> =
        begun.iter().map(|m| (job_of(look, m).2, job_of(look, m).3)).collect();
    let lives: Vec<_> = lives.into_iter().collect();
    // By first job that is still asked about: the most that can be had of it and all later ones.
    let mut most = vec![0; lives.len() + 1];
    for i in (0..lives.len()).rev() {
        let next = lives.iter().position(|l| l.0 > lives[i].1).unwrap_or(lives.len());
        most[i] = most[i + 1].max(1 + most[next]);
    }
    let mut steady: Vec<Micros> = steady.iter().map(|m| m.time).collect();
    steady.sort();
    let on_days = if steady.is_empty() { 0.0 } else { days(look, &steady) };
    days_that_count(look, &look.times_of(member)).min(f64::from(most[0]) + on_days)
}

/// R = mean over members of min(c, occasions), and the same without the cap.
pub fn recurrence(look: &Look) -> Number {
    if !look.log.timed || look.members.is_empty() {
        return Number::untested(&[]);
    }
    // A member without a mark in a job met nobody, and is no member of a crew that was completed.
    let met = look.members.iter().filter(|a| !look.times_of(**a).is_empty());
    let occasions: Vec<f64> = met.map(|&a| occasions_of(look, a)).collect();
    let capped: f64 = occasions.iter().map(|d| d.min(look.p.days_cap)).sum();
    let once = occasions.iter().filter(|d| **d == 1.0).count() as f64;
    let named = [("days", occasions.iter().sum::<f64>() / look.size()), ("once", once / look.size())];
    Number::of(capped / look.size(), Some(1.0), &named)
}

/// V = (d − 1)/(k − 1) · min(1, (n − 1)/n₀): d days and k marks a member, n days on which jobs begin. k − 1 is
/// at least a twentieth, and the ratio no more than 1.
pub fn rotation(look: &Look) -> Number {
    if !look.log.timed || look.members.is_empty() {
        return Number::untested(&[]);
    }
    let d = look.members.iter().map(|&a| days(look, &look.times_of(a))).sum::<f64>() / look.size();
    let k = look.given.len() as f64 / look.size();
    let n = first_of_days(look).len() as f64;
    let apart = ((d - 1.0) / (k - 1.0).max(0.05)).min(1.0);
    let spread = ((n - 1.0) / look.p.rotation_days).min(1.0);
    Number::of(apart * spread, None, &[("each", k), ("member_days", d), ("days", n)])
}

/// By day on which a job begins: when the first does.
fn first_of_days(look: &Look) -> BTreeMap<i64, Micros> {
    let mut days: BTreeMap<i64, Micros> = BTreeMap::new();
    for job in &look.crew.jobs {
        let first = days.entry(job.2.div_euclid(DAY)).or_insert(job.2);
        *first = job.2.min(*first);
    }
    days
}

/// Of each member's marks, the steps of a second or more from one to the next, in seconds: those are from act
/// to act.
fn steps(look: &Look, member: u32) -> Vec<f64> {
    if !look.log.timed {
        return vec![];
    }
    let times = look.times_of(member);
    let step = |w: &[Micros]| (w[1] - w[0]) as f64 / SECOND as f64;
    times.windows(2).map(step).filter(|s| *s >= 1.0).collect()
}

/// Acts of a member: marks, those within a second of the one before counted with it.
pub fn acts(look: &Look, member: u32) -> f64 {
    if look.log.timed { 1.0 + steps(look, member).len() as f64 } else { look.times_of(member).len() as f64 }
}

/// Median seconds from act to act.
pub fn between_acts(look: &Look) -> Option<f64> {
    median(look.members.iter().flat_map(|&a| steps(look, a)).collect())
}

/// V = 3600/median seconds from act to act.
pub fn pace(look: &Look) -> Number {
    match between_acts(look) {
        Some(seconds) => Number::of(3600.0 / seconds, None, &[("seconds", seconds)]),
        None => Number::untested(&[]),
    }
}

/// V = n |mean exp(iθ)|² over the days on which jobs begin, θ the first begin's place in its week.
pub fn timetable(look: &Look) -> Number {
    let days = first_of_days(look);
    let n = days.len() as f64;
    if !look.log.timed || days.len() < TIMETABLE_DAYS {
        return Number::untested(&[]);
    }
    let angle = |t: &Micros| 2.0 * std::f64::consts::PI * t.rem_euclid(7 * DAY) as f64 / (7 * DAY) as f64;
    let x = days.values().map(|t| angle(t).cos()).sum::<f64>() / n;
    let y = days.values().map(|t| angle(t).sin()).sum::<f64>() / n;
    let turn = y.atan2(x) / (2.0 * std::f64::consts::PI);
    let hour = 168.0 * if turn < 0.0 { turn + 1.0 } else { turn };
    // x and y are means: R² = n² (x² + y²).
    let r_squared = n * n * (x * x + y * y);
    let tail = ((1.0 + 4.0 * n + 4.0 * f64::max(n * n - r_squared, 0.0)).sqrt() - (1.0 + 2.0 * n)).exp();
    Number::of(-tail.ln(), Some(1.0), &[("days", n), ("hour", hour)])
}

/// V = w(members)/w(others outside every job), w = Σ |t − mean of its page and verb| / Σ |t − mean of all|.
pub fn at_once(look: &Look) -> Number {
    if recurrence(look).value.is_none_or(|days| days < look.p.recurrence.threshold) {
        return Number::untested(&[]);
    }
    let there = |m: &&Mark| look.targets.contains(&(m.page, m.verb));
    let ours: Vec<&Mark> =
        look.log.marks.iter().filter(there).filter(|m| look.members.contains(&m.account)).collect();
    let others: Vec<&Mark> =
        look.free.iter().filter(there).filter(|m| !look.members.contains(&m.account)).collect();
    let (w, theirs) = (within_pages(&ours), within_pages(&others));
    let named = [("ours", w), ("others", theirs)];
    let answers = look.log.owners_known || w / theirs >= look.p.at_once.threshold;
    if (others.len() as f64) < look.p.once_least || theirs < look.p.once_life || !answers {
        return Number::untested(&named);
    }
    Number::of(w / theirs, Some(1.0), &named)
}

/// w of these marks; 0 where they all fall on one instant.
fn within_pages(marks: &[&Mark]) -> f64 {
    let off = |of: &[&Mark]| {
        let mean = of.iter().map(|m| m.time as f64).sum::<f64>() / of.len().max(1) as f64;
        of.iter().map(|m| (m.time as f64 - mean).abs()).sum::<f64>()
    };
    let pages: BTreeSet<(u32, u32)> = marks.iter().map(|m| (m.page, m.verb)).collect();
    let of_page =
        |p: &(u32, u32)| marks.iter().filter(|m| (m.page, m.verb) == *p).copied().collect::<Vec<_>>();
    pages.iter().map(|p| off(&of_page(p))).sum::<f64>() / off(marks).max(1.0)
}
