//! Events dealt into bundles of neighbouring pages, and those of a bundle put in order.

use crate::event::{self, Event, Events};

/// Events of a bundle, about.
const BUNDLE: usize = 1 << 16;
/// Most bundles.
const BUNDLES: usize = 1 << 10;

/// How many bundles to deal so many events into.
pub(crate) fn bundles(events: usize) -> usize {
    events.div_ceil(BUNDLE).clamp(1, BUNDLES)
}

/// Pieces of events, each with the worker that read it.
pub(crate) type Share = Vec<(usize, Vec<Event>)>;

/// The events of all workers in shares of as many pieces: what one worker read beyond the others, all deal.
pub(crate) fn shares(of_workers: Vec<Events>, shares: usize) -> Vec<Share> {
    let of_workers = of_workers.into_iter().enumerate();
    let mut all: Share = of_workers
        .flat_map(|(worker, events)| events.into_pieces().into_iter().map(move |p| (worker, p)))
        .collect();
    let mut out = Vec::new();
    for left in (1..=shares).rev() {
        let rest = all.split_off(all.len().div_ceil(left));
        out.push(std::mem::replace(&mut all, rest));
    }
    out
}

/// Dealt events in pieces, by bundle.
pub(crate) type Dealt = Vec<Vec<Vec<Event>>>;

/// Deals events into bundles of neighbouring pages, each piece made final by `fin`, which is told whose it was. A piece
/// that has been dealt is filled again.
pub(crate) fn deal(
    share: Share,
    pages: usize,
    bundles: usize,
    mut fin: impl FnMut(usize, &mut [Event]),
) -> Dealt {
    let mut full: Dealt = (0..bundles).map(|_| Vec::new()).collect();
    let mut open: Vec<Vec<Event>> = (0..bundles).map(|_| event::piece()).collect();
    let mut spare: Vec<Vec<Event>> = Vec::new();
    // A multiplication and a shift instead of a division for every event.
    let scale = ((bundles as u64) << 32).div_ceil(pages.max(1) as u64);
    for (worker, mut piece) in share {
        fin(worker, &mut piece);
        for event in &piece {
            let bundle = (((u64::from(event.page) * scale) >> 32) as usize).min(bundles - 1);
            let to = &mut open[bundle];
            if to.len() == to.capacity() {
                let fresh = spare.pop().unwrap_or_else(event::piece);
                full[bundle].push(std::mem::replace(to, fresh));
            }
            to.push(*event);
        }
        piece.clear();
        spare.push(piece);
    }
    for (full, open) in full.iter_mut().zip(open) {
        full.push(open);
    }
    full
}

/// Puts the events of a bundle into `out`, those of one target together.
pub(crate) fn by_target(parts: &[Vec<Event>], out: &mut Vec<Event>) {
    out.clear();
    let all = || parts.iter().flatten();
    let n: usize = parts.iter().map(Vec::len).sum();
    if n == 0 {
        return;
    }
    let (mut first, mut last, mut verbs) = (u32::MAX, 0, 0);
    for event in all() {
        (first, last) = (first.min(event.page), last.max(event.page));
        verbs = verbs.max(usize::from(event.verb()) + 1);
    }
    let keys = (last - first) as usize + 1;
    if keys.saturating_mul(verbs) > 4 * n + 1024 {
        out.extend(all());
        out.sort_unstable_by_key(|e| (e.target(), e.time, e.tail));
        return;
    }
    // Counted, then put where they belong.
    let key = |e: &Event| (e.page - first) as usize * verbs + usize::from(e.verb());
    let mut place = vec![0usize; keys * verbs + 1];
    all().for_each(|e| place[key(e) + 1] += 1);
    for i in 1..place.len() {
        place[i] += place[i - 1];
    }
    out.resize(n, Event::default());
    for event in all() {
        let at = &mut place[key(event)];
        out[*at] = *event;
        *at += 1;
    }
}

/// The events of a target in the order of time. Logs mostly come in that order: then there is nothing to sort, or
/// what two workers read is merged.
pub(crate) fn in_order<'e>(events: &'e [Event], room: &'e mut Vec<Event>) -> &'e [Event] {
    let key = |e: &Event| (e.time, e.withdrawn(), e.account, e.tail);
    let falls = |of: &[Event]| of.windows(2).position(|two| key(&two[0]) > key(&two[1])).map(|at| at + 1);
    let Some(second) = falls(events) else { return events };
    room.clear();
    if falls(&events[second..]).is_some() {
        room.extend_from_slice(events);
        room.sort_unstable_by_key(key);
        return room;
    }
    let (mut a, mut b) = (&events[..second], &events[second..]);
    while let (Some(x), Some(y)) = (a.first(), b.first()) {
        let first = if key(x) <= key(y) { &mut a } else { &mut b };
        room.push(first[0]);
        *first = &first[1..];
    }
    room.extend_from_slice(a);
    room.extend_from_slice(b);
    room
}

#[cfg(test)]
mod tests {
    use super::*;
    use claque_marks::Action::Given;

    #[test]
    fn shares_are_even_and_hold_every_event_once() {
        for (counts, shares_of) in
            [(vec![0, 0], 2), (vec![30_000, 9_000], 2), (vec![1, 50_000, 0], 3), (vec![7], 4)]
        {
            let of_worker = |worker: usize, n: u64| {
                let mut events = Events::default();
                (0..n).for_each(|row| _ = events.push(Event::new(worker as u32, 0, 0, 0, Given, row)));
                events
            };
            let of_workers = counts.iter().enumerate().map(|(w, &n)| of_worker(w, n)).collect();
            let shares = shares(of_workers, shares_of);
            let pieces: Vec<usize> = shares.iter().map(Vec::len).collect();
            assert_eq!(pieces.len(), shares_of);
            assert!(pieces.iter().max().unwrap() - pieces.iter().min().unwrap() <= 1, "{pieces:?}");
            let mut left = counts.clone();
            for (worker, piece) in shares.iter().flatten() {
                left[*worker] -= piece.len() as u64;
                assert!(piece.iter().all(|e| e.account == *worker as u32));
            }
            assert!(left.iter().all(|n| *n == 0), "{counts:?}");
        }
    }
}
