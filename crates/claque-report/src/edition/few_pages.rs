//! Pages of the public edition: which are told whole, of which only the crews' marks, and which in the sum of the
//! rest alone, so that no count of few stands there or is the difference of counts that do.

use super::public::{LeftOut, small};
use crate::model::{Model, PageRow, Rest};
use std::collections::HashSet;

/// Tells pages with small counts in the rest only.
pub(super) fn reduce_pages(model: &mut Model, told: &HashSet<String>, left_out: &mut LeftOut) {
    let directed = model.answer.parts.directed;
    let pages = &mut model.pages;
    left_out.folded = fold(&mut pages.shown, directed);
    for p in &mut pages.shown {
        p.others_few = small(p.parts.themselves);
    }
    let pointed = |p: &PageRow| small(p.likes) || small(p.parts.doubted);
    let (mut hidden, mut shown): (Vec<PageRow>, Vec<PageRow>) = pages.shown.drain(..).partition(pointed);
    while let Some(next) = next_to_hide(&shown, sum(&hidden, pages.rest), directed) {
        hidden.push(shown.remove(next));
    }
    pages.rest = sum(&hidden, pages.rest);
    for p in &mut shown {
        p.crews.retain(|c| told.contains(c));
        p.withdrawn = p.withdrawn.filter(|n| !small(*n));
        p.by_crew = p.by_crew.map(f64::round).filter(|n| !small(*n as u64));
    }
    for p in shown.iter_mut().filter(|p| p.others_few) {
        p.likes = p.parts.doubted + p.parts.directed;
        p.parts.themselves = 0;
    }
    pages.shown = shown;
    left_out.others = pages.shown.iter().filter(|p| p.others_few).count() as u64;
    left_out.pages = hidden.len() as u64;
}

/// Counts few marks under direction with those for themselves, page by page: the little that a crew's small chance of
/// mirrored support adds up to points at nobody, and would hide the page. What is left must not tell by difference
/// from all how much that was. Says of how many pages.
fn fold(shown: &mut [PageRow], directed: u64) -> u64 {
    let had: u64 = shown.iter().map(|p| p.parts.directed).sum();
    let elsewhere = directed.saturating_sub(had);
    let (mut folded, mut marks) = (0, 0);
    loop {
        let few =
            |p: &&mut PageRow| p.parts.directed > 0 && (small(p.parts.directed) || small(elsewhere + marks));
        let Some(page) = shown.iter_mut().filter(few).min_by_key(|p| p.parts.directed) else { return folded };
        let n = std::mem::take(&mut page.parts.directed);
        page.parts.themselves += n;
        (folded, marks) = (folded + 1, marks + n);
    }
}

fn sum(hidden: &[PageRow], rest: Rest) -> Rest {
    hidden.iter().fold(rest, |sum, p| Rest {
        rows: sum.rows + 1,
        marks: sum.marks + p.likes,
        doubted: sum.doubted + p.parts.doubted,
    })
}

