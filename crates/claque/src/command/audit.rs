//! `claque audit`: a log in, a folder with its answer out.

use super::{Asked, Case, answer};
use crate::exit_code::ExitCode;
use crate::flags::AuditFlags;
use crate::place;
use crate::settings;
use crate::tell::Trouble;

/// Runs it.
///
/// # Errors
/// The fault that ends the run.
pub fn run(flags: &AuditFlags) -> Result<ExitCode, Trouble> {
    let mut flags = (*flags).clone();
    let settings = settings::resolve(&mut flags.log, &mut flags.search)?;
    let folder = flags.answer.folder.out.clone().unwrap_or_else(|| place::default_folder(&flags.log.inputs));
    let asked = Asked { search: &flags.search, answer: &flags.answer, people: &flags.people };
    let (request, title) = (super::look::request(&flags.log), place::title(&flags.log.inputs));
    let keep = !flags.no_keep && !flags.answer.dry_run;
    let case =
        Case { request: &request, title: &title, name: None, folder: &folder, settings: &settings, keep };
    answer(&case, &asked)
}
