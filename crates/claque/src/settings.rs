//! What is asked for, and by whom: a flag wins over the settings file, that over the default. The settings
//! file is `claque.toml` beside the log, or what `--config` names; it holds what is tedious to repeat.
//!
//! What opens the gate (`all_members`, `reveal`) is no setting: it is asked for each time, by flag.

use crate::flags::{Dates, LogFlags, SearchFlags};
use crate::tell::Trouble;
use clap::ValueEnum;
use claque_log::Request;
use claque_marks::Parameters;
use claque_report::{Setting, SettingsFile};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The name by which a settings file is found.
pub const NAME: &str = "claque.toml";
/// Shuffled copies that are searched where nobody says.
pub const DECOYS: u32 = 20;
/// The seed where nobody says.
pub const SEED: u64 = 1;

/// A settings file, as it is written. `docs/settings.md` shows one with every key.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Written {
    accounts: Option<PathBuf>,
    pages: Option<PathBuf>,
    strict: Option<bool>,
    columns: WrittenColumns,
    search: WrittenSearch,
    parameters: Parameters,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WrittenColumns {
    account: Option<String>,
    page: Option<String>,
    time: Option<String>,
    action: Option<String>,
    verb: Option<String>,
    owner: Option<String>,
    country: Option<String>,
    format: Option<String>,
    one_page: Option<String>,
    null_names: Option<bool>,
    sheet: Option<String>,
    dates: Option<String>,
    delimiter: Option<String>,
    assume_tz: Option<String>,
    time_origin: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WrittenSearch {
    decoys: Option<u32>,
    seed: Option<u64>,
    threads: Option<u16>,
}

/// All that was asked for, resolved.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Values and who asked, for the report's provenance.
    pub asked: Vec<Setting>,
    /// The file that was read.
    pub file: Option<SettingsFile>,
    /// Parameters of the search and of kinds.
    pub parameters: Parameters,
}

/// Settings of one run, as they are resolved.
struct Resolving(Vec<Setting>);

impl Resolving {
    /// The flag, or else what the file says; noted in either case.
    fn take<T>(&mut self, name: &str, flag: &mut Option<T>, file: Option<T>, show: impl Fn(&T) -> String) {
        let from = if flag.is_some() { "flag" } else { "file" };
        if flag.is_none() {
            *flag = file;
        }
        if let Some(value) = flag.as_ref() {
            self.note(name, show(value), from);
        }
    }

    fn note(&mut self, name: &str, value: String, from: &str) {
        self.0.push(Setting { name: name.to_owned(), value, from: from.to_owned() });
    }
}

