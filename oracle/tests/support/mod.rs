//! What the oracle's tests share: an engine over a random log, its cells by name, threads.
#![allow(dead_code)]

use claque_detect::inside::{Activity, Cells, Completed, Cut, Ground, Index, Membership, Stretch};
use claque_marks::parameters::SearchParameters;
use claque_marks::{Columns, Seed, Silent};
use claque_oracle::cells::{Cell, Grid};
use claque_oracle::crew::Crew;
use claque_oracle::log::{Key, Log};
use claque_oracle::timing::Job;
use rand::{Rng, RngExt};
use std::collections::{BTreeMap, BTreeSet};

/// A random log as both sides see it.
pub struct Case {
    pub seed: u64,
    pub log: Log,
    pub columns: Columns,
    pub index: Index,
    pub activity: Activity,
    pub plain: claque_oracle::activity::Activity,
    pub p: SearchParameters,
}

impl Case {
    /// Case `seed`. Every eighth log has no times.
    pub fn new(seed: u64) -> Self {
        let mut log = Log::random(seed);
        log.timed = seed % 8 != 7;
        Self::of(seed, log)
    }

    /// The same of a given log.
    pub fn of(seed: u64, log: Log) -> Self {
        let columns = log.columns();
        let mut r = Seed(seed).for_stage("oracle parameters", 0);
        let p = SearchParameters {
            scales: vec![1, 6, 24, 96],
            min_cell: r.random_range(2..=3),
            fan_owners: r.random_range(1..=8),
            min_overlap: r.random_range(1..=2),
            soft: [0.9, 0.5, 0.1][r.random_range(0..3)],
            firm: 0.03,
            firm_alone: 0.01,
            triangles: r.random_range(0..=3),
            // Low enough that some accounts reach it.
            activity_cap: r.random_range(6.0..30.0),
            rare_offset: r.random_range(1.0..12.0),
            taste_prior: r.random_range(0.5..2.0),
            short_life: r.random_range(0.3..0.9),
            ..SearchParameters::default()
        };
        let index = Index::of(&columns);
        let activity = Activity::of(&columns, &p);
        let plain = claque_oracle::activity::of(&log, p.rare_offset, p.activity_cap);
        Self { seed, log, columns, index, activity, plain, p }
    }

