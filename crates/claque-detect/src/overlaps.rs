//! Overlaps: how many accounts two cells of different pages share, counted exactly.
//!
//! One pass over the other cells of a cell's accounts adds up both what is shared and what it weighs, in one number a
//! pair: most pairs that share anybody share one account by chance, and are passed over as soon as that is seen.

use crate::cells::Cells;
use crate::csr::{AT_ONCE, fetch};
use crate::peel::Ground;
use crate::{null_what, turns};
use claque_chance::tails::CriticalTable;
use rayon::prelude::*;

/// Two cells that share more than activity alone would give.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overlap {
    /// The earlier cell.
    pub i: u32,
    /// The later cell.
    pub j: u32,
    /// Accounts in both.
    pub accounts: u32,
    /// Their weight, x.
    pub weight: f64,
}

/// What two cells share, in one number: accounts in its upper bits, their weight in parts of 2^−`fraction` below. Whole
/// numbers add up to the same in any order, so a pair weighs the same from whichever side it is met.
#[derive(Clone, Copy)]
struct Packed {
    /// Bits of the weight.
    bits: u32,
    /// Parts of a weight of 1.
    parts: f64,
}

impl Packed {
    /// For these cells: with n the most accounts that two of them may share, n and n times the heaviest fit.
    fn of(ground: &Ground, cells: &Cells) -> Self {
        let (mut first, mut second) = (0, 0);
        for cell in 0..cells.len() as u32 {
            let size = cells.size(cell);
            second = second.max(size.min(first));
            first = first.max(size);
        }
        let heaviest = ground.activity.weight.iter().copied().fold(1.0, f64::max);
        let count = u32::BITS - second.leading_zeros();
        let whole = count + heaviest.log2().ceil() as u32;
        let fraction = u64::BITS.saturating_sub(count + whole).min(f64::MANTISSA_DIGITS - 1);
        Self { bits: whole + fraction, parts: f64::from(fraction).exp2() }
    }

    /// One account of this weight.
    #[inline]
    fn one(self, weight: f64) -> u64 {
        (1 << self.bits) + (weight * self.parts).round_ties_even() as u64
    }

    #[inline]
    fn accounts(self, shared: u64) -> u32 {
        (shared >> self.bits) as u32
    }

    #[inline]
    fn weight(self, shared: u64) -> f64 {
        (shared & ((1 << self.bits) - 1)) as f64 / self.parts
    }
}

/// What one thread counts with; all 0 between two cells.
struct Scratch {
    /// By cell: what it shares with the one at hand.
    shared: Vec<u64>,
    /// Cells that share enough accounts with the one at hand.
    reached: Vec<u32>,
    /// By size of another cell: the least weight to stand with it; below 0 where not yet asked.
    least: Vec<f64>,
}

/// Sizes of cells of which the least weight is kept; of larger ones it is asked each time.
const SIZES: usize = 1_024;

/// Counts all overlaps by (i, j) and keeps those that activity alone would give with a probability below
/// `soft`. The taste of §4.2 only raises the expectation, so nothing that could become an edge is lost here.
/// With `fresh`, by cell, only pairs of which at least one cell is fresh.
pub fn count(
    ground: &Ground,
    cells: &Cells,
    critical: &CriticalTable,
    fresh: Option<&[bool]>,
) -> Vec<Overlap> {
    let n = cells.len();
    if n < 2 {
        return vec![];
    }
    let scratch = || Scratch { shared: vec![0; n], reached: vec![], least: vec![-1.0; SIZES] };
    let asked: Vec<u32> = (0..n as u32).filter(|&i| fresh.is_none_or(|f| f[i as usize])).collect();
    let packed = Packed::of(ground, cells);
    let weight = ground.activity.weight.par_iter().enumerate();
    let givers: Vec<Giver> = weight.map(|(a, &w)| Giver::of(cells, a as u32, packed.one(w))).collect();
    let pairs = Pairs { ground, cells, critical, packed, givers: &givers };
    let mut found = turns::flat_map(&asked, scratch, |s, &i, kept| {
        pairs.with(s, i, |at, giver| cells.later(at, giver.end), |_| true, kept);
        if let Some(fresh) = fresh {
            pairs.with(s, i, |at, giver| cells.earlier(at, giver.start), |j| !fresh[j as usize], kept);
        }
    });
    if fresh.is_some() {
        found.par_sort_unstable_by_key(|o| (o.i, o.j));
    }
    found
}

/// What the pairs of a cut are told from.
#[derive(Clone, Copy)]
struct Pairs<'a> {
    ground: &'a Ground<'a>,
    cells: &'a Cells,
    critical: &'a CriticalTable,
    packed: Packed,
    /// By account.
    givers: &'a [Giver],
}

