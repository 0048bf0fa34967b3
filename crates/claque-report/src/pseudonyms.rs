//! Names for what is meant to be read: `A0001`, `A0002` … by crew, falling posterior, id. The user's own
//! names return only here, and only when asked.

use crate::filled::Filled;
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
        Some(if self.reveal { self.names.account(account).to_owned() } else { label(*number) })
    }
}

/// The same labels, from the table of members of a saved audit: by account the pseudonym that its report uses.
pub fn labels(members: &Filled) -> HashMap<String, String> {
    let mut rows: Vec<(usize, f64, &str)> = vec![];
    let mut crew = 0;
    for i in 0..members.rows() {
        // The table goes crew by crew, in the order of their numbers.
        crew += usize::from(i > 0 && members.text("crew")[i] != members.text("crew")[i - 1]);
        let account = members.text("account")[i].as_deref().unwrap_or_default();
        rows.push((crew, members.estimate("posterior")[i].unwrap_or(0.0), account));
    }
    rows.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(b.2)));
    let mut labels: HashMap<String, String> = HashMap::new();
    for (_, _, account) in rows {
        let next = labels.len() + 1;
        labels.entry(account.to_owned()).or_insert_with(|| label(next));
    }
    labels
}

fn label(number: usize) -> String {
    format!("A{number:04}")
}

/// Members that may be listed, by falling posterior, then id.
pub fn surest_first(members: &[Member]) -> Vec<Member> {
    let mut out: Vec<Member> = members.iter().copied().filter(|m| m.posterior >= LISTED_FROM).collect();
    out.sort_by(|a, b| b.posterior.total_cmp(&a.posterior).then(a.account.cmp(&b.account)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::build_tables;
    use crate::testing::{showcase, small};
    use claque_marks::contract::MEMBERS;

    #[test]
    fn the_saved_members_give_the_labels_of_the_report() {
        for ((audit, log, _), all_members) in [(small(), false), (small(), true), (showcase(), true)] {
            let gate = Gate { all_members, reveal: false };
            let tables = build_tables(&audit, &log, gate).unwrap();
            let members = tables.all().iter().find(|t| t.table().name == MEMBERS.name).unwrap();
            let labels = labels(members);
            let pseudonyms = Pseudonyms::new(&audit, &log.names, gate);
            assert!(!labels.is_empty());
            for id in (0..log.names.accounts.len()).map(AccountId::from_index) {
                assert_eq!(labels.get(log.names.account(id)).cloned(), pseudonyms.label(id));
            }
        }
    }
}
