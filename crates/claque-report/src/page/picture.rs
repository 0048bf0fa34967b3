//! The frame of a picture: what it shows, a line on how to read it, and its numbers as a table. The script layer finds
//! a picture by this frame, to save it and its table.

use super::{folded, user};
use crate::model::pictures::Target;
use crate::words::t;
use maud::{Markup, html};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// How a sort of picture is read: said under the first of a chapter, and under no other.
#[derive(Default)]
pub struct Once(RefCell<BTreeSet<&'static str>>);

impl Once {
    /// The sentence of a key, said once; then what is always said.
    pub fn then(&self, key: &'static str, always: String) -> String {
        let how = if self.first(key) { t!(key) } else { String::new() };
        [how.trim(), always.trim()].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// Whether this is the first time that the key is asked for.
    pub fn first(&self, key: &'static str) -> bool {
        self.0.borrow_mut().insert(key)
    }
}

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
                @if !self.drawn.0.is_empty() { div.drawn { (self.drawn) } }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_a_picture_is_read_is_said_once() {
        let once = Once::default();
        let how = t!("blocks.note");
        assert_eq!(once.then("blocks.note", "Drawn: 3.".to_owned()), format!("{how} Drawn: 3."));
        assert_eq!(once.then("blocks.note", "Drawn: 4.".to_owned()), "Drawn: 4.");
        assert_eq!(once.then("blocks.note", String::new()), "");
    }
}
