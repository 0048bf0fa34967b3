//! Decoys of kind (a): within a page, its times go to other likers of the page.
//!
//! Every account keeps the pages that it likes, so taste stays; every page keeps its curve. Who came together is
//! destroyed.

use super::rebuild::{Pairs, key, rebuilt, to_anybody};
use claque_marks::{AccountId, Columns, TargetId};
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

/// One decoy. `in_job`: marks whose coming together such a shuffle could not destroy, since they are most of
/// what their pages have; they go to anybody.
pub fn within_page(columns: &Columns, in_job: &[bool], rng: &mut ChaCha8Rng) -> Columns {
    let mut account = columns.account.clone();
    let mut dropped = vec![false; columns.marks()];
    for t in 0..columns.targets() {
        let marks = columns.target_start[t]..columns.target_start[t + 1];
        let free: Vec<usize> = marks.filter(|&m| !in_job[m]).collect();
        let mut who: Vec<AccountId> = free.iter().map(|&m| columns.account[m]).collect();
        who.shuffle(rng);
        for (m, a) in free.into_iter().zip(who) {
            account[m] = a;
        }
    }
    free_jobs(columns, in_job, &mut account, &mut dropped, rng);
    rebuilt(columns, &account, &columns.time, &dropped)
}

/// Gives marks of jobs to anybody, where there are any.
pub(super) fn free_jobs(
    columns: &Columns,
    in_job: &[bool],
    account: &mut [AccountId],
    dropped: &mut [bool],
    rng: &mut ChaCha8Rng,
) {
    if !in_job.contains(&true) {
        return;
    }
    // Of the targets with such marks, who is on them already.
    let mut used = Pairs::default();
    for t in (0..columns.targets()).map(TargetId::from_index) {
        let marks = columns.marks_of(t);
        if in_job[marks.clone()].contains(&true) {
            used.extend(marks.filter(|&m| !in_job[m]).map(|m| key(t, account[m])));
        }
    }
    to_anybody(columns, in_job, account, &mut used, dropped, rng);
}
