//! The pages that matter by country and week, read twice side by side: single marks, authentic against doubted, and
//! what the same counts say alone. Where the two differ, one sentence says what that means.

use super::picture::{Picture, target};
use super::{fold, folded, number, table, user, without};
use crate::chart::by_country as chart;
use crate::model::by_country::{Counts, InCountry, Standing};
use crate::model::{ByCountry, Instant, Model};
use crate::numbers;
use crate::visible;
use crate::words::{country_said as country, t};
use claque_audience::Between;
use maud::{Markup, html};

/// The chapter.
pub fn chapter(model: &Model) -> Markup {
    let of_marks = model.mapping.iter().any(|m| m.role == "country");
    let first = model.by_country.iter().position(|p| p.standing() != Standing::Short).unwrap_or(0);
    html! {
        @let key = if model.leaves_all_alone() { "by_country.intro_alone" } else { "by_country.intro" };
        p { (t!(key)) }
        p { (if of_marks { t!("by_country.of_marks") } else { t!("by_country.of_accounts") }) }
        (legend())
        @for (i, page) in model.by_country.iter().enumerate() {
            h3 { (target(model.answer.verbs, &page.of)) }
            p { (said(page)) }
            @let inside = html! { (picture(page, i + 1, i == first)) (in_all(page)) };
            @if page.standing() == Standing::Short {
                (fold(None, &t!("by_country.folded"), page.countries.len(), &inside))
            } @else {
                (inside)
            }
        }
    }
}

fn legend() -> Markup {
    html! {
        ul.legend {
            @for (class, key) in [
                ("c-self", "by_country.key_given"),
                ("c-doubt", "by_country.key_top"),
                ("band", "by_country.key_band"),
            ] {
                li { svg aria-hidden="true" viewBox="0 0 16 12" { rect class=(class) width="16" height="12" {} } (t!(key)) }
            }
        }
    }
}

/// What the two readings say, and what it means where they differ.
fn said(page: &ByCountry) -> String {
    let u = page.counts.as_ref().map_or_else(Between::default, |c| c.unexplained);
    let smallest = page.counts.as_ref().and_then(|c| c.smallest);
    let key = match page.standing() {
        Standing::Short => "by_country.short",
        Standing::Nothing => "by_country.nothing",
        Standing::Meet => "by_country.meet",
        Standing::Marks => "by_country.marks",
        Standing::Counts => "by_country.counts",
    };
    let mut args = vec![
        ("doubted", page.doubted.value.into()),
        ("unexplained", u.value.into()),
        ("low", u.low.max(0.0).into()),
        ("high", u.high.max(0.0).into()),
        ("days", page.days.into()),
        ("least", page.days_least.into()),
    ];
    args.extend(smallest.map(|s| ("smallest", s.into())));
    let mut out = crate::words::say(key, &args);
    if page.standing() == Standing::Counts && page.crowds >= 0.5 {
        out = format!("{out} {}", t!("by_country.crowds", n = page.crowds.round()));
    }
    out
}

fn named(page: &ByCountry, code: &str) -> String {
    match code {
        "ZZ" if page.countries.len() > 1 => t!("by_country.others"),
        "ZZ" => t!("by_country.unnamed"),
        "ALL" => t!("by_country.together"),
        code => country(code),
    }
}