    /// The ground that the engine searches.
    pub fn ground(&self) -> Ground<'_> {
        let Self { columns, index, activity, p, .. } = self;
        Ground { columns, index, activity, p, seed: Seed(1), watch: &Silent }
    }

    /// Every grid of the log, as the engine cuts it and as the oracle does: from the first instant on, and
    /// half a window earlier, where eight windows fit.
    pub fn grids(&self) -> Vec<(Cut, Grid)> {
        let (cuts, skipped) = Cut::all(&self.columns, &self.p.scales, self.p.span_share);
        if !self.log.timed {
            return vec![(Cut { grid: None, hours: 0 }, None)];
        }
        let first = self.log.marks.iter().map(|m| m.time).min().unwrap();
        let last = self.log.marks.iter().map(|m| m.time).max().unwrap();
        let hour = 3_600_000_000i64;
        let mut plain = vec![];
        for &h in self.p.scales.iter().filter(|&&h| 8 * i64::from(h) * hour <= last - first + 1) {
            let length = i64::from(h) * hour;
            plain.push(Some((first, length)));
            plain.push(Some((first - length / 2, length)));
        }
        assert_eq!(cuts.len() * 2, plain.len(), "seed {}", self.seed);
        assert_eq!(cuts.len() + skipped.len(), self.p.scales.len());
        cuts.concat().into_iter().zip(plain).collect()
    }

    /// Marks that count as explained, about a fifth: by mark for the engine (alive), by key for the oracle.
    pub fn explained(&self) -> (Vec<bool>, BTreeSet<Key>) {
        let mut r = Seed(self.seed).for_stage("oracle explained", 0);
        let marks = self.log.in_order();
        let alive: Vec<bool> = marks.iter().map(|_| r.random_range(0..5) > 0).collect();
        let gone = marks.iter().zip(&alive).filter(|(_, a)| !**a).map(|(m, _)| m.key()).collect();
        (alive, gone)
    }

    /// Jobs: on most targets one, or two apart from each other, from mark to mark; by (target, start).
    pub fn jobs(&self, r: &mut impl Rng) -> Vec<Stretch> {
        let mut jobs: Vec<Stretch> = Vec::new();
        for t in 0..self.log.targets().len() {
            let of = &self.index.time[self.columns.target_start[t]..self.columns.target_start[t + 1]];
            let n = r.random_range(0..=2usize).min(of.len());
            let mut ends: Vec<usize> = (0..2 * n).map(|_| r.random_range(0..of.len())).collect();
            ends.sort();
            for pair in ends.chunks(2) {
                let s = Stretch { target: t as u32, from: of[pair[0]], to: of[pair[1]] };
                if jobs.last().is_none_or(|l| l.target != s.target || l.to < s.from) {
                    jobs.push(s);
                }
            }
        }
        jobs
    }

    /// Jobs by name: page, verb, first and last instant.
    pub fn named(&self, jobs: &[Stretch]) -> Vec<Job> {
        let targets = self.log.targets();
        let name = |s: &Stretch| (targets[s.target as usize], s.from, s.to);
        jobs.iter().map(name).map(|((page, verb), from, to)| (page, verb, from, to)).collect()
    }

    /// A random crew, as the engine has it and as rows: mostly the first accounts of even number.
    pub fn crew(&self, r: &mut impl Rng) -> (Completed, Crew) {
        let marks = self.log.in_order();
        let mut stretches = self.jobs(r);
        // Not all owners are its customers.
        let owners = self.index.owner.iter().max().unwrap() + 1;
        let serves: Vec<bool> = (0..owners).map(|_| r.random_range(0..3) > 0).collect();
        stretches.retain(|s| serves[self.index.owner[s.target as usize] as usize]);
        let mut z: BTreeMap<u32, f64> = BTreeMap::new();
        let mut m = Membership { expected: vec![0.0; stretches.len()], ..Membership::default() };
        let mut plain = Crew {
            jobs: self.named(&stretches),
            scales: vec![1, [6, 24][r.random_range(0..2)]],
            ..Crew::default()
        };
        for (j, s) in stretches.iter().enumerate() {
            for (i, mark) in marks.iter().enumerate() {
                let there = self.index.target[i] == s.target && (s.from..=s.to).contains(&self.index.time[i]);
                // Another crew has taken some.
                if !there || r.random_range(0..20) == 0 {
                    continue;
                }
                let likely = mark.account % 2 == 0 && mark.account < 60;
                let z = z
                    .entry(mark.account)
                    .or_insert_with(|| r.random_range(0.0..1.0f64).powf(if likely { 0.2 } else { 6.0 }));
                let own = *z * r.random_range(0.0..1.0f64).powf(0.3);
                m.marks.push(i as u32);
                m.job.push(j as u32);
                m.own.push(own);
                plain.own.insert(mark.key(), own);
            }
        }
        m.accounts = z.keys().copied().collect();
        m.z = z.values().copied().collect();
        plain.z = z;
        let completed = Completed { stretches, membership: m, scales: plain.scales.clone(), gain: 1.0 };
        (completed, plain)
    }

    /// The name of an engine's cell.
    pub fn name(&self, cells: &Cells, cell: u32) -> Cell {
        let t = cells.target[cell as usize] as usize;
        (self.columns.target_page[t].0, self.columns.target_verb[t].0, cells.window[cell as usize])
    }
}

/// Runs the same in one thread and in three; the results must be the same bytes.
pub fn in_threads<T: Send + PartialEq + std::fmt::Debug>(f: impl Fn() -> T + Sync) -> T {
    let run = |n| rayon::ThreadPoolBuilder::new().num_threads(n).build().unwrap().install(&f);
    let (one, three) = (run(1), run(3));
    assert_eq!(one, three, "the number of threads changed a result");
    one
}
