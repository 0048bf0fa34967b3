//! Authentic and doubted marks by page, on one scale.

use super::{folded, number, page_label, told, user};
use crate::chart::authentic;
use crate::model::{Model, PageRow};
use crate::numbers;
use crate::visible;
use crate::words::t;
use maud::{Markup, html};

/// Most pages that are drawn; the table has more, the tables in the folder have all.
const DRAWN: usize = 20;

/// The chapter.
pub fn chapter(model: &Model) -> Markup {
    let pages = &model.pages;
    let drawn = &pages.shown[..pages.shown.len().min(DRAWN)];
    let most = drawn.iter().map(|p| p.likes).max().unwrap_or(1).max(1);
    let hidden = &pages.shown[drawn.len()..];
    let more = pages.rest.rows + hidden.len() as u64;
    let more_marks = pages.rest.marks + hidden.iter().map(|p| p.likes).sum::<u64>();
    let more_doubted = pages.rest.doubted + hidden.iter().map(|p| p.parts.doubted).sum::<u64>();
    let by_crew: f64 = pages.shown.iter().filter_map(|p| p.by_crew).sum();
    html! {
        @if drawn.is_empty() {
            p { (t!("pages.none")) }
        } @else {
            p { (t!("pages.intro")) }
            figure aria-label=(t!("pages.chart")) {
                (authentic::legend())
                ol.rows { @for p in drawn { (row(model, p, most)) } }
            }
            @if more > 0 { p { (t!("pages.more", n = more, marks = more_marks, doubted = more_doubted)) } }
            @if by_crew >= 0.5 { p { (t!("pages.by_crew", n = by_crew.round())) } }
        }
        @if pages.untouched.rows > 0 {
            p { (t!("pages.untouched", n = pages.untouched.rows, marks = pages.untouched.marks)) }
        }
        @if !pages.shown.is_empty() { (as_table(model)) }
    }
}

fn row(model: &Model, p: &PageRow, most: u64) -> Markup {
    let title = t!(
        "pages.row_title",
        page = visible::name(&p.page),
        likes = p.likes,
        themselves = p.parts.themselves,
        directed = p.parts.directed,
        doubted = p.parts.doubted
    );
    html! {
        li {
            span { (user(&page_label(model, &p.page, &p.verb))) }
            span.n {
                @if p.parts.doubted > 0 {
                    (t!("pages.row", doubted = p.parts.doubted, likes = p.likes, share = p.parts.doubted as f64 / p.likes.max(1) as f64))
                } @else {
                    (t!("pages.row_none", likes = p.likes))
                }
                @if p.parts.directed > 0 { ", " (t!("pages.row_directed", directed = p.parts.directed)) }
            }
            (authentic::bar(p.parts, p.likes as f64 / most as f64, 14, &title))
        }
    }
}

fn as_table(model: &Model) -> Markup {
    let head = [
        ("column.page", false),
        ("column.verb", false),
        ("column.likes", true),
        ("column.withdrawn", true),
        ("column.themselves", true),
        ("column.directed", true),
        ("column.doubted", true),
        ("column.share", true),
        ("column.by_crew", true),
        ("column.crews", false),
    ];
    let rows: Vec<Vec<Markup>> = model
        .pages
        .shown
        .iter()
        .map(|p| {
            vec![
                user(&p.page),
                user(&p.verb),
                number(p.likes),
                told(p.withdrawn),
                number(p.parts.themselves),
                number(p.parts.directed),
                number(p.parts.doubted),
                html! { (numbers::share_short(p.parts.doubted as f64 / p.likes.max(1) as f64)) },
                told(p.by_crew),
                html! { (crews(p)) },
            ]
        })
        .collect();
    folded(&t!("pages.table"), &head, &rows)
}

/// Most crews that a cell names.
const CREWS_NAMED: usize = 6;

fn crews(p: &PageRow) -> String {
    let named = p.crews[..p.crews.len().min(CREWS_NAMED)].join(", ");
    if p.crews.len() > CREWS_NAMED { format!("{named} …") } else { named }
}
