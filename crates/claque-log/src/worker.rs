//! Rows taken in one by one by one of several workers: read, or rejected with a reason. Nothing is allocated for a
//! row that is read.
//!
//! Every worker numbers names on its own and shares nothing while it reads; the lists become one at the end.

use std::ops::Range;
use std::sync::Arc;

use claque_marks::Action;

use crate::action::{Actions, Family};
use crate::budget::{MAX_UNDECIDED, MAX_VERBS};
use crate::cells;
use crate::dates;
use crate::error::Fault;
use crate::event::{Event, Events};
use crate::format::{Block, Blocks, Cell, Row, Sink, Values};
use crate::intern::Interner;
use crate::join::{Create, Delete, Records};
use crate::kind::{DEFAULT_VERB, default_verb, side_of, too_many_verbs};
use crate::known::{Kind, Known, Rows, TOGETHER, Waits};
use crate::mapping::{
    ACCOUNT, ACTION, AGAINST, COUNTRY, EVENT, FOR, MOST_ROLES, OWNER, PAGE, PAGE_ELSE, RECORD, TIME, VERB,
};
use crate::outcome::{No, Outcome, Why};
use crate::owners::Votes;
use crate::plain;
use crate::rejected::{RejectedRow, shown};
use crate::sense::Times;
use crate::settings::{About, EARLY, Settings};
use crate::time::Written;

/// Bits of the place of a row in its block; the number of the block stands above them.
pub(crate) const BLOCK_BITS: u32 = 23;

/// Everything that one worker has taken in so far.
pub(crate) struct Worker<'a> {
    pub settings: &'a Settings,
    pub about: About,
    pub accounts: Interner,
    pub pages: Interner,
    pub verbs: Interner,
    pub owners: Interner,
    pub countries: Interner,
    pub votes: Votes,
    /// Rows that have a country: the row's code, and the number of the country.
    pub country_of: Vec<(u64, u32)>,
    /// Events with a date, or of a log without times.
    pub dated: Events,
    /// Events whose time is a count from 0, or a wrong date: the whole column tells.
    pub counted: Events,
    /// Events whose day and month stand in an order that the whole column tells.
    pub slashed: Events,
    pub times: Times,
    pub actions: Actions,
    pub records: Records,
    kept_undecided: usize,
    /// The number of the verb of rows that have none.
    pub default_verb: Option<u32>,
    /// The number of the one page.
    one_page: Option<u32>,
    /// By role and word of its dictionary: the number of the name, `u32::MAX` where not asked yet.
    pub known: [Vec<u32>; MOST_ROLES],
    waiting: Rows,
    /// Whether the rows of this input can be taken in column by column.
    columnar: bool,
    /// Whether the words of one column say both what was done and the kind of mark: `follow`, `unlike`.
    one_column: bool,
    plain: plain::Room,
    scratch: [String; 5],
    block: u64,
    out: Outcome,
}

impl<'a> Worker<'a> {
    pub fn new(settings: &'a Settings, about: About) -> Self {
        Self {
            settings,
            about,
            accounts: Interner::default(),
            pages: Interner::default(),
            verbs: Interner::default(),
            owners: Interner::default(),
            countries: Interner::default(),
            votes: Votes::default(),
            country_of: Vec::new(),
            dated: Events::default(),
            counted: Events::default(),
            slashed: Events::default(),
            times: Times::default(),
            actions: Actions::default(),
            records: Records::default(),
            kept_undecided: 0,
            default_verb: None,
            one_page: None,
            known: Default::default(),
            waiting: Rows::default(),
            columnar: false,
            one_column: false,
            plain: plain::Room::default(),
            scratch: Default::default(),
            block: 0,
            out: Outcome::default(),
        }
    }

    /// The next blocks are of this input.
    pub fn begin(&mut self, about: &About) {
        self.about = about.clone();
        self.default_verb = None;
        self.one_page = None;
        self.one_column = self.has(VERB) && about.columns[VERB] == about.columns[ACTION];
        let others = [EVENT, RECORD, PAGE_ELSE, COUNTRY, FOR, AGAINST];
        let by_row =
            self.one_column || about.preset.gives.is_some() || others.iter().any(|role| self.has(*role));
        self.columnar = about.page.is_none() && !by_row;
    }

