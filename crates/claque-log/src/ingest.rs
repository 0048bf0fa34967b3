//! Inputs taken in by all workers side by side. Blocks are handed out in their order and what became of their rows
//! is put together in that order, so that nothing but speed depends on the number of workers.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use claque_marks::Watch;

use crate::budget::{MAX_REASONS, MAX_ROWS, MAX_RUINED_IDS, MAX_UNDECIDED, MAX_WRONG};
use crate::error::Fault;
use crate::event::{Event, Events, ROW_BITS};
use crate::format::{Block, Blocks, Stop};
use crate::join::{self, LEFT};
use crate::ledger::Ledger;
use crate::mapping::{ACCOUNT, PAGE};
use crate::outcome::{Outcome, Why};
use crate::rejected::{Rejected, RejectedRow};
use crate::sense::Times;
use crate::settings::{About, Settings};
use crate::source::{Meter, broken_off};
use crate::time::Written;
use crate::worker::{BLOCK_BITS, Worker};

/// Everything taken in so far.
pub(crate) struct Ingest<'a> {
    pub settings: &'a Settings,
    watch: &'a dyn Watch,
    strict: bool,
    pub workers: Vec<Worker<'a>>,
    /// How far: bytes of the inputs before, the meter of the one at hand, bytes of all.
    pub before: u64,
    pub meter: Meter,
    pub total: u64,
    /// By block: how many rows came before it.
    firsts: Vec<u64>,
    /// By input: its first block, the rows before it, and its name.
    files: Vec<(u64, u64, Arc<str>)>,
    /// Rows whose time may be a count from 0 or a wrong date, as long as they are few.
    undecided: Vec<RejectedRow>,
    ruined: u64,
    /// Rows rejected because they have no account, and because they have no page.
    pub missing: [u64; 2],
    /// Whether some row was given numbers for its names and is none after all.
    pub dropped: bool,
    pub ledger: Ledger,
    pub rejected: Rejected,
    /// Why rows are no marks, and how many are not for each reason.
    pub no_marks: BTreeMap<String, u64>,
}

impl<'a> Ingest<'a> {
    pub fn new(settings: &'a Settings, watch: &'a dyn Watch, strict: bool, nothing: &About) -> Self {
        let workers = rayon::current_num_threads().max(1);
        Self {
            settings,
            watch,
            strict,
            workers: (0..workers).map(|_| Worker::new(settings, nothing.clone())).collect(),
            before: 0,
            meter: Meter::default(),
            total: 0,
            firsts: Vec::new(),
            files: Vec::new(),
            undecided: Vec::new(),
            ruined: 0,
            missing: [0; 2],
            dropped: false,
            ledger: Ledger::default(),
            rejected: Rejected::default(),
            no_marks: BTreeMap::new(),
        }
    }

    /// Takes an input in and says how many rows it has.
    pub fn take(&mut self, blocks: &dyn Blocks, about: &About) -> Result<u64, Fault> {
        let mut workers = std::mem::take(&mut self.workers);
        workers.iter_mut().for_each(|w| w.begin(about));
        let before = self.ledger.lines_in;
        self.files.push((self.firsts.len() as u64, before, Arc::clone(&about.file)));
        let turn = Mutex::new(Turn { next: self.firsts.len() as u64, over: false });
        let order = Order {
            next: self.firsts.len() as u64,
            waiting: BTreeMap::new(),
            before,
            fault: None,
            all: self,
        };
        let order = Mutex::new(order);
        let mut beside = Ok(());
        rayon::scope(|scope| {
            scope.spawn(|_| beside = blocks.beside());
            for worker in &mut workers {
                scope.spawn(|_| {
                    while let Some((number, block)) = next(&turn, blocks) {
                        let outcome = match block {
                            Ok(block) => worker.take_block(number, block, blocks),
                            Err(Stop::Broken(error)) => Outcome { broken: Some(error), ..Outcome::default() },
                            Err(Stop::Fault(fault)) => Outcome { fault: Some(fault), ..Outcome::default() },
                        };
                        let mut order = order.lock().unwrap_or_else(PoisonError::into_inner);
                        if order.done(number, outcome) {
                            turn.lock().unwrap_or_else(PoisonError::into_inner).over = true;
                        }
                    }
                });
            }
        });
        let fault = order.into_inner().unwrap_or_else(PoisonError::into_inner).fault;
        self.workers = workers;
        match fault.map_or(beside, Err) {
            Err(fault) => Err(fault.in_file(&about.file)),
            Ok(()) => Ok(self.ledger.lines_in - before),
        }
    }

