//! Complete: all of a crew's orders over the whole log, and its members again, until both settle.

use crate::free::Free;
use crate::join::{Joined, Stretch};
use crate::orders;
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
pub(crate) const EM_ROUNDS: usize = 40;

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

fn distinct_targets(stretches: &[Stretch]) -> usize {
    stretches.chunk_by(|a, b| a.target == b.target).count()
}
