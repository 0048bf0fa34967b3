//! Why: all that the folder of an audit says of one crew or of one page, without the log. What is found here
//! is told as text or as JSON; nothing is decided here.

mod crew;
mod page;
mod text;
mod untested;

pub use crew::{Chance, CrewWhy, JobWhy, Step};
pub(crate) use crew::{calibration, chance};
pub use page::{PageCrew, PageWhy};
pub(crate) use untested::untested_said;

use crate::error::ReportFault;
use crate::reference::Reference;
use crate::saved::Saved;
use crate::words::t;
use claque_marks::contract;
use serde::Serialize;

/// What is told of a reference.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Why {
    /// Of a crew.
    Crew(Box<CrewWhy>),
    /// Of a page, under each kind of mark.
    Page {
        /// One entry a kind of mark.
        targets: Vec<PageWhy>,
    },
}

impl Why {
    /// Looks it up in the folder.
    ///
    /// # Errors
    /// The reference names nothing in this audit, or a table cannot be told from.
    pub fn ask(saved: &Saved, text: &str) -> Result<Self, ReportFault> {
        match find(saved, text)? {
            Reference::Crew(crew) => Ok(Why::Crew(Box::new(crew::why(saved, &crew, None)?))),
            Reference::Job(crew, job) => Ok(Why::Crew(Box::new(crew::why(saved, &crew, Some(job))?))),
            Reference::Page(page) => Ok(Why::Page { targets: page::why(saved, &page)? }),
            Reference::Taken(crowd) => Err(ReportFault::usage(
                &saved.dir,
                t!("reference.taken", crowd = crowd.as_str()),
                t!("reference.taken_remedy", crowd = crowd.as_str()),
            )),
        }
    }

    /// As people read it: no wider than a terminal, `folder` named as the user named it.
    pub fn text(&self, saved: &Saved, folder: &str) -> String {
        crate::numbers::plain_spaces(&match self {
            Why::Crew(crew) => text::crew(saved, crew, folder),
            Why::Page { targets } => text::pages(saved, targets, folder),
        })
    }
}

/// The reference that a text names, if this audit has it.
///
/// # Errors
/// It names nothing here; the fault says what there is.
pub fn find(saved: &Saved, text: &str) -> Result<Reference, ReportFault> {
    let pages = saved.table(&contract::PAGES)?;
    let names = pages.text("page");
    let known = |name: &str| names.iter().any(|p| p.as_deref() == Some(name));
    let refuse = |what: String, remedy: String| Err(ReportFault::usage(&saved.dir, what, remedy));
    let forms = || t!("reference.forms");
    let reference = match Reference::parse(text, &known) {
        Ok(reference) => reference,
        Err(why) => return refuse(why, forms()),
    };
    match &reference {
        Reference::Crew(crew) | Reference::Job(crew, _) => {
            let Some(found) = saved.model.crews.iter().find(|c| c.crew == *crew) else {
                let what = match saved.model.crews.len() {
                    0 => t!("reference.no_crews", crew = crew.as_str()),
                    n => t!("reference.no_crew", crew = crew.as_str(), last = format!("C{n}")),
                };
                let remedy = if known(text) { t!("reference.is_page", page = text) } else { forms() };
                return refuse(what, remedy);
            };
            match &reference {
                Reference::Job(_, job) if u64::from(*job) > found.jobs => refuse(
                    t!("reference.no_job", crew = crew.as_str(), jobs = found.jobs),
                    t!("reference.try_job", reference = format!("{crew}/J{}", found.jobs)),
                ),
                _ => Ok(reference),
            }
        }
        Reference::Taken(crowd) => {
            if saved.model.taken(crowd).is_some() {
                return Ok(reference);
            }
            let what = t!("reference.no_taken", crowd = crowd.as_str(), n = saved.model.taken_back.len());
            let remedy = if known(text) { t!("reference.is_page", page = text) } else { forms() };
            refuse(what, remedy)
        }
        Reference::Page(page) => {
            let verbs: Vec<&str> = names
                .iter()
                .zip(pages.text("verb"))
                .filter(|(p, _)| p.as_deref() == Some(page.page.as_str()))
                .filter_map(|(_, v)| v.as_deref())
                .collect();
            if verbs.is_empty() {
                let what = t!("reference.no_page", page = crate::visible::name(&page.page));
                let near = nearest(&page.page, names.iter().flatten());
                let remedy = match near {
                    Some(near) => t!("reference.near", page = crate::visible::name(near)),
                    None => forms(),
                };
                return refuse(what, remedy);
            }
            if page.verb.as_deref().is_some_and(|v| !verbs.contains(&v)) {
                let what = t!("reference.no_verb", verbs = verbs.join(", "));
                return refuse(what, forms());
            }
            Ok(reference)
        }
    }
}

/// A page whose name holds what was written, or is held by it, in any case of letters.
fn nearest<'a>(text: &str, names: impl Iterator<Item = &'a String>) -> Option<&'a str> {
    let text = text.to_lowercase();
    names
        .filter(|n| {
            let n = n.to_lowercase();
            n.contains(&text) || (n.len() > 2 && text.contains(&n))
        })
        .min_by_key(|n| (n.len().abs_diff(text.len()), n.as_str()))
        .map(String::as_str)
}
