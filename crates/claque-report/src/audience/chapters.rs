//! The chapters of an answer from counts.

use super::AudienceModel;
use super::words::{assumption, day, finding_told, home, signal};
use crate::chart::{growth as bars, mix, range};
use crate::numbers;
use crate::page::{Picture, commands, folded, number, table, user};
use crate::visible;
use crate::words::{country_said as country, t};
use claque_audience::{Ahead, Basis, Between, Country, Fit, InPeriod, PageAnswer};
use maud::{Markup, html};

/// Fewest periods that make a picture of growth.
const PICTURE_LEAST: usize = 4;
/// Most countries that are drawn.
const COUNTRIES_DRAWN: usize = 14;
/// Most signals that are told.
const SIGNALS_TOLD: usize = 40;

/// An interval; none where nothing was set aside.
pub(super) fn between(b: Between) -> Markup {
    if b.is_none() {
        return html! { "—" };
    }
    html! { span.date { (numbers::count(b.low)) " – " (numbers::count(b.high)) } }
}

/// The name of a picture of a page, for a file.
fn file_name(picture: &str, page: usize) -> String {
    if page == 0 { picture.to_owned() } else { format!("{picture}-{}", page + 1) }
}

/// Growth above and losses below the axis, and the arithmetic in words.
pub(super) fn growth(model: &AudienceModel, page: &PageAnswer, i: usize) -> Markup {
    let inside: Vec<_> = page.in_periods.iter().filter(|p| !p.aside).cloned().collect();
    let title = t!("growth.chart", new = page.new, unexplained = page.unexplained.value);
    let head = [
        ("column.period", false),
        ("column.new", true),
        ("column.home", true),
        ("column.foreseen", true),
        ("column.unexplained", true),
        ("column.range", true),
        ("column.note", false),
    ];
    let date = |d| html! { span.date { (day(d)) } };
    let row = |p: &InPeriod| {
        vec![
            html! { (date(p.start)) @if p.start != p.end { " – " (date(p.end)) } },
            number(p.new),
            html! { @if let Some(h) = p.home { (numbers::count(h)) } },
            number(p.expected.value),
            number(p.unexplained.value),
            between(p.unexplained),
            html! { @if p.aside { (t!("growth.aside")) } },
        ]
    };
    let rows: Vec<Vec<Markup>> = page.in_periods.iter().map(row).collect();
    let grouped = model.grouped.get(i).copied().unwrap_or(1);
    let mut note = t!("growth.note");
    if grouped > 1 {
        note = format!("{note} {}", t!("growth.grouped", n = grouped));
    }
    html! {
        @if inside.len() >= PICTURE_LEAST {
            (legend(&[("c-self", "growth.explained"), ("c-doubt", "growth.unexplained"), ("band", "growth.band")]))
            (Picture { name: &file_name("growth", i), drawn: bars::chart(&inside, &title), note, head: &head, rows }.framed())
        } @else {
            p.soft { (t!("growth.few")) }
            @if !rows.is_empty() { (table(&t!("growth.table"), &head, &rows)) }
        }
        (in_words(model, page))
        @if page.missing >= 1.0 { p { (t!("growth.missing", n = page.missing)) } }
        @if let Some((low, high)) = page.smallest { p { (t!("growth.smallest", low = low, high = high)) } }
        @if let Some(u) = page.with_unseen { p { (t!("growth.with_unseen", low = u.low, high = u.high)) } }
    }
}

fn in_words(model: &AudienceModel, page: &PageAnswer) -> Markup {
    let main = page.assumptions.iter().find(|a| a.main);
    let gained: f64 = page.in_periods.iter().filter(|p| !p.aside).filter_map(|p| p.home).sum();
    html! {
        @match (page.basis, main.and_then(|a| a.number)) {
            (Basis::Mix, Some(h)) => p {
                (t!("growth.mix_words", home = gained, new = page.new, share = h, expected = page.new - page.unexplained.value,
                    unexplained = page.unexplained.value,
                    country = home(model)))
            },
            (Basis::Nothing, _) => {},
            _ => p {
                (t!("growth.in_words", new = page.new, expected = page.expected.value, unexplained = page.unexplained.value))
            },
        }
    }
}

