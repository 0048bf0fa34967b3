//! A crew's orders: every stretch between the end points of each target, by the scan statistic, from plain sums.
//!
//! ```text
//! LLR = s ln(s/E) − s + E      where s/(n − s) > 2 E/(n − E) and s > 1.6 E, n all marks inside
//! E = max over r of rate, and of rate × (members who have not come by themselves + 1)/(members + 1), of
//!     Σ_marks inside r × max(here, fond of the owner)
//! here = (members' weight outside + 20 r̄)/(Σ r outside + 20 r̄),   r̄ the mean rate
//! ```

use crate::crew::{Crew, median};
use crate::log::{Key, Log, Mark};
use crate::timing::Job;
use claque_marks::Micros;
use claque_marks::parameters::SearchParameters;
use claque_marks::window::HOUR;
use std::collections::{BTreeMap, BTreeSet};

/// Hours of a week.
const WEEK: usize = 168;
/// Most that an hour of the week may exceed the mean.
const PEAK: f64 = 4.0;
/// Fewest targets that say how fond members are of their owner.
const OTHER_TARGETS: usize = 3;
/// Weight of the mean rate beside a target's other times, in marks.
const STEADY: f64 = 20.0;
/// And beside those of an hour of the week.
const STEADY_HOUR: f64 = 100.0;

/// What is known of a crew when its orders are looked for.
pub struct Known<'a> {
    /// The crew, with its jobs so far.
    pub crew: &'a Crew,
    /// The jobs of its first findings.
    pub first: &'a [Job],
    /// Hours of the coarsest window at which it was seen.
    pub hours: u32,
    /// Marks known to be in jobs, with their probability.
    pub inside: &'a BTreeMap<Key, f64>,
    /// Marks that another crew has taken.
    pub taken: &'a BTreeSet<Key>,
}

/// What one target's scan asks of the crew.
struct Habits {
    z: BTreeMap<u32, f64>,
    rate: Vec<f64>,
    may_come: BTreeMap<Key, f64>,
    mean_rate: f64,
    usual: f64,
    longest: Micros,
}

fn hour(time: Micros) -> usize {
    time.div_euclid(HOUR).rem_euclid(WEEK as i64) as usize
}

/// The orders, by (target, start).
pub fn of(log: &Log, known: &Known, p: &SearchParameters) -> Vec<Job> {
    let free: Vec<Mark> = log.marks.iter().filter(|m| !known.taken.contains(&m.key())).copied().collect();
    let z: BTreeMap<u32, f64> =
        known.crew.z.iter().filter(|(_, z)| **z > 0.5).map(|(a, z)| (*a, *z)).collect();
    let weight = |m: &Mark| z.get(&m.account).copied().unwrap_or(0.0);
    let usual = median(known.crew.jobs.iter().map(|j| given_in(log, known.crew, j)).collect()).unwrap_or(0.0);
    let mean = mean_of_the_week(&free, &z, known.inside);
    let rate = rate_by_hour(&free, &z, known.inside, mean);
    let mean_rate = rate.iter().sum::<f64>() / WEEK as f64;
    let longest = longest(known, p);
    let mut habits = Habits { z: z.clone(), rate, may_come: BTreeMap::new(), mean_rate, usual, longest };
    let mut out = vec![];
    for target in log.targets() {
        let on: Vec<Mark> = free.iter().filter(|m| (m.page, m.verb) == target).copied().collect();
        let ours: f64 = on.iter().map(weight).sum();
        if ours > 0.0 && ours >= f64::from(p.min_overlap).max(p.usual_share * usual) {
            let fond = fond(log, &free, &habits, log.owner_of(target.0), known.first);
            // A target is no measure of itself.
            let others: Vec<Mark> = free.iter().filter(|m| (m.page, m.verb) != target).copied().collect();
            habits.rate = rate_by_hour(&others, &z, known.inside, mean);
            let all: Vec<Mark> = log.marks.iter().filter(|m| (m.page, m.verb) == target).copied().collect();
            habits.may_come = on.iter().map(|m| (m.key(), may_come(&all, m, &z, known.inside))).collect();
            out.extend(
                scan(on, &habits, fond, p).into_iter().map(|(from, to)| (target.0, target.1, from, to)),
            );
        }
    }
    out
}

