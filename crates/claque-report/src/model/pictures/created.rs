//! When members were created, against a matched comparison: other accounts that marked the same pages. New
//! accounts are normal where a page's public is new; a bunch that the public has not is not.

use super::{Created, SURE, Sight, counted};
use claque_marks::window::{DAY, HOUR};
use claque_marks::{AccountId, Micros, NEVER, TargetId};
use std::collections::BTreeSet;

/// Fewest accounts with a known creation on either side.
const KNOWN_LEAST: usize = 10;
/// Most periods.
const PERIODS_MOST: i64 = 100;
/// Lengths that a period may have.
const LENGTHS: [Micros; 6] = [HOUR, DAY, 7 * DAY, 28 * DAY, 91 * DAY, 364 * DAY];

/// The picture, where enough creations are known.
pub(super) fn created(sight: &Sight<'_>) -> Option<Created> {
    let columns = &sight.log.columns;
    let known = |a: AccountId| columns.created.get(a.index()).copied().filter(|t| *t != NEVER);
    let members: Vec<Micros> =
        sight.crew.members.iter().filter(|m| m.posterior > SURE).filter_map(|m| known(m.account)).collect();
    let served: BTreeSet<TargetId> = sight.crew.jobs.iter().map(|j| j.target).collect();
    let public: BTreeSet<AccountId> = served
        .iter()
        .flat_map(|t| columns.account[columns.marks_of(*t)].iter().copied())
        .filter(|a| !sight.in_a_crew.contains(a))
        .collect();
    let others: Vec<Micros> = public.into_iter().filter_map(known).collect();
    if members.len() < KNOWN_LEAST || others.len() < KNOWN_LEAST {
        return None;
    }
    let (from, every, [members, others]) = counted([&members, &others], &LENGTHS, PERIODS_MOST)?;
    Some(Created { from, every, members, others })
}
