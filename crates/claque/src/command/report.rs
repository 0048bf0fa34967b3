//! `claque report`: an edition of the report, or the letter of reply to a page.

use super::put::Put;
use crate::exit_code::ExitCode;
use crate::flags::{Edition, Lang, ReportFlags};
use crate::tell::Trouble;
use claque_report::edition::{self, Key};
use claque_report::words::{Language, in_language, say};
use claque_report::{AudienceModel, Opened, ReportFault, SavedModel};
use std::path::{Path, PathBuf};

/// The key of pseudonyms where nobody names one.
const KEY: &str = "claque.key";

/// Runs it.
///
/// # Errors
/// The fault that ends the run.
pub fn run(flags: &ReportFlags) -> Result<ExitCode, Trouble> {
    let put = Put { out: flags.out.as_ref(), how: flags.write };
    let saved = match Opened::open(&flags.audit)? {
        Opened::Audit(saved) => saved,
        Opened::Counts(model) => return of_counts(flags, &model, &put),
    };
    let established =
        |said: &str| if saved.model.stamp.established { String::new() } else { said.to_owned() };
    let language = language(flags);
    if language != Language::English && flags.edition == Some(Edition::Press) {
        return Err(
            ReportFault::usage(&flags.audit, say("lang.press", &[]), say("lang.press_remedy", &[])).into()
        );
    }
    let (text, ending, told) = match (flags.edition, &flags.letter) {
        (_, Some(page)) => (edition::letter(&saved, page)?, "-letter.txt", say("letter.told", &[])),
        (Some(Edition::Full) | None, None) => {
            let text = in_language(language, || edition::full(&saved.model));
            (text, "-full.html", established(&say("stamp", &[])))
        }
        (Some(edition @ (Edition::Public | Edition::Press)), None) => {
            let (key, told) = key(flags)?;
            let public = edition::public(&saved, &key)?;
            let told = format!("{}{told}", established(&format!("{}\n", say("stamp", &[]))));
            match edition {
                Edition::Press => (edition::press(&public), "-press.html", told),
                _ => (in_language(language, || edition::public_page(&public)), "-public.html", told),
            }
        }
    };
    let ending = ending_in(language, ending);
    put.texts(&[(put.file(&saved.dir, &ending), text)], told.trim_end())
}

/// The report of an answer from counts, told again. It names no account, so that it has one edition alone.
fn of_counts(flags: &ReportFlags, model: &AudienceModel, put: &Put<'_>) -> Result<ExitCode, Trouble> {
    if flags.letter.is_some() || !matches!(flags.edition, None | Some(Edition::Full)) {
        let (what, remedy) = ("counts.one_edition", "counts.one_edition_remedy");
        return Err(ReportFault::usage(&flags.audit, say(what, &[]), say(remedy, &[])).into());
    }
    let language = language(flags);
    let text = in_language(language, || model.report());
    put.texts(&[(put.file(&flags.audit, &ending_in(language, "-full.html")), text)], "")
}

fn language(flags: &ReportFlags) -> Language {
    match flags.lang {
        None | Some(Lang::En) => Language::English,
        Some(Lang::Km) => Language::Khmer,
    }
}

/// The ending of a file's name: a language that is not English stands in it.
fn ending_in(language: Language, ending: &str) -> String {
    match language {
        Language::English => ending.to_owned(),
        Language::Khmer => ending.replace(".html", "-km.html"),
    }
}

/// The key of pseudonyms, and what is to be said of it. A dry run makes none, and the press page, which names no
/// account, needs none.
fn key(flags: &ReportFlags) -> Result<(Key, String), Trouble> {
    let path = flags.key.clone().unwrap_or_else(|| PathBuf::from(KEY));
    let unneeded = flags.edition == Some(Edition::Press) && flags.key.is_none();
    if unneeded || (flags.write.dry_run && !path.exists()) {
        return Ok((Key::fresh()?, String::new()));
    }
    let (key, made) = Key::find(&path)?;
    let said = if made { "edition.key_made" } else { "edition.key_used" };
    Ok((key, say(said, &[("file", shown(&path).into())])))
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
