//! How sure, and what would have been missed: planted campaigns, shuffled copies, calibration, other settings.

use super::picture::Picture;
use super::{commands, number, table};
use crate::chart;
use crate::chart::power::Point;
use crate::chart::sensitivity::Lane;
use crate::model::{Instant, Model};
use crate::numbers;
use crate::words::{has, t};
use claque_chance::{Strength, Verbal};
use claque_verdict::decoys::STATED;
use claque_verdict::power::plain;
use claque_verdict::sensitivity::Variant;
use maud::{Markup, html};

/// Key of the limit that leaves nothing else to say.
const ONE_PAGE: &str = "one_page";
/// Share of the doubted marks from which on the answer is said to hang on a piece of evidence.
const HANGS: f64 = 0.25;

/// The chapter.
pub fn chapter(model: &Model) -> Markup {
    html! {
        h3.minor id="power" { (t!("power.title")) }
        p { (limit(model)) }
        (power(model))
        (intervals(model))
        (decoys(model))
        (sensitivity(model))
        (lone(model))
    }
}

/// The smallest campaign that the log could have shown, in a sentence.
pub fn limit(model: &Model) -> String {
    let power = &model.power;
    if model.untested.iter().any(|k| k == ONE_PAGE) {
        return t!("limits.one_page");
    }
    let Some(curve) = &power.curve else {
        let measured = model.untested.iter().any(|k| k == "too_small_to_plant");
        return if measured { t!("power.small") } else { t!("power.not_measured") };
    };
    let orders = plain(1.0, true).orders;
    match curve.limit {
        Some(marks) => {
            t!("power.limit", marks = marks.ceil(), orders = orders, accounts = plain(marks, true).accounts)
        }
        None => t!("power.none", most = power.orders.1, orders = orders),
    }
}

fn power(model: &Model) -> Markup {
    let w = &model.power;
    let Some(curve) = &w.curve else { return html! {} };
    let head = [
        ("column.order", true),
        ("column.accounts", true),
        ("column.power", true),
        ("column.interval", false),
    ];
    let rows: Vec<Vec<Markup>> = curve
        .points
        .iter()
        .map(|p| {
            let range = format!("{} – {}", numbers::share_short(p.low), numbers::share_short(p.high));
            let seen = html! { (numbers::share_short(p.power)) };
            vec![number(p.order), number(p.accounts), seen, html! { (range) }]
        })
        .collect();
    let points: Vec<Point> = curve
        .points
        .iter()
        .filter(|p| p.order > 0.0)
        .map(|p| Point { size: p.order, seen: p.power, low: p.low, high: p.high })
        .collect();
    html! {
        p { (t!("power.how", planted = w.planted, copies = w.copies, seen = w.seen)) }
        p.small.soft { (t!("power.plain", orders = plain(1.0, true).orders)) }
        @if let Some(limit) = curve.limit { p { (commands(&t!("power.page", marks = (limit.ceil() - 1.0).max(0.0)))) } }
        @match curve.evasion {
            Some(times) if times > 1.0 => p { (t!("power.evasion", times = times)) },
            Some(_) => p { (t!("power.evasion_none")) },
            None => {},
        }
        (Picture { name: "power", drawn: chart::power::chart(&points, curve.limit, &t!("power.axis")), note: t!("power.note"), head: &head, rows }.framed())
    }
}

fn intervals(model: &Model) -> Markup {
    let Some(ends) = &model.interval_ends else { return html! {} };
    let c = &model.calibration;
    html! {
        h3.minor { (t!("interval.title")) }
        p {
            @if ends.pages > 0 {
                (t!("interval.measured", pages = ends.pages, low = ends.low, high = ends.high))
            } @else {
                (t!("interval.assumed"))
            }
            " " (t!("interval.missed", share = numbers::by_chance(model.missed.share)))
            @if let Some(held) = model.coverage { " " (t!("interval.coverage", share = 1.0 - held)) }
        }
        p {
            @if let Some((before, after)) = c.log_loss {
                (t!("calibration.members", accounts = c.accounts, before = before, after = after)) " "
            }
            @if let Some(alpha) = c.kind {
                @let key = if alpha == 1.0 { "calibration.kind_same" } else { "calibration.kind" };
                (t!(key, campaigns = c.crews.0, crowds = c.crews.1))
            }
            @if c.kind.is_none() && c.log_loss.is_none() { (t!("calibration.none")) }
        }
    }
}