/// Reads the settings file, if there is one, and fills in what flags left open.
///
/// Also the one place that sees that standard input is asked for once.
///
/// # Errors
/// The file cannot be read, or holds a key or value that makes no sense: which, and on which line.
pub fn resolve(flags: &mut LogFlags, s: &mut SearchFlags) -> Result<Settings, Trouble> {
    if flags.inputs.iter().filter(|i| crate::place::is_stdin(i)).count() > 1 {
        return Err(Trouble::usage("standard input can be read once", "give `-` once"));
    }
    let found = find(flags)?;
    let (path, text) = found.unwrap_or_default();
    let written = read(&path, &text)?;
    let beside = path.parent().unwrap_or(Path::new("")).to_owned();
    let shown = |p: &PathBuf| p.display().to_string();
    let mut r = Resolving(vec![]);
    r.take("accounts", &mut flags.accounts, written.accounts.map(|p| beside.join(p)), shown);
    r.take("pages", &mut flags.pages, written.pages.map(|p| beside.join(p)), shown);
    let mut strict = flags.strict.then_some(true);
    r.take("strict", &mut strict, written.strict, bool::to_string);
    flags.strict = strict.unwrap_or(false);
    let (c, w) = (&mut flags.columns, written.columns);
    r.take("columns.account", &mut c.account, w.account, String::clone);
    r.take("columns.page", &mut c.page, w.page, String::clone);
    r.take("columns.time", &mut c.time, w.time, String::clone);
    r.take("columns.action", &mut c.action, w.action, String::clone);
    r.take("columns.verb", &mut c.verb, w.verb, String::clone);
    r.take("columns.owner", &mut c.owner, w.owner, String::clone);
    r.take("columns.country", &mut c.country, w.country, String::clone);
    if let Some(why) = w.format.as_deref().and_then(unknown_format) {
        return Err(faulty(&path, &text, "format", &why));
    }
    r.take("columns.format", &mut c.format, w.format, String::clone);
    r.take("columns.one_page", &mut c.one_page, w.one_page, String::clone);
    let mut null_names = c.null_names.then_some(true);
    r.take("columns.null_names", &mut null_names, w.null_names, bool::to_string);
    c.null_names = null_names.unwrap_or(false);
    r.take("columns.sheet", &mut c.sheet, w.sheet, String::clone);
    let dates = w.dates.map(|d| Dates::from_str(&d, false)).transpose();
    let dates = dates.map_err(|_| faulty(&path, &text, "dates", "it is day-first or month-first"))?;
    r.take("columns.dates", &mut c.dates, dates, |d| d.name().to_owned());
    let delimiter = w.delimiter.map(|d| crate::flags::delimiter(&d));
    let delimiter = delimiter.transpose().map_err(|why| faulty(&path, &text, "delimiter", &why))?;
    r.take("columns.delimiter", &mut c.delimiter, delimiter, |d| match d {
        b'\t' => "tab".to_owned(),
        d => char::from(*d).to_string(),
    });
    r.take("columns.assume_tz", &mut c.assume_tz, w.assume_tz, String::clone);
    r.take("columns.time_origin", &mut c.time_origin, w.time_origin, String::clone);
    r.take("search.decoys", &mut s.decoys, written.search.decoys, u32::to_string);
    r.take("search.seed", &mut s.seed, written.search.seed, u64::to_string);
    // How many threads work is no setting of the result, and is not noted.
    s.on.threads = s.on.threads.or(written.search.threads);
    let parameters = parameters(&path, &text, written.parameters, &mut r)?;
    defaults(&mut r);
    let file = (!path.as_os_str().is_empty())
        .then(|| SettingsFile { name: shown(&path), sha256: claque_log::sha256_of(text.as_bytes()) });
    Ok(Settings { asked: r.0, file, parameters })
}

/// The settings of a run without flags and file.
pub fn of_demo(flags: &crate::flags::SearchFlags) -> Settings {
    let mut r = Resolving(vec![]);
    let mut search = flags.clone();
    r.take("search.decoys", &mut search.decoys, None, u32::to_string);
    r.take("search.seed", &mut search.seed, None, u64::to_string);
    defaults(&mut r);
    Settings { asked: r.0, file: None, parameters: Parameters::default() }
}

/// Notes the defaults of what nobody asked for and that a reader may want to know.
fn defaults(r: &mut Resolving) {
    for (name, value) in [
        ("columns.assume_tz", "UTC".to_owned()),
        ("search.decoys", DECOYS.to_string()),
        ("search.seed", SEED.to_string()),
    ] {
        if !r.0.iter().any(|s| s.name == name) {
            r.note(name, value, "default");
        }
    }
}

/// Parameters that the file changes, checked and noted.
fn parameters(
    path: &Path,
    text: &str,
    written: Parameters,
    r: &mut Resolving,
) -> Result<Parameters, Trouble> {
    let wrong = written.check();
    if !wrong.is_empty() {
        let lines: Vec<String> = wrong
            .iter()
            .map(|w| {
                let key = w.name.rsplit('.').next().unwrap_or(&w.name);
                format!(
                    "line {}: parameters.{} is {}; it must be {}",
                    line_of(text, key),
                    w.name,
                    w.value,
                    w.range
                )
            })
            .collect();
        return Err(unusable(
            path,
            lines.join("\n"),
            "docs/parameters.md has every parameter with its range",
        ));
    }
    let json = |p: &Parameters| serde_json::to_value(p).unwrap_or_default();
    let (ours, theirs) = (json(&Parameters::default()), json(&written));
    for (group, values) in theirs.as_object().into_iter().flatten() {
        for (name, value) in values.as_object().into_iter().flatten() {
            if ours[group][name] != *value {
                r.note(&format!("parameters.{group}.{name}"), value.to_string(), "file");
            }
        }
    }
    Ok(written)
}

/// The settings file of this run, if any: its path and its text.
fn find(flags: &LogFlags) -> Result<Option<(PathBuf, String)>, Trouble> {
    let path = match &flags.config {
        Some(path) => path.clone(),
        None => {
            // Beside the log: for standard input, where the user is.
            let first = flags.inputs.first().filter(|i| !crate::place::is_stdin(i));
            let beside = first.and_then(|i| i.parent()).unwrap_or(Path::new("")).join(NAME);
            if !beside.is_file() {
                return Ok(None);
            }
            beside
        }
    };
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some((path, text))),
        Err(fault) => Err(unusable(
            &path,
            format!("cannot be read: {fault}"),
            "name another settings file with --config",
        )),
    }
}

