//! Decoys of kind (b): within a day, marks go to other accounts active that day.
//!
//! Every account keeps its number of marks of each day, every page its marks and their times; who liked what
//! together is destroyed, and taste with it. A log without times is one day.

use claque_marks::window::DAY;
use claque_marks::{AccountId, Columns, NEVER};
use rand::{RngExt, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;
use std::collections::HashSet;

/// How often a mark whose new account already marked the target is offered another.
const TRIES: usize = 50;

/// One decoy. A mark for which no account is left that has not yet marked its target is dropped; there are
/// few, and only where one account marks most of what there is in a day.
pub fn within_day(columns: &Columns, rng: &mut ChaCha8Rng) -> Columns {
    let target = columns.target_of_mark();
    let day = |m: usize| if columns.has_times() { columns.time[m].div_euclid(DAY) } else { 0 };
    let mut by_day: Vec<u32> = (0..columns.marks() as u32).collect();
    by_day.sort_by_key(|&m| (day(m as usize), m));
    let mut account = columns.account.clone();
    let mut used: HashSet<u64> = HashSet::with_capacity(columns.marks());
    let key = |a: AccountId, m: u32| (u64::from(target[m as usize].0) << 32) | u64::from(a.0);
    let mut dropped = vec![false; columns.marks()];
    for marks in by_day.chunk_by(|a, b| day(*a as usize) == day(*b as usize)) {
        let mut pool: Vec<AccountId> = marks.iter().map(|&m| columns.account[m as usize]).collect();
        pool.shuffle(rng);
        for i in 0..marks.len() {
            let m = marks[i];
            let mut given = used.insert(key(pool[i], m));
            for _ in 0..TRIES {
                if given {
                    break;
                }
                let j = rng.random_range(0..marks.len());
                if j > i {
                    // Not yet given out: take it instead.
                    if used.insert(key(pool[j], m)) {
                        pool.swap(i, j);
                        given = true;
                    }
                } else if j < i && !dropped[marks[j] as usize] {
                    // Given out before: trade, if both fit.
                    let (mine, theirs) = (pool[i], pool[j]);
                    if !used.contains(&key(theirs, m)) && !used.contains(&key(mine, marks[j])) {
                        used.remove(&key(theirs, marks[j]));
                        used.insert(key(theirs, m));
                        used.insert(key(mine, marks[j]));
                        account[marks[j] as usize] = mine;
                        pool.swap(i, j);
                        given = true;
                    }
                }
            }
            account[m as usize] = pool[i];
            dropped[m as usize] = !given;
        }
    }
    rebuilt(columns, &account, &dropped)
}

/// The log with other accounts and without the dropped marks, in order again.
fn rebuilt(columns: &Columns, account: &[AccountId], dropped: &[bool]) -> Columns {
    let mut out = Columns {
        account: Vec::with_capacity(columns.marks()),
        time: Vec::with_capacity(columns.time.len()),
        row: Vec::with_capacity(columns.marks()),
        target_start: vec![0],
        withdrawn: vec![],
        country: vec![],
        orphans: vec![],
        ..columns.clone()
    };
    for t in 0..columns.targets() {
        let mut marks: Vec<usize> =
            (columns.target_start[t]..columns.target_start[t + 1]).filter(|&m| !dropped[m]).collect();
        marks.sort_unstable_by_key(|&m| (columns.time.get(m).copied().unwrap_or(NEVER), account[m]));
        for m in marks {
            out.account.push(account[m]);
            out.row.push(columns.row[m]);
            if columns.has_times() {
                out.time.push(columns.time[m]);
            }
        }
        out.target_start.push(out.account.len());
    }
    out.withdrawn = vec![NEVER; out.account.len()];
    out.withdrawals_known = false;
    out
}
