//! `claque audit`: a log in, a folder with its answer out.

use super::{Asked, Case, answer};
use crate::exit_code::ExitCode;
use crate::flags::{self, AuditFlags};
use crate::place;
use crate::settings;
use crate::tell::Trouble;
use claque_log::{ColumnFlags, Input, Request};

/// Runs it.
///
/// # Errors
/// The fault that ends the run.
pub fn run(flags: &AuditFlags) -> Result<ExitCode, Trouble> {
    if flags.inputs.iter().filter(|i| place::is_stdin(i)).count() > 1 {
        return Err(Trouble::usage("standard input can be read once", "give `-` once"));
    }
    let mut flags = (*flags).clone();
    let settings = settings::resolve(&mut flags)?;
    let folder = flags.answer.out.clone().unwrap_or_else(|| place::default_folder(&flags.inputs));
    let asked = Asked { search: &flags.search, answer: &flags.answer, people: &flags.people };
    let (request, title) = (request(&flags), place::title(&flags.inputs));
    let keep = !flags.no_keep && !flags.answer.dry_run;
    let case =
        Case { request: &request, title: &title, name: None, folder: &folder, settings: &settings, keep };
    answer(&case, &asked)
}

/// What the reader is asked for.
fn request(flags: &AuditFlags) -> Request {
    let flags::ColumnFlags { account, page, time, action, verb, owner, country, .. } = flags.columns.clone();
    let input =
        |i: &std::path::PathBuf| if place::is_stdin(i) { Input::Stdin } else { Input::Path(i.clone()) };
    Request {
        inputs: flags.inputs.iter().map(input).collect(),
        accounts: flags.accounts.clone(),
        pages: flags.pages.clone(),
        columns: ColumnFlags { account, page, time, action, verb, owner, country },
        delimiter: flags.columns.delimiter,
        assume_tz: flags.columns.assume_tz.clone(),
        time_origin: flags.columns.time_origin.clone(),
        strict: flags.strict,
        keep: None,
    }
}
