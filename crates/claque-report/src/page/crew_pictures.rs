//! The pictures of a crew, each with its sentence and its table.

use super::number;
use super::picture::{Once, Picture, target};
use crate::chart::timeline::LANES_MOST;
use crate::chart::{blocks, class, created, filling, mirrored, portfolio, seconds};
use crate::model::pictures::{Blocks, Created, Mirrored, OnPage, Seconds};
use crate::model::{CrewRow, Instant, Line, Model, ServedPage};
use crate::numbers;
use crate::reference;
use crate::visible;
use crate::words::t;
use maud::{Markup, html};

/// All of them, in the order of what convinces first.
pub fn pictures(model: &Model, crew: &CrewRow, once: &Once) -> Markup {
    let p = &crew.pictures;
    html! {
        @if let Some(b) = &p.blocks { h4 { (t!("blocks.head")) } (accounts_by_pages(crew, b, once)) }
        @if !p.seconds.is_empty() { h4 { (t!("seconds.head")) } (since_first(model, crew, &p.seconds, once)) }
        @if let Some(c) = &p.created { h4 { (t!("created.head")) } (creation(crew, c, once)) }
        @if let Some(m) = &p.mirrored { h4 { (t!("mirrored.head")) } (both_sides(model, crew, m)) }
    }
}

fn accounts_by_pages(crew: &CrewRow, b: &Blocks, once: &Once) -> Markup {
    let jobs: Vec<String> = b.pages.iter().map(|p| reference::job(&crew.crew, p.job)).collect();
    html! {
        figure.pic data-name={ (crew.crew) "-accounts-by-pages" } {
            div.drawn { (blocks::chart(b, &crew.crew)) }
            figcaption {
                @if once.first("blocks.note") { (t!("blocks.note")) }
                @if (b.rows.len() as u64) < b.of { " " (t!("blocks.some_accounts", accounts = b.rows.len(), of = b.of)) }
                @if (b.pages.len() as u64) < b.of_pages { " " (t!("blocks.some_pages", pages = b.pages.len(), of = b.of_pages)) }
            }
            (super::fold(None, &t!("picture.table"), b.rows.len(), &html! {
                p { (t!("blocks.table_note")) }
                div.scroll role="group" tabindex="0" aria-label=(t!("blocks.head")) {
                    table.cells {
                        thead { tr { th scope="col" { (t!("column.member")) } @for j in &jobs { th scope="col" { (j) } } } }
                        tbody {
                            @for row in &b.rows {
                                tr { th scope="row" { (super::user(&row.label)) } @for c in row.cells.chars() { td { (c) } } }
                            }
                        }
                    }
                }
            }))
        }
    }
}

fn since_first(model: &Model, crew: &CrewRow, jobs: &[Seconds], once: &Once) -> Markup {
    let rows = jobs
        .iter()
        .map(|j| {
            let all = j.after.0.last().copied().unwrap_or(0);
            vec![
                html! { (reference::job(&crew.crew, j.job)) },
                target(model.answer.verbs, &j.target),
                html! { (numbers::minute(j.first)) },
                number(j.marks),
                number(j.middle_half),
                number(all),
            ]
        })
        .collect();
    Picture {
        name: &format!("{}-seconds-since-first", crew.crew),
        drawn: seconds::chart(jobs, &crew.crew, class(crew.kind)),
        note: once.then("seconds.note", t!("seconds.drawn", jobs = jobs.len(), of = crew.jobs)),
        head: &[
            ("column.reference", false),
            ("column.page", false),
            ("column.start", false),
            ("column.marks", true),
            ("column.middle_half", true),
            ("column.all_seconds", true),
        ],
        rows,
    }
    .framed()
}

/// The rows of two counts on one grid of time, without those that are empty on both sides.
fn by_period(from: Instant, every: u64, a: &Line, b: &Line) -> Vec<Vec<Markup>> {
    let at = |i: usize| Instant(from.0 + every as i64 * 1_000_000 * i as i64);
    let said = |t: Instant| if every < 86_400 { numbers::minute(t) } else { numbers::date(t) };
    let counts = a.0.iter().zip(&b.0).enumerate().filter(|(_, (a, b))| **a + **b > 0);
    counts.map(|(i, (a, b))| vec![html! { (said(at(i))) }, number(*a), number(*b)]).collect()
}

