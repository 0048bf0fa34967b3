//! Complete: all of a crew's orders over the whole log, and its members again, until both settle.

use crate::free::Free;
use crate::join::{Joined, Stretch};
use crate::order::median;
use crate::orders::{self, EXCESS};
use crate::peel::Ground;
use crate::timing::{self, Membership};

/// A crew with its membership.
#[derive(Clone, Debug, PartialEq)]
pub struct Completed {
    /// Its jobs, by (target, start).
    pub stretches: Vec<Stretch>,
    /// Who took part.
    pub membership: Membership,
    /// Hours of window at which it was seen; none where members are known by when they were made.
    pub scales: Vec<u32>,
    /// Log-likelihood ratio of its overlaps, in nats.
    pub gain: f64,
}

/// Which orders a crew is completed with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Orders {
    /// Those that it was joined with.
    AsJoined,
    /// Those that its members show on the same targets, found again once.
    OnItsTargets,
    /// Those that its members show anywhere, found again `complete_rounds` times.
    Everywhere,
}

/// EM rounds at most.
const EM_ROUNDS: usize = 40;

/// Finds members and, where that is asked, the jobs again from the members. `None` where too little
/// is left. Only `free` marks count.
pub fn complete(ground: &Ground, crew: &Joined, free: &Free, with: Orders) -> Option<Completed> {
    let rounds = match with {
        Orders::AsJoined => 1,
        Orders::OnItsTargets => 2,
        Orders::Everywhere => ground.p.complete_rounds,
    };
    let least = ground.p.min_crew as usize;
    let mut stretches = crew.stretches.clone();
    let mut known: Option<Membership> = None;
    let mut inside: Vec<(u32, f64)> = Vec::new();
    for round in 1..=rounds {
        if distinct_targets(&stretches) < 2 {
            return None;
        }
        let m = timing::membership(ground, &stretches, &free.marks, known.as_ref(), EM_ROUNDS);
        if m.marks.len() < 2 * least || m.members().len() < least {
            return None;
        }
        if round == rounds || !ground.columns.has_times() {
            return Some(Completed {
                stretches,
                membership: m,
                scales: crew.scales.clone(),
                gain: crew.gain,
            });
        }
        inside.extend(m.marks.iter().copied().zip(m.own.iter().copied()));
        inside.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        inside.dedup_by_key(|x| x.0);
        let hours = crew.scales.last().copied().unwrap_or(0);
        stretches = orders::of_crew(ground, &m, &stretches, &crew.stretches, hours, &inside, free);
        if with == Orders::OnItsTargets {
            stretches.retain(|s| crew.stretches.binary_search_by_key(&s.target, |k| k.target).is_ok());
        }
        known = Some(m);
    }
    None
}

/// Jobs below which a crew has no core of its own.
const CORE_OF: usize = 8;
/// How much clearer than to a job of its own members of another part must have come to a job that both share.
const SHARED: f64 = 2.0;

/// A crew in parts of which each is held by its core: its jobs to which those of the core came, and likewise the others. Jobs to which
/// members of several parts came are jobs of each. As it is where all jobs hold.
///
/// METHOD: once a post that everybody marks counts as a job, those who mark every such post are taken for members, who make the next one
/// a job; and two crews that were joined by a customer of both stay one. So members are asked for by the half of the jobs in which they
/// gave the largest share of all marks, and every other job by those alone, by the bound on an order of [`crate::orders`].
pub fn in_parts(ground: &Ground, crew: Completed, free: &Free) -> Vec<Completed> {
    let again = |stretches: Vec<Stretch>| {
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
        open.extend([jobs(false), jobs(true)].into_iter().filter_map(again));
    }
    if parts.len() < 2 {
        return parts;
    }
    let with_shared = |part: Completed| {
        let came = came(ground, &crew.membership, &part.membership, SHARED * EXCESS);
        let is_one = |(s, came): &(&Stretch, bool)| *came || part.stretches.binary_search(s).is_ok();
        let jobs: Vec<Stretch> = crew.stretches.iter().zip(came).filter(is_one).map(|(s, _)| *s).collect();
        if jobs.len() > part.stretches.len() { again(jobs).unwrap_or(part) } else { part }
    };
    parts.into_iter().map(with_shared).collect()
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

fn distinct_targets(stretches: &[Stretch]) -> usize {
    stretches.chunk_by(|a, b| a.target == b.target).count()
}
