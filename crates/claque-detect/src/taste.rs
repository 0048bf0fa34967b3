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
//! Where the one window is the whole log there are no other times: see `common.rs`.

use crate::among::Among;
use crate::cells::{Cells, Cut};
use crate::overlaps::Overlap;
use crate::peel::Ground;
use crate::turns;
use claque_marks::TargetId;
use rayon::prelude::*;

/// An owner in a window: what is left out on one side.
type Side = (u32, u32);

/// The sides that some cells lie on, each once; those of longer publics first, so that of two sides the first is the
/// one that is scattered once while the other is read.
struct Sides {
    sides: Vec<Side>,
    /// By side: who gave the owner's marks in the window, one a mark.
    inside: Vec<Vec<u32>>,
}

impl Sides {
    fn of(ground: &Ground, cut: &Cut, mut sides: Vec<Side>) -> Self {
        let Ground { columns, index, .. } = *ground;
        sides.par_sort_unstable_by_key(|s| (std::cmp::Reverse(index.owner_breadth(s.0)), *s));
        sides.dedup();
        // By owner and window, the place of the side.
        let mut asked: Vec<(Side, u32)> = sides.iter().copied().zip(0..).collect();
        asked.par_sort_unstable();
        let of_owner = |asked: &[(Side, u32)]| {
            let mut inside = vec![vec![]; asked.len()];
            for &t in index.targets_of_owner.of(asked[0].0.0) {
                let of = columns.marks_of(TargetId(t));
                cut.runs(&index.time[of.clone()], |window, run| {
                    if let Ok(at) = asked.binary_search_by_key(&window, |a| a.0.1) {
                        let run = of.start + run.start..of.start + run.end;
                        inside[at].extend(columns.account[run].iter().map(|a| a.0));
                    }
                });
            }
            inside
        };
        let owners: Vec<&[_]> = asked.chunk_by(|a, b| a.0.0 == b.0.0).collect();
        let found: Vec<Vec<u32>> = owners.par_iter().flat_map_iter(|asked| of_owner(asked)).collect();
        let mut inside = vec![vec![]; sides.len()];
        asked.iter().zip(found).for_each(|((_, at), found)| inside[*at as usize] = found);
        Self { sides, inside }
    }
}

/// Taste c ≥ 1 of every overlap, in their order.
pub fn of_overlaps(ground: &Ground, cells: &Cells, cut: &Cut, overlaps: &[Overlap]) -> Vec<f64> {
    let Ground { columns, index, .. } = *ground;
    let side = |cell: u32| -> Side {
        let t = cells.target[cell as usize];
        (index.owner[t as usize], cells.window[cell as usize])
    };
    let mut place = vec![0u32; cells.len()];
    overlaps.iter().for_each(|o| [o.i, o.j].iter().for_each(|&c| place[c as usize] = 1));
    let met: Vec<u32> = (0..cells.len() as u32).filter(|&c| place[c as usize] == 1).collect();
    let sides = Sides::of(ground, cut, met.iter().map(|&c| side(c)).collect());
    let key = |s: &Side| (std::cmp::Reverse(index.owner_breadth(s.0)), *s);
    for &c in &met {
        let at = sides.sides.binary_search_by_key(&key(&side(c)), key);
        place[c as usize] = at.expect("every side was listed") as u32;
    }
    // (first side, second side, overlap)
    let orient = |(at, o): (usize, &Overlap)| {
        let (a, b) = (place[o.i as usize], place[o.j as usize]);
        (a.min(b), a.max(b), at as u32)
    };
    let mut pairs: Vec<(u32, u32, u32)> = overlaps.iter().enumerate().map(orient).collect();
    pairs.par_sort_unstable();
    let groups: Vec<&[_]> = pairs.chunk_by(|a, b| a.0 == b.0).collect();
    let scratch = || Public::of(columns.accounts);
    let tastes = turns::map(&groups, scratch, |public, group| taste_of_group(ground, &sides, group, public));
    let tastes = tastes.concat();
    let mut out = vec![1f64; overlaps.len()];
    pairs.iter().zip(tastes).for_each(|(pair, taste)| out[pair.2 as usize] = taste);
    out
}

/// Marks that the first side's owner got outside its window.
struct Public {
    among: Among,
    /// By account of the public: m_a1 and w_a m_a1.
    given: Vec<(f64, f64)>,
}

impl Public {
    fn of(accounts: usize) -> Self {
        Self { among: Among::none(accounts), given: vec![(0.0, 0.0); accounts] }
    }

    fn enter(&mut self, ground: &Ground, owner: u32, left_out: &[u32]) {
        let (accounts, counts) = ground.index.accounts_of_owner(owner);
        self.among.enter(accounts);
        accounts.iter().zip(counts).for_each(|(&a, &n)| self.given[a as usize].0 = f64::from(n));
        left_out.iter().for_each(|&a| self.given[a as usize].0 -= 1.0);
        for a in accounts.iter().map(|&a| a as usize) {
            let (marks, weighed) = &mut self.given[a];
            *weighed = ground.activity.weight[a] * *marks;
        }
    }
}

/// Tastes of pairs that share their first side, by (second side, overlap).
fn taste_of_group(
    ground: &Ground,
    sides: &Sides,
    group: &[(u32, u32, u32)],
    public: &mut Public,
) -> Vec<f64> {
    let Ground { index, activity, p, .. } = *ground;
    let at_first = group[0].0;
    let first = sides.sides[at_first as usize];
    let size = |owner: u32| f64::from(index.owner_marks[owner as usize]);
    let left_out = &sides.inside[at_first as usize];
    public.enter(ground, first.0, left_out);
    let m1 = size(first.0) - left_out.len() as f64;
    // Σ_a w m_a1 m_a2 with all that the last owner met got: its windows follow each other.
    let mut last = (u32::MAX, 0.0);
    let mut of_second = |at_second: u32, public: &mut Public| {
        let second = sides.sides[at_second as usize];
        let gone = &sides.inside[at_second as usize];
        let (g, m) = if second.0 == first.0 && second.1 != first.1 {
            // One owner, two windows: both are left out on both sides.
            gone.iter().for_each(|&a| public.given[a as usize].0 -= 1.0);
            let of = |&a: &u32| activity.weight[a as usize] * public.given[a as usize].0.powi(2);
            let g = index.accounts_of_owner(first.0).0.iter().map(of).sum::<f64>();
            gone.iter().for_each(|&a| public.given[a as usize].0 += 1.0);
            (g, (m1 - gone.len() as f64).powi(2))
        } else {
            let Public { among, given } = &mut *public;
            let weighed = |a: u32| given[a as usize].1;
            if last.0 != second.0 {
                let (accounts, counts) = index.accounts_of_owner(second.0);
                let at = |i: &u32| weighed(accounts[*i as usize]) * f64::from(counts[*i as usize]);
                last = (second.0, among.places(accounts).iter().map(at).sum());
            }
            let within: f64 = among.places(gone).iter().map(|i| weighed(gone[*i as usize])).sum();
            (last.1 - within, m1 * (size(second.0) - gone.len() as f64))
        };
        // c = (G + κ) / (M₁ M₂ f₁ + κ), at least 1
        ((g.max(0.0) + p.taste_prior) / (m.max(0.0) * activity.mean + p.taste_prior)).max(1.0)
    };
    let mut out = Vec::with_capacity(group.len());
    for run in group.chunk_by(|a, b| a.1 == b.1) {
        let taste = of_second(run[0].1, public);
        out.extend(run.iter().map(|_| taste));
    }
    public.among.leave(index.accounts_of_owner(first.0).0);
    out
}
