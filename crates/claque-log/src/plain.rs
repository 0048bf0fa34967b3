//! Rows of a batch of columns taken in column by column, where nothing about any of them needs a closer look: no
//! value is missing, all names are fit, all actions known, all times dates of one unit. Whatever is otherwise goes row
//! by row, and what comes out is the same.

use std::ops::Range;

use arrow_array::Array;
use claque_marks::{Action, Micros};

use crate::action::FAMILIES;
use crate::budget::MAX_VERBS;
use crate::cells;
use crate::error::Fault;
use crate::event::Event;
use crate::format::{Cell, Values};
use crate::intern::{Batch, Interner};
use crate::key::{self, Key};
use crate::kind::{default_verb, too_many_verbs};
use crate::known::Waiting;
use crate::mapping::{ACCOUNT, ACTION, OWNER, PAGE, TIME, VERB};
use crate::settings::Settings;
use crate::time::{EARLIEST, Written, Zone};
use crate::worker::Worker;

/// Letters of a text that a view holds itself.
const WITHIN: u32 = 12;

/// Room for the rows that are at hand.
#[derive(Default)]
pub(crate) struct Room {
    times: Vec<Micros>,
    /// By row: [`code`] of its action.
    actions: Vec<u32>,
    account: Names,
    page: Names,
    verb: Names,
    owner: Names,
}

/// The names of one column.
#[derive(Default)]
struct Names {
    numbers: Vec<u32>,
    /// Names of all rows, where no dictionary holds them.
    all: Batch,
    waiting: Waiting,
    /// Rows whose names wait for a number.
    rows: Vec<usize>,
    new: Vec<u32>,
}

impl Room {
    fn clear(&mut self) {
        self.times.clear();
        self.actions.clear();
        for names in [&mut self.account, &mut self.page, &mut self.verb, &mut self.owner] {
            names.numbers.clear();
            names.all.clear();
            names.waiting.clear();
            names.rows.clear();
        }
    }
}

impl Worker<'_> {
    /// Takes rows in, if all of them are plain. If not, nothing has happened.
    pub fn take_plain(
        &mut self,
        columns: &[Option<Values<'_>>],
        rows: Range<usize>,
        room: &mut Room,
    ) -> Result<bool, Fault> {
        room.clear();
        let column = |role: usize| columns[role].as_ref();
        let Some(written) = column(TIME).and_then(|c| times(c, rows.clone(), self.settings, &mut room.times))
        else {
            return Ok(false);
        };
        if column(ACTION).is_some_and(|c| !self.plain_actions(c, rows.clone(), &mut room.actions)) {
            return Ok(false);
        }
        let of = [
            (ACCOUNT, &mut room.account, true),
            (PAGE, &mut room.page, true),
            (VERB, &mut room.verb, false),
            (OWNER, &mut room.owner, false),
        ];
        for (role, names, needed) in of {
            let fit = match column(role) {
                Some(column) => names.take(column, rows.clone(), &self.known[role]),
                None => !needed,
            };
            if !fit {
                return Ok(false);
            }
        }
        room.account.settle(&mut self.accounts, &mut self.known[ACCOUNT]);
        room.page.settle(&mut self.pages, &mut self.known[PAGE]);
        room.verb.settle(&mut self.verbs, &mut self.known[VERB]);
        room.owner.settle(&mut self.owners, &mut self.known[OWNER]);
        let verb = match column(VERB) {
            None => default_verb(self.about.preset, &mut self.default_verb, &mut self.verbs),
            Some(_) => 0,
        };
        if self.verbs.len() > MAX_VERBS {
            return Err(too_many_verbs());
        }
        if column(ACTION).is_some() {
            self.actions.tally(room.actions.iter().copied());
        }
        self.times.ways[written as usize] += rows.len() as u64;
        let first = self.came(rows.len() as u64);
        let ids = room.account.numbers.iter().zip(&room.page.numbers);
        let dated = self.dated.room(rows.len());
        dated.extend(ids.zip(&room.times).enumerate().map(|(i, ((account, page), at))| {
            let verb = room.verb.numbers.get(i).copied().unwrap_or(verb);
            let action = match room.actions.get(i) {
                Some(code) if code & 1 == 1 => Action::Withdrawn,
                _ => Action::Given,
            };
            Event::new(*account, *page, verb as u16, *at, action, first + i as u64)
        }));
        for (page, owner) in room.page.numbers.iter().zip(&room.owner.numbers) {
            self.votes.add(*page, *owner);
        }
        Ok(true)
    }

    /// Actions by row; `false` where one is not known.
    fn plain_actions(&mut self, column: &Values<'_>, rows: Range<usize>, out: &mut Vec<u32>) -> bool {
        let Values::Words(places, words, false) = column else { return false };
        if places.null_count() > 0 {
            return false;
        }
        let known = &mut self.known[ACTION];
        for &at in &places.values()[rows] {
            let Some(known) = known.get_mut(at as usize) else { return false };
            if *known == u32::MAX {
                let Some(code) = self.actions.code(words.value(at as usize).as_bytes()) else { return false };
                *known = code;
            }
            out.push(*known);
        }
        true
    }
}

