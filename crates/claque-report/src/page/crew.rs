//! Each crew that matters: what it is said to be and how surely, when and where, and why, piece by piece.

use super::crew_pictures::{part, pictures, served, served_table};
use super::picture::{Once, Picture};
use super::{
    dates, expected_by_chance, folded, number, page_label, sure, table, taken_back, told, user, without,
};
use crate::chart::{filling, kinds, timeline, waterfall};
use crate::edition::K;
use crate::model::{CrewRow, Model};
use crate::numbers;
use crate::reference;
use crate::visible;
use crate::why::{calibration, chance, untested_said};
use crate::words::{evidence_said, piece_title, t};
use claque_detect::{Kind, Piece};
use maud::{Markup, html};

/// Most jobs in the table of a crew.
const JOBS_IN_TABLE: usize = 100;

/// The chapter: doubted crews first, then mirrored support.
pub fn chapter(model: &Model) -> Markup {
    let told =
        |doubted: bool| model.crews.iter().filter(move |c| c.in_full && c.kind.is_doubted() == doubted);
    let matters = [Kind::Hired, Kind::Fabricated, Kind::Directed];
    let all: u64 = matters.iter().map(|k| model.crews_called(*k).crews).sum();
    let more = all.saturating_sub(model.crews.iter().filter(|c| c.in_full).count() as u64);
    let few = model.leaves_out_few(&matters);
    html! {
        @if all == 0 {
            p { (if few { t!("crew.none_few", k = K) } else { t!("crew.none") }) }
        } @else {
            p { (t!("crew.intro")) }
            @let crews: Vec<&CrewRow> = told(true).chain(told(false)).collect();
            @let once = Once::default();
            @for (i, crew) in crews.iter().enumerate() { (one(model, crew, crews[..i].first(), &once)) }
            @if more > 0 { p { (t!("crew.more", n = more)) } }
            @if few { p { (t!("crew.few", k = K)) } }
        }
        (taken_back::told(model))
    }
}

/// A crew; how its pictures are read stands under those of the first where it is not that.
fn one(model: &Model, crew: &CrewRow, first: Option<&&CrewRow>, once: &Once) -> Markup {
    html! {
        article.crew id=(crew.crew) aria-labelledby={ (crew.crew) "-name" } {
            h3 id={ (crew.crew) "-name" } { (crew.crew) ": " (crew.said()) }
            (facts(crew))
            @if let Some(n) = crew.by_chance { p { (t!("crew.met", marks = crew.given.round(), chance = expected_by_chance(n))) } }
            p {
                @match crew.q {
                    Some(q) => (t!("crew.q", q = q, n = chance(model, crew).decoys)),
                    None => (t!("crew.q_none")),
                }
            }
            p { (wrong_kind(crew)) }
            @if let Some(f) = &crew.framing { p { (f.said(&visible::name(&f.page))) } }
            @if let Some(first) = first {
                p.small.soft { a href={ "#" (first.crew) "-jobs" } { (t!("crew.read", crew = first.crew.as_str())) } }
            }
            h4 id={ (crew.crew) "-kinds" } { (t!("crew.kinds")) }
            (which_kind(crew))
            h4 id={ (crew.crew) "-jobs" } { (t!("crew.timeline")) }
            (jobs(model, crew, once))
            @if crew.timeline_rest.rows > 0 {
                p.small.soft { (t!("crew.timeline_rest", n = crew.timeline_rest.rows, marks = crew.timeline_rest.marks)) }
            }
            @if crew.start.is_none() { (served(model, crew)) }
            (pictures(model, crew, once))
            (why(model, crew, once))
            (explanations(crew, once))
            (members(model, crew))
        }
    }
}

/// How likely it is another kind, and how likely one by which the other is true: that marks are doubted, or that none is.
fn wrong_kind(crew: &CrewRow) -> String {
    let doubted = crew.kind.is_doubted();
    let across = Kind::ALL.into_iter().zip(crew.kinds).filter(|(kind, _)| kind.is_doubted() != doubted);
    t!(
        "crew.wrong_kind",
        p = 1.0 - crew.kinds[crew.kind as usize],
        other = t!(if doubted { "crew.other_undoubted" } else { "crew.other_doubted" }),
        q = across.map(|(_, p)| p).sum::<f64>()
    )
}

