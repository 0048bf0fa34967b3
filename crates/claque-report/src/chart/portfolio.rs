//! A crew's portfolio: of every page that it served, how many of all its marks came from the crew, on one scale.

use super::percent;
use crate::model::ServedPage;
use maud::{Markup, html};

/// The bar of one page; `most` marks fill the width.
pub fn bar(page: &ServedPage, most: u64, filling: &str, title: &str) -> Markup {
    let share = |n: u64| percent(n as f64 / most.max(1) as f64);
    // A page served several times may hold more marks in jobs than accounts gave it: none is drawn twice.
    let likes = page.likes.unwrap_or(page.marks);
    let marks = page.marks.min(likes);
    html! {
        svg role="img" height="14" aria-label=(title) {
            title { (title) }
            rect.outline x="0" y="0.5" width=(share(likes)) height="13" {}
            rect class=(filling) x="0" y="0.5" width=(share(marks)) height="13" {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crews_part_lies_within_the_page() {
        let page = ServedPage { page: "p".into(), verb: "like".into(), jobs: 1, marks: 30, likes: Some(60) };
        let drawn = bar(&page, 120, "f-doubt", "x").into_string();
        assert!(drawn.contains(r#"class="outline" x="0" y="0.5" width="50.000%""#), "{drawn}");
        assert!(drawn.contains(r#"class="f-doubt" x="0" y="0.5" width="25.000%""#), "{drawn}");
    }
}