/// Instants of a column without gaps, all written alike, none before 1990 or in the future.
fn times(
    column: &Values<'_>,
    rows: Range<usize>,
    settings: &Settings,
    out: &mut Vec<Micros>,
) -> Option<Written> {
    let utc = matches!(settings.zone, Zone::Fixed(0));
    let (values, nulls, stamped): (&[i64], usize, Option<Micros>) = match column {
        Values::I64(a) => (a.values(), a.null_count(), None),
        Values::Seconds(a, zoned) if *zoned || utc => (a.values(), a.null_count(), Some(1_000_000)),
        Values::Millis(a, zoned) if *zoned || utc => (a.values(), a.null_count(), Some(1_000)),
        Values::Micros(a, zoned) if *zoned || utc => (a.values(), a.null_count(), Some(1)),
        _ => return None,
    };
    if nulls > 0 {
        return None;
    }
    let values = &values[rows];
    let (first, last) = (*values.iter().min()?, *values.iter().max()?);
    // Ranges of the units do not touch: see [`crate::time`].
    let units = [(1_000_000, Written::Seconds), (1_000, Written::Millis), (1, Written::Micros)];
    let fits = |unit: Micros| first >= EARLIEST / unit && last <= settings.latest / unit;
    let (unit, written) = match stamped {
        Some(unit) => Some((unit, Written::Timestamp)).filter(|_| fits(unit)),
        None => units.into_iter().find(|(unit, _)| fits(*unit)),
    }?;
    out.extend(values.iter().map(|v| v * unit));
    Some(written)
}

impl Names {
    /// The names of a column; `false` where one is missing or not fit.
    fn take(&mut self, column: &Values<'_>, rows: Range<usize>, known: &[u32]) -> bool {
        match column {
            Values::Words(places, words, false) if places.null_count() == 0 => {
                for &at in &places.values()[rows] {
                    let Some(&number) = known.get(at as usize) else { return false };
                    if number == u32::MAX && !self.wait(words.value(at as usize), at as u32) {
                        return false;
                    }
                    self.numbers.push(number);
                }
            }
            Values::TextView(texts) if texts.null_count() == 0 => {
                for (i, view) in rows.clone().zip(&texts.views()[rows]) {
                    let len = *view as u32;
                    let within = (len <= WITHIN).then(|| key::padded(view >> 32, len));
                    match within.filter(|key| key::is_plain(*key)) {
                        Some(key) => self.all.push_short(key),
                        None => match fit(texts.value(i)) {
                            Some(Fit::Short(key)) => self.all.push_short(key),
                            Some(Fit::Name(name)) => self.all.push(name),
                            None => return false,
                        },
                    }
                }
            }
            _ => return false,
        }
        true
    }

    /// A name that waits, with its place in a dictionary; `false` where it is not fit.
    fn wait(&mut self, name: &str, at: u32) -> bool {
        match fit(name) {
            Some(Fit::Short(key)) => self.waiting.push_short(key, at),
            Some(Fit::Name(name)) => self.waiting.push(name, at),
            None => return false,
        }
        self.rows.push(self.numbers.len());
        true
    }

    /// Gives names that wait their numbers.
    fn settle(&mut self, names: &mut Interner, known: &mut [u32]) {
        names.intern_all(&self.all, |_, number| self.numbers.push(number));
        if self.rows.is_empty() {
            return;
        }
        self.waiting.settle(names, known, &mut self.new);
        for (row, number) in self.rows.iter().zip(&self.new) {
            self.numbers[*row] = *number;
        }
    }
}

/// A name that is fit.
enum Fit<'n> {
    Short(Key),
    Name(&'n str),
}

/// The name, if it is fit.
fn fit(name: &str) -> Option<Fit<'_>> {
    match key::short(name.as_bytes()).filter(|key| key::is_plain(*key)) {
        Some(key) => Some(Fit::Short(key)),
        None if name.is_empty() => None,
        None => {
            cells::name(Cell::Text(name.as_bytes()), &mut String::new()).is_ok().then_some(Fit::Name(name))
        }
    }
}

/// An action as a number: its family, and in the lowest bit whether it withdraws.
pub(crate) fn code(action: Action, family: usize) -> u32 {
    (family as u32) << 1 | u32::from(action == Action::Withdrawn)
}

/// How many codes there are.
pub(crate) const CODES: usize = 2 * FAMILIES.len();
