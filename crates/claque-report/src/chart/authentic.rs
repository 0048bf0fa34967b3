//! Authentic and doubted marks as one bar: for the whole log, and for every page on one scale.

use super::percent;
use crate::model::Parts;
use crate::words::t;
use maud::{Markup, html};

/// Least width of a part that is not empty, in pixels: a part that is there must be seen.
const LEAST: u32 = 2;

/// The bar of the whole log, which says its numbers; the interval of what is not doubted lies on it.
pub fn whole(likes: u64, parts: Parts, interval: Option<(f64, f64)>, height: u32) -> Markup {
    let mut said = t!(
        "answer.bar",
        likes = likes,
        themselves = parts.themselves,
        directed = parts.directed,
        doubted = parts.doubted
    );
    let all = (parts.themselves + parts.directed + parts.doubted).max(1) as f64;
    let reach = interval.map(|(lo, hi)| {
        said.push(' ');
        said.push_str(&t!("answer.bar_interval", lo = lo, hi = hi));
        (lo / all, hi / all)
    });
    drawn(parts, 1.0, height, &said, reach)
}

/// A bar of `parts`, `width` of the whole width long.
pub fn bar(parts: Parts, width: f64, height: u32, title: &str) -> Markup {
    drawn(parts, width, height, title, None)
}

fn drawn(parts: Parts, width: f64, height: u32, title: &str, reach: Option<(f64, f64)>) -> Markup {
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
            @if let Some((lo, hi)) = reach { @for class in ["halo", "reach"] { (ends(lo, hi, height, class)) } }
        }
    }
}

/// From end to end of an interval, with a stroke at each end.
fn ends(lo: f64, hi: f64, height: u32, class: &str) -> Markup {
    let (lo, hi) = (percent(lo), percent(hi));
    let (middle, low) = (height / 2, height - 4);
    html! {
        line class=(class) x1=(lo) x2=(hi) y1=(middle) y2=(middle) {}
        @for end in [&lo, &hi] { line class=(class) x1=(end) x2=(end) y1="4" y2=(low) {} }
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
        assert!(drawn.contains("<title>a title</title>") && !drawn.contains("reach"));
        assert!(
            !bar(Parts { themselves: 1, ..Parts::default() }, 1.0, 16, "").into_string().contains("f-doubt")
        );
        let parts = Parts { themselves: 80, directed: 0, doubted: 20 };
        let whole = whole(100, parts, Some((75.0, 90.0)), 16).into_string();
        assert!(whole.contains(r#"class="reach" x1="75.000%" x2="90.000%""#), "{whole}");
        assert!(whole.contains("75 to 90"), "{whole}");
    }
}
