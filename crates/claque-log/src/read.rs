//! The walk of a log: inputs found, mapped, taken in, their times settled.

use std::path::PathBuf;

use claque_marks::Watch;

use crate::error::{Fault, FaultKind};
use crate::finish::finish;
use crate::ingest::{Ingest, Settings};
use crate::keep::Keep;
use crate::mapping::{self, Chosen, LOG};
use crate::reading::{InputRecord, Reading, Request};
use crate::refuse::nothing;
use crate::source::{self, Source};
use crate::time::{self, Written, Zone};
use crate::{format, sense};

/// The mapping of the first input that is a log, and how many files spoke of other columns.
pub(crate) struct First {
    pub file: String,
    pub chosen: Chosen,
    pub columns: Vec<format::Column>,
    differing: Vec<String>,
}

impl First {
    /// The name of the column that has a role.
    pub fn column(&self, role: usize) -> Option<&str> {
        self.chosen.wanted[role].map(|c| self.columns[c].name.as_str())
    }
}

/// Reads a log.
///
/// # Errors
/// A [`Fault`] with kind `Usage` for a request that makes no sense, `Unusable` for inputs that cannot be
/// used as a log, `Io` where the machine fails.
pub fn read(request: &Request, watch: &dyn Watch) -> Result<Reading, Fault> {
    watch.begins("reading");
    let settings = settings(request)?;
    let mut warnings = Vec::new();
    let not: Vec<_> =
        [&request.accounts, &request.pages].into_iter().flatten().map(PathBuf::as_path).collect();
    let sources = source::find(&request.inputs, &not, &mut warnings)?;
    let mut ingest = Ingest::new(&settings, watch);
    ingest.total = sources.iter().filter_map(|s| s.path.as_ref()?.metadata().ok()).map(|m| m.len()).sum();
    let mut inputs = Vec::new();
    let first = take_all(&sources, request, &mut ingest, &mut inputs, &mut warnings)?;
    let relative = settle_times(&mut ingest, &first, &settings, &mut warnings)?;
    if ingest.dated.is_empty() {
        return Err(nothing(&ingest, &first));
    }
    watch.begins("folding");
    let mut reading = finish(ingest, request, &settings, &first, relative, warnings)?;
    inputs.append(&mut reading.inputs);
    reading.inputs = inputs;
    Ok(reading)
}

fn settings(request: &Request) -> Result<Settings, Fault> {
    let zone = match &request.assume_tz {
        None => Zone::Fixed(0),
        Some(name) => Zone::named(name).ok_or_else(|| {
            Fault::usage(format!("--assume-tz: `{name}` is no zone that is known"))
                .remedy("--assume-tz UTC, an offset such as +07:00, or a name such as Asia/Phnom_Penh")
        })?,
    };
    let origin = match &request.time_origin {
        None => None,
        Some(text) => match time::text(text.as_bytes(), &zone) {
            Ok(stamp) if stamp.written != Written::Count => Some(stamp.at),
            _ => {
                let fault = Fault::usage(format!("--time-origin: `{text}` is no instant"));
                return Err(fault.remedy("--time-origin 2021-05-01T00:00:00Z"));
            }
        },
    };
    if let Some(d) = request.delimiter
        && (matches!(d, b'"' | b'\n' | b'\r' | 0) || !d.is_ascii())
    {
        return Err(Fault::usage("--delimiter: a quote, a line break or half a letter cannot part columns"));
    }
    Ok(Settings { zone, origin, latest: sense::latest(), strict: request.strict })
}

