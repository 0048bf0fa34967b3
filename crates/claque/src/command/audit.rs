//! `claque audit`: a log in, a folder with its answer out.

use super::{Asked, Case, answer};
use crate::exit_code::ExitCode;
use crate::flags::AuditFlags;
use crate::place;
use crate::settings;
use crate::tell::Trouble;
use claque_log::Request;

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
    Request {
        accounts: flags.accounts.clone(),
        pages: flags.pages.clone(),
        strict: flags.strict,
        ..super::look::request(&flags.inputs, &flags.columns)
    }
}
