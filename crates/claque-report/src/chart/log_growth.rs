//! Growth of a log or a page: what was given by people for themselves, under direction and doubted stacked above
//! the axis, what was taken back below it, the level as a line, surges and stops marked on top.

use super::periods::Periods;
use crate::model::{Growth, Instant};
use crate::numbers;
use crate::reference;
use crate::visible;
use crate::words::t;
use maud::Markup;

/// What the log can show: what it cannot is not drawn, nor said to be 0.
#[derive(Clone, Copy, Debug)]
pub struct Shows {
    /// Marks under direction.
    pub directed: bool,
    /// Marks taken back.
    pub withdrawn: bool,
}

/// The picture.
pub fn chart(growth: &Growth, shows: Shows, verbs: u64, height: u32, title: String) -> Markup {
    let of = |line: &crate::model::Line, i: usize| line.0.get(i).copied().unwrap_or(0);
    let n = growth.given.0.len();
    let series = |part: &dyn Fn(usize) -> u64| (0..n).map(|i| part(i) as f64).collect::<Vec<f64>>();
    let directed = |i: usize| if shows.directed { of(&growth.directed, i) } else { 0 };
    let themselves = |i: usize| of(&growth.given, i).saturating_sub(of(&growth.doubted, i) + directed(i));
    let back = |i: usize| match shows.withdrawn {
        true => t!("growth.period_back", n = of(&growth.withdrawn, i)),
        false => String::new(),
    };
    let flag = |i: usize| match i as u64 {
        i if growth.surges.0.contains(&i) => t!("growth.is_surge"),
        i if growth.stops.0.contains(&i) => t!("growth.is_stop"),
        _ => String::new(),
    };
    // A page's bar names its rows.
    let rows = |i: usize| {
        let Some(of) = &growth.of else { return String::new() };
        let from = Instant(growth.from.0 + growth.every as i64 * 1_000_000 * i as i64);
        let verb = (verbs > 1).then_some(of.verb.as_str());
        format!("\n{}", visible::visible(&reference::cell(&of.page, verb, from, growth.every)))
    };
    Periods {
        from: growth.from,
        every: growth.every,
        up: vec![
            ("c-self", series(&themselves)),
            ("c-directed", series(&directed)),
            ("c-doubt", series(&|i| of(&growth.doubted, i))),
        ],
        down: Some(("c-other", series(&|i| of(&growth.withdrawn, i)))),
        line: (!growth.level.0.is_empty()).then(|| series(&|i| of(&growth.level, i))),
        band: None,
        top: None,
        flags: (&growth.surges, &growth.stops),
        height,
        title,
        says: &|i, from, to| {
            t!(
                "growth.period",
                from = from,
                to = to,
                given = of(&growth.given, i),
                doubted = of(&growth.doubted, i),
                back = back(i),
                flag = flag(i) + &rows(i)
            )
        },
        written: numbers::count,
    }
    .draw()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Line;

    #[test]
    fn parts_add_up_to_what_was_given() {
        let growth = Growth {
            of: None,
            from: Instant(0),
            every: 86_400,
            given: Line(vec![10, 4]),
            directed: Line(vec![2, 0]),
            doubted: Line(vec![3, 0]),
            withdrawn: Line(vec![0, 0]),
            level: Line(vec![]),
            surges: Line(vec![0]),
            stops: Line(vec![]),
        };
        let all = Shows { directed: true, withdrawn: true };
        let drawn = chart(&growth, all, 1, 100, "x".into()).into_string();
        for part in ["c-self\" d=\"M0.06 50h", "c-directed\" d=\"M0.06 30h", "c-doubt\" d=\"M0.06 0h"] {
            assert!(drawn.contains(part), "{part}: {drawn}");
        }
        assert!(drawn.contains(&t!("growth.is_surge")) && drawn.contains("taken back"), "{drawn}");
        let untold = Shows { directed: false, withdrawn: false };
        let drawn = chart(&growth, untold, 1, 100, "x".into()).into_string();
        assert!(!drawn.contains("c-directed\" d=\"M") && !drawn.contains("taken back"), "{drawn}");
    }
}
