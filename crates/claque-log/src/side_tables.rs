//! What is known of accounts and pages beside the log.
//!
//! Rows of these tables are no marks and do not enter the ledger; what could not be used is told in warnings.

use std::path::Path;

use claque_marks::{CountryId, Micros, NEVER};
use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::cells;
use crate::error::Fault;
use crate::format::{self, Cell, Row, Sink};
use crate::mapping::{self, Role};
use crate::reading::{InputRecord, Warning};
use crate::settings::Settings;
use crate::source::{self, Input, Source};
use crate::time::{EARLIEST, Written};

/// Names and countries that side tables give, by id; empty where there is no such table or column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    /// By account: what it is called.
    pub account_name: Vec<Option<String>>,
    /// By account: its country.
    pub account_country: Vec<Option<CountryId>>,
    /// By page: what it is called.
    pub page_name: Vec<Option<String>>,
    /// By page: its country.
    pub page_country: Vec<Option<CountryId>>,
}

/// A side table as read: by id of the log what the table says, `None` where it says nothing.
pub(crate) struct Side {
    pub created: Vec<Micros>,
    pub owner: Vec<Option<String>>,
    pub country: Vec<Option<String>>,
    pub name: Vec<Option<String>>,
    pub warnings: Vec<Warning>,
    pub record: InputRecord,
}

/// What a side table's rows say of the names of the log.
struct Taker<'a> {
    ids: HashMap<&'a str, u32, FixedState>,
    settings: &'a Settings,
    strict: bool,
    roles: &'static [Role],
    file: &'a str,
    met: Vec<bool>,
    side: Side,
    rows: u64,
    unknown: u64,
    bad: u64,
    first_bad: Option<String>,
    doubled: u64,
    no_time: u64,
}

/// Reads the table of accounts (or of pages) for the sorted names of the log.
pub(crate) fn read(
    path: &Path,
    roles: &'static [Role],
    names: &[String],
    delimiter: Option<u8>,
    settings: &Settings,
    strict: bool,
) -> Result<Side, Fault> {
    let what = if roles[0].name == "account" { "accounts" } else { "pages" };
    let file = path.display().to_string();
    let source = Source { from: Input::Path(path.to_owned()), name: file.clone(), found: false };
    let opened = source::open(&source, None)?;
    let meter = opened.meter.clone();
    let mut table = format::open(opened, &source, delimiter, None)?;
    let chosen = mapping::of_side(table.as_mut(), roles, &file).map_err(|mut fault| {
        fault.remedy =
            vec![format!("give the {what} table a header that names its columns, such as {}", header(roles))];
        fault
    })?;
    let format = table.format();
    let has =
        |role: &str| roles.iter().position(|r| r.name == role).is_some_and(|i| chosen.wanted[i].is_some());
    let column = |role: &str| if has(role) { vec![None; names.len()] } else { Vec::new() };
    let mut taker = Taker {
        ids: names.iter().enumerate().map(|(i, n)| (n.as_str(), i as u32)).collect(),
        settings,
        strict,
        roles,
        file: &file,
        met: vec![false; names.len()],
        side: Side {
            created: if has("created") { vec![NEVER; names.len()] } else { Vec::new() },
            owner: column("owner"),
            country: column("country"),
            name: column("name"),
            warnings: Vec::new(),
            record: InputRecord::default(),
        },
        rows: 0,
        unknown: 0,
        bad: 0,
        first_bad: None,
        doubled: 0,
        no_time: 0,
    };
    let blocks = table.blocks(&chosen.wanted).map_err(|f| f.in_file(&file))?;
    let all = format::all(blocks.as_ref(), &mut taker);
    all.map_err(|stop| stop.fault(taker.rows).in_file(&file))?;
    blocks.beside().map_err(|f| f.in_file(&file))?;
    taker.tell(what, names.len());
    let Taker { mut side, rows, .. } = taker;
    side.record = InputRecord {
        name: file.clone(),
        part: what,
        format,
        bytes: meter.bytes(),
        sha256: meter.sha256(),
        rows,
        page: None,
        kept: None,
    };
    Ok(side)
}

fn header(roles: &[Role]) -> String {
    roles.iter().map(|r| r.name).collect::<Vec<_>>().join(",")
}

