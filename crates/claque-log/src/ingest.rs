//! Rows taken in one by one: read, or rejected with a reason. Nothing is allocated for a row that is read.

use std::cell::RefCell;
use std::rc::Rc;

use claque_marks::{Action, Micros, Watch};

use crate::action::{FAMILIES, Family};
use crate::budget::{MAX_ROWS, MAX_RUINED_IDS, MAX_UNDECIDED, MAX_VERBS};
use crate::cells::{self, NoName};
use crate::error::Fault;
use crate::fold::Event;
use crate::format::{Cell, Row, Sink};
use crate::intern::Interner;
use crate::ledger::Ledger;
use crate::mapping::MOST_ROLES;
use crate::owners::Votes;
use crate::rejected::{Rejected, RejectedRow, shown};
use crate::sense::Times;
use crate::source::Meter;
use crate::time::{EARLIEST, Stamp, Written, Zone};

/// The verb of a log that has none.
pub(crate) const DEFAULT_VERB: &str = "mark";

/// Places of the roles in a row, in the order of [`crate::mapping::LOG`].
const ACCOUNT: usize = 0;
const PAGE: usize = 1;
const TIME: usize = 2;
const ACTION: usize = 3;
const VERB: usize = 4;
const OWNER: usize = 5;
const COUNTRY: usize = 6;

/// How rows are read, the same for all inputs.
pub(crate) struct Settings {
    pub zone: Zone,
    pub origin: Option<Micros>,
    pub latest: Micros,
    pub strict: bool,
}

/// Everything taken in so far.
pub(crate) struct Ingest<'a> {
    settings: &'a Settings,
    watch: &'a dyn Watch,
    /// The input at hand, and the names of its columns by role.
    file: String,
    columns: Vec<Option<String>>,
    file_rows: u64,
    /// How far: bytes of the inputs before, the meter of the one at hand, bytes of all.
    pub before: u64,
    pub meter: Option<Rc<RefCell<Meter>>>,
    pub total: u64,

    pub accounts: Interner,
    pub pages: Interner,
    pub verbs: Interner,
    pub owners: Interner,
    pub countries: Interner,
    pub votes: Votes,
    /// By row, from 1: the number of its country and one more, or 0. Empty until some row has one.
    pub country_of_row: Vec<u32>,
    /// Events with a date, or of a log without times.
    pub dated: Vec<Event>,
    /// Events whose time is a count from 0, or a wrong date: the whole column tells.
    pub counted: Vec<Event>,
    /// The rows of these, as long as they are few.
    pub undecided: Vec<RejectedRow>,
    pub times: Times,
    pub actions: Actions,
    pub ruined: u64,
    pub ledger: Ledger,
    pub rejected: Rejected,
    /// The number of [`DEFAULT_VERB`], once some row needed it.
    default_verb: Option<u32>,
    scratch: [String; MOST_ROLES],
}

/// What the action column held.
#[derive(Default)]
pub(crate) struct Actions {
    /// By family: rows.
    pub families: [u64; FAMILIES.len()],
    pub words: Interner,
    pub withdrawn: u64,
    pub unknown: u64,
}

impl Actions {
    /// Whether the only word was the one of a source that never reports withdrawals.
    pub fn never_withdraws(&self) -> bool {
        self.families[Family::Started as usize] > 0 && self.families.iter().filter(|n| **n > 0).count() == 1
    }
}

/// Why a row is rejected, and which role is at fault.
struct No(usize, String);

impl<'a> Ingest<'a> {
    pub fn new(settings: &'a Settings, watch: &'a dyn Watch) -> Self {
        Self {
            settings,
            watch,
            file: String::new(),
            columns: Vec::new(),
            file_rows: 0,
            before: 0,
            meter: None,
            total: 0,
            accounts: Interner::default(),
            pages: Interner::default(),
            verbs: Interner::default(),
            owners: Interner::default(),
            countries: Interner::default(),
            votes: Votes::default(),
            country_of_row: Vec::new(),
            dated: Vec::new(),
            counted: Vec::new(),
            undecided: Vec::new(),
            times: Times::default(),
            actions: Actions::default(),
            ruined: 0,
            ledger: Ledger::default(),
            rejected: Rejected::default(),
            default_verb: None,
            scratch: Default::default(),
        }
    }

    /// The next rows are those of this input.
    pub fn begin(&mut self, file: &str, columns: Vec<Option<String>>) {
        file.clone_into(&mut self.file);
        self.columns = columns;
        self.file_rows = 0;
    }

