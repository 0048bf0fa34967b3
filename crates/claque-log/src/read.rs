//! The walk of a log: inputs found, mapped, taken in, asked whether they make sense, numbered by sorted
//! name, folded into marks.

use std::path::PathBuf;

use claque_marks::{Columns, CountryId, Micros, NEVER, Watch};

use crate::action::FAMILIES;
use crate::error::{Fault, FaultKind};
use crate::fold::{self, Event, Folded};
use crate::format;
use crate::ingest::{Ingest, Settings};
use crate::intern::Names;
use crate::ledger::Ledger;
use crate::mapping::{self, Chosen, ColumnFlags, LOG, Mapped, Mapping};
use crate::rejected::Rejected;
use crate::side_tables::{self, Side, Sides};
use crate::source::{self, Input, Source};
use crate::time::{self, Written, Zone};
use crate::{owners, sense, synonyms};

/// A log, read: its columns and its names.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// The columns.
    pub columns: Columns,
    /// The names.
    pub names: Names,
}

/// What to read, and how.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The log: files, folders, standard input.
    pub inputs: Vec<Input>,
    /// A table of accounts.
    pub accounts: Option<PathBuf>,
    /// A table of pages.
    pub pages: Option<PathBuf>,
    /// Columns that the user named.
    pub columns: ColumnFlags,
    /// The delimiter of delimited texts, if it is not to be told by itself.
    pub delimiter: Option<u8>,
    /// The zone of times without an offset: `UTC`, `+07:00`, or a name such as `Asia/Phnom_Penh`.
    pub assume_tz: Option<String>,
    /// The instant from which counts are counted.
    pub time_origin: Option<String>,
    /// Whether the first row that cannot be read is a fault.
    pub strict: bool,
}

/// An input as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct InputRecord {
    /// Its name.
    pub name: String,
    /// What it is part of: `log`, `accounts` or `pages`.
    pub part: &'static str,
    /// Its format, e.g. `CSV (;), gzip`.
    pub format: String,
    /// Its size as it lies on disk.
    pub bytes: u64,
    /// The SHA-256 of these bytes.
    pub sha256: String,
    /// Its rows, as the [`Ledger`] counts them.
    pub rows: u64,
}

/// A plain sentence for people: something that is no fault, and that they should know.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Warning(pub String);

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A log and how it was read.
#[derive(Debug, Default)]
pub struct Reading {
    /// The log.
    pub log: Log,
    /// Which column was what.
    pub mapping: Mapping,
    /// What became of every row.
    pub ledger: Ledger,
    /// Rows that could not be read.
    pub rejected: Rejected,
    /// The inputs, side tables last.
    pub inputs: Vec<InputRecord>,
    /// What people should know.
    pub warnings: Vec<Warning>,
    /// Names and countries of accounts and pages that side tables give.
    pub sides: Sides,
}

/// The mapping of the first input that is a log, and how many files spoke of other columns.
struct First {
    file: String,
    chosen: Chosen,
    columns: Vec<format::Column>,
    differing: Vec<String>,
}

impl First {
    fn column(&self, role: usize) -> Option<&str> {
        self.chosen.wanted[role].map(|c| self.columns[c].name.as_str())
    }
}

