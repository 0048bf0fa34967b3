//! Right of reply: who is to be asked before anything is published, and how.

use crate::model::Model;
use crate::words::t;
use maud::{Markup, html};

/// The chapter: the same for every audit, since the right is.
pub fn chapter(_: &Model) -> Markup {
    html! {
        p { (t!("reply.before")) }
        p { (super::commands(&t!("reply.letter"))) }
        p { (t!("reply.answers")) }
    }
}
