//! Authentic and doubted marks as one bar with its interval: for the whole log, and for every page on one scale.

use super::percent;
use crate::model::Parts;
use crate::words::t;
use maud::{Markup, html};

/// Least width of a part that is not empty, in pixels: a part that is there must be seen.
const LEAST: u32 = 2;

/// A bar of `parts`, `width` of the whole width long, which says its numbers in `title`; the interval of what is not
/// doubted lies on it.
pub fn bar(parts: Parts, width: f64, interval: Option<(f64, f64)>, height: u32, title: &str) -> Markup {
    let all = (parts.themselves + parts.directed + parts.doubted).max(1) as f64;
    let said = match interval {
        Some((lo, hi)) => format!("{title} {}", t!("answer.bar_interval", lo = lo, hi = hi)),
        None => title.to_owned(),
    };
    drawn(parts, width, height, &said, interval.map(|(lo, hi)| (lo / all * width, hi / all * width)))
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
    let (middle, edge) = (height / 2, height / 5);
    let low = height - edge;
    html! {
        line class=(class) x1=(lo) x2=(hi) y1=(middle) y2=(middle) {}
        @for end in [&lo, &hi] { line class=(class) x1=(end) x2=(end) y1=(edge) y2=(low) {} }
    }
}

fn least() -> String {
    format!("min-width:{LEAST}px")
}

/// How a picture is filled: with patterns where its bars have room for them, or with plain colours.
#[derive(Clone, Copy)]
pub enum Fill {
    /// Dots and hatching.
    Patterns,
    /// Colours alone, in bars as thin as a day.
    Colours,
}

/// What the colours and patterns mean; what is under direction is a colour only where it is told.
pub fn legend(others: &str, directed: bool, fill: Fill) -> Markup {
    let key = |part: &str, text: String| {
        let class = match fill {
            Fill::Patterns => format!("f-{part}"),
            Fill::Colours => format!("c-{part}"),
        };
        html! { li { svg aria-hidden="true" viewBox="0 0 16 12" { rect class=(class) width="16" height="12" {} } span { (text) } } }
    };
    html! {
        ul.legend {
            (key("self", t!(others)))
            @if directed { (key("directed", t!("answer.directed_key"))) }
            (key("doubt", t!("answer.doubted_key")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_side_by_side_and_the_bar_says_so() {
        let drawn =
            bar(Parts { themselves: 50, directed: 25, doubted: 25 }, 0.8, None, 16, "a title").into_string();
        assert!(drawn.contains(r#"width="40.000%""#), "{drawn}");
        assert!(drawn.contains(r#"x="60.000%""#), "{drawn}");
        assert!(drawn.contains("<title>a title</title>") && !drawn.contains("reach"));
        assert!(
            !bar(Parts { themselves: 1, ..Parts::default() }, 1.0, None, 16, "")
                .into_string()
                .contains("f-doubt")
        );
        let parts = Parts { themselves: 80, directed: 0, doubted: 20 };
        let drawn = bar(parts, 0.5, Some((75.0, 90.0)), 16, "").into_string();
        assert!(drawn.contains(r#"class="reach" x1="37.500%" x2="45.000%""#), "{drawn}");
        assert!(drawn.contains("75 to 90"), "{drawn}");
    }
}
