//! Overlaps: how many accounts two cells of different pages share, counted exactly.
//!
//! Most pairs of cells that share anybody share one account by chance. They are passed over by small counts
//! alone, which stay in the cache; only pairs that share enough accounts are weighed. A cell that meets most others, as
//! among posts, shares enough accounts with nearly all: there small weights are added up, rounded up, and only pairs
//! that could stand by them are weighed.

use crate::cells::Cells;
use crate::csr::{AT_ONCE, fetch};
use crate::peel::Ground;
use crate::turns;
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

/// What one thread counts with, by cell; all 0 between two cells.
struct Scratch {
    count: Vec<u8>,
    shared: Vec<u32>,
    weight: Vec<f64>,
    /// Cells that share enough accounts with the one at hand.
    reached: Vec<u32>,
    /// Marks of earlier cells by accounts of the one at hand: place, cell, weight.
    met: Vec<(u32, u32, f64)>,
    /// By cell: the weight shared with the one at hand, in parts of [`PARTS`], nowhere too small.
    parts: Vec<u32>,
    /// By size of another cell: the least parts to stand with it; `u32::MAX` where not yet asked.
    least: Vec<u32>,
}

/// Cells that share enough accounts with the one at hand, from which it is weighed without a look at how light they are.
const MANY: usize = 8;
/// Parts of a weight of 1.
const PARTS: f64 = 256.0;
/// Sizes of cells of which the least parts are kept; of larger ones they are asked each time.
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
    let parts: Vec<u32> = ground.activity.weight.iter().map(|w| (w * PARTS).ceil() as u32).collect();
    let scratch = || Scratch {
        count: vec![0; n],
        shared: vec![0; n],
        weight: vec![0.0; n],
        reached: vec![],
        met: vec![],
        parts: vec![0; n],
        least: vec![u32::MAX; SIZES],
    };
    let asked: Vec<u32> = (0..n as u32).filter(|&i| fresh.is_none_or(|f| f[i as usize])).collect();
    let found: Vec<Vec<Overlap>> = turns::map(&asked, scratch, |s, &i| {
        let mut kept = later(ground, cells, critical, s, i, &parts);
        if let Some(fresh) = fresh {
            earlier(ground, cells, critical, s, i, (fresh, &parts), &mut kept);
        }
        kept
    });
    let mut found = found.concat();
    if fresh.is_some() {
        found.par_sort_unstable_by_key(|o| (o.i, o.j));
    }
    found
}

/// Overlaps of a cell with later ones, by the later cell.
fn later(
    ground: &Ground,
    cells: &Cells,
    critical: &CriticalTable,
    s: &mut Scratch,
    i: u32,
    parts: &[u32],
) -> Vec<Overlap> {
    let others = |at| cells.later_of_its_account(at);
    let visited = candidates(ground, cells, critical, s, i, parts, others, |_| true);
    if !s.reached.is_empty() {
        let least = enough(ground);
        let (count, weight, shared) = (&s.count[..], &mut s.weight[..], &mut s.shared[..]);
        for at in cells.places_of(i) {
            let w = ground.activity.weight[cells.account[at] as usize];
            for &j in others(at) {
                if count[j as usize] >= least {
                    weight[j as usize] += w;
                    shared[j as usize] += 1;
                }
            }
        }
    }
    clear(cells, s, i, visited, others);
    s.reached.sort_unstable();
    let Scratch { reached, shared, weight, .. } = s;
    reached
        .drain(..)
        .filter_map(|j| {
            let accounts = std::mem::take(&mut shared[j as usize]);
            let weight = std::mem::take(&mut weight[j as usize]);
            standing(ground, cells, critical, Overlap { i, j, accounts, weight })
        })
        .collect()
}

/// Lists the wanted cells that may share enough with a cell; no other wanted cell has a count that is enough. Returns in how
/// many cells its accounts were: where in about as many as there are, counts tell nothing and weights are asked.
#[allow(clippy::too_many_arguments)]
fn candidates<'a>(
    ground: &Ground,
    cells: &Cells,
    critical: &CriticalTable,
    s: &mut Scratch,
    i: u32,
    parts: &[u32],
    others: impl Fn(usize) -> &'a [u32],
    wanted: impl Fn(u32) -> bool,
) -> usize {
    let visited = cells.places_of(i).map(|at| others(at).len()).sum::<usize>();
    if visited >= cells.len() {
        heavy(ground, cells, critical, s, i, parts, others, wanted);
        s.reached.iter().for_each(|&j| s.count[j as usize] = enough(ground));
    } else {
        reach(ground, cells, s, i, others, wanted);
        // Of many some will stand, and all are weighed together.
        if s.reached.len() < MANY {
            drop_light(ground, cells, critical, s, i);
        }
    }
    visited
}

/// Lists the cells, rising, that share enough weight with a cell to stand, as far as parts of weights can tell.
#[allow(clippy::too_many_arguments)]
fn heavy<'a>(
    ground: &Ground,
    cells: &Cells,
    critical: &CriticalTable,
    s: &mut Scratch,
    i: u32,
    parts: &[u32],
    others: impl Fn(usize) -> &'a [u32],
    wanted: impl Fn(u32) -> bool,
) {
    let Scratch { parts: sum, least, reached, .. } = s;
    for at in cells.places_of(i) {
        let w = parts[cells.account[at] as usize];
        for &j in others(at) {
            sum[j as usize] = sum[j as usize].saturating_add(w);
        }
    }
    least.fill(u32::MAX);
    let asked = |j: u32| {
        let (_, weight) = bar(ground, cells, critical, (i.min(j), i.max(j)));
        // A little less, so that rounding loses nothing.
        (weight * PARTS * (1.0 - 1e-9)).floor().max(1.0) as u32
    };
    for (j, sum) in sum.iter_mut().enumerate() {
        let (j, sum) = (j as u32, std::mem::take(sum));
        if sum == 0 {
            continue;
        }
        let least = match least.get_mut(cells.size(j) as usize) {
            Some(known) => {
                if *known == u32::MAX {
                    *known = asked(j);
                }
                *known
            }
            None => asked(j),
        };
        if sum >= least && wanted(j) {
            reached.push(j);
        }
    }
}

