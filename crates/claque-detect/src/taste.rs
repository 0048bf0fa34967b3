//! Taste: what the publics of two owners share at other times.
//!
//! ```text
//! c = (G + 1) / (M₁ M₂ f₁ + 1),   G = Σ_a w_a m_a1 m_a2
//! ```
//!
//! over all marks that the two owners got outside the two windows, M₁ and M₂ their numbers there. METHOD:
//! everything that the owners got inside the windows is left out, not only the two cells, or a crew's marks
//! on one customer's many pages would be its alibi.
//!
//! Where the one window is the whole log there are no other times. Every pair is then granted the taste of
//! the log's related pages: a high quantile of x/(n₁ n₂ f₁) over the pairs that activity does not explain,
//! as far as activity would give them one shared account (below, a ratio is chance).

use crate::activity::Activity;
use crate::among::Among;
use crate::cells::{Cells, Cut};
use crate::order::quantile;
use crate::overlaps::Overlap;
use crate::peel::Ground;
use claque_marks::parameters::SearchParameters;
use rayon::prelude::*;

/// An owner in a window: what is left out on one side.
type Side = (u32, u32);

/// Taste c ≥ 1 of every overlap, in their order.
pub fn of_overlaps(ground: &Ground, cells: &Cells, cut: &Cut, overlaps: &[Overlap]) -> Vec<f64> {
    let Ground { columns, index, .. } = *ground;
    let side = |cell: u32| -> Side {
        let t = cells.target[cell as usize];
        (index.owner[t as usize], cells.window[cell as usize])
    };
    // Orient each pair so that the longer public is scattered once and the shorter one is read.
    let orient = |o: &Overlap| -> (Side, Side) {
        let (a, b) = (side(o.i), side(o.j));
        let key = |s: Side| (std::cmp::Reverse(index.owner_breadth(s.0)), s);
        if key(a) <= key(b) { (a, b) } else { (b, a) }
    };
    let mut pairs: Vec<(Side, Side)> = overlaps.iter().map(orient).collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    let groups: Vec<&[(Side, Side)]> = pairs.chunk_by(|a, b| a.0 == b.0).collect();
    let tastes: Vec<f64> = groups
        .par_iter()
        .map_init(|| Public::of(columns.accounts), |public, group| taste_of_group(ground, cut, group, public))
        .collect::<Vec<_>>()
        .concat();
    overlaps.iter().map(|o| tastes[pairs.binary_search(&orient(o)).expect("every pair was listed")]).collect()
}

/// The taste that every pair is granted where there are no other times. METHOD: taste is everywhere, a crew is
/// not; where too few pairs stand out, or they touch too few of the cells that could, it is 1, or a crew that
/// is all that stands out would be its own alibi.
pub fn common<'a>(
    activity: &Activity,
    cells: &Cells,
    overlaps: impl Iterator<Item = &'a Overlap>,
    p: &SearchParameters,
) -> f64 {
    let size = |c: u32| f64::from(cells.size(c));
    let largest = (0..cells.len() as u32).map(size).fold(0.0, f64::max);
    let could = (0..cells.len() as u32).filter(|&c| size(c) * largest * activity.mean >= 1.0).count();
    let standing: Vec<(&Overlap, f64)> = overlaps
        .map(|o| (o, size(o.i) * size(o.j) * activity.mean))
        .filter(|(_, expected)| *expected >= 1.0)
        .collect();
    let mut touched: Vec<u32> = standing.iter().flat_map(|(o, _)| [o.i, o.j]).collect();
    touched.sort_unstable();
    touched.dedup();
    if standing.len() < p.common_taste_pairs as usize
        || (touched.len() as f64) < p.common_taste_spread * could as f64
    {
        return 1.0;
    }
    let mut ratios: Vec<f64> = standing.iter().map(|(o, expected)| o.weight / expected).collect();
    ratios.sort_unstable_by(f64::total_cmp);
    quantile(&ratios, p.common_taste).max(1.0)
}

/// Marks that the first side's owner got outside its window.
struct Public {
    among: Among,
    /// By account of the public: m_a1.
    marks: Vec<f64>,
    /// By account of the public: w_a m_a1.
    weighed: Vec<f64>,
}

impl Public {
    fn of(accounts: usize) -> Self {
        Self { among: Among::none(accounts), marks: vec![0.0; accounts], weighed: vec![0.0; accounts] }
    }

    fn enter(&mut self, ground: &Ground, owner: u32, left_out: &[u32]) {
        let (accounts, counts) = ground.index.accounts_of_owner(owner);
        self.among.enter(accounts);
        accounts.iter().zip(counts).for_each(|(&a, &n)| self.marks[a as usize] = f64::from(n));
        for &m in left_out {
            self.marks[ground.columns.account[m as usize].index()] -= 1.0;
        }
        for a in accounts.iter().map(|&a| a as usize) {
            self.weighed[a] = ground.activity.weight[a] * self.marks[a];
        }
    }
}

/// Tastes of pairs that share their first side.
fn taste_of_group(ground: &Ground, cut: &Cut, group: &[(Side, Side)], public: &mut Public) -> Vec<f64> {
    let Ground { columns, index, activity, p, .. } = *ground;
    let account = |m: &u32| columns.account[*m as usize].index();
    let inside = |(owner, window): Side| {
        let (from, to) = cut.bounds(window);
        index.owner_marks_between(owner, from, to)
    };
    let first = group[0].0;
    let size = |owner: u32| index.by_owner.of(owner).len() as f64;
    let left_out = inside(first);
    public.enter(ground, first.0, left_out);
    let m1 = size(first.0) - left_out.len() as f64;
    let out = group
        .iter()
        .map(|&(_, second)| {
            let gone = inside(second);
            let (g, m) = if second.0 == first.0 && second.1 != first.1 {
                // One owner, two windows: both are left out on both sides.
                for m in gone {
                    public.marks[account(m)] -= 1.0;
                }
                let g = index
                    .accounts_of_owner(first.0)
                    .0
                    .iter()
                    .map(|&a| activity.weight[a as usize] * public.marks[a as usize].powi(2))
                    .sum::<f64>();
                for m in gone {
                    public.marks[account(m)] += 1.0;
                }
                (g, (m1 - gone.len() as f64).powi(2))
            } else {
                let (accounts, counts) = index.accounts_of_owner(second.0);
                let Public { among, weighed, .. } = &mut *public;
                let weighed = |(a, n): (u32, u32)| weighed[a as usize] * f64::from(n);
                let at = |i: &u32| (accounts[*i as usize], counts[*i as usize]);
                let all: f64 = among.places(accounts).iter().map(at).map(weighed).sum();
                let gone: Vec<u32> = gone.iter().map(|m| account(m) as u32).collect();
                let within: f64 = among.places(&gone).iter().map(|i| weighed((gone[*i as usize], 1))).sum();
                (all - within, m1 * (size(second.0) - gone.len() as f64))
            };
            // c = (G + κ) / (M₁ M₂ f₁ + κ), at least 1
            ((g.max(0.0) + p.taste_prior) / (m.max(0.0) * activity.mean + p.taste_prior)).max(1.0)
        })
        .collect();
    public.among.leave(index.accounts_of_owner(first.0).0);
    out
}
