//! The null *when*: who likes both pages anyway, and likes related pages in one sitting.
//!
//! Of the accounts that ever marked both targets, T is the weight of all and S of those who did so within
//! one window of each other. With x₁, x₂ the shares of each target's marks that fall into its cell and
//! m = max(x₁, x₂):
//!
//! ```text
//! E = (S − x + 1) · m/(1 − m) + (T − S + 1) · x₁ x₂
//! ```
//!
//! METHOD: without the first term, which keeps together what is liked in one sitting, a log with no crowd
//! at all yields hundreds of false crews. Where a target's life is about one window *when* has no power.

use crate::activity::Activity;
use crate::index::Index;
use claque_chance::tails::ln_scaled_tail;
use claque_marks::{Columns, TargetId};
use rayon::prelude::*;
use std::ops::Range;

/// Accounts that ever marked both of two targets.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Both {
    /// T: weight of all of them.
    pub all: f64,
    /// S: weight of those who marked both within one window's length.
    pub near: f64,
    /// Sum of squared weights of all.
    pub squares: f64,
}

/// [`Both`] of pairs of targets, in their order. `length` is the window's.
pub fn both(
    columns: &Columns,
    index: &Index,
    activity: &Activity,
    pairs: &[(u32, u32)],
    length: i64,
) -> Vec<Both> {
    let size = |t: u32| columns.target_start[t as usize + 1] - columns.target_start[t as usize];
    let orient = |&(a, b): &(u32, u32)| {
        if (std::cmp::Reverse(size(a)), a) <= (std::cmp::Reverse(size(b)), b) { (a, b) } else { (b, a) }
    };
    let mut unique: Vec<(u32, u32)> = pairs.iter().map(orient).collect();
    unique.par_sort_unstable();
    unique.dedup();
    let groups: Vec<&[(u32, u32)]> = unique.chunk_by(|a, b| a.0 == b.0).collect();
    let scratch =
        || Public { has: vec![0; columns.accounts / 64 + 1], at: vec![0; columns.accounts], met: vec![] };
    let values: Vec<Both> = groups
        .par_iter()
        .map_init(scratch, |public, group| {
            let marks = |t: u32| columns.marks_of(TargetId(t));
            public.enter(columns, index, marks(group[0].0));
            let out: Vec<Both> =
                group.iter().map(|g| public.both(columns, index, activity, marks(g.1), length)).collect();
            public.leave(columns, marks(group[0].0));
            out
        })
        .collect::<Vec<_>>()
        .concat();
    pairs.iter().map(|p| values[unique.binary_search(&orient(p)).expect("every pair was listed")]).collect()
}

/// Who marked one target, to ask of others whether they were among them. Most were not, and a bit an account
/// stays in the cache.
struct Public {
    /// By account: a bit.
    has: Vec<u64>,
    /// By account of the public: when.
    at: Vec<i64>,
    /// Accounts of another target that are in it: account and mark.
    met: Vec<(u32, u32)>,
}

impl Public {
    fn enter(&mut self, columns: &Columns, index: &Index, marks: Range<usize>) {
        for m in marks {
            let a = columns.account[m].index();
            self.has[a / 64] |= 1 << (a % 64);
            self.at[a] = index.time[m];
        }
    }

    fn leave(&mut self, columns: &Columns, marks: Range<usize>) {
        for m in marks {
            self.has[columns.account[m].index() / 64] = 0;
        }
    }

    /// [`Both`] of the public and another target.
    fn both(
        &mut self,
        columns: &Columns,
        index: &Index,
        activity: &Activity,
        marks: Range<usize>,
        length: i64,
    ) -> Both {
        self.met.clear();
        for m in marks {
            let a = columns.account[m].index();
            if self.has[a / 64] >> (a % 64) & 1 == 1 {
                self.met.push((a as u32, m as u32));
            }
        }
        // By account, so that the sum does not depend on equal times.
        self.met.sort_unstable();
        let mut both = Both::default();
        for &(a, m) in &self.met {
            let w = activity.weight[a as usize];
            both.all += w;
            both.squares += w * w;
            if (self.at[a as usize] - index.time[m as usize]).abs() <= length {
                both.near += w;
            }
        }
        both
    }
}

/// Expected weight of an overlap `x` and ln of its tail, given the shares of the two targets' marks that
/// fall into their cells.
pub fn test(both: &Both, share1: f64, share2: f64, x: f64) -> (f64, f64) {
    let m = share1.max(share2);
    // E = (S − x + 1) m/(1 − m) + (T − S + 1) x₁ x₂
    let expected = ((both.near - x).max(0.0) + 1.0) * m / (1.0 - m).max(0.05)
        + ((both.all - both.near).max(0.0) + 1.0) * share1 * share2;
    let unit = ((both.squares + 1.0) / (both.all + 1.0)).max(0.05);
    (expected, ln_scaled_tail(x, expected, expected * unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        // T = 9, S = 5, x = 3, shares 0.5 and 0.2: E = (5−3+1)·0.5/0.5 + (9−5+1)·0.1 = 3.5.
        let b = Both { all: 9.0, near: 5.0, squares: 9.0 };
        let (e, ln_p) = test(&b, 0.5, 0.2, 3.0);
        assert!((e - 3.5).abs() < 1e-12);
        // unit = 10/10 = 1: P(X ≥ 3 | Poisson(3.5)) = 1 − e^−3.5 (1 + 3.5 + 6.125)
        assert!((ln_p.exp() - (1.0 - (-3.5f64).exp() * 10.625)).abs() < 1e-9);
    }
}
