//! Names for what is meant to be read: `A0001`, `A0002` … by crew, falling posterior, id. The user's own
//! names return only here, and only when asked.

use crate::gate::{Gate, LISTED_FROM};
use claque_detect::Member;
use claque_log::Names;
use claque_marks::AccountId;
use claque_verdict::Audit;
use std::collections::HashMap;

/// The labels of the accounts that the gate lets through.
pub struct Pseudonyms<'a> {
    numbers: HashMap<AccountId, usize>,
    names: &'a Names,
    reveal: bool,
}

impl<'a> Pseudonyms<'a> {
    /// Numbers every account that may be listed.
    pub fn new(audit: &Audit, names: &'a Names, gate: Gate) -> Self {
        let mut numbers = HashMap::new();
        for crew in audit.crews.iter().filter(|c| gate.lists_members(c.crew.kinds.called())) {
            for member in surest_first(&crew.crew.members) {
                let next = numbers.len() + 1;
                numbers.entry(member.account).or_insert(next);
            }
        }
        Self { numbers, names, reveal: gate.reveal }
    }

    /// What people read for this account; `None` where the gate is shut.
    pub fn label(&self, account: AccountId) -> Option<String> {
        let number = self.numbers.get(&account)?;
        Some(if self.reveal { self.names.account(account).to_owned() } else { format!("A{number:04}") })
    }
}

/// Members that may be listed, by falling posterior, then id.
pub fn surest_first(members: &[Member]) -> Vec<Member> {
    let mut out: Vec<Member> = members.iter().copied().filter(|m| m.posterior >= LISTED_FROM).collect();
    out.sort_by(|a, b| b.posterior.total_cmp(&a.posterior).then(a.account.cmp(&b.account)));
    out
}
