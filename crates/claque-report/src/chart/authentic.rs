//! Authentic and doubted marks as one bar: for the whole log, and for every page on one scale.

use super::percent;
use crate::model::Parts;
use crate::words::t;
use maud::{Markup, html};

/// Least width of a part that is not empty, in pixels: a part that is there must be seen.
const LEAST: u32 = 2;

/// The bar of the whole log, which says its numbers.
pub fn whole(likes: u64, parts: Parts, height: u32) -> Markup {
    let said = t!(
        "answer.bar",
        likes = likes,
        themselves = parts.themselves,
        directed = parts.directed,
        doubted = parts.doubted
    );
    bar(parts, 1.0, height, &said)
}

/// A bar of `parts`, `width` of the whole width long.
pub fn bar(parts: Parts, width: f64, height: u32, title: &str) -> Markup {
    let all = (parts.themselves + parts.directed + parts.doubted).max(1) as f64;
    let of = |n: u64| n as f64 / all * width;
    let (a, b) = (of(parts.themselves), of(parts.themselves + parts.directed));
    html! {
        svg role="img" height=(height) aria-label=(title) {
            title { (title) }
            rect.track x="0" y="0" width=(percent(width)) height=(height) {}
            @if parts.themselves > 0 { rect."f-self" x="0" y="0" width=(percent(a)) height=(height) {} }
            @if parts.directed > 0 {
                rect."f-directed" x=(percent(a)) y="0" width=(percent(of(parts.directed))) height=(height) style=(least()) {}
            }
            @if parts.doubted > 0 {
                rect."f-doubt" x=(percent(b)) y="0" width=(percent(of(parts.doubted))) height=(height) style=(least()) {}
            }
        }
    }
}

fn least() -> String {
    format!("min-width:{LEAST}px")
}

/// What the colours and patterns mean.
pub fn legend() -> Markup {
    let key = |class: &str, text: String| {
        html! { li { svg aria-hidden="true" viewBox="0 0 16 12" { rect class=(class) width="16" height="12" {} } span { (text) } } }
    };
    html! {
        ul.legend {
            (key("f-self", t!("answer.themselves")))
            (key("f-directed", t!("answer.directed")))
            (key("f-doubt", t!("answer.doubted_label")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_side_by_side_and_the_bar_says_so() {
        let drawn =
            bar(Parts { themselves: 50, directed: 25, doubted: 25 }, 0.8, 16, "a title").into_string();
        assert!(drawn.contains(r#"width="40.000%""#), "{drawn}");
        assert!(drawn.contains(r#"x="60.000%""#), "{drawn}");
        assert!(drawn.contains("<title>a title</title>"));
        assert!(
            !bar(Parts { themselves: 1, ..Parts::default() }, 1.0, 16, "").into_string().contains("f-doubt")
        );
    }
}
