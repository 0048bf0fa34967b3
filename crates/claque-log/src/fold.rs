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

use crate::deal::{self, Dealt};
use crate::event::Event;
use crate::seen::{ORPHAN, Table};

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
    /// Repeats that are gifts of a mark already given, at another instant than the one before.
    pub gifts_again: u64,
    pub withdrawals: u64,
}

/// Tells the country of a row.
pub(crate) type CountryOf<'a> = dyn Fn(u64) -> Option<CountryId> + Sync + 'a;

/// Folds events whose ids are final, dealt by one or several workers into the same number of bundles.
///
/// No bundle has more marks than events: each writes where its own begin if every event is a mark, and what stays free
/// where some are none is closed up in the end.
pub(crate) fn fold(dealt: Vec<Dealt>, timed: bool, country: Option<&CountryOf<'_>>) -> Folded {
    let bundles = dealt.first().map_or(0, Vec::len);
    let mut by_bundle: Dealt = (0..bundles).map(|_| Vec::new()).collect();
    for of_worker in dealt {
        for (bundle, mut pieces) in by_bundle.iter_mut().zip(of_worker) {
            bundle.append(&mut pieces);
        }
    }
    let room: Vec<usize> = by_bundle.iter().map(|pieces| pieces.iter().map(Vec::len).sum()).collect();
    let all: usize = room.iter().sum();
    let (mut withdrawn, mut row) = (vec![0; all], vec![0; all]);
    // What is no plain number is written here already, by all threads.
    let mut account: Vec<AccountId> = rayon::iter::repeat_n(AccountId(0), all).collect();
    let mut time = vec![0; if timed { all } else { 0 }];
    let mut countries = vec![None; if country.is_some() { all } else { 0 }];
    let mut rest = Marks {
        account: &mut account,
        time: &mut time,
        withdrawn: &mut withdrawn,
        row: &mut row,
        country: &mut countries,
    };
    let tasks: Vec<(Vec<Vec<Event>>, Marks<'_>)> =
        by_bundle.into_iter().zip(&room).map(|(pieces, &n)| (pieces, rest.split_off(n))).collect();
    let parts: Vec<Part> = tasks
        .into_par_iter()
        .with_max_len(1)
        .map_init(Room::default, |own, (pieces, marks)| bundle(pieces, marks, country, own))
        .collect();
    let kept: Vec<usize> = parts.iter().map(|part| part.marks).collect();
    rayon::join(
        || rayon::join(|| closed_up(&mut account, &room, &kept), || closed_up(&mut time, &room, &kept)),
        || rayon::join(|| closed_up(&mut withdrawn, &room, &kept), || closed_up(&mut row, &room, &kept)),
    );
    closed_up(&mut countries, &room, &kept);
    let folded = Folded { account, time, withdrawn, row, country: countries, ..Folded::default() };
    together(folded, parts)
}

/// Closes the gaps behind what each bundle kept of its room.
fn closed_up<T: Copy>(column: &mut Vec<T>, room: &[usize], kept: &[usize]) {
    if column.is_empty() {
        return;
    }
    let (mut from, mut to) = (0, 0);
    for (room, kept) in room.iter().zip(kept) {
        if from != to {
            column.copy_within(from..from + kept, to);
        }
        from += room;
        to += kept;
    }
    column.truncate(to);
    column.shrink_to_fit();
}

/// Where a bundle's marks go; columns that the log has not are empty.
struct Marks<'a> {
    account: &'a mut [AccountId],
    time: &'a mut [Micros],
    withdrawn: &'a mut [Micros],
    row: &'a mut [u64],
    country: &'a mut [Option<CountryId>],
}

impl<'a> Marks<'a> {
    /// The room of the next so many marks.
    fn split_off(&mut self, n: usize) -> Marks<'a> {
        fn front<'a, T>(of: &mut &'a mut [T], n: usize) -> &'a mut [T] {
            let n = n.min(of.len());
            of.split_off_mut(..n).unwrap_or_default()
        }
        Marks {
            account: front(&mut self.account, n),
            time: front(&mut self.time, n),
            withdrawn: front(&mut self.withdrawn, n),
            row: front(&mut self.row, n),
            country: front(&mut self.country, n),
        }
    }
}

/// What a bundle comes to beside its marks.
#[derive(Default)]
struct Part {
    marks: usize,
    target_page: Vec<PageId>,
    target_verb: Vec<VerbId>,
    /// By target: where its marks end, counted from the bundle's first.
    target_end: Vec<usize>,
    orphans: Vec<Orphan>,
    used: u64,
    repeats: u64,
    gifts_again: u64,
    withdrawals: u64,
}

/// Room for one bundle after the other.
#[derive(Default)]
struct Room {
    by_target: Vec<Event>,
    in_order: Vec<Event>,
    table: Table,
}

