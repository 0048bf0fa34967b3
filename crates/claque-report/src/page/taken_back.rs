//! Crowds that took marks back together: for information, beside the crews.

use super::{commands, dates, number, page_label, table, user};
use crate::model::{Model, TakenCrowd};
use crate::numbers;
use crate::reference;
use crate::words::t;
use maud::{Markup, html};

/// What follows the crews; nothing where no such crowd was found.
pub fn told(model: &Model) -> Markup {
    if model.taken_back.is_empty() {
        return html! {};
    }
    let head = [
        ("column.reference", false),
        ("column.accounts", true),
        ("column.taken_back", true),
        ("column.by_chance", true),
        ("column.pages", true),
        ("column.dates", false),
        ("column.taken_from", false),
        ("column.also_crew", false),
    ];
    let rows: Vec<Vec<Markup>> = model.taken_back.iter().enumerate().map(|(i, c)| row(model, i, c)).collect();
    html! {
        h3 id="taken-back" { (t!("taken.head")) }
        p { (t!("taken.intro", n = model.taken_back.len() as u64)) }
        (table(&t!("taken.head"), &head, &rows))
        p.small.soft { (commands(&t!("taken.note"))) }
    }
}

fn row(model: &Model, place: usize, c: &TakenCrowd) -> Vec<Markup> {
    let dates = dates(c.first, c.last).unwrap_or_else(|| t!("unknown"));
    let also = match &c.crew {
        Some((crew, n)) => t!("taken.crew", crew = crew.as_str(), n = *n),
        None => t!("taken.no_crew"),
    };
    let more = c.pages.saturating_sub(c.named.len() as u64);
    vec![
        html! { (reference::taken(place)) },
        number(c.accounts),
        number(c.marks),
        html! { (numbers::decimal(c.expected)) },
        number(c.pages),
        html! { (dates) },
        html! {
            @for (i, from) in c.named.iter().enumerate() {
                @if i > 0 { ", " }
                (user(&page_label(model, &from.page, &from.verb))) " (" (numbers::count(from.marks as f64)) ")"
            }
            @if more > 0 { (t!("taken.more", n = more)) }
        },
        html! { (also) },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::Gate;
    use crate::model::{TakenFrom, build_model};
    use crate::testing::showcase;

    #[test]
    fn crowds_are_told_by_pages_and_nothing_where_there_is_none() {
        let (audit, log, provenance) = showcase();
        let mut model = build_model(&audit, &log, provenance, Gate::default());
        assert_eq!(told(&model).into_string(), "");
        let named = vec![TakenFrom { page: "<b>rival</b>".to_owned(), verb: "like".to_owned(), marks: 210 }];
        let crew = Some(("C1".to_owned(), 150));
        let (first, last) = (None, None);
        model.taken_back = vec![TakenCrowd {
            accounts: 300,
            marks: 260,
            expected: 2.0,
            pages: 3,
            first,
            last,
            named,
            crew,
            listed: None,
        }];
        let said = told(&model).into_string();
        for part in [
            "1 crowd took",
            "T1",
            "&lt;b&gt;rival&lt;/b&gt;",
            "(210)",
            " and 2 more",
            "150 of them in C1",
            "not known",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
}