fn legend(keys: &[(&str, &str)]) -> Markup {
    html! {
        ul.legend {
            @for (class, text) in keys {
                li { svg aria-hidden="true" viewBox="0 0 16 12" { rect class=(class) width="16" height="12" {} } (t!(text)) }
            }
        }
    }
}

/// A bar of the picture of countries.
struct Bar {
    name: String,
    new: f64,
    unexplained: f64,
    expected_share: f64,
}

/// A bar for each of the largest countries, and one for all others together: what is unexplained there is not left out.
fn bars_of(list: &[&Country]) -> Vec<Bar> {
    let all_fit = list.len() <= COUNTRIES_DRAWN + 1;
    let (drawn, others) = list.split_at(if all_fit { list.len() } else { COUNTRIES_DRAWN });
    let bar = |name: String, of: &[&Country]| Bar {
        name,
        new: of.iter().map(|c| c.new).sum(),
        unexplained: of.iter().map(|c| c.unexplained.value).sum(),
        expected_share: of.iter().map(|c| c.expected_share).sum(),
    };
    let mut bars: Vec<Bar> = drawn.iter().map(|c| bar(country(&c.country), &[c])).collect();
    if !others.is_empty() {
        bars.push(bar(t!("countries.others", n = others.len()), others));
    }
    bars
}

/// The mix of countries against its expected ghost, and the table itself.
pub(super) fn countries(_: &AudienceModel, page: &PageAnswer, i: usize) -> Markup {
    let mut list: Vec<_> = page.countries.iter().collect();
    list.sort_by(|a, b| b.new.total_cmp(&a.new).then(a.country.cmp(&b.country)));
    let all: f64 = list.iter().map(|c| c.new.max(0.0)).sum::<f64>().max(1.0);
    let known = page.basis != Basis::Nothing;
    let bars = bars_of(&list);
    let most = bars
        .iter()
        .map(|b| (b.new / all).max(if known { b.expected_share } else { 0.0 }))
        .fold(0.0, f64::max);
    let head = [
        ("column.country", false),
        ("column.new", true),
        ("column.share_of_new", true),
        ("column.foreseen", true),
        ("column.unexplained", true),
        ("column.range", true),
        ("column.seen_from", true),
    ];
    // Only where quiet periods say it is there such a column.
    let seen = list.iter().any(|c| c.seen_from.is_some());
    let head = &head[..head.len() - usize::from(!seen)];
    let rows: Vec<Vec<Markup>> = list
        .iter()
        .map(|c| {
            let told = |m: Markup| {
                if known {
                    m
                } else {
                    html! {}
                }
            };
            let mut row = vec![
                html! { (country(&c.country)) " " span.soft { (c.country) } },
                number(c.new),
                html! { (numbers::points(c.new / all)) },
                told(number(c.expected)),
                told(number(c.unexplained.value)),
                told(between(c.unexplained)),
            ];
            if seen {
                row.push(html! { @if let Some(n) = c.seen_from { (numbers::count(n)) } });
            }
            row
        })
        .collect();
    let drawn_rows = html! {
        ol.rows {
            @for b in &bars {
                @let title = t!("countries.row_title", country = b.name.as_str(), share = b.new / all, expected = b.expected_share);
                li {
                    span { (b.name) }
                    span.n { (t!("countries.row", new = b.new, unexplained = b.unexplained)) }
                    (mix::bar(b.new / all, b.unexplained / all, known.then_some(b.expected_share), most, &title))
                }
            }
        }
    };
    let (name, mut note) = (file_name("countries", i), t!("countries.note"));
    if seen {
        note = format!("{note} {}", t!("countries.seen_from"));
    }
    html! {
        (legend(&[("f-self", "growth.explained"), ("f-doubt", "growth.unexplained"), ("ghost", "countries.ghost")]))
        (Picture { name: &name, drawn: drawn_rows, note, head, rows }.framed())
    }
}

