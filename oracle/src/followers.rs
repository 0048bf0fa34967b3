//! Who comes to an owner's pages by itself, the membership that follows from it, and late marks: plain sums over
//! accounts × owners, as the formulae of the engine's `followers` and `late` stand.

use crate::crew::Look;
use crate::log::{Key, Mark};
use claque_marks::parameters::SearchParameters;
use std::collections::{BTreeMap, BTreeSet};

/// What is settled of one crew.
#[derive(Clone, Debug, Default)]
pub struct Settled {
    /// By account with a mark in any job: P(member).
    pub z: BTreeMap<u32, f64>,
    /// By mark in a job: P(given by a member and in the job).
    pub own: BTreeMap<Key, f64>,
    /// By job and mark beyond its ends: P(given by a member and for the job).
    pub late: BTreeMap<(usize, Key), f64>,
}

/// By account: what its marks in the jobs of one owner say of membership, y, and what it takes for a fan to have given no more.
type OnOwner = BTreeMap<u32, (f64, f64)>;

/// How rates are spread: mean m and shape κ.
struct Spread(f64, f64);

impl Spread {
    /// Of (c, E) of each account on each owner.
    fn of(m: f64, of: &[(f64, f64)]) -> Self {
        let expected: f64 = of.iter().map(|x| m * x.1).sum();
        let squares: f64 = of.iter().map(|x| (m * x.1).powi(2)).sum();
        let excess = of.iter().map(|x| (x.0 - m * x.1).powi(2)).sum::<f64>() - expected;
        // Sums of rounded numbers: what is nothing may come out as next to nothing.
        let shape = if excess > 1e-9 * expected { squares / excess } else { 1e6 };
        Self(m, shape.clamp(0.01, 1e6))
    }

    fn rate(&self, c: f64, e: f64) -> f64 {
        self.0 * (c + self.1) / (self.0 * e + self.1)
    }
}

