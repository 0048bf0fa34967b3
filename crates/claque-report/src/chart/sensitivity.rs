//! The sensitivity strip: the doubted marks under other settings, a lane each, on one scale with the answer as it
//! stands drawn through all.

use super::percent;
use crate::numbers;
use maud::{Markup, html};

/// What one setting says.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// The setting, said.
    pub said: String,
    /// Marks doubted under it.
    pub doubted: f64,
}

/// The picture; the first lane is the answer as it stands.
pub fn chart(lanes: &[Lane], label: &str) -> Markup {
    let most = lanes.iter().map(|l| l.doubted).fold(1.0, f64::max);
    let place = |v: f64| percent(0.01 + v.max(0.0) / most * 0.98);
    let Some(stands) = lanes.first().map(|l| l.doubted) else { return html! {} };
    html! {
        div.strip role="group" aria-label=(label) {
            @for (i, lane) in lanes.iter().enumerate() {
                @let title = format!("{}: {}", lane.said, numbers::count(lane.doubted));
                span.said.main[i == 0] { (lane.said) }
                svg role="img" height="20" aria-label=(title) {
                    title { (title) }
                    line.grid x1="0" x2="100%" y1="10" y2="10" {}
                    line.axis x1=(place(stands)) x2=(place(stands)) y1="0" y2="20" {}
                    line.whisker x1=(place(stands.min(lane.doubted))) x2=(place(stands.max(lane.doubted))) y1="10" y2="10" {}
                    circle.dot."k-doubt" cx=(place(lane.doubted)) cy="10" r="5" {}
                }
                span.n.main[i == 0] { (numbers::count(lane.doubted)) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lane_is_measured_from_the_answer() {
        let lane = |said: &str, doubted| Lane { said: said.into(), doubted };
        let drawn = chart(&[lane("as audited", 50.0), lane("other", 100.0)], "x").into_string();
        assert!(drawn.contains(r#"class="whisker" x1="50.000%" x2="99.000%""#), "{drawn}");
        assert_eq!(drawn.matches(r#"class="axis" x1="50.000%""#).count(), 2);
    }
}
