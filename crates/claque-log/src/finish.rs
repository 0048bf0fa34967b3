//! Everything is in: ids by sorted name, marks, owners, side tables, and the account of it all.

use std::path::PathBuf;

use claque_marks::{Columns, CountryId, Micros, NEVER};

use crate::error::Fault;
use crate::fold::{self, Event, Folded};
use crate::ingest::{Ingest, Settings};
use crate::intern::Names;
use crate::mapping::{self, LOG, Mapped, Mapping};
use crate::read::First;
use crate::reading::{Log, Reading, Request, Warning};
use crate::refuse::refuse_nonsense;
use crate::side_tables::{self, Side, Sides};
use crate::{owners, synonyms, time};

/// Everything is in: numbers by sorted name, marks, owners, side tables.
pub(crate) fn finish(
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
    let country: Option<&(dyn Fn(u64) -> Option<CountryId> + Sync)> =
        if has_country { Some(&country_of) } else { None };
    let mut folded = fold::fold(events, timed, country);

    let mut warnings: Vec<Warning> = Vec::new();
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
    let mut all: Vec<Warning> = told.into_iter().map(Warning).collect();
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
