//! `claque look`: how a log would be read, and what to type. Nothing is written.

use super::in_pool;
use super::reading::{grouped, told};
use crate::exit_code::ExitCode;
use crate::flags::{self, Dates, LogFlags, LookFlags, SearchFlags};
use crate::progress::{self, Terminal};
use crate::settings::{self, Settings};
use crate::{place, tell::Trouble};
use claque_log::{ColumnFlags, Fault, Head, Input, Reading, Request};
use claque_report::{Gate, visible};
use std::path::{Path, PathBuf};

/// Sample values longer than this are cut, in letters.
const SAMPLE: usize = 40;
/// Columns that are shown of an input that cannot be read.
const COLUMNS: usize = 60;

/// Runs it.
///
/// # Errors
/// The fault of a log that cannot be read, after what was seen of it.
pub fn run(flags: &LookFlags) -> Result<ExitCode, Trouble> {
    let mut flags = flags.clone();
    let mut search = SearchFlags { on: flags.on, ..SearchFlags::default() };
    let settings = settings::resolve(&mut flags.log, &mut search)?;
    let request = request(&flags.log);
    let terminal = Terminal::new(flags.say.quiet, false);
    if let Some(file) = &settings.file {
        terminal.say(&format!("settings from {}; flags win over them", file.name));
    }
    in_pool(search.on, || looked(&flags, &request, &settings, &terminal))
}

fn looked(
    flags: &LookFlags,
    request: &Request,
    settings: &Settings,
    terminal: &Terminal,
) -> Result<ExitCode, Trouble> {
    let read = claque_log::read(request, terminal).map_err(|fault| settings.blamed(fault));
    terminal.done();
    let gate = Gate { all_members: false, reveal: flags.reveal };
    let print = |text: &str| {
        progress::stdout(text)
            .map_err(|fault| Trouble::machine(format!("cannot print: {fault}"), "look at where it goes"))
    };
    match read {
        Ok(read) => {
            let command = command(&read, &flags.log);
            print(&if flags.say.json { json(&read, &command, gate) } else { text(&read, &command, gate) })?;
            // The program ends: its memory is given back at once, not name by name.
            std::mem::forget(read.log);
            Ok(ExitCode::Made)
        }
        Err(fault) => {
            let heads = claque_log::heads(request).unwrap_or_default();
            if flags.say.json {
                print(&json_of_fault(&fault, &heads, gate))?;
            } else if !heads.is_empty() {
                print(&heads.iter().map(|h| head(h, gate)).collect::<Vec<_>>().join("\n"))?;
            }
            Err(fault.into())
        }
    }
}

/// What the reader is asked for, by the flags that say how a log is read.
pub fn request(log: &LogFlags) -> Request {
    let columns = &log.columns;
    let flags::ColumnFlags { account, page, time, action, verb, owner, country, .. } = columns.clone();
    let input = |i: &PathBuf| if place::is_stdin(i) { Input::Stdin } else { Input::Path(i.clone()) };
    Request {
        inputs: log.inputs.iter().map(input).collect(),
        accounts: log.accounts.clone(),
        pages: log.pages.clone(),
        strict: log.strict,
        columns: ColumnFlags { account, page, time, action, verb, owner, country },
        format: columns.format.clone(),
        one_page: columns.one_page.clone(),
        null_names: columns.null_names,
        sheet: columns.sheet.clone(),
        dates: columns.dates.map(Dates::order),
        delimiter: columns.delimiter,
        assume_tz: columns.assume_tz.clone(),
        time_origin: columns.time_origin.clone(),
        ..Request::default()
    }
}

/// The mapping that proves itself, and what to type.
fn text(read: &Reading, command: &[String], gate: Gate) -> String {
    let mut lines = vec![told(read, gate)];
    let rows = read.ledger.used + read.ledger.repeats;
    for c in &read.mapping.columns {
        let again = if c.distinct == 0 { 0 } else { rows.saturating_sub(c.distinct) };
        lines.push(format!(
            "  {}: {} different in {} rows ({} of the rows say one again)",
            c.role,
            grouped(c.distinct),
            grouped(rows),
            share(again, rows)
        ));
    }
    lines.push(format!(
        "  {} of the rows that are used repeat what was already so",
        share(read.ledger.repeats, rows)
    ));
    if !read.mapping.unused.is_empty() {
        let names: Vec<String> = read.mapping.unused.iter().take(COLUMNS).map(|n| visible::name(n)).collect();
        let more = if read.mapping.unused.len() > COLUMNS { ", …" } else { "" };
        lines.push(format!("  not used: {}{more}", names.join(", ")));
    }
    lines
        .push(format!("to audit it:\n  {}", command.iter().map(|w| quoted(w)).collect::<Vec<_>>().join(" ")));
    lines.join("\n")
}

