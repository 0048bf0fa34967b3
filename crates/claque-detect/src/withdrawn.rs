//! What was taken back together: withdrawals are events of their own, with cells of their own, and the same search
//! that looks for crews among marks given looks for crews among marks taken back.
//!
//! METHOD: a platform that closes accounts, or a person who leaves, takes back everything at once, and many who
//! are closed in one hour would look like a crew. An account that took back nearly all that it ever gave within
//! a day says nothing here.

use crate::complete::Completed;
use crate::crew::{Job, TakenBack};
use crate::index::Index;
use claque_marks::parameters::SearchParameters;
use claque_marks::window::DAY;
use claque_marks::{AccountId, Columns, Micros, NEVER, TargetId};

/// The withdrawals of a log as a log of their own: same accounts, targets and owners, one mark a withdrawal.
/// `None` without times, or where too few were taken back for a crew.
pub fn taken_back(columns: &Columns, index: &Index, p: &SearchParameters) -> Option<Columns> {
    if !columns.withdrawals_known || !columns.has_times() {
        return None;
    }
    let mut taken: Vec<(u32, Micros, AccountId, u64)> = columns
        .withdrawn
        .iter()
        .enumerate()
        .filter(|(_, t)| **t != NEVER)
        .map(|(m, &t)| (index.target[m], t, columns.account[m], columns.row[m]))
        .chain(columns.orphans.iter().map(|o| (o.target.0, o.time, o.account, o.row)))
        .collect();
    let left = left(columns, &taken, p.left_share);
    taken.retain(|t| !left[t.2.index()]);
    if taken.len() < 2 * p.min_crew as usize {
        return None;
    }
    taken.sort_unstable();
    let mut target_start = vec![0; columns.targets() + 1];
    for t in &taken {
        target_start[t.0 as usize + 1] += 1;
    }
    for t in 0..columns.targets() {
        target_start[t + 1] += target_start[t];
    }
    Some(Columns {
        accounts: columns.accounts,
        owners: columns.owners,
        verbs: columns.verbs,
        page_owner: columns.page_owner.clone(),
        target_page: columns.target_page.clone(),
        target_verb: columns.target_verb.clone(),
        target_start,
        account: taken.iter().map(|t| t.2).collect(),
        time: taken.iter().map(|t| t.1).collect(),
        withdrawn: vec![NEVER; taken.len()],
        row: taken.iter().map(|t| t.3).collect(),
        owners_known: columns.owners_known,
        ..Columns::default()
    })
}

/// By account: whether it took back more than this share of its marks within one day.
fn left(columns: &Columns, taken: &[(u32, Micros, AccountId, u64)], share: f64) -> Vec<bool> {
    let mut given = vec![0u32; columns.accounts];
    columns
        .account
        .iter()
        .chain(columns.orphans.iter().map(|o| &o.account))
        .for_each(|a| given[a.index()] += 1);
    let mut times: Vec<(AccountId, Micros)> = taken.iter().map(|t| (t.2, t.1)).collect();
    times.sort_unstable();
    let mut out = vec![false; columns.accounts];
    for run in times.chunk_by(|a, b| a.0 == b.0) {
        let most = (0..run.len())
            .map(|i| run[i..].partition_point(|t| t.1 <= run[i].1.saturating_add(DAY)))
            .max()
            .unwrap_or(0);
        let a = run[0].0.index();
        out[a] = most as f64 > share * f64::from(given[a]);
    }
    out
}

/// What is told of a crew among withdrawals; `columns` are theirs.
pub(crate) fn told(columns: &Columns, crew: &Completed) -> TakenBack {
    let m = &crew.membership;
    let accounts = m.members();
    let ours = |at: &usize| {
        let account = columns.account[m.marks[*at] as usize].0;
        m.own[*at] > 0.5 && accounts.binary_search(&account).is_ok()
    };
    let mut jobs = vec![];
    for (j, stretch) in crew.stretches.iter().enumerate() {
        let times: Vec<Micros> =
            m.in_job(j as u32).filter(ours).map(|at| columns.time[m.marks[at] as usize]).collect();
        if let (Some(start), Some(end)) = (times.iter().min(), times.iter().max()) {
            let n = times.len() as u32;
            jobs.push(Job {
                target: TargetId(stretch.target),
                start: Some(*start),
                end: Some(*end),
                accounts: n,
                expected: m.expected[j],
                withdrawn: n,
            });
        }
    }
    TakenBack { accounts: accounts.into_iter().map(AccountId).collect(), jobs }
}
