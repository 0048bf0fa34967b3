//! Decoys of kind (b): within a day, marks go to other accounts active that day.
//!
//! Every account keeps its number of marks of each day, every page its marks and their times; who liked what
//! together is destroyed, and taste with it. A log without times is one day.
//!
//! METHOD: marks that the audit's own crews gave in jobs go to accounts drawn from the whole log instead, in
//! proportion to their activity. A crew that is most of a day would come out of a shuffle of that day as
//! the same dense block of accounts and pages, and a log that still holds a crew is no decoy. Pages keep
//! their curves and the log its size.

use super::rebuild::{Pairs, TRIES, rebuilt, to_anybody};
use claque_marks::window::DAY;
use claque_marks::{AccountId, Columns};
use rand::{RngExt, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;

/// One decoy. A mark for which no account is left that has not yet marked its target is dropped; there are
/// few, and only where one account marks most of what there is in a day. `in_job`: by mark, whether a crew
/// of the audit gave it in a job.
pub fn within_day(columns: &Columns, in_job: &[bool], rng: &mut ChaCha8Rng) -> Columns {
    let target = columns.target_of_mark();
    let day = |m: usize| if columns.has_times() { columns.time[m].div_euclid(DAY) } else { 0 };
    let mut by_day: Vec<u32> = (0..columns.marks() as u32).filter(|&m| !in_job[m as usize]).collect();
    by_day.sort_by_key(|&m| (day(m as usize), m));
    let mut account = columns.account.clone();
    let mut used = Pairs::with_capacity_and_hasher(columns.marks(), Default::default());
    let key = |a: AccountId, m: u32| super::rebuild::key(target[m as usize], a);
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
    to_anybody(columns, in_job, &mut account, &mut used, &mut dropped, rng);
    rebuilt(columns, &account, &columns.time, &dropped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use claque_marks::{NEVER, OwnerId, PageId, Seed, VerbId};

    /// 400 accounts, 40 pages, 10 days; account a marks page p if 7 divides a + 3p, on day (a + p) mod 10.
    fn log() -> Columns {
        let mut c = Columns {
            accounts: 400,
            owners: 40,
            verbs: 1,
            page_owner: (0..40).map(OwnerId).collect(),
            target_page: (0..40).map(PageId).collect(),
            target_verb: vec![VerbId(0); 40],
            target_start: vec![0],
            ..Columns::default()
        };
        for p in 0..40i64 {
            let mut marks: Vec<(i64, AccountId)> = (0..400)
                .filter(|a| (a + 3 * p) % 7 == 0)
                .map(|a| ((a + p) % 10 * DAY + a, AccountId(a as u32)))
                .collect();
            marks.sort_unstable();
            for (t, a) in marks {
                c.time.push(t);
                c.account.push(a);
            }
            c.target_start.push(c.account.len());
        }
        c.withdrawn = vec![NEVER; c.account.len()];
        c.row = (1..=c.account.len() as u64).collect();
        c.check().unwrap();
        c
    }

    fn by_day(c: &Columns) -> Vec<(i64, AccountId)> {
        let mut v: Vec<_> = c.time.iter().map(|t| t.div_euclid(DAY)).zip(c.account.iter().copied()).collect();
        v.sort_unstable();
        v
    }

    #[test]
    fn days_keep_their_accounts_and_pages_their_times() {
        let c = log();
        let d = within_day(&c, &vec![false; c.marks()], &mut Seed(1).for_stage("test", 0));
        d.check().unwrap();
        assert_eq!(d.time, c.time, "no mark was dropped and no time moved");
        assert_eq!(by_day(&d), by_day(&c), "every account keeps its marks of each day");
        assert_ne!(d.account, c.account);
        let again = within_day(&c, &vec![false; c.marks()], &mut Seed(1).for_stage("test", 0));
        assert_eq!(d, again);
    }

    #[test]
    fn no_account_marks_a_target_twice_and_jobs_leave_their_accounts() {
        let c = log();
        // Everything on pages 0 to 3 was given in jobs.
        let in_job: Vec<bool> = (0..c.marks()).map(|m| m < c.target_start[4]).collect();
        let d = within_day(&c, &in_job, &mut Seed(2).for_stage("test", 0));
        d.check().unwrap();
        for t in 0..d.targets() {
            let mut accounts = d.account[d.target_start[t]..d.target_start[t + 1]].to_vec();
            accounts.sort_unstable();
            assert!(accounts.windows(2).all(|w| w[0] != w[1]));
        }
        assert!(d.marks() > c.marks() * 9 / 10);
    }
}
