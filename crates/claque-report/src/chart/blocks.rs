//! Accounts by pages in order of time: a row an account, a column a page, the colour when the mark was given. Nine
//! steps of one hue from light to dark, so that the order reads without colour too.

use crate::model::pictures::Blocks;
use crate::numbers;
use crate::words::t;
use maud::{Markup, html};

/// Height of a row, in pixels.
const ROW: usize = 8;

/// The picture.
pub fn chart(blocks: &Blocks, crew: &str) -> Markup {
    let (columns, rows) = (blocks.pages.len(), blocks.rows.len());
    let title = t!(
        "blocks.title",
        crew = crew,
        accounts = rows,
        of = blocks.of,
        pages = columns,
        of_pages = blocks.of_pages
    );
    html! {
        div.blocks {
            svg.plot role="img" aria-label=(title) viewBox={ "0 0 " (columns) " " (rows) } preserveAspectRatio="none" height=(rows * ROW) {
                rect.track width=(columns) height=(rows) {}
                @for ninth in 1..=9u8 {
                    @let d = cells(blocks, char::from(b'0' + ninth));
                    @if !d.is_empty() { path class={ "t" (ninth) } d=(d) {} }
                }
                @for (i, page) in blocks.pages.iter().enumerate() {
                    rect.hit x=(i) y="0" width="1" height=(rows) {
                        title { (t!(
                            "blocks.column",
                            page = crate::visible::name(&page.target.page),
                            reference = crate::reference::job(crew, page.job),
                            members = page.members,
                            of = blocks.of,
                            start = page.start.map_or_else(|| t!("unknown"), numbers::minute)
                        )) }
                    }
                }
            }
        }
        (key(blocks))
    }
}

/// All cells of one ninth as one path.
fn cells(blocks: &Blocks, sign: char) -> String {
    let mut d = String::new();
    for (r, row) in blocks.rows.iter().enumerate() {
        for (c, _) in row.cells.chars().enumerate().filter(|(_, s)| *s == sign) {
            d.push_str(&format!("M{c}.04 {r}.06h.92v.88h-.92z"));
        }
    }
    d
}

/// What the colours mean.
fn key(blocks: &Blocks) -> Markup {
    let ends = blocks.ninths.first().zip(blocks.ninths.last());
    html! {
        @if let Some((first, last)) = ends {
            // Two ends that read the same would say nothing.
            @let at = if numbers::minute(*first) == numbers::minute(*last) { numbers::second } else { numbers::minute };
            div.key aria-hidden="true" {
                span { (at(*first)) }
                svg height="10" {
                    @for i in 0..9u8 { rect class={ "t" (i + 1) } x={ (f64::from(i) * 100.0 / 9.0) "%" } width="11.2%" height="10" {} }
                }
                span { (t!("blocks.from", at = at(*last))) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Instant;
    use crate::model::pictures::{BlockPage, BlockRow, Target};

    #[test]
    fn a_cell_stands_in_its_row_and_column() {
        let page = |name: &str, job| BlockPage {
            target: Target { page: name.into(), verb: "like".into() },
            job,
            start: Some(Instant(0)),
            members: 1,
        };
        let row = |label: &str, cells: &str| BlockRow { label: label.into(), cells: cells.into() };
        let blocks = Blocks {
            pages: vec![page("<b>", 1), page("b", 3)],
            rows: vec![row("A1", "1·"), row("A2", "·9")],
            of: 2,
            of_pages: 2,
            ninths: vec![Instant(0), Instant(60_000_000)],
        };
        let drawn = chart(&blocks, "C1").into_string();
        assert!(drawn.contains(r#"class="t1" d="M0.04 0.06h"#), "{drawn}");
        assert!(drawn.contains(r#"class="t9" d="M1.04 1.06h"#), "{drawn}");
        assert!(drawn.contains("1970-01-01 00:01<") && !drawn.contains("00:01:00"), "{drawn}");
        let ninths = vec![Instant(0), Instant(2_000_000)];
        let drawn = chart(&Blocks { ninths, ..blocks }, "C1").into_string();
        assert!(drawn.contains("00:00:00<") && drawn.contains("00:00:02<"), "{drawn}");
        assert!(drawn.contains("C1/J3") && drawn.contains("&lt;b&gt;") && !drawn.contains("<b>"));
    }
}