fn creation(crew: &CrewRow, c: &Created, once: &Once) -> Markup {
    Picture {
        name: &format!("{}-created", crew.crew),
        drawn: created::chart(c, if crew.kind.is_doubted() { "c-doubt" } else { "c-directed" }),
        note: once.then(
            "created.note",
            t!(
                "created.drawn",
                members = c.members.sum(),
                others = c.others.sum(),
                every = numbers::duration(c.every as f64)
            ),
        ),
        head: &[("column.from", false), ("column.members", true), ("column.others", true)],
        rows: by_period(c.from, c.every, &c.members, &c.others),
    }
    .framed()
}

fn both_sides(model: &Model, crew: &CrewRow, m: &Mirrored) -> Markup {
    let list = |of: &[OnPage]| {
        html! {
            @for (i, p) in of.iter().enumerate() {
                @if i > 0 { "; " }
                (target(model.answer.verbs, &p.target)) " (" (numbers::count(p.marks as f64)) ")"
            }
        }
    };
    html! {
        p { (t!("mirrored.given_to")) " " (list(&m.given_to)) }
        p { (t!("mirrored.taken_from")) " " (list(&m.taken_from)) }
        (Picture {
            name: &format!("{}-mirrored", crew.crew),
            drawn: mirrored::chart(m),
            note: t!("mirrored.note", every = numbers::duration(m.every as f64)),
            head: &[("column.from", false), ("column.given", true), ("column.taken", true)],
            rows: by_period(m.from, m.every, &m.given, &m.taken),
        }
        .framed())
    }
}

/// The pages that a picture draws: those that it served most.
fn drawn(crew: &CrewRow) -> &[ServedPage] {
    &crew.served[..crew.served.len().min(LANES_MOST)]
}

/// The share of a page's marks that a crew gave; `None` where an edition leaves the page's total out.
fn share(s: &ServedPage) -> Option<f64> {
    s.likes.map(|likes| s.marks.min(likes) as f64 / likes.max(1) as f64)
}

/// How many of a page's marks came from the crew: the bar, on one scale for all pages drawn, and the words.
pub fn part(crew: &CrewRow, s: &ServedPage) -> Markup {
    let most = drawn(crew).iter().map(|s| s.likes.unwrap_or(s.marks)).max().unwrap_or(1);
    let said = match (s.likes, share(s)) {
        (Some(likes), Some(share)) => t!("portfolio.row", marks = s.marks, likes = likes, share = share),
        _ => t!("edition.few_crew", n = s.marks),
    };
    let title = format!("{}: {said}", visible::name(&s.page));
    html! {
        (portfolio::bar(s, most, filling(crew.kind), &title))
        span.n { (said) }
    }
}

/// The pages that it served most, with the crew's part of each, where the log has no times to draw them in.
pub fn served(model: &Model, crew: &CrewRow) -> Markup {
    html! {
        h4 { (t!("portfolio.head")) }
        div.pic {
            ol.rows {
                @for s in drawn(crew) {
                    li {
                        span { (super::user(&super::page_label(model, &s.page, &s.verb))) }
                        (part(crew, s))
                    }
                }
            }
            p.small.soft { (t!("portfolio.note", drawn = drawn(crew).len(), pages = crew.pages)) }
        }
        (served_table(crew))
    }
}

/// The pages that it served as a table, which the script layer saves.
pub fn served_table(crew: &CrewRow) -> Markup {
    let untold = || t!("edition.few_untold");
    let rows = crew
        .served
        .iter()
        .map(|s| {
            vec![
                super::user(&s.page),
                super::user(&s.verb),
                number(s.jobs),
                number(s.marks),
                s.likes.map_or_else(|| html! { (untold()) }, number),
                html! { (share(s).map_or_else(untold, numbers::share_short)) },
            ]
        })
        .collect();
    html! {
        (Picture {
            name: &format!("{}-pages", crew.crew),
            drawn: html! {},
            note: String::new(),
            head: &[
                ("column.page", false),
                ("column.verb", false),
                ("column.jobs", true),
                ("column.marks", true),
                ("column.likes", true),
                ("column.share", true),
            ],
            rows,
        }
        .framed_with(&t!("portfolio.table")))
        @if crew.served_rest.rows > 0 {
            p.small.soft { (t!("crew.pages_rest", n = crew.served_rest.rows, marks = crew.served_rest.marks)) }
        }
    }
}
