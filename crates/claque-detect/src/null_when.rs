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

use crate::among::Among;
use crate::peel::Ground;
use crate::turns;
use claque_chance::tails::{CriticalTable, ln_scaled_tail};
use claque_marks::Micros;
use claque_marks::window::HOUR;
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

/// [`Both`] of every pair of targets that was asked about, at all lengths of window: which accounts two targets
/// share does not depend on the window, and coarse windows, shifted grids and second looks mostly hold the same targets.
#[derive(Clone, Debug, Default)]
pub struct Meetings {
    /// Lengths of windows.
    lengths: Vec<Micros>,
    /// By target: the targets that it was asked about with, and the place of the pair.
    known: Vec<Vec<(u32, u32)>>,
    /// By pair: T, the sum of squares, and S by length.
    values: Vec<f64>,
}

/// No pair, or none yet.
const NONE: u32 = u32::MAX;

impl Meetings {
    /// What `told` says of items and [`Both`] of their targets, in their order; it is fastest where items with one first
    /// target follow each other. `length` is the window's.
    pub fn of<T: Sync, R: Copy + Send>(
        &mut self,
        ground: &Ground,
        items: &[T],
        length: Micros,
        targets: impl Fn(&T) -> (u32, u32) + Sync,
        told: impl Fn(&T, Both) -> Option<R> + Sync,
    ) -> Vec<R> {
        let all = ground.columns.targets();
        if !self.lengths.contains(&length) {
            let mut lengths: Vec<Micros> = ground.p.scales.iter().map(|h| i64::from(*h) * HOUR).collect();
            lengths.push(length);
            lengths.sort_unstable();
            lengths.dedup();
            *self = Self { lengths, known: vec![vec![]; all], values: vec![] };
        }
        let groups: Vec<&[T]> = items.chunk_by(|a, b| targets(a).0 == targets(b).0).collect();
        let mut asked: Vec<(u32, u32)> = turns::flat_map(
            &groups,
            || vec![NONE; all],
            |places, group, new| {
                self.unknown(group.iter().map(&targets), places, new);
            },
        );
        asked.par_sort_unstable();
        asked.dedup();
        let mut place = (self.values.len() / (2 + self.lengths.len())) as u32;
        for (pairs, values) in measure(ground, &asked, &self.lengths) {
            for (pair, place) in pairs.iter().zip(place..) {
                self.known[pair.0 as usize].push((pair.1, place));
            }
            place += pairs.len() as u32;
            self.values.extend(values);
        }
        let at = self.lengths.iter().position(|l| *l == length).expect("the length is among them");
        turns::flat_map(
            &groups,
            || vec![NONE; all],
            |places, group, out| {
                let known = &self.known[targets(&group[0]).0 as usize];
                known.iter().for_each(|(t, place)| places[*t as usize] = *place);
                out.extend(
                    group
                        .iter()
                        .filter_map(|item| told(item, self.both(places[targets(item).1 as usize], at))),
                );
                known.iter().for_each(|(t, _)| places[*t as usize] = NONE);
            },
        )
    }

    /// Lists those of pairs with one first target that are not known yet. `places`, by target, is [`NONE`] before and
    /// after.
    fn unknown(
        &self,
        pairs: impl Iterator<Item = (u32, u32)>,
        places: &mut [u32],
        new: &mut Vec<(u32, u32)>,
    ) {
        let mut pairs = pairs.peekable();
        let Some((first, _)) = pairs.peek() else { return };
        let known = &self.known[*first as usize];
        known.iter().for_each(|(t, place)| places[*t as usize] = *place);
        let from = new.len();
        new.extend(pairs.filter(|pair| std::mem::replace(&mut places[pair.1 as usize], 0) == NONE));
        let met = known.iter().map(|k| k.0).chain(new[from..].iter().map(|p| p.1));
        met.for_each(|t| places[t as usize] = NONE);
    }

    /// [`Both`] of the pair in a place, at the length in another.
    fn both(&self, place: u32, length: usize) -> Both {
        let stride = 2 + self.lengths.len();
        let of = &self.values[place as usize * stride..][..stride];
        Both { all: of[0], squares: of[1], near: of[2 + length] }
    }
}

/// Some pairs of targets, and of one after the other what [`Meetings`] holds: T, the sum of squares, and S by length.
type Measured = (Vec<(u32, u32)>, Vec<f64>);

