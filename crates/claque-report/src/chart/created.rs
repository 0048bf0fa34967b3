//! Creation dates against a matched comparison: members above the axis, other accounts that marked the same pages
//! below it, each as shares of their own number, so that a small crew and a large public compare.

use super::periods::Periods;
use crate::model::pictures::Created;
use crate::model::{Line, pictures};
use crate::numbers;
use crate::words::t;
use maud::Markup;

/// Height, in pixels.
const HEIGHT: u32 = 160;

/// The picture.
pub fn chart(created: &Created, class: &'static str) -> Markup {
    let share = |of: &Line| {
        let all = of.sum().max(1) as f64;
        of.0.iter().map(|n| *n as f64 / all).collect::<Vec<f64>>()
    };
    let (members, others) = (share(&created.members), share(&created.others));
    let none = Line::default();
    let pictures::Created { from, every, .. } = *created;
    Periods {
        from,
        every,
        up: vec![(class, members.clone())],
        down: Some(("c-other", others.clone())),
        line: None,
        band: None,
        top: None,
        flags: (&none, &none),
        height: HEIGHT,
        title: t!("created.title", members = created.members.sum(), others = created.others.sum()),
        says: &|i, from, to| {
            t!("created.period", from = from, to = to, members = members[i], others = others[i])
        },
        written: numbers::share,
    }
    .draw()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Instant;

    #[test]
    fn both_sides_are_shares_of_their_own() {
        let drawn = chart(
            &Created {
                from: Instant(0),
                every: 86_400,
                members: Line(vec![5, 5]),
                others: Line(vec![1000, 0]),
            },
            "c-doubt",
        )
        .into_string();
        // One half up and the whole down: a third and two thirds of the height.
        assert!(drawn.contains(r#"class="c-doubt" d="M0.06 0h.88v53.3h-.88zM1.06"#), "{drawn}");
        assert!(drawn.contains(r#"class="c-other" d="M0.06 53.3h.88v106.7h-.88z""#), "{drawn}");
    }
}