    fn came(&mut self) -> Result<(), Fault> {
        self.ledger.lines_in += 1;
        self.file_rows += 1;
        if self.ledger.lines_in > MAX_ROWS {
            return Err(Fault::unusable(format!("the log has more than {MAX_ROWS} rows")));
        }
        if self.ledger.lines_in.is_multiple_of(65_536) {
            let here = self.meter.as_ref().map_or(0, |m| m.borrow().bytes);
            self.watch.progress("reading", (self.before + here) as usize, self.total as usize);
        }
        Ok(())
    }

    fn reject(&mut self, row: RejectedRow) -> Result<(), Fault> {
        if self.settings.strict {
            let what = format!("--strict: {}", row.reason);
            let fault = Fault::unusable(what).in_file(&row.file).at(row.line);
            return Err(match row.column {
                Some(column) => fault.in_column(column),
                None => fault,
            });
        }
        self.ledger.rejected += 1;
        self.rejected.push(row)
    }

    fn described(&self, row: &Row<'_>, role: usize, reason: String) -> RejectedRow {
        let content = match row.raw {
            Some(raw) => shown(raw),
            None => shown(cells::shown(row.cells).as_bytes()),
        };
        let column = self.columns.get(role).cloned().flatten();
        RejectedRow { file: self.file.clone(), line: row.line, column, reason, content }
    }

    /// Rejects what was kept undecided, now that the column is known to hold dates.
    pub fn reject_undecided(&mut self) -> Result<(), Fault> {
        self.counted.clear();
        for row in std::mem::take(&mut self.undecided) {
            self.times.early += 1;
            self.times.ways[Written::Count as usize] -= 1;
            self.reject(row)?;
        }
        Ok(())
    }

    /// Reads a row. Names are given numbers only when nothing is left that could reject it.
    fn take(&mut self, row: &Row<'_>) -> Result<Result<(), No>, Fault> {
        let [s0, s1, s2, s3, s4, ..] = &mut self.scratch;
        let mut ruined = false;
        let mut needed = |cell, scratch, role, called| {
            cells::name(cell, scratch).map_err(|why: NoName| {
                ruined |= why == NoName::Ruined;
                No(role, why.reason(called))
            })
        };
        let account = needed(row.cells[ACCOUNT], s0, ACCOUNT, "account");
        let page = needed(row.cells[PAGE], s1, PAGE, "page");
        let optional = |cell, scratch, role, called| match cells::name(cell, scratch) {
            Ok(name) => Ok(Some(name)),
            Err(NoName::Empty) => Ok(None),
            Err(why) => Err(No(role, why.reason(called))),
        };
        let verb = optional(row.cells[VERB], s2, VERB, "verb");
        let owner = optional(row.cells[OWNER], s3, OWNER, "owner");
        let country = optional(row.cells[COUNTRY], s4, COUNTRY, "country");
        self.ruined += u64::from(ruined);
        let (account, page, verb, owner, country) = match (account, page, verb, owner, country) {
            (Ok(a), Ok(p), Ok(v), Ok(o), Ok(c)) => (a, p, v, o, c),
            (Err(no), ..)
            | (_, Err(no), ..)
            | (_, _, Err(no), ..)
            | (_, _, _, Err(no), _)
            | (.., Err(no)) => {
                return Ok(Err(no));
            }
        };
        let action = match row.cells[ACTION] {
            _ if self.columns[ACTION].is_none() => Action::Given,
            Cell::Missing => return Ok(Err(No(ACTION, "no action".into()))),
            cell => match cells::action(cell) {
                Some((action, family)) => {
                    self.actions.families[family as usize] += 1;
                    self.actions.withdrawn += u64::from(action == Action::Withdrawn);
                    if let Cell::Text(word) | Cell::Number(word) = cell
                        && let Ok(word) = std::str::from_utf8(word)
                    {
                        self.actions.words.intern(word);
                    }
                    action
                }
                None => {
                    self.actions.unknown += 1;
                    let word = cells::shown(&[cell]).chars().take(60).collect::<String>();
                    return Ok(Err(No(ACTION, format!("the action `{word}` is not known"))));
                }
            },
        };
        let stamp = match row.cells[TIME] {
            _ if self.columns[TIME].is_none() => None,
            Cell::Missing => return Ok(Err(No(TIME, "no time".into()))),
            cell => match self.settings.time(cell) {
                Ok(stamp) => Some(stamp),
                Err((fault, reason)) => {
                    let count = match fault {
                        BadTime::Early => &mut self.times.early,
                        BadTime::Future => &mut self.times.future,
                        BadTime::Unreadable => &mut self.times.unreadable,
                    };
                    *count += 1;
                    if self.times.sample.is_none() {
                        self.times.sample = Some(cells::shown(&[cell]).chars().take(60).collect());
                    }
                    return Ok(Err(No(TIME, reason.into())));
                }
            },
        };

        let account = self.accounts.intern(account);
        let page = self.pages.intern(page);
        let verb = match (verb, self.default_verb) {
            (None, Some(number)) => number,
            (None, None) => *self.default_verb.insert(self.verbs.intern(DEFAULT_VERB)),
            (Some(verb), _) => self.verbs.intern(verb),
        };
        let Some(verb) = u16::try_from(verb).ok().filter(|_| self.verbs.len() <= MAX_VERBS) else {
            let fault = Fault::usage(format!("there are more than {MAX_VERBS} kinds of mark"));
            return Err(fault.remedy("--verb COLUMN (this one holds something else)"));
        };
        if let Some(owner) = owner {
            let owner = self.owners.intern(owner);
            self.votes.add(page, owner);
        }
        let number = self.ledger.lines_in;
        if let Some(country) = country {
            self.country_of_row.resize(number as usize - 1, 0);
            let country = self.countries.intern(country) + 1;
            self.country_of_row.push(country);
        }
        let at = stamp.map_or(0, |s| s.at);
        let event = Event::new(account, page, verb, at, action, number);
        match stamp {
            Some(Stamp { written: Written::Count, at }) if self.settings.origin.is_none() => {
                self.times.ways[Written::Count as usize] += 1;
                self.times.dates_without_dashes += u64::from(crate::time::looks_like_a_date(at));
                self.counted.push(event);
                if self.undecided.len() < MAX_UNDECIDED {
                    let kept = self.described(row, TIME, EARLY.into());
                    self.undecided.push(kept);
                }
            }
            Some(stamp) => {
                self.times.ways[stamp.written as usize] += 1;
                self.dated.push(event);
            }
            None => self.dated.push(event),
        }
        Ok(Ok(()))
    }
}

