//! Accounts by pages in order of time: where a crew took orders, its members stand in blocks.

use super::{BlockPage, BlockRow, Blocks, Instant, SURE, Sight, Target, evenly};
use crate::pseudonyms::surest_first;
use claque_marks::{AccountId, TargetId};
use std::collections::{BTreeMap, HashMap};

/// Most accounts drawn: each is a row that an eye can follow.
pub(super) const ROWS_MOST: usize = 60;
/// Most pages drawn.
pub(super) const PAGES_MOST: usize = 40;

/// The picture, where at least two members and two pages can be drawn.
pub(super) fn blocks(sight: &Sight<'_>) -> Option<Blocks> {
    let (crew, log) = (sight.crew, sight.log);
    let members: Vec<AccountId> =
        surest_first(&crew.members).iter().filter(|m| m.posterior > SURE).map(|m| m.account).collect();
    let place: HashMap<AccountId, usize> =
        evenly(&members, ROWS_MOST).into_iter().enumerate().map(|(i, a)| (a, i)).collect();
    let is_member: std::collections::HashSet<AccountId> = members.iter().copied().collect();

    // By page: members that marked it in jobs, and its first job.
    let mut served: BTreeMap<TargetId, u64> = BTreeMap::new();
    let sure = || crew.marks.iter().filter(|m| m.posterior > SURE);
    let target = |job: u32| crew.jobs.get(job as usize).map(|j| j.target);
    let account = |mark: u32| log.columns.account.get(mark as usize).copied();
    for m in sure() {
        if let (Some(t), Some(a)) = (target(m.job), account(m.mark))
            && is_member.contains(&a)
        {
            *served.entry(t).or_default() += 1;
        }
    }
    let of_pages = served.len() as u64;
    let mut most: Vec<(TargetId, u64)> = served.into_iter().collect();
    most.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    most.truncate(PAGES_MOST);
    let first_job = |t: TargetId| crew.jobs.iter().position(|j| j.target == t).unwrap_or(0);
    // Jobs are numbered by their start.
    most.sort_by_key(|(t, _)| first_job(*t));
    let column: HashMap<TargetId, usize> = most.iter().enumerate().map(|(i, (t, _))| (*t, i)).collect();

    // (time, row, page) of every mark drawn; the earliest of an account on a page counts.
    let mut drawn: BTreeMap<(usize, usize), i64> = BTreeMap::new();
    for m in sure() {
        let (Some(t), Some(a)) = (target(m.job), account(m.mark)) else { continue };
        let (Some(&row), Some(&page)) = (place.get(&a), column.get(&t)) else { continue };
        let time = log.columns.time.get(m.mark as usize).copied().unwrap_or(0);
        drawn.entry((row, page)).and_modify(|known| *known = time.min(*known)).or_insert(time);
    }
    let (ninths, ninth) = ninths(drawn.values().copied().collect());
    let width = most.len();
    let mut rows: Vec<(Vec<u8>, AccountId)> =
        place.iter().map(|(&a, &row)| (cells(row, width, &drawn, &ninth), a)).collect();
    // Those that marked the same pages beside each other: the earliest page decides first.
    rows.sort_by(|a, b| {
        let marked = |r: &[u8]| r.iter().map(|c| *c == 0).collect::<Vec<bool>>();
        marked(&a.0).cmp(&marked(&b.0)).then(a.0.cmp(&b.0)).then(a.1.cmp(&b.1))
    });
    let rows: Vec<BlockRow> = rows
        .into_iter()
        .filter_map(|(cells, a)| {
            let sign = |c: u8| if c == 0 { '·' } else { char::from(b'0' + c) };
            Some(BlockRow { label: sight.names.label(a)?, cells: cells.into_iter().map(sign).collect() })
        })
        .collect();
    let pages: Vec<BlockPage> = most
        .iter()
        .map(|&(t, members)| BlockPage {
            target: Target::of(log, t),
            job: first_job(t) as u32 + 1,
            start: crew.jobs.get(first_job(t)).and_then(|j| j.start).map(Instant),
            members,
        })
        .collect();
    let timed = log.columns.has_times();
    let ninths = if timed { ninths.into_iter().map(Instant).collect() } else { vec![] };
    (rows.len() > 1 && pages.len() > 1).then_some(Blocks {
        pages,
        rows,
        of: members.len() as u64,
        of_pages,
        ninths,
    })
}

/// By page: 0, or the ninth of its mark.
fn cells(
    row: usize,
    width: usize,
    drawn: &BTreeMap<(usize, usize), i64>,
    ninth: &dyn Fn(i64) -> u8,
) -> Vec<u8> {
    let mut out = vec![0; width];
    for ((_, page), time) in drawn.range((row, 0)..(row + 1, 0)) {
        out[*page] = ninth(*time);
    }
    out
}

/// Where each ninth of these instants begins, and in which one lies.
fn ninths(mut times: Vec<i64>) -> (Vec<i64>, impl Fn(i64) -> u8) {
    times.sort_unstable();
    let mut starts: Vec<i64> = (0..9).filter_map(|k| times.get(times.len() * k / 9).copied()).collect();
    starts.dedup();
    let of = starts.clone();
    (starts, move |t| of.partition_point(|s| *s <= t).max(1) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ninths_hold_as_many_marks_each() {
        let (starts, of) = ninths((0..90).rev().collect());
        assert_eq!(starts, [0, 10, 20, 30, 40, 50, 60, 70, 80]);
        assert_eq!((of(0), of(9), of(10), of(89)), (1, 1, 2, 9));
        let (one, of) = ninths(vec![5, 5, 5]);
        assert_eq!((one, of(5)), (vec![5], 1));
    }
}