impl Taker<'_> {
    fn tell(&mut self, what: &str, names: usize) {
        let mut warn = |text: String| self.side.warnings.push(Warning(text));
        let missing = self.met.iter().filter(|m| !**m).count();
        if self.unknown > 0 {
            warn(match self.unknown {
                1 => format!("One row of the {what} table names what the log does not; it was left out."),
                n => format!(
                    "The {what} table has {n} rows of {what} that the log does not name; they were left out."
                ),
            });
        }
        if missing > 0 {
            warn(format!("The {what} table says nothing of {missing} of the log's {names} {what}."));
        }
        if let Some(first) = &self.first_bad {
            warn(format!("{} rows of the {what} table could not be read; the first: {first}.", self.bad));
        }
        if self.doubled > 0 {
            warn(format!(
                "The {what} table contradicts itself in {} rows; the earliest creation and the first name in the order of bytes were taken.",
                self.doubled
            ));
        }
        if self.no_time > 0 {
            warn(format!(
                "{} creation times of the {what} table could not be used and count as not known.",
                self.no_time
            ));
        }
    }

    fn fail(&mut self, line: u64, reason: &str) -> Result<(), Fault> {
        if self.strict {
            return Err(Fault::unusable(format!("--strict: {reason}")).in_file(self.file).at(line));
        }
        self.bad += 1;
        self.first_bad.get_or_insert_with(|| format!("row {line}, {reason}"));
        Ok(())
    }

    /// A creation time. One before 1990 (0 above all) stands for "not known".
    fn created(&mut self, id: usize, cell: Cell<'_>) {
        let usable = cells::time(cell, &self.settings.zone).ok().filter(|s| {
            !matches!(s.written, Written::Count | Written::Slashed)
                && s.at >= EARLIEST
                && s.at <= self.settings.latest
        });
        let Some(stamp) = usable else {
            self.no_time += 1;
            return;
        };
        let old = &mut self.side.created[id];
        if *old == NEVER {
            *old = stamp.at;
        } else if *old != stamp.at {
            self.doubled += 1;
            *old = stamp.at.min(*old);
        }
    }
}

/// Takes a text; of two, the first in the order of bytes. Says whether there were two.
fn take(old: &mut Option<String>, new: &str) -> bool {
    match old {
        None => *old = Some(new.to_owned()),
        Some(old) if old == new => {}
        Some(old) => {
            if new.as_bytes() < old.as_bytes() {
                new.clone_into(old);
            }
            return true;
        }
    }
    false
}

impl Sink for Taker<'_> {
    fn row(&mut self, row: &Row<'_>) -> Result<(), Fault> {
        self.rows += 1;
        let mut scratch = String::new();
        let id = match cells::name(row.cells[0], &mut scratch) {
            Ok(name) => self.ids.get(name).copied(),
            Err(why) => return self.fail(row.line, &why.reason(self.roles[0].name)),
        };
        let Some(id) = id.map(|i| i as usize) else {
            self.unknown += 1;
            return Ok(());
        };
        self.met[id] = true;
        for (role, &cell) in self.roles.iter().zip(row.cells).skip(1) {
            if cell == Cell::Missing {
                continue;
            }
            if role.name == "created" {
                self.created(id, cell);
                continue;
            }
            let mut scratch = String::new();
            match cells::name(cell, &mut scratch) {
                Ok(text) => {
                    let column = match role.name {
                        "owner" => &mut self.side.owner,
                        "country" => &mut self.side.country,
                        _ => &mut self.side.name,
                    };
                    self.doubled += u64::from(take(&mut column[id], text));
                }
                Err(cells::NoName::Empty) => {}
                // What an account is called may be any text, and proves nothing if it cannot be read.
                Err(_) if role.name == "name" => {}
                Err(why) => self.fail(row.line, &why.reason(role.name))?,
            }
        }
        Ok(())
    }

    fn bad(&mut self, line: u64, reason: &str, _: &[u8]) -> Result<(), Fault> {
        self.rows += 1;
        self.fail(line, reason)
    }

    fn blank(&mut self, _: u64) -> Result<(), Fault> {
        Ok(())
    }
}
