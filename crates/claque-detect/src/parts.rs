//! Parts: what was taken for one crew and is more than one, or a crew and a crowd.
//!
//! Once a post that everybody marks counts as a job, those who mark every such post are taken for members, who make the next one
//! a job; and two crews that were joined by a customer of both stay one. So members are asked for by the *core*, the half of the jobs in
//! which they gave the largest share of all marks; and another job holds if those members, and those alone, came to it: with s what they
//! gave there, n all its marks, N those of the log and d what an account gave,
//!
//! ```text
//! s > 2 Σ z d (n − s)/N
//! ```
//!
//! Jobs that hold are one part, the others another, each asked again. In the end, a job to which members of several parts came, by twice
//! that bound, is a job of each.

use crate::complete::{Completed, EM_ROUNDS, Orders, complete};
use crate::free::Free;
use crate::join::{Joined, Stretch};
use crate::order::median;
use crate::orders::EXCESS;
use crate::peel::Ground;
use crate::timing::{self, Membership};

/// Jobs below which a crew has no core of its own.
const CORE_OF: usize = 8;
/// How much clearer than to a job of its own members of another part must have come to a job that both share.
const SHARED: f64 = 2.0;

/// A crew in its parts, of which no two take one mark; as it is where all its jobs hold.
pub fn in_parts(ground: &Ground, crew: Completed, free: &Free) -> Vec<Completed> {
    let again = |stretches: Vec<Stretch>, free: &Free| {
        let Completed { scales, gain, .. } = &crew;
        let joined = Joined { from: vec![], marks: vec![], stretches, scales: scales.clone(), gain: *gain };
        complete(ground, &joined, free, Orders::AsJoined)
    };
    let (mut parts, mut open) = (vec![], vec![crew.clone()]);
    while let Some(part) = open.pop() {
        let held = held_by_its_core(ground, &part, free);
        if held.iter().all(|held| *held) {
            parts.push(part);
            continue;
        }
        let jobs = |of: bool| {
            let jobs = part.stretches.iter().zip(&held).filter(|(_, held)| **held == of);
            jobs.map(|(s, _)| *s).collect()
        };
        open.extend([jobs(false), jobs(true)].into_iter().filter_map(|jobs| again(jobs, free)));
    }
    if parts.len() < 2 {
        return parts;
    }
    let mut left = free.clone();
    let whole = |part: Completed| {
        let came = came(ground, &crew.membership, &part.membership, SHARED * EXCESS);
        let is_one = |(s, came): &(&Stretch, bool)| *came || part.stretches.binary_search(s).is_ok();
        let jobs = crew.stretches.iter().zip(came).filter(is_one).map(|(s, _)| *s).collect();
        let whole = again(jobs, &left)?;
        left.take(ground.index, whole.membership.taken());
        Some(whole)
    };
    parts.into_iter().filter_map(whole).collect()
}

/// By job: whether it is one of the core's, or those of the core came to it.
fn held_by_its_core(ground: &Ground, crew: &Completed, free: &Free) -> Vec<bool> {
    let jobs = crew.stretches.len();
    if jobs < CORE_OF {
        return vec![true; jobs];
    }
    let m = &crew.membership;
    let (mut ours, mut all) = (vec![0f64; jobs], vec![0f64; jobs]);
    for (&j, own) in m.job.iter().zip(&m.own) {
        ours[j as usize] += own;
        all[j as usize] += 1.0;
    }
    let share: Vec<f64> = ours.iter().zip(&all).map(|(ours, all)| ours / all.max(1.0)).collect();
    let middle = median(share.clone()).unwrap_or(0.0);
    let of_core = crew.stretches.iter().zip(&share).filter(|(_, share)| **share >= middle);
    let core: Vec<Stretch> = of_core.map(|(s, _)| *s).collect();
    let core = timing::membership(ground, &core, &free.marks, Some(m), EM_ROUNDS);
    share.iter().zip(came(ground, m, &core, EXCESS)).map(|(share, came)| *share >= middle || came).collect()
}

/// By job of a membership: whether `who` gave more there than so many times what their activity would give beside the others.
fn came(ground: &Ground, jobs: &Membership, who: &Membership, excess: f64) -> Vec<bool> {
    let n = jobs.expected.len();
    let (mut ours, mut all) = (vec![0f64; n], vec![0f64; n]);
    for (&k, &j) in jobs.marks.iter().zip(&jobs.job) {
        ours[j as usize] += who.posterior(ground.columns.account[k as usize].0);
        all[j as usize] += 1.0;
    }
    let given = |(&a, z): (&u32, &f64)| z * ground.activity.given[a as usize];
    let reach: f64 = who.accounts.iter().zip(&who.z).map(given).sum();
    let expected = |all: f64, ours: f64| reach * (all - ours) / ground.columns.marks() as f64;
    let least = f64::from(ground.p.min_overlap);
    ours.iter().zip(all).map(|(&s, all)| s >= least && s > excess * expected(all, s)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activity::Activity;
    use crate::index::Index;
    use crate::{peel, search};
    use claque_marks::{Parameters, Seed, Silent};
    use claque_oracle::planted::Town;

    /// Two crews that were taken for one, of which one serves pages with more of a public.
    #[test]
    fn two_crews_in_one_are_taken_apart_and_one_crew_is_not() {
        let mut town = Town::new(900, 160, 4);
        let quick = town.crew(60, 6);
        let pages = town.some_pages(16);
        let slow = town.arrive(50, 6);
        town.serve(slow.clone(), &pages, &[1, 8, 21, 33], 0.8, 90);
        let columns = town.log.columns();
        let p = Parameters::default();
        let (activity, index) = (Activity::of(&columns, &p.search), Index::of(&columns));
        let ground = Ground {
            columns: &columns,
            index: &index,
            activity: &activity,
            p: &p.search,
            seed: Seed(1),
            watch: &Silent,
        };
        let found = search::join_until_settled(&ground, &peel::find(&ground).0);
        let of = |who: &std::ops::Range<u32>| {
            let ours = |c: &&Completed| c.membership.members().iter().filter(|a| who.contains(a)).count();
            found.iter().max_by_key(ours).expect("it stands out").clone()
        };
        let (quick_crew, slow_crew) = (of(&quick), of(&slow));
        assert_ne!(quick_crew, slow_crew, "they were found apart");
        let mut stretches = [quick_crew.stretches.clone(), slow_crew.stretches.clone()].concat();
        stretches.sort_unstable();
        let joined =
            Joined { from: vec![], marks: vec![], stretches, scales: vec![24], gain: quick_crew.gain };
        let free = Free::all(&index);
        let both = complete(&ground, &joined, &free, Orders::AsJoined).expect("a crew");
        assert!(both.membership.members().len() > 100, "taken for one");
        let parts = in_parts(&ground, both, &free);
        let mut taken: Vec<u32> = parts.iter().flat_map(|c| c.membership.taken()).collect();
        taken.sort_unstable();
        assert!(taken.is_sorted_by(|a, b| a < b), "no mark is taken twice");
        let mut members: Vec<Vec<u32>> = parts.iter().map(|c| c.membership.members()).collect();
        members.sort();
        assert_eq!(members, [quick.collect::<Vec<_>>(), slow.collect()]);
        for crew in [quick_crew, slow_crew] {
            assert_eq!(in_parts(&ground, crew.clone(), &free), [crew]);
        }
    }
}
