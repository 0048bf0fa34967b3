//! The walk of a log: inputs found, mapped, taken in, their times settled.

use std::path::PathBuf;
use std::sync::Arc;

use claque_marks::Watch;

use crate::error::{Fault, FaultKind};
use crate::finish::finish;
use crate::format::Table;
use crate::ingest::Ingest;
use crate::keep::Keep;
use crate::mapping::{self, Chosen, LOG, TIME};
use crate::preset::{self, Preset};
use crate::reading::{InputRecord, Reading, Request};
use crate::settings::{About, Settings};
use crate::source::{self, Meter, Source};
use crate::time::{self, Written, Zone};
use crate::{find, format, nothing, refuse, sense, settle};

/// The mapping of the first input that is a log, and how many files spoke of other columns.
pub(crate) struct First {
    pub file: String,
    /// What people call its format.
    pub format: String,
    pub chosen: Chosen,
    pub columns: Vec<format::Column>,
    pub about: About,
    pub differing: Vec<String>,
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
    let preset = asked_format(request)?;
    let mut warnings = Vec::new();
    let not: Vec<_> =
        [&request.accounts, &request.pages].into_iter().flatten().map(PathBuf::as_path).collect();
    let sources = find::find(&request.inputs, &not, &mut warnings)?;
    let nothing = About {
        file: "".into(),
        columns: Arc::new([]),
        preset: preset::plain(),
        page: None,
        verb_named: request.columns.verb.is_some(),
    };
    let mut ingest = Ingest::new(&settings, watch, request.strict, &nothing);
    ingest.total = sources.iter().filter_map(Source::size).sum();
    let mut inputs = Vec::new();
    let first = take_all(&sources, request, preset, &nothing, &mut ingest, &mut inputs, &mut warnings)?;
    let relative = settle::times(&mut ingest, &first, &mut warnings)?;
    let left = ingest.join()?;
    nothing::reject(&mut ingest, &first, request, &mut warnings)?;
    told_of_no_marks(&ingest, left, &mut warnings);
    if ingest.events().next().is_none() {
        return Err(refuse::nothing(&ingest, &first));
    }
    watch.begins("folding");
    let mut reading = finish(ingest, request, &first, relative, warnings)?;
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
    Ok(Settings { zone, origin, latest: sense::latest(), order: request.dates })
}

/// The shape that `--format` asks for.
pub(crate) fn asked_format(request: &Request) -> Result<Option<&'static Preset>, Fault> {
    let Some(name) = &request.format else { return Ok(None) };
    let known = || preset::formats().map(|f| f.name).collect::<Vec<_>>().join(", ");
    let unknown = || Fault::usage(format!("--format: `{name}` is no source that is known"));
    preset::named(name)
        .map(Some)
        .ok_or_else(|| unknown().remedy(format!("--format NAME (there are: {})", known())))
}

/// An input, opened and mapped.
pub(crate) struct Prepared {
    pub meter: Meter,
    pub table: Box<dyn Table>,
    pub chosen: Chosen,
    pub preset: &'static Preset,
    pub page: Option<Arc<str>>,
}

/// Opens an input and finds its columns.
pub(crate) fn prepare(
    source: &Source,
    request: &Request,
    asked: Option<&'static Preset>,
    keep: Option<&mut Keep>,
) -> Result<Prepared, Fault> {
    let opened = source::open(source, keep)?;
    let meter = opened.meter.clone();
    let mut table = format::open(opened, source, request.delimiter, request.sheet.as_deref())?;
    let guessed = || preset::guessed(table.columns()).unwrap_or(preset::plain());
    let preset = asked.unwrap_or_else(guessed);
    let named_page = request.columns.page.is_none() && preset.one_page;
    let page = request.one_page.clone().or_else(|| named_page.then(|| source.stem()));
    let shape = (preset, asked.is_some());
    let chosen = mapping::of_log(table.as_mut(), &request.columns, shape, page.is_some(), &source.name)?;
    Ok(Prepared { meter, table, chosen, preset, page: page.map(Into::into) })
}