/// Which share of the members have not marked the target outside known jobs before this mark, with one beside them.
fn may_come(all: &[Mark], mark: &Mark, z: &BTreeMap<u32, f64>, inside: &BTreeMap<Key, f64>) -> f64 {
    let size: f64 = z.values().sum();
    let before = |m: &&Mark| (m.time, m.account) < (mark.time, mark.account);
    let own = |m: &Mark| 1.0 - inside.get(&m.key()).copied().unwrap_or(0.0);
    let came: f64 = all.iter().filter(before).filter_map(|m| Some(z.get(&m.account)? * own(m))).sum();
    ((size + 1.0 - came) / (size + 1.0)).max(0.0)
}

/// Expected number of marks given in a job.
fn given_in(log: &Log, crew: &Crew, job: &Job) -> f64 {
    let time: BTreeMap<Key, Micros> = log.marks.iter().map(|m| (m.key(), m.time)).collect();
    crew.own
        .iter()
        .filter(|(k, _)| (k.1, k.2) == (job.0, job.1) && job.2 <= time[*k] && time[*k] <= job.3)
        .map(|(_, own)| own)
        .sum()
}

/// By hour of the week: members' marks and all marks, without what is known to be in jobs.
fn by_hour(free: &[Mark], z: &BTreeMap<u32, f64>, inside: &BTreeMap<Key, f64>) -> (Vec<f64>, Vec<f64>) {
    let (mut ours, mut all) = (vec![0.0; WEEK], vec![0.0; WEEK]);
    for m in free {
        let outside = 1.0 - inside.get(&m.key()).copied().unwrap_or(0.0);
        all[hour(m.time)] += outside;
        ours[hour(m.time)] += outside * z.get(&m.account).copied().unwrap_or(0.0);
    }
    (ours, all)
}

/// Members' share of all marks.
fn mean_of_the_week(free: &[Mark], z: &BTreeMap<u32, f64>, inside: &BTreeMap<Key, f64>) -> f64 {
    let (ours, all) = by_hour(free, z, inside);
    ours.iter().sum::<f64>().max(1e-9) / all.iter().sum::<f64>().max(1.0)
}

/// By hour of the week: members' share of the marks that fall there, beside a hundred of the mean share, no hour above four times that;
/// the mean of five hours.
fn rate_by_hour(free: &[Mark], z: &BTreeMap<u32, f64>, inside: &BTreeMap<Key, f64>, mean: f64) -> Vec<f64> {
    let (ours, all) = by_hour(free, z, inside);
    let rate: Vec<f64> = (0..WEEK)
        .map(|h| (ours[h].max(0.0) + STEADY_HOUR * mean) / (all[h].max(0.0) + STEADY_HOUR))
        .map(|rate| rate.min(PEAK * mean))
        .collect();
    (0..WEEK).map(|h| (h + WEEK - 2..=h + WEEK + 2).map(|k| rate[k % WEEK]).sum::<f64>() / 5.0).collect()
}

/// How long an order may be: `scan_longest` of the coarsest windows, and twice what nine in ten known jobs took, but
/// never less than `scan_shortest_bound` hours.
fn longest(known: &Known, p: &SearchParameters) -> Micros {
    let mut took: Vec<f64> = known.crew.jobs.iter().map(|j| (j.3 - j.2) as f64).collect();
    took.sort_by(f64::total_cmp);
    let at = 0.9 * took.len().saturating_sub(1) as f64;
    let decile =
        took.get(at.floor() as usize).map_or(0.0, |low| low + (took[at.ceil() as usize] - low) * at.fract());
    let windows = i64::from(known.hours * p.scan_longest) * HOUR;
    windows.min((2.0 * decile) as Micros).max(i64::from(p.scan_shortest_bound) * HOUR)
}

/// How fond members are of an owner: the lower median of (members' weight + 1)/(expected + 1) over its targets
/// without a job among the first findings that are expected to get a mark at least, if there are three; at least 1.
fn fond(log: &Log, free: &[Mark], habits: &Habits, owner: u32, first: &[Job]) -> f64 {
    let mut ratios = vec![];
    for target in log.targets().into_iter().filter(|t| log.owner_of(t.0) == owner) {
        let on = |m: &&Mark| (m.page, m.verb) == target;
        let expected = log.marks.iter().filter(on).count() as f64 * habits.mean_rate;
        let ours: f64 = free.iter().filter(on).filter_map(|m| habits.z.get(&m.account)).sum();
        if expected >= 1.0 && first.iter().all(|j| (j.0, j.1) != target) {
            ratios.push((ours + 1.0) / (expected + 1.0));
        }
    }
    ratios.sort_by(f64::total_cmp);
    if ratios.len() < OTHER_TARGETS { 1.0 } else { ratios[(ratios.len() - 1) / 2].max(1.0) }
}

