//! Which findings are one crew, and its jobs: ties between all pairs, what a partition is worth, and the best of all.
//!
//! ```text
//! by accounts: |A ∩ B| > share · min(|A|, |B|),  P(X ≥ |A ∩ B|) < tail,  E X = Σ_a p_A p_B, p = 1 − e^(−λd), Σ p = |A|
//! by pages:    |A ∩ B| > share · min(|A|, |B|),  |A ∩ B| ≥ join_pages, A ∩ B the pages on which either's median mark lies
//!              within the other's marks but their outermost fiftieths
//! tie = |A ∩ B|/|A ∪ B|, both added up;   worth = Σ_inside (tie − resolution)
//! ```

use crate::log::{Key, Log, Mark};
use crate::timing::Job;
use claque_chance::tails::ln_poisson_tail;
use claque_marks::Micros;
use claque_marks::parameters::SearchParameters;
use std::collections::{BTreeMap, BTreeSet};

/// Fewest marks on a page that a finding served.
const SERVED: f64 = 5.0;

/// A finding as rows.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Its members.
    pub members: BTreeSet<u32>,
    /// Their marks.
    pub marks: BTreeSet<Key>,
}

impl Finding {
    /// Pages with enough of its marks.
    fn served(&self, p: &SearchParameters) -> BTreeSet<u32> {
        let least = SERVED.max(p.join_share_of_order * self.members.len() as f64);
        let on = |page: u32| self.marks.iter().filter(|k| k.1 == page).count() as f64;
        self.marks.iter().map(|k| k.1).filter(|&page| on(page) >= least).collect()
    }

    /// First, middle and last of its marks on a page, without the outermost fiftieth on either side.
    fn when(&self, log: &Log, page: u32) -> [Micros; 3] {
        let there = |m: &&Mark| m.page == page && self.marks.contains(&m.key());
        let mut times: Vec<Micros> =
            log.marks.iter().filter(there).map(|m| if log.timed { m.time } else { 0 }).collect();
        times.sort();
        let [from, middle, to] = [0.02, 0.5, 0.98].map(|share| between(&times, share));
        [from.floor() as Micros, middle as Micros, to.ceil() as Micros]
    }
}

/// By pair of findings (places in the list, the earlier first) that are tied: how closely.
pub type Ties = BTreeMap<(usize, usize), f64>;

/// Ties between findings.
pub fn ties(log: &Log, found: &[Finding], p: &SearchParameters) -> Ties {
    let given = |a: u32| log.marks.iter().filter(|m| m.account == a).count() as f64;
    let d: Vec<f64> = (0..log.accounts).map(given).collect();
    let mut tie = Ties::new();
    for i in 0..found.len() {
        for j in i + 1..found.len() {
            let (a, b) = (&found[i], &found[j]);
            let (pa, pb) = (joins(&d, a.members.len() as f64), joins(&d, b.members.len() as f64));
            let by_chance = pa.iter().zip(&pb).map(|(p, q)| p * q).sum();
            let (accounts, share, jaccard) = common(&a.members, &b.members);
            if share > p.join_share && ln_poisson_tail(accounts, by_chance) < p.join_tail.ln() {
                *tie.entry((i, j)).or_default() += jaccard;
            }
            let (of_a, of_b) = (a.served(p), b.served(p));
            let meets = |page: &&u32| {
                let ([from, middle, to], [begin, half, end]) = (a.when(log, **page), b.when(log, **page));
                begin <= middle && middle <= end && from <= half && half <= to
            };
            let pages = of_a.intersection(&of_b).filter(meets).count() as f64;
            let smaller = of_a.len().min(of_b.len()) as f64;
            if pages > p.join_share * smaller && pages >= f64::from(p.join_pages) {
                *tie.entry((i, j)).or_default() += pages / ((of_a.len() + of_b.len()) as f64 - pages);
            }
        }
    }
    tie
}

/// By account: the probability of being in a crowd of so many, by bisection.
fn joins(d: &[f64], accounts: f64) -> Vec<f64> {
    let at = |rate: f64| d.iter().map(|d| 1.0 - (-rate * d).exp()).collect::<Vec<f64>>();
    let (mut lo, mut hi) = (0.0, 1e3);
    for _ in 0..200 {
        let middle = (lo + hi) / 2.0;
        if at(middle).iter().sum::<f64>() < accounts { lo = middle } else { hi = middle }
    }
    at(hi)
}