/// Reads a log.
///
/// # Errors
/// A [`Fault`] with kind `Usage` for a request that makes no sense, `Unusable` for inputs that cannot be
/// used as a log, `Io` where the machine fails.
pub fn read(request: &Request, watch: &dyn Watch) -> Result<Reading, Fault> {
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
    for source in sources {
        let prepared = source::open(source).and_then(|opened| {
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
        inputs.push(InputRecord { name, part: "log", format, bytes: meter.bytes, sha256, rows });
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

/// The fault of a log of which no row could be used.
fn nothing(ingest: &Ingest<'_>, first: &First) -> Fault {
    let rows = ingest.ledger.lines_in;
    if rows == ingest.ledger.blank {
        let fault = Fault::unusable("there is a header and no row").in_file(&first.file);
        return fault.remedy("give the file that holds the rows");
    }
    let mut fault = Fault::unusable(format!("none of {rows} rows can be used")).in_file(&first.file);
    for (what, remedy) in mapping_faults(ingest, first) {
        fault.what.push_str(&format!("\n{what}"));
        fault.remedy.push(remedy);
    }
    if let Some(row) = ingest.rejected.first.first() {
        fault.what.push_str(&format!("\nthe first: row {} of {}: {}", row.line, row.file, row.reason));
    }
    fault
}

/// What the rejected rows say of the mapping.
fn mapping_faults(ingest: &Ingest<'_>, first: &First) -> Vec<(String, String)> {
    let mut faults = Vec::new();
    if let Some(column) = first.column(2) {
        sense::of_times(&ingest.times, ingest.ledger.lines_in, column, &mut faults);
    }
    if let Some(column) = first.column(3)
        && ingest.actions.unknown * 2 > ingest.ledger.lines_in
    {
        faults.push((
            format!(
                "{} of {} actions in `{column}` are not known",
                ingest.actions.unknown, ingest.ledger.lines_in
            ),
            format!(
                "--action COLUMN (now `{column}`); like/unlike, +1/-1, create/delete and their like are known"
            ),
        ));
    }
    faults
}

fn refuse_nonsense(
    ingest: &Ingest<'_>,
    first: &First,
    accounts: usize,
    pages: usize,
    relative: bool,
) -> Result<(), Fault> {
    let mut faults = mapping_faults(ingest, first);
    let flagged = &first.chosen.flagged;
    let chosen = sense::Chosen {
        account: first.column(0).unwrap_or_default(),
        page: first.column(1).unwrap_or_default(),
        time: first.column(2).filter(|_| !relative),
        ids_flagged: flagged[0] && flagged[1],
        time_flagged: flagged[2],
    };
    sense::of_events(&ingest.dated, accounts, pages, &chosen, &mut faults);
    let families: Vec<&str> = FAMILIES
        .iter()
        .filter(|f| ingest.actions.families[**f as usize] > 0 && f.name() != "give")
        .map(|f| f.name())
        .collect();
    if families.len() > 1 && first.chosen.wanted[4].is_none() {
        faults.push((
            format!("actions of several kinds of mark ({}) stand in one column, and nothing tells the kinds apart", families.join(", ")),
            "--verb COLUMN".to_owned(),
        ));
    }
    if faults.is_empty() {
        return Ok(());
    }
    let mut fault = Fault::unusable("").in_file(&first.file);
    fault.what = faults.iter().map(|f| f.0.as_str()).collect::<Vec<_>>().join("\n");
    fault.remedy = faults.into_iter().map(|f| f.1).collect();
    Err(fault)
}

/// Everything is in: numbers by sorted name, marks, owners, side tables.
fn finish(
    mut ingest: Ingest<'_>,
    request: &Request,
    settings: &Settings,
    first: &First,
    relative: bool,
    mut told: Vec<String>,
) -> Result<Reading, Fault> {
    let timed = first.chosen.wanted[2].is_some();
    // A name that only rejected rows hold is no name of the log.
    let used = |of: &dyn Fn(&Event) -> usize, n: usize| {
        let mut used = vec![false; n];
        ingest.dated.iter().for_each(|e| used[of(e)] = true);
        used
    };
    let used_accounts = used(&|e| e.account as usize, ingest.accounts.len());
    let used_pages = used(&|e| e.page as usize, ingest.pages.len());
    let used_verbs = used(&|e| e.verb().into(), ingest.verbs.len());
    let (accounts, account_place) = ingest.accounts.sorted(|n| used_accounts[n as usize]);
    let (pages, page_place) = ingest.pages.sorted(|n| used_pages[n as usize]);
    let (verbs, verb_place) = ingest.verbs.sorted(|n| used_verbs[n as usize]);
    for event in &mut ingest.dated {
        event.account = account_place[event.account as usize];
        event.page = page_place[event.page as usize];
        event.set_verb(verb_place[usize::from(event.verb())] as u16);
    }
    refuse_nonsense(&ingest, first, accounts.len(), pages.len(), relative)?;

    let span = || ingest.dated.iter().map(|e| e.time);
    let (begin, end) = (span().min().filter(|_| timed), span().max().filter(|_| timed));
    let has_country = first.chosen.wanted[6].is_some() || !ingest.country_of_row.is_empty();
    let row_countries = std::mem::take(&mut ingest.country_of_row);
    let (sorted_countries, country_place) = ingest.countries.sorted(|_| true);
    let country_of = |row: u64| -> Option<CountryId> {
        let number = *row_countries.get(row as usize - 1)?;
        Some(CountryId(country_place[number.checked_sub(1)? as usize]))
    };
    let events = std::mem::take(&mut ingest.dated);
    let country: Option<&dyn Fn(u64) -> Option<CountryId>> =
        if has_country { Some(&country_of) } else { None };
    let mut folded = fold::fold(events, timed, country);

    let mut warnings: Vec<crate::Warning> = Vec::new();
    let mut inputs = Vec::new();
    let mut side = |path: &Option<PathBuf>, roles: &'static [mapping::Role], names: &[String]| {
        let Some(path) = path else { return Ok(None) };
        let mut side = side_tables::read(path, roles, names, request.delimiter, settings)?;
        warnings.append(&mut side.warnings);
        inputs.push(std::mem::take(&mut side.record));
        Ok::<Option<Side>, Fault>(Some(side))
    };
    let account_side = side(&request.accounts, &mapping::ACCOUNTS, &accounts)?;
    let page_side = side(&request.pages, &mapping::PAGES, &pages)?;

    let (row_owners, torn) = ingest.votes.decide(&ingest.owners, ingest.pages.len());
    if torn > 0 {
        told.push(format!("{torn} pages have several owners; each was given the one that most rows name."));
    }
    let mut given: Vec<Option<String>> = vec![None; pages.len()];
    for (number, owner) in row_owners.iter().enumerate() {
        if let (Some(owner), place) = (owner, page_place[number])
            && place != u32::MAX
        {
            given[place as usize] = Some(ingest.owners.name(*owner).to_owned());
        }
    }
    let mut overruled = 0;
    for (page, owner) in page_side.iter().flat_map(|s| s.owner.iter().enumerate()) {
        if owner.is_some() {
            overruled += u64::from(given[page].is_some() && given[page] != *owner);
            given[page].clone_from(owner);
        }
    }
    if overruled > 0 {
        told.push(format!(
            "The pages table names another owner than the log for {overruled} pages; the table wins."
        ));
    }
    let owners_known = given.iter().any(Option::is_some);
    let (page_owner, owners) = owners::number(&pages, &given);

    let (names, sides) = countries(
        Names { accounts, pages, owners, verbs, countries: sorted_countries },
        &mut folded,
        account_side.as_ref(),
        page_side.as_ref(),
    );
    let mut created = account_side.map_or(Vec::new(), |s| s.created);
    if relative && settings.origin.is_none() && created.iter().any(|c| *c != NEVER) {
        told.push(
            "Times of the log are counts and creation times are dates: the latter were left out.".into(),
        );
        created.clear();
    }
    if created.iter().all(|c| *c == NEVER) {
        created.clear();
    }
    if !timed {
        told.push(no_time(first));
    }
    let columns = Columns {
        accounts: names.accounts.len(),
        owners: names.owners.len(),
        verbs: names.verbs.len(),
        page_owner,
        target_page: folded.target_page,
        target_verb: folded.target_verb,
        target_start: folded.target_start,
        account: folded.account,
        time: folded.time,
        withdrawn: folded.withdrawn,
        row: folded.row,
        country: folded.country,
        orphans: folded.orphans,
        created,
        owners_known,
        withdrawals_known: ingest.actions.withdrawn > 0
            || (first.chosen.wanted[3].is_some() && !ingest.actions.never_withdraws()),
    };
    columns.check().map_err(|e| Fault::unusable(e.to_string()))?;

    let mut ledger = ingest.ledger;
    ledger.used = folded.used;
    ledger.repeats = folded.repeats;
    ledger.marks = columns.marks() as u64;
    ledger.withdrawals = folded.withdrawals;
    ledger.orphan_withdrawals = columns.orphans.len() as u64;
    ledger.unseen_withdrawals = ingest.actions.never_withdraws().then_some(folded.gifts_again);
    let mapping = Mapping {
        columns: mapped(first, &names, &columns, &ingest, request, has_country),
        unused: first
            .columns
            .iter()
            .map(|c| c.name.clone())
            .enumerate()
            .filter(|(i, _)| !first.chosen.wanted.contains(&Some(*i)))
            .map(|(_, name)| name)
            .collect(),
        time_format: time::said(&ingest.times.ways, request.assume_tz.as_deref().unwrap_or("UTC")),
        relative,
        first: begin,
        last: end,
    };
    ingest.rejected.close()?;
    let mut all: Vec<crate::Warning> = told.into_iter().map(crate::Warning).collect();
    all.append(&mut warnings);
    Ok(Reading {
        log: Log { columns, names },
        mapping,
        ledger,
        rejected: ingest.rejected,
        inputs,
        warnings: all,
        sides,
    })
}

fn no_time(first: &First) -> String {
    let creation: Vec<&str> =
        first.columns.iter().map(|c| c.name.as_str()).filter(|n| synonyms::is_creation(n)).collect();
    let mut text =
        "No column of times is known: only what needs no time can be examined (--time COLUMN).".to_owned();
    if !creation.is_empty() {
        text.push_str(&format!(
            " `{}` says when accounts were made and was not taken for it.",
            creation.join("`, `")
        ));
    }
    text
}

/// Puts the countries of the log and of the side tables into one list.
fn countries(
    mut names: Names,
    folded: &mut Folded,
    accounts: Option<&Side>,
    pages: Option<&Side>,
) -> (Names, Sides) {
    let column = |side: Option<&Side>| side.map_or(Vec::new(), |s| s.country.clone());
    let (of_account, of_page) = (column(accounts), column(pages));
    // A country that only rows without a mark have is no country of the log.
    let mut used = vec![false; names.countries.len()];
    folded.country.iter().flatten().for_each(|c| used[c.index()] = true);
    let of_log = std::mem::take(&mut names.countries);
    let mut all: Vec<String> =
        of_log.iter().zip(&used).filter(|(_, used)| **used).map(|(name, _)| name.clone()).collect();
    all.extend(of_account.iter().chain(&of_page).flatten().cloned());
    all.sort_unstable();
    all.dedup();
    let place = |name: &String| all.binary_search(name).ok().map(CountryId::from_index);
    let moved: Vec<Option<CountryId>> = of_log.iter().map(place).collect();
    for country in &mut folded.country {
        *country = country.and_then(|c| moved[c.index()]);
    }
    let sides = Sides {
        account_name: accounts.map_or(Vec::new(), |s| s.name.clone()),
        account_country: of_account.iter().map(|c| c.as_ref().and_then(place)).collect(),
        page_name: pages.map_or(Vec::new(), |s| s.name.clone()),
        page_country: of_page.iter().map(|c| c.as_ref().and_then(place)).collect(),
    };
    names.countries = all;
    (names, sides)
}

fn mapped(
    first: &First,
    names: &Names,
    columns: &Columns,
    ingest: &Ingest<'_>,
    request: &Request,
    has_country: bool,
) -> Vec<Mapped> {
    let instants = || {
        let mut times: Vec<Micros> = columns.time.clone();
        rayon::slice::ParallelSliceMut::par_sort_unstable(&mut times[..]);
        times.dedup();
        times.len()
    };
    let distinct = |role: usize| match role {
        0 => names.accounts.len(),
        1 => names.pages.len(),
        2 => instants(),
        3 => ingest.actions.words.len(),
        4 => names.verbs.len(),
        5 => ingest.owners.len(),
        _ if has_country => ingest.countries.len(),
        _ => 0,
    };
    let mut out = Vec::new();
    for (role, about) in LOG.iter().enumerate() {
        let Some(column) = first.chosen.wanted[role] else { continue };
        let column = &first.columns[column];
        let mut why = first.chosen.why[role].clone();
        if about.name == "time" && request.columns.time.is_some() && synonyms::is_creation(&column.name) {
            why.push_str("; its name says when accounts were made");
        }
        out.push(Mapped {
            role: about.name,
            column: column.name.clone(),
            why,
            samples: column.samples.clone(),
            distinct: distinct(role) as u64,
        });
    }
    out
}
