//! Growth in time: the log, then the pages that are doubted most, each with surges, stops and losses.

use super::picture::{Picture, target};
use super::totals::{legend, told};
use super::{number, without};
use crate::chart::authentic::Fill;
use crate::chart::log_growth::{self, Shows};
use crate::model::{Growth, Instant, Line, Model};
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
    // Pages on the same periods need it said once.
    let every = pages.first().map(|g| g.every).filter(|every| pages.iter().all(|g| g.every == *every));
    html! {
        p { (said(model, whole)) }
        (legend(model, Fill::Colours))
        (one(model, whole, HEIGHT, "growth", t!("growth.title_log"), true))
        @if !pages.is_empty() {
            h3 { (t!("growth.pages")) }
            p.lead { (t!("growth.pages_intro")) @if let Some(every) = every { " " (t!("growth.note_page", every = numbers::duration(every as f64))) } }
            div.side-by-side {
                @for (i, g) in pages.iter().enumerate() {
                    @if let Some(of) = &g.of {
                        div {
                            h4 { (target(model.answer.verbs, of)) }
                            @let title = t!("growth.title_page", page = visible::name(&of.page));
                            (one(model, &active(g), HEIGHT_OF_PAGE, &format!("growth-page-{}", i + 1), title, every.is_none()))
                        }
                    }
                }
            }
        }
    }
}

/// The periods in which a page got marks or lost them, with one more at each end: elsewhere there is nothing to see.
fn active(g: &Growth) -> Growth {
    let moved = |i: &usize| g.given.0[*i] > 0 || g.withdrawn.0.get(*i).is_some_and(|n| *n > 0);
    let n = g.given.0.len();
    let (Some(first), Some(last)) = ((0..n).find(moved), (0..n).rfind(moved)) else { return g.clone() };
    let (first, end) = (first.saturating_sub(1), (last + 2).min(n));
    let part = |line: &Line| Line(line.0.get(first..end.min(line.0.len())).unwrap_or_default().to_vec());
    let places = |line: &Line| {
        let inside = line.0.iter().filter(|i| (first as u64..end as u64).contains(i));
        Line(inside.map(|i| i - first as u64).collect())
    };
    Growth { from: Instant(g.from.0 + g.every as i64 * 1_000_000 * first as i64), ..g.each(part, places) }
}

/// What stands out, in a sentence.
fn said(model: &Model, g: &Growth) -> String {
    let losses = if model.shows_no_withdrawals() {
        t!("looked.no_withdrawals")
    } else {
        let before = model.answer.orphans;
        let more = if before > 0 { t!("growth.losses_before", n = before) } else { String::new() };
        t!("growth.losses", withdrawn = g.withdrawn.sum(), more = more)
    };
    let stands_out = if g.level.0.is_empty() {
        t!("growth.short")
    } else {
        t!("growth.said", surges = g.surges.0.len(), stops = g.stops.0.len())
    };
    format!("{stands_out} {losses}")
}

fn one(model: &Model, g: &Growth, height: u32, name: &str, title: String, noted: bool) -> Markup {
    let every = numbers::duration(g.every as f64);
    let at = |line: &Line, i: usize| line.0.get(i).copied();
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
    let shows = Shows { directed: told(model), withdrawn: !model.shows_no_withdrawals() };
    let (mut head, mut rows) = (head.to_vec(), rows);
    for (shown, column) in [(shows.directed, "column.directed"), (shows.withdrawn, "column.withdrawn")] {
        if !shown {
            (head, rows) = without(column, &head, rows);
        }
    }
    Picture {
        name,
        drawn: log_growth::chart(g, shows, model.answer.verbs, height, title),
        note: if !noted {
            String::new()
        } else if g.of.is_none() {
            t!(if shows.withdrawn { "growth.note_log" } else { "growth.note_given" }, every = every)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_drawn_on_its_active_days() {
        let line = |of: &[u64]| Line(of.to_vec());
        let g = Growth {
            of: None,
            from: Instant(0),
            every: 10,
            given: line(&[0, 0, 0, 4, 0, 2, 0, 0]),
            directed: line(&[0; 8]),
            doubted: line(&[0, 0, 0, 3, 0, 1, 0, 0]),
            withdrawn: line(&[0; 8]),
            level: line(&[]),
            surges: line(&[3, 5]),
            stops: line(&[0, 4]),
        };
        let a = active(&g);
        assert_eq!(
            (a.from, a.given.0, a.doubted.0),
            (Instant(20_000_000), vec![0, 4, 0, 2, 0], vec![0, 3, 0, 1, 0])
        );
        assert_eq!((a.surges.0, a.stops.0, a.level.0), (vec![1, 3], vec![2], vec![]));
        let still = Growth { given: line(&[0; 8]), ..g };
        assert_eq!(active(&still), still);
    }
}
