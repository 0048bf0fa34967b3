//! One picture, one file. A picture draws what the saved model holds: it places and scales, and computes
//! no figure. Each carries a text alternative. Pictures stretch: x is a share of the width, so that text
//! and dots keep their size on any screen.

pub mod authentic;
pub mod blocks;
pub mod by_country;
pub mod created;
pub mod growth;
pub mod kinds;
pub mod log_growth;
pub mod mirrored;
pub mod mix;
mod periods;
pub mod portfolio;
pub mod power;
pub mod range;
mod scale;
pub mod seconds;
pub mod sensitivity;
pub mod timeline;
pub mod waterfall;

use claque_detect::Kind;
use maud::{Markup, html};

/// Patterns beside colours: a picture reads without colour too.
pub fn definitions() -> Markup {
    html! {
        svg.defs aria-hidden="true" focusable="false" {
            defs {
                pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    rect.c-doubt width="6" height="6" {}
                    line.s-paper x1="0" y1="0" x2="0" y2="6" stroke-width="3" opacity=".45" {}
                }
                pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse" {
                    rect.c-directed width="6" height="6" {}
                    circle.c-paper cx="3" cy="3" r="1.4" opacity=".75" {}
                }
            }
        }
    }
}

/// A share of the width, for an attribute.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.3}%", share.clamp(0.0, 1.0) * 100.0)
}

/// The class of a kind's colour.
pub(crate) fn class(kind: Kind) -> &'static str {
    match kind {
        Kind::Hired | Kind::Fabricated => "k-doubt",
        Kind::Directed => "k-directed",
        Kind::Organised | Kind::Episode | Kind::Unclear => "k-other",
    }
}

/// The class of a kind's filling.
pub(crate) fn filling(kind: Kind) -> &'static str {
    match kind {
        Kind::Hired | Kind::Fabricated => "f-doubt",
        Kind::Directed => "f-directed",
        Kind::Organised | Kind::Episode | Kind::Unclear => "f-other",
    }
}