/// The page that must go next, since a sum that stands or can be worked out is of few: the smallest that helps.
fn next_to_hide(shown: &[PageRow], rest: Rest, directed: u64) -> Option<usize> {
    let least = |of: &dyn Fn(&PageRow) -> bool| {
        (0..shown.len()).filter(|i| of(&shown[*i])).min_by_key(|i| shown[*i].parts.doubted)
    };
    // The others of pages whose others are few are the difference of the totals: together they are none, or many.
    let others = |p: &PageRow| p.likes - p.parts.doubted - p.parts.directed;
    if small(shown.iter().filter(|p| p.others_few).map(others).sum()) {
        return least(&|p| p.others_few);
    }
    let themselves = rest.marks.saturating_sub(rest.doubted);
    let directed = directed.saturating_sub(shown.iter().map(|p| p.parts.directed).sum());
    let few = small(rest.doubted) || small(themselves) || small(themselves.saturating_sub(directed));
    least(&|_| few)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::public::K;
    use crate::gate::Gate;
    use crate::model::build_model;
    use crate::testing::small as small_audit;

    /// Numbers that chance makes, the same in every run.
    fn numbers(seed: u64) -> impl FnMut(u64) -> u64 {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        move |below| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 20) % below
        }
    }

    /// A model whose pages hold few and many of everything, and whose totals are their sums.
    fn pages_of_chance(seed: u64) -> Model {
        let (audit, log, provenance) = small_audit();
        let mut model = build_model(&audit, &log, provenance, Gate::default());
        let mut below = numbers(seed);
        let mut few_or_many = || [0, below(12), below(12), 10 + below(200)][below(4) as usize];
        let row = model.pages.shown[0].clone();
        let many = 1 + seed % 9;
        model.pages.shown = (0..many)
            .map(|i| {
                let mut p = PageRow { page: format!("page-{i}"), ..row.clone() };
                p.parts.doubted = few_or_many();
                p.parts.directed = few_or_many();
                p.parts.themselves = few_or_many();
                p.likes = p.parts.doubted + p.parts.directed + p.parts.themselves;
                p
            })
            .filter(|p| p.likes > 0)
            .collect();
        model.pages.rest = Rest::default();
        let all = |of: fn(&PageRow) -> u64| model.pages.shown.iter().map(of).sum::<u64>();
        let a = &mut model.answer;
        a.likes = all(|p| p.likes);
        a.parts.doubted = all(|p| p.parts.doubted);
        a.parts.directed = all(|p| p.parts.directed);
        a.parts.themselves = all(|p| p.parts.themselves);
        model
    }

    #[test]
    fn no_count_of_few_stands_or_is_the_difference_of_those_that_do() {
        let (mut whole, mut in_part, mut hidden) = (0, 0, 0);
        for seed in 1..4_000 {
            let mut model = pages_of_chance(seed);
            if small(model.answer.parts.directed) || small(model.answer.parts.doubted) {
                continue; // The totals are told as they are, and those under direction are folded before.
            }
            let mut left_out = LeftOut::default();
            reduce_pages(&mut model, &HashSet::new(), &mut left_out);
            let (a, pages) = (&model.answer, &model.pages);
            let sum = |of: fn(&PageRow) -> u64| pages.shown.iter().map(of).sum::<u64>();
            for p in &pages.shown {
                for n in [p.likes, p.parts.doubted, p.parts.directed, p.parts.themselves] {
                    assert!(!small(n), "seed {seed}: {p:?}");
                }
                assert_eq!(p.likes, p.parts.doubted + p.parts.directed + p.parts.themselves, "seed {seed}");
            }
            let rest = pages.rest;
            let not_said =
                |all: u64, said: u64| all.checked_sub(said).expect("no part is more than the whole");
            // What a reader works out: the others of pages told in part, and what the rest holds of each sort.
            let others = not_said(a.likes, sum(|p| p.likes) + rest.marks);
            let directed = not_said(a.parts.directed, sum(|p| p.parts.directed));
            let doubted = not_said(a.parts.doubted, sum(|p| p.parts.doubted));
            let themselves = (rest.marks - rest.doubted).saturating_sub(directed);
            for n in [others, directed, doubted, rest.doubted, rest.marks - rest.doubted, themselves] {
                // Where nothing is shown, the rest is the log, whose totals are told as they are.
                assert!(!small(n) || pages.shown.is_empty(), "seed {seed}: {n} of {rest:?}, {left_out:?}");
            }
            let part = pages.shown.iter().filter(|p| p.others_few).count() as u64;
            assert_eq!(left_out.others, part);
            assert!(part != 1, "seed {seed}: the others of one page are the difference");
            assert!(others <= part * (K - 1), "seed {seed}");
            whole += pages.shown.len() as u64 - part;
            in_part += part;
            hidden += left_out.pages;
        }
        assert!(whole > 1_000 && in_part > 500 && hidden > 1_000, "{whole} {in_part} {hidden}");
    }
}
