//! What each account has done to a target so far, while the target's events are read in the order of time.

/// In place of the number of its mark: an account that took back what it gave before the log, and gave nothing since.
pub(crate) const ORPHAN: u32 = u32::MAX - 1;

/// Which number each account of a target has: open addressing, cleared for every target.
#[derive(Default)]
pub(crate) struct Table {
    slots: Vec<(u32, u32)>,
    shift: u32,
}

impl Table {
    pub const FREE: u32 = u32::MAX;

    pub fn clear(&mut self, accounts: usize) {
        let size = (accounts * 2).next_power_of_two().max(8);
        self.slots.clear();
        self.slots.resize(size, (0, Self::FREE));
        self.shift = 64 - size.trailing_zeros();
    }

    /// The account's number, `FREE` if it has none yet; what is put there stays.
    pub fn at(&mut self, account: u32) -> &mut u32 {
        let mask = self.slots.len() - 1;
        let mut i = (u64::from(account).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift) as usize;
        while self.slots[i].1 != Self::FREE && self.slots[i].0 != account {
            i = (i + 1) & mask;
        }
        self.slots[i].0 = account;
        &mut self.slots[i].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_keep_their_numbers_until_the_next_target() {
        let mut table = Table::default();
        table.clear(1_000);
        for account in 0..1_000u32 {
            let seen = table.at(account * 64);
            assert_eq!(*seen, Table::FREE);
            *seen = account;
        }
        assert!((0..1_000u32).all(|account| *table.at(account * 64) == account));
        table.clear(2);
        assert_eq!(*table.at(64), Table::FREE);
    }
}
