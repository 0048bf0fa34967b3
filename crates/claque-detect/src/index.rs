//! The log seen from every side that the search needs: marks by account, by owner, by target and account.

use crate::csr::Lists;
use claque_marks::{Columns, Micros, NEVER, TargetId};
use rayon::prelude::*;

/// Indexes over one log. Built once a search.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// First and last instant of any mark; `None` without times or marks.
    pub span: Option<(Micros, Micros)>,
    /// By mark: its target.
    pub target: Vec<u32>,
    /// By mark: its time; 0 in a log without times.
    pub time: Vec<Micros>,
    /// By target: its page.
    pub page: Vec<u32>,
    /// By target: its owner.
    pub owner: Vec<u32>,
    /// By account: its marks, by (time, mark).
    pub by_account: Lists,
    /// By account: those of its marks that were taken back, rising.
    pub taken_back: Lists,
    /// By target, within `columns.marks_of`: its accounts, rising, and beside them when each marked it.
    pub target_account: Vec<u32>,
    /// See `target_account`.
    pub target_time: Vec<Micros>,
    /// By owner: its targets, rising.
    pub targets_of_owner: Lists,
    /// By owner: how many marks it has.
    pub owner_marks: Vec<u32>,
    /// By owner: where its distinct accounts begin in `owner_account` and `owner_count`.
    pub owner_start: Vec<u32>,
    /// By owner: its distinct accounts, rising.
    pub owner_account: Vec<u32>,
    /// Beside it: how many marks that account gave the owner.
    pub owner_count: Vec<u32>,
}

impl Index {
    /// Indexes a log.
    pub fn of(columns: &Columns) -> Self {
        let time = if columns.has_times() { columns.time.clone() } else { vec![0; columns.marks()] };
        let page: Vec<u32> = columns.target_page.iter().map(|p| p.0).collect();
        let owner: Vec<u32> = page.iter().map(|&p| columns.page_owner[p as usize].0).collect();
        let targets_of_owner = Lists::group(columns.owners, owner.iter().copied());
        let (mut by_account, (target, (target_account, target_time))) = rayon::join(
            || Lists::group(columns.accounts, columns.account.iter().map(|a| a.0)),
            || (columns.target_of_mark().iter().map(|t| t.0).collect(), by_target(columns, &time)),
        );
        let each: Vec<&mut [u32]> = by_account.each_mut().collect();
        each.into_par_iter().for_each_init(Vec::new, |timed, list| {
            timed.clear();
            timed.extend(list.iter().map(|&m| (time[m as usize], m)));
            timed.sort_unstable();
            list.iter_mut().zip(timed.iter()).for_each(|(m, timed)| *m = timed.1);
        });
        let per_owner: Vec<Vec<(u32, u32)>> = (0..columns.owners as u32)
            .into_par_iter()
            .map(|o| {
                let of = |&t: &u32| columns.marks_of(TargetId(t));
                let marks = targets_of_owner.of(o).iter().flat_map(|t| &target_account[of(t)]);
                let mut accounts: Vec<u32> = marks.copied().collect();
                // Those of each target rise: a sort that finds such runs has little to do.
                accounts.sort();
                accounts.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as u32)).collect()
            })
            .collect();
        let owner_marks = per_owner.iter().map(|l| l.iter().map(|x| x.1).sum()).collect();
        let mut owner_start = Vec::with_capacity(columns.owners + 1);
        owner_start.push(0u32);
        for l in &per_owner {
            owner_start.push(owner_start.last().unwrap() + l.len() as u32);
        }
        let (owner_account, owner_count) = per_owner.par_iter().flat_map_iter(|l| l.iter().copied()).unzip();
        Self {
            span: columns.span(),
            target,
            time,
            page,
            owner,
            by_account,
            taken_back: taken_back(columns),
            target_account,
            target_time,
            targets_of_owner,
            owner_marks,
            owner_start,
            owner_account,
            owner_count,
        }
    }

    /// The accounts of a target, rising, and when each marked it.
    pub fn accounts_of_target(&self, columns: &Columns, target: u32) -> (&[u32], &[Micros]) {
        let of = columns.marks_of(TargetId(target));
        (&self.target_account[of.clone()], &self.target_time[of])
    }

    /// The distinct accounts of an owner, rising, and how many marks each gave it.
    pub fn accounts_of_owner(&self, owner: u32) -> (&[u32], &[u32]) {
        let of = self.owner_start[owner as usize] as usize..self.owner_start[owner as usize + 1] as usize;
        (&self.owner_account[of.clone()], &self.owner_count[of])
    }

    /// How many distinct accounts an owner has.
    pub fn owner_breadth(&self, owner: u32) -> usize {
        (self.owner_start[owner as usize + 1] - self.owner_start[owner as usize]) as usize
    }
}

/// By account: those of its marks that were taken back, rising.
fn taken_back(columns: &Columns) -> Lists {
    let taken = columns.withdrawn.par_iter().enumerate().filter(|(_, t)| **t != NEVER);
    let marks: Vec<u32> = taken.map(|(m, _)| m as u32).collect();
    let mut of = Lists::group(columns.accounts, marks.iter().map(|&m| columns.account[m as usize].0));
    of.items.iter_mut().for_each(|at| *at = marks[*at as usize]);
    of
}

/// Accounts of each target, rising, and when each marked it.
fn by_target(columns: &Columns, time: &[Micros]) -> (Vec<u32>, Vec<Micros>) {
    (0..columns.targets())
        .into_par_iter()
        .flat_map_iter(|t| {
            let marks = columns.marks_of(TargetId::from_index(t));
            let mut of: Vec<(u32, Micros)> = marks.map(|m| (columns.account[m].0, time[m])).collect();
            of.sort_unstable();
            of
        })
        .unzip()
}
