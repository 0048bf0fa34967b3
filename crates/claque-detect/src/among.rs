//! Which accounts of a list are in a set: a bit an account, which stays in the cache.

/// A set of accounts that is filled and emptied again and again.
pub struct Among {
    /// By account: a bit.
    has: Vec<u64>,
    /// Places of the last answer.
    places: Vec<u32>,
}

impl Among {
    /// An empty set of accounts of a log.
    pub fn none(accounts: usize) -> Self {
        Self { has: vec![0; accounts / 64 + 1], places: vec![] }
    }

    /// Takes accounts in.
    pub fn enter(&mut self, accounts: &[u32]) {
        accounts.iter().for_each(|&a| self.has[a as usize / 64] |= 1 << (a % 64));
    }

    /// Empties the set, whose accounts these are.
    pub fn leave(&mut self, accounts: &[u32]) {
        accounts.iter().for_each(|&a| self.has[a as usize / 64] = 0);
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
            n += (self.has[a as usize / 64] >> (a % 64) & 1) as usize;
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
}
