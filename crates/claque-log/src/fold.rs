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

use claque_marks::columns::Orphan;
use claque_marks::{AccountId, Action, CountryId, Micros, NEVER, PageId, TargetId, VerbId};
use rayon::prelude::*;

/// One row of the log in 24 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    pub page: u32,
    pub account: u32,
    pub time: Micros,
    /// Withdrawn (1 bit), row (47 bits), verb (16 bits): in this order for sorting.
    tail: u64,
}

impl Event {
    pub fn new(account: u32, page: u32, verb: u16, time: Micros, action: Action, row: u64) -> Self {
        let withdrawn = u64::from(action == Action::Withdrawn);
        Self { page, account, time, tail: withdrawn << 63 | (row & ((1 << 47) - 1)) << 16 | u64::from(verb) }
    }

    pub fn verb(&self) -> u16 {
        self.tail as u16
    }

    pub fn set_verb(&mut self, verb: u16) {
        self.tail = self.tail & !0xffff | u64::from(verb);
    }

    fn withdrawn(&self) -> bool {
        self.tail >> 63 == 1
    }

    fn row(&self) -> u64 {
        self.tail << 1 >> 17
    }
}

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

/// A mark of the target at hand.
struct Mark {
    time: Micros,
    account: u32,
    withdrawn: Micros,
    row: u64,
    country: Option<CountryId>,
}

/// Folds events whose ids are final. `country` tells a row's country, where the log has that column.
pub(crate) fn fold(
    events: Vec<Event>,
    timed: bool,
    country: Option<&(dyn Fn(u64) -> Option<CountryId> + Sync)>,
) -> Folded {
    let (mut events, starts) = by_page(events);
    // Pages are apart in `events`: each is put in order, and folded, by itself.
    let mut pages: Vec<&mut [Event]> = Vec::with_capacity(starts.len());
    let mut rest = &mut events[..];
    for of in starts.windows(2) {
        let (page, after) = rest.split_at_mut(of[1] - of[0]);
        if !page.is_empty() {
            pages.push(page);
        }
        rest = after;
    }
    let pieces: Vec<Folded> = in_pieces(pages)
        .into_par_iter()
        .map(|pages| {
            let mut out = Folded { target_start: vec![0], ..Folded::default() };
            let mut marks = Vec::new();
            for page in pages {
                page.sort_unstable_by_key(|e| (e.verb(), e.account, e.time, e.tail));
                for of_target in page.chunk_by(|a, b| a.verb() == b.verb()) {
                    one_target(of_target, timed, country, &mut marks, &mut out);
                }
            }
            out
        })
        .collect();
    drop(events);
    joined(pieces)
}

/// Events by page, and where each page begins: a counting sort, since sorting page by page then stays in the
/// cache.
fn by_page(events: Vec<Event>) -> (Vec<Event>, Vec<usize>) {
    let pages = events.par_iter().map(|e| e.page as usize + 1).max().unwrap_or(0);
    let mut starts = vec![0usize; pages + 1];
    events.iter().for_each(|e| starts[e.page as usize + 1] += 1);
    for page in 0..pages {
        starts[page + 1] += starts[page];
    }
    let mut next = starts.clone();
    let mut sorted = vec![Event::new(0, 0, 0, 0, Action::Given, 0); events.len()];
    for event in events {
        let at = &mut next[event.page as usize];
        sorted[*at] = event;
        *at += 1;
    }
    (sorted, starts)
}

/// Pages in pieces of about as many events each, in their order. How many pieces changes nothing.
fn in_pieces(pages: Vec<&mut [Event]>) -> Vec<Vec<&mut [Event]>> {
    let all: usize = pages.iter().map(|p| p.len()).sum();
    let each = all / (rayon::current_num_threads() * 8) + 1;
    let (mut pieces, mut held) = (vec![vec![]], 0);
    for page in pages {
        if held >= each {
            pieces.push(vec![]);
            held = 0;
        }
        held += page.len();
        pieces.last_mut().expect("not empty").push(page);
    }
    pieces
}

