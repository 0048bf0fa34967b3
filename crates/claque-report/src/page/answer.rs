//! The answer, in the first screen: one sentence, both totals and the doubt equally large, the main reason,
//! and whether the figures may be published.

use super::totals::{Directed, directed, doubted_by_chance, parts, totals};
use super::{contents, user};
use crate::model::{CrewRow, Model};
use crate::numbers;
use crate::words::{evidence_said, t};
use claque_detect::{Kind, Piece};
use maud::{Markup, html};

/// Most pieces of evidence that the first screen names of a crew.
const REASONS: usize = 2;
/// Most crews that it explains.
const CREWS: usize = 3;

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
                (totals(model, 22))
            }
            (why(model))
            (stamp(model))
            (contents(model))
        }
    }
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
    let message = match a.message.as_str() {
        _ if doubted_by_chance(model) => "answer.small_chances",
        "answer.doubted" if directed(model) == Directed::None => "answer.doubted_only",
        message => message,
    };
    let parts = parts(model);
    let said = t!(
        message,
        likes = a.likes,
        pages = a.pages,
        authentic = parts.themselves + parts.directed,
        doubted = parts.doubted,
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

/// The doubted crews, by falling size.
fn doubted(model: &Model) -> Vec<&CrewRow> {
    model.crews.iter().filter(|c| c.kind.is_doubted()).collect()
}

/// The doubted crew that gave most.
pub fn main_crew(model: &Model) -> Option<&CrewRow> {
    doubted(model).first().copied()
}

/// The pieces that speak most for what a crew was called.
pub fn main_reasons(crew: &CrewRow) -> Vec<&Piece> {
    let mut speak: Vec<&Piece> = crew.evidence.iter().filter(|e| e.weight.is_some_and(|w| w > 0.0)).collect();
    speak.sort_by(|a, b| b.weight.unwrap_or(0.0).total_cmp(&a.weight.unwrap_or(0.0)));
    speak.truncate(REASONS);
    speak
}

/// What a crew gave.
pub fn why_crew(crew: &CrewRow) -> String {
    t!(
        "answer.why_crew",
        crew = crew.crew.as_str(),
        accounts = crew.accounts,
        pages = crew.pages,
        marks = crew.given.round()
    )
}

/// The main reason in two pieces of evidence; of the next crews the first.
fn why(model: &Model) -> Markup {
    let doubted = doubted(model);
    html! {
        @for (i, crew) in doubted.iter().take(CREWS).enumerate() {
            @let pieces = main_reasons(crew);
            p.small[i > 0] {
                @if i == 0 { b { (t!("answer.why")) } }
                (why_crew(crew)) " "
                @for piece in &pieces[..pieces.len().min(if i == 0 { REASONS } else { 1 })] { (evidence_said(piece)) " " }
                a href={ "#" (if crew.in_full { &crew.crew } else { "crews" }) } { (t!("answer.more")) }
            }
        }
        @if doubted.len() > CREWS {
            p.small { a href="#crews" { (t!("answer.more_crews", n = doubted.len() - CREWS)) } }
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
            p.small.soft {
                @if s.established {
                    @if let Some(said) = wrong_said(model) { (said) " " }
                    (t!("stamp.planted", n = s.decoys, planted = s.spike_ins))
                } @else if s.decoys > 0 {
                    (t!("stamp.decoys", n = s.decoys))
                } @else {
                    (t!("stamp.no_decoys"))
                }
            }
        }
    }
}

/// How many of the crews named may be wrong:
///
/// ```text
/// no crew at all: max q,      an innocent crowd: mean of 1 − P(hired) − P(fabricated),      either: at most their sum
/// ```
///
/// over those whose marks are doubted; `None` where there is none, or one of them has no q.
pub fn wrong_said(model: &Model) -> Option<String> {
    let doubted = doubted(model);
    let q = doubted.iter().map(|c| c.q).collect::<Option<Vec<f64>>>()?.into_iter().reduce(f64::max)?;
    let doubt = |c: &CrewRow| c.kinds[Kind::Hired as usize] + c.kinds[Kind::Fabricated as usize];
    let innocent = doubted.iter().map(|c| 1.0 - doubt(c)).sum::<f64>() / doubted.len() as f64;
    let either = (innocent + q).min(1.0);
    Some(t!("stamp.wrong", n = doubted.len(), either = either, innocent = innocent, chance = q))
}
