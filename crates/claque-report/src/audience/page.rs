//! The report of an answer from counts: the same file for every answer, one chapter a page of the tables.

use super::chapters;
use super::words::{day, sentence};
use super::{AudienceModel, PageShort};
use crate::chart;
use crate::numbers;
use crate::page::{document, number, table, unreviewed, user};
use crate::visible;
use crate::words::t;
use claque_audience::{Basis, PageAnswer};
use maud::{Markup, html};

/// A chapter of one page's answer: where it stands, its heading, and what it says.
struct Chapter {
    id: &'static str,
    heading: &'static str,
    says: fn(&AudienceModel, &PageAnswer, usize) -> Markup,
}

/// The chapters of a page, in the order of reading.
const CHAPTERS: &[Chapter] = &[
    Chapter { id: "growth", heading: "chapter.growth", says: chapters::growth },
    Chapter { id: "countries", heading: "chapter.countries", says: chapters::countries },
    Chapter { id: "assumptions", heading: "chapter.assumptions", says: chapters::assumptions },
    Chapter { id: "signals", heading: "chapter.signals", says: chapters::signals },
    Chapter { id: "contradictions", heading: "chapter.contradictions", says: chapters::findings },
    Chapter { id: "explanations", heading: "chapter.explanations", says: chapters::explanations },
];

/// The report.
pub(super) fn render(model: &AudienceModel) -> String {
    let made = t!("audience_reading.made", version = model.claque.version.as_str());
    document(&t!("title", title = visible::name(&model.provenance.title)), &body(model), &made)
}

fn body(model: &AudienceModel) -> Markup {
    let pages = &model.audience.pages;
    html! {
        (chart::definitions())
        (unreviewed())
        (head(model))
        main id="chapters" tabindex="-1" {
            @for (i, page) in pages.iter().enumerate() {
                @if i > 0 { div.next-page { h2 { (user(&page.page)) } p.said { (sentence(model, page)) } (totals(model, page)) } }
                @for c in CHAPTERS {
                    section id=(id(c.id, i)) aria-labelledby={ (id(c.id, i)) "-heading" } {
                        h2 id={ (id(c.id, i)) "-heading" } { (t!(c.heading)) }
                        ((c.says)(model, page, i))
                    }
                }
            }
            @if !model.others.is_empty() {
                section id="others" { h2 { (t!("chapter.other_pages")) } (others(&model.others)) }
            }
            section id="limits" { h2 { (t!("chapter.audience_limits")) } (chapters::limits(model)) }
            section id="reading" { h2 { (t!("chapter.audience_reading")) } (chapters::reading(model)) }
        }
    }
}

fn id(chapter: &str, page: usize) -> String {
    if page == 0 { chapter.to_owned() } else { format!("{chapter}-{}", page + 1) }
}

fn head(model: &AudienceModel) -> Markup {
    let first = model.audience.pages.first();
    let span = first.and_then(|p| Some(t!("head.span", from = day(Some(p.start?)), to = day(p.end))));
    html! {
        header {
            div.head {
                span { (t!("audience.head")) " " b { (user(&model.provenance.title)) } }
                span { (span.unwrap_or_else(|| t!("audience.head_none"))) }
            }
            @match first {
                None => h1 { (t!("audience.empty")) },
                Some(page) => {
                    h1 { (sentence(model, page)) }
                    (totals(model, page))
                    p.note { (t!("audience.not_who")) }
                    @if let Some(a) = &model.audience.ahead { (chapters::ahead(a)) }
                    (contents(model))
                }
            }
        }
    }
}

/// The three numbers, the bar, the interval and what moves it.
fn totals(model: &AudienceModel, page: &PageAnswer) -> Markup {
    if page.basis == Basis::Nothing || page.new <= 0.0 {
        return html! {};
    }
    let (u, e) = (page.unexplained, page.expected);
    let bar = t!("audience.bar", new = page.new, expected = e.value, unexplained = u.value);
    let share = (u.value / page.new).clamp(0.0, 1.0);
    // Two ends that read the same are one.
    let (low, high) = (page.share.low, page.share.high);
    let one = numbers::points(low) == numbers::points(high);
    let shares = t!(if one { "audience.share_one" } else { "audience.shares" }, low = low, high = high);
    let range = if page.basis == Basis::Mix { "audience.hull" } else { "audience.interval" };
    html! {
        dl.totals {
            div.all { dt { (t!("audience.new")) } dd { (numbers::count(page.new)) } }
            div { dt { (t!("audience.expected")) } dd { (numbers::count(e.value)) } }
            div.doubted { dt { (t!("audience.unexplained")) } dd { (numbers::count(u.value)) } }
        }
        svg role="img" height="22" aria-label=(bar) {
            title { (bar) }
            rect."f-self" x="0" y="0" width=(chart::percent(1.0 - share)) height="22" {}
            @if share > 0.0 { rect."f-doubt" x=(chart::percent(1.0 - share)) y="0" width=(chart::percent(share)) height="22" {} }
        }
        p.small.soft {
            @if u.is_none() {
                (t!("audience.none", high = page.with_unseen.map_or(0.0, |u| u.high)))
            } @else {
                (t!(range, low = u.low, high = u.high, shares = shares))
            }
            @if let Some(a) = page.driven_by.and_then(|i| page.assumptions.get(i)) {
                " " (t!("audience.driver", assumption = super::words::assumption(model, a)))
            }
        }
    }
}

fn contents(model: &AudienceModel) -> Markup {
    html! {
        nav aria-label=(t!("nav")) {
            ul {
                @for c in CHAPTERS { li { a href={ "#" (c.id) } { (t!(c.heading)) } } }
                @if !model.others.is_empty() { li { a href="#others" { (t!("chapter.other_pages")) } } }
                li { a href="#limits" { (t!("chapter.audience_limits")) } }
                li { a href="#reading" { (t!("chapter.audience_reading")) } }
            }
        }
    }
}

fn others(pages: &[PageShort]) -> Markup {
    let head = [
        ("column.page", false),
        ("column.new", true),
        ("column.unexplained", true),
        ("column.range", true),
        ("chapter.signals", true),
    ];
    let rows: Vec<Vec<Markup>> = pages
        .iter()
        .take(500)
        .map(|p| {
            let range = chapters::between(p.unexplained);
            vec![user(&p.page), number(p.new), number(p.unexplained.value), range, number(p.surges)]
        })
        .collect();
    table(&t!("chapter.other_pages"), &head, &rows)
}