/// One bundle.
fn bundle(
    pieces: Vec<Vec<Event>>,
    mut marks: Marks<'_>,
    country: Option<&CountryOf<'_>>,
    own: &mut Room,
) -> Part {
    deal::by_target(&pieces, &mut own.by_target);
    drop(pieces);
    let mut part = Part::default();
    for of_target in own.by_target.chunk_by(|a, b| a.target() == b.target()) {
        target(deal::in_order(of_target, &mut own.in_order), country, &mut own.table, &mut marks, &mut part);
    }
    part
}

/// One target: its events in the order of time, gifts first.
fn target(
    events: &[Event],
    country: Option<&CountryOf<'_>>,
    table: &mut Table,
    marks: &mut Marks<'_>,
    part: &mut Part,
) {
    let target = TargetId::from_index(part.target_page.len());
    part.target_page.push(PageId(events[0].page));
    part.target_verb.push(VerbId(events[0].verb().into()));
    let (begin, orphans) = (part.marks, part.orphans.len());
    // Of a log without times the time of the first gift is not kept in its column.
    let (first_gift, timed) = (events[0].time, !marks.time.is_empty());
    table.clear(events.len());
    let mut before: Option<&Event> = None;
    for event in events {
        // What one account does at one instant stands together: what was sent twice is told from what was done again.
        let twin = timed
            && before
                .is_some_and(|b| (b.account, b.time, b.withdrawn()) == (event.account, event.time, false));
        before = Some(event);
        let seen = table.at(event.account);
        let mark = begin + *seen as usize;
        match (*seen, event.withdrawn()) {
            (Table::FREE | ORPHAN, false) => {
                let mark = part.marks;
                *seen = (mark - begin) as u32;
                marks.account[mark] = AccountId(event.account);
                if let Some(time) = marks.time.get_mut(mark) {
                    *time = event.time;
                }
                marks.withdrawn[mark] = NEVER;
                marks.row[mark] = event.row();
                if let Some(country) = country {
                    marks.country[mark] = country(event.row());
                }
                part.marks += 1;
                part.used += 1;
            }
            (Table::FREE, true) => {
                *seen = ORPHAN;
                let account = AccountId(event.account);
                part.orphans.push(Orphan { target, time: event.time, account, row: event.row() });
                part.used += 1;
            }
            (ORPHAN, true) => part.repeats += 1,
            (_, false) if marks.withdrawn[mark] == NEVER => {
                // Which of several gifts at the first instant comes first is the order of rows: their
                // country must not depend on it.
                let given = marks.time.get(mark).copied().unwrap_or(first_gift);
                if event.time == given
                    && let Some(other) = country.and_then(|c| c(event.row()))
                {
                    let known = &mut marks.country[mark];
                    *known = Some(known.map_or(other, |c| c.min(other)));
                }
                part.repeats += 1;
                part.gifts_again += u64::from(!twin);
            }
            (_, false) => {
                marks.withdrawn[mark] = NEVER;
                part.used += 1;
            }
            (_, true) => {
                // "Withdrawn at" is the last withdrawal said, not the first of several.
                let again = marks.withdrawn[mark] != NEVER;
                marks.withdrawn[mark] = event.time;
                part.used += u64::from(!again);
                part.repeats += u64::from(again);
            }
        }
    }
    let withdrawn = &marks.withdrawn[begin..part.marks];
    part.withdrawals += withdrawn.iter().filter(|w| **w != NEVER).count() as u64;
    part.orphans[orphans..].sort_unstable();
    part.target_end.push(part.marks);
}

/// What bundles come to beside their marks, one after the other.
fn together(mut out: Folded, parts: Vec<Part>) -> Folded {
    out.target_start.push(0);
    let mut marks = 0;
    for mut part in parts {
        let targets = out.target_page.len();
        out.target_start.extend(part.target_end.iter().map(|end| end + marks));
        marks += part.marks;
        out.target_page.append(&mut part.target_page);
        out.target_verb.append(&mut part.target_verb);
        let moved = |o: Orphan| Orphan { target: TargetId::from_index(o.target.index() + targets), ..o };
        out.orphans.extend(part.orphans.into_iter().map(moved));
        out.used += part.used;
        out.repeats += part.repeats;
        out.gifts_again += part.gifts_again;
        out.withdrawals += part.withdrawals;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deal::{deal, shares};
    use crate::event::Events;
    use claque_marks::Action::{self, Given, Withdrawn};

    /// Folds events dealt by two workers into several bundles.
    fn all(events: Vec<Event>) -> Folded {
        let (a, b) = events.split_at(events.len() / 2);
        let of_workers = [a, b].map(|part| {
            let mut of_worker = Events::default();
            part.iter().for_each(|e| _ = of_worker.push(*e));
            of_worker
        });
        let dealt = shares(of_workers.into(), 2).into_iter().map(|share| deal(share, 5, 3, |_, _| ()));
        fold(dealt.collect(), true, None)
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
