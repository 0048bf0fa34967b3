//! A row as it waits to be folded into a mark.

use claque_marks::{Action, Micros};

/// One row of the log in 24 bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Event {
    pub page: u32,
    pub account: u32,
    pub time: Micros,
    /// Withdrawn (1 bit), row (47 bits), verb (16 bits): in this order for sorting.
    pub tail: u64,
}

/// The bits of a row's number.
pub(crate) const ROW_BITS: u32 = 47;

impl Event {
    pub fn new(account: u32, page: u32, verb: u16, time: Micros, action: Action, row: u64) -> Self {
        let withdrawn = u64::from(action == Action::Withdrawn);
        let row = row & ((1 << ROW_BITS) - 1);
        Self { page, account, time, tail: withdrawn << 63 | row << 16 | u64::from(verb) }
    }

    pub fn verb(&self) -> u16 {
        self.tail as u16
    }

    /// Another verb and row, everything else kept.
    #[must_use]
    pub fn with(mut self, verb: u16, row: u64) -> Self {
        self.tail = self.tail & 1 << 63 | row << 16 | u64::from(verb);
        self
    }

    pub fn withdrawn(&self) -> bool {
        self.tail >> 63 == 1
    }

    pub fn row(&self) -> u64 {
        self.tail << 1 >> 17
    }

    /// Page and verb.
    pub fn target(&self) -> u64 {
        u64::from(self.page) << 16 | u64::from(self.verb())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Action::Withdrawn;

    #[test]
    fn an_event_keeps_what_it_is_given() {
        let event = Event::new(7, 9, 65_535, -3, Withdrawn, (1 << 47) - 1);
        assert_eq!((event.verb(), event.row(), event.withdrawn()), (65_535, (1 << 47) - 1, true));
        let event = event.with(2, (1 << 47) - 1);
        assert_eq!((event.verb(), event.row(), event.withdrawn()), (2, (1 << 47) - 1, true));
    }
}