/// Takes in every input. A file found in a folder may turn out to be no log; it is told, and the rest read.
fn take_all(
    sources: &[Source],
    request: &Request,
    asked: Option<&'static Preset>,
    about: &About,
    ingest: &mut Ingest<'_>,
    inputs: &mut Vec<InputRecord>,
    warnings: &mut Vec<String>,
) -> Result<First, Fault> {
    let mut first: Option<First> = None;
    let mut no_log: Vec<Fault> = Vec::new();
    let mut keep = request.keep.as_deref().map(Keep::new);
    for (at, source) in sources.iter().enumerate() {
        let with_others =
            |fault: Fault| with_those_of(&sources[at + 1..], request, asked, fault.in_file(&source.name));
        let prepared = prepare(source, request, asked, keep.as_mut());
        let Prepared { meter, table, chosen, preset, page } = match prepared {
            Ok(prepared) => prepared,
            Err(fault) if source.found && fault.kind != FaultKind::Io => {
                no_log.push(fault);
                continue;
            }
            Err(fault) => return Err(with_others(fault)),
        };
        if let Some(fault) = &chosen.against {
            return Err(with_others(fault.clone()));
        }
        warnings.extend(chosen.notes.iter().filter(|n| !warnings.contains(n)).cloned().collect::<Vec<_>>());
        let columns = table.columns().to_vec();
        let named = |w: &Option<usize>| w.map(|c| columns[c].name.clone());
        let about = About {
            file: source.name.as_str().into(),
            columns: chosen.wanted.iter().map(named).collect(),
            preset,
            page,
            ..about.clone()
        };
        ingest.meter = meter.clone();
        let format = match preset.columns.is_empty() {
            true => table.format(),
            false => format!("{}, {}", table.format(), preset.name),
        };
        agree(&mut first, source, &chosen, columns, &about, &format)?;
        let blocks = table.blocks(&chosen.wanted).map_err(|f| f.in_file(&source.name))?;
        let rows = ingest.take(blocks.as_ref(), &about).map_err(with_others)?;
        ingest.before += meter.bytes();
        let (name, sha256) = (source.name.clone(), meter.sha256());
        let kept = keep.as_mut().and_then(|k| k.last.take());
        let (bytes, page) = (meter.bytes(), about.page.as_deref().map(str::to_owned));
        inputs.push(InputRecord { name, part: "log", format, bytes, sha256, rows, page, kept });
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
    let mut pages: Vec<&str> = inputs.iter().filter_map(|i| i.page.as_deref()).collect();
    pages.sort_unstable();
    pages.dedup();
    if pages.len() > 1 {
        warnings.push(format!(
            "Rows that name no page count for a page of their file's name, and there are {} such pages: --one-page NAME if they are parts of one list.",
            pages.len()
        ));
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

/// A fault of an input that was given, with those that the heads of the inputs behind it show: all are told at once.
fn with_those_of(
    others: &[Source],
    request: &Request,
    asked: Option<&'static Preset>,
    fault: Fault,
) -> Fault {
    let mut faults = vec![fault.clone()];
    // What can be read only once is left alone: a pipe may wait for its writer.
    let again = |s: &&Source| matches!(&s.from, source::Input::Path(p) if p.is_file() || !p.exists());
    for source in others.iter().filter(again) {
        match prepare(source, request, asked, None) {
            Err(fault) if !source.found || fault.kind == FaultKind::Io => {
                faults.push(fault.in_file(&source.name))
            }
            Ok(Prepared { chosen: Chosen { against: Some(fault), .. }, .. }) => faults.push(fault),
            _ => {}
        }
    }
    Fault::together(faults).unwrap_or(fault)
}

/// Inputs may name their columns differently, but either all have times or none.
fn agree(
    first: &mut Option<First>,
    source: &Source,
    chosen: &Chosen,
    columns: Vec<format::Column>,
    about: &About,
    format: &str,
) -> Result<(), Fault> {
    let Some(first) = first else {
        let (file, chosen) = (source.name.clone(), chosen.clone());
        let (about, format) = (about.clone(), format.to_owned());
        *first = Some(First { file, format, chosen, columns, about, differing: Vec::new() });
        return Ok(());
    };
    if first.chosen.wanted[TIME].is_some() != chosen.wanted[TIME].is_some() {
        let what =
            format!("one of {} and {} has a column of times and the other has none", first.file, source.name);
        return Err(Fault::unusable(what).in_file(&source.name).remedy("--time COLUMN, or read them apart"));
    }
    let columns_are =
        (0..LOG.len()).all(|r| first.column(r) == chosen.wanted[r].map(|c| columns[c].name.as_str()));
    if !columns_are || first.about.preset.name != about.preset.name {
        first.differing.push(source.name.clone());
    }
    Ok(())
}

/// Says how many rows are no marks, and why.
fn told_of_no_marks(ingest: &Ingest<'_>, left: u64, warnings: &mut Vec<String>) {
    if left > 0 {
        warnings.push(format!(
            "{left} withdrawals say only which record they take back, and the log does not hold it: they were counted and set aside."
        ));
    }
    let mut reasons: Vec<(&String, &u64)> =
        ingest.no_marks.iter().filter(|r| r.0 != crate::join::LEFT).collect();
    reasons.sort_by_key(|r| std::cmp::Reverse(r.1));
    let all: u64 = ingest.ledger.no_marks - left;
    if all > 0 {
        const TOLD: usize = 4;
        let told: Vec<String> = reasons.iter().take(TOLD).map(|(why, n)| format!("{n} × {why}")).collect();
        let more = if reasons.len() > TOLD { "; …" } else { "" };
        warnings.push(format!("{all} rows are no marks and were set aside: {}{more}.", told.join("; ")));
    }
}
