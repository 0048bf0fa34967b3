//! Both totals and the doubt, equally large and with their shares; the bar of all marks with the interval of what is not
//! doubted on it; and what is to be said beside it.

use crate::chart::authentic;
use crate::edition::K;
use crate::model::{CrewRow, Model, PageRow, Parts};
use crate::numbers;
use crate::words::t;
use claque_detect::{Kind, KindProbabilities};
use claque_verdict::intervals::UNSETTLED;
use maud::{Markup, html};

/// What the answer says of marks under direction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Directed {
    /// So many: some crowd was called so.
    Told(u64),
    /// No crowd was called so.
    None,
    /// Crowds that were called so are of few accounts, and left out of this edition.
    Few,
    /// The log shows no withdrawals, so mirrored support cannot be told from support.
    Unknown,
}

/// What is said of marks under direction.
pub fn directed(model: &Model) -> Directed {
    let called = model.crews_called(Kind::Directed);
    if called.crews > 0 {
        Directed::Told(model.answer.parts.directed)
    } else if called.few {
        Directed::Few
    } else if model.untested.iter().any(|key| key == "no_withdrawals") {
        Directed::Unknown
    } else {
        Directed::None
    }
}

/// What the answer tells apart: what the small chances of mirrored support in all crowds add up to, where none was called
/// so, is not told apart from people for themselves.
pub fn parts(model: &Model) -> Parts {
    let parts = model.answer.parts;
    match directed(model) {
        Directed::Told(_) => parts,
        Directed::None | Directed::Few | Directed::Unknown => {
            Parts { themselves: parts.themselves + parts.directed, directed: 0, ..parts }
        }
    }
}

/// The same of a page.
pub fn page_parts(model: &Model, p: &PageRow) -> Parts {
    if told(model) && !p.directed_small {
        return p.parts;
    }
    Parts { themselves: p.parts.themselves + p.parts.directed, directed: 0, ..p.parts }
}

/// Whether some crowd was called mirrored support, so that marks under direction are told.
pub fn told(model: &Model) -> bool {
    matches!(directed(model), Directed::Told(_))
}

/// The key of a sentence about the three parts: where nothing is told of direction, none is printed as 0.
fn by_direction(
    model: &Model,
    told: &'static str,
    none: &'static str,
    unknown: &'static str,
) -> &'static str {
    match directed(model) {
        Directed::Told(_) => told,
        Directed::None => none,
        Directed::Few | Directed::Unknown => unknown,
    }
}

/// What the colours of the parts mean.
pub fn legend(model: &Model, fill: authentic::Fill) -> Markup {
    let others = by_direction(model, "answer.themselves", "answer.themselves", "answer.either");
    authentic::legend(others, told(model), fill)
}

/// The bar of the parts of a page in words.
pub fn page_said(model: &Model, page: &str, likes: u64, parts: Parts) -> String {
    let key = by_direction(model, "pages.row_title", "pages.row_title_none", "pages.row_title_either");
    t!(
        key,
        page = page,
        likes = likes,
        themselves = parts.themselves,
        directed = parts.directed,
        doubted = parts.doubted
    )
}

/// The totals and the bar, `height` pixels high.
pub fn totals(model: &Model, height: u32) -> Markup {
    let parts = parts(model);
    let likes = model.answer.likes.max(1) as f64;
    let figure = |n: u64| {
        html! { (numbers::count(n as f64)) " " span.part { (numbers::share_short(n as f64 / likes)) } }
    };
    let bar = t!(
        by_direction(model, "answer.bar", "answer.bar_none", "answer.bar_either"),
        likes = model.answer.likes,
        themselves = parts.themselves,
        directed = parts.directed,
        doubted = parts.doubted
    );
    let (themselves, under_direction, told) = match directed(model) {
        Directed::Told(n) => ("answer.themselves", "answer.directed", figure(n)),
        Directed::None => ("answer.themselves", "answer.directed_none", html! { (t!("answer.none")) }),
        Directed::Few => ("answer.either", "answer.directed_few", html! { (t!("edition.few_untold")) }),
        Directed::Unknown => {
            ("answer.either", "answer.directed_untested", html! { (t!("answer.not_known")) })
        }
    };
    html! {
        dl.totals id="totals" {
            div { dt { (t!(themselves)) } dd { (figure(parts.themselves)) } }
            div.directed { dt { (t!(under_direction, k = K)) } dd { (told) } }
            div.doubted { dt { (doubted_label(model)) } dd { (figure(parts.doubted)) } }
        }
        (authentic::bar(parts, 1.0, model.answer.interval.and_then(numbers::wide), height, &bar))
        p.small.soft { (interval(model)) @if let Some(said) = by_chance(model) { " " (said) } }
    }
}

