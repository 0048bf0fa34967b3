//! How to read the report: the method in plain words, glossary, parameters, and the hashes by which the
//! inputs and the tables can be known again.

use super::{commands, fold, number, table, user};
use crate::folder::REPORT_HTML;
use crate::model::Model;
use crate::numbers;
use crate::words::{has, t};
use claque_marks::Parameters;
use maud::{Markup, html};

/// The words that the glossary explains.
const TERMS: &[&str] = &["mark", "authentic", "doubted", "directed", "withdrawn", "crew", "job", "q", "bit"];

/// The chapter.
pub fn chapter(model: &Model) -> Markup {
    html! {
        p { (t!("reading.steps")) }
        p id="references" { (commands(&t!("reading.references"))) }
        p {
            (if model.gate.all_members { t!("reading.gate_open") } else { t!("reading.gate") }) " "
            (if model.gate.reveal { t!("reading.reveal") } else { t!("reading.pseudonyms") })
        }
        details id="glossary" {
            summary { (t!("reading.glossary")) }
            dl.words {
                @for term in TERMS {
                    dt { (t!(&format!("term.{term}"))) }
                    dd { (t!(&format!("term.{term}.is"))) }
                }
            }
        }
        (parameters(model))
        (inputs(model))
        (outputs(model))
    }
}

fn parameters(model: &Model) -> Markup {
    let values = serde_json::to_value(&model.parameters).unwrap_or_default();
    let head = [("column.parameter", false), ("column.value", true), ("column.meaning", false)];
    let described = Parameters::describe();
    let all = described.iter().map(|(_, list)| list.len()).sum();
    let inside = html! {
        @for (group, list) in &described {
            @let rows: Vec<Vec<Markup>> = list.iter().map(|d| vec![
                html! { code { (d.name) } },
                html! { (values[group][d.name].to_string()) " " span.soft { (d.unit) } },
                html! { (d.meaning) },
            ]).collect();
            h3.minor { (group_name(group)) }
            (table(&group_name(group), &head, &rows))
        }
    };
    fold(Some("parameters"), &t!("reading.parameters"), all, &inside)
}

fn group_name(group: &str) -> String {
    let key = format!("group.{group}");
    if has(&key) { t!(&key) } else { group.to_owned() }
}

fn inputs(model: &Model) -> Markup {
    let head = [
        ("column.file", false),
        ("column.format", false),
        ("column.bytes", true),
        ("column.rows", true),
        ("column.sha256", false),
    ];
    let rows: Vec<Vec<Markup>> = model
        .provenance
        .inputs
        .iter()
        .map(|i| {
            let size = html! { (numbers::bytes(i.bytes)) };
            vec![user(&i.name), html! { (i.format) }, size, number(i.rows), hash(&i.sha256)]
        })
        .collect();
    html! { details id="inputs" { summary { (t!("reading.inputs")) } (table(&t!("reading.inputs"), &head, &rows)) } }
}

fn outputs(model: &Model) -> Markup {
    let head = [("column.file", false), ("column.bytes", true), ("column.sha256", false)];
    let rows: Vec<Vec<Markup>> = model
        .provenance
        .outputs
        .iter()
        // The report cannot show its own hash.
        .filter(|o| o.name != REPORT_HTML)
        .map(|o| vec![html! { (o.name) }, html! { (numbers::bytes(o.bytes)) }, hash(&o.sha256)])
        .collect();
    html! {
        @if !rows.is_empty() {
            (fold(Some("outputs"), &t!("reading.outputs"), rows.len(), &table(&t!("reading.outputs"), &head, &rows)))
        }
    }
}

fn hash(sha256: &str) -> Markup {
    html! { span.hash { (sha256) } }
}
