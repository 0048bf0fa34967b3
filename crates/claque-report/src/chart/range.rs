//! The answer under one assumption: a dot with its range, on a scale that all assumptions share.

use super::percent;
use claque_audience::Between;
use maud::{Markup, html};

/// The picture of one range within `from` and `to`.
pub fn range(of: Between, from: f64, to: f64, title: &str) -> Markup {
    let place = |v: f64| percent((v - from) / (to - from).max(1e-9));
    html! {
        svg role="img" height="18" aria-label=(title) {
            title { (title) }
            line.grid x1="0" x2="100%" y1="9" y2="9" {}
            line.whisker x1=(place(of.low)) x2=(place(of.high)) y1="9" y2="9" {}
            circle.dot."k-doubt" cx=(place(of.value)) cy="9" r="5" {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dot_lies_within_its_whiskers() {
        let drawn = range(Between { value: 0.5, low: 0.4, high: 0.7 }, 0.0, 1.0, "x").into_string();
        assert!(
            drawn.contains(r#"x1="40.000%" x2="70.000%""#) && drawn.contains(r#"cx="50.000%""#),
            "{drawn}"
        );
    }
}
