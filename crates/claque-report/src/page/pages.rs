//! Authentic and doubted marks by page, on one scale.

use super::picture::Picture;
use super::totals::{legend, page_parts, page_said, told as direction_told};
use super::{number, page_label, told, user, without};
use crate::chart::authentic::{self, Fill};
use crate::edition::K;
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
    let alone = model.leaves_all_alone();
    let drawn = &pages.shown[..pages.shown.len().min(DRAWN)];
    let most = drawn.iter().map(|p| p.likes).max().unwrap_or(1).max(1);
    let hidden = &pages.shown[drawn.len()..];
    let more = pages.rest.rows + hidden.len() as u64;
    let more_marks = pages.rest.marks + hidden.iter().map(|p| p.likes).sum::<u64>();
    // What is drawn and what is not add up to the answer, however single pages are rounded.
    let drawn_doubted: u64 = drawn.iter().map(|p| p.parts.doubted).sum();
    let any = pages.rest.doubted > 0 || hidden.iter().any(|p| p.parts.doubted > 0);
    let more_doubted = if any { model.answer.parts.doubted.saturating_sub(drawn_doubted) } else { 0 };
    // Where an edition leaves some out, a sum of the others would be no sum.
    let by_crew: f64 = pages.shown.iter().map(|p| p.by_crew).sum::<Option<f64>>().unwrap_or(0.0);
    let (head, rows) = as_table(model);
    html! {
        @if drawn.is_empty() {
            p { (t!("pages.none")) }
        } @else {
            p { (t!(if alone { "pages.intro_alone" } else { "pages.intro" })) }
            (Picture {
                name: "pages",
                drawn: html! {
                    (legend(model, Fill::Patterns))
                    ol.rows aria-label=(t!("pages.chart")) { @for p in drawn { (row(model, p, most)) } }
                },
                note: if pages_have_intervals(model) { t!("pages.note") } else { String::new() },
                head: &head,
                rows,
            }
            .framed_with(&t!("pages.table", n = pages.shown.len())))
            @if more > 0 && alone { p { (t!("pages.more_alone", n = more, marks = more_marks)) } }
            @if more > 0 && !alone { p { (t!("pages.more", n = more, marks = more_marks, doubted = more_doubted)) } }
            @if by_crew >= 0.5 && model.has_doubted_crew() { p { (t!("pages.by_crew", n = by_crew.round())) } }
        }
        @if pages.untouched.rows > 0 && !(drawn.is_empty() && pages.rest.rows == 0) {
            @let key = if alone { "pages.untouched_alone" } else { "pages.untouched" };
            p { (t!(key, n = pages.untouched.rows, marks = pages.untouched.marks)) }
        }
    }
}

/// How many marks of a page are doubted, in words.
pub fn said(p: &PageRow) -> String {
    let (doubted, likes) = (p.parts.doubted, p.likes);
    if p.others_few {
        return t!("edition.few_others", n = doubted, k = K);
    }
    if doubted == 0 {
        return t!("pages.row_none", likes = likes);
    }
    if p.small_chances {
        return t!("pages.row_small", doubted = doubted, likes = likes);
    }
    t!("pages.row", doubted = doubted, likes = likes, share = share_of(p))
}

/// The share that is doubted, before marks are rounded: 71.6 of 72 are not all.
fn share_of(p: &PageRow) -> f64 {
    ((p.likes as f64 - p.authentic) / p.likes.max(1) as f64).clamp(0.0, 1.0)
}

/// The interval of what is not doubted on a page; none where an edition leaves the others out.
fn interval(p: &PageRow) -> Option<(f64, f64)> {
    p.authentic_lo.zip(p.authentic_hi).filter(|_| !p.others_few).and_then(numbers::wide)
}

/// The share that is doubted; where the others are few and not told, what it is above.
fn share(p: &PageRow) -> String {
    if !p.others_few {
        return numbers::share_short(share_of(p));
    }
    // Rounded down: what it is above must not be above it.
    let above = (p.parts.doubted as f64 / (p.likes + K) as f64 * 100.0).floor() / 100.0;
    t!("edition.few_share", share = above)
}

fn row(model: &Model, p: &PageRow, most: u64) -> Markup {
    let page = visible::name(&p.page);
    let parts = page_parts(model, p);
    let title =
        if p.others_few { format!("{page}: {}", said(p)) } else { page_said(model, &page, p.likes, parts) };
    html! {
        li {
            span { (user(&page_label(model, &p.page, &p.verb))) }
            span.n {
                (said(p))
                @if parts.directed > 0 { ", " (t!("pages.row_directed", directed = parts.directed)) }
            }
            (authentic::bar(parts, p.likes as f64 / most as f64, interval(p), 14, &title))
        }
    }
}

type Rows = (Vec<(&'static str, bool)>, Vec<Vec<Markup>>);

fn as_table(model: &Model) -> Rows {
    let others = if model.shows_no_withdrawals() { "column.not_doubted" } else { "column.themselves" };
    let head = [
        ("column.page", false),
        ("column.verb", false),
        ("column.likes", true),
        ("column.withdrawn", true),
        (others, true),
        ("column.directed", true),
        ("column.doubted", true),
        ("column.share", true),
        ("column.doubted_interval", true),
        ("column.by_crew", true),
        ("column.crews", false),
    ];
    let rows: Vec<Vec<Markup>> = model
        .pages
        .shown
        .iter()
        .map(|p| {
            let parts = page_parts(model, p);
            vec![
                user(&p.page),
                user(&p.verb),
                if p.others_few {
                    html! { (t!("edition.few_more", n = p.likes, k = K)) }
                } else {
                    number(p.likes)
                },
                told(p.withdrawn),
                told((!p.others_few).then_some(parts.themselves)),
                number(parts.directed),
                number(parts.doubted),
                html! { (share(p)) },
                html! { (doubted_between(p)) },
                told(p.by_crew),
                html! { (crews(p)) },
            ]
        })
        .collect();
    let (head, rows) =
        if direction_told(model) { (head.to_vec(), rows) } else { without("column.directed", &head, rows) };
    let (head, rows) = if pages_have_intervals(model) {
        (head, rows)
    } else {
        without("column.doubted_interval", &head, rows)
    };
    let (head, rows) =
        if model.shows_no_withdrawals() { without("column.withdrawn", &head, rows) } else { (head, rows) };
    if model.answer.verbs > 1 { (head, rows) } else { without("column.verb", &head, rows) }
}

fn pages_have_intervals(model: &Model) -> bool {
    model.pages.shown.iter().any(|p| interval(p).is_some())
}

/// The interval of what is doubted, in words.
fn doubted_between(p: &PageRow) -> String {
    let doubted = |others: f64| numbers::count((p.likes as f64 - others).max(0.0));
    interval(p).map_or_else(String::new, |(lo, hi)| format!("{} – {}", doubted(hi), doubted(lo)))
}

/// Most crews that a cell names.
const CREWS_NAMED: usize = 6;

fn crews(p: &PageRow) -> String {
    let named = p.crews[..p.crews.len().min(CREWS_NAMED)].join(", ");
    if p.crews.len() > CREWS_NAMED { format!("{named} …") } else { named }
}