/// One piece after the other.
fn joined(pieces: Vec<Folded>) -> Folded {
    let sum = |of: fn(&Folded) -> usize| pieces.iter().map(of).sum::<usize>();
    let marks = sum(|p| p.account.len());
    let mut out = Folded {
        target_start: vec![0],
        account: Vec::with_capacity(marks),
        time: Vec::with_capacity(sum(|p| p.time.len())),
        withdrawn: Vec::with_capacity(marks),
        row: Vec::with_capacity(marks),
        country: Vec::with_capacity(sum(|p| p.country.len())),
        ..Folded::default()
    };
    for mut piece in pieces {
        let (targets, marks) = (out.target_page.len(), out.account.len());
        out.target_page.append(&mut piece.target_page);
        out.target_verb.append(&mut piece.target_verb);
        out.target_start.extend(piece.target_start[1..].iter().map(|s| marks + s));
        out.account.append(&mut piece.account);
        out.time.append(&mut piece.time);
        out.withdrawn.append(&mut piece.withdrawn);
        out.row.append(&mut piece.row);
        out.country.append(&mut piece.country);
        let moved = |o: Orphan| Orphan { target: TargetId::from_index(targets + o.target.index()), ..o };
        out.orphans.extend(piece.orphans.into_iter().map(moved));
        out.used += piece.used;
        out.repeats += piece.repeats;
        out.gifts_again += piece.gifts_again;
        out.withdrawals += piece.withdrawals;
    }
    out
}

/// Folds the events of one target, which come by (account, time); `marks` is empty before and after.
fn one_target(
    events: &[Event],
    timed: bool,
    country: Option<&(dyn Fn(u64) -> Option<CountryId> + Sync)>,
    marks: &mut Vec<Mark>,
    out: &mut Folded,
) {
    let target = TargetId::from_index(out.target_page.len());
    out.target_page.push(PageId(events[0].page));
    out.target_verb.push(VerbId(events[0].verb().into()));
    let orphans = out.orphans.len();
    for of_key in events.chunk_by(|a, b| a.account == b.account) {
        if let Some(mark) = one_key(of_key, target, country, out) {
            out.withdrawals += u64::from(mark.withdrawn != NEVER);
            marks.push(mark);
        }
    }
    out.orphans[orphans..].sort_unstable();
    // In a log without times the marks already lie in the order of accounts.
    if timed {
        marks.sort_unstable_by_key(|m| (m.time, m.account));
    }
    for mark in marks.drain(..) {
        out.account.push(AccountId(mark.account));
        if timed {
            out.time.push(mark.time);
        }
        out.withdrawn.push(mark.withdrawn);
        out.row.push(mark.row);
        if country.is_some() {
            out.country.push(mark.country);
        }
    }
    out.target_start.push(out.account.len());
}

fn one_key(
    events: &[Event],
    target: TargetId,
    country: Option<&(dyn Fn(u64) -> Option<CountryId> + Sync)>,
    out: &mut Folded,
) -> Option<Mark> {
    let mut mark: Option<Mark> = None;
    let mut orphan = false;
    for event in events {
        match (&mut mark, event.withdrawn()) {
            (None, false) => {
                let country = country.and_then(|c| c(event.row()));
                let (time, account, row) = (event.time, event.account, event.row());
                mark = Some(Mark { time, account, withdrawn: NEVER, row, country });
                out.used += 1;
            }
            (None, true) if !orphan => {
                orphan = true;
                let account = AccountId(event.account);
                out.orphans.push(Orphan { target, time: event.time, account, row: event.row() });
                out.used += 1;
            }
            (None, true) => out.repeats += 1,
            (Some(mark), false) if mark.withdrawn == NEVER => {
                // Which of several gifts at the first instant comes first is the order of rows: their
                // country must not depend on it.
                if event.time == mark.time
                    && let Some(other) = country.and_then(|c| c(event.row()))
                {
                    mark.country = Some(mark.country.map_or(other, |c| c.min(other)));
                }
                out.repeats += 1;
                out.gifts_again += 1;
            }
            (Some(mark), false) => {
                mark.withdrawn = NEVER;
                out.used += 1;
            }
            (Some(mark), true) if mark.withdrawn == NEVER => {
                mark.withdrawn = event.time;
                out.used += 1;
            }
            // "Withdrawn at" is the last withdrawal said, not the first of several.
            (Some(mark), true) => {
                mark.withdrawn = event.time;
                out.repeats += 1;
            }
        }
    }
    mark
}

#[cfg(test)]
mod tests {
    use super::*;
    use Action::{Given, Withdrawn};

    /// Events of one key, as (time, action), in the given order of rows.
    fn one(events: &[(Micros, Action)]) -> Folded {
        let events =
            events.iter().enumerate().map(|(i, &(t, a))| Event::new(0, 0, 0, t, a, i as u64 + 1)).collect();
        fold(events, true, None)
    }

    #[test]
    fn an_event_keeps_what_it_is_given() {
        let mut event = Event::new(7, 9, 65_535, -3, Withdrawn, (1 << 47) - 1);
        assert_eq!((event.verb(), event.row(), event.withdrawn()), (65_535, (1 << 47) - 1, true));
        event.set_verb(2);
        assert_eq!((event.verb(), event.row(), event.withdrawn()), (2, (1 << 47) - 1, true));
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
            let folded = fold(events.clone(), true, None);
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
