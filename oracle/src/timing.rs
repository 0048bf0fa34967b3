//! Who belongs to a crew with jobs: EM over the marks that lie in them, with the crew's own curve.
//!
//! ```text
//! y_ao = Σ_marks on owner o ln(1 + ρ_j h_j(t)/(λ_aj g_j(t))) − Σ_jobs of o ρ_j
//! logit z_a = Σ_o −ln(φ + (1 − φ) e^(−y_ao)) + ln π/(1 − π)
//! P(mark in the job | member) = ρh/(ρh + λg)
//! ```
//!
//! h and g in equal-count bins of time: as many as twelve, of twelve marks or more each. Each mark is judged by all others.

use crate::activity::Activity;
use crate::log::{Key, Log, Mark};
use claque_marks::Micros;
use claque_marks::parameters::SearchParameters;
use std::collections::{BTreeMap, BTreeSet};

/// A job: page, verb, first and last instant.
pub type Job = (u32, u32, Micros, Micros);

/// What EM says.
#[derive(Clone, Debug, Default)]
pub struct Membership {
    /// By account with a mark in any job: its posterior.
    pub z: BTreeMap<u32, f64>,
    /// By mark in a job: which job, and P(given in it by a member).
    pub own: BTreeMap<Key, (usize, f64)>,
    /// By job: marks that chance would give by members.
    pub expected: Vec<f64>,
}

/// d of somebody who is no member and of whose `given` marks k fell into jobs: the geometric mean of the given, the
/// given less one, and so on, k of them.
pub fn passing(given: f64, k: f64) -> f64 {
    let factors = (0..k as u32).map(|i| given - f64::from(i));
    match k {
        0.0 => given,
        _ if given < k => given.max(0.5),
        _ => factors.product::<f64>().powf(1.0 / k),
    }
}

/// EM over the marks that `count`. Jobs of one target do not overlap.
pub fn em(
    log: &Log,
    activity: &Activity,
    jobs: &[Job],
    counts: &dyn Fn(Key) -> bool,
    start: Option<&BTreeMap<u32, f64>>,
    rounds: usize,
    p: &SearchParameters,
) -> Membership {
    // By job: its marks in order of time, with their bin.
    let marks_of: Vec<Vec<(Mark, usize)>> = jobs
        .iter()
        .map(|&(page, verb, from, to)| {
            let mut marks: Vec<Mark> = log
                .marks
                .iter()
                .filter(|m| (m.page, m.verb) == (page, verb) && counts(m.key()))
                .filter(|m| !log.timed || (from <= m.time && m.time <= to))
                .copied()
                .collect();
            marks.sort_by_key(|m| if log.timed { (m.time, m.account) } else { (0, m.account) });
            let n = marks.len();
            let bins = (n / 12).clamp(1, 12);
            marks.into_iter().enumerate().map(|(rank, m)| (m, rank * bins / n)).collect()
        })
        .collect();
    let mut k: BTreeMap<u32, f64> = BTreeMap::new();
    for (m, _) in marks_of.iter().flatten() {
        *k.entry(m.account).or_default() += 1.0;
    }
    let elsewhere = |a: u32| (activity.given[a as usize] - k[&a]).max(0.5);
    // Any of its marks could have fallen there.
    let anyone = |a: u32| passing(activity.given[a as usize], k[&a]);
    let mut z: BTreeMap<u32, f64> = match start {
        Some(s) => k.keys().map(|a| (*a, s.get(a).copied().unwrap_or(0.0))).collect(),
        None => {
            let mut sorted: Vec<f64> = k.values().copied().collect();
            sorted.sort_by(f64::total_cmp);
            let at = 0.9 * sorted.len().saturating_sub(1) as f64;
            let decile = sorted
                .get(at.floor() as usize)
                .map_or(0.0, |lo| lo + (sorted[at.ceil() as usize] - lo) * at.fract());
            k.iter().map(|(a, n)| (*a, if *n >= (decile / 2.0).max(2.0) { 0.9 } else { 0.001 })).collect()
        }
    };
    let (everyone, n) = (f64::from(log.accounts), log.marks.len() as f64);
    let mut ratio: BTreeMap<Key, f64> = BTreeMap::new();
    let mut inside: Vec<f64> = vec![0.0; jobs.len()];
    for _ in 0..rounds {
        inside = marks_of.iter().map(|of| of.iter().map(|(m, _)| z[&m.account]).sum()).collect();
        let total = z.values().sum::<f64>().max(1.0);
        let rest: Vec<f64> =
            marks_of.iter().zip(&inside).map(|(of, m)| (of.len() as f64 - m).max(0.0)).collect();
        let usual = (rest.iter().sum::<f64>() + 0.5) / jobs.len() as f64;
        for (j, of) in marks_of.iter().enumerate() {
            let bins = (of.len() / 12).clamp(1, 12) as f64;
            for (m, bin) in of {
                let same: Vec<f64> =
                    of.iter().filter(|(_, b)| b == bin).map(|(x, _)| z[&x.account]).collect();
                // All marks but this one.
                let own = z[&m.account];
                let ours: f64 = same.iter().sum::<f64>() - own;
                let theirs = same.len() as f64 - 1.0 - ours;
                let members = inside[j] - own;
                let rest = of.len() as f64 - 1.0 - members;
                // Of a member's marks, and of others', those of this job that fall into the bin.
                let h = (ours + 1.0) / (members + bins);
                let g = (theirs + 1.0) / (rest + bins);
                // Others' marks in the job, by those of the usual one.
                let others = (rest + 0.5) / (1.0 + 0.5 / usual);
                // ρh/(λg) but for the account's own activity.
                let rho = members / (total - own).max(1.0);
                ratio.insert(m.key(), rho * h / (others / n * g));
            }
        }
        let owners: BTreeSet<u32> = jobs.iter().map(|j| log.owner_of(j.0)).collect();
        let fan_share = if owners.len() < p.fan_owners as usize { 0.0 } else { p.fan_share };
        let bounded = |y: f64| -(fan_share + (1.0 - fan_share) * (-y).exp()).ln();
        let pi = (total / everyone).min(1.0 - 1e-9);
        let mut moved: f64 = 0.0;
        let next: BTreeMap<u32, f64> = z
            .iter()
            .map(|(a, old)| {
                let said: f64 = owners
                    .iter()
                    .map(|o| {
                        let rate: f64 = (0..jobs.len())
                            .filter(|&j| log.owner_of(jobs[j].0) == *o)
                            .map(|j| inside[j] / total)
                            .sum();
                        let gain: f64 = ratio
                            .iter()
                            .filter(|(key, _)| key.0 == *a && log.owner_of(key.1) == *o)
                            .map(|(_, r)| (1.0 + (r / anyone(*a)).min(1e6)).ln())
                            .sum();
                        bounded(gain - rate)
                    })
                    .sum();
                let logit = said + (pi / (1.0 - pi)).ln();
                let new = 1.0 / (1.0 + (-logit.clamp(-40.0, 40.0)).exp());
                moved = moved.max((new - old).abs());
                (*a, new)
            })
            .collect();
        z = next;
        if moved < 1e-3 {
            break;
        }
    }
    let reach: f64 = z.iter().map(|(a, z)| z * elsewhere(*a)).sum();
    let expected =
        (0..jobs.len()).map(|j| reach * (marks_of[j].len() as f64 - inside[j]).max(0.0) / n).collect();
    let own = marks_of
        .iter()
        .enumerate()
        .flat_map(|(j, of)| of.iter().map(move |(m, _)| (j, m)))
        .map(|(j, m)| {
            let r = ratio.get(&m.key()).map_or(0.0, |r| r / elsewhere(m.account));
            (m.key(), (j, z[&m.account] * r / (1.0 + r)))
        })
        .collect();
    Membership { z, own, expected }
}

