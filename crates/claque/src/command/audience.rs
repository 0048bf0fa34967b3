//! `claque audience`: tables of counts in, a folder with their answer out.

use super::{in_pool, tell_summary};
use crate::exit_code::ExitCode;
use crate::flags::{AudienceFlags, Counts};
use crate::interrupt;
use crate::place;
use crate::progress::Terminal;
use crate::tell::Trouble;
use claque_audience::{Asked, Finding, Measure, Request};
use claque_log::{Fault, FaultKind, Input, Whole, read_whole};
use claque_report::words::say;
use claque_report::{
    Beside, Ledger, Provenance, audience_json, audience_note, audience_text, build_audience, check_out,
    visible, write_audit,
};
use std::path::{Path, PathBuf};

/// Runs it.
///
/// # Errors
/// The fault that ends the run.
pub fn run(flags: &AudienceFlags) -> Result<ExitCode, Trouble> {
    let all = flags.inputs.iter().chain(&flags.compare).chain(&flags.events).chain(&flags.base_rates);
    if all.filter(|i| place::is_stdin(i)).count() > 1 {
        return Err(Trouble::usage("standard input can be read once", "give `-` once"));
    }
    let folder = flags.folder.out.clone().unwrap_or_else(|| place::default_folder(&flags.inputs));
    check_out(&folder, flags.folder.force, None)?;
    in_pool(flags.on, || answered(flags, &folder))
}

fn answered(flags: &AudienceFlags, folder: &std::path::Path) -> Result<ExitCode, Trouble> {
    let terminal = Terminal::new(flags.say.quiet, false);
    let mut warnings = vec![];
    let mut inputs: Vec<(&str, Whole)> = vec![];
    let mut read = |role: &'static str, paths: &[PathBuf]| -> Result<Vec<Whole>, Trouble> {
        let paths: Vec<Input> = paths.iter().map(|p| input(p)).collect();
        let found = read_whole(&paths, &mut warnings).map_err(remedied)?;
        inputs.extend(found.iter().map(|w| (role, Whole { content: vec![], ..w.clone() })));
        Ok(found)
    };
    let asked = asked(flags);
    let audience = claque_audience::read(&read("counts", &flags.inputs)?, &asked)?;
    let mut request =
        Request { home: flags.home, home_shares: flags.home_share.clone(), ..Request::default() };
    if !flags.compare.is_empty() {
        request.compare_with(claque_audience::read(
            &read("comparison", &flags.compare)?,
            &Asked { page: None, ..asked },
        )?);
    }
    for (path, events) in [(&flags.events, true), (&flags.base_rates, false)] {
        let Some(path) = path else { continue };
        for side in read(if events { "events" } else { "base_rates" }, std::slice::from_ref(path))? {
            if events {
                request.events.extend(claque_audience::events(&side)?);
            } else {
                request.rates.extend(claque_audience::base_rates(&side)?);
            }
        }
    }
    let parameters = request.parameters.clone();
    let answer = claque_audience::answer(&audience, request);
    let (used, empty, above) = answer.rows;
    terminal.say(&told(&inputs, &answer.notes, &warnings, (used, empty)));
    let provenance = Provenance {
        title: place::title(&flags.inputs),
        inputs: inputs.iter().map(|(role, w)| named(role, w)).collect(),
        ledger: Ledger { lines_in: used + empty + above, used, blank: empty + above, ..Ledger::default() },
        warnings,
        ..Provenance::default()
    };
    let (model, tables) = build_audience(answer, &audience, parameters, provenance)?;
    let written =
        interrupt::whole(|| write_audit(&model, &tables, Beside::default(), folder, flags.folder.force))?;
    tell_summary(&if flags.say.json { audience_json(&model) } else { audience_text(&model) })?;
    terminal.say(&format!("wrote {}", written.report.display()));
    Ok(ExitCode::Made)
}

fn input(path: &Path) -> Input {
    if place::is_stdin(path) { Input::Stdin } else { Input::Path(path.to_owned()) }
}

/// What to do about an input of which the reader only knows that it is unusable.
fn remedied(fault: Fault) -> Fault {
    if fault.remedy.is_empty() && fault.kind == FaultKind::Unusable {
        return fault.remedy("give a table of counts by country; `claque audience --help` says more");
    }
    fault
}

fn asked(flags: &AudienceFlags) -> Asked {
    Asked {
        period: flags.period,
        day_first: (flags.day_first || flags.month_first).then_some(flags.day_first),
        counts: flags.counts.map(|c| if c == Counts::New { Measure::New } else { Measure::Total }),
        page: flags.page.clone(),
        delimiter: flags.delimiter,
    }
}

fn named(role: &str, whole: &Whole) -> claque_report::Input {
    claque_report::Input {
        role: role.to_owned(),
        name: whole.name.clone(),
        format: whole.packed.unwrap_or("plain").to_owned(),
        bytes: whole.bytes,
        sha256: whole.sha256.clone(),
        rows: 0,
        kept: None,
    }
}

/// What was read, for people.
fn told(
    inputs: &[(&str, Whole)],
    notes: &[Finding],
    warnings: &[String],
    (used, empty): (u64, u64),
) -> String {
    let mut lines: Vec<String> = inputs
        .iter()
        .map(|(role, w)| {
            let role = say(&format!("input.{role}"), &[]);
            format!("{}: {role}, {} bytes", visible::name(&w.name), w.bytes)
        })
        .collect();
    lines.push(format!("{used} rows with a number, {empty} without one"));
    let notes = notes.iter().map(audience_note).chain(warnings.iter().cloned());
    lines.extend(notes.map(|n| format!("note: {}", visible::visible(&n))));
    lines.join("\n")
}
