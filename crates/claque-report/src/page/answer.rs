//! The answer, in the first screen: one sentence, both totals and the doubt equally large, the main reasons, on what the
//! answer hangs and what else could explain it, and whether the figures may be published.

use super::sure::hangs_on;
use super::totals::{doubted_by_chance, parts, totals};
use super::{contents, user};
use crate::edition::K;
use crate::model::{CrewRow, Instant, Model};
use crate::numbers;
use crate::why::chance;
use crate::words::{Arg, evidence_said, piece_title, t};
use claque_chance::Verbal;
use claque_detect::{Kind, Piece};
use claque_verdict::explanations::Explained;
use maud::{Markup, html};

/// Most pieces of evidence that the first screen names of a crew.
const REASONS: usize = 2;
/// Most crews that it explains.
const CREWS: usize = 3;

/// The head of the report.
pub fn head(model: &Model) -> Markup {
    html! {
        header id="answer" {
            div.head {
                span { (t!("head.audit")) " " b { (user(&model.provenance.title)) } }
                span { (span(model)) }
            }
            h1 { (sentence(model)) }
            @if model.answer.likes > 0 {
                (totals(model, 22))
                p.small.soft {
                    (t!("answer.marks"))
                    @if model.has_doubted_crew() { " " (t!("answer.doubted_means")) }
                }
            }
            (why(model))
            (stamp(model))
            (contents(model))
        }
    }
}

