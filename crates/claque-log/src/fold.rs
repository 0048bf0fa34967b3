//! Events folded into marks.
//!
//! The key of a mark is (account, page, verb). Its events are put in the order of time, a gift before a
//! withdrawal at one instant, and then read once:
//!
//! | state | gift | withdrawal |
//! |---|---|---|
//! | nothing seen | **given**: first gift of the mark | **orphan**: its gift lies before the log |
//! | orphan seen, not given | **given** | repeat |
//! | given | repeat | **withdrawn** |
//! | withdrawn | **given again** | repeat |
//!
//! Rows in bold are used. A mark is withdrawn if it ends so. As the order is total up to the row's number,
//! nothing but that number depends on the order of rows.
//!
//! Events are dealt into bundles of neighbouring pages, and bundles are folded side by side. Within a target
//! events are read in the order of time, so that marks come out in the order in which they are kept, and a
//! small table says which mark an account has there.

use claque_marks::columns::Orphan;
use claque_marks::{AccountId, CountryId, Micros, NEVER, PageId, TargetId, VerbId};
use rayon::prelude::*;

use crate::event::Event;

/// Marks in columns, and what became of the rows.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    pub target_page: Vec<PageId>,
    pub target_verb: Vec<VerbId>,
    pub target_start: Vec<usize>,
    pub account: Vec<AccountId>,
    pub time: Vec<Micros>,
    pub withdrawn: Vec<Micros>,
    pub row: Vec<u64>,
    pub country: Vec<Option<CountryId>>,
    pub orphans: Vec<Orphan>,
    pub used: u64,
    pub repeats: u64,
    /// Repeats that are gifts of a mark already given.
    pub gifts_again: u64,
    pub withdrawals: u64,
}

/// Tells the country of a row.
pub(crate) type CountryOf<'a> = dyn Fn(u64) -> Option<CountryId> + Sync + 'a;

/// Events of a bundle, about.
const BUNDLE: usize = 1 << 16;
/// Most bundles.
const BUNDLES: usize = 1 << 10;

/// Deals events of one worker into bundles of neighbouring pages, each event made final by `fin`.
pub(crate) fn deal(
    events: Vec<Event>,
    pages: usize,
    bundles: usize,
    mut fin: impl FnMut(Event) -> Event,
) -> Vec<Vec<Event>> {
    let room = events.len() / bundles;
    let mut out: Vec<Vec<Event>> = (0..bundles).map(|_| Vec::with_capacity(room + room / 4 + 4)).collect();
    // A multiplication and a shift instead of a division for every event.
    let scale = ((bundles as u64) << 32).div_ceil(pages.max(1) as u64);
    for event in events {
        let event = fin(event);
        let bundle = ((u64::from(event.page) * scale) >> 32) as usize;
        out[bundle.min(bundles - 1)].push(event);
    }
    out
}

/// How many bundles to deal so many events into.
pub(crate) fn bundles(events: usize) -> usize {
    events.div_ceil(BUNDLE).clamp(1, BUNDLES)
}

/// Folds events whose ids are final, dealt by one or several workers into the same number of bundles.
pub(crate) fn fold(dealt: Vec<Vec<Vec<Event>>>, timed: bool, country: Option<&CountryOf<'_>>) -> Folded {
    let bundles = dealt.first().map_or(0, Vec::len);
    let mut by_bundle: Vec<Vec<Vec<Event>>> = (0..bundles).map(|_| Vec::new()).collect();
    for of_worker in dealt {
        for (bundle, events) in by_bundle.iter_mut().zip(of_worker) {
            bundle.push(events);
        }
    }
    let folded: Vec<Folded> = by_bundle
        .into_par_iter()
        .with_max_len(1)
        .map_init(Table::default, |table, events| bundle(events, timed, country, table))
        .collect();
    together(folded)
}

