//! Who else marked the crew's owners: the accounts outside the crew, and what each gave them outside every job.

use super::Scene;
use crate::csr::Lists;

/// A set of accounts, a bit each: what is asked of every mark stays in the cache.
#[derive(Clone, Debug, Default)]
pub struct Accounts {
    bits: Vec<u64>,
}

impl Accounts {
    /// A set of accounts of a log that has so many.
    pub fn of(accounts: usize, members: impl Iterator<Item = u32>) -> Self {
        let mut set = Self { bits: vec![0; accounts / 64 + 1] };
        members.for_each(|a| set.add(a));
        set
    }

    fn add(&mut self, account: u32) {
        self.bits[account as usize / 64] |= 1 << (account % 64);
    }

    /// Whether an account is in the set.
    #[inline]
    pub fn has(&self, account: u32) -> bool {
        self.bits[account as usize / 64] >> (account % 64) & 1 == 1
    }

    /// Those in the set, rising.
    fn listed(&self) -> Vec<u32> {
        let mut out = vec![];
        for (at, &word) in self.bits.iter().enumerate() {
            let mut left = word;
            while left != 0 {
                out.push(at as u32 * 64 + left.trailing_zeros());
                left &= left - 1;
            }
        }
        out
    }

    /// By word: how many accounts of the set lie in earlier words.
    fn before(&self) -> Vec<u32> {
        let mut sum = 0;
        let mut out = Vec::with_capacity(self.bits.len());
        for word in &self.bits {
            out.push(sum);
            sum += word.count_ones();
        }
        out
    }

    /// How many accounts of the set are smaller than this one.
    #[inline]
    fn place(&self, before: &[u32], account: u32) -> u32 {
        let word = account as usize / 64;
        before[word] + (self.bits[word] & ((1 << (account % 64)) - 1)).count_ones()
    }
}

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
                let of = columns.target_start[t as usize]..columns.target_start[t as usize + 1];
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
        self.accounts.iter().zip(0u32..).map(|(&a, at)| (a, self.on.of(at)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_lists_and_places_its_accounts() {
        let set = Accounts::of(200, [199, 3, 64, 3].into_iter());
        assert!(set.has(3) && set.has(199) && !set.has(4));
        assert_eq!(set.listed(), [3, 64, 199]);
        let before = set.before();
        assert_eq!([3, 64, 199].map(|a| set.place(&before, a)), [0, 1, 2]);
    }
}
