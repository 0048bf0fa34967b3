//! What all pieces of evidence look at: the log without the crews, and one crew from every side.

use super::Measured;
use super::outsiders::Outsiders;
use crate::among::Accounts;
use crate::cells::Cut;
use crate::complete::Completed;
use crate::csr::Lists;
use crate::followers::{self, Spread};
use crate::join::Stretch;
use crate::peel::Ground;
use claque_marks::parameters::KindParameters;
use claque_marks::window::HOUR;
use claque_marks::{Columns, Micros, TargetId};
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
    /// The coarsest window that fits the log; 0 without times.
    pub coarsest: Micros,
    /// By mark: whether some crew gave it in a job.
    pub in_job: Vec<bool>,
    /// By account: marks outside every job.
    pub free_given: Vec<f64>,
    /// By owner: its place among owners by falling number of marks. What is counted by place stays in the cache, since
    /// most marks lie on few owners.
    pub owner_place: Vec<u32>,
    /// By account: places of the owners of its marks outside every job, one a mark.
    pub free_places: Lists,
    /// By owner: marks outside every job.
    pub owner_free: Vec<f64>,
    /// How people's rates on owners are spread.
    pub spread: Spread,
    /// Numbers of pages that an owner may have, rising, and how many owners have so many.
    pub owners_by_pages: Vec<(u32, u32)>,
    /// By number of marks outside every job: how many accounts gave so many.
    pub accounts_by_given: Vec<u32>,
    /// Σ and Σ of squares of `free_given`.
    pub free_sum: f64,
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
    /// Beside them: the job of each, as a place in the crew's stretches.
    pub jobs: Vec<u32>,
    /// Distinct targets of its jobs, rising.
    pub targets: Vec<u32>,
    /// Distinct pages of its jobs, rising.
    pub pages: Vec<u32>,
    /// Distinct owners of its jobs, rising.
    pub owners: Vec<u32>,
    /// The same as a set.
    pub is_member: Accounts,
    /// Marks that outsiders gave to the crew's owners outside every job.
    pub outside: Outsiders,
    /// Σ d²/(Σ d)² over outsiders: what two marks share by chance.
    pub chance: f64,
    /// Its coherence, recurrence and returning, which more than one piece asks for: measured once.
    pub(super) coherence: OnceLock<Measured>,
    pub(super) returning: OnceLock<Measured>,
    pub(super) recurrence: OnceLock<Measured>,
    /// The largest share of its marks on one owner's pages.
    pub(super) first_owner: OnceLock<Option<f64>>,
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
        let owner_place = owner_places(&ground.index.owner_marks);
        let free_places = free_places(ground, &in_job, &owner_place);
        let given = |a: usize| free_places.start[a + 1] - free_places.start[a];
        let free_given: Vec<f64> = (0..columns.accounts).map(|a| f64::from(given(a))).collect();
        let mut accounts_by_given =
            vec![0u32; (0..columns.accounts).map(given).max().unwrap_or(0) as usize + 1];
        (0..columns.accounts).for_each(|a| accounts_by_given[given(a) as usize] += 1);
        let free_of = |&t: &u32| {
            let of = columns.marks_of(TargetId(t));
            in_job[of].iter().filter(|in_job| !**in_job).count() as u64
        };
        let targets = &ground.index.targets_of_owner;
        let owner_free: Vec<f64> = (0..columns.owners as u32)
            .into_par_iter()
            .map(|o| targets.of(o).iter().map(free_of).sum::<u64>() as f64)
            .collect();
        let spread = followers::of_everyone(ground, &in_job, &free_given, &owner_free);
        let free_sum = free_given.iter().sum();
        let free_squares = free_given.iter().map(|d| d * d).sum();
        Self {
            ground,
            p,
            taken,
            coarsest: i64::from(Cut::coarsest(columns, ground.p)) * HOUR,
            in_job,
            free_given,
            owner_place,
            free_places,
            owner_free,
            spread,
            owners_by_pages: owners_by_pages(columns),
            accounts_by_given,
            free_sum,
            free_squares,
        }
    }

    /// These marks, by time, meeting by meeting: a mark more than `new_day` after the one before begins another.
    pub fn meetings<'m>(&self, marks: &'m [u32]) -> impl Iterator<Item = &'m [u32]> {
        let gap = (self.p.new_day * HOUR as f64) as i64;
        let time = |m: u32| self.ground.index.time[m as usize];
        marks.chunk_by(move |a, b| time(*b) - time(*a) <= gap)
    }

    /// One crew from every side.
    pub fn view<'c>(&self, crew: &'c Completed) -> View<'c> {
        let (columns, index) = (self.ground.columns, self.ground.index);
        let members = crew.membership.members();
        let is_member = Accounts::of(columns.accounts, members.iter().copied());
        let account = |m: u32| columns.account[m as usize].0;
        let m = &crew.membership;
        let mut given: Vec<(u32, u32)> = m.marks.iter().copied().zip(m.job.iter().copied()).collect();
        given.retain(|g| is_member.has(account(g.0)));
        given.sort_unstable_by_key(|&(m, _)| (account(m), index.time[m as usize], m));
        let (marks, jobs) = given.into_iter().unzip();
        let targets = distinct(crew.stretches.iter().map(|s| s.target));
        let pages = distinct(targets.iter().map(|&t| index.page[t as usize]));
        let owners = distinct(targets.iter().map(|&t| index.owner[t as usize]));
        let outside = Outsiders::of(self, &owners, &is_member);
        let (sum, squares) = members
            .iter()
            .map(|&a| self.free_given[a as usize])
            .fold((0.0, 0.0), |s, d| (s.0 + d, s.1 + d * d));
        let chance = (self.free_squares - squares).max(0.0) / (self.free_sum - sum).powi(2).max(1.0);
        View {
            crew,
            members,
            marks,
            jobs,
            targets,
            pages,
            owners,
            is_member,
            outside,
            chance,
            coherence: OnceLock::new(),
            returning: OnceLock::new(),
            recurrence: OnceLock::new(),
            first_owner: OnceLock::new(),
        }
    }
}