/// Σ_inside (tie − resolution) of a partition, given as a label for each finding.
pub fn worth(ties: &Ties, labels: &[usize], resolution: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..labels.len() {
        for j in (i + 1..labels.len()).filter(|j| labels[*j] == labels[i]) {
            sum += ties.get(&(i, j)).copied().unwrap_or(0.0) - resolution;
        }
    }
    sum
}

/// The most that any partition of n findings is worth.
pub fn best(ties: &Ties, n: usize, resolution: f64) -> f64 {
    partitions(n).iter().map(|labels| worth(ties, labels, resolution)).fold(f64::NEG_INFINITY, f64::max)
}

/// The most that one partition is worth once one finding has moved to another group or to one of its own, or two
/// groups have become one.
pub fn one_step_better(ties: &Ties, labels: &[usize], resolution: f64) -> f64 {
    let mut best = f64::NEG_INFINITY;
    for moved in 0..labels.len() {
        for to in 0..=labels.len() {
            let mut other = labels.to_vec();
            other[moved] = to;
            best = best.max(worth(ties, &other, resolution));
            let merged: Vec<usize> =
                labels.iter().map(|&l| if l == labels[moved] { to } else { l }).collect();
            best = best.max(worth(ties, &merged, resolution));
        }
    }
    best
}

/// How many two sets share, of the smaller, and of both.
fn common(a: &BTreeSet<u32>, b: &BTreeSet<u32>) -> (f64, f64, f64) {
    let n = a.intersection(b).count() as f64;
    (n, n / a.len().min(b.len()).max(1) as f64, n / a.union(b).count().max(1) as f64)
}

/// All partitions of n things, as labels in the order of their first use.
fn partitions(n: usize) -> Vec<Vec<usize>> {
    let mut all = vec![vec![]];
    for _ in 0..n {
        let grown = |labels: Vec<usize>| {
            let next = labels.iter().max().map_or(0, |m| m + 1);
            (0..=next).map(move |label| [labels.clone(), vec![label]].concat()).collect::<Vec<_>>()
        };
        all = all.into_iter().flat_map(grown).collect();
    }
    all
}

/// Jobs of a group by (target, start): on each target of a page that a finding served, its marks' time without the
/// outermost fiftieth on either side; those that meet are one.
pub fn jobs(log: &Log, found: &[Finding], group: &[usize], p: &SearchParameters) -> Vec<Job> {
    let mut jobs: Vec<Job> = vec![];
    for f in group.iter().map(|&g| &found[g]) {
        let served = f.served(p);
        for (page, verb) in log.targets().into_iter().filter(|t| served.contains(&t.0)) {
            let there = |m: &&Mark| (m.page, m.verb) == (page, verb) && f.marks.contains(&m.key());
            let mut times: Vec<Micros> =
                log.marks.iter().filter(there).map(|m| if log.timed { m.time } else { 0 }).collect();
            times.sort();
            if !times.is_empty() {
                let (from, to) = (between(&times, 0.02).floor(), between(&times, 0.98).ceil());
                jobs.push((page, verb, from as Micros, to as Micros));
            }
        }
    }
    while let Some((a, b)) = meeting(&jobs) {
        let (from, to) = (jobs[a].2.min(jobs[b].2), jobs[a].3.max(jobs[b].3));
        jobs[a] = (jobs[a].0, jobs[a].1, from, to);
        jobs.remove(b);
    }
    jobs.sort();
    jobs
}

/// Two jobs of one target that share an instant.
fn meeting(jobs: &[Job]) -> Option<(usize, usize)> {
    let meet = |a: &Job, b: &Job| (a.0, a.1) == (b.0, b.1) && a.2 <= b.3 && b.2 <= a.3;
    (0..jobs.len())
        .flat_map(|a| (a + 1..jobs.len()).map(move |b| (a, b)))
        .find(|&(a, b)| meet(&jobs[a], &jobs[b]))
}

/// The instant that a share of the steps between times has passed.
fn between(times: &[Micros], share: f64) -> f64 {
    let at = share * (times.len() - 1) as f64;
    let (low, high) = (times[at.floor() as usize] as f64, times[at.ceil() as usize] as f64);
    low + (high - low) * at.fract()
}