    fn reject(&mut self, why: Why, row: RejectedRow) -> Result<(), Fault> {
        if self.strict && why != Why::NoMark {
            let what = format!("--strict: {}", row.reason);
            let fault = Fault::unusable(what).in_file(&row.file).at(row.line);
            return Err(match row.column {
                Some(column) => fault.in_column(column),
                None => fault,
            });
        }
        if why == Why::Ruined {
            self.ruined += 1;
            if self.ruined > MAX_RUINED_IDS {
                return Err(ruined(&row));
            }
        }
        if let Why::Nameless(role @ (ACCOUNT | PAGE)) = why {
            self.missing[role] += 1;
        }
        if why == Why::NoMark {
            self.ledger.no_marks += 1;
            if self.no_marks.len() < MAX_REASONS || self.no_marks.contains_key(&row.reason) {
                *self.no_marks.entry(row.reason.clone()).or_insert(0) += 1;
            }
        }
        self.ledger.rejected += 1;
        let wrong = self.ledger.rejected - self.ledger.no_marks;
        if wrong > MAX_WRONG && wrong > self.rows_that_count() / 10 * 9 {
            return Err(no_log(self.rejected.first.first().unwrap_or(&row)));
        }
        self.rejected.push(row, why == Why::NoMark)
    }

    /// The number of the row with this code, from 1.
    pub fn row(&self, code: u64) -> u64 {
        self.firsts[(code >> BLOCK_BITS) as usize] + (code & ((1 << BLOCK_BITS) - 1)) + 1
    }

    /// Rejects a row that was taken in before the whole column told that it cannot be used. Where it stands is told by
    /// its number among the rows of its input, the header before them.
    pub fn reject_late(&mut self, code: u64, column: &str, reason: &str) -> Result<(), Fault> {
        self.dropped = true;
        let row = self.row(code);
        let at = self.files.partition_point(|f| f.0 <= code >> BLOCK_BITS) - 1;
        let (_, before, file) = &self.files[at];
        let row = RejectedRow {
            file: file.to_string(),
            line: row - before + 1,
            column: Some(column.to_owned()),
            reason: reason.to_owned(),
            content: String::new(),
        };
        self.reject(Why::Wrong, row)
    }

    /// Rejects what was kept undecided, now that the column is known to hold dates.
    pub fn reject_undecided(&mut self) -> Result<(), Fault> {
        self.workers.iter_mut().for_each(|w| w.counted.clear());
        self.dropped = true;
        for row in std::mem::take(&mut self.undecided) {
            self.workers[0].times.early += 1;
            self.reject(Why::Wrong, row)?;
        }
        self.workers.iter_mut().for_each(|w| w.times.ways[Written::Count as usize] = 0);
        Ok(())
    }

    /// Takes counts for times, since the log has no dates.
    pub fn keep_counted(&mut self) {
        self.workers.iter_mut().for_each(|w| w.dated.append(&mut w.counted));
        self.undecided.clear();
    }

    /// Joins withdrawals that name no page to their gifts; those that join nothing are rejected.
    pub fn join(&mut self) -> Result<u64, Fault> {
        let left = join::join(&mut self.workers);
        let n = left.len() as u64;
        for delete in left {
            let row = RejectedRow {
                file: delete.file.to_string(),
                line: delete.line,
                column: None,
                reason: LEFT.to_owned(),
                content: delete.content,
            };
            self.reject(Why::NoMark, row)?;
        }
        Ok(n)
    }

    /// What the time columns held, over all rows.
    pub fn times(&self) -> Times {
        let mut all = Times::default();
        self.workers.iter().for_each(|w| all.add(&w.times));
        all
    }

