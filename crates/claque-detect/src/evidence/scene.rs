//! What all pieces of evidence look at: the log without the crews, and one crew from every side.

use super::Measured;
use crate::complete::Completed;
use crate::csr::Lists;
use crate::index::Index;
use crate::join::Stretch;
use crate::peel::Ground;
use claque_marks::Micros;
use claque_marks::parameters::KindParameters;
use claque_marks::window::HOUR;
use rayon::prelude::*;
use std::sync::OnceLock;

/// The log as it is without the marks that crews gave in their jobs.
pub struct Scene<'a> {
    /// The log.
    pub ground: &'a Ground<'a>,
    /// Thresholds.
    pub p: &'a KindParameters,
    /// Members of each crew that was found among the withdrawals, rising.
    pub taken: &'a [Vec<u32>],
    /// By mark: whether some crew gave it in a job.
    pub in_job: Vec<bool>,
    /// By account: marks outside every job.
    pub free_given: Vec<f64>,
    /// By account: the owners of its marks outside every job, one a mark.
    pub free_owners: Lists,
    /// By owner: marks outside every job.
    pub owner_free: Vec<f64>,
    /// By owner: its pages.
    pub owner_pages: Vec<u32>,
    /// Σ and Σ of squares of `free_given`.
    free_sum: f64,
    free_squares: f64,
}

/// One crew from every side.
pub struct View<'a> {
    /// The crew.
    pub crew: &'a Completed,
    /// Accounts with posterior above one half, rising.
    pub members: Vec<u32>,
    /// Marks by members in jobs, by (account, time).
    pub marks: Vec<u32>,
    /// Distinct targets of its jobs, rising.
    pub targets: Vec<u32>,
    /// Distinct pages of its jobs, rising.
    pub pages: Vec<u32>,
    /// Distinct owners of its jobs, rising.
    pub owners: Vec<u32>,
    /// By account of the log: whether it is a member.
    pub is_member: Vec<bool>,
    /// Marks that outsiders gave to the crew's owners outside every job, by account.
    pub outside: Vec<Outside>,
    /// Σ d²/(Σ d)² over outsiders: what two marks share by chance.
    pub chance: f64,
    /// Its coherence, which more than one piece asks for: measured once.
    pub(super) coherence: OnceLock<Measured>,
}

/// An outsider and the marks that it gave to the crew's owners.
pub struct Outside {
    /// The account.
    pub account: u32,
    /// Places in [`View::owners`], one a mark, rising.
    pub on: Vec<u32>,
}

impl<'a> Scene<'a> {
    /// The scene of these crews, and of those that took back together.
    pub fn of(
        ground: &'a Ground<'a>,
        p: &'a KindParameters,
        crews: &[Completed],
        taken: &'a [Vec<u32>],
    ) -> Self {
        let columns = ground.columns;
        let mut in_job = vec![false; columns.marks()];
        for m in crews.iter().flat_map(|c| c.membership.taken()) {
            in_job[m as usize] = true;
        }
        let free_owners = free_owners(ground.index, &in_job);
        let mut free_given = vec![0f64; columns.accounts];
        let mut owner_free = vec![0f64; columns.owners];
        for m in (0..columns.marks()).filter(|&m| !in_job[m]) {
            free_given[columns.account[m].index()] += 1.0;
            owner_free[ground.index.owner[ground.index.target[m] as usize] as usize] += 1.0;
        }
        let free_sum = free_given.iter().sum();
        let free_squares = free_given.iter().map(|d| d * d).sum();
        let mut owner_pages = vec![0u32; columns.owners];
        for o in &columns.page_owner {
            owner_pages[o.index()] += 1;
        }
        Self {
            ground,
            p,
            taken,
            in_job,
            free_given,
            free_owners,
            owner_free,
            owner_pages,
            free_sum,
            free_squares,
        }
    }

