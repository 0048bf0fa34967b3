//! What all decoys share: marks that the audit's own crews gave, and the log put in order again.

use claque_marks::{AccountId, Columns, Micros, NEVER, TargetId};
use foldhash::fast::FixedState;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use std::collections::HashSet;

/// How often a mark whose new account already marked the target is offered another.
pub const TRIES: usize = 50;

/// Which accounts are on which targets, as [`key`]s. Their hash is fixed, and their order is never asked for.
pub type Pairs = HashSet<u64, FixedState>;

/// An account on a target as one number.
pub fn key(target: TargetId, account: AccountId) -> u64 {
    (u64::from(target.0) << 32) | u64::from(account.0)
}

/// Gives the marks `chosen` to accounts drawn from the whole log in proportion to their activity. A mark for
/// which no account is found that has not yet marked its target is dropped. `used`: accounts on targets so far.
pub fn to_anybody(
    columns: &Columns,
    chosen: &[bool],
    account: &mut [AccountId],
    used: &mut Pairs,
    dropped: &mut [bool],
    rng: &mut ChaCha8Rng,
) {
    let target = columns.target_of_mark();
    for m in (0..columns.marks()).filter(|&m| chosen[m]) {
        dropped[m] = !(0..TRIES).any(|_| {
            account[m] = columns.account[rng.random_range(0..columns.marks())];
            used.insert(key(target[m], account[m]))
        });
    }
}

/// The log with other accounts and times and without the dropped marks, in order again. Nothing is known of
/// its withdrawals.
pub fn rebuilt(columns: &Columns, account: &[AccountId], time: &[Micros], dropped: &[bool]) -> Columns {
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
    let mut order: Vec<(Micros, AccountId, usize)> = Vec::new();
    for t in 0..columns.targets() {
        let marks = (columns.target_start[t]..columns.target_start[t + 1]).filter(|&m| !dropped[m]);
        order.clear();
        order.extend(marks.map(|m| (time.get(m).copied().unwrap_or(NEVER), account[m], m)));
        order.sort_unstable();
        for &(when, who, m) in &order {
            out.account.push(who);
            out.row.push(columns.row[m]);
            if columns.has_times() {
                out.time.push(when);
            }
        }
        out.target_start.push(out.account.len());
    }
    out.withdrawn = vec![NEVER; out.account.len()];
    out.withdrawals_known = false;
    out
}