impl View<'_> {
    /// Marks by members in jobs, account by account.
    pub fn by_member<'s>(&'s self, scene: &'s Scene) -> impl Iterator<Item = &'s [u32]> + 's {
        let account = |m: &u32| scene.ground.columns.account[*m as usize];
        self.marks.chunk_by(move |a, b| account(a) == account(b))
    }

    /// Whether most accounts of the log are members. What they like is what everybody likes then, and nobody is left to
    /// compare them with.
    pub fn is_the_public(&self, scene: &Scene) -> bool {
        2 * self.members.len() > scene.ground.columns.accounts
    }

    /// Account by account: how often it met the crew again on another day.
    pub fn meetings_again<'s>(&'s self, scene: &'s Scene) -> impl Iterator<Item = usize> + 's {
        self.by_member(scene).map(|marks| scene.meetings(marks).count() - 1)
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

/// By owner: its place by falling number of marks.
fn owner_places(marks: &[u32]) -> Vec<u32> {
    let mut owners: Vec<u32> = (0..marks.len() as u32).collect();
    owners.par_sort_unstable_by_key(|&o| (std::cmp::Reverse(marks[o as usize]), o));
    let mut place = vec![0; marks.len()];
    owners.iter().zip(0..).for_each(|(&o, at)| place[o as usize] = at);
    place
}

/// By account: places of the owners of marks outside every job. One crew after the other asks for the lives of half of the
/// log's accounts: they lie in one piece each.
fn free_places(ground: &Ground, in_job: &[bool], place: &[u32]) -> Lists {
    let index = ground.index;
    let of_target: Vec<u32> = index.owner.iter().map(|&o| place[o as usize]).collect();
    let accounts: Vec<u32> = (0..index.by_account.keys() as u32).collect();
    let pieces: Vec<(Vec<u32>, Vec<u32>)> = accounts
        .par_chunks(4_096)
        .map(|accounts| {
            let (mut ends, mut places) = (vec![], vec![]);
            for &a in accounts {
                let free = index.by_account.of(a).iter().filter(|&&m| !in_job[m as usize]);
                places.extend(free.map(|&m| of_target[index.target[m as usize] as usize]));
                ends.push(places.len() as u32);
            }
            (ends, places)
        })
        .collect();
    let mut lists = Lists { start: vec![0], items: vec![] };
    for (ends, places) in pieces {
        let before = lists.items.len() as u32;
        lists.start.extend(ends.iter().map(|e| before + e));
        lists.items.extend(places);
    }
    lists
}

/// Numbers of pages, rising, and how many owners have so many.
fn owners_by_pages(columns: &Columns) -> Vec<(u32, u32)> {
    let mut pages = vec![0u32; columns.owners];
    columns.page_owner.iter().for_each(|o| pages[o.index()] += 1);
    pages.sort_unstable();
    pages.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as u32)).collect()
}

fn distinct(items: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut v: Vec<u32> = items.collect();
    v.sort_unstable();
    v.dedup();
    v
}