/// Settles the crew that is looked at.
pub fn settle(look: &Look, p: &SearchParameters) -> Settled {
    let (log, crew) = (look.log, look.crew);
    let free = (look.free.len() as f64).max(1.0);
    let page_owner = |page: u32| log.owner_of(page);
    let on = |owner: u32| look.free.iter().filter(|m| page_owner(m.page) == owner).count() as f64;
    let pages_of = |owner: u32| -> BTreeSet<u32> {
        log.targets().iter().map(|t| t.0).filter(|&page| page_owner(page) == owner).collect()
    };
    let pair = |a: u32, o: u32| (look.free_on(a, o), look.free_of(a) * on(o) / free);
    let pairs = |accounts: &[u32], owners: &[u32]| -> Vec<(f64, f64)> {
        accounts.iter().flat_map(|&a| owners.iter().map(move |&o| (a, o))).map(|(a, o)| pair(a, o)).collect()
    };
    let accounts: Vec<u32> = (0..log.accounts).collect();
    let owners: BTreeSet<u32> = log.owner.iter().copied().collect();
    let of_several: Vec<u32> = owners.into_iter().filter(|&o| pages_of(o).len() > 1).collect();
    let people = Spread::of(1.0, &pairs(&accounts, &of_several));
    let members: Vec<u32> = look.members.iter().copied().collect();
    let customers: Vec<u32> = look.owners.iter().copied().collect();
    let theirs = pairs(&members, &customers);
    let seen: f64 = theirs.iter().map(|x| x.0).sum();
    let expected: f64 = theirs.iter().map(|x| x.1).sum();
    let hands = Spread::of((seen + 5.0) / (expected + 5.0), &theirs);

    // c and E of an account on the owner of a page, on its other pages.
    let elsewhere = |a: u32, page: u32| {
        let there = |m: &&Mark| page_owner(m.page) == page_owner(page) && m.page != page;
        let c = look.free.iter().filter(there).filter(|m| m.account == a).count() as f64;
        (c, look.free_of(a) * look.free.iter().filter(there).count() as f64 / free)
    };
    let mark = |key: &Key| log.marks.iter().find(|m| m.key() == *key).unwrap();
    let job = |m: &Mark| {
        let in_it = |j: &(u32, u32, i64, i64)| {
            (j.0, j.1) == (m.page, m.verb) && (!log.timed || (j.2..=j.3).contains(&m.time))
        };
        crew.jobs.iter().position(in_it).unwrap()
    };
    let total = crew.z.values().sum::<f64>().max(1.0);
    let (mut rate, mut others) = (vec![0f64; crew.jobs.len()], vec![0f64; crew.jobs.len()]);
    for key in crew.own.keys() {
        rate[job(mark(key))] += crew.z[&key.0] / total;
        others[job(mark(key))] += 1.0 - crew.z[&key.0];
    }
    let ratio = |key: &Key| {
        let share = crew.own[key] / crew.z[&key.0];
        (share / (1.0 - share).max(1e-9)).min(1e6)
    };
    let fan_share = if customers.len() < p.fan_owners as usize { 0.0 } else { p.fan_share };
    let activity = crate::activity::of(log, 10.0, 200.0);
    let mut k: BTreeMap<u32, f64> = crew.z.keys().map(|a| (*a, 0.0)).collect();
    crew.own.keys().for_each(|key| *k.get_mut(&key.0).unwrap() += 1.0);
    let on_owner = |a: u32, o: u32| {
        let given = activity.given[a as usize];
        let anyone = (given - k[&a]).max(0.5) / crate::timing::passing(given, k[&a]);
        let absent: f64 = (0..rate.len()).filter(|&j| page_owner(crew.jobs[j].0) == o).map(|j| rate[j]).sum();
        let (mut y, mut still, mut least) = (-absent, 1.0, 1f64);
        for key in crew.own.keys().filter(|k| k.0 == a && page_owner(k.1) == o) {
            let (c, e) = elsewhere(a, key.1);
            y += (1.0 + (ratio(key) * anyone / people.rate(c, e)).min(1e6)).ln();
            // A fan marks half of an owner's pages or more.
            let n = pages_of(o).len() as f64 - 1.0;
            if 2.0 * c < n {
                least = least.min((-2.0 * n * (0.5 - c / n).powi(2)).exp());
            }
            // And this page when the job was.
            let others = others[job(mark(key))];
            let here = look.free.iter().filter(|m| (m.page, m.verb) == (key.1, key.2)).count() as f64;
            still *= (others + 1.0) / (others.max(here) + 1.0);
        }
        (y, still * least)
    };
    let of_owners: Vec<(u32, OnOwner)> =
        customers.iter().map(|&o| (o, crew.z.keys().map(|&a| (a, on_owner(a, o))).collect())).collect();
    let targets_of = |o: u32| -> usize {
        let on: BTreeSet<(u32, u32)> =
            crew.jobs.iter().filter(|j| page_owner(j.0) == o).map(|j| (j.0, j.1)).collect();
        on.len()
    };
    let mut fans: BTreeMap<u32, f64> = customers.iter().map(|&o| (o, fan_share)).collect();
    let chance = by_chance(&rate);
    // How busy members are, and how passers-by keep to what is expected, of those who are left, and again.
    let mut z = crew.z.clone();
    for _ in 0..5 {
        for (o, on) in of_owners.iter().filter(|(o, _)| fan_share > 0.0 && targets_of(*o) >= 5) {
            let given =
                on.iter().filter(|(a, _)| crew.own.keys().any(|k| k.0 == **a && page_owner(k.1) == *o));
            let are = given.map(|(a, (y, still))| {
                let fan = fans[o] * still;
                (1.0 - z[a]) * fan * y.exp() / (fan * y.exp() + 1.0 - fan)
            });
            let share = are.sum::<f64>() / f64::from(log.accounts);
            fans.insert(*o, share.clamp(fan_share, 0.5));
        }
        let weight_of = |a: u32| -> f64 {
            let of = |(o, on): &(u32, OnOwner)| {
                let (y, still) = on[&a];
                let fan = fans[o] * still;
                -(fan + (1.0 - fan) * (-y).exp()).ln()
            };
            of_owners.iter().map(of).sum()
        };
        let usual = usual(&chance, &k, &z);
        let pi = crate::timing::prior(log, &activity, &k, &z);
        let passers_by = passing_by(&activity.given, &k, &z);
        for (&a, z) in &mut z {
            let given = activity.given[a as usize];
            let pi = pi((given - k[&a]).max(0.5));
            let logit = weight_of(a)
                + (pi / (1.0 - pi)).ln()
                + spread(given, k[&a], passers_by)
                + usual[&(k[&a] as usize)];
            *z = 1.0 / (1.0 + (-logit.clamp(-40.0, 40.0)).exp());
        }
    }
    let given = |key: &Key| {
        let (c, e) = elsewhere(key.0, key.1);
        z[&key.0] * ratio(key) / (ratio(key) + hands.rate(c, e))
    };
    let own = crew.own.keys().map(|key| (*key, given(key))).collect();
    let late =
        if log.timed { late(look, &z, &|a, page| elsewhere(a, page), &hands) } else { BTreeMap::new() };
    Settled { z, own, late }
}

/// By number of jobs: how probable it is for a member who takes each at its rate and by chance alone, given that it has any.
fn by_chance(rates: &[f64]) -> Vec<f64> {
    let jobs = rates.len();
    let mut chance = vec![0.0; jobs + 1];
    chance[0] = 1.0;
    for rate in rates {
        let before = chance.clone();
        for k in 0..=jobs {
            chance[k] = before[k] * (1.0 - rate) + if k > 0 { before[k - 1] * rate } else { 0.0 };
        }
    }
    let any = 1.0 - chance[0];
    chance.iter().map(|c| c / any).collect()
}

