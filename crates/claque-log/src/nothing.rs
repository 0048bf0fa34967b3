//! Words that programs write where they have no name. A column of them would make one account of everybody whose name is
//! not known, with marks on many pages: rows of it are rejected, each with its reason, unless the user says that they are
//! names.

use crate::error::Fault;
use crate::event::Event;
use crate::ingest::Ingest;
use crate::intern::Interner;
use crate::mapping::{ACCOUNT, LOG, PAGE};
use crate::read::First;
use crate::reading::Request;
use crate::worker::Worker;

/// What spreadsheets, databases, R, Python and JavaScript write where there is nothing, as they spell it.
const NOTHING: [&str; 19] = [
    "#DIV/0!",
    "#N/A",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#REF!",
    "#VALUE!",
    "<NA>",
    "N/A",
    "NA",
    "NULL",
    "NaN",
    "None",
    "\\N",
    "nan",
    "nil",
    "none",
    "null",
    "undefined",
];

/// Which names of a sorted list may stand for nothing.
fn of_sorted(names: &[String]) -> Vec<&'static str> {
    let there = |nothing: &&str| names.binary_search_by(|n| n.as_str().cmp(nothing)).is_ok();
    NOTHING.into_iter().filter(there).collect()
}

/// What is said of names that may stand for nothing and were kept, unless the user knows of them.
pub(crate) fn kept(what: &str, names: &[String], request: &Request) -> Option<String> {
    let odd = of_sorted(names);
    (!odd.is_empty() && !request.null_names).then(|| {
        let odd = odd.join("`, `");
        format!("`{odd}` among the {what} may stand for nothing, and counts as a name: leave out such rows if it is none.")
    })
}

/// Rejects rows that have such a word for an account or a page. A source whose events are known names its accounts
/// itself, and there people do call themselves so.
pub(crate) fn reject(
    ingest: &mut Ingest<'_>,
    first: &First,
    request: &Request,
    told: &mut Vec<String>,
) -> Result<(), Fault> {
    if request.null_names || !first.about.preset.marks.is_empty() {
        return Ok(());
    }
    type Of = (usize, for<'w> fn(&'w Worker<'_>) -> &'w Interner, fn(&Event) -> u32);
    let of: [Of; 2] = [(ACCOUNT, |w| &w.accounts, |e| e.account), (PAGE, |w| &w.pages, |e| e.page)];
    let mut gone: Vec<(u64, usize, &str)> = Vec::new();
    for (role, names, number) in of {
        // A page that all rows are of was named by the user or the file.
        if role == PAGE && first.column(PAGE).is_none() {
            continue;
        }
        for worker in &mut ingest.workers {
            let there = NOTHING.iter().filter_map(|word| Some((names(worker).get(word)?, *word)));
            let words: Vec<(u32, &str)> = there.collect();
            if words.is_empty() {
                continue;
            }
            worker.dated.retain(|event| {
                let word = words.iter().find(|w| w.0 == number(event));
                gone.extend(word.map(|w| (event.row(), role, w.1)));
                word.is_none()
            });
        }
    }
    if gone.is_empty() {
        return Ok(());
    }
    gone.sort_unstable();
    let mut words: Vec<&str> = gone.iter().map(|g| g.2).collect();
    words.sort_unstable();
    words.dedup();
    told.push(format!(
        "{} rows have `{}` for an account or a page and were rejected: --null-names takes such words for names.",
        gone.len(),
        words.join("`, `")
    ));
    for (code, role, word) in gone {
        let name = LOG[role].name;
        let column = first.column(role).unwrap_or(name);
        ingest.reject_late(
            code,
            column,
            &format!("no {name}: `{word}` stands for nothing (--null-names if it is a name)"),
        )?;
    }
    Ok(())
}