fn read(path: &Path, text: &str) -> Result<Written, Trouble> {
    toml::from_str(text).map_err(|fault| {
        let line = fault.span().map_or(1, |s| 1 + text[..s.start.min(text.len())].matches('\n').count());
        let said = fault.message();
        let gate = ["all_members", "reveal"].iter().find(|g| said.contains(&format!("`{g}`")));
        let remedy = match gate {
            Some(gate) => {
                format!("take it out: --{} is asked for each time, by flag", gate.replace('_', "-"))
            }
            None => "mend the line; docs/settings.md shows every key".to_owned(),
        };
        unusable(path, format!("line {line}: {said}"), &remedy)
    })
}

fn faulty(path: &Path, text: &str, key: &str, why: &str) -> Trouble {
    unusable(
        path,
        format!("line {}: {key}: {why}", line_of(text, key)),
        "mend the line; docs/settings.md shows every key",
    )
}

fn unusable(path: &Path, what: String, remedy: &str) -> Trouble {
    Trouble { place: Some(path.display().to_string()), ..Trouble::usage(what, remedy) }
}

/// The line on which a key is set, from 1.
fn line_of(text: &str, key: &str) -> usize {
    let sets = |line: &str| {
        let line = line.trim_start();
        line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(['=', ']']))
            || line.trim_end().ends_with(&format!(".{key}]"))
    };
    1 + text.lines().position(sets).unwrap_or(0)
}

/// What is wrong with a shape that is not known.
fn unknown_format(name: &str) -> Option<String> {
    let known: Vec<&str> = claque_log::formats().map(|f| f.name).collect();
    (!known.contains(&name))
        .then(|| format!("`{name}` is no source that is known; there are {}", known.join(", ")))
}

impl Settings {
    /// A fault that blames a flag, where the settings file named the column.
    pub fn blamed(&self, mut fault: claque_log::Fault) -> claque_log::Fault {
        let from_file = self.asked.iter().filter(|s| s.from == "file");
        let file = self.file.as_ref().map_or(NAME, |f| f.name.as_str());
        for column in from_file.filter_map(|s| s.name.strip_prefix("columns.")) {
            fault.what = fault.what.replace(
                &format!("--{column} names a column"),
                &format!("`{column}` in {file} names a column"),
            );
        }
        fault
    }
}

/// What the reader was asked for, back from what was noted: an audit's log is read again as it was read.
pub fn request(asked: &[Setting]) -> Request {
    let get = |name: &str| asked.iter().find(|s| s.name == name).map(|s| s.value.clone());
    let columns = claque_log::ColumnFlags {
        account: get("columns.account"),
        page: get("columns.page"),
        time: get("columns.time"),
        action: get("columns.action"),
        verb: get("columns.verb"),
        owner: get("columns.owner"),
        country: get("columns.country"),
    };
    Request {
        columns,
        format: get("columns.format"),
        one_page: get("columns.one_page"),
        null_names: get("columns.null_names").is_some_and(|v| v == "true"),
        sheet: get("columns.sheet"),
        dates: get("columns.dates").and_then(|d| Dates::from_str(&d, false).ok()).map(Dates::order),
        delimiter: get("columns.delimiter").and_then(|d| crate::flags::delimiter(&d).ok()),
        assume_tz: get("columns.assume_tz"),
        time_origin: get("columns.time_origin"),
        ..Request::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_a_key() {
        let text = "strict = true\n\n[columns]\ndelimiter = \";\"\n[parameters.kinds.pace]\nthreshold = 1\n";
        assert_eq!((line_of(text, "delimiter"), line_of(text, "strict"), line_of(text, "pace")), (4, 1, 5));
    }

    #[test]
    fn an_unknown_key_is_told_with_its_line() {
        let fault =
            read(Path::new("claque.toml"), "strict = true\n[columns]\nacount = \"login\"\n").unwrap_err();
        assert!(fault.what.starts_with("line 3: ") && fault.what.contains("acount"), "{}", fault.what);
        let gate = read(Path::new("claque.toml"), "reveal = true\n").unwrap_err();
        assert!(gate.remedy[0].contains("--reveal"), "{gate:?}");
    }
}
