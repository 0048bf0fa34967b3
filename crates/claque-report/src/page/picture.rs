//! The frame of a picture: what it shows, a line on how to read it, and its numbers as a table. The script layer finds
//! a picture by this frame, to save it and its table.

use super::{folded, user};
use crate::model::pictures::Target;
use crate::words::t;
use maud::{Markup, html};

/// A picture with its table; `name` is the name of a file that it is saved under.
pub struct Picture<'a> {
    /// The name.
    pub name: &'a str,
    /// What is drawn.
    pub drawn: Markup,
    /// How to read it.
    pub note: String,
    /// Heads of the table: keys, and whether a column holds numbers.
    pub head: &'a [(&'a str, bool)],
    /// Its rows.
    pub rows: Vec<Vec<Markup>>,
}

impl Picture<'_> {
    /// The frame.
    pub fn framed(&self) -> Markup {
        self.framed_with(&t!("picture.table"))
    }

    /// The frame, whose table has a name of its own.
    pub fn framed_with(&self, table: &str) -> Markup {
        html! {
            figure.pic data-name=(self.name) {
                div.drawn { (self.drawn) }
                @if !self.note.is_empty() { figcaption { (self.note) } }
                (folded(table, self.head, &self.rows))
            }
        }
    }
}

/// A page as a cell, with its kind of mark where the log has several.
pub fn target(verbs: u64, of: &Target) -> Markup {
    html! { (user(&of.page)) @if verbs > 1 { " · " (user(&of.verb)) } }
}
