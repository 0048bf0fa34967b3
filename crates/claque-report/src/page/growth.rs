//! Growth in time: the log, then the pages that are doubted most, each with surges, stops and losses.

use super::picture::{Picture, target};
use super::{number, without};
use crate::chart::{authentic, log_growth};
use crate::model::{Growth, Instant, Model};
use crate::numbers;
use crate::visible;
use crate::words::t;
use maud::{Markup, html};

/// Heights of the pictures, in pixels.
const HEIGHT: u32 = 220;
const HEIGHT_OF_PAGE: u32 = 110;

/// The chapter.
pub fn chapter(model: &Model) -> Markup {
    let Some((whole, pages)) = model.growth.split_first() else {
        return html! { p { (t!("growth.none")) } };
    };
    html! {
        p { (said(model, whole)) }
        (authentic::legend())
        (one(model, whole, HEIGHT, "growth", t!("growth.title_log")))
        @if !pages.is_empty() {
            h3 { (t!("growth.pages")) }
            p.lead { (t!("growth.pages_intro")) }
            div.side-by-side {
                @for (i, g) in pages.iter().enumerate() {
                    @if let Some(of) = &g.of {
                        div {
                            h4 { (target(model.answer.verbs, of)) }
                            @let title = t!("growth.title_page", page = visible::name(&of.page));
                            (one(model, g, HEIGHT_OF_PAGE, &format!("growth-page-{}", i + 1), title))
                        }
                    }
                }
            }
        }
    }
}

/// What stands out, in a sentence.
fn said(model: &Model, g: &Growth) -> String {
    let losses = if model.shows_no_withdrawals() {
        t!("looked.no_withdrawals")
    } else {
        t!("growth.losses", withdrawn = g.withdrawn.sum())
    };
    let stands_out = if g.level.0.is_empty() {
        t!("growth.short")
    } else {
        t!("growth.said", surges = g.surges.0.len(), stops = g.stops.0.len())
    };
    format!("{stands_out} {losses}")
}

fn one(model: &Model, g: &Growth, height: u32, name: &str, title: String) -> Markup {
    let every = numbers::duration(g.every as f64);
    let at = |line: &crate::model::Line, i: usize| line.0.get(i).copied();
    let rows = (0..g.given.0.len())
        .filter(|&i| at(&g.given, i) != Some(0) || at(&g.withdrawn, i) != Some(0) || stands(g, i).is_some())
        .map(|i| {
            let from = Instant(g.from.0 + (g.every as i64 * 1_000_000) * i as i64);
            let from = if g.every < 86_400 { numbers::minute(from) } else { numbers::date(from) };
            let count = |line| at(line, i).map_or_else(|| html! { "" }, number);
            vec![
                html! { span.date { (from) } },
                count(&g.given),
                count(&g.directed),
                count(&g.doubted),
                count(&g.withdrawn),
                count(&g.level),
                html! { (stands(g, i).unwrap_or_default()) },
            ]
        })
        .collect();
    let head = [
        ("column.from", false),
        ("column.likes", true),
        ("column.directed", true),
        ("column.doubted", true),
        ("column.withdrawn", true),
        ("column.level", true),
        ("column.stands_out", false),
    ];
    let (head, rows) = if model.shows_no_withdrawals() {
        without("column.withdrawn", &head, rows)
    } else {
        (head.to_vec(), rows)
    };
    Picture {
        name,
        drawn: log_growth::chart(g, model.answer.verbs, height, title),
        note: if g.of.is_none() {
            let losses = !model.shows_no_withdrawals();
            t!(if losses { "growth.note_log" } else { "growth.note_given" }, every = every)
        } else {
            t!("growth.note_page", every = every)
        },
        head: &head,
        rows,
    }
    .framed()
}

fn stands(g: &Growth, i: usize) -> Option<String> {
    match i as u64 {
        i if g.surges.0.contains(&i) => Some(t!("growth.surge")),
        i if g.stops.0.contains(&i) => Some(t!("growth.stop")),
        _ => None,
    }
}
