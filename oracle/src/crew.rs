//! A crew as rows, and what its evidence looks at: its members, their marks in its jobs, and the log without
//! what any crew gave in jobs.

use crate::log::{Key, Log, Mark};
use crate::timing::Job;
use claque_marks::Micros;
use claque_marks::parameters::{KindParameters, SearchParameters};
use claque_marks::window::HOUR;
use std::collections::{BTreeMap, BTreeSet};

/// A completed crew.
#[derive(Clone, Debug, Default)]
pub struct Crew {
    /// Its jobs: page, verb, first and last instant.
    pub jobs: Vec<Job>,
    /// By account with a mark in any job: P(member).
    pub z: BTreeMap<u32, f64>,
    /// By mark in a job: P(given by a member and in the job).
    pub own: BTreeMap<Key, f64>,
    /// Hours of the windows at which it was seen.
    pub scales: Vec<u32>,
}

/// One crew of a log, from every side that its evidence asks about.
pub struct Look<'a> {
    /// The log.
    pub log: &'a Log,
    /// Thresholds.
    pub p: &'a KindParameters,
    /// Those of the search.
    pub search: &'a SearchParameters,
    /// Length of the coarsest window that fits the log.
    pub coarsest: Micros,
    /// The crew.
    pub crew: &'a Crew,
    /// Who took marks back together: accounts of each crew among the withdrawals.
    pub taken: &'a [BTreeSet<u32>],
    /// Accounts more likely members than not.
    pub members: BTreeSet<u32>,
    /// Marks that members gave in its jobs.
    pub given: Vec<Mark>,
    /// Marks of the log that no crew gave in a job rather than not.
    pub free: Vec<Mark>,
    /// Targets (page, verb) of its jobs.
    pub targets: BTreeSet<(u32, u32)>,
    /// Their pages.
    pub pages: BTreeSet<u32>,
    /// And whose they are.
    pub owners: BTreeSet<u32>,
}

impl<'a> Look<'a> {
    /// Crew `at` among the `crews` of a log.
    pub fn of(
        log: &'a Log,
        (p, search): (&'a KindParameters, &'a SearchParameters),
        crews: &'a [Crew],
        taken: &'a [BTreeSet<u32>],
        at: usize,
    ) -> Self {
        let crew = &crews[at];
        let members: BTreeSet<u32> = crew.z.iter().filter(|(_, z)| **z > 0.5).map(|(a, _)| *a).collect();
        let in_job = |m: &Mark| crews.iter().any(|c| c.own.get(&m.key()).is_some_and(|own| *own > 0.5));
        let ours = |m: &Mark| crew.own.contains_key(&m.key()) && members.contains(&m.account);
        let given = log.marks.iter().filter(|m| ours(m)).copied().collect();
        let free = log.marks.iter().filter(|m| !in_job(m)).copied().collect();
        let targets: BTreeSet<(u32, u32)> = crew.jobs.iter().map(|j| (j.0, j.1)).collect();
        let pages: BTreeSet<u32> = targets.iter().map(|t| t.0).collect();
        let owners = pages.iter().map(|&page| log.owner_of(page)).collect();
        let times = || log.marks.iter().map(|m| m.time);
        let span = times().max().zip(times().min()).map_or(0, |(last, first)| last - first + 1);
        let hours = search.scales.iter().map(|h| i64::from(*h) * HOUR);
        let fits = |h: &Micros| *h as f64 <= span as f64 * search.span_share;
        let coarsest = hours.filter(fits).max().unwrap_or(0);
        Self { log, p, search, coarsest, crew, taken, members, given, free, targets, pages, owners }
    }

    /// Whether some crew gave a mark in a job rather than not.
    pub fn in_job(&self, m: &Mark) -> bool {
        !self.free.contains(m)
    }

    /// The accounts that are no members.
    pub fn outsiders(&self) -> Vec<u32> {
        (0..self.log.accounts).filter(|a| !self.members.contains(a)).collect()
    }

    /// How many members there are.
    pub fn size(&self) -> f64 {
        self.members.len() as f64
    }

    /// Marks that an account gave at all.
    pub fn activity(&self, account: u32) -> f64 {
        self.log.marks.iter().filter(|m| m.account == account).count() as f64
    }

    /// Marks that an account gave outside every job.
    pub fn free_of(&self, account: u32) -> f64 {
        self.free.iter().filter(|m| m.account == account).count() as f64
    }

    /// Marks that an account gave outside every job to one owner.
    pub fn free_on(&self, account: u32, owner: u32) -> f64 {
        let there = |m: &&Mark| m.account == account && self.log.owner_of(m.page) == owner;
        self.free.iter().filter(there).count() as f64
    }

    /// Times of a member's marks in jobs, rising.
    pub fn times_of(&self, member: u32) -> Vec<Micros> {
        let mut times: Vec<Micros> =
            self.given.iter().filter(|m| m.account == member).map(|m| m.time).collect();
        times.sort();
        times
    }

    /// Marks that two draws share by chance: Σ d²/(Σ d)² over outsiders, d their marks outside every job.
    pub fn chance(&self) -> f64 {
        let d: Vec<f64> = self.outsiders().into_iter().map(|a| self.free_of(a)).collect();
        let sum: f64 = d.iter().sum();
        d.iter().map(|d| d * d).sum::<f64>() / (sum * sum).max(1.0)
    }
}

/// The median; of an even number, the mean of the middle two.
pub fn median(mut of: Vec<f64>) -> Option<f64> {
    of.sort_by(f64::total_cmp);
    let n = of.len();
    (n > 0).then(|| (of[(n - 1) / 2] + of[n / 2]) / 2.0)
}
