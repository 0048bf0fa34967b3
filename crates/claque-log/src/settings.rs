//! How rows are read: what is the same for all inputs, and what differs from one to the next.

use std::sync::Arc;

use claque_marks::Micros;

use crate::cells;
use crate::dates::DateOrder;
use crate::format::Cell;
use crate::preset::Preset;
use crate::time::{EARLIEST, Stamp, Written, Zone};

/// How rows are read, the same for all inputs.
pub(crate) struct Settings {
    pub zone: Zone,
    pub origin: Option<Micros>,
    pub latest: Micros,
    pub order: Option<DateOrder>,
}

/// The input at hand.
#[derive(Clone)]
pub(crate) struct About {
    pub file: Arc<str>,
    /// The names of its columns by role.
    pub columns: Arc<[Option<String>]>,
    pub preset: &'static Preset,
    /// The page of all its rows, where none names one.
    pub page: Option<Arc<str>>,
    /// Whether the user named the column of verbs: it then wins over what an event means.
    pub verb_named: bool,
}

pub(crate) const EARLY: &str = "the time lies before 1990";
pub(crate) const FUTURE: &str = "the time lies in the future";

/// What is wrong with a time.
#[derive(Clone, Copy)]
pub(crate) enum BadTime {
    Early,
    Future,
    Unreadable,
}

impl Settings {
    /// A cell as an instant that an event can have.
    pub fn time(&self, cell: Cell<'_>) -> Result<Stamp, (BadTime, &'static str)> {
        let stamp = cells::time(cell, &self.zone).map_err(|why| (BadTime::Unreadable, why))?;
        let at = match (stamp.written, self.origin) {
            (Written::Count, _) if stamp.at < 0 => return Err((BadTime::Early, "the time lies below 0")),
            (Written::Count | Written::Slashed, None) => return Ok(stamp),
            (Written::Slashed, _) => return Ok(stamp),
            (Written::Count, Some(origin)) => stamp.at.saturating_add(origin),
            _ => stamp.at,
        };
        if at < EARLIEST && stamp.written != Written::Count {
            return Err((BadTime::Early, EARLY));
        }
        if at > self.latest {
            return Err((BadTime::Future, FUTURE));
        }
        Ok(Stamp { at, ..stamp })
    }
}