/// The orders on one target: the best stretch, and the best of what is left of it, until none is good enough.
/// Stretches that meet are one.
fn scan(mut life: Vec<Mark>, habits: &Habits, fond: f64, p: &SearchParameters) -> Vec<(Micros, Micros)> {
    life.sort_by_key(|m| (m.time, m.account));
    let weight = |m: &Mark| habits.z.get(&m.account).copied().unwrap_or(0.0);
    let sums = |marks: &[Mark]| {
        let rate = |m: &Mark| habits.rate[hour(m.time)];
        let left = |m: &Mark| rate(m) * habits.may_come[&m.key()];
        let sum = |of: &dyn Fn(&Mark) -> f64| marks.iter().map(of).sum::<f64>();
        (sum(&weight), sum(&rate), sum(&left))
    };
    let mut out: Vec<(Micros, Micros)> = vec![];
    for _ in 0..p.scan_most {
        let ours: Vec<usize> = (0..life.len()).filter(|&i| weight(&life[i]) > 0.0).collect();
        if ours.len() < p.min_overlap as usize {
            break;
        }
        let whole = sums(&life);
        let gain = |x: usize, y: usize| {
            let (from, to) = (life[ours[x]].time, life[ours[y]].time);
            let (s, rate, left) = sums(&life[ours[x]..=ours[y]]);
            let steady = STEADY * habits.mean_rate;
            let here = |rate: f64, whole_rate: f64| (whole.0 - s + steady) / (whole_rate - rate + steady);
            let e = f64::max(rate * here(rate, whole.1).max(fond), left * here(left, whole.2).max(fond));
            let all = (ours[y] - ours[x] + 1) as f64;
            let long = to - from > habits.longest;
            let small = s - e < p.usual_share * habits.usual;
            if long || small || s <= 1.6 * e || s * (all - e) <= 2.0 * e * (all - s) {
                0.0
            } else {
                s * (s / e).ln() - s + e
            }
        };
        let n = ours.len();
        let points = n.min(p.scan_ends as usize);
        let grid: BTreeSet<usize> = (0..points).map(|i| i * (n - 1) / (points - 1).max(1)).collect();
        // All pairs of end points.
        let (mut best, mut x, mut y) = (0.0, 0, 0);
        for &i in &grid {
            for &j in grid.iter().filter(|j| **j >= i) {
                if gain(i, j) > best {
                    (best, x, y) = (gain(i, j), i, j);
                }
            }
        }
        // Then either end between the points beside it.
        let before = |at: usize| grid.iter().copied().filter(|g| *g < at).max().unwrap_or(0);
        let after = |at: usize| grid.iter().copied().filter(|g| *g > at).min().unwrap_or(n - 1);
        for i in before(x)..=after(x).min(y) {
            if gain(i, y) > best {
                (best, x) = (gain(i, y), i);
            }
        }
        for j in before(y).max(x)..=after(y) {
            if gain(x, j) > best {
                (best, y) = (gain(x, j), j);
            }
        }
        let range = ours[x]..=ours[y];
        if best < p.scan_gain || sums(&life[range.clone()]).0 < f64::from(p.min_overlap) {
            break;
        }
        let times = life[range.clone()].iter().filter(|m| weight(m) > 0.0).map(|m| m.time).collect();
        out.push(without_strays(times));
        life.drain(range);
    }
    out.sort();
    let mut orders: Vec<(Micros, Micros)> = vec![];
    for (from, to) in out {
        match orders.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => orders.push((from, to)),
        }
    }
    orders
}

/// First and last of times without strays: a fiftieth on either side, one at least, while the step to the next is
/// more than a fifth of what is left, and three are left.
fn without_strays(mut times: Vec<Micros>) -> (Micros, Micros) {
    let most = (times.len() / 50).max(1);
    let whole = |times: &[Micros]| times[times.len() - 1] - times[0];
    for _ in 0..most {
        if times.len() > 3 && 5 * (times[1] - times[0]) > whole(&times) {
            times.remove(0);
        }
    }
    for _ in 0..most {
        let n = times.len();
        if n > 3 && 5 * (times[n - 1] - times[n - 2]) > whole(&times) {
            times.pop();
        }
    }
    (times[0], times[times.len() - 1])
}
