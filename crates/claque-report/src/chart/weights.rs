//! A piece's weight as a small signed bar: right of the middle speaks for what the crew was called, left
//! of it against.

use super::percent;
use crate::numbers;
use crate::words::t;
use maud::{Markup, html};

/// Bits at which a bar fills its half where no piece weighs more.
pub const LEAST_SCALE: f64 = 2.0;

/// The bar of one piece; `scale` bits fill a half, and `speaks` is the filling of what was called.
pub fn bar(piece: &str, weight: f64, scale: f64, speaks: &str) -> Markup {
    let half = (weight.abs() / scale.max(LEAST_SCALE)).min(1.0) / 2.0;
    let from = if weight < 0.0 { 0.5 - half } else { 0.5 };
    let title = t!("crew.why_title", piece = piece, bits = numbers::bits(weight));
    html! {
        svg role="img" height="14" aria-label=(title) {
            title { (title) }
            rect.track width="100%" y="2" height="10" {}
            rect class=(if weight < 0.0 { "f-other" } else { speaks }) x=(percent(from)) width=(percent(half)) y="2" height="10" {}
            line.axis x1="50%" x2="50%" y1="0" y2="14" {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn against_is_left_of_the_middle() {
        let against = bar("x", -2.0, 4.0, "f-doubt").into_string();
        assert!(against.contains(r#"x="25.000%" width="25.000%""#), "{against}");
        let strong = bar("x", 9.0, 4.0, "f-doubt").into_string();
        assert!(strong.contains(r#"x="50.000%" width="50.000%""#), "{strong}");
    }
}
