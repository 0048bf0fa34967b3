//! Withdrawals that do not say what they take back, joined to the gift whose record they name.
//!
//! The key of a record is (account, kind of mark, record key). A withdrawal belongs to the last gift under its key
//! that is not later. One without such a gift in the log names no page: it is set aside and counted.

use std::hash::BuildHasher;
use std::sync::Arc;

use claque_marks::{Action, Micros};
use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::event::Event;
use crate::worker::Worker;

/// Why a withdrawal is set aside.
pub(crate) const LEFT: &str = "it takes back a mark given before the log, and does not say on which page";

/// A gift that can be taken back by its key.
pub(crate) struct Create {
    pub key: u128,
    pub at: Micros,
    /// Its place among the worker's events.
    pub event: u64,
}

/// A withdrawal that names a key and no page.
pub(crate) struct Delete {
    pub key: u128,
    pub account: String,
    pub verb: &'static str,
    pub at: Micros,
    /// The row's code.
    pub code: u64,
    pub file: Arc<str>,
    pub line: u64,
    /// What stands there; kept of the first ones only.
    pub content: String,
}

/// What one worker met of both.
#[derive(Default)]
pub(crate) struct Records {
    pub creates: Vec<Create>,
    pub deletes: Vec<Delete>,
}

impl Records {
    /// A key as 128 bits of two independent hashes: no two records of any log share them by chance.
    pub fn key(parts: &[&[u8]]) -> u128 {
        let half = |seed| FixedState::with_seed(seed).hash_one(parts);
        u128::from(half(0x6a6f_696e_2d61)) << 64 | u128::from(half(0x6a6f_696e_2d62))
    }
}

/// Joins what all workers met. The events of joined withdrawals go to the worker that has their gift; the others
/// come back in the order of rows.
pub(crate) fn join(workers: &mut [Worker<'_>]) -> Vec<Delete> {
    let mut deletes: Vec<Delete> = workers.iter_mut().flat_map(|w| w.records.deletes.drain(..)).collect();
    if deletes.is_empty() {
        return deletes;
    }
    deletes.sort_unstable_by_key(|d| d.code);
    let mut gifts: HashMap<u128, Vec<(Micros, usize, u64)>, FixedState> =
        deletes.iter().map(|d| (d.key, Vec::new())).collect();
    for (number, worker) in workers.iter_mut().enumerate() {
        for create in worker.records.creates.drain(..) {
            if let Some(gifts) = gifts.get_mut(&create.key) {
                gifts.push((create.at, number, create.event));
            }
        }
    }
    deletes.retain_mut(|delete| {
        let gifts = &gifts[&delete.key];
        // Where one record was given twice at one instant, both are one mark, whatever the worker.
        let before = gifts.iter().filter(|g| g.0 <= delete.at).max_by_key(|g| g.0);
        let Some(&(_, number, event)) = before else { return true };
        let worker = &mut workers[number];
        let page = worker.dated.at(event).page;
        let account = worker.accounts.intern(&delete.account);
        let verb = worker.verbs.intern(delete.verb);
        let event = Event::new(account, page, verb as u16, delete.at, Action::Withdrawn, delete.code);
        worker.dated.push(event);
        false
    });
    deletes
}