    /// Takes a block in.
    pub fn take_block(&mut self, number: u64, block: Block, blocks: &dyn Blocks) -> Outcome {
        self.block = number << BLOCK_BITS;
        self.known.iter_mut().for_each(Vec::clear);
        if let Err(fault) = blocks.rows(block, self) {
            self.out.fault = Some(fault);
        }
        self.settle();
        std::mem::take(&mut self.out)
    }

    /// Gives the names of waiting rows their numbers.
    fn settle(&mut self) {
        let Rows { rows, accounts, pages, numbers: [account, page] } = &mut self.waiting;
        accounts.settle(&mut self.accounts, &mut self.known[ACCOUNT], account);
        pages.settle(&mut self.pages, &mut self.known[PAGE], page);
        let (mut account, mut page) = (account.iter(), page.iter());
        for Waits { mut event, kind, account: waits_for_account, page: waits_for_page, owner, key } in
            rows.drain(..)
        {
            if let Some(number) = waits_for_account.then(|| account.next()).flatten() {
                event.account = *number;
            }
            if let Some(number) = waits_for_page.then(|| page.next()).flatten() {
                event.page = *number;
            }
            if let Some(owner) = owner {
                self.votes.add(event.page, owner);
            }
            let list = match kind {
                Kind::Dated => &mut self.dated,
                Kind::Counted => &mut self.counted,
                Kind::Slashed => &mut self.slashed,
            };
            let at = list.push(event);
            if let Some(key) = key {
                self.records.creates.push(Create { key, at: event.time, event: at });
            }
        }
    }

    /// So many rows came: the code of the first.
    pub fn came(&mut self, rows: u64) -> u64 {
        self.out.rows += rows;
        self.block | (self.out.rows - rows)
    }

    fn described(&self, row: &Row<'_>, role: usize, reason: String) -> RejectedRow {
        let content = match row.raw {
            Some(raw) => shown(raw),
            None => shown(cells::shown(row.cells).as_bytes()),
        };
        let column = self.about.columns.get(role).cloned().flatten();
        RejectedRow { file: self.about.file.to_string(), line: row.line, column, reason, content }
    }

    fn has(&self, role: usize) -> bool {
        self.about.columns[role].is_some()
    }

