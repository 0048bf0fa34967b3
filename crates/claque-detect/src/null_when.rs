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

use crate::peel::Ground;
use claque_chance::tails::ln_scaled_tail;
use claque_marks::{Micros, TargetId};
use rayon::prelude::*;

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

/// [`Both`] of every pair of targets that was asked about at one length of window. Cells of shifted grids, and
/// of a second look, mostly belong to the same targets.
#[derive(Clone, Debug, Default)]
pub struct Meetings {
    length: Micros,
    /// Pairs, the more marked target first, rising.
    pairs: Vec<(u32, u32)>,
    values: Vec<Both>,
}

impl Meetings {
    /// [`Both`] of pairs of targets, in their order. `length` is the window's.
    pub fn of(&mut self, ground: &Ground, pairs: &[(u32, u32)], length: Micros) -> Vec<Both> {
        let columns = ground.columns;
        if self.length != length {
            *self = Self { length, ..Self::default() };
        }
        let size = |t: u32| columns.target_start[t as usize + 1] - columns.target_start[t as usize];
        let orient = |&(a, b): &(u32, u32)| {
            if (std::cmp::Reverse(size(a)), a) <= (std::cmp::Reverse(size(b)), b) { (a, b) } else { (b, a) }
        };
        let mut asked: Vec<(u32, u32)> = pairs.par_iter().map(orient).collect();
        asked.par_sort_unstable();
        asked.dedup();
        asked.retain(|p| self.pairs.binary_search(p).is_err());
        let answered = measure(ground, &asked, length);
        let mut all: Vec<((u32, u32), Both)> = asked.into_iter().zip(answered).collect();
        all.extend(self.pairs.drain(..).zip(self.values.drain(..)));
        all.par_sort_unstable_by_key(|p| p.0);
        (self.pairs, self.values) = all.into_iter().unzip();
        let value = |p| self.values[self.pairs.binary_search(&orient(p)).expect("every pair was measured")];
        pairs.par_iter().map(value).collect()
    }
}

/// [`Both`] of pairs that rise, the more marked target of each first.
fn measure(ground: &Ground, pairs: &[(u32, u32)], length: Micros) -> Vec<Both> {
    let accounts = ground.columns.accounts;
    let groups: Vec<&[(u32, u32)]> = pairs.chunk_by(|a, b| a.0 == b.0).collect();
    let scratch = || Public { has: vec![0; accounts / 64 + 1], at: vec![0; accounts] };
    groups
        .par_iter()
        .map_init(scratch, |public, group| {
            public.enter(ground, group[0].0);
            let out: Vec<Both> = group.iter().map(|g| public.both(ground, g.1, length)).collect();
            public.leave(ground, group[0].0);
            out
        })
        .collect::<Vec<_>>()
        .concat()
}

/// Who marked one target, to ask of others whether they were among them. Most were not, and a bit an account
/// stays in the cache.
struct Public {
    /// By account: a bit.
    has: Vec<u64>,
    /// By account of the public: when.
    at: Vec<i64>,
}

impl Public {
    fn enter(&mut self, ground: &Ground, target: u32) {
        let of = ground.columns.marks_of(TargetId(target));
        for (&a, &t) in ground.index.target_account[of.clone()].iter().zip(&ground.index.target_time[of]) {
            self.has[a as usize / 64] |= 1 << (a % 64);
            self.at[a as usize] = t;
        }
    }

    fn leave(&mut self, ground: &Ground, target: u32) {
        for &a in &ground.index.target_account[ground.columns.marks_of(TargetId(target))] {
            self.has[a as usize / 64] = 0;
        }
    }

    /// [`Both`] of the public and another target. By account, so that the sum does not depend on equal times.
    fn both(&self, ground: &Ground, target: u32, length: Micros) -> Both {
        let of = ground.columns.marks_of(TargetId(target));
        let mut both = Both::default();
        for (&a, t) in ground.index.target_account[of.clone()].iter().zip(&ground.index.target_time[of]) {
            if self.has[a as usize / 64] >> (a % 64) & 1 == 1 {
                let w = ground.activity.weight[a as usize];
                both.all += w;
                both.squares += w * w;
                if (self.at[a as usize] - t).abs() <= length {
                    both.near += w;
                }
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
