//! What claque can be asked to do, one file a command. A log becomes an answer here, for all of them.

pub mod audience;
pub mod audit;
pub mod demo;
pub mod export;
pub mod itself;
pub mod look;
mod put;
mod reading;
pub mod report;
pub mod rows;
pub mod why;
pub mod worlds;

use crate::exit_code::ExitCode;
use crate::flags::{AnswerFlags, FailOn, PeopleFlags, SearchFlags, ThreadFlags};
use crate::interrupt;
use crate::progress::{self, Terminal};
use crate::settings::Settings;
use crate::tell::Trouble;
use claque_detect::Kind;
use claque_log::{Reading, Request};
use claque_marks::{Seed, Watch};
use claque_report::{
    Beside, Gate, WriteRejected, build_model, build_tables, check_out, summary, write_audit,
};
use claque_verdict::decoys::STATED;
use claque_verdict::{Asked as Wanted, Audit, Effort, Planting, audit};
use std::path::Path;

/// The flags that every command that makes an audit shares.
struct Asked<'a> {
    search: &'a SearchFlags,
    answer: &'a AnswerFlags,
    people: &'a PeopleFlags,
}

/// A log to audit.
struct Case<'a> {
    request: &'a Request,
    /// What the audit is called.
    title: &'a str,
    /// What the log is called, where its path on this machine says nothing to anybody.
    name: Option<&'a str>,
    /// Where the answer goes.
    folder: &'a Path,
    /// What was asked for, and by whom.
    settings: &'a Settings,
    /// Whether a copy is kept of an input that can be read only once.
    keep: bool,
}

/// Reads a log, audits it, writes the folder and prints the summary.
fn answer(case: &Case<'_>, asked: &Asked<'_>) -> Result<ExitCode, Trouble> {
    if asked.answer.fail_on.is_some() && asked.search.decoys() == 0 {
        return Err(Trouble::usage(
            "--fail-on asks how sure a crew is, and --decoys 0 leaves that unknown",
            "leave out one of the two",
        ));
    }
    // Nobody should wait for an audit that cannot be kept.
    check_out(case.folder, asked.answer.folder.force, None)?;
    in_pool(asked.search.on, || answer_in_pool(case, asked))
}

/// Does it on so many threads, or on all cores.
fn in_pool<T: Send>(on: ThreadFlags, work: impl FnOnce() -> Result<T, Trouble> + Send) -> Result<T, Trouble> {
    let mut pool = rayon::ThreadPoolBuilder::new();
    if let Some(threads) = on.threads {
        pool = pool.num_threads(usize::from(threads));
    }
    let pool = pool.build().map_err(|fault| {
        Trouble::machine(format!("cannot start threads: {fault}"), "ask for fewer with --threads")
    })?;
    // Libraries own no pool: whatever they do side by side is done in this one.
    pool.install(work)
}

/// Prints the summary of a folder that was written.
fn tell_summary(said: &str) -> Result<(), Trouble> {
    progress::stdout(said).map_err(|fault| {
        Trouble::machine(
            format!("cannot print the summary: {fault}"),
            "the folder was written; read it there",
        )
    })
}

fn answer_in_pool(case: &Case<'_>, asked: &Asked<'_>) -> Result<ExitCode, Trouble> {
    let terminal = Terminal::new(asked.answer.say.quiet, asked.answer.timings);
    let gate = Gate { all_members: asked.people.all_members, reveal: asked.people.reveal };
    let kept = case.keep.then(|| copies(case.folder)).transpose()?;
    let request = Request { keep: kept.as_ref().map(|k| k.path().to_owned()), ..case.request.clone() };
    let read = claque_log::read(&request, &terminal);
    terminal.done();
    let mut read = read.map_err(|mut fault| {
        if case.request.strict && fault.row.is_some() && fault.remedy.is_empty() {
            fault.remedy.push("mend the row, or leave out --strict to count it and go on".to_owned());
        }
        case.settings.blamed(fault)
    })?;
    if let (Some(name), Some(input)) = (case.name, read.inputs.first_mut()) {
        name.clone_into(&mut input.name);
    }
    if let Some(file) = &case.settings.file {
        terminal.say(&format!("settings from {}; flags win over them", file.name));
    }
    terminal.say(&reading::told(&read, gate));
    if asked.answer.dry_run {
        return would(case, asked);
    }
    let wanted = wanted(asked.search);
    let found = audit(&read.log.columns, &case.settings.parameters, &wanted, &terminal);
    terminal.done();
    terminal.say(&reading::searches(&found));
    terminal.begins("report");
    let tables = build_tables(&found, &read.log, gate)?;
    by_account(&mut read);
    let model = build_model(&found, &read.log, reading::provenance(&read, case.title, case.settings), gate);
    let rejected: WriteRejected<'_> = &|to| read.rejected.write_csv(to);
    let force = asked.answer.folder.force;
    let beside = Beside { rejected: Some(rejected), kept: kept.as_ref().map(tempfile::TempDir::path) };
    terminal.begins("writing");
    let written = interrupt::whole(|| write_audit(&model, &tables, beside, case.folder, force))?;
    terminal.tell_timings();
    let said = if asked.answer.say.json { summary::json(&model) } else { summary::text(&model) };
    tell_summary(&said)?;
    terminal.say(&format!("wrote {}", written.report.display()));
    let code = match asked.answer.fail_on {
        Some(kind) if stands(&found, kind) => ExitCode::Found,
        _ => ExitCode::Made,
    };
    // The program ends: its memory is given back at once, not name by name.
    std::mem::forget((read.log, found, tables, model));
    Ok(code)
}

