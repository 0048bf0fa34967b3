//! From inputs to the answer.

use crate::answer::{Ahead, Answer, Basis, Between, PageAnswer};
use crate::audience::{Audience, Finding, Page};
use crate::cells::Sheet;
use crate::country::Place;
use crate::entries::{Asked, Entries};
use crate::open::Pasted;
use crate::request::Request;
use crate::{contradictions, explain, gather, mix, open, own_periods};
use claque_log::{Fault, Whole};
use rayon::prelude::*;

/// Reads tables of counts: all of them are one audience.
///
/// # Errors
/// What cannot be read rightly, with the cell where there is one.
pub fn read(inputs: &[Whole], asked: &Asked) -> Result<Audience, Fault> {
    if let Some(period) = asked.period.filter(|p| p.start > crate::date::latest()) {
        let what = format!("--period: {} lies in the future", crate::date::said(period.start));
        return Err(Fault::unusable(what).remedy("give days that are over"));
    }
    let mut entries = Entries::default();
    // A fault of one table must not hide those of the next.
    let (mut sheets, mut faults) = (vec![], vec![]);
    for input in inputs {
        match open::sheets(input, asked.delimiter) {
            Ok(found) => sheets.extend(found.into_iter().map(|s| (input, s))),
            Err(fault) => faults.push(fault),
        }
    }
    let alone = inputs.len() == 1;
    let many = sheets.len() > inputs.len();
    for (input, sheet) in &sheets {
        faults.extend(entered(&mut entries, input, sheet, asked, (alone, many)).err());
    }
    if let Some(fault) = Fault::together(faults) {
        return Err(fault);
    }
    if entries.list.is_empty() {
        return Err(Fault::unusable("no table holds a number").remedy("give a table of counts by country"));
    }
    gather::gather(entries)
}

/// Takes in one sheet; `alone`: the only input, `many`: one of several sheets of a workbook.
fn entered(
    entries: &mut Entries,
    input: &Whole,
    sheet: &Sheet,
    asked: &Asked,
    (alone, many): (bool, bool),
) -> Result<(), Fault> {
    if sheet.western {
        entries.notes.push(Finding::note("western", &[], &[("file", sheet.name())]));
    }
    if entries.read(sheet, asked, alone)? {
        return Ok(());
    }
    let text = std::str::from_utf8(&input.content).unwrap_or_default();
    let measure = if asked.counts == Some(crate::columns::Measure::Total) { "total" } else { "new" };
    let pasted = if sheet.tab.is_none() { open::pasted(sheet, text, measure) } else { None };
    match pasted {
        Some(made) => {
            let lacking = |fault| lacking(sheet).unwrap_or(fault);
            let Pasted { sheet: made, left_out } = made.map_err(lacking)?;
            entries.read(&made, asked, alone).map_err(lacking)?;
            entries.notes.push(Finding::note("pasted", &[], &[("file", sheet.name())]));
            entries.notes.extend(left_out.map(|line| {
                Finding::note("pasted_left_out", &[], &[("file", sheet.name()), ("line", line)])
            }));
        }
        // A workbook may hold other sheets beside tables of counts.
        None if many => {
            entries.notes.push(Finding::note("sheet_left_out", &[], &[("file", sheet.name())]));
        }
        None => {
            if let Some(fault) = lacking(sheet) {
                return Err(fault);
            }
            return Err(Fault::unusable("this is no table of counts by country that is known")
                .in_file(&sheet.name())
                .remedy("give a header with country, date and new (or total); or a date column and one column for each country")
                .remedy("docs/audience.md shows every shape that is read"));
        }
    }
    Ok(())
}

/// What keeps a sheet from being a table of counts, where one of its rows is nearly a header.
fn lacking(sheet: &Sheet) -> Option<Fault> {
    let (row, what, remedy) = crate::columns::lacking(sheet)?;
    let fault = Fault::unusable(what).in_file(&sheet.name()).at(sheet.line(row) as u64);
    Some(fault.remedy(remedy).remedy("docs/audience.md shows every shape that is read"))
}

/// Answers for every page, and for two of them which is ahead.
pub fn answer(audience: &Audience, mut request: Request) -> Answer {
    let guessed = if request.home.is_none() { mix::guess_home(&audience.pages) } else { None };
    request.home = request.home.or(guessed);
    let grown = |p: &&Page| p.series > 0;
    let mut pages: Vec<PageAnswer> =
        audience.pages.par_iter().filter(grown).map(|page| one(page, &request)).collect();
    let ahead = ahead(audience, &pages, request.home);
    pages.sort_by(|a, b| b.unexplained.value.total_cmp(&a.unexplained.value).then(a.page.cmp(&b.page)));
    let mut notes = audience.notes.clone();
    let without: Vec<&str> =
        audience.pages.iter().filter(|p| p.series == 0).map(|p| p.name.as_str()).collect();
    if !without.is_empty() {
        notes.push(Finding::note("no_growth", &[], &[("pages", without.join(", "))]));
    }
    notes.extend(crate::unused::unused(audience, &request, &pages));
    Answer {
        home: request.home.map(Place::code),
        home_guessed: guessed.is_some(),
        pages,
        ahead,
        rows: audience.rows,
        notes,
    }
}