/// What is asked of an account in each of its cells: it lies together, since accounts come in no order.
#[derive(Clone, Copy, Default)]
struct Giver {
    /// What it adds to what two cells share.
    one: u64,
    /// Where its cells start, and where they end.
    start: u32,
    end: u32,
}

impl Giver {
    fn of(cells: &Cells, account: u32, one: u64) -> Self {
        let (start, end) = cells.places_of_account(account);
        Self { one, start, end }
    }
}

impl Pairs<'_> {
    /// Overlaps of a cell with the wanted ones among `others`, cells of the account whose mark is at a place, by the other
    /// cell.
    fn with<'c>(
        self,
        s: &mut Scratch,
        i: u32,
        others: impl Fn(usize, Giver) -> &'c [u32],
        wanted: impl Fn(u32) -> bool,
        kept: &mut Vec<Overlap>,
    ) {
        let visited = self.share(s, i, &others);
        // Where it met about as many as there are, most were reached.
        if visited >= self.cells.len() {
            self.heavy(s, i);
        } else {
            s.reached.sort_unstable();
        }
        for j in s.reached.drain(..).filter(|&j| wanted(j)) {
            let shared = s.shared[j as usize];
            let (accounts, weight) = (self.packed.accounts(shared), self.packed.weight(shared));
            kept.extend(self.standing(Overlap { i: i.min(j), j: i.max(j), accounts, weight }));
        }
        // Back to 0, in whichever way is shorter.
        if visited < self.cells.len() / 8 {
            for at in self.cells.places_of(i) {
                let giver = self.givers[self.cells.account[at] as usize];
                others(at, giver).iter().for_each(|&j| s.shared[j as usize] = 0);
            }
        } else {
            s.shared.fill(0);
        }
    }

    /// Adds up what the cells of the same accounts share with a cell and lists those that share enough accounts. Returns in
    /// how many cells its accounts were.
    fn share<'c>(self, s: &mut Scratch, i: u32, others: impl Fn(usize, Giver) -> &'c [u32]) -> usize {
        let Self { ground, cells, packed, .. } = self;
        let least = ground.p.min_overlap.max(1);
        let (shared, reached) = (&mut s.shared[..], &mut s.reached);
        let all = cells.places_of(i);
        let mut visited = 0;
        for from in all.clone().step_by(AT_ONCE) {
            let places = from..(from + AT_ONCE).min(all.end);
            let mut givers = [Giver::default(); AT_ONCE];
            for (giver, &a) in givers.iter_mut().zip(&cells.account[places.clone()]) {
                *giver = self.givers[a as usize];
            }
            let of_few = places.zip(givers);
            fetch(of_few.clone().map(|(at, giver)| others(at, giver)));
            for (at, giver) in of_few {
                let (one, others) = (giver.one, others(at, giver));
                visited += others.len();
                for &j in others {
                    let sum = &mut shared[j as usize];
                    *sum += one;
                    if packed.accounts(*sum) == least {
                        reached.push(j);
                    }
                }
            }
        }
        visited
    }

    /// Lists anew, rising, the cells that share enough weight with a cell to stand. What stands by its size is kept in a
    /// table: most cells were reached, and few stand.
    fn heavy(self, s: &mut Scratch, i: u32) {
        let Scratch { shared, least, reached } = s;
        least.fill(-1.0);
        reached.clear();
        let fewest = u64::from(self.ground.p.min_overlap.max(1)) << self.packed.bits;
        for (j, &shared) in shared.iter().enumerate().filter(|(_, shared)| **shared >= fewest) {
            let j = j as u32;
            let least = match least.get_mut(self.cells.size(j) as usize) {
                Some(known) => {
                    if *known < 0.0 {
                        *known = self.bar(i, j);
                    }
                    *known
                }
                None => 0.0,
            };
            if self.packed.weight(shared) >= least {
                reached.push(j);
            }
        }
    }

    /// The least weight of an overlap of two cells that may be too much for activity alone, a little less for rounding.
    fn bar(self, i: u32, j: u32) -> f64 {
        let activity = self.ground.activity;
        let unit = activity.unit();
        let expected = f64::from(self.cells.size(i)) * activity.mean / unit * f64::from(self.cells.size(j));
        self.critical.least(expected) * unit * (1.0 - 1e-9)
    }

    /// The overlap, if activity alone would hardly give it.
    fn standing(self, o: Overlap) -> Option<Overlap> {
        let Self { ground, cells, critical, .. } = self;
        let page = |cell: u32| ground.index.page[cells.target[cell as usize] as usize];
        let size = |cell: u32| f64::from(cells.size(cell));
        let fails = || {
            null_what::is_below(ground.activity, size(o.i), size(o.j), o.weight, critical, ground.p.soft.ln())
        };
        // Pages late: they are dear to look up.
        (o.weight >= self.bar(o.i, o.j) && page(o.i) != page(o.j) && fails()).then_some(o)
    }
}