/// The answer under each assumption, and under each reading of the table.
pub(super) fn assumptions(model: &AudienceModel, page: &PageAnswer, i: usize) -> Markup {
    let low = page
        .assumptions
        .iter()
        .map(|a| a.share.low)
        .chain(page.readings.iter().map(|r| r.share.low))
        .fold(0.0, f64::min);
    let high = page
        .assumptions
        .iter()
        .map(|a| a.share.high)
        .chain(page.readings.iter().map(|r| r.share.high))
        .fold(0.01, f64::max);
    // Room for the dots at both ends.
    let (low, high) = (low - (high - low) * 0.02, high.min(1.0) + (high - low) * 0.02);
    let line = |said: String, share: Between, u: Between, main: bool| {
        let told = t!("assumptions.range", share = share.value, low = share.low, high = share.high);
        html! {
            li.main[main] {
                span { (said) }
                span.n { (numbers::points(share.value)) " · " (numbers::count(u.value)) }
                (range::range(share, low, high, &told))
            }
        }
    };
    let head = [
        ("column.assumption", false),
        ("column.unexplained", true),
        ("column.range", true),
        ("column.share", true),
        ("column.range", true),
    ];
    let row = |said: String, share: Between, u: Between| {
        let points = html! { (numbers::points(share.low)) " – " (numbers::points(share.high)) };
        vec![html! { (said) }, number(u.value), between(u), html! { (numbers::points(share.value)) }, points]
    };
    let rows = page.assumptions.iter().map(|a| row(assumption(model, a), a.share, a.unexplained)).collect();
    let drawn = html! {
        ol.rows.assumptions { @for a in &page.assumptions { (line(assumption(model, a), a.share, a.unexplained, a.main)) } }
    };
    let note = if page.basis == Basis::Mix { t!("assumptions.main") } else { t!("assumptions.main_quiet") };
    html! {
        p { (t!("assumptions.intro")) }
        (Picture { name: &file_name("assumptions", i), drawn, note, head: &head, rows }.framed())
        @if !page.readings.is_empty() {
            p { (t!("readings.intro")) }
            ol.rows.assumptions {
                @for r in &page.readings { (line(format!("{}: {}", t!(&r.message), numbers::count(r.new)), r.share, r.unexplained, false)) }
            }
        }
    }
}

/// What stands out, in order of time.
pub(super) fn signals(_: &AudienceModel, page: &PageAnswer, _: usize) -> Markup {
    html! {
        @if page.signals.is_empty() {
            p {
                @match page.basis {
                    Basis::Quiet | Basis::Compared if page.unexplained.is_none() => (t!("signals.none")),
                    Basis::Quiet | Basis::Compared => (t!("signals.events")),
                    _ => (t!("signals.undated")),
                }
            }
        }
        ul.signals {
            @for s in page.signals.iter().take(SIGNALS_TOLD) {
                li { b { (t!(&format!("sort.{}", s.sort.key()))) } span { (signal(s)) } }
            }
        }
    }
}

/// Contradictions and gaps, with their arithmetic.
pub(super) fn findings(_: &AudienceModel, page: &PageAnswer, _: usize) -> Markup {
    html! {
        @if page.findings.is_empty() { p { (t!("findings.none")) } }
        ul.signals {
            @for f in &page.findings {
                li { b { (if f.contradiction { t!("finding.contradiction") } else { t!("finding.gap") }) } span { (finding_told(f)) } }
            }
        }
    }
}

/// Innocent explanations: how each fares and what would decide it.
pub(super) fn explanations(_: &AudienceModel, page: &PageAnswer, _: usize) -> Markup {
    html! {
        div.explanations {
            @for e in &page.explanations {
                div {
                    h4 { (t!(&format!("explain.{}", e.key))) }
                    p.fit { (match e.fit { Fit::Fits => t!("fit.fits"), Fit::Against => t!("fit.against"), Fit::Open => t!("fit.open") }) }
                    p.small { (t!(&e.why)) " " span.soft { (t!("explain.decides")) (t!(&format!("explain.{}.decides", e.key))) } }
                }
            }
        }
    }
}