fn one(page: &Page, request: &Request) -> PageAnswer {
    let mut out = if own_periods::can(page, request) {
        own_periods::answer(page, request)
    } else {
        mix::answer(page, request)
    };
    let own = std::mem::replace(&mut out.findings, contradictions::contradictions(page, request.home));
    if matches!(out.basis, Basis::Quiet | Basis::Compared) {
        out.findings.extend(short(page, request.parameters.outside_least));
        out.findings.extend(own);
    }
    out.explanations = explain::explain(&out, page, request);
    out
}

/// Countries that so few periods tell of that nothing of theirs can stand out.
fn short(page: &Page, outside_least: u32) -> Option<Finding> {
    let few = |new: &[f64]| {
        let told = new.iter().filter(|y| y.is_finite()).count();
        told > 0 && told < outside_least as usize + 1
    };
    let countries: Vec<String> =
        page.places.iter().zip(&page.new).filter(|(_, new)| few(new)).map(|(p, _)| p.code()).collect();
    let gained: f64 = page.new.iter().filter(|new| few(new)).flatten().filter(|y| y.is_finite()).sum();
    let numbers = [("n", f64::from(outside_least + 1)), ("gained", gained)];
    (!countries.is_empty())
        .then(|| Finding::note("country_short", &numbers, &[("countries", countries.join(","))]))
}

/// With two pages: the probability that the first has more explained new marks in the periods common to both.
///
/// Both posteriors are taken as even over the assumptions where they stand on a mix; where they stand on quiet periods,
/// as even between nothing that no surge shows and the most of it: P = mean over pairs of Φ((E₁ − E₂)/√(v₁ + v₂)).
fn ahead(audience: &Audience, pages: &[PageAnswer], home: Option<Place>) -> Option<Ahead> {
    let [one, other] = &audience.pages[..] else { return None };
    let find = |p: &Page| pages.iter().find(|a| a.page == p.name && a.basis != Basis::Nothing);
    let mut out = Ahead {
        one: one.name.clone(),
        other: other.name.clone(),
        probability: None,
        explained: None,
        home_totals: None,
    };
    if let (Some(a), Some(b)) = (find(one), find(other)) {
        let same = a.start == b.start && a.end == b.end;
        if same {
            let laws = |p: &PageAnswer| -> Vec<(f64, f64)> {
                let of = |e: Between| {
                    (e.value, ((e.high - e.low) / (2.0 * crate::surprise::Z95)).powi(2).max(1.0))
                };
                match p.basis {
                    Basis::Mix => p.assumptions.iter().map(|x| of(x.expected)).collect(),
                    _ => {
                        let unseen = p.with_unseen.map_or(0.0, |u| u.high - p.unexplained.high);
                        let (mean, variance) = of(p.expected);
                        let part = |i: u32| (f64::from(i) + 0.5) / f64::from(UNSEEN_PARTS);
                        (0..UNSEEN_PARTS).map(|i| (mean - part(i) * unseen, variance)).collect()
                    }
                }
            };
            let (la, lb) = (laws(a), laws(b));
            let mut sum = 0.0;
            for (ma, va) in &la {
                for (mb, vb) in &lb {
                    sum += crate::surprise::normal((ma - mb) / (va + vb).sqrt());
                }
            }
            out.probability = Some(sum / (la.len() * lb.len()) as f64);
            out.explained = Some((a.expected, b.expected));
        }
    }
    out.home_totals = home_totals(one, other, home);
    Some(out)
}

/// Parts in which what no surge shows is looked through.
const UNSEEN_PARTS: u32 = 8;

/// Days within which totals of two pages are of one time.
const SAME_TIME: u32 = 31;

/// Totals at home of two pages, at the latest time that both tables tell.
fn home_totals(one: &Page, other: &Page, home: Option<Place>) -> Option<(f64, f64)> {
    let of = |p: &Page| -> Vec<(i32, f64)> {
        let at_home = p.totals.iter().filter(|t| Some(t.place) == home);
        at_home.filter_map(|t| Some((t.day?, t.value))).collect()
    };
    let (a, b) = (of(one), of(other));
    let pairs = a.iter().flat_map(|x| b.iter().map(move |y| (x, y)));
    let near = pairs.filter(|(x, y)| x.0.abs_diff(y.0) <= SAME_TIME);
    near.max_by_key(|(x, y)| x.0.min(y.0)).map(|(x, y)| (x.1, y.1))
}