    /// One crew from every side.
    pub fn view<'c>(&self, crew: &'c Completed) -> View<'c> {
        let (columns, index) = (self.ground.columns, self.ground.index);
        let members = crew.membership.members();
        let mut is_member = vec![false; columns.accounts];
        for &a in &members {
            is_member[a as usize] = true;
        }
        let account = |m: u32| columns.account[m as usize].0;
        let mut marks: Vec<u32> =
            crew.membership.marks.iter().copied().filter(|&m| is_member[account(m) as usize]).collect();
        marks.sort_unstable_by_key(|&m| (account(m), index.time[m as usize], m));
        let targets = distinct(crew.stretches.iter().map(|s| s.target));
        let pages = distinct(targets.iter().map(|&t| index.page[t as usize]));
        let owners = distinct(targets.iter().map(|&t| index.owner[t as usize]));
        let mut met: Vec<(u32, u32)> = owners
            .iter()
            .enumerate()
            .flat_map(|(at, &o)| index.by_owner.of(o).iter().map(move |&m| (m, at as u32)))
            .filter(|&(m, _)| !self.in_job[m as usize] && !is_member[account(m) as usize])
            .map(|(m, at)| (account(m), at))
            .collect();
        met.sort_unstable();
        let outside = met
            .chunk_by(|a, b| a.0 == b.0)
            .map(|run| Outside { account: run[0].0, on: run.iter().map(|r| r.1).collect() })
            .collect();
        let (sum, squares) = members
            .iter()
            .map(|&a| self.free_given[a as usize])
            .fold((0.0, 0.0), |s, d| (s.0 + d, s.1 + d * d));
        let chance = (self.free_squares - squares).max(0.0) / (self.free_sum - sum).powi(2).max(1.0);
        View {
            crew,
            members,
            marks,
            targets,
            pages,
            owners,
            is_member,
            outside,
            chance,
            coherence: OnceLock::new(),
        }
    }
}

impl View<'_> {
    /// Marks by members in jobs, account by account.
    pub fn by_member<'s>(&'s self, scene: &'s Scene) -> impl Iterator<Item = &'s [u32]> + 's {
        let account = |m: &u32| scene.ground.columns.account[*m as usize];
        self.marks.chunk_by(move |a, b| account(a) == account(b))
    }

    /// Account by account: how often it met the crew again on another day, that is after a gap of more than
    /// `new_day`.
    pub fn meetings_again<'s>(&'s self, scene: &'s Scene) -> impl Iterator<Item = usize> + 's {
        let gap = (scene.p.new_day * HOUR as f64) as i64;
        let time = |m: u32| scene.ground.index.time[m as usize];
        self.by_member(scene)
            .map(move |marks| marks.windows(2).filter(|w| time(w[1]) - time(w[0]) > gap).count())
    }

    /// By page of the crew, rising: first and last instant of its jobs there, under whatever verb.
    pub fn lives(&self, scene: &Scene) -> Vec<(u32, Micros, Micros)> {
        let page = |s: &Stretch| scene.ground.index.page[s.target as usize];
        // Stretches come by target, and targets by page.
        let run_of = |run: &[Stretch]| {
            let from = run.iter().map(|s| s.from).min().expect("not empty");
            (page(&run[0]), from, run.iter().map(|s| s.to).max().expect("not empty"))
        };
        self.crew.stretches.chunk_by(|a, b| page(a) == page(b)).map(run_of).collect()
    }
}

/// By account: the owners of marks outside every job. One crew after the other asks for the lives of half of the
/// log's accounts: they lie in one piece each.
fn free_owners(index: &Index, in_job: &[bool]) -> Lists {
    let accounts: Vec<u32> = (0..index.by_account.keys() as u32).collect();
    let pieces: Vec<(Vec<u32>, Vec<u32>)> = accounts
        .par_chunks(4_096)
        .map(|accounts| {
            let (mut ends, mut owners) = (vec![], vec![]);
            for &a in accounts {
                let free = index.by_account.of(a).iter().filter(|&&m| !in_job[m as usize]);
                owners.extend(free.map(|&m| index.owner[index.target[m as usize] as usize]));
                ends.push(owners.len() as u32);
            }
            (ends, owners)
        })
        .collect();
    let mut lists = Lists { start: vec![0], items: vec![] };
    for (ends, owners) in pieces {
        let before = lists.items.len() as u32;
        lists.start.extend(ends.iter().map(|e| before + e));
        lists.items.extend(owners);
    }
    lists
}

fn distinct(items: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut v: Vec<u32> = items.collect();
    v.sort_unstable();
    v.dedup();
    v
}
