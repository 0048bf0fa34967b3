//! The press edition: one page that answers, says how sure, what else could explain it, and what could not be
//! seen. Made from the public edition, so it names no account and no small group.

use super::{K, Public};
use crate::font;
use crate::model::{CrewRow, Model};
use crate::numbers;
use crate::page::{
    hangs, main_crew, main_reasons, page_said, sentence, stamp_said, totals::totals, unbroken, user,
    why_crew, wrong_said,
};
use crate::visible;
use crate::words::{has, t};
use claque_detect::Kind;
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// Most crews and pages that stand on the one page.
const MOST: usize = 5;
/// What makes it one page of paper.
const CSS: &str = "main,header,footer{max-width:48rem}h1{font-size:1.35rem}h2{font-size:1.05rem;margin:1rem 0 .3rem;padding-top:.4rem;border-top-width:1px}\
p,li,td,th{font-size:.875rem;line-height:1.4}.totals dd{font-size:1.5rem}footer{margin-top:1rem;padding-bottom:1rem}\
@page{size:A4;margin:10mm 12mm}@media print{body{font-size:9.5pt}h1{font-size:13pt;margin:.2rem 0 .4rem}h2{margin:.5rem 0 .15rem;padding-top:.2rem}\
p,li,td,th{font-size:8pt;line-height:1.3;margin:.12rem 0;padding-top:.05rem;padding-bottom:.05rem}.small,.rows .n,.totals dt,.stamp{font-size:8pt;line-height:1.3}.rows{margin:.2rem 0}.rows>li{padding:.05rem 0}.totals{margin-bottom:.4rem}.totals dd{font-size:15pt}footer{margin-top:.4rem;padding:.2rem 0 0}header{padding-top:0}}";

/// The page.
pub fn press(edition: &Public) -> String {
    let model = &edition.model;
    let a = &model.answer;
    let limits: Vec<String> =
        model.untested.iter().map(|k| format!("short.{k}")).filter(|k| has(k)).map(|k| t!(&k)).collect();
    let body = html! {
        (crate::chart::definitions())
        header {
            div.head { span { (t!("press.head")) " " b { (user(&model.provenance.title)) } } span { (dates(model)) } }
            h1 { (sentence(model)) }
            @if a.likes > 0 {
                (totals(model, 18))
            }
            p { strong.stamp { (stamp_said(model)) } @if let Some(said) = wrong_said(model) { " " (said) } }
        }
        main {
            h2 { (t!("press.how_known")) }
            (how_known(model))
            h2 { (t!("press.pages")) }
            (pages(model))
            h2 { (t!("press.else")) }
            p { (left_alone(model)) (few_left_out(edition)) }
            h2 { (t!("press.not_seen")) }
            p { (t!("limits.who")) " " (t!("limits.person")) }
            p { (untested(&limits)) " " (crate::page::sure::limit(model)) }
            h2 { (t!("press.words")) }
            p {
                @for term in ["mark", "doubted", "crew", "job", "q"] {
                    b { (t!(&format!("term.{term}"))) } ": " (t!(&format!("term.{term}.is"))) " "
                }
            }
        }
        footer {
            p { (t!("press.full")) " " (t!("reading.made", version = model.claque.version.as_str(), seed = model.seed.to_string())) }
        }
    };
    let document = html! {
        (DOCTYPE)
        html lang=(t!("lang")) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content={ (crate::page::POLICY) (font::source(&body.0)) };
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (t!("title", title = visible::name(&model.provenance.title))) }
                style { (PreEscaped(crate::style::CSS)) (PreEscaped(font::face(&body.0))) (PreEscaped(CSS)) }
            }
            body { (body) }
        }
    };
    unbroken(&document.into_string())
}

fn dates(model: &Model) -> String {
    match (model.answer.first, model.answer.last) {
        (Some(from), Some(to)) => t!("head.span", from = numbers::date(from), to = numbers::date(to)),
        _ => t!("head.no_span"),
    }
}

fn matter(model: &Model) -> impl Iterator<Item = &CrewRow> {
    model.crews.iter().filter(|c| c.kind.is_doubted() || c.kind == Kind::Directed)
}

fn how_known(model: &Model) -> Markup {
    html! {
        @match main_crew(model) {
            None if model.leaves_out_few(&[Kind::Hired, Kind::Fabricated]) => {
                p { (t!("press.no_crew_few", k = K)) }
            },
            None => p { (t!("press.no_crew")) },
            Some(crew) => p {
                (why_crew(crew)) " " (main_reasons(crew))
            },
        }
        (hangs(model, &html! {}))
        @if matter(model).next().is_some() {
            table {
                thead { tr {
                    th { (t!("column.crew")) } th { (t!("column.kind")) } th.n { (t!("column.probability")) }
                    th.n { (t!("column.accounts")) } th.n { (t!("column.pages")) } th.n { "q" }
                } }
                tbody {
                    @for c in matter(model).take(MOST) {
                        tr {
                            td { (c.crew) } td { (c.said()) } td.n { (numbers::share_short(c.kinds[c.kind as usize])) }
                            td.n { (numbers::count(c.accounts as f64)) } td.n { (numbers::count(c.pages as f64)) }
                            td.n { (c.q.map_or_else(|| t!("unknown"), numbers::decimal)) }
                        }
                    }
                }
            }
            @let more = matter(model).count().saturating_sub(MOST);
            @if more > 0 { p { (t!("text.more", n = more)) "." } }
        }
    }
}

fn untested(limits: &[String]) -> String {
    if limits.is_empty() {
        return t!("press.all_tested");
    }
    format!("{}.", t!("text.untested", list = limits.join("; ")))
}

fn pages(model: &Model) -> Markup {
    let shown: Vec<_> =
        model.pages.shown.iter().filter(|p| p.parts.doubted > 0 && !p.small_chances).take(MOST).collect();
    let others = model.answer.pages.saturating_sub(shown.len() as u64);
    html! {
        @if shown.is_empty() { p { (t!("press.no_page")) } }
        ol.rows {
            @for p in &shown {
                li {
                    span { (user(&p.page)) }
                    span.n { (page_said(p)) }
                }
            }
        }
        @if others > 0 && !shown.is_empty() { p { (t!("press.other_pages", n = others)) } }
    }
}

/// How many groups of few accounts are not told.
fn few_left_out(edition: &Public) -> String {
    let n = edition.left_out.crews;
    if n > 0 { t!("edition.public_crews", n = n, k = K) } else { String::new() }
}

fn left_alone(model: &Model) -> String {
    let kinds = [Kind::Episode, Kind::Organised, Kind::Unclear];
    let said: Vec<String> = kinds
        .map(|k| model.crews_called(k))
        .into_iter()
        .filter(|k| k.crews > 0)
        .map(|k| {
            t!(
                &format!("innocent.{}", k.kind.key()),
                crews = k.crews,
                accounts = k.accounts,
                marks = k.marks.round()
            )
        })
        .collect();
    if said.is_empty() && model.leaves_out_few(&kinds) {
        t!("innocent.few", k = K)
    } else if said.is_empty() {
        t!("innocent.none")
    } else {
        said.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_everything_was_tested_no_list_is_begun() {
        assert_eq!(untested(&[]), t!("press.all_tested"));
        let said = untested(&["one".to_owned(), "two".to_owned()]);
        assert!(said.contains("one; two") && said.ends_with('.'), "{said}");
        assert!(!said.contains(&t!("press.all_tested")), "{said}");
    }
}
