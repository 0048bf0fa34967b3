//! Mirrored support: what a crew gave on one side above the axis, what its members took back on another below it,
//! in the same periods.

use super::periods::Periods;
use crate::model::Line;
use crate::model::pictures::Mirrored;
use crate::numbers;
use crate::words::t;
use maud::Markup;

/// Height, in pixels.
const HEIGHT: u32 = 180;

/// The picture.
pub fn chart(mirrored: &Mirrored) -> Markup {
    let series = |of: &Line| of.0.iter().map(|n| *n as f64).collect::<Vec<f64>>();
    let (given, taken) = (series(&mirrored.given), series(&mirrored.taken));
    let none = Line::default();
    Periods {
        from: mirrored.from,
        every: mirrored.every,
        up: vec![("c-directed", given.clone())],
        down: Some(("c-other", taken.clone())),
        line: None,
        band: None,
        top: None,
        flags: (&none, &none),
        height: HEIGHT,
        title: t!("mirrored.title", given = mirrored.given.sum(), taken = mirrored.taken.sum()),
        says: &|i, from, to| t!("mirrored.period", from = from, to = to, given = given[i], taken = taken[i]),
        written: numbers::count,
    }
    .draw()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Instant;

    #[test]
    fn given_above_and_taken_back_below() {
        let drawn = chart(&Mirrored {
            from: Instant(0),
            every: 86_400,
            given: Line(vec![6, 0]),
            taken: Line(vec![3, 0]),
            given_to: vec![],
            taken_from: vec![],
        })
        .into_string();
        assert!(drawn.contains(r#"class="c-directed" d="M0.06 0h.88v120h-.88z""#), "{drawn}");
        assert!(drawn.contains(r#"class="c-other" d="M0.06 120h.88v60h-.88z""#), "{drawn}");
    }
}
