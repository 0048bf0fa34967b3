//! What an audit says of pages.
//!
//! ```text
//! hired = Σ over marks P(given in a job) · P(crew hired),      authentic = likes − hired − fabricated
//! by_crew = Σ over marks of (P(account doubted) − P(mark doubted))⁺
//! ```
//!
//! A mark that lies in jobs of several crews counts once: its probabilities are made to sum to at most 1.

use crate::accounts;
use crate::audit::{AccountVerdict, CrewVerdict, PageVerdict};
use claque_detect::{CrewMark, Kind};
use claque_marks::{Columns, NEVER, TargetId};
use rayon::prelude::*;

/// Of the probability that a crew takes off a page, what is too little to make its q the page's.
const TAKES: f64 = 0.5;

/// By mark: the sum of its probabilities over all crews. Where it exceeds 1, each is divided by it.
pub fn claimed(marks: usize, crews: &[CrewVerdict]) -> Vec<f32> {
    let mut claimed = vec![0f32; marks];
    for m in crews.iter().flat_map(|c| &c.crew.marks) {
        claimed[m.mark as usize] += m.posterior as f32;
    }
    claimed
}

/// By mark: its probability of having been given in a job of a doubted crew.
pub fn doubted(columns: &Columns, crews: &[CrewVerdict]) -> Vec<f32> {
    let claimed = claimed(columns.marks(), crews);
    let mut out = vec![0f32; columns.marks()];
    for c in crews {
        let doubt = c.crew.kinds.doubted();
        for m in &c.crew.marks {
            out[m.mark as usize] += (share(&claimed, m) * doubt) as f32;
        }
    }
    out
}

/// A crew's probability of a mark, made to sum to at most 1 with the other crews'.
pub fn share(claimed: &[f32], m: &CrewMark) -> f64 {
    m.posterior / f64::from(claimed[m.mark as usize].max(1.0))
}

/// One verdict a target, by target. `accounts` has one verdict an account of the log.
pub fn verdicts(columns: &Columns, crews: &[CrewVerdict], accounts: &[AccountVerdict]) -> Vec<PageVerdict> {
    let claimed = claimed(columns.marks(), crews);
    let mut doubted = vec![0f32; columns.marks()];
    let mut by_kind = vec![[0f64; 6]; columns.targets()];
    let mut worst: Vec<Option<f64>> = vec![None; columns.targets()];
    let mut served: Vec<Vec<u32>> = vec![vec![]; columns.targets()];
    for (c, verdict) in crews.iter().enumerate() {
        let crew = &verdict.crew;
        let mut taken: Vec<(TargetId, f64)> = Vec::new();
        for m in &crew.marks {
            let target = crew.jobs[m.job as usize].target;
            let p = share(&claimed, m);
            for k in Kind::ALL {
                by_kind[target.index()][k as usize] += p * crew.kinds.of(k);
            }
            let off = p * crew.kinds.doubted();
            doubted[m.mark as usize] += off as f32;
            match taken.last_mut() {
                Some(l) if l.0 == target => l.1 += off,
                _ => taken.push((target, off)),
            }
        }
        for (t, off) in taken {
            if off >= TAKES
                && let Some(q) = verdict.q
            {
                worst[t.index()] = Some(worst[t.index()].map_or(q, |w| w.max(q)));
            }
        }
        for j in &crew.jobs {
            let list = &mut served[j.target.index()];
            if list.last() != Some(&(c as u32)) {
                list.push(c as u32);
            }
        }
    }
    // By account, in one piece: it is asked of every mark.
    let doubt: Vec<f64> = accounts.iter().map(accounts::doubt).collect();
    served
        .into_par_iter()
        .enumerate()
        .map(|(t, crews)| {
            let target = TargetId::from_index(t);
            let marks = columns.marks_of(target);
            let [hired, fabricated, directed, organised, episode, _] = by_kind[t];
            let likes = marks.len() as u64;
            let by_crew: f64 = marks
                .clone()
                .map(|m| (doubt[columns.account[m].index()] - f64::from(doubted[m])).max(0.0))
                .sum::<f64>()
                + 0.0;
            PageVerdict {
                target,
                likes,
                withdrawn: marks.filter(|&m| columns.withdrawn[m] != NEVER).count() as u64,
                authentic: (likes as f64 - hired - fabricated).max(0.0),
                authentic_lo: None,
                authentic_hi: None,
                hired,
                directed,
                fabricated,
                organised,
                episode,
                by_crew,
                limit: None,
                q: worst[t],
                crews,
            }
        })
        .collect()
}