fn decoys(model: &Model) -> Markup {
    let d = &model.decoys;
    if d.searched == 0 {
        return html! {};
    }
    let head = [("column.ratio", true), ("column.share_above", true), ("column.allowed", true)];
    let rows: Vec<Vec<Markup>> = d
        .turing
        .iter()
        .map(|line| {
            let share = line.share.map_or_else(|| t!("turing.few"), percent);
            vec![number(line.ratio), html! { (share) }, html! { (percent(line.allowed)) }]
        })
        .collect();
    html! {
        h3.minor id="decoys" { (t!("decoys.title")) }
        p { (t!("decoys.intro")) }
        ul.plain {
            @for s in &d.by_shuffle {
                @let key = format!("shuffle.{}", key_of(s.shuffle));
                li { (t!("decoys.line", how = t!(&key), n = s.searched, crews = s.scores.len())) }
            }
        }
        p { (t!("decoys.tests")) }
        @if let (Some(n), Some(bound)) = (d.wrong_stated, d.wrong_by_bound) {
            @if model.crews.iter().any(|c| c.q.is_some_and(|q| q <= STATED)) { p { (stated(n, bound)) } }
        }
        h3.minor { (t!("turing.title")) }
        p.small.soft { (t!("turing.note")) }
        (table(&t!("turing.title"), &head, &rows))
    }
}

/// How many of the crews that stand are expected to be the work of chance; that none was seen is not that none is.
fn stated(n: f64, bound: f64) -> String {
    let bound = bound.max(f64::MIN_POSITIVE);
    let said = if n > 0.0 {
        t!("decoys.stated", n = n, bound = bound)
    } else {
        t!("decoys.stated_none", bound = bound)
    };
    format!("{said} {}", t!("decoys.bound"))
}

/// A share with enough digits for one in ten thousand.
fn percent(share: f64) -> String {
    let percent = format!("{:.3}", 100.0 * share);
    format!("{}\u{a0}%", percent.trim_end_matches('0').trim_end_matches('.'))
}

fn key_of(shuffle: claque_verdict::Shuffle) -> &'static str {
    match shuffle {
        claque_verdict::Shuffle::WithinPage => "within_page",
        claque_verdict::Shuffle::Sessions => "sessions",
        claque_verdict::Shuffle::WithinDay => "within_day",
    }
}

fn sensitivity(model: &Model) -> Markup {
    let head = [
        ("column.setting", false),
        ("column.doubted_marks", true),
        ("column.doubted_crews", true),
        ("column.accounts", true),
    ];
    let name = |v: &str| match v.strip_prefix("without.") {
        Some(piece) => {
            let key = format!("piece.{piece}");
            t!("variant.without", piece = if has(&key) { t!(&key) } else { piece.to_owned() })
        }
        None => t!(&format!("variant.{v}")),
    };
    let rows: Vec<Vec<Markup>> = model
        .sensitivity
        .iter()
        .map(|v| vec![html! { (name(&v.variant)) }, number(v.doubted), number(v.crews), number(v.accounts)])
        .collect();
    let lanes: Vec<Lane> =
        model.sensitivity.iter().map(|v| Lane { said: name(&v.variant), doubted: v.doubted }).collect();
    html! {
        @if rows.len() > 1 {
            h3.minor { (t!("sensitivity.title")) }
            p.small.soft { (t!("sensitivity.note")) }
            (Picture { name: "sensitivity", drawn: chart::sensitivity::chart(&lanes, &t!("sensitivity.chart")), note: t!("sensitivity.picture_note"), head: &head, rows }.framed())
        }
    }
}