    /// All events with a time that is settled, or of a log without times.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.workers.iter().flat_map(|w| w.dated.iter())
    }

    /// How many events are in each of a worker's lists.
    pub fn count(&self, list: impl for<'w> Fn(&'w Worker<'a>) -> &'w Events) -> usize {
        self.workers.iter().map(|w| list(w).len()).sum()
    }

    /// A sum over the workers' tallies.
    pub fn sum(&self, of: impl Fn(&Worker<'a>) -> u64) -> u64 {
        self.workers.iter().map(of).sum()
    }

    /// Rows that say something: neither blank nor of another kind.
    pub fn rows_that_count(&self) -> u64 {
        self.ledger.lines_in - self.ledger.blank - self.ledger.no_marks
    }
}

/// Too many ids that a spreadsheet has rounded.
fn ruined(row: &RejectedRow) -> Fault {
    let what = format!(
        "more than {MAX_RUINED_IDS} ids are numbers rounded by a spreadsheet, such as `1.01421E+18`: what looks whole may be ruined too"
    );
    let fault = Fault::unusable(what).in_file(&row.file).at(row.line);
    let fault = fault.in_column(row.column.clone().unwrap_or_default());
    let column = row.column.as_deref().unwrap_or_default();
    fault
        .remedy("export the log again, with ids as text, and do not save it from a spreadsheet")
        .remedy(format!("--account COLUMN or --page COLUMN, if another column than `{column}` names them"))
}

/// Rows without end, of which hardly any can be used.
fn no_log(first: &RejectedRow) -> Fault {
    let what = format!(
        "more than {MAX_WRONG} rows are rejected and hardly one can be used\nthe first: row {}: {}",
        first.line, first.reason
    );
    let fault = Fault::unusable(what).in_file(&first.file);
    fault.remedy("name its columns (--account COLUMN --page COLUMN), or give the file that holds the log")
}

/// Whose turn it is to take a block.
struct Turn {
    next: u64,
    over: bool,
}

/// The next block with its number; workers ask one after the other.
fn next(turn: &Mutex<Turn>, blocks: &dyn Blocks) -> Option<(u64, Result<Block, Stop>)> {
    let mut turn = turn.lock().unwrap_or_else(PoisonError::into_inner);
    if turn.over {
        return None;
    }
    let block = match blocks.next() {
        Ok(None) => {
            turn.over = true;
            return None;
        }
        Ok(Some(_)) if turn.next >> (ROW_BITS - BLOCK_BITS) > 0 => {
            Err(Stop::Fault(Fault::unusable("the log is larger than any that can be read")))
        }
        Ok(Some(block)) => Ok(block),
        Err(stop) => Err(stop),
    };
    turn.over = block.is_err();
    turn.next += 1;
    Some((turn.next - 1, block))
}

/// Puts outcomes together in the order of blocks.
struct Order<'i, 'a> {
    next: u64,
    waiting: BTreeMap<u64, Outcome>,
    /// Rows of the inputs before.
    before: u64,
    fault: Option<Fault>,
    all: &'i mut Ingest<'a>,
}

impl Order<'_, '_> {
    /// A block is done. Says whether reading should end.
    fn done(&mut self, number: u64, outcome: Outcome) -> bool {
        let ends = outcome.fault.is_some() || outcome.broken.is_some();
        self.waiting.insert(number, outcome);
        while let Some(outcome) = self.waiting.remove(&self.next) {
            self.next += 1;
            if self.fault.is_none()
                && let Err(fault) = self.add(outcome)
            {
                self.fault = Some(fault);
            }
        }
        ends || self.fault.is_some()
    }

    fn add(&mut self, outcome: Outcome) -> Result<(), Fault> {
        let all = &mut *self.all;
        all.firsts.push(all.ledger.lines_in);
        all.ledger.lines_in += outcome.rows;
        all.ledger.blank += outcome.blank;
        if all.ledger.lines_in > MAX_ROWS {
            return Err(Fault::unusable(format!("the log has more than {MAX_ROWS} rows")));
        }
        for (why, row) in outcome.rejected {
            all.reject(why, row)?;
        }
        let room = MAX_UNDECIDED - all.undecided.len().min(MAX_UNDECIDED);
        all.undecided.extend(outcome.undecided.into_iter().take(room));
        all.watch.progress("reading", (all.before + all.meter.bytes()) as usize, all.total as usize);
        if let Some(error) = outcome.broken {
            return Err(broken_off(&error, all.ledger.lines_in - self.before));
        }
        outcome.fault.map_or(Ok(()), Err)
    }
}