/// Both pictures; how to read them is said once.
fn picture(page: &ByCountry, i: usize, first: bool) -> Markup {
    let name = visible::name(&page.of.page);
    let (doubted, given) = (page.doubted.value, page.given);
    let highest = page.countries.iter().flat_map(|c| &c.given.0).copied().max().unwrap_or(0);
    let drawn = html! {
        div.both {
            div {
                p.panel { span { (t!("by_country.marks_head", doubted = doubted, given = given)) } }
                (chart::marks(page, t!("by_country.marks_title", page = name.as_str(), doubted = doubted, given = given)))
            }
            div.short[page.counts.is_none()] {
                @match &page.counts {
                    None => p.panel { span { (t!("by_country.counts_short")) } },
                    Some(c) => {
                        @let u = c.unexplained;
                        p.panel { span { (t!("by_country.counts_head", unexplained = u.value, low = u.low, high = u.high)) } }
                        (chart::counts(page, c, t!("by_country.counts_title", page = name.as_str(), unexplained = u.value, given = given)))
                    },
                }
            }
        }
        // One alone would repeat the large picture.
        @if page.countries.len() > 1 { div.weeks {
            @for c in &page.countries {
                @let (of, all, taken) = (named(page, &c.country), c.given.sum(), c.doubted_in_all);
                div.week-lane {
                    span { (of) }
                    span.n { (t!("by_country.lane", given = all, doubted = taken)) }
                    (chart::lane(page, c, highest, &t!("by_country.lane_title", country = of.as_str(), given = all, doubted = taken)))
                }
            }
        } }
    };
    Picture {
        name: &format!("by-country-{i}"),
        drawn,
        note: if first {
            t!("by_country.note", every = numbers::duration(page.every as f64))
        } else {
            String::new()
        },
        head: &[
            ("column.from", false),
            ("column.country", false),
            ("column.new", true),
            ("column.doubted", true),
            ("column.foreseen", true),
        ],
        rows: weekly(page),
    }
    .framed()
}

/// Every bar of every country in which a mark came.
fn weekly(page: &ByCountry) -> Vec<Vec<Markup>> {
    let bars = page.countries.iter().map(|c| c.given.0.len()).max().unwrap_or(0);
    let date = |i: usize| numbers::date(Instant(page.from.0 + page.every as i64 * 1_000_000 * i as i64));
    let at = |c: &InCountry, i: usize| c.given.0.get(i).copied().unwrap_or(0);
    let row = |i: usize, c: &InCountry| {
        let told = |line: &crate::model::Line| line.0.get(i).copied();
        vec![
            html! { span.date { (date(i)) } },
            html! { (named(page, &c.country)) },
            number(at(c, i)),
            told(&c.doubted).map_or_else(|| html! {}, number),
            told(&c.expected).map_or_else(|| html! {}, number),
        ]
    };
    (0..bars)
        .flat_map(|i| page.countries.iter().filter(move |c| at(c, i) > 0).map(move |c| row(i, c)))
        .collect()
}

/// Both readings country by country, and in all.
fn in_all(page: &ByCountry) -> Markup {
    let head = [
        ("column.country", false),
        ("column.new", true),
        ("column.doubted", true),
        ("column.share", true),
        ("column.unexplained", true),
        ("column.range", true),
    ];
    let share = |doubted: f64, given: u64| html! { (numbers::share_short(doubted / given.max(1) as f64)) };
    let told = |u: Option<Between>, of: fn(Between) -> Markup| u.map_or_else(|| html! {}, of);
    let value = |u: Between| number(u.value);
    let range = |u: Between| html! { (numbers::count(u.low)) " – " (numbers::count(u.high)) };
    let row = |name: Markup, given: u64, doubted: f64, u: Option<Between>| {
        vec![name, number(given), number(doubted), share(doubted, given), told(u, value), told(u, range)]
    };
    let mut rows: Vec<Vec<Markup>> = page
        .countries
        .iter()
        .map(|c| row(user(&named(page, &c.country)), c.given.sum(), c.doubted_in_all, c.unexplained))
        .collect();
    let all: Option<&Counts> = page.counts.as_ref();
    let name = html! { b { (t!("by_country.all")) } };
    rows.push(row(name, page.given, page.doubted.value, all.map(|c| c.unexplained)));
    let title = t!("by_country.table");
    if all.is_some() {
        // Where both readings find nothing, a table would be of zeros.
        let nothing = page.standing() == Standing::Nothing;
        return if nothing { folded(&title, &head, &rows) } else { table(&title, &head, &rows) };
    }
    // What was not read from counts has no columns.
    let (head, rows) = without("column.unexplained", &head, rows);
    let (head, rows) = without("column.range", &head, rows);
    table(&title, &head, &rows)
}
