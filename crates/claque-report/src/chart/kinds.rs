//! The six probabilities of a crew's kind as small bars.

use super::{filling, percent};
use crate::model::CrewRow;
use crate::numbers;
use crate::words::t;
use claque_detect::Kind;
use maud::{Markup, html};

/// The picture; its text alternative is the list of words and figures that stand in it.
pub fn chart(crew: &CrewRow) -> Markup {
    html! {
        div.kinds {
            @for (kind, p) in Kind::ALL.into_iter().zip(crew.kinds) {
                span.called[kind == crew.kind] { (crew.reading(kind)) }
                svg role="img" height="10" aria-label=(title(crew, kind, p)) {
                    title { (title(crew, kind, p)) }
                    rect.track width="100%" height="10" {}
                    rect class=(filling(kind)) width=(percent(p)) height="10" {}
                }
                span.p { (numbers::share_short(p)) }
            }
        }
    }
}

fn title(crew: &CrewRow, kind: Kind, p: f64) -> String {
    t!("crew.lead", kind = crew.reading(kind), p = p)
}