const EARLY: &str = "the time lies before 1990";

enum BadTime {
    Early,
    Future,
    Unreadable,
}

impl Settings {
    fn time(&self, cell: Cell<'_>) -> Result<Stamp, (BadTime, &'static str)> {
        let stamp = cells::time(cell, &self.zone).map_err(|why| (BadTime::Unreadable, why))?;
        let at = match (stamp.written, self.origin) {
            (Written::Count, _) if stamp.at < 0 => return Err((BadTime::Early, "the time lies below 0")),
            (Written::Count, None) => return Ok(stamp),
            (Written::Count, Some(origin)) => stamp.at.saturating_add(origin),
            _ => stamp.at,
        };
        if at < EARLIEST && stamp.written != Written::Count {
            return Err((BadTime::Early, EARLY));
        }
        if at > self.latest {
            return Err((BadTime::Future, "the time lies in the future"));
        }
        Ok(Stamp { at, ..stamp })
    }
}

impl Sink for Ingest<'_> {
    fn row(&mut self, row: &Row<'_>) -> Result<(), Fault> {
        self.came()?;
        match self.take(row)? {
            Ok(()) => Ok(()),
            Err(No(role, reason)) => {
                if self.ruined > MAX_RUINED_IDS {
                    let column = self.columns.get(role).cloned().flatten().unwrap_or_default();
                    let what = format!(
                        "more than {MAX_RUINED_IDS} ids are numbers rounded by a spreadsheet, such as `1.01421E+18`: what looks whole may be ruined too"
                    );
                    let fault = Fault::unusable(what).in_file(&self.file).at(row.line).in_column(column);
                    return Err(fault.remedy(
                        "export the log again, with ids as text, and do not save it from a spreadsheet",
                    ));
                }
                let row = self.described(row, role, reason);
                self.reject(row)
            }
        }
    }

    fn bad(&mut self, line: u64, reason: &str, content: &[u8]) -> Result<(), Fault> {
        self.came()?;
        let (file, content) = (self.file.clone(), shown(content));
        self.reject(RejectedRow { file, line, column: None, reason: reason.to_owned(), content })
    }

    fn blank(&mut self) -> Result<(), Fault> {
        self.came()?;
        self.ledger.blank += 1;
        Ok(())
    }

    fn rows(&self) -> u64 {
        self.file_rows
    }
}
