//! Authentic and doubted marks by page, on one scale.

use super::picture::Picture;
use super::{number, page_label, told, user, without};
use crate::chart::authentic;
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
    let more_doubted = pages.rest.doubted + hidden.iter().map(|p| p.parts.doubted).sum::<u64>();
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
                    (authentic::legend())
                    ol.rows aria-label=(t!("pages.chart")) { @for p in drawn { (row(model, p, most)) } }
                },
                note: String::new(),
                head: &head,
                rows,
            }
            .framed_with(&t!("pages.table")))
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
    t!("pages.row", doubted = doubted, likes = likes, share = doubted as f64 / likes.max(1) as f64)
}

/// The share that is doubted; where the others are few and not told, what it is above.
fn share(p: &PageRow) -> String {
    let most = if p.others_few { p.likes + K } else { p.likes };
    let share = p.parts.doubted as f64 / most.max(1) as f64;
    // Rounded down: what it is above must not be above it.
    let above = (share * 100.0).floor() / 100.0;
    if p.others_few { t!("edition.few_share", share = above) } else { numbers::share_short(share) }
}

fn row(model: &Model, p: &PageRow, most: u64) -> Markup {
    let page = visible::name(&p.page);
    let title = if p.others_few {
        format!("{page}: {}", said(p))
    } else {
        t!(
            "pages.row_title",
            page = page,
            likes = p.likes,
            themselves = p.parts.themselves,
            directed = p.parts.directed,
            doubted = p.parts.doubted
        )
    };
    html! {
        li {
            span { (user(&page_label(model, &p.page, &p.verb))) }
            span.n {
                (said(p))
                @if p.parts.directed > 0 && !p.directed_small { ", " (t!("pages.row_directed", directed = p.parts.directed)) }
            }
            (authentic::bar(p.parts, p.likes as f64 / most as f64, 14, &title))
        }
    }
}

type Rows = (Vec<(&'static str, bool)>, Vec<Vec<Markup>>);

fn as_table(model: &Model) -> Rows {
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
                if p.others_few {
                    html! { (t!("edition.few_more", n = p.likes, k = K)) }
                } else {
                    number(p.likes)
                },
                told(p.withdrawn),
                told((!p.others_few).then_some(p.parts.themselves)),
                number(p.parts.directed),
                number(p.parts.doubted),
                html! { (share(p)) },
                told(p.by_crew),
                html! { (crews(p)) },
            ]
        })
        .collect();
    if model.shows_no_withdrawals() {
        without("column.withdrawn", &head, rows)
    } else {
        (head.to_vec(), rows)
    }
}

/// Most crews that a cell names.
const CREWS_NAMED: usize = 6;

fn crews(p: &PageRow) -> String {
    let named = p.crews[..p.crews.len().min(CREWS_NAMED)].join(", ");
    if p.crews.len() > CREWS_NAMED { format!("{named} …") } else { named }
}