    /// Reads a row. Names are given numbers only when nothing is left that could reject it.
    fn take(&mut self, row: &Row<'_>, code: u64) -> Result<Result<(), No>, Fault> {
        let preset = self.about.preset;
        let means = if self.has(EVENT) && !preset.marks.is_empty() {
            let event = cells::bytes(row.cells[EVENT]).unwrap_or_default();
            match preset.means(event) {
                Some(means) => Some(means),
                None => {
                    let event = shown(event).chars().take(60).collect::<String>();
                    let what = if event.is_empty() {
                        "this event is no mark".into()
                    } else {
                        format!("`{event}` is no mark")
                    };
                    return Ok(Err(No(EVENT, Why::NoMark, what)));
                }
            }
        } else {
            None
        };
        let read = match (row.cells[ACTION], preset.gives) {
            (Cell::Missing, Some(family)) => {
                self.actions.families[family as usize] += 1;
                Ok((Action::Given, family))
            }
            _ if !self.has(ACTION) => Ok((Action::Given, Family::Neutral)),
            (Cell::Missing, None) => Err("no action".to_owned()),
            (cell, _) => self.actions.read(cell),
        };
        let kind = read.as_ref().ok().and_then(|(_, family)| family.kind());
        let action = match read.map(|(action, _)| action) {
            Ok(_) if means.is_some_and(|m| m.withdraws) => {
                self.actions.withdrawn += 1;
                Action::Withdrawn
            }
            Ok(action) => action,
            // What else a known source tells of its marks takes none away.
            Err(what) => {
                let other = means.is_some() && row.cells[ACTION] != Cell::Missing;
                self.actions.unknown -= u64::from(other);
                return Ok(Err(No(ACTION, if other { Why::NoMark } else { Why::Wrong }, what)));
            }
        };
        let records = self.has(RECORD);
        let (page_cell, own) = match row.cells[PAGE] {
            Cell::Missing | Cell::Unfit(_) if self.has(PAGE_ELSE) => (row.cells[PAGE_ELSE], false),
            cell => (cell, true),
        };
        // What takes a record back says only which.
        let no_subject = matches!(page_cell, Cell::Missing | Cell::Unfit(_));
        let join = records && action == Action::Withdrawn && no_subject;

        let side = side_of(preset, row);
        let [s0, s1, s2, s3, s4] = &mut self.scratch;
        let account = match Known::of(row.cells[ACCOUNT], &self.known[ACCOUNT], s0) {
            Ok(known) => known,
            Err(why) => return Ok(Err(No::name(ACCOUNT, why, None))),
        };
        let page = match (&self.about.page, self.one_page) {
            (Some(_), Some(number)) => Known::Number(number),
            (Some(page), None) => Known::Name(page, None),
            (None, _) if join => Known::Number(u32::MAX),
            // Another column than the page's own has other words.
            (None, _) => {
                let words = if own { &self.known[PAGE][..] } else { &[] };
                match Known::of(page_cell, words, s1) {
                    Ok(known) => known,
                    Err(why) => return Ok(Err(No::name(PAGE, why, preset.no_page))),
                }
            }
        };
        let named = match (means, self.about.verb_named) {
            (Some(means), false) => match means.verb {
                Some(verb) => Ok(Some(Known::Name(verb, None))),
                // The event stands around another one, which tells the kind.
                None => match cells::bytes(row.cells[VERB]).and_then(|inner| preset.means(inner)?.verb) {
                    Some(verb) => Ok(Some(Known::Name(verb, None))),
                    None => Err(No(VERB, Why::NoMark, "what it takes back is no mark".to_owned())),
                },
            },
            _ if self.one_column => Ok(kind.map(|kind| Known::Name(kind, None))),
            _ => match side {
                Some(side) => Ok(Some(Known::Name(side, None))),
                None => Known::optional(row, VERB, "verb", &self.known, s2),
            },
        };
        let owner = Known::optional(row, OWNER, "owner", &self.known, s3);
        let country = Known::optional(row, COUNTRY, "country", &self.known, s4);
        let (verb, owner, country) = match (named, owner, country) {
            (Ok(v), Ok(o), Ok(c)) => (v, o, c),
            (Err(no), ..) | (_, Err(no), _) | (.., Err(no)) => return Ok(Err(no)),
        };
        let stamp = match row.cells[TIME] {
            _ if self.about.columns[TIME].is_none() => None,
            Cell::Missing => return Ok(Err(No(TIME, Why::Wrong, "no time".into()))),
            cell => match self.settings.time(cell) {
                Ok(stamp) => Some(stamp),
                Err((fault, reason)) => return Ok(Err(self.times.bad(fault, cell, reason))),
            },
        };
        let at = stamp.map_or(0, |s| s.at);
        // A count may wait for an origin, a date for the order of its column.
        let waits = stamp.is_some_and(|s| match s.written {
            Written::Count => self.settings.origin.is_none(),
            written => written == Written::Slashed,
        });
        let key = records.then(|| {
            let key = cells::bytes(row.cells[RECORD]).unwrap_or_default();
            let verb = means.and_then(|m| m.verb).unwrap_or(DEFAULT_VERB);
            Records::key(&[cells::bytes(row.cells[ACCOUNT]).unwrap_or_default(), verb.as_bytes(), key])
        });
        if join {
            if waits {
                return Ok(Err(No(TIME, Why::Wrong, EARLY.into())));
            }
            let account =
                String::from_utf8_lossy(cells::bytes(row.cells[ACCOUNT]).unwrap_or_default()).into_owned();
            let shown = self.records.deletes.len() < MAX_UNDECIDED;
            let content =
                if shown { self.described(row, PAGE, String::new()).content } else { String::new() };
            let verb = means.and_then(|m| m.verb).unwrap_or(DEFAULT_VERB);
            let (key, file) = (key.unwrap_or_default(), Arc::clone(&self.about.file));
            self.records.deletes.push(Delete { key, account, verb, at, code, file, line: row.line, content });
            return Ok(Ok(()));
        }

        let verb = match verb {
            None => default_verb(preset, &mut self.default_verb, &mut self.verbs),
            Some(verb) => verb.number(&mut self.verbs, &mut self.known[VERB]),
        };
        let Some(verb) = u16::try_from(verb).ok().filter(|_| self.verbs.len() <= MAX_VERBS) else {
            return Err(too_many_verbs());
        };
        let owner = owner.map(|o| o.number(&mut self.owners, &mut self.known[OWNER]));
        if let Some(country) = country {
            let country = country.number(&mut self.countries, &mut self.known[COUNTRY]);
            self.country_of.push((code, country));
        }
        if let Some(stamp) = stamp {
            self.times.ways[stamp.written as usize] += 1;
        }
        let kind = match stamp.map(|s| s.written).filter(|_| waits) {
            Some(Written::Count) => {
                self.times.dates_without_dashes += u64::from(dates::looks_like_a_date(at));
                Kind::Counted
            }
            Some(_) => {
                self.times.hint(at);
                Kind::Slashed
            }
            None => Kind::Dated,
        };
        let key = key.filter(|_| kind == Kind::Dated && action == Action::Given);
        // Last, since names now waiting belong to rows of which nothing is rejected.
        let account = account.wait(&mut self.waiting.accounts);
        let page = match (page, &self.about.page) {
            (Known::Number(number), _) => Some(number),
            (page, Some(_)) => Some(*self.one_page.insert(page.number(&mut self.pages, &mut []))),
            (page, None) => page.wait(&mut self.waiting.pages),
        };
        let event = Event::new(account.unwrap_or(0), page.unwrap_or(0), verb, at, action, code);
        let (account, page) = (account.is_none(), page.is_none());
        self.waiting.rows.push(Waits { event, kind, account, page, owner, key });
        if kind == Kind::Counted && self.kept_undecided < MAX_UNDECIDED {
            self.kept_undecided += 1;
            let kept = self.described(row, TIME, EARLY.into());
            self.out.undecided.push(kept);
        }
        if self.waiting.rows.len() == TOGETHER {
            self.settle();
        }
        Ok(Ok(()))
    }
}