/// By number of jobs: ln of how much less often members are in so many than by chance, at most 0, twenty members of chance added.
fn usual(chance: &[f64], k: &BTreeMap<u32, f64>, z: &BTreeMap<u32, f64>) -> BTreeMap<usize, f64> {
    let all: f64 = z.values().sum();
    let of = |jobs: usize| {
        let members: f64 = k.iter().filter(|(_, k)| **k as usize == jobs).map(|(a, _)| z[a]).sum();
        match chance.get(jobs) {
            Some(&c) if jobs > 0 && c > 1e-12 => ((members + 20.0 * c) / (all + 20.0) / c).ln().min(0.0),
            _ => 0.0,
        }
    };
    k.values().map(|k| (*k as usize, of(*k as usize))).collect()
}

/// Of passers-by: the share S of all marks but the crew's that they gave in its jobs, and the shape of the gamma law by
/// which rates are spread about d S. `k`: marks in jobs, by account.
fn passing_by(given: &[f64], k: &BTreeMap<u32, f64>, z: &BTreeMap<u32, f64>) -> (f64, f64) {
    let jobs = |a: u32| k.get(&a).copied().unwrap_or(0.0);
    let outside = |a: u32| 1.0 - z.get(&a).copied().unwrap_or(0.0);
    let accounts = 0..given.len() as u32;
    let passed: f64 = accounts.clone().map(|a| outside(a) * jobs(a)).sum();
    let in_jobs: f64 = accounts.clone().map(|a| (1.0 - outside(a)) * jobs(a)).sum();
    let share = passed / (given.iter().sum::<f64>() - in_jobs).max(1.0);
    let (mut squares, mut excess) = (0.0, 0.0);
    for a in accounts {
        let mean = given[a as usize] * share;
        squares += outside(a) * mean * mean;
        excess += outside(a) * ((jobs(a) - mean).powi(2) - mean);
    }
    (share, if excess > 0.0 { (squares / excess).clamp(0.5, 1e6) } else { 1e6 })
}

/// ln of Poisson's law over that of the rates so spread, at most 0.
fn spread(given: f64, k: f64, (share, shape): (f64, f64)) -> f64 {
    let mean = given * share;
    if mean <= 0.0 || shape >= 1e6 {
        return 0.0;
    }
    let rising: f64 = (0..k as u32).map(|i| (shape + f64::from(i)).ln()).sum();
    let mixed = rising + shape * (shape / (shape + mean)).ln() + k * (mean / (shape + mean)).ln();
    (k * mean.ln() - mean - mixed).min(0.0)
}

/// Late marks: zone by zone, which of members' marks beyond the ends of jobs their own rates do not explain.
fn late(
    look: &Look,
    z: &BTreeMap<u32, f64>,
    elsewhere: &dyn Fn(u32, u32) -> (f64, f64),
    hands: &Spread,
) -> BTreeMap<(usize, Key), f64> {
    let jobs = &look.crew.jobs;
    let member = |a: u32| z.get(&a).is_some_and(|z| *z > 0.5);
    let size = z.values().filter(|z| **z > 0.5).count() as f64;
    // Ends of zones in quarters of a job's length; −1 is the quarter before it.
    let zones = [(0, 1), (1, 2), (2, 4), (4, 8), (-1, 0)];
    let mut out = BTreeMap::new();
    for (begin, end) in zones {
        let mut seen: Vec<(usize, Key, f64)> = vec![];
        for (j, &(page, verb, from, to)) in jobs.iter().enumerate() {
            let quarters = |of: i64, length: i64| of * length / 4;
            let same = |o: &&(u32, u32, i64, i64)| (o.0, o.1) == (page, verb);
            let within = |t: i64| match begin {
                -1 => {
                    let after_last =
                        |o: &(u32, u32, i64, i64)| o.3 < from && t <= o.3 + quarters(8, o.3 - o.2);
                    let earlier = jobs.iter().filter(same).filter(|o| o.3 < from).max_by_key(|o| o.3);
                    t < from && t >= from - quarters(1, to - from) && !earlier.is_some_and(after_last)
                }
                _ => {
                    let next = jobs.iter().filter(same).any(|o| o.2 > to && o.2 <= t);
                    t > to + quarters(begin, to - from) && t <= to + quarters(end, to - from) && !next
                }
            };
            let there = |m: &&Mark| (m.page, m.verb) == (page, verb) && within(m.time);
            let others = look.log.marks.iter().filter(there).filter(|m| !member(m.account)).count() as f64;
            for m in look.log.marks.iter().filter(there).filter(|m| member(m.account) && !look.in_job(m)) {
                let (c, e) = elsewhere(m.account, page);
                let own = look.free_of(m.account).max(0.5) * others.max(1.0) / look.log.marks.len() as f64;
                seen.push((j, m.key(), own * hands.rate(c, e)));
            }
        }
        let orders = size * jobs.len() as f64;
        let mut rate = seen.len() as f64;
        for _ in 0..60 {
            rate = seen.iter().map(|s| rate / (rate + orders * s.2)).sum();
        }
        let gain: f64 = seen.iter().map(|s| (1.0 + rate / (orders * s.2)).ln()).sum::<f64>() - rate;
        if gain > 3.0 {
            out.extend(seen.iter().map(|s| ((s.0, s.1), z[&s.1.0] * rate / (rate + orders * s.2))));
        }
    }
    out
}
