//! The report: one file, no network, readable without its script. It renders the saved model and computes nothing. One
//! chapter, one file, entered in one list.

mod answer;
mod by_country;
mod crew;
mod crew_pictures;
mod growth;
mod innocent;
mod limits;
mod looked_at;
mod pages;
mod picture;
mod reading;
mod reply;
pub(crate) mod sure;
mod taken_back;
pub(crate) mod totals;
mod unbroken;

pub(crate) use answer::{
    expected_by_chance, hangs, main_crew, main_reasons, sentence, stamp_said, why_crew, wrong_said,
};
pub(crate) use pages::said as page_said;
pub(crate) use picture::Picture;
pub(crate) use unbroken::unbroken;

use crate::chart;
use crate::font;
use crate::model::{Instant, Model};
use crate::script;
use crate::style::CSS;
use crate::visible;
use crate::words::{Language, spoken, t};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// A chapter: where it stands in the file, the key of its heading, and what it says.
struct Chapter {
    id: &'static str,
    heading: &'static str,
    says: fn(&Model) -> Markup,
}

/// All chapters after the answer, in the order of reading.
const CHAPTERS: &[Chapter] = &[
    Chapter { id: "looked-at", heading: "chapter.looked_at", says: looked_at::chapter },
    Chapter { id: "growth", heading: "chapter.log_growth", says: growth::chapter },
    Chapter { id: "pages", heading: "chapter.pages", says: pages::chapter },
    Chapter { id: "by-country", heading: "chapter.by_country", says: by_country::chapter },
    Chapter { id: "crews", heading: "chapter.crews", says: crew::chapter },
    Chapter { id: "sure", heading: "chapter.sure", says: sure::chapter },
    Chapter { id: "innocent", heading: "chapter.innocent", says: innocent::chapter },
    Chapter { id: "limits", heading: "chapter.limits", says: limits::chapter },
    Chapter { id: "reply", heading: "chapter.reply", says: reply::chapter },
    Chapter { id: "reading", heading: "chapter.reading", says: reading::chapter },
];

/// The chapters of a model. A log without countries has none by country.
fn chapters(model: &Model) -> impl Iterator<Item = &'static Chapter> {
    CHAPTERS.iter().filter(|c| c.id != "by-country" || !model.by_country.is_empty())
}

/// What a file forbids itself: everything but its own style sheet; a report allows its own script beside it.
pub(crate) const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/// The report of a saved model: the same model is the same bytes.
pub fn render(model: &Model) -> String {
    render_with(model, None)
}

/// What an edition says of itself: in a sentence on top, and at the end all that it leaves out.
pub(crate) struct Note {
    /// On top.
    pub top: String,
    /// At the end.
    pub left_out: String,
}

/// The same with a note, for an edition that leaves something out.
pub(crate) fn render_with(model: &Model, note: Option<&Note>) -> String {
    let body = html! {
        (chart::definitions())
        (unreviewed())
        @if let Some(note) = note {
            aside.edition { p.note { (note.top) " " a href="#left-out" { (t!("edition.left_out")) } } }
        }
        (answer::head(model))
        main id="chapters" tabindex="-1" {
            @for chapter in chapters(model) {
                section id=(chapter.id) aria-labelledby={ (chapter.id) "-heading" } {
                    h2 id={ (chapter.id) "-heading" } { (t!(chapter.heading)) }
                    ((chapter.says)(model))
                }
            }
            @if let Some(note) = note {
                section id="left-out" aria-labelledby="left-out-heading" {
                    h2 id="left-out-heading" { (t!("edition.left_out")) }
                    p { (note.left_out) }
                }
            }
        }
    };
    let made = t!("reading.made", version = model.claque.version.as_str(), seed = model.seed.to_string());
    document(&t!("title", title = visible::name(&model.provenance.title)), &body, &made)
}

/// The whole file around a body: its head, its style sheet, what it forbids itself, and by what it was made.
pub(crate) fn document(title: &str, body: &Markup, made: &str) -> String {
    let words = script::words();
    let document = html! {
        (DOCTYPE)
        html lang=(t!("lang")) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content={ (POLICY) (font::source(&body.0)) "; script-src " (script::source()) };
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="robots" content="noindex";
                title { (title) }
                style { (PreEscaped(CSS)) (PreEscaped(font::face(&body.0))) }
            }
            body data-theme=(words[0].1) data-svg=(words[1].1) data-csv=(words[2].1) data-filter=(words[3].1) data-shown=(words[4].1) data-sort=(words[5].1) data-cell=(words[6].1) data-sorted=(words[7].1) data-rising=(words[8].1) data-falling=(words[9].1) data-walk=(words[10].1) {
                a.skip href="#chapters" { (t!("skip")) }
                (body)
                footer { p { (made) } }
                (script::element())
            }
        }
    };
    unbroken(&document.into_string())
}