impl Sink for Worker<'_> {
    fn row(&mut self, row: &Row<'_>) -> Result<(), Fault> {
        let code = self.came(1);
        if let Err(No(role, why, reason)) = self.take(row, code)? {
            let row = self.described(row, role, reason);
            self.out.rejected.push((why, row));
        }
        Ok(())
    }

    fn bad(&mut self, line: u64, reason: &str, content: &[u8]) -> Result<(), Fault> {
        self.came(1);
        let (file, content) = (self.about.file.to_string(), shown(content));
        let row = RejectedRow { file, line, column: None, reason: reason.to_owned(), content };
        self.out.rejected.push((Why::Wrong, row));
        Ok(())
    }

    fn blank(&mut self, lines: u64) -> Result<(), Fault> {
        self.came(lines);
        self.out.blank += lines;
        Ok(())
    }

    fn words(&mut self, role: usize, len: usize) {
        // Waiting names stand in the dictionary that goes.
        self.settle();
        self.known[role].clear();
        self.known[role].resize(len, u32::MAX);
    }

    fn together(&mut self, columns: &[Option<Values<'_>>], rows: Range<usize>) -> Result<bool, Fault> {
        if !self.columnar {
            return Ok(false);
        }
        let mut room = std::mem::take(&mut self.plain);
        let taken = self.take_plain(columns, rows, &mut room);
        self.plain = room;
        taken
    }
}
