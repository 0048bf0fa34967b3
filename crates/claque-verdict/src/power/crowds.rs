//! Innocent crowds, planted beside the campaigns: people of the log itself who come together for reasons of their
//! own. What an audit says of their kind, against what it says of planted campaigns, shows what its P(kind) is
//! worth in this log ([`crate::calibration`]).
//!
//! - a **wave**: people who like one page come once, within hours, to pages that its public also likes;
//! - **fans**: people who like one page come to pages of its public again and again, for weeks;
//! - a **class**: two or three dozen people do as they are told, at one hour of the week, on any pages.

use claque_marks::window::{DAY, HOUR};
use claque_marks::{AccountId, Columns, Micros, TargetId};
use rand::{RngExt, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;
use std::collections::HashSet;

/// A mark of a crowd.
pub type CrowdMark = (TargetId, Micros, AccountId);

/// Pages of a crowd.
const PAGES: std::ops::RangeInclusive<usize> = 4..=10;
/// People of a crowd.
const PEOPLE: std::ops::RangeInclusive<usize> = 20..=120;
/// Share of its pages that each of them marks.
const SHARE: f64 = 0.6;
/// Tries for a seed that has a public.
const TRIES: usize = 30;

/// Crowds of a log with times, `n` of them, each a list of marks that the log does not have.
pub fn draw(columns: &Columns, n: usize, rng: &mut ChaCha8Rng) -> Vec<Vec<CrowdMark>> {
    let Some((first, last)) = columns.span() else { return vec![] };
    let target_of = columns.target_of_mark();
    let mut by_account: Vec<Vec<TargetId>> = vec![vec![]; columns.accounts];
    for (m, a) in columns.account.iter().enumerate() {
        by_account[a.index()].push(target_of[m]);
    }
    let mut used: HashSet<(TargetId, AccountId)> = HashSet::new();
    let mut noted: HashSet<TargetId> = HashSet::new();
    let mut out = Vec::new();
    for crowd in 0..n {
        let Some((mut people, mut pages)) =
            (0..TRIES).find_map(|_| public(columns, &target_of, &by_account, rng))
        else {
            break;
        };
        let wanted = rng.random_range(PEOPLE);
        let sort = crowd % 3;
        if sort == 2 {
            pages = (0..pages.len()).map(|_| target_of[rng.random_range(0..columns.marks())]).collect();
            pages.sort_unstable();
            pages.dedup();
        }
        people.truncate(if sort == 2 { wanted / 4 + 12 } else { wanted });
        let begin = rng.random_range(first..=last - (last - first) / 4);
        let step = match sort {
            1 => ((last - begin) / pages.len().max(1) as i64).min(3 * DAY),
            2 => ((last - begin) / pages.len().max(1) as i64).min(7 * DAY),
            _ => 0,
        };
        let mut marks = Vec::new();
        for (i, &page) in pages.iter().enumerate() {
            if noted.insert(page) {
                used.extend(columns.account[columns.marks_of(page)].iter().map(|a| (page, *a)));
            }
            for &a in &people {
                if rng.random_range(0.0..1.0) < SHARE && used.insert((page, a)) {
                    let when = begin + step * i as i64 + rng.random_range(0..6 * HOUR);
                    marks.push((page, when.min(last), a));
                }
            }
        }
        out.push(marks);
    }
    out
}

/// The public of a page drawn at random, and pages that it likes.
fn public(
    columns: &Columns,
    target_of: &[TargetId],
    by_account: &[Vec<TargetId>],
    rng: &mut ChaCha8Rng,
) -> Option<(Vec<AccountId>, Vec<TargetId>)> {
    let seed = target_of[rng.random_range(0..columns.marks())];
    let mut people: Vec<AccountId> = columns.account[columns.marks_of(seed)].to_vec();
    people.shuffle(rng);
    let mut also: Vec<TargetId> =
        people.iter().take(60).flat_map(|a| by_account[a.index()].iter().take(40).copied()).collect();
    also.sort_unstable();
    let mut counted: Vec<(usize, TargetId)> =
        also.chunk_by(|a, b| a == b).map(|run| (run.len(), run[0])).filter(|c| c.1 != seed).collect();
    counted.sort_unstable_by(|a, b| b.cmp(a));
    let pages: Vec<TargetId> = counted.into_iter().take(rng.random_range(PAGES)).map(|c| c.1).collect();
    (people.len() >= *PEOPLE.start() && pages.len() >= *PAGES.start()).then_some((people, pages))
}
