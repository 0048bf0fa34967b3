//! `claque rows`: the rows of the log behind a crew, a job, a page's figures or a cell. The inputs are found
//! again, known again by their hashes, read as they were read, and their rows printed as they stand.

use crate::exit_code::ExitCode;
use crate::flags::RowsFlags;
use crate::interrupt;
use crate::progress::{self, Terminal};
use crate::settings;
use crate::tell::Trouble;
use claque_log::{Input, Request};
use claque_report::rows::{self, Picked};
use claque_report::words::say;
use claque_report::{Saved, visible, why};
use std::path::{Path, PathBuf};

/// Runs it.
///
/// # Errors
/// The fault that ends the run.
pub fn run(flags: &RowsFlags) -> Result<ExitCode, Trouble> {
    let saved = Saved::open(&flags.audit)?;
    let asked = why::find(&saved, &flags.reference)?;
    rows::may_ask(&saved, &asked)?;
    let terminal = Terminal::new(flags.quiet, false);
    let found = find(&saved, &flags.input)?;
    let request = Request {
        inputs: found.iter().map(|f| Input::Path(f.path.clone())).collect(),
        ..settings::request(&saved.model.provenance.settings)
    };
    for f in &found {
        let file = visible::name(&f.name);
        terminal.say(&say("rows.checked", &[("file", file.into()), ("sha256", f.sha256.clone().into())]));
    }
    let read = claque_log::read(&request, &terminal);
    terminal.done();
    let read = read?;
    let picked = rows::pick(&saved, &read.log, &asked, flags.reveal)?;
    drop(read);
    let printed = &picked[..picked.len().min(flags.limit.unwrap_or(usize::MAX))];
    progress::result(&text(&request, printed, &found, flags.json)?)?;
    if printed.len() < picked.len() {
        terminal.say(&say("rows.more", &[("n", (picked.len() - printed.len()).into())]));
    }
    terminal.say(&rows::sums(&saved, &asked, &picked)?);
    Ok(ExitCode::Made)
}

/// An input that was found again.
struct Found {
    path: PathBuf,
    /// As the audit names it.
    name: String,
    sha256: String,
    /// Where the demo's log was unpacked; gone with this.
    _unpacked: Option<tempfile::TempDir>,
}

/// Finds the inputs of the audit again, in the order in which it read them.
fn find(saved: &Saved, moved: &[PathBuf]) -> Result<Vec<Found>, Trouble> {
    let mut hashes = vec![];
    for path in moved {
        hashes.push((hash(path, false)?, path));
    }
    let mut found = vec![];
    for input in saved.model.provenance.inputs.iter().filter(|i| i.role == "events") {
        let (name, sha256) = (input.name.clone(), input.sha256.clone());
        let here = |path: PathBuf| Found { path, name, sha256, _unpacked: None };
        if let Some((_, path)) = hashes.iter().find(|(h, _)| *h == input.sha256) {
            found.push(here((*path).clone()));
            continue;
        }
        if let Some(kept) = &input.kept {
            let path = saved.dir.join(kept);
            if hash(&path, true)? != input.sha256 {
                return Err(changed(
                    &path,
                    "the copy in the folder is not what the audit read",
                    "fetch the folder again from where it was made",
                ));
            }
            found.push(here(path));
            continue;
        }
        if input.sha256 == claque_log::sha256_of(super::demo::LOG) {
            let (path, folder) = unpack_demo()?;
            found.push(Found { _unpacked: Some(folder), ..here(path) });
            continue;
        }
        found.push(here(named(saved, input)?));
    }
    if let Some((_, path)) = hashes.iter().find(|(h, _)| !found.iter().any(|f| f.sha256 == *h)) {
        let inputs: Vec<String> = found.iter().map(|f| visible::name(&f.name)).collect();
        return Err(changed(
            path,
            "this is no input of the audit, or it was changed",
            &format!("its inputs are: {}", inputs.join(", ")),
        ));
    }
    Ok(found)
}

/// The input under the name that the audit gives it: from here, or from where the folder stands.
fn named(saved: &Saved, input: &claque_report::Input) -> Result<PathBuf, Trouble> {
    let name = Path::new(&input.name);
    let beside = saved.dir.parent().map(|p| p.join(name));
    let Some(path) = std::iter::once(name.to_owned()).chain(beside).find(|p| p.is_file()) else {
        let what = if crate::place::is_stdin(name) || input.name == "standard input" {
            "the log came from standard input and no copy was kept (--no-keep)"
        } else {
            "the input is not where it was"
        };
        return Err(changed(name, what, "say where it lies now with --input FILE"));
    };
    let now = hash(&path, false)?;
    if now != input.sha256 {
        let what = format!("it was changed since the audit: SHA-256 {now}, the audit read {}", input.sha256);
        return Err(changed(&path, &what, "audit it again, or give the file as it was with --input FILE"));
    }
    Ok(path)
}

fn hash(path: &Path, kept: bool) -> Result<String, Trouble> {
    claque_log::sha256(path, kept).map_err(|e| {
        changed(path, &format!("cannot be read: {e}"), "look at the name, and whether it may be read")
    })
}

fn changed(path: &Path, what: &str, remedy: &str) -> Trouble {
    Trouble {
        code: ExitCode::Input,
        place: Some(path.display().to_string()),
        what: what.to_owned(),
        remedy: vec![remedy.to_owned()],
    }
}

/// The demo's log travels inside the program: it goes through a file, like any other.
fn unpack_demo() -> Result<(PathBuf, tempfile::TempDir), Trouble> {
    let refused = |e: std::io::Error| {
        Trouble::machine(format!("cannot unpack the demo's log: {e}"), "make room where temporary files go")
    };
    let folder = tempfile::tempdir().map_err(refused)?;
    interrupt::remove_too(folder.path());
    let path = folder.path().join(super::demo::NAME);
    std::fs::write(&path, super::demo::LOG).map_err(refused)?;
    Ok((path, folder))
}

/// The rows as text, with what the inputs hold in these lines.
fn text(request: &Request, picked: &[Picked], found: &[Found], json: bool) -> Result<String, Trouble> {
    let wanted: Vec<u64> = picked.iter().map(|p| p.row).collect();
    let mut lines = if json { vec![] } else { vec![rows::HEADER.to_owned()] };
    let mut rest = picked.iter();
    let mut faulty = None;
    claque_log::rows(request, &wanted, &mut |mut input| {
        if let Some(f) = found.iter().find(|f| f.path == Path::new(&input.file)) {
            input.file.clone_from(&f.name);
        }
        match rest.next().map(|picked| rows::line(picked, &input, json)) {
            Some(Ok(line)) => lines.push(line),
            Some(Err(fault)) => faulty = Some(fault),
            None => {}
        }
        Ok(())
    })?;
    match faulty {
        Some(fault) => Err(fault.into()),
        None => Ok(lines.join("\n")),
    }
}