/// Overlaps of a cell with earlier ones that are not fresh. Weights are added up in the order of the earlier
/// cell's marks, so that a pair weighs the same to the last bit from whichever side it is met.
fn earlier(
    ground: &Ground,
    cells: &Cells,
    critical: &CriticalTable,
    s: &mut Scratch,
    i: u32,
    (fresh, parts): (&[bool], &[u32]),
    kept: &mut Vec<Overlap>,
) {
    let others = |at| cells.earlier_of_its_account(at);
    let wanted = |j: u32| !fresh[j as usize];
    let visited = candidates(ground, cells, critical, s, i, parts, others, wanted);
    if !s.reached.is_empty() {
        let least = enough(ground);
        for at in cells.places_of(i) {
            let w = ground.activity.weight[cells.account[at] as usize];
            for (&j, &place) in others(at).iter().zip(cells.earlier_places_of_its_account(at)) {
                if s.count[j as usize] >= least && wanted(j) {
                    s.met.push((place, j, w));
                }
            }
        }
        // By place, so by cell and then by mark.
        s.met.sort_unstable_by_key(|m| m.0);
        for run in s.met.chunk_by(|a, b| a.1 == b.1) {
            let weight = run.iter().map(|m| m.2).sum();
            let o = Overlap { i: run[0].1, j: i, accounts: run.len() as u32, weight };
            kept.extend(standing(ground, cells, critical, o));
        }
        s.met.clear();
        s.reached.clear();
    }
    clear(cells, s, i, visited, others);
}

/// Fewest shared accounts, as far as a small count can tell.
fn enough(ground: &Ground) -> u8 {
    ground.p.min_overlap.clamp(1, 255) as u8
}

/// Counts what the cells of the same accounts share with a cell and lists those that share enough.
fn reach<'a>(
    ground: &Ground,
    cells: &Cells,
    s: &mut Scratch,
    i: u32,
    others: impl Fn(usize) -> &'a [u32],
    wanted: impl Fn(u32) -> bool,
) {
    let least = enough(ground);
    let (count, reached) = (&mut s.count[..], &mut s.reached);
    let all = cells.places_of(i);
    for from in all.clone().step_by(AT_ONCE) {
        let places = from..(from + AT_ONCE).min(all.end);
        fetch(places.clone().map(&others));
        for others in places.map(&others) {
            for &j in others {
                let n = count[j as usize].saturating_add(1);
                count[j as usize] = n;
                if n == least && (least < 255 || !reached.contains(&j)) && wanted(j) {
                    reached.push(j);
                }
            }
        }
    }
}

/// Sets all counts to 0 again, in whichever way is shorter.
fn clear<'a>(cells: &Cells, s: &mut Scratch, i: u32, visited: usize, others: impl Fn(usize) -> &'a [u32]) {
    if visited < cells.len() / 32 {
        for at in cells.places_of(i) {
            others(at).iter().for_each(|&j| s.count[j as usize] = 0);
        }
    } else {
        s.count.fill(0);
    }
}

/// Lets go of the cells that share too few to stand, were every account the lightest-footed of this cell's.
fn drop_light(ground: &Ground, cells: &Cells, critical: &CriticalTable, s: &mut Scratch, i: u32) {
    let weight = |a: &u32| ground.activity.weight[*a as usize];
    // A little more, so that rounding loses nothing.
    let heaviest = cells.accounts_of(i).iter().map(weight).fold(0.0, f64::max) * (1.0 + 1e-9);
    let Scratch { reached, count, .. } = s;
    reached.retain(|&j| {
        let n = &mut count[j as usize];
        let stands = *n == u8::MAX
            || surprising(ground, cells, critical, (i.min(j), i.max(j)), f64::from(*n) * heaviest);
        if !stands {
            *n = 0;
        }
        stands
    });
}

/// Whether activity alone would hardly give two cells, the earlier first, an overlap of this weight.
#[inline]
fn surprising(
    ground: &Ground,
    cells: &Cells,
    critical: &CriticalTable,
    pair: (u32, u32),
    weight: f64,
) -> bool {
    let unit = ground.activity.variance / ground.activity.mean.max(f64::MIN_POSITIVE);
    weight / unit >= bar(ground, cells, critical, pair).0
}

/// The least overlap of two cells, the earlier first, that activity alone would hardly give: in units of the null, and
/// as weight.
#[inline]
fn bar(ground: &Ground, cells: &Cells, critical: &CriticalTable, (i, j): (u32, u32)) -> (f64, f64) {
    let activity = ground.activity;
    let unit = activity.variance / activity.mean.max(f64::MIN_POSITIVE);
    let expected = f64::from(cells.size(i)) * activity.mean / unit * f64::from(cells.size(j));
    let least = critical.least(expected);
    (least, least * unit)
}

/// The overlap, if activity alone would hardly give it.
fn standing(ground: &Ground, cells: &Cells, critical: &CriticalTable, o: Overlap) -> Option<Overlap> {
    let page = |cell: u32| ground.index.page[cells.target[cell as usize] as usize];
    // Pages last: they are the dearest to look up.
    (o.accounts >= ground.p.min_overlap
        && surprising(ground, cells, critical, (o.i, o.j), o.weight)
        && page(o.i) != page(o.j))
    .then_some(o)
}
