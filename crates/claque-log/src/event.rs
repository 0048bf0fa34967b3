//! A row as it waits to be folded into a mark.

use claque_marks::{Action, Micros};

/// Events in pieces: what is read through can be filled again, and nothing is moved as the list grows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Events {
    pieces: Vec<Vec<Event>>,
}

/// Events of a piece: small enough that its memory is taken from what was given back.
const PIECE: usize = 2_048;

impl Events {
    pub fn len(&self) -> usize {
        self.pieces.iter().map(Vec::len).sum()
    }

    /// The last piece, with room for so many events, of which a piece must hold as many.
    pub fn room(&mut self, events: usize) -> &mut Vec<Event> {
        debug_assert!(events <= PIECE);
        if self.pieces.last().is_none_or(|last| last.capacity() - last.len() < events) {
            self.pieces.push(piece());
        }
        let last = self.pieces.len() - 1;
        &mut self.pieces[last]
    }

    /// Adds an event and says where it stands.
    pub fn push(&mut self, event: Event) -> u64 {
        let last = self.room(1);
        last.push(event);
        let within = last.len() - 1;
        ((self.pieces.len() - 1) * PIECE + within) as u64
    }

    /// The event that stands at a place told by [`Self::push`].
    pub fn at(&self, place: u64) -> &Event {
        let place = place as usize;
        &self.pieces[place / PIECE][place % PIECE]
    }

    /// Moves all events of another list behind those of this one.
    pub fn append(&mut self, other: &mut Events) {
        self.pieces.append(&mut other.pieces);
    }

    pub fn clear(&mut self) {
        self.pieces.clear();
    }

    /// Keeps only events that hold; the places told by [`Self::push`] are void from then on.
    pub fn retain(&mut self, mut holds: impl FnMut(&Event) -> bool) {
        self.pieces.iter_mut().for_each(|piece| piece.retain(&mut holds));
    }

    pub fn iter(&self) -> impl Iterator<Item = &Event> {
        self.pieces.iter().flatten()
    }

    pub fn into_pieces(self) -> Vec<Vec<Event>> {
        self.pieces
    }
}

/// An empty piece.
pub(crate) fn piece() -> Vec<Event> {
    Vec::with_capacity(PIECE)
}

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

    #[test]
    fn events_are_found_where_they_were_put() {
        let event = |row: u64| Event::new(0, 0, 0, 0, Withdrawn, row);
        let (mut events, mut places, mut row) = (Events::default(), Vec::new(), 0);
        for round in 0..20 {
            // A piece is left half full, and then one after the other.
            let together = 300 * (round % 5);
            events.room(together).extend((row..row + together as u64).map(event));
            row += together as u64;
            for _ in 0..700 {
                places.push((events.push(event(row)), row));
                row += 1;
            }
        }
        assert!(places.iter().all(|(place, row)| events.at(*place).row() == *row));
        let mut all = Events::default();
        all.append(&mut events);
        assert_eq!((all.len() as u64, events.len()), (row, 0));
        assert!(all.iter().map(Event::row).eq(0..row));
    }
}