/// Where the log names no country of its marks, and the table of accounts does, a mark counts for its account's, for
/// the chapter by country alone: the search is over, and the table of countries holds what the log names.
fn by_account(read: &mut Reading) {
    let (columns, of_account) = (&mut read.log.columns, &read.sides.account_country);
    if columns.country.is_empty() && of_account.iter().any(Option::is_some) {
        columns.country =
            columns.account.iter().map(|a| of_account.get(a.index()).copied().flatten()).collect();
    }
}

/// A folder for copies of inputs that can be read only once, beside the place where they will stay.
fn copies(folder: &Path) -> Result<tempfile::TempDir, Trouble> {
    let parent = folder.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let made = tempfile::Builder::new().prefix(".claque-").tempdir_in(parent).map_err(|fault| {
        Trouble::machine(
            format!("cannot keep a copy of the input in {}: {fault}", parent.display()),
            "name another place with --out, or keep none with --no-keep",
        )
    })?;
    interrupt::remove_too(made.path());
    Ok(made)
}

/// Says what an audit would do.
fn would(case: &Case<'_>, asked: &Asked<'_>) -> Result<ExitCode, Trouble> {
    let mut said = format!("would write {}", case.folder.display());
    for setting in &case.settings.asked {
        said.push_str(&format!("\n  {} = {} ({})", setting.name, setting.value, setting.from));
    }
    let gate = [(asked.people.all_members, "--all-members"), (asked.people.reveal, "--reveal")];
    let gate: Vec<&str> = gate.iter().filter(|(asked, _)| *asked).map(|(_, flag)| *flag).collect();
    if asked.answer.say.json {
        let would = serde_json::json!({
            "would_write": case.folder.display().to_string(),
            "settings": case.settings.asked,
            "gate": gate,
        });
        progress::result(&format!("{would:#}"))?;
        return Ok(ExitCode::Made);
    }
    for flag in gate {
        said.push_str(&format!("\n  {flag}"));
    }
    progress::result(&said)?;
    Ok(ExitCode::Made)
}

/// What is asked of the audit.
fn wanted(flags: &SearchFlags) -> Wanted {
    let decoys = flags.decoys();
    Wanted {
        seed: Seed(flags.seed()),
        decoys: match (flags.quick, flags.decoys) {
            (true, _) => Effort::quick(decoys),
            // Who asks for a number gets it, however large the log is.
            (false, Some(_)) => Effort { marks: f64::INFINITY, ..Effort::thorough(decoys) },
            (false, None) => Effort::thorough(decoys),
        },
        planting: match (flags.no_power, flags.quick) {
            (true, _) => Planting::None,
            (false, true) => Planting::Once,
            (false, false) => Planting::Enough,
        },
        coverage: flags.coverage,
    }
}

/// Whether a crew of this kind stands at q ≤ 0.05.
fn stands(audit: &Audit, asked: FailOn) -> bool {
    audit.crews.iter().any(|c| {
        let called = c.crew.kinds.called();
        let of_kind = match asked {
            FailOn::Hired => called == Kind::Hired,
            FailOn::Fabricated => called == Kind::Fabricated,
            FailOn::Any => called.is_doubted(),
        };
        of_kind && c.q.is_some_and(|q| q <= STATED)
    })
}
