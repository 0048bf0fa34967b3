//! Editions of a report, and the letter to a page: each made from the folder of an audit, one file each.

mod by_country;
mod few_pages;
mod key;
mod letter;
mod press;
mod public;

pub use key::Key;
pub use letter::letter;
pub use press::press;
pub use public::{K, LeftOut, Public, public};

use crate::model::Model;
use crate::words::t;

/// The report in full: the `report.html` of the folder.
pub fn full(model: &Model) -> String {
    crate::page::render(model)
}

/// The public edition as a page: that it leaves out is said on top, what it leaves out at the end.
pub fn public_page(edition: &Public) -> String {
    let l = edition.left_out;
    let mut said = t!("edition.public_tables");
    if l.crews > 0 {
        said.push_str(&t!("edition.public_crews", n = l.crews, k = K));
    }
    if l.pages > 0 {
        said.push_str(&t!("edition.public_pages", n = l.pages, k = K));
    }
    if l.others > 0 {
        said.push_str(&t!("edition.public_others", n = l.others, k = K));
    }
    // Where the log cannot show direction, small chances of it are no marks that were folded.
    let direction = !edition.model.shows_no_withdrawals();
    if direction && l.folded > 0 {
        said.push_str(&t!("edition.public_folded", n = l.folded, k = K));
    }
    if direction && l.directed {
        said.push_str(&t!("edition.public_directed", k = K));
    }
    if l.jobs > 0 {
        said.push_str(&t!("edition.public_jobs", n = l.jobs, k = K));
    }
    let note = crate::page::Note { top: t!("edition.public", k = K), left_out: said };
    crate::page::render_with(&edition.model, Some(&note))
}
