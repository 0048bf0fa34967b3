//! Everything is in: ids by sorted name, marks, owners, side tables, and the account of it all.

use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

use claque_marks::{AccountId, Action, Columns, CountryId, Micros, NEVER};
use rayon::prelude::*;

use crate::action::{self, FAMILIES, Family};
use crate::born::Born;
use crate::budget::{MAX_VERBS, SENSE_MIN_ROWS};
use crate::deal::{self, Dealt};
use crate::error::Fault;
use crate::event::Events;
use crate::fold::{self, CountryOf, Folded};
use crate::ingest::Ingest;
use crate::kind::too_many_verbs;
use crate::lists::{Counts, Lists, row_countries};
use crate::mapping::{self, ACCOUNT, ACTION, COUNTRY, EVENT, LOG, Mapped, Mapping, OWNER, PAGE, TIME, VERB};
use crate::names::Names;
use crate::owners::{self, Votes};
use crate::read::First;
use crate::reading::{Log, Reading, Request, Warning};
use crate::refuse::refuse_nonsense;
use crate::side_tables::{self, Side, Sides};
use crate::{born, nothing, sense, shape, synonyms, time};

/// Everything is in: numbers by sorted name, marks, owners, side tables.
pub(crate) fn finish(
    mut ingest: Ingest<'_>,
    request: &Request,
    first: &First,
    relative: bool,
    mut told: Vec<String>,
) -> Result<Reading, Fault> {
    let timed = first.chosen.wanted[TIME].is_some();
    let settings = ingest.settings;
    let counts = Counts::of(&mut ingest);
    let lists = Lists::of(&mut ingest);
    let Lists { accounts, pages, verbs, owners: owner_names, countries: sorted_countries, places } = lists;
    let counts = Counts { owners: owner_names.len(), countries: sorted_countries.len(), ..counts };
    if verbs.len() > MAX_VERBS {
        return Err(too_many_verbs());
    }
    let final_accounts = || {
        let of_workers = ingest.workers.iter().zip(&places);
        of_workers.flat_map(|(w, p)| w.dated.iter().map(|e| (p.account[e.account as usize], e.time)))
    };
    let rows = ingest.count(|w| &w.dated);
    refuse_nonsense(&ingest, first, final_accounts(), (rows, accounts.len(), pages.len()), relative)?;
    told.extend(nothing::kept("accounts", &accounts, request));
    told.extend(nothing::kept("pages", &pages, request));
    told.extend(taken_for_kinds(first, &verbs));
    if rows as u64 >= SENSE_MIN_ROWS && pages.len() == rows {
        told.push(alone(first));
    }

    let row_countries = row_countries(&mut ingest, &places);
    let has_country = first.chosen.wanted[COUNTRY].is_some() || !row_countries.is_empty();
    let country_of = |row: u64| -> Option<CountryId> {
        let number = *row_countries.get(row as usize - 1)?;
        Some(CountryId(number.checked_sub(1)?))
    };
    let bundles = deal::bundles(rows);
    let events: Vec<Events> = ingest.workers.iter_mut().map(|w| std::mem::take(&mut w.dated)).collect();
    let dealt: Vec<(Dealt, Span)> = deal::shares(events, rayon::current_num_threads())
        .into_par_iter()
        .with_max_len(1)
        .map(|share| {
            let mut span = Span::default();
            let dealt = deal::deal(share, pages.len(), bundles, |worker, piece| {
                let place = &places[worker];
                // Loads of one kind in a loop of their own: the processor waits for many of them at once.
                piece.iter_mut().for_each(|e| e.account = place.account[e.account as usize]);
                piece.iter_mut().for_each(|e| e.page = place.page[e.page as usize]);
                for event in piece {
                    span.add(event.time);
                    let verb = place.verb[usize::from(event.verb())] as u16;
                    *event = event.with(verb, ingest.row(event.row()));
                }
            });
            (dealt, span)
        })
        .collect();
    let mut span = Span::default();
    let dealt = dealt.into_iter().map(|(dealt, other)| {
        span.join(other);
        dealt
    });
    let dealt: Vec<_> = dealt.collect();
    let country: Option<&CountryOf<'_>> = if has_country { Some(&country_of) } else { None };
    let mut folded = fold::fold(dealt, timed, country);

    let mut warnings: Vec<Warning> = Vec::new();
    let mut inputs = Vec::new();
    let mut side = |path: &Option<PathBuf>, roles: &'static [mapping::Role], names: &[String]| {
        let Some(path) = path else { return Ok(None) };
        let mut side = side_tables::read(path, roles, names, request.delimiter, settings, request.strict)?;
        warnings.append(&mut side.warnings);
        inputs.push(std::mem::take(&mut side.record));
        Ok::<Option<Side>, Fault>(Some(side))
    };
    let account_side = side(&request.accounts, &mapping::ACCOUNTS, &accounts)?;
    let page_side = side(&request.pages, &mapping::PAGES, &pages)?;

    let mut votes = Votes::default();
    for (worker, place) in ingest.workers.iter().zip(&places) {
        votes.add_all(&worker.votes, &place.page, &place.owner);
    }
    let (row_owners, torn) = votes.decide(&owner_names, pages.len());
    if torn > 0 {
        told.push(format!("{torn} pages have several owners; each was given the one that most rows name."));
    }
    // The table of pages wins over the rows, those over what the source's shape derives.
    let derive = first.about.preset.owner;
    let mut given: Vec<Option<String>> = row_owners
        .iter()
        .zip(&pages)
        .map(|(owner, page)| match owner {
            Some(owner) => Some(owner_names[*owner as usize].clone()),
            None => derive.and_then(|d| d(page)).map(str::to_owned),
        })
        .collect();
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
    let born = if created.is_empty() && timed && !relative { born_of(&names, &folded) } else { None };
    if let Some(born) = &born {
        created.clone_from(&born.created);
    }
    let named = sides.account_name.iter().flatten().count() * 2 >= names.accounts.len();
    let pattern = if named && !sides.account_name.is_empty() {
        shape::classes(sides.account_name.iter().map(Option::as_deref))
    } else {
        shape::classes(names.accounts.iter().map(|n| Some(n.as_str())))
    };
    if !timed {
        told.push(no_time(first));
    }
    let never_withdraws = never_withdraws(&ingest);
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
        pattern,
        owners_known,
        withdrawals_known: ingest.sum(|w| w.actions.withdrawn) > 0
            || (first.chosen.wanted[ACTION].is_some() && !never_withdraws),
    };
    let sound = columns.check_shape().and_then(|()| {
        (0..columns.targets()).into_par_iter().try_for_each(|target| columns.check_target(target))
    });
    sound.map_err(|e| Fault::unusable(e.to_string()))?;

    let mut ledger = ingest.ledger;

    ledger.used = folded.used;
    ledger.repeats = folded.repeats;
    ledger.marks = columns.marks() as u64;
    ledger.withdrawals = folded.withdrawals;
    ledger.orphan_withdrawals = columns.orphans.len() as u64;
    ledger.unseen_withdrawals = never_withdraws.then_some(folded.gifts_again);
    let preset = first.about.preset;
    let mapping = Mapping {
        format: (!preset.columns.is_empty()).then_some(preset.name),
        alike: first.differing.is_empty(),
        columns: mapped(first, &names, &columns, request, &counts, born.as_ref()),
        unused: first
            .columns
            .iter()
            .map(|c| c.name.clone())
            .enumerate()
            .filter(|(i, _)| !first.chosen.wanted.contains(&Some(*i)))
            .map(|(_, name)| name)
            .collect(),
        time_format: time::said(&ingest.times().ways, request.assume_tz.as_deref().unwrap_or("UTC")),
        relative,
        first: span.0.filter(|_| timed).map(|s| s.0),
        last: span.0.filter(|_| timed).map(|s| s.1),
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
            " `{}` may say when accounts were made and was not taken for it.",
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
    request: &Request,
    counts: &Counts,
    born: Option<&Born>,
) -> Vec<Mapped> {
    let distinct = |role: usize| match role {
        ACCOUNT => names.accounts.len(),
        PAGE => names.pages.len(),
        TIME => sense::instants(&columns.time),
        ACTION => counts.words,
        VERB => names.verbs.len(),
        OWNER => counts.owners,
        COUNTRY => counts.countries,
        _ => 0,
    };
    let mut out = Vec::new();
    for (role, about) in LOG.iter().enumerate().take(EVENT) {
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
    if let (Some(born), Some(column)) = (born, first.column(0)) {
        out.push(born.mapped(column));
    }
    out
}

/// Whether the only word of the action columns was the one of a source that never reports withdrawals.
fn never_withdraws(ingest: &Ingest<'_>) -> bool {
    let of = |family: Family| ingest.sum(|w| w.actions.families[family as usize]);
    of(Family::Started) > 0 && FAMILIES.iter().filter(|f| of(**f) > 0).count() == 1
}

/// What is said of kinds of mark whose words take a mark back.
fn taken_for_kinds(first: &First, verbs: &[String]) -> Option<String> {
    let (verb, action) = (first.column(VERB)?, first.column(ACTION));
    let backwards = |v: &&String| action::word(v).is_some_and(|(action, _)| action == Action::Withdrawn);
    let odd: Vec<&str> = verbs.iter().filter(backwards).map(String::as_str).collect();
    (!odd.is_empty() && action != Some(verb)).then(|| {
        let column = synonyms::typed(verb);
        let odd = odd.join("`, `");
        format!("`{odd}` in `{verb}` counts as a kind of mark that is given: --action {column} --verb {column} takes it for withdrawals.")
    })
}

/// What is said where no two marks can meet.
fn alone(first: &First) -> String {
    let page = first.column(PAGE).unwrap_or_default();
    let others: Vec<String> = first
        .columns
        .iter()
        .enumerate()
        .filter(|(i, c)| !first.chosen.wanted.contains(&Some(*i)) && !c.name.is_empty())
        .map(|(_, c)| format!("`{}`", c.name))
        .take(8)
        .collect();
    let other =
        if others.is_empty() { String::new() } else { format!("; other columns are {}", others.join(", ")) };
    format!("Every row has a page of its own in `{page}`, so no two accounts meet (--page COLUMN{other}).")
}

/// The first and the last instant of events.
#[derive(Clone, Copy, Default)]
struct Span(Option<(Micros, Micros)>);

impl Span {
    fn add(&mut self, at: Micros) {
        self.0 = Some(self.0.map_or((at, at), |(first, last)| (first.min(at), last.max(at))));
    }

    fn join(&mut self, other: Span) {
        if let Some((first, last)) = other.0 {
            self.add(first);
            self.add(last);
        }
    }
}

/// Creation times that the ids of the accounts carry, if they do for sure.
fn born_of(names: &Names, folded: &Folded) -> Option<Born> {
    if !born::may_carry(&names.accounts) {
        return None;
    }
    let first: Vec<AtomicI64> = names.accounts.iter().map(|_| AtomicI64::new(Micros::MAX)).collect();
    // Most marks are not the first of their account: what has nothing to write does not wait for others.
    let seen = |account: AccountId, at: Micros| {
        let known = &first[account.index()];
        if at < known.load(Relaxed) {
            known.fetch_min(at, Relaxed);
        }
    };
    folded.account.par_iter().zip(&folded.time).for_each(|(account, at)| seen(*account, *at));
    folded.orphans.par_iter().for_each(|o| seen(o.account, o.time));
    let first: Vec<Micros> = first.into_iter().map(AtomicI64::into_inner).collect();
    let span = (*folded.time.par_iter().min()?, *folded.time.par_iter().max()?);
    born::read(&names.accounts, &first, span)
}