/// Measures pairs of targets.
fn measure(ground: &Ground, pairs: &[(u32, u32)], lengths: &[Micros]) -> Vec<Measured> {
    let Ground { columns, .. } = *ground;
    let size = |t: u32| columns.target_start[t as usize + 1] - columns.target_start[t as usize];
    // Oriented so that the more marked target is scattered once and the other is read.
    let key = |t: u32| (std::cmp::Reverse(size(t)), t);
    let orient = |&(a, b): &(u32, u32)| if key(a) <= key(b) { (a, b, (a, b)) } else { (b, a, (a, b)) };
    let mut oriented: Vec<(u32, u32, (u32, u32))> = pairs.iter().map(orient).collect();
    oriented.par_sort_unstable();
    let groups: Vec<&[_]> = oriented.chunk_by(|a, b| a.0 == b.0).collect();
    let scratch = || Public { among: Among::none(columns.accounts), met: vec![(0, 0.0); columns.accounts] };
    turns::map(&groups, scratch, |public, group| {
        public.enter(ground, group[0].0);
        let mut values = Vec::with_capacity(group.len() * (2 + lengths.len()));
        group.iter().for_each(|g| public.both(ground, g.1, lengths, &mut values));
        public.leave(ground, group[0].0);
        (group.iter().map(|g| g.2).collect(), values)
    })
}

/// Who marked one target, and when, to ask of others whether they were among them.
struct Public {
    among: Among,
    /// By account of the public: when, and its weight: what is asked for together lies together.
    met: Vec<(Micros, f64)>,
}

impl Public {
    fn enter(&mut self, ground: &Ground, target: u32) {
        let (accounts, times) = ground.index.accounts_of_target(ground.columns, target);
        self.among.enter(accounts);
        let weight = &ground.activity.weight;
        accounts.iter().zip(times).for_each(|(&a, &t)| self.met[a as usize] = (t, weight[a as usize]));
    }

    fn leave(&mut self, ground: &Ground, target: u32) {
        self.among.leave(ground.index.accounts_of_target(ground.columns, target).0);
    }

    /// Adds T, the sum of squares, and S by length, of the public and another target. By account, so that the sums do
    /// not depend on equal times.
    fn both(&mut self, ground: &Ground, target: u32, lengths: &[Micros], values: &mut Vec<f64>) {
        let (accounts, times) = ground.index.accounts_of_target(ground.columns, target);
        let from = values.len();
        values.resize(from + 2 + lengths.len(), 0.0);
        let (sums, near) = values[from..].split_at_mut(2);
        let (mut all, mut squares) = (0.0, 0.0);
        for &i in self.among.places(accounts) {
            let (at, w) = self.met[accounts[i as usize] as usize];
            all += w;
            squares += w * w;
            let apart = (at - times[i as usize]).abs();
            for (near, length) in near.iter_mut().zip(lengths) {
                *near += if apart <= *length { w } else { 0.0 };
            }
        }
        sums.copy_from_slice(&[all, squares]);
    }
}

/// Expected weight of an overlap `x` and ln of its tail, given the shares of the two targets' marks that
/// fall into their cells.
pub fn test(both: &Both, share1: f64, share2: f64, x: f64) -> (f64, f64) {
    let (expected, unit) = expectation(both, share1, share2, x);
    (expected, ln_scaled_tail(x, expected, expected * unit))
}

/// As [`test`]; `None` where the tail lies above that of the table for sure.
pub fn test_below(
    both: &Both,
    share1: f64,
    share2: f64,
    x: f64,
    critical: &CriticalTable,
) -> Option<(f64, f64)> {
    let (expected, unit) = expectation(both, share1, share2, x);
    let stands = x / unit >= critical.least(expected / unit);
    stands.then(|| (expected, ln_scaled_tail(x, expected, expected * unit)))
}

/// Expected weight of an overlap, and the unit of its law.
fn expectation(both: &Both, share1: f64, share2: f64, x: f64) -> (f64, f64) {
    let m = share1.max(share2);
    // E = (S − x + 1) m/(1 − m) + (T − S + 1) x₁ x₂
    let expected = ((both.near - x).max(0.0) + 1.0) * m / (1.0 - m).max(0.05)
        + ((both.all - both.near).max(0.0) + 1.0) * share1 * share2;
    (expected, ((both.squares + 1.0) / (both.all + 1.0)).max(0.05))
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