fn facts(crew: &CrewRow) -> Markup {
    let fact = |key: &str, value: String| html! { div { dt { (t!(key)) } dd { (value) } } };
    let n = |n: f64| numbers::count(n);
    html! {
        dl.facts {
            (fact("crew.fact.accounts", n(crew.accounts as f64)))
            (fact("crew.fact.given", n(crew.given)))
            (fact("crew.fact.pages", n(crew.pages as f64)))
            (fact("crew.fact.owners", n(f64::from(crew.owners))))
            (fact("crew.fact.jobs", n(crew.jobs as f64)))
            @if let Some(dates) = dates(crew.start, crew.end) {
                div.wide {
                    dt { (t!("crew.fact.dates")) }
                    dd { (dates) }
                }
            }
        }
    }
}

fn which_kind(crew: &CrewRow) -> Markup {
    let probabilities = Kind::ALL.into_iter().zip(crew.kinds);
    Picture {
        name: &format!("{}-kinds", crew.crew),
        drawn: kinds::chart(crew),
        note: String::new(),
        head: &[("column.kind", false), ("column.probability", true)],
        rows: probabilities
            .map(|(kind, p)| vec![html! { (crew.reading(kind)) }, html! { (numbers::share_short(p)) }])
            .collect(),
    }
    .framed()
}

/// The pages that it served and when, drawn where there are times, and as tables.
fn jobs(model: &Model, crew: &CrewRow, once: &Once) -> Markup {
    let head = [
        ("column.reference", false),
        ("column.page", false),
        ("column.start", false),
        ("column.end", false),
        ("column.accounts", true),
        ("column.expected", true),
        ("column.withdrawn", true),
    ];
    let name = |at: Option<u32>| at.and_then(|p| crew.served.get(p as usize)).map(|s| user(&s.page));
    let at = |t: Option<crate::model::Instant>| html! { span.date { (t.map_or_else(|| t!("unknown"), numbers::minute)) } };
    let rows: Vec<Vec<Markup>> = crew
        .timeline
        .iter()
        .take(JOBS_IN_TABLE)
        .map(|j| {
            let page = name(j.page).unwrap_or_else(|| html! { (t!("crew.other_page")) });
            let expected = html! { (numbers::decimal(numbers::by_chance(j.expected))) };
            let reference = html! { (reference::job(&crew.crew, j.job)) };
            vec![reference, page, at(j.start), at(j.end), number(j.accounts), expected, told(j.withdrawn)]
        })
        .collect();
    let (head, rows) = if model.shows_no_withdrawals() {
        without("column.withdrawn", &head, rows)
    } else {
        (head.to_vec(), rows)
    };
    match timeline::chart(crew, &|page, verb| page_label(model, page, verb), &|page| part(crew, page)) {
        Some(drawn) => html! { (Picture {
            name: &format!("{}-jobs", crew.crew),
            drawn,
            note: once.then("crew.timeline_note", t!("crew.timeline_most", n = timeline::most(crew))),
            head: &head,
            rows,
        }
        .framed_with(&t!("crew.jobs_table")))
        (served_table(crew)) },
        None => html! {
            p.soft { (t!("crew.timeline_none")) }
            (folded(&t!("crew.jobs_table"), &head, &rows))
        },
    }
}

