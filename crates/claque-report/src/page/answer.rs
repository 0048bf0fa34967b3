//! The answer, in the first screen: one sentence, both totals and the doubt equally large, the main reason,
//! and whether the figures may be published.

use super::{contents, user};
use crate::chart::authentic;
use crate::model::{CrewRow, Model};
use crate::numbers;
use crate::words::{evidence_said, t};
use claque_detect::{Kind, Piece};
use maud::{Markup, html};

/// Most pieces of evidence that the first screen names.
const REASONS: usize = 2;

/// The head of the report.
pub fn head(model: &Model) -> Markup {
    let a = &model.answer;
    html! {
        header id="answer" {
            div.head {
                span { (t!("head.audit")) " " b { (user(&model.provenance.title)) } }
                span { (span(model)) }
            }
            h1 { (sentence(model)) }
            @if a.likes > 0 {
                dl.totals id="totals" {
                    div { dt { (t!("answer.themselves")) } dd { (numbers::count(a.parts.themselves as f64)) } }
                    div.directed { dt { (directed_label(model)) } dd { (numbers::count(a.parts.directed as f64)) } }
                    div.doubted { dt { (doubted_label(model)) } dd { (numbers::count(a.parts.doubted as f64)) } }
                }
                (authentic::whole(a.likes, a.parts, 22))
                p.small.soft { (interval(model)) @if let Some(said) = by_chance(model) { " " (said) } }
            }
            @if let Some(crew) = main_crew(model) { (why(crew)) }
            (stamp(model))
            (contents(model))
        }
    }
}

/// The interval of the answer, said.
pub fn interval(model: &Model) -> String {
    match model.answer.interval {
        Some((lo, hi)) => t!("answer.interval_known", lo = lo, hi = hi),
        None => format!("{}.", t!("answer.interval")),
    }
}

/// What marks under direction are, and doubted ones, where no crowd was called so.
pub fn by_chance(model: &Model) -> Option<String> {
    let parts = model.answer.parts;
    let directed = directed_by_chance(model).then(|| t!("answer.directed_small", n = parts.directed));
    let doubted = doubted_by_chance(model).then(|| t!("answer.doubted_small", n = parts.doubted));
    let said: Vec<String> = directed.into_iter().chain(doubted).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

fn directed_by_chance(model: &Model) -> bool {
    model.answer.parts.directed > 0 && model.crews_called(Kind::Directed).crews == 0
}

fn doubted_by_chance(model: &Model) -> bool {
    model.answer.parts.doubted > 0 && !model.has_doubted_crew()
}

fn by_chance_label(key: &str, by_chance: bool) -> String {
    if by_chance { t!("answer.by_chance", what = t!(key)) } else { t!(key) }
}

/// The words under the marks under direction.
pub fn directed_label(model: &Model) -> String {
    by_chance_label("answer.directed", directed_by_chance(model))
}

/// The words under the doubted marks.
pub fn doubted_label(model: &Model) -> String {
    by_chance_label("answer.doubted_label", doubted_by_chance(model))
}

/// The answer in one sentence.
pub fn sentence(model: &Model) -> String {
    let a = &model.answer;
    let by = [Kind::Hired, Kind::Fabricated]
        .map(|k| model.crews_called(k))
        .into_iter()
        .filter(|k| k.crews > 0)
        .map(|k| t!(&format!("answer.crews.{}", k.kind.key()), n = k.crews))
        .collect::<Vec<_>>()
        .join(&t!("and"));
    let all: u64 = a.crews.iter().map(|k| k.crews).sum();
    let crews = if a.message == "answer.doubted" { by.into() } else { crate::words::Arg::from(all) };
    let message = if doubted_by_chance(model) { "answer.small_chances" } else { &a.message };
    let said = t!(
        message,
        likes = a.likes,
        pages = a.pages,
        authentic = a.parts.themselves + a.parts.directed,
        doubted = a.parts.doubted,
        crews = crews
    );
    match a.message.as_str() {
        "answer.none_doubted" | "answer.no_crew" => format!("{said} {}", super::sure::limit(model)),
        _ => said,
    }
}

fn span(model: &Model) -> String {
    match (model.answer.first, model.answer.last) {
        (Some(from), Some(to)) => t!("head.span", from = numbers::date(from), to = numbers::date(to)),
        _ => t!("head.no_span"),
    }
}

/// The doubted crew that gave most: crews stand by falling size.
pub fn main_crew(model: &Model) -> Option<&CrewRow> {
    model.crews.iter().find(|c| c.kind.is_doubted())
}

/// The pieces that speak most for what a crew was called.
pub fn main_reasons(crew: &CrewRow) -> Vec<&Piece> {
    let mut speak: Vec<&Piece> = crew.evidence.iter().filter(|e| e.weight.is_some_and(|w| w > 0.0)).collect();
    speak.sort_by(|a, b| b.weight.unwrap_or(0.0).total_cmp(&a.weight.unwrap_or(0.0)));
    speak.truncate(REASONS);
    speak
}

fn why(crew: &CrewRow) -> Markup {
    html! {
        p {
            b { (t!("answer.why")) }
            (t!("answer.why_crew", crew = crew.crew.as_str(), accounts = crew.accounts, pages = crew.pages)) " "
            @for piece in main_reasons(crew) { (evidence_said(piece)) " " }
            a href={ "#" (crew.crew) } { (t!("answer.more")) }
        }
    }
}

/// Whether the figures may be published.
pub fn stamp_said(model: &Model) -> String {
    if model.stamp.established { t!("stamp.established") } else { t!("stamp") }
}

fn stamp(model: &Model) -> Markup {
    let s = model.stamp;
    html! {
        div {
            strong.stamp id="stamp" { (stamp_said(model)) }
            @if s.established {
                p.small.soft { (t!("stamp.planted", n = s.decoys, planted = s.spike_ins)) }
            } @else {
                p.small.soft { (if s.decoys > 0 { t!("stamp.decoys", n = s.decoys) } else { t!("stamp.no_decoys") }) }
            }
        }
    }
}