/// What stands on top of a report in a language whose sentences nobody has reviewed.
pub(crate) fn unreviewed() -> Markup {
    html! { @if spoken() != Language::English { aside.edition { p.note { (t!("unreviewed")) } } } }
}

/// Where to find what.
fn contents(model: &Model) -> Markup {
    html! {
        nav aria-label=(t!("nav")) {
            ul { @for c in chapters(model) { li { a href={ "#" (c.id) } { (t!(c.heading)) } } } }
        }
    }
}

/// From the first day to the last, or the one day; `None` where neither is known.
pub(crate) fn dates(first: Option<Instant>, last: Option<Instant>) -> Option<String> {
    let (from, to) = (crate::numbers::date(first?), crate::numbers::date(last?));
    Some(if from == to { from } else { t!("crew.dates", from = from, to = to) })
}

/// What a sentence names between backticks is a command, and shown as one.
pub(crate) fn commands(said: &str) -> Markup {
    html! {
        @for (i, part) in said.split('`').enumerate() {
            @if i % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

/// A string of the user's: its hidden characters shown, its direction kept from what follows.
pub(crate) fn user(text: &str) -> Markup {
    html! { bdi.u { (visible::name(text)) } }
}

/// A page, with its kind of mark where the log has several.
fn page_label(model: &Model, page: &str, verb: &str) -> String {
    if model.answer.verbs > 1 { format!("{page} · {}", visible::name(verb)) } else { page.to_owned() }
}

/// Rows from which on a table scrolls by itself downwards too, under its head, and its first column stays in sight.
const ROWS_IN_SIGHT: usize = 30;

/// A table that scrolls by itself where it is wider than the screen.
pub(crate) fn table(label: &str, head: &[(&str, bool)], rows: &[Vec<Markup>]) -> Markup {
    html! {
        div.scroll.far[rows.len() > ROWS_IN_SIGHT] role="group" tabindex="0" aria-label=(label) {
            table {
                thead { tr { @for (key, number) in head { th.n[*number] scope="col" { (t!(key)) } } } }
                tbody {
                    @for row in rows {
                        tr { @for (cell, (_, number)) in row.iter().zip(head) { td.n[*number] { (cell) } } }
                    }
                }
            }
        }
    }
}

/// A table without one of its columns.
pub(crate) fn without<'a>(
    key: &str,
    head: &[(&'a str, bool)],
    mut rows: Vec<Vec<Markup>>,
) -> (Vec<(&'a str, bool)>, Vec<Vec<Markup>>) {
    let mut head = head.to_vec();
    if let Some(column) = head.iter().position(|(name, _)| *name == key) {
        head.remove(column);
        for row in &mut rows {
            row.remove(column);
        }
    }
    (head, rows)
}

/// Most rows of a folded table that is printed without being opened: what an editor reads on paper.
const ROWS_ON_PAPER: usize = 6;

/// The same, folded away.
pub(crate) fn folded(summary: &str, head: &[(&str, bool)], rows: &[Vec<Markup>]) -> Markup {
    fold(None, summary, rows.len(), &table(summary, head, rows))
}

/// Something of so many rows, folded away. On paper what is short is open, what is long only if the reader opened it;
/// its summary says so.
pub(crate) fn fold(id: Option<&str>, summary: &str, rows: usize, inside: &Markup) -> Markup {
    let long = rows > ROWS_ON_PAPER;
    html! {
        details.long[long] id=[id] {
            summary data-paper=[long.then(|| t!("paper.folded", n = rows))] { (summary) }
            (inside)
        }
    }
}

/// A whole number as a cell; what an edition leaves out is said to be few.
fn told<N: Into<crate::words::Arg>>(n: Option<N>) -> Markup {
    match n {
        Some(n) => number(n),
        None => html! { (t!("edition.few", k = crate::edition::K)) },
    }
}

/// A whole number as a cell.
pub(crate) fn number(n: impl Into<crate::words::Arg>) -> Markup {
    match n.into() {
        crate::words::Arg::Number(n) => html! { (crate::numbers::count(n)) },
        crate::words::Arg::Text(t) => html! { (t) },
    }
}
