//! The mix of countries: each one's share of the new marks as a bar, its expected share as an outline.

use super::percent;
use maud::{Markup, html};

/// The bar of one country: its share, of that the unexplained part, and the expected share; `most` fills the width.
pub fn bar(share: f64, unexplained: f64, expected: Option<f64>, most: f64, title: &str) -> Markup {
    let most = most.max(1e-9);
    let unexplained = unexplained.clamp(0.0, share.max(0.0));
    let explained = share.max(0.0) - unexplained;
    html! {
        svg role="img" height="16" aria-label=(title) {
            title { (title) }
            rect.track x="0" y="2" width="100%" height="12" {}
            @if explained > 0.0 { rect."f-self" x="0" y="2" width=(percent(explained / most)) height="12" {} }
            @if unexplained > 0.0 {
                rect."f-doubt" x=(percent(explained / most)) y="2" width=(percent(unexplained / most)) height="12" {}
            }
            @if let Some(e) = expected { rect.ghost x="0" y="0.75" width=(percent(e / most)) height="14.5" {} }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_bar_add_up_to_its_share() {
        let drawn = bar(0.4, 0.3, Some(0.1), 0.5, "x").into_string();
        assert!(drawn.contains(r#"x="20.000%" y="2" width="60.000%""#), "{drawn}");
        assert!(drawn.contains(r#"class="ghost" x="0" y="0.75" width="20.000%""#), "{drawn}");
    }
}