/// The answer in one sentence.
pub fn sentence(model: &Model) -> String {
    let a = &model.answer;
    let all: u64 = a.crews.iter().map(|k| k.crews).sum();
    let crews = if model.has_doubted_crew() { Arg::from(by(model)) } else { Arg::from(all) };
    let message = if doubted_by_chance(model) { "answer.small_chances" } else { &a.message };
    let parts = parts(model);
    let said = t!(
        message,
        likes = a.likes,
        pages = a.pages,
        authentic = parts.themselves + parts.directed,
        doubted = parts.doubted,
        crews = crews,
        place = place(model)
    );
    if !matches!(a.message.as_str(), "answer.none_doubted" | "answer.no_crew") {
        return said;
    }
    let few = model.leaves_out_few(&Kind::ALL).then(|| t!("answer.few_crowds", k = K));
    [Some(said), few, Some(super::sure::limit(model))].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The crews that gave the doubted marks, by what they were called.
fn by(model: &Model) -> String {
    let unrelated = doubted(model).iter().filter(|c| c.kind == Kind::Hired).all(|c| c.serves_unrelated());
    let key = |kind: Kind| match kind {
        Kind::Hired if unrelated => "answer.crews.hired",
        Kind::Hired => "answer.crews.hired_same",
        _ => "answer.crews.fabricated",
    };
    let called = [Kind::Hired, Kind::Fabricated].map(|k| model.crews_called(k));
    let said: Vec<String> =
        called.into_iter().filter(|k| k.crews > 0).map(|k| t!(key(k.kind), n = k.crews)).collect();
    if said.is_empty() { t!("answer.crews.few", k = K) } else { said.join(&t!("and")) }
}

/// On how many pages they gave them, and from when to when.
fn place(model: &Model) -> String {
    let Some(pages) = model.answer.doubted_pages.filter(|n| *n > 0) else { return String::new() };
    let crews = doubted(model);
    let ends = (crews.iter().filter_map(|c| c.start).min(), crews.iter().filter_map(|c| c.end).max());
    t!("answer.where", pages = pages, when = when(ends))
}

/// From day to day, or on the one day.
fn when(ends: (Option<Instant>, Option<Instant>)) -> String {
    let (Some(from), Some(to)) = ends else { return String::new() };
    let (from, to) = (numbers::date(from), numbers::date(to));
    if from == to { t!("answer.on_day", day = from) } else { t!("answer.from_to", from = from, to = to) }
}

fn span(model: &Model) -> String {
    match (model.answer.first, model.answer.last) {
        (Some(from), Some(to)) => t!("head.span", from = numbers::date(from), to = numbers::date(to)),
        _ => t!("head.no_span"),
    }
}

/// The doubted crews, by falling size.
fn doubted(model: &Model) -> Vec<&CrewRow> {
    model.crews.iter().filter(|c| c.kind.is_doubted()).collect()
}

/// The doubted crew that gave most.
pub fn main_crew(model: &Model) -> Option<&CrewRow> {
    doubted(model).first().copied()
}

/// The pieces that speak most for what a crew was called, each with its name.
pub fn main_reasons(crew: &CrewRow) -> Markup {
    html! { @for piece in crew.reasons().into_iter().take(REASONS) { (reason(piece)) } }
}

fn reason(piece: &Piece) -> Markup {
    html! { b { (piece_title(piece)) ":" } " " (evidence_said(piece)) " " }
}

/// How many of these marks chance alone leads one to expect; of less than one, "0.08 of these" would be an odd number.
pub fn expected_by_chance(n: f64) -> String {
    t!(if n < 1.0 { "answer.chance_less" } else { "answer.chance" }, n = numbers::by_chance(n))
}

/// What a crew gave, when, and what chance would have brought together.
pub fn why_crew(crew: &CrewRow) -> String {
    let chance = crew.by_chance.map_or_else(String::new, expected_by_chance);
    t!(
        "answer.why_crew",
        crew = crew.crew.as_str(),
        accounts = crew.accounts,
        pages = crew.pages,
        marks = crew.given.round(),
        when = when((crew.start, crew.end)),
        chance = chance
    )
}

/// The main reason in two pieces of evidence; of the next crews the first, or that it is the same.
fn why(model: &Model) -> Markup {
    let doubted = doubted(model);
    let first = |crew: &CrewRow| crew.reasons().first().map(|p| p.message.clone());
    let link = |crew: &CrewRow| {
        html! { a href={ "#" (if crew.in_full { &crew.crew } else { "crews" }) } { (t!("answer.more")) } }
    };
    html! {
        @if let Some((main, others)) = doubted.split_first() {
            p { b { (t!("answer.why")) } (why_crew(main)) " " (main_reasons(main)) (link(main)) }
            @for crew in others.iter().take(CREWS - 1) {
                p.small {
                    @if first(crew) == first(main) {
                        (t!("answer.same_reason")) (why_crew(crew)) " "
                    } @else {
                        (why_crew(crew)) " "
                        @if let Some(piece) = crew.reasons().first() { (reason(piece)) }
                    }
                    (link(crew))
                }
            }
            @if doubted.len() > CREWS {
                p.small { a href="#crews" { (t!("answer.more_crews", n = doubted.len() - CREWS)) } }
            }
            (hangs(model, &html! {
                @if main.in_full && !main.explanations.is_empty() {
                    " " a href={ "#" (main.crew) "-explained" } { (t!("answer.open_all", crew = main.crew.as_str())) }
                }
            }))
        }
    }
}

/// How the marks of the crews become the answer, on what it hangs, and which innocent explanations are left open;
/// `more` stands behind these.
pub fn hangs(model: &Model, more: &Markup) -> Markup {
    let said: Vec<String> = [sum(model), hangs_on(model)].into_iter().flatten().collect();
    html! {
        @if !said.is_empty() { p { (said.join(" ")) } }
        @if let Some(said) = main_crew(model).and_then(open) { p { (said) (more) } }
    }
}

/// Why what the crews gave is more than what is doubted. Where it is less, crews are not told in this edition.
fn sum(model: &Model) -> Option<String> {
    let called = [Kind::Hired, Kind::Fabricated].map(|k| model.crews_called(k));
    let given = called.iter().map(|k| k.marks).sum::<f64>().round();
    let (n, doubted) = (called.iter().map(|k| k.crews).sum::<u64>(), model.answer.parts.doubted);
    (given as u64 > doubted).then(|| t!("answer.sum", n = n, given = given, doubted = doubted))
}

/// The innocent explanations of a crew that do not have the evidence against them.
fn open(crew: &CrewRow) -> Option<String> {
    let said = crew.said();
    let name = |e: &Explained| format!("“{}”", t!(&format!("explained.{}", e.explanation)));
    let neutral = crew.explanations.iter().filter(|e| e.verbal == Some(Verbal::Neutral));
    let neutral: Vec<String> = neutral.map(name).collect();
    let against = |e: &Explained| match e.verbal? {
        Verbal::Against(s) => {
            let strength = super::sure::strength(s);
            Some(t!("answer.open_against", name = name(e), said = said.as_str(), strength = strength))
        }
        Verbal::Neutral | Verbal::For(_) => None,
    };
    let mut list: Vec<String> = crew.explanations.iter().filter_map(against).collect();
    if !neutral.is_empty() {
        let (n, names) = (neutral.len(), neutral.join(", "));
        list.push(t!("answer.open_neutral", names = names, n = n, said = said.as_str()));
    }
    let untested = crew.explanations.iter().filter(|e| e.verbal.is_none()).count();
    let more = (untested > 0).then(|| t!("answer.open_untested", n = untested));
    let said =
        (!list.is_empty()).then(|| t!("answer.open", crew = crew.crew.as_str(), list = list.join("; ")))?;
    Some(more.map_or(said.clone(), |more| format!("{said} {more}")))
}

/// Whether the figures may be published.
pub fn stamp_said(model: &Model) -> String {
    if model.stamp.established { t!("stamp.established") } else { t!("stamp") }
}

fn stamp(model: &Model) -> Markup {
    let s = model.stamp;
    html! {
        div {
            strong.stamp id="stamp" { (stamp_said(model)) }
            p.small.soft {
                @if s.established {
                    (wrong_said(model).unwrap_or_else(|| t!("stamp.searched", n = s.decoys))) " "
                    (t!("stamp.planted", planted = s.spike_ins))
                } @else if s.decoys > 0 {
                    (t!("stamp.decoys", n = s.decoys))
                } @else {
                    (t!("stamp.no_decoys"))
                }
            }
        }
    }
}

/// How many of the crews named may be wrong:
///
/// ```text
/// no crew at all: max q,      an innocent crowd: mean of 1 − P(hired) − P(fabricated),      either: at most their sum
/// ```
///
/// over those whose marks are doubted; `None` where there is none, or one of them has no q.
pub fn wrong_said(model: &Model) -> Option<String> {
    let doubted = doubted(model);
    let qs = doubted.iter().map(|c| c.q.map(|q| (q, *c))).collect::<Option<Vec<(f64, &CrewRow)>>>()?;
    let (q, worst) = qs.into_iter().max_by(|a, b| a.0.total_cmp(&b.0))?;
    let doubt = |c: &CrewRow| c.kinds[Kind::Hired as usize] + c.kinds[Kind::Fabricated as usize];
    let innocent = doubted.iter().map(|c| 1.0 - doubt(c)).sum::<f64>() / doubted.len() as f64;
    let either = (innocent + q).min(1.0);
    let copies = chance(model, worst).decoys;
    Some(t!(
        "stamp.wrong",
        n = doubted.len(),
        either = either,
        innocent = innocent,
        chance = q,
        copies = copies
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::Gate;
    use crate::model::build_model;
    use crate::testing::{showcase, small};

    #[test]
    fn the_first_screen_says_how_much_where_by_whom_and_what_is_not_ruled_out() {
        let (audit, log, provenance) = showcase();
        let mut model = build_model(&audit, &log, provenance, Gate::default());
        let said = sentence(&model);
        let pages = model.answer.doubted_pages.unwrap();
        assert!(pages > 0 && pages < model.answer.pages, "{pages}");
        assert!(said.contains("this search doubts") && said.contains(&format!("on {pages} page")), "{said}");
        let crew = model.crews.iter_mut().find(|c| c.kind.is_doubted()).unwrap();
        crew.by_chance = Some(0.25);
        assert!(why_crew(crew).contains("fewer than one of these (0.25)"), "{}", why_crew(crew));
        crew.by_chance = Some(2.5);
        assert!(why_crew(crew).contains("chance alone, 2.5 of these"), "{}", why_crew(crew));
        crew.by_chance = None;
        assert!(!why_crew(crew).contains("chance"), "{}", why_crew(crew));
    }

    #[test]
    fn an_explanation_is_open_where_the_finding_does_not_speak_against_it() {
        let (audit, log, provenance) = showcase();
        let model = build_model(&audit, &log, provenance, Gate::default());
        let mut crew = main_crew(&model).unwrap().clone();
        let explained = |key: &str, verbal: Option<Verbal>| Explained {
            explanation: key.to_owned(),
            testable: verbal.is_some(),
            value: verbal.map(|_| 1.0),
            bits: verbal.map(|_| 0.0),
            verbal,
            message: format!("explained.{key}.open"),
        };
        let weak = claque_chance::Strength::Weak;
        crew.explanations = vec![explained("viral", Some(Verbal::For(weak))), explained("class", None)];
        assert_eq!(open(&crew), None);
        crew.explanations.push(explained("shared_list", Some(Verbal::Neutral)));
        crew.explanations.push(explained("news_wave", Some(Verbal::Against(weak))));
        let said = open(&crew).unwrap();
        let (list, news) = (t!("explained.shared_list"), t!("explained.news_wave"));
        for words in [
            t!("answer.open_neutral", names = format!("“{list}”"), n = 1usize, said = crew.said()),
            t!(
                "answer.open_against",
                name = format!("“{news}”"),
                said = crew.said(),
                strength = t!("strength.weak")
            ),
        ] {
            assert!(said.contains(&words), "{words}: {said}");
        }
        assert!(!said.contains(&t!("explained.viral")), "{said}");
        assert!(said.ends_with(&t!("answer.open_untested", n = 1u64)), "{said}");
    }

    #[test]
    fn crews_too_small_to_tell_are_still_crews() {
        let (audit, log, provenance) = small();
        let mut model = build_model(&audit, &log, provenance, Gate::default());
        model.crews.clear();
        model.answer.crews.iter_mut().for_each(|k| k.crews = 0);
        assert!(sentence(&model).contains(&t!("answer.crews.few", k = K)));
    }
}
