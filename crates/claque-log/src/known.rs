//! Names of a row that are fit, before they are given numbers: only a row of which nothing is rejected is.

use crate::cells::{self, NoName};
use crate::event::Event;
use crate::format::{Cell, Row};
use crate::intern::{Batch, Interner};
use crate::key::{self, Key};
use crate::mapping::MOST_ROLES;
use crate::outcome::{No, Why};

/// A name that is fit: its number, or itself and its place in the dictionary.
pub(crate) enum Known<'n> {
    Number(u32),
    Short(Key, Option<u32>),
    Name(&'n str, Option<u32>),
}

impl<'n> Known<'n> {
    #[inline]
    pub fn of(cell: Cell<'n>, known: &[u32], scratch: &'n mut String) -> Result<Self, NoName> {
        let mut at = None;
        let text = match cell {
            Cell::Text(text) => Some(text),
            Cell::Word(word) => match known.get(word.at as usize) {
                Some(&number) if number != u32::MAX => return Ok(Known::Number(number)),
                asked => {
                    at = asked.map(|_| word.at);
                    Some(word.text())
                }
            },
            _ => None,
        };
        match text.and_then(key::short).filter(|key| key::is_plain(*key)) {
            Some(key) => Ok(Known::Short(key, at)),
            None => cells::name(cell, scratch).map(|n| Known::Name(n, at)),
        }
    }

    pub fn optional(
        row: &Row<'n>,
        role: usize,
        called: &str,
        known: &[Vec<u32>; MOST_ROLES],
        scratch: &'n mut String,
    ) -> Result<Option<Self>, No> {
        if row.cells[role] == Cell::Missing {
            return Ok(None);
        }
        // A yes or no is no account and no page, but it may well be a kind.
        let cell = match row.cells[role] {
            Cell::Bool(_) => Cell::Text(cells::bytes(row.cells[role]).unwrap_or_default()),
            cell => cell,
        };
        match Known::of(cell, &known[role], scratch) {
            Ok(known) => Ok(Some(known)),
            Err(NoName::Empty) => Ok(None),
            Err(why) => Err(No(role, Why::Wrong, why.reason(called))),
        }
    }

    /// Its number now, for names of which there are few.
    pub fn number(self, names: &mut Interner, known: &mut [u32]) -> u32 {
        match self {
            Known::Number(number) => number,
            Known::Short(key, at) => noted(names.intern_short(key), at, known),
            Known::Name(name, at) => noted(names.intern(name), at, known),
        }
    }

    /// Its number, or none where it waits in a batch for one.
    pub fn wait(self, waiting: &mut Waiting) -> Option<u32> {
        match self {
            Known::Number(number) => Some(number),
            Known::Short(key, at) => {
                waiting.push_short(key, at.unwrap_or(u32::MAX));
                None
            }
            Known::Name(name, at) => {
                waiting.push(name, at.unwrap_or(u32::MAX));
                None
            }
        }
    }
}

/// Notes the number of a word of a dictionary.
fn noted(number: u32, at: Option<u32>, known: &mut [u32]) -> u32 {
    if let Some(at) = at {
        known[at as usize] = number;
    }
    number
}

/// Names of one role that wait for their numbers, each with its place in the dictionary of its column.
#[derive(Default)]
pub(crate) struct Waiting {
    names: Batch,
    words: Vec<u32>,
}

impl Waiting {
    /// A name, and its place in the dictionary, or `u32::MAX`.
    pub fn push(&mut self, name: &str, at: u32) {
        self.names.push(name);
        self.words.push(at);
    }

    /// A short name, and its place in the dictionary, or `u32::MAX`.
    pub fn push_short(&mut self, key: Key, at: u32) {
        self.names.push_short(key);
        self.words.push(at);
    }

    /// Nothing waits.
    pub fn clear(&mut self) {
        self.names.clear();
        self.words.clear();
    }

    /// Gives all of them their numbers, in the order in which they came.
    pub fn settle(&mut self, names: &mut Interner, known: &mut [u32], numbers: &mut Vec<u32>) {
        numbers.clear();
        let words = &self.words;
        names.intern_all(&self.names, |i, number| {
            if let Some(known) = known.get_mut(words[i] as usize) {
                *known = number;
            }
            numbers.push(number);
        });
        self.clear();
    }
}

/// Rows that wait together for the numbers of their names.
pub(crate) const TOGETHER: usize = 256;

/// Which list of events a row belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Dated,
    Counted,
    Slashed,
}

/// A row that waits: whether for its account and its page, and what else its numbers are needed for.
pub(crate) struct Waits {
    pub event: Event,
    pub kind: Kind,
    pub account: bool,
    pub page: bool,
    pub owner: Option<u32>,
    pub key: Option<u128>,
}

/// Rows that wait.
#[derive(Default)]
pub(crate) struct Rows {
    pub rows: Vec<Waits>,
    pub accounts: Waiting,
    pub pages: Waiting,
    pub numbers: [Vec<u32>; 2],
}
