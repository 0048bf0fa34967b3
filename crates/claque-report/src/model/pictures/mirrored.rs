//! One side is helped while another is harmed: what the crew gave in its jobs, and what its members took back
//! elsewhere, by period. A page counts as harmed where members took back at least half of their marks on it.

use super::{Mirrored, OnPage, SURE, Sight, Target, counted};
use claque_marks::window::{DAY, HOUR};
use claque_marks::{AccountId, Micros, NEVER, TargetId};
use std::collections::{BTreeMap, HashSet};

/// Most pages named on either side.
const PAGES_MOST: usize = 5;
/// Most periods.
const PERIODS_MOST: i64 = 120;
/// Lengths that a period may have.
const LENGTHS: [Micros; 5] = [HOUR, 6 * HOUR, DAY, 7 * DAY, 28 * DAY];

/// The picture, where members took marks back.
pub(super) fn mirrored(sight: &Sight<'_>) -> Option<Mirrored> {
    let columns = &sight.log.columns;
    let members: HashSet<AccountId> =
        sight.crew.members.iter().filter(|m| m.posterior > SURE).map(|m| m.account).collect();
    // By target: members' marks there, and when which of them were taken back.
    let mut by_target: BTreeMap<TargetId, (u64, Vec<Micros>)> = BTreeMap::new();
    for t in (0..columns.targets()).map(TargetId::from_index) {
        for m in columns.marks_of(t).filter(|m| members.contains(&columns.account[*m])) {
            let entry = by_target.entry(t).or_default();
            entry.0 += 1;
            entry.1.extend(columns.withdrawn.get(m).copied().filter(|w| *w != NEVER));
        }
    }
    for o in columns.orphans.iter().filter(|o| members.contains(&o.account)) {
        let entry = by_target.entry(o.target).or_default();
        entry.0 += 1;
        entry.1.push(o.time);
    }
    by_target.retain(|_, (marks, back)| !back.is_empty() && 2 * back.len() as u64 >= *marks);
    let taken: Vec<Micros> = by_target.values().flat_map(|v| v.1.iter().copied()).collect();
    let mut given_to: BTreeMap<TargetId, u64> = BTreeMap::new();
    let mut given: Vec<Micros> = vec![];
    for m in sight.crew.marks.iter().filter(|m| m.posterior > SURE) {
        let Some(job) = sight.crew.jobs.get(m.job as usize) else { continue };
        if let Some(&at) = columns.time.get(m.mark as usize)
            && !by_target.contains_key(&job.target)
        {
            given.push(at);
            *given_to.entry(job.target).or_default() += 1;
        }
    }
    if taken.is_empty() || given.is_empty() {
        return None;
    }
    let (from, every, [given, taken]) = counted([&given, &taken], &LENGTHS, PERIODS_MOST)?;
    let taken_from = by_target.iter().map(|(t, v)| (*t, v.1.len() as u64)).collect();
    Some(Mirrored {
        from,
        every,
        given,
        taken,
        given_to: most(sight, given_to.into_iter().collect()),
        taken_from: most(sight, taken_from),
    })
}

fn most(sight: &Sight<'_>, mut of: Vec<(TargetId, u64)>) -> Vec<OnPage> {
    of.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    of.iter().take(PAGES_MOST).map(|&(t, marks)| OnPage { target: Target::of(sight.log, t), marks }).collect()
}