/// Takes in every input. A file found in a folder may turn out to be no log; it is told, and the rest read.
fn take_all(
    sources: &[Source],
    request: &Request,
    ingest: &mut Ingest<'_>,
    inputs: &mut Vec<InputRecord>,
    warnings: &mut Vec<String>,
) -> Result<First, Fault> {
    let mut first: Option<First> = None;
    let mut no_log: Vec<Fault> = Vec::new();
    let mut keep = request.keep.as_deref().map(Keep::new);
    for source in sources {
        let prepared = source::open(source, keep.as_mut()).and_then(|opened| {
            let meter = std::rc::Rc::clone(&opened.meter);
            let table = format::open(opened, source, request.delimiter)?;
            let chosen = mapping::of_log(table.as_ref(), &request.columns, &source.name)?;
            Ok((meter, table, chosen))
        });
        let (meter, table, chosen) = match prepared {
            Ok(prepared) => prepared,
            Err(fault) if source.found && fault.kind != FaultKind::Io => {
                no_log.push(fault);
                continue;
            }
            Err(fault) => return Err(fault),
        };
        let columns = table.columns().to_vec();
        let named = |w: &Option<usize>| w.map(|c| columns[c].name.clone());
        ingest.begin(&source.name, chosen.wanted.iter().map(named).collect());
        ingest.meter = Some(std::rc::Rc::clone(&meter));
        let format = table.format();
        let before = ingest.ledger.lines_in;
        agree(&mut first, source, &chosen, columns)?;
        table.read(&chosen.wanted, ingest).map_err(|f| f.in_file(&source.name))?;
        let rows = ingest.ledger.lines_in - before;
        let meter = meter.borrow();
        ingest.before += meter.bytes;
        let (name, sha256) = (source.name.clone(), meter.sha256());
        let kept = keep.as_mut().and_then(|k| k.last.take());
        inputs.push(InputRecord { name, part: "log", format, bytes: meter.bytes, sha256, rows, kept });
    }
    let Some(first) = first else {
        // The faults of all files, so that the one that was meant is among them.
        let mut fault = Fault::unusable("no file of the folder is a log");
        for other in no_log {
            let what = other.what.replace('\n', "; ");
            fault.what.push_str(&format!("\n{}: {what}", other.file.unwrap_or_default()));
            for remedy in other.remedy {
                if !fault.remedy.contains(&remedy) {
                    fault.remedy.push(remedy);
                }
            }
        }
        return Err(fault);
    };
    for fault in no_log {
        let what = fault.what.replace('\n', "; ");
        warnings.push(format!("{} was not read: {what}.", fault.file.unwrap_or_default()));
    }
    if !first.differing.is_empty() {
        warnings.push(format!(
            "Columns are named otherwise than in {} in: {}.",
            first.file,
            first.differing.join(", ")
        ));
    }
    Ok(first)
}

/// Inputs may name their columns differently, but either all have times or none.
fn agree(
    first: &mut Option<First>,
    source: &Source,
    chosen: &Chosen,
    columns: Vec<format::Column>,
) -> Result<(), Fault> {
    let Some(first) = first else {
        let (file, chosen) = (source.name.clone(), chosen.clone());
        *first = Some(First { file, chosen, columns, differing: Vec::new() });
        return Ok(());
    };
    const TIME: usize = 2;
    if first.chosen.wanted[TIME].is_some() != chosen.wanted[TIME].is_some() {
        let what =
            format!("one of {} and {} has a column of times and the other has none", first.file, source.name);
        return Err(Fault::unusable(what).in_file(&source.name).remedy("--time COLUMN, or read them apart"));
    }
    let same = (0..LOG.len()).all(|r| first.column(r) == chosen.wanted[r].map(|c| columns[c].name.as_str()));
    if !same {
        first.differing.push(source.name.clone());
    }
    Ok(())
}

/// Decides what numbers too small for dates are. Says whether all times are counts from an origin.
fn settle_times(
    ingest: &mut Ingest<'_>,
    first: &First,
    settings: &Settings,
    warnings: &mut Vec<String>,
) -> Result<bool, Fault> {
    let Some(column) = first.column(2) else { return Ok(false) };
    if ingest.counted.is_empty() {
        return Ok(settings.origin.is_some() && ingest.times.ways[Written::Count as usize] > 0);
    }
    if !ingest.dated.is_empty() {
        if let Some(fault) = sense::of_mixed_times(ingest.counted.len(), ingest.dated.len(), column) {
            return Err(fault.in_file(&first.file));
        }
        ingest.reject_undecided()?;
        return Ok(false);
    }
    if ingest.times.dates_without_dashes == ingest.counted.len() as u64 {
        let what = format!("every time in `{column}` looks like a date written without dashes");
        let fault = Fault::unusable(what).in_file(&first.file).in_column(column);
        return Err(fault.remedy("write dates as 2021-05-01"));
    }
    ingest.dated = std::mem::take(&mut ingest.counted);
    ingest.undecided.clear();
    warnings.push(format!(
        "Times in `{column}` are no dates: they were read as seconds counted from 1970-01-01 (--time-origin DATE says from when)."
    ));
    Ok(true)
}