/// Which of two pages is ahead.
pub(super) fn ahead(a: &Ahead) -> Markup {
    let (one, other) = (visible::name(&a.one), visible::name(&a.other));
    html! {
        p {
            @match (a.probability, a.explained) {
                (Some(p), Some((x, y))) => (t!("ahead.probability", one = one.as_str(), other = other.as_str(), p = p, a = x.value, b = y.value)),
                _ => (t!("ahead.untestable", one = one.as_str(), other = other.as_str())),
            }
            @if let Some((x, y)) = a.home_totals { " " (t!("ahead.home", one = one, other = other, a = x, b = y)) }
        }
    }
}

/// What counts cannot show.
pub(super) fn limits(model: &AudienceModel) -> Markup {
    let a = &model.audience;
    let mix = a.pages.iter().find(|p| p.basis == Basis::Mix);
    html! {
        ul.plain {
            li { (t!("audience_limits.counts")) }
            li { (t!("audience_limits.baseline")) }
            li { (t!("audience_limits.advertising")) }
            @if let Some(page) = mix {
                li { (t!("audience_limits.mix")) }
                li { (t!("audience_limits.basis", n = model.parameters.periods_least, periods = page.periods)) }
            }
            @if a.home_guessed {
                li { (t!("audience_limits.home_guessed", home = home(model))) }
            }
            li { (t!("audience_limits.vanished")) }
        }
    }
}

/// How the tables were read.
pub(super) fn reading(model: &AudienceModel) -> Markup {
    let (used, empty, above) = model.audience.rows;
    let head =
        [("column.file", false), ("column.role", false), ("column.bytes", true), ("column.sha256", false)];
    let rows: Vec<Vec<Markup>> = model
        .provenance
        .inputs
        .iter()
        .map(|i| {
            vec![
                user(&i.name),
                html! { (t!(&format!("input.{}", i.role))) },
                html! { (numbers::bytes(i.bytes)) },
                html! { span.hash { (i.sha256) } },
            ]
        })
        .collect();
    html! {
        p { (t!("audience_reading.method")) }
        p { (t!("audience_reading.rows", used = used, empty = empty, above = above)) }
        @if !model.audience.notes.is_empty() { ul.plain { @for n in &model.audience.notes { li { (commands(&finding_told(n))) } } } }
        (folded(&t!("reading.inputs"), &head, &rows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_that_are_not_drawn_stand_together() {
        let of = |i: usize| Country {
            country: format!("X{i}"),
            new: 100.0 - i as f64,
            expected: 1.0,
            expected_share: 0.01,
            unexplained: Between { value: 2.0, low: 1.0, high: 3.0 },
            seen_from: None,
        };
        let countries: Vec<Country> = (0..COUNTRIES_DRAWN + 4).map(of).collect();
        let list: Vec<&Country> = countries.iter().collect();
        let bars = bars_of(&list);
        assert_eq!(bars.len(), COUNTRIES_DRAWN + 1);
        let last = bars.last().unwrap();
        assert_eq!((last.name.as_str(), last.unexplained), (t!("countries.others", n = 4u64).as_str(), 8.0));
        let all: f64 = bars.iter().map(|b| b.new).sum();
        assert!((all - countries.iter().map(|c| c.new).sum::<f64>()).abs() < 1e-9);
        // One alone needs no name for others.
        assert_eq!(bars_of(&list[..COUNTRIES_DRAWN + 1]).len(), COUNTRIES_DRAWN + 1);
        assert_eq!(
            bars_of(&list[..COUNTRIES_DRAWN + 1]).last().unwrap().name,
            country(&list[COUNTRIES_DRAWN].country)
        );
    }
}