fn why(model: &Model, crew: &CrewRow, once: &Once) -> Markup {
    let mut tested: Vec<(&Piece, f64)> = crew.evidence.iter().filter_map(|e| Some((e, e.weight?))).collect();
    tested.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    let weights: Vec<f64> = tested.iter().map(|e| e.1).collect();
    let adjusted = calibration(model, crew);
    let steps: Vec<f64> = weights.iter().copied().chain(adjusted.iter().map(|step| step.bits)).collect();
    let scale = waterfall::Scale::new(crew.odds.prior, &steps);
    // Where each piece begins: the prior and all pieces before it.
    let begins = |i: usize| crew.odds.prior + weights[..i].iter().sum::<f64>();
    let end = |said: String, bits: f64, text: String| {
        html! {
            li.end {
                span.piece { (said) }
                (waterfall::total(&said, bits, scale))
                span.n { (numbers::bits(bits)) }
                span.text { (text) }
            }
        }
    };
    let rival = crew.reading(crew.odds.rival);
    let untested: Vec<&Piece> = crew.evidence.iter().filter(|e| e.weight.is_none()).collect();
    let drawn = html! {
        ol.why {
            li.scale aria-hidden="true" { span.piece {} (waterfall::axis(scale)) }
            (end(t!("why.prior"), crew.odds.prior, t!("why.prior_says", rival = rival.as_str(), odds = numbers::odds(crew.odds.prior))))
            @for (i, (piece, weight)) in tested.iter().enumerate() {
                li {
                    span.piece { (piece_title(piece)) }
                    (waterfall::step(&piece_title(piece), begins(i), *weight, scale, filling(crew.kind)))
                    span.n { (numbers::bits(*weight)) }
                    span.text { (evidence_said(piece)) }
                }
            }
            @if let Some(step) = &adjusted {
                li {
                    span.piece { (step.title) }
                    (waterfall::step(&step.title, begins(weights.len()), step.bits, scale, filling(crew.kind)))
                    span.n { (numbers::bits(step.bits)) }
                    span.text { (step.said) }
                }
            }
            (end(t!("why.odds"), crew.odds.odds, t!("why.odds_says", kind = crew.said(), rival = rival.as_str(), odds = numbers::odds(crew.odds.odds))))
        }
    };
    let mut sum = crew.odds.prior;
    let row = |said: String, bits: f64, sum: f64| {
        vec![html! { (said) }, html! { (numbers::bits(bits)) }, html! { (numbers::bits(sum)) }]
    };
    let mut rows = vec![row(t!("why.prior"), sum, sum)];
    let calibrated = adjusted.iter().map(|step| (step.title.clone(), step.bits));
    for (said, bits) in tested.iter().map(|(piece, bits)| (piece_title(piece), *bits)).chain(calibrated) {
        sum += bits;
        rows.push(row(said, bits, sum));
    }
    html! {
        h4 id={ (crew.crew) "-why" } { (t!("crew.why")) }
        (Picture {
            name: &format!("{}-why", crew.crew),
            drawn,
            note: match crew.kind {
                Kind::Directed if once.first("crew.why_note_told") => t!("crew.why_note_told", kind = crew.said()),
                Kind::Hired | Kind::Fabricated if once.first("crew.why_note") => {
                    t!("crew.why_note", kind = crew.said())
                }
                _ => String::new(),
            },
            head: &[("column.piece", false), ("column.bits", true), ("column.sum", true)],
            rows,
        }
        .framed())
        @if !untested.is_empty() {
            h4 { (t!("crew.untested")) }
            ul.plain.untested { @for piece in untested { li { (untested_said(model, crew, piece)) } } }
        }
    }
}

fn explanations(crew: &CrewRow, once: &Once) -> Markup {
    let head = [("column.explanation", false), ("column.measured", false), ("column.support", false)];
    let rows: Vec<Vec<Markup>> = crew
        .explanations
        .iter()
        .map(|e| {
            let name = t!(&format!("explained.{}", e.explanation));
            let measured = match e.value {
                Some(value) => t!(&e.message, value = value),
                None => t!(&e.message),
            };
            vec![html! { (name) }, html! { (measured) }, html! { (sure::verbal(e.verbal)) }]
        })
        .collect();
    html! {
        @if !rows.is_empty() {
            h4 id={ (crew.crew) "-explained" } { (t!("explained.title")) }
            (table(&t!("explained.title"), &head, &rows))
            @if once.first("explained.note") { p.small.soft { (t!("explained.note")) " " (t!("explained.scale")) } }
        }
    }
}

fn members(model: &Model, crew: &CrewRow) -> Markup {
    let title = if model.gate.reveal { t!("crew.members_named") } else { t!("crew.members") };
    let head = [("column.member", false), ("column.jobs", true), ("column.probability", true)];
    let rows: Vec<Vec<Markup>> = crew
        .members
        .iter()
        .map(|m| vec![user(&m.label), number(m.jobs), html! { (numbers::share_short(m.posterior)) }])
        .collect();
    html! {
        @if rows.is_empty() {
            p.small.soft { (t!("crew.members_shut")) }
        } @else {
            (super::fold(None, &title, rows.len(), &html! {
                (table(&title, &head, &rows))
                @if crew.members_rest > 0 { p { (t!("crew.members_rest", n = crew.members_rest)) } }
            }))
        }
    }
}
