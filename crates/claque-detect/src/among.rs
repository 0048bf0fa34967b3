//! Which accounts are in a set: a bit an account, which stays in the cache.

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

    fn remove(&mut self, account: u32) {
        self.bits[account as usize / 64] &= !(1 << (account % 64));
    }

    /// Whether an account is in the set.
    #[inline]
    pub fn has(&self, account: u32) -> bool {
        self.bits[account as usize / 64] >> (account % 64) & 1 == 1
    }

    /// Those in the set, rising.
    pub fn listed(&self) -> Vec<u32> {
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
    pub fn before(&self) -> Vec<u32> {
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
    pub fn place(&self, before: &[u32], account: u32) -> u32 {
        let word = account as usize / 64;
        before[word] + (self.bits[word] & ((1 << (account % 64)) - 1)).count_ones()
    }
}

/// A set of accounts that is filled and emptied again and again.
pub struct Among {
    set: Accounts,
    /// Places of the last answer.
    places: Vec<u32>,
}

impl Among {
    /// An empty set of accounts of a log.
    pub fn none(accounts: usize) -> Self {
        Self { set: Accounts::of(accounts, std::iter::empty()), places: vec![] }
    }

    /// Takes accounts in.
    pub fn enter(&mut self, accounts: &[u32]) {
        accounts.iter().for_each(|&a| self.set.add(a));
    }

    /// Empties the set, whose accounts these are.
    pub fn leave(&mut self, accounts: &[u32]) {
        accounts.iter().for_each(|&a| self.set.remove(a));
    }

    /// Places of the accounts that are in the set, rising.
    pub fn places(&mut self, accounts: &[u32]) -> &[u32] {
        if self.places.len() < accounts.len() {
            self.places.resize(accounts.len(), 0);
        }
        // Written whether it is in or not, and kept if it is: a branch would be guessed wrong too often.
        let mut n = 0;
        let places = &mut self.places[..accounts.len()];
        for (i, &a) in accounts.iter().enumerate() {
            places[n] = i as u32;
            n += usize::from(self.set.has(a));
        }
        &self.places[..n]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_those_within() {
        let mut set = Among::none(200);
        set.enter(&[3, 64, 199]);
        assert_eq!(set.places(&[0, 3, 63, 64, 65, 199]), [1, 3, 5]);
        set.leave(&[3, 64, 199]);
        assert!(set.places(&[3, 64, 199]).is_empty());
    }

    #[test]
    fn a_set_lists_and_places_its_accounts() {
        let set = Accounts::of(200, [199, 3, 64, 3].into_iter());
        assert!(set.has(3) && set.has(199) && !set.has(4));
        assert_eq!(set.listed(), [3, 64, 199]);
        let before = set.before();
        assert_eq!([3, 64, 199].map(|a| set.place(&before, a)), [0, 1, 2]);
    }
}