/// The interval of the answer, said, and what it supposes.
fn interval(model: &Model) -> String {
    let Some(ends) = model.answer.interval else { return format!("{}.", t!("answer.interval")) };
    let all = model.answer.likes as f64;
    let doubted = |others: f64| (all - others).max(0.0);
    let said = match numbers::wide(ends) {
        Some((lo, hi)) => {
            t!("answer.interval_known", lo = lo, hi = hi, least = doubted(hi), most = doubted(lo))
        }
        None => t!("answer.interval_flat"),
    };
    format!("{said} {}", supposes(model))
}

/// What the interval takes for granted. Of a crowd that is neither surely to be doubted nor surely not, `claque-verdict`
/// takes in both; a crowd that an edition leaves out may be such a one.
fn supposes(model: &Model) -> String {
    let (low, high) = UNSETTLED;
    let open = |c: &CrewRow| {
        let doubt = KindProbabilities(c.kinds).doubted();
        low < doubt && doubt < high
    };
    let crews: u64 =
        Kind::ALL.into_iter().filter(|k| k.is_doubted()).map(|k| model.crews_called(k).crews).sum();
    if model.crews.iter().any(open) || model.leaves_out_few(&Kind::ALL) {
        t!("answer.supposes_open", low = low, high = high)
    } else if crews > 0 {
        t!("answer.supposes", n = crews)
    } else {
        t!("answer.supposes_none")
    }
}

/// What small chances add up to where no crowd was called so: of direction, and of doubt.
pub fn by_chance(model: &Model) -> Option<String> {
    let by_chance = model.answer.parts.directed;
    let small = directed(model) == Directed::None && by_chance > 0;
    let directed = small.then(|| t!("answer.directed_small", n = by_chance));
    let doubted =
        doubted_by_chance(model).then(|| t!("answer.doubted_small", n = model.answer.parts.doubted));
    let said: Vec<String> = directed.into_iter().chain(doubted).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// Whether marks are doubted and no crew is.
pub fn doubted_by_chance(model: &Model) -> bool {
    model.answer.parts.doubted > 0 && !model.has_doubted_crew()
}

/// The words under the doubted marks.
fn doubted_label(model: &Model) -> String {
    match (doubted_by_chance(model), model.has_doubted_crew()) {
        (true, _) => t!("answer.by_chance", what = t!("answer.doubted_key")),
        (_, true) => t!("answer.doubted_label"),
        _ => t!("answer.doubted_key"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::Gate;
    use crate::model::build_model;
    use crate::testing::small;

    #[test]
    fn an_interval_says_what_it_supposes_and_none_is_without_width() {
        let (audit, log, provenance) = small();
        let mut model = build_model(&audit, &log, provenance, Gate::default());
        model.answer.interval = Some((12.0, 14.0));
        let said = totals(&model, 22).into_string();
        assert!(said.contains(&t!("answer.supposes", n = 1u64)) && said.contains("reach"), "{said}");
        // A crew that is as likely as not to be doubted is within the interval, with all of its marks and with none.
        let mut open = model.clone();
        open.crews[0].kinds = [0.1; 6];
        open.crews[0].kinds[Kind::Hired as usize] = 0.5;
        let said = totals(&open, 22).into_string();
        assert!(said.contains("5\u{a0}% to 95\u{a0}% probable"), "{said}");
        model.answer.interval = Some((13.0, 13.2));
        let said = totals(&model, 22).into_string();
        assert!(said.contains(&t!("answer.interval_flat")) && !said.contains("reach"), "{said}");
    }

    #[test]
    fn what_is_said_of_direction_is_what_the_log_can_show() {
        let (audit, log, provenance) = small();
        let mut model = build_model(&audit, &log, provenance, Gate::default());
        model.answer.parts = Parts { themselves: 10, directed: 3, doubted: 8 };
        model.untested = vec!["no_withdrawals".to_owned()];
        let said = totals(&model, 22).into_string();
        assert_eq!((directed(&model), parts(&model).themselves), (Directed::Unknown, 13));
        for words in [t!("answer.either"), t!("answer.not_known")] {
            assert!(said.contains(&words), "{words}: {said}");
        }
        assert!(!said.contains("mall chances") && !said.contains("0 under direction"), "{said}");
        assert!(!legend(&model, authentic::Fill::Patterns).into_string().contains("f-directed"));
        let plain = legend(&model, authentic::Fill::Colours).into_string();
        assert!(plain.contains("c-doubt") && !plain.contains("f-doubt"), "{plain}");
        model.untested.clear();
        let said = totals(&model, 22).into_string();
        assert!(said.contains(&t!("answer.directed_small", n = 3u64)), "{said}");
        assert_eq!((directed(&model), parts(&model).themselves), (Directed::None, 13));
        assert!(said.contains(&format!("<dd>{}</dd>", t!("answer.none"))), "{said}");
        model.answer.crews[Kind::Directed as usize].crews = 1;
        let said = totals(&model, 22).into_string();
        assert_eq!((directed(&model), parts(&model).themselves), (Directed::Told(3), 10));
        assert!(said.contains(r#"<dd>3 <span class="part">14"#), "{said}");
        assert!(!said.contains("mall chances"), "{said}");
    }
}