/// π as a function of an account's marks outside the jobs: what its class of activity says (marks below 2, 2 to 3, 4 to
/// 7 and so on), with two hundred accounts of what a bell over the classes says of it. `k`: marks in jobs, by account.
pub fn prior(
    log: &Log,
    activity: &Activity,
    k: &BTreeMap<u32, f64>,
    z: &BTreeMap<u32, f64>,
) -> impl Fn(f64) -> f64 + use<> {
    let class = |d: f64| (1..12).filter(|c| d >= f64::from(1 << c)).count();
    let elsewhere = |a: u32| {
        let all = activity.given[a as usize];
        k.get(&a).map_or(all, |k| (all - k).max(0.5))
    };
    let places: Vec<(usize, f64)> =
        (0..log.accounts).map(|a| (class(elsewhere(a)), z.get(&a).copied().unwrap_or(0.0))).collect();
    let members = places.iter().map(|p| p.1).sum::<f64>().max(1.0);
    let mean = places.iter().map(|p| p.1 * p.0 as f64).sum::<f64>() / members;
    let square = places.iter().map(|p| p.1 * (p.0 as f64 - mean).powi(2)).sum::<f64>() / members;
    let bell = move |c: usize| (-(c as f64 - mean).powi(2) / (2.0 * square.max(0.49))).exp();
    let whole: f64 = (0..12).map(bell).sum();
    let by_class: Vec<f64> = (0..12)
        .map(|c| {
            let here: Vec<f64> = places.iter().filter(|p| p.0 == c).map(|p| p.1).collect();
            let n = here.len() as f64;
            let law = 0.999 * bell(c) / whole + 0.001 * n / places.len() as f64;
            let usual = (members * law / n.max(1.0)).min(0.95);
            ((here.iter().sum::<f64>() + 200.0 * usual) / (n + 200.0)).min(1.0 - 1e-9)
        })
        .collect();
    move |d| by_class[class(d)]
}