/// One bundle.
fn bundle(parts: Vec<Vec<Event>>, timed: bool, country: Option<&CountryOf<'_>>, table: &mut Table) -> Folded {
    let events = by_target(parts);
    let mut out = Folded { target_start: vec![0], ..Folded::default() };
    out.account.reserve(events.len());
    out.withdrawn.reserve(events.len());
    out.row.reserve(events.len());
    let mut room: Vec<Event> = Vec::new();
    for of_target in events.chunk_by(|a, b| a.target() == b.target()) {
        target(in_order(of_target, &mut room), timed, country, table, &mut out);
    }
    out
}

/// The events of a target in the order of time. Logs mostly come in that order: then there is nothing to sort, or
/// what two workers read is merged.
fn in_order<'e>(events: &'e [Event], room: &'e mut Vec<Event>) -> &'e [Event] {
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

/// The events of a bundle, those of one target together.
fn by_target(parts: Vec<Vec<Event>>) -> Vec<Event> {
    let all = || parts.iter().flatten();
    let n: usize = parts.iter().map(Vec::len).sum();
    if n == 0 {
        return Vec::new();
    }
    let (mut first, mut last, mut verbs) = (u32::MAX, 0, 0);
    for event in all() {
        (first, last) = (first.min(event.page), last.max(event.page));
        verbs = verbs.max(usize::from(event.verb()) + 1);
    }
    let keys = (last - first) as usize + 1;
    if keys.saturating_mul(verbs) > 4 * n + 1024 {
        let mut events = parts.concat();
        events.sort_unstable_by_key(|e| (e.target(), e.time, e.tail));
        return events;
    }
    // Counted, then put where they belong.
    let key = |e: &Event| (e.page - first) as usize * verbs + usize::from(e.verb());
    let mut place = vec![0usize; keys * verbs + 1];
    all().for_each(|e| place[key(e) + 1] += 1);
    for i in 1..place.len() {
        place[i] += place[i - 1];
    }
    let nothing = Event::default();
    let mut out = vec![nothing; n];
    for event in all() {
        let at = &mut place[key(event)];
        out[*at] = *event;
        *at += 1;
    }
    out
}

/// What an account has done to a target so far.
const ORPHAN: u32 = u32::MAX - 1;

/// One target: its events in the order of time, gifts first.
fn target(
    events: &[Event],
    timed: bool,
    country: Option<&CountryOf<'_>>,
    table: &mut Table,
    out: &mut Folded,
) {
    let target = TargetId::from_index(out.target_page.len());
    out.target_page.push(PageId(events[0].page));
    out.target_verb.push(VerbId(events[0].verb().into()));
    let (begin, orphans) = (out.account.len(), out.orphans.len());
    // Of a log without times the time of the first gift is not kept in its column.
    let first_gift = events[0].time;
    table.clear(events.len());
    for event in events {
        let seen = table.at(event.account);
        let mark = begin + *seen as usize;
        match (*seen, event.withdrawn()) {
            (Table::FREE | ORPHAN, false) => {
                *seen = (out.account.len() - begin) as u32;
                out.account.push(AccountId(event.account));
                if timed {
                    out.time.push(event.time);
                }
                out.withdrawn.push(NEVER);
                out.row.push(event.row());
                if let Some(country) = country {
                    out.country.push(country(event.row()));
                }
                out.used += 1;
            }
            (Table::FREE, true) => {
                *seen = ORPHAN;
                let account = AccountId(event.account);
                out.orphans.push(Orphan { target, time: event.time, account, row: event.row() });
                out.used += 1;
            }
            (ORPHAN, true) => out.repeats += 1,
            (_, false) if out.withdrawn[mark] == NEVER => {
                // Which of several gifts at the first instant comes first is the order of rows: their
                // country must not depend on it.
                let given = if timed { out.time[mark] } else { first_gift };
                if event.time == given
                    && let Some(other) = country.and_then(|c| c(event.row()))
                {
                    out.country[mark] = Some(out.country[mark].map_or(other, |c| c.min(other)));
                }
                out.repeats += 1;
                out.gifts_again += 1;
            }
            (_, false) => {
                out.withdrawn[mark] = NEVER;
                out.used += 1;
            }
            (_, true) => {
                // "Withdrawn at" is the last withdrawal said, not the first of several.
                let again = out.withdrawn[mark] != NEVER;
                out.withdrawn[mark] = event.time;
                out.used += u64::from(!again);
                out.repeats += u64::from(again);
            }
        }
    }
    out.withdrawals += out.withdrawn[begin..].iter().filter(|w| **w != NEVER).count() as u64;
    out.orphans[orphans..].sort_unstable();
    out.target_start.push(out.account.len());
}

/// Which number each account of a target has: open addressing, cleared for every target.
#[derive(Default)]
struct Table {
    slots: Vec<(u32, u32)>,
    shift: u32,
}

impl Table {
    const FREE: u32 = u32::MAX;

    fn clear(&mut self, accounts: usize) {
        let size = (accounts * 2).next_power_of_two().max(8);
        self.slots.clear();
        self.slots.resize(size, (0, Self::FREE));
        self.shift = 64 - size.trailing_zeros();
    }

    /// The account's number, `FREE` if it has none yet; what is put there stays.
    fn at(&mut self, account: u32) -> &mut u32 {
        let mask = self.slots.len() - 1;
        let mut i = (u64::from(account).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift) as usize;
        while self.slots[i].1 != Self::FREE && self.slots[i].0 != account {
            i = (i + 1) & mask;
        }
        self.slots[i].0 = account;
        &mut self.slots[i].1
    }
}

/// Bundles one after the other.
fn together(mut parts: Vec<Folded>) -> Folded {
    let mut out = Folded { target_start: vec![0], ..Folded::default() };
    for part in &mut parts {
        let (marks, targets) = (*out.target_start.last().unwrap_or(&0), out.target_page.len());
        out.target_start.extend(part.target_start.iter().skip(1).map(|s| s + marks));
        out.target_page.append(&mut part.target_page);
        out.target_verb.append(&mut part.target_verb);
        out.orphans.extend(
            part.orphans
                .drain(..)
                .map(|o| Orphan { target: TargetId::from_index(o.target.index() + targets), ..o }),
        );
        out.country.append(&mut part.country);
        out.used += part.used;
        out.repeats += part.repeats;
        out.gifts_again += part.gifts_again;
        out.withdrawals += part.withdrawals;
    }
    fn joined<T: Copy>(parts: &[Folded], column: impl Fn(&Folded) -> &Vec<T>) -> Vec<T> {
        let mut all = Vec::with_capacity(parts.iter().map(|p| column(p).len()).sum());
        parts.iter().for_each(|p| all.extend_from_slice(column(p)));
        all
    }
    let parts = &parts;
    ((out.account, out.time), (out.withdrawn, out.row)) = rayon::join(
        || rayon::join(|| joined(parts, |p| &p.account), || joined(parts, |p| &p.time)),
        || rayon::join(|| joined(parts, |p| &p.withdrawn), || joined(parts, |p| &p.row)),
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use claque_marks::Action::{self, Given, Withdrawn};

    /// Folds events dealt by two workers into several bundles.
    fn all(events: Vec<Event>) -> Folded {
        let (a, b) = events.split_at(events.len() / 2);
        fold([a, b].map(|part| deal(part.to_vec(), 5, 3, |e| e)).into(), true, None)
    }

    /// Events of one key, as (time, action), in the given order of rows.
    fn one(events: &[(Micros, Action)]) -> Folded {
        let events =
            events.iter().enumerate().map(|(i, &(t, a))| Event::new(0, 0, 0, t, a, i as u64 + 1)).collect();
        all(events)
    }

    #[test]
    fn the_rules_one_by_one() {
        // events; marks, withdrawn at, orphans, used, repeats
        type Case<'a> = (&'a [(Micros, Action)], usize, Option<Micros>, usize, u64, u64);
        let cases: [Case; 12] = [
            (&[(5, Given)], 1, None, 0, 1, 0),
            (&[(5, Given), (7, Given)], 1, None, 0, 1, 1),
            (&[(5, Given), (7, Withdrawn)], 1, Some(7), 0, 2, 0),
            (&[(7, Withdrawn), (5, Given)], 1, Some(7), 0, 2, 0),
            (&[(5, Withdrawn), (5, Given)], 1, Some(5), 0, 2, 0),
            (&[(5, Given), (7, Withdrawn), (9, Given)], 1, None, 0, 3, 0),
            (&[(5, Given), (7, Withdrawn), (9, Withdrawn)], 1, Some(9), 0, 2, 1),
            (&[(5, Withdrawn)], 0, None, 1, 1, 0),
            (&[(5, Withdrawn), (6, Withdrawn)], 0, None, 1, 1, 1),
            (&[(5, Withdrawn), (6, Given)], 1, None, 1, 2, 0),
            (&[(5, Withdrawn), (6, Given), (7, Withdrawn)], 1, Some(7), 1, 3, 0),
            (&[(5, Given), (5, Given), (5, Withdrawn), (5, Withdrawn)], 1, Some(5), 0, 2, 2),
        ];
        for (events, marks, withdrawn, orphans, used, repeats) in cases {
            let folded = one(events);
            assert_eq!(folded.account.len(), marks, "{events:?}");
            assert_eq!(folded.withdrawn.first().copied().filter(|w| *w != NEVER), withdrawn, "{events:?}");
            assert_eq!(folded.orphans.len(), orphans, "{events:?}");
            assert_eq!((folded.used, folded.repeats), (used, repeats), "{events:?}");
        }
    }

    #[test]
    fn the_first_gift_gives_time_and_row() {
        let folded = one(&[(9, Given), (5, Given), (5, Given)]);
        assert_eq!((folded.time[0], folded.row[0]), (5, 2));
    }

    /// The same rules in the plainest way, on maps.
    fn plain(events: &[Event]) -> Vec<(u32, u16, Micros, u32, Micros)> {
        let mut keys: std::collections::BTreeMap<_, Vec<Event>> = Default::default();
        for e in events {
            keys.entry((e.page, e.verb(), e.account)).or_default().push(*e);
        }
        let mut out = Vec::new();
        for ((page, verb, account), mut of) in keys {
            of.sort_by_key(|e| (e.time, e.withdrawn()));
            let Some(first) = of.iter().find(|e| !e.withdrawn()) else { continue };
            let last = of[of.len() - 1];
            out.push((page, verb, first.time, account, if last.withdrawn() { last.time } else { NEVER }));
        }
        out.sort_unstable();
        out
    }

    #[test]
    fn many_random_logs_agree_with_the_plain_way() {
        let mut state = 1u64;
        let mut draw = |n: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % n
        };
        for round in 0..200 {
            let n = 1 + draw(200);
            let events: Vec<Event> = (0..n)
                .map(|row| {
                    let action = if draw(3) == 0 { Withdrawn } else { Given };
                    let (account, page, verb) = (draw(6) as u32, draw(5) as u32, draw(2) as u16);
                    Event::new(account, page, verb, draw(12) as i64, action, row + 1)
                })
                .collect();
            let folded = all(events.clone());
            let mut got = Vec::new();
            for t in 0..folded.target_page.len() {
                for m in folded.target_start[t]..folded.target_start[t + 1] {
                    let (page, verb) = (folded.target_page[t].0, folded.target_verb[t].0 as u16);
                    got.push((page, verb, folded.time[m], folded.account[m].0, folded.withdrawn[m]));
                }
            }
            assert_eq!(got, plain(&events), "round {round}");
            assert_eq!(folded.used + folded.repeats, n);
        }
    }
}
