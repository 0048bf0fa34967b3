//! What was looked at: columns with samples, dates, every row as a sum, coverage, windows.

use super::{number, table, user};
use crate::model::Model;
use crate::numbers;
use crate::visible;
use crate::words::{has, t};
use claque_log::{NAMED, SYNONYM_OF};
use maud::{Markup, html};

/// The chapter.
pub fn chapter(model: &Model) -> Markup {
    let from = &model.provenance;
    let a = &model.answer;
    html! {
        @match (a.first, a.last) {
            (Some(first), Some(last)) => p {
                (t!("looked.span", from = numbers::minute(first), to = numbers::minute(last)))
                @if let Some(form) = &from.time_format { " " (t!("looked.times", form = visible::name(form))) }
            },
            _ => p { (t!("looked.no_times")) },
        }
        p { @match model.coverage {
            Some(share) => (t!("looked.coverage", share = share)),
            None => (t!("looked.coverage_unknown")),
        } }
        (windows(model))
        h3.minor id="ledger" { (t!("looked.ledger")) }
        (ledger(model))
        p {
            (t!("looked.marks", marks = a.likes, accounts = a.accounts, pages = a.pages)) " " (withdrawn(model))
            @if a.orphans > 0 { " " (t!("looked.orphans", n = a.orphans)) }
            @if let Some(n) = from.ledger.unseen_withdrawals.filter(|n| *n > 0) { " " (t!("looked.unseen", n = n)) }
        }
        @if !from.mapping.is_empty() { (mapping(model)) }
        @if !from.rejected.is_empty() { (rejected(model)) }
        @if !from.warnings.is_empty() {
            h3.minor { (t!("looked.warnings")) }
            ul.plain { @for w in &from.warnings { li { (visible::cut(w, 400)) } } }
        }
    }
}

/// What was taken back; a log that shows no withdrawals does not say that there was none.
fn withdrawn(model: &Model) -> String {
    match model.answer.withdrawn {
        _ if model.shows_no_withdrawals() => t!("looked.no_withdrawals"),
        Some(n) => t!("looked.withdrawn", withdrawn = n),
        None => t!("looked.withdrawn", withdrawn = t!("edition.few", k = crate::edition::K)),
    }
}

fn windows(model: &Model) -> Markup {
    let said = |hours: &[u32]| hours.iter().map(|h| numbers::hours(*h)).collect::<Vec<_>>().join(", ");
    let s = &model.searched;
    html! {
        p {
            @if s.scales.is_empty() { (t!("looked.no_scales")) } @else { (t!("looked.scales", scales = said(&s.scales))) }
            @if !s.skipped.is_empty() { " " (t!("looked.skipped", scales = said(&s.skipped))) }
        }
    }
}

fn ledger(model: &Model) -> Markup {
    let l = model.provenance.ledger;
    html! {
        table.sum {
            tbody {
                tr { td { (number(l.used)) } td { (t!("ledger.used")) } }
                tr { td { "+ " (number(l.repeats)) } td { (t!("ledger.repeats")) } }
                tr { td { "+ " (number(l.blank)) } td { (t!("ledger.blank")) } }
                tr { td { "+ " (number(l.rejected)) } td { (t!("ledger.rejected")) } }
                tr.total { td { "= " (number(l.lines_in)) } td { (t!("ledger.lines_in")) } }
            }
        }
    }
}

/// Why a column was taken: the two usual reasons in the language of the report, others as the reader gave them.
fn why(of: &str) -> String {
    match of.strip_prefix(SYNONYM_OF) {
        _ if of == NAMED => t!("column.named"),
        Some(role) if !role.contains(';') => t!("column.synonym", role = role),
        _ => of.to_owned(),
    }
}

fn mapping(model: &Model) -> Markup {
    let head = [
        ("column.role", false),
        ("column.column", false),
        ("column.why", false),
        ("column.samples", false),
        ("column.distinct", true),
    ];
    let role = |r: &str| {
        let key = format!("role.{r}");
        if has(&key) { t!(&key) } else { visible::name(r) }
    };
    let rows: Vec<Vec<Markup>> = model
        .provenance
        .mapping
        .iter()
        .map(|m| {
            vec![
                html! { (role(&m.role)) },
                user(&m.column),
                html! { (visible::cut(&why(&m.why), 200)) },
                html! { @for (i, s) in m.samples.iter().enumerate() { @if i > 0 { ", " } bdi.u { (visible::cut(s, 40)) } } },
                number(m.distinct),
            ]
        })
        .collect();
    html! {
        h3.minor id="columns" { (t!("looked.mapping")) }
        (table(&t!("looked.mapping"), &head, &rows))
        @if !model.gate.reveal { p.small.soft { (t!("looked.shape")) } }
    }
}

fn rejected(model: &Model) -> Markup {
    let head =
        [("column.file", false), ("column.line", true), ("column.column", false), ("column.reason", false)];
    let rows: Vec<Vec<Markup>> = model
        .provenance
        .rejected
        .iter()
        .map(|r| {
            vec![
                user(&r.file),
                number(r.line),
                html! { @if let Some(c) = &r.column { (user(c)) } },
                html! { (visible::cut(&r.reason, 200)) },
            ]
        })
        .collect();
    html! { h3.minor { (t!("looked.rejected")) } (table(&t!("looked.rejected"), &head, &rows)) }
}