/// The piece of evidence without which most would change, where that is much.
pub fn hangs_on(model: &Model) -> Option<String> {
    let stands = model.sensitivity.first()?.doubted;
    let changed = |v: &&Variant| (v.doubted - stands).abs();
    let without = model.sensitivity.iter().filter(|v| v.variant.starts_with("without."));
    let most = without.max_by(|a, b| changed(a).total_cmp(&changed(b)))?;
    if stands < 0.5 || changed(&most) < HANGS * stands {
        return None;
    }
    let key = format!("piece.{}", most.variant.trim_start_matches("without."));
    has(&key)
        .then(|| t!("sensitivity.hangs", piece = t!(&key), n = most.doubted.round(), all = stands.round()))
}

fn lone(model: &Model) -> Markup {
    let Some(page) = &model.lone_page else { return html! {} };
    html! {
        h3.minor { (t!("lone.title")) }
        @if page.bursts.is_empty() { p { (t!("lone.none")) } }
        ul.plain {
            @for b in &page.bursts {
                @let (from, to) = (numbers::minute(Instant(b.from)), numbers::minute(Instant(b.to)));
                li { (t!("lone.burst", from = from, to = to, marks = b.marks, expected = b.expected)) }
            }
            @if let Some((inside, outside)) = page.withdrawn {
                li { (t!("lone.withdrawn", inside = inside, outside = outside)) }
            }
            @if let Some((inside, outside)) = page.created_together {
                li { (t!("lone.created", inside = inside, outside = outside)) }
            }
        }
        p { (t!("lone.cannot")) }
    }
}

/// How strong a support is, said.
pub fn strength(s: Strength) -> String {
    t!(match s {
        Strength::Weak => "strength.weak",
        Strength::Moderate => "strength.moderate",
        Strength::ModeratelyStrong => "strength.moderately_strong",
        Strength::Strong => "strength.strong",
        Strength::VeryStrong => "strength.very_strong",
        Strength::ExtremelyStrong => "strength.extremely_strong",
    })
}

/// A place on the verbal scale, said.
pub fn verbal(v: Option<Verbal>) -> String {
    match v {
        None => t!("verbal.untested"),
        Some(Verbal::Neutral) => t!("verbal.neutral"),
        Some(Verbal::For(s)) => t!("verbal.for", strength = strength(s)),
        Some(Verbal::Against(s)) => t!("verbal.against", strength = strength(s)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::Gate;
    use crate::model::build_model;
    use crate::testing::small;

    #[test]
    fn what_the_answer_hangs_on_is_said_where_it_is_much() {
        let (audit, log, provenance) = small();
        let mut model = build_model(&audit, &log, provenance, Gate::default());
        let variant =
            |name: &str, doubted| Variant { variant: name.to_owned(), doubted, crews: 1, accounts: 9 };
        let of = |closed: f64| {
            vec![
                variant("as_audited", 100.0),
                variant("thresholds_higher", 5.0),
                variant("without.closure", closed),
            ]
        };
        model.sensitivity = of(20.0);
        let said = hangs_on(&model).unwrap();
        assert!(
            said.contains(&t!("piece.closure")) && said.contains("20 marks") && said.contains("100"),
            "{said}"
        );
        model.sensitivity = of(90.0);
        assert_eq!(hangs_on(&model), None);
        model.sensitivity = vec![variant("as_audited", 0.0), variant("without.closure", 40.0)];
        assert_eq!(hangs_on(&model), None, "nothing is doubted");
    }

    #[test]
    fn of_one_page_it_is_not_said_that_the_log_is_small() {
        let (mut audit, log, provenance) = small();
        audit.untested = vec!["one_page".to_owned(), "too_small_to_plant".to_owned()];
        let model = build_model(&audit, &log, provenance, Gate::default());
        assert_eq!(limit(&model), t!("limits.one_page"));
    }

    #[test]
    fn that_none_was_seen_is_not_that_none_is() {
        assert!(stated(0.4, 0.2).contains("about 0.40"));
        let said = stated(0.0, 0.0);
        assert!(!said.contains("about 0") && said.contains("less than 0.001"), "{said}");
    }
}
