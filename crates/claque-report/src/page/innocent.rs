//! Crowds that stood out and were left alone: counted and described, never listed by their members.

use super::{dates, folded, number};
use crate::edition::K;
use crate::model::{CrewRow, Model};
use crate::numbers;
use crate::words::{kind_said, t};
use claque_detect::Kind;
use maud::{Markup, html};

/// Most crowds in the table.
const IN_TABLE: usize = 40;

/// The chapter.
pub fn chapter(model: &Model) -> Markup {
    let kinds = [Kind::Episode, Kind::Organised, Kind::Unclear];
    let crowds: Vec<&CrewRow> = model.crews.iter().filter(|c| kinds.contains(&c.kind)).collect();
    if crowds.is_empty() {
        let few = model.leaves_out_few(&kinds);
        return html! { p { (if few { t!("innocent.few", k = K) } else { t!("innocent.none") }) } };
    }
    let shown = &crowds[..crowds.len().min(IN_TABLE)];
    html! {
        p { (t!("innocent.intro")) }
        ul.plain {
            @for k in kinds.map(|k| model.crews_called(k)).into_iter().filter(|k| k.crews > 0) {
                li { (t!(&format!("innocent.{}", k.kind.key()), crews = k.crews, accounts = k.accounts, marks = k.marks)) }
            }
        }
        (as_table(shown))
        @if crowds.len() > shown.len() { p.small.soft { (t!("innocent.more", n = crowds.len() - shown.len())) } }
    }
}

fn as_table(crowds: &[&CrewRow]) -> Markup {
    let head = [
        ("column.crew", false),
        ("column.kind", false),
        ("column.probability", true),
        ("column.accounts", true),
        ("column.pages", true),
        ("column.jobs", true),
        ("column.dates", false),
    ];
    let rows: Vec<Vec<Markup>> = crowds
        .iter()
        .map(|c| {
            let dates = dates(c.start, c.end).unwrap_or_else(|| t!("unknown"));
            vec![
                html! { (c.crew) },
                html! { (kind_said(c.kind)) },
                html! { (numbers::share_short(c.kinds[c.kind as usize])) },
                number(c.accounts),
                number(c.pages),
                number(c.jobs),
                html! { (dates) },
            ]
        })
        .collect();
    folded(&t!("innocent.table"), &head, &rows)
}
