//! One page read twice, on the same bars and one scale: single marks with the doubted ones on top, and counts alone
//! with what they leave unexplained on top of what they lead one to expect. Below, each country's marks.

use super::periods::{Periods, bars};
use crate::model::by_country::{Counts, InCountry};
use crate::model::{ByCountry, Line};
use crate::numbers;
use crate::words::t;
use maud::{Markup, html};

/// Height of each reading, in pixels.
const HEIGHT: u32 = 150;
/// Height of a country's bars.
const LOW: f64 = 30.0;
/// Smallest scale of a country, as a share of the largest one's highest bar: a mark or two must not look like many.
const SCALE_LEAST: f64 = 0.1;

fn values(of: &Line) -> Vec<f64> {
    of.0.iter().map(|n| *n as f64).collect()
}

/// A part of the bars on top of the rest.
fn parted(all: &[f64], top: &[f64]) -> [Vec<f64>; 2] {
    let top: Vec<f64> = all.iter().zip(top).map(|(a, t)| t.min(*a)).collect();
    [all.iter().zip(&top).map(|(a, t)| a - t).collect(), top]
}

/// Single marks: doubted ones on top.
pub fn marks(page: &ByCountry, title: String) -> Markup {
    let (given, doubted) = page.bars();
    let [given, doubted] = [given, doubted].map(|v| v.into_iter().map(|n| n as f64).collect::<Vec<f64>>());
    let [rest, top] = parted(&given, &doubted);
    let says = |i: usize, from: &str, to: &str| {
        t!("by_country.bar_marks", from = from, to = to, given = given[i], doubted = top[i])
    };
    drawn(page, vec![("c-self", rest), ("c-doubt", top.clone())], None, title, &says)
}

/// Counts alone: what they leave unexplained on top, and the range in which chance keeps what is expected.
pub fn counts(page: &ByCountry, counts: &Counts, title: String) -> Markup {
    let given: Vec<f64> = page.bars().0.into_iter().map(|n| n as f64).collect();
    let [rest, top] = parted(&given, &values(&counts.unexplained_in));
    let expected = values(&counts.expected);
    let says = |i: usize, from: &str, to: &str| {
        t!(
            "by_country.bar_counts",
            from = from,
            to = to,
            given = given[i],
            expected = expected.get(i).copied().unwrap_or_default(),
            unexplained = top[i]
        )
    };
    drawn(
        page,
        vec![("c-self", rest), ("c-doubt", top.clone())],
        Some((counts, expected.clone())),
        title,
        &says,
    )
}

fn drawn(
    page: &ByCountry,
    up: Vec<(&'static str, Vec<f64>)>,
    expected: Option<(&Counts, Vec<f64>)>,
    title: String,
    says: &dyn Fn(usize, &str, &str) -> String,
) -> Markup {
    let none = Line::default();
    let (band, line) = expected.map(|(c, line)| ([values(&c.low), values(&c.high)], line)).unzip();
    // Both readings stand on one scale: that of the marks.
    let top = page.bars().0.into_iter().max().unwrap_or(1).max(1) as f64;
    Periods {
        from: page.from,
        every: page.every,
        up,
        down: None,
        line,
        band,
        top: Some(top),
        flags: (&none, &none),
        height: HEIGHT,
        title,
        says,
        written: numbers::count,
    }
    .draw()
}

/// A country's marks, doubted ones on top, on a scale of its own and under the dates of the large pictures; `highest`: the
/// highest bar of any country.
pub fn lane(page: &ByCountry, country: &InCountry, highest: u64, title: &str) -> Markup {
    let [rest, top] = parted(&values(&country.given), &values(&country.doubted));
    let most = country.given.0.iter().copied().max().unwrap_or(1).max(1) as f64;
    let most = most.max(SCALE_LEAST * highest as f64);
    let y = |v: f64| (1.0 - v / most) * LOW;
    let n = rest.len();
    html! {
        svg role="img" aria-label=(title) viewBox={ "0 0 " (n) " " (LOW) } preserveAspectRatio="none" height=(LOW) {
            title { (title) }
            @for x in dates(page, n) { line.grid x1=(x) x2=(x) y1="0" y2=(LOW) vector-effect="non-scaling-stroke" {} }
            path."c-self" d=(bars(rest.iter().map(|v| (0.0, *v)), &y)) {}
            path."c-doubt" d=(bars(rest.iter().zip(&top).map(|(a, b)| (*a, a + b)), &y)) {}
            line.axis x1="0" x2=(n) y1=(LOW) y2=(LOW) vector-effect="non-scaling-stroke" {}
        }
    }
}

/// Where the dates of the large pictures stand among so many bars.
fn dates(page: &ByCountry, bars: usize) -> Vec<String> {
    let places = super::periods::dates(page.from, page.every, bars).into_iter().map(|(share, _)| share);
    places.map(|share| format!("{:.2}", share * bars as f64)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubted_marks_stand_on_top_and_are_never_more_than_the_bar() {
        let country = InCountry {
            country: "KH".into(),
            given: Line(vec![10, 2, 0]),
            doubted: Line(vec![5, 3, 0]),
            expected: Line::default(),
            doubted_in_all: 8.0,
            unexplained: None,
        };
        let page = crate::model::by_country::tests::page(&[("KH", &[10, 2, 0])]);
        let drawn = lane(&page, &country, 10, "a title").into_string();
        assert!(drawn.contains(r#"class="c-self" d="M0.06 15h.88v15h-.88z""#), "{drawn}");
        assert!(drawn.contains(r#"class="c-doubt" d="M0.06 0h.88v15h-.88zM1.06 24h.88v6h-.88z""#), "{drawn}");
        assert!(drawn.contains("<title>a title</title>"));
        let low = lane(&page, &country, 1_000, "").into_string();
        assert!(
            low.contains(r#"class="c-self" d="M0.06 28.5h.88v1.5h-.88z"#),
            "ten of a thousand are low: {low}"
        );
    }
}