/// A share in per cent.
fn share(part: u64, all: u64) -> String {
    if all == 0 {
        return "none".to_owned();
    }
    format!("{:.1} %", part as f64 * 100.0 / all as f64)
}

/// The front of an input that cannot be read.
fn head(head: &Head, gate: Gate) -> String {
    let mut lines = vec![format!("{}: {}", visible::name(&head.name), head.format)];
    for column in head.columns.iter().take(COLUMNS) {
        // Which column names accounts is not known: all samples are shown as those of accounts are.
        let samples: Vec<String> =
            column.samples.iter().map(|s| visible::cut(&gate.sample("account", s), SAMPLE)).collect();
        let such =
            if samples.is_empty() { "empty".to_owned() } else { format!("such as {}", samples.join(", ")) };
        lines.push(format!("  `{}` {such}", visible::name(&column.name)));
    }
    if head.columns.len() > COLUMNS {
        lines.push(format!("  … and {} more columns", head.columns.len() - COLUMNS));
    }
    lines.join("\n")
}

/// The command that audits the log as it was read here, with every choice as a flag.
fn command(read: &Reading, flags: &LogFlags) -> Vec<String> {
    // What begins with a hyphen would be read as a flag.
    let path = |p: &Path| {
        let name = p.display().to_string();
        if name.starts_with('-') && name.len() > 1 { format!("./{name}") } else { name }
    };
    let mut words = vec!["claque".to_owned(), "audit".to_owned()];
    words.extend(flags.inputs.iter().map(|i| path(i)));
    let mut flag = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            words.extend([format!("--{name}"), value]);
        }
    };
    flag("accounts", flags.accounts.as_deref().map(path));
    flag("pages", flags.pages.as_deref().map(path));
    // Inputs that differ are each told by itself, as they were here: what the first is would be wrong of the others.
    let alike = read.mapping.alike;
    let told = read.mapping.format.filter(|_| alike).map(str::to_owned);
    flag("format", flags.columns.format.clone().or(told));
    // A known shape says itself which column is what, but for those that the user named.
    let named = &flags.columns;
    let of = |role: &str| match role {
        "account" => &named.account,
        "page" => &named.page,
        "time" => &named.time,
        "action" => &named.action,
        "verb" => &named.verb,
        "owner" => &named.owner,
        _ => &named.country,
    };
    for column in &read.mapping.columns {
        let shown = (alike && read.mapping.format.is_none()) || of(column.role).is_some();
        flag(column.role, shown.then(|| column.column.clone()));
    }
    flag("one-page", named.one_page.clone());
    flag("sheet", named.sheet.clone());
    flag("dates", named.dates.map(|d| d.name().to_owned()));
    flag(
        "delimiter",
        named.delimiter.map(|d| if d == b'\t' { "tab".to_owned() } else { char::from(d).to_string() }),
    );
    flag("assume-tz", named.assume_tz.clone());
    flag("time-origin", named.time_origin.clone());
    if named.null_names {
        words.push("--null-names".to_owned());
    }
    if flags.strict {
        words.push("--strict".to_owned());
    }
    words
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=+:,@%".contains(c);
    match !word.is_empty() && word.chars().all(plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

fn json(read: &Reading, command: &[String], gate: Gate) -> String {
    let mut mapping = read.mapping.clone();
    for column in &mut mapping.columns {
        let role = column.role;
        column.samples.iter_mut().for_each(|s| *s = gate.sample(role, s));
    }
    let rejected: Vec<serde_json::Value> = read
        .rejected
        .first
        .iter()
        .map(|r| serde_json::json!({"file": r.file, "line": r.line, "column": r.column, "reason": r.reason}))
        .collect();
    let seen = serde_json::json!({
        "inputs": read.inputs,
        "mapping": mapping,
        "ledger": read.ledger,
        "rejected": rejected,
        "warnings": read.warnings,
        "command": command,
    });
    format!("{seen:#}")
}

fn json_of_fault(fault: &Fault, heads: &[Head], gate: Gate) -> String {
    let mut heads = heads.to_vec();
    let columns = heads.iter_mut().flat_map(|h| &mut h.columns);
    columns.flat_map(|c| &mut c.samples).for_each(|s| *s = gate.sample("account", s));
    let what: Vec<&str> = fault.what.lines().collect();
    let seen = serde_json::json!({
        "inputs": heads,
        "fault": {
            "file": fault.file, "row": fault.row, "column": fault.column, "what": what, "remedy": fault.remedy,
        },
    });
    format!("{seen:#}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_survive_a_shell() {
        assert_eq!(quoted("likes.csv"), "likes.csv");
        assert_eq!(quoted("my likes.csv"), "'my likes.csv'");
        assert_eq!(quoted("it's"), "'it'\\''s'");
        assert_eq!(quoted(""), "''");
        assert_eq!((share(1, 4), share(0, 0)), ("25.0 %".to_owned(), "none".to_owned()));
    }
}
