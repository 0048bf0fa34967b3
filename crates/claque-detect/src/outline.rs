//! The search without its last question: crews by score, members and jobs, but not of what kind. Decoys need no
//! more: a crowd that a shuffled log holds is the work of chance whatever it looks like.

use crate::activity::Activity;
use crate::index::Index;
use crate::made_together;
use crate::peel::{self, Ground};
use crate::search::join_until_settled;
use claque_marks::{Columns, Micros, Parameters, Seed, Silent, TargetId};

/// A crew of which the kind was not asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// Log-likelihood ratio of its overlaps in bits, as [`crate::Crew::score`].
    pub score: f64,
    /// Accounts with posterior above one half.
    pub accounts: u32,
    /// Lengths of window, in hours, at which it was seen.
    pub scales: Vec<u32>,
    /// Its jobs: the target, first and last instant, and marks given in it.
    pub jobs: Vec<(TargetId, Micros, Micros, u32)>,
    /// Accounts with a mark in any job, and the posterior of each.
    pub members: Vec<(u32, f64)>,
}

/// The crews of a log, by falling score. They are those of [`crate::search()`] before any is followed over the
/// whole log, which changes no score; a log without findings is settled before anything is joined.
///
/// `most`: where *when* alone is asked, the share of a page's marks above which a window is not looked at, nor the whole
/// log as one window.
pub fn outlines(columns: &Columns, parameters: &Parameters, seed: Seed, most: Option<f64>) -> Vec<Outline> {
    let activity = Activity::of(columns, &parameters.search);
    let index = Index::of(columns);
    let ground =
        Ground { columns, index: &index, activity: &activity, p: &parameters.search, seed, watch: &Silent };
    let (findings, _, _) = peel::search_windows(&ground, most);
    let mut crews = if findings.is_empty() { vec![] } else { join_until_settled(&ground, &findings) };
    if most.is_none() && made_together::can_tell(columns) {
        let mut free = vec![true; columns.marks()];
        crews.iter().flat_map(|c| c.membership.taken()).for_each(|m| free[m as usize] = false);
        crews.extend(made_together::find(&ground, &free));
    }
    let mut out: Vec<Outline> = crews
        .iter()
        .map(|c| {
            let mut given = vec![0u32; c.stretches.len()];
            for (&j, _) in c.membership.job.iter().zip(&c.membership.own).filter(|(_, own)| **own > 0.5) {
                given[j as usize] += 1;
            }
            Outline {
                scales: c.scales.clone(),
                score: c.gain / std::f64::consts::LN_2,
                members: c.membership.accounts.iter().copied().zip(c.membership.z.iter().copied()).collect(),
                accounts: c.membership.members().len() as u32,
                jobs: c
                    .stretches
                    .iter()
                    .zip(given)
                    .map(|(s, n)| (TargetId(s.target), s.from, s.to, n))
                    .collect(),
            }
        })
        .collect();
    out.sort_by(|a, b| b.score.total_cmp(&a.score));
    out
}
