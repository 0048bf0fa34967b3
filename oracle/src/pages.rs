//! What crews take off pages: each mark in a job with its probability, once.
//!
//! ```text
//! hired = Σ over marks P(given in a job) · P(crew hired),   authentic = likes − hired − fabricated
//! by_crew = Σ over marks (P(account doubted) − P(mark doubted))⁺
//! ```
//!
//! where the probabilities of a mark claimed by several crews exceed 1, they are shared out to sum to 1.

use crate::log::{Key, Log};
use std::collections::BTreeMap;

/// A crew as far as pages ask: P(kind) (hired, fabricated, directed, organised, episode, unclear), the
/// posterior of its members, and that of marks in its jobs.
#[derive(Clone, Debug, Default)]
pub struct Crew {
    /// P(kind).
    pub kinds: [f64; 6],
    /// By account: P(member).
    pub members: BTreeMap<u32, f64>,
    /// By mark: P(given in a job).
    pub marks: BTreeMap<Key, f64>,
}

/// Figures of one target.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// Marks given.
    pub likes: f64,
    /// Of these, taken back.
    pub withdrawn: f64,
    /// likes − hired − fabricated.
    pub authentic: f64,
    /// By kind, in the order of [`Crew::kinds`].
    pub by_kind: [f64; 6],
    /// Other marks by members of doubted crews.
    pub by_crew: f64,
}

/// P(kind) of an account: 1 − Π over crews (1 − P(member) P(kind)); kinds below `least` count as 0.
pub fn account(crews: &[Crew], account: u32, kind: usize, least: f64) -> f64 {
    let mut not = 1.0;
    for c in crews.iter().filter(|c| c.kinds[kind] >= least) {
        not *= 1.0 - c.members.get(&account).copied().unwrap_or(0.0) * c.kinds[kind];
    }
    1.0 - not
}

/// Figures by target (page, verb).
pub fn of(log: &Log, crews: &[Crew], least: f64) -> BTreeMap<(u32, u32), Figures> {
    let mut out: BTreeMap<(u32, u32), Figures> =
        log.targets().into_iter().map(|t| (t, Figures::default())).collect();
    for m in &log.marks {
        let f = out.get_mut(&(m.page, m.verb)).expect("every target was listed");
        f.likes += 1.0;
        f.withdrawn += f64::from(u8::from(m.withdrawn.is_some()));
        let claims: f64 = crews.iter().filter_map(|c| c.marks.get(&m.key())).sum();
        let mut doubted = 0.0;
        for c in crews {
            let Some(posterior) = c.marks.get(&m.key()) else { continue };
            let p = if claims > 1.0 { posterior / claims } else { *posterior };
            for k in 0..6 {
                f.by_kind[k] += p * c.kinds[k];
            }
            doubted += p * (c.kinds[0] + c.kinds[1]);
        }
        let of_account =
            1.0 - (1.0 - account(crews, m.account, 0, least)) * (1.0 - account(crews, m.account, 1, least));
        if of_account > doubted {
            f.by_crew += of_account - doubted;
        }
    }
    for f in out.values_mut() {
        f.authentic = (f.likes - f.by_kind[0] - f.by_kind[1]).max(0.0);
    }
    out
}
