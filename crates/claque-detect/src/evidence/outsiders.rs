//! Who else marked the crew's owners: the accounts outside the crew, and what each gave them outside every job.

use super::Scene;
use crate::among::Accounts;
use crate::csr::{AT_ONCE, Lists};
use claque_marks::TargetId;

/// Outsiders of one crew and the marks that each gave to the crew's owners.
#[derive(Debug, Default)]
pub struct Outsiders {
    /// The accounts, rising.
    pub accounts: Vec<u32>,
    /// Beside them: places among the crew's owners, one a mark, rising.
    pub on: Lists,
}

impl Outsiders {
    /// Those of a crew of these members that served these owners.
    pub fn of(scene: &Scene, owners: &[u32], members: &Accounts) -> Self {
        let (columns, index) = (scene.ground.columns, scene.ground.index);
        // (account, place of the owner), by owner: marks of one target lie side by side.
        let mut met: Vec<(u32, u32)> = vec![];
        for (at, &owner) in owners.iter().enumerate() {
            for &t in index.targets_of_owner.of(owner) {
                let of = columns.marks_of(TargetId(t));
                let marks = columns.account[of.clone()].iter().zip(&scene.in_job[of]);
                let theirs = marks.filter(|&(a, in_job)| !in_job && !members.has(a.0));
                met.extend(theirs.map(|(a, _)| (a.0, at as u32)));
            }
        }
        let set = Accounts::of(columns.accounts, met.iter().map(|m| m.0));
        let (accounts, before) = (set.listed(), set.before());
        met.iter_mut().for_each(|m| m.0 = set.place(&before, m.0));
        let mut on = Lists::group(accounts.len(), met.iter().map(|m| m.0));
        on.items.iter_mut().for_each(|x| *x = met[*x as usize].1);
        Self { accounts, on }
    }

    /// Each outsider with its marks.
    pub fn each(&self) -> impl Iterator<Item = (u32, &[u32])> {
        self.few_at_once().flatten()
    }

    /// The same, as many at once as memory is asked about together.
    pub fn few_at_once(&self) -> impl Iterator<Item = impl Iterator<Item = (u32, &[u32])> + Clone> {
        let few = self.accounts.chunks(AT_ONCE).zip((0u32..).step_by(AT_ONCE));
        few.map(|(few, from)| few.iter().zip(from..).map(|(&a, at)| (a, self.on.of(at))))
    }
}
