//! Edges between cells: overlaps that fail both nulls; soft ones only while triangles hold them.

use crate::cells::{Cells, Cut};
use crate::csr::Lists;
use crate::null_when::Meetings;
use crate::overlaps::{self, Overlap};
use crate::peel::Ground;
use crate::{apart, common, null_what, null_when, taste};
use claque_chance::tails::CriticalTable;
use claque_chance::weight::poisson_gain;
use claque_marks::parameters::SearchParameters;
use rayon::prelude::*;

/// Two cells that share more accounts than activity, taste, sessions and the pages' own curves explain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// The earlier cell.
    pub i: u32,
    /// The later cell.
    pub j: u32,
    /// x: weight of the accounts in both.
    pub weight: f64,
    /// The larger of the two expectations.
    pub expected: f64,
    /// Log-likelihood ratio against the expectations that have power, in nats.
    pub gain: f64,
    /// Whether it stays without triangles.
    firm: bool,
}

/// A pair of cells that taste alone could still explain: its overlap is more than activity gives, and *when*
/// does not explain it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    overlap: Overlap,
    /// Expectation of *when*, and ln of its tail; 0 and 0 without times.
    expected: f64,
    ln_when: f64,
    /// Whether *when* has no power.
    short: bool,
    /// Its taste, once an earlier look asked: taste is of all marks, so it stays when some are explained.
    taste: Option<f64>,
}

/// The pairs of one cut, by (i, j), that taste is asked about; with `fresh`, by cell, only those of which a
/// cell is fresh. What taste needs not be asked of costs nothing: it is the dearest of all questions.
pub fn standing(
    ground: &Ground,
    cells: &Cells,
    cut: &Cut,
    critical: &CriticalTable,
    fresh: Option<&[bool]>,
    meetings: &mut Meetings,
) -> Vec<Standing> {
    let Ground { columns, p, watch, .. } = *ground;
    watch.begins("overlaps");
    let soft = p.soft.ln();
    let size = |c: u32| f64::from(cells.size(c));
    let overlaps = overlaps::count(ground, cells, critical, fresh);
    let Some(length) = cut.length() else {
        let overlaps = match columns.has_times() {
            true => apart::counted(ground, cells, critical, &overlaps),
            false => overlaps,
        };
        let alone = |overlap| Standing { overlap, expected: 0.0, ln_when: 0.0, short: true, taste: None };
        return overlaps.into_iter().map(alone).collect();
    };
    watch.begins("when");
    let target = |c: u32| cells.target[c as usize];
    let life = |c: u32| {
        let t = target(c) as usize;
        (columns.target_start[t + 1] - columns.target_start[t]) as f64
    };
    meetings.of(
        ground,
        &overlaps,
        length,
        |o| (target(o.i), target(o.j)),
        |&overlap, both| {
            let (s1, s2) = (size(overlap.i) / life(overlap.i), size(overlap.j) / life(overlap.j));
            let short = s1.max(s2) > p.short_life;
            let (expected, ln_when) = match short {
                true => null_when::test(&both, s1, s2, overlap.weight),
                false => null_when::test_below(&both, s1, s2, overlap.weight, critical)?,
            };
            (short || ln_when < soft).then_some(Standing { overlap, expected, ln_when, short, taste: None })
        },
    )
}

/// All edges of one cut among the pairs that stand, by (i, j). What is asked of taste is kept with the pairs.
///
/// METHOD: taste only takes edges away and makes firm ones soft, and fewer or softer edges never hold more.
/// So what falls when triangles are counted without taste would fall with it, and taste is asked of the rest.
pub fn find(ground: &Ground, cells: &Cells, cut: &Cut, standing: &mut [Standing]) -> Vec<Edge> {
    let Ground { p, watch, .. } = *ground;
    watch.begins("triangles");
    let held = untasted(ground, cells, cut, standing);
    watch.begins("taste");
    let tastes = tastes(ground, cells, cut, standing, &held);
    let edges: Vec<Edge> = held
        .into_par_iter()
        .zip(tastes)
        .filter_map(|(s, taste)| {
            let o = &s.overlap;
            let (expected, ln_what) = what(ground, cells, o, taste);
            // Where *when* has no power its expectation proves nothing, but still cools the cut: without
            // it cells of one day's sitting run together.
            let gain = poisson_gain(o.weight, if s.short { expected } else { expected.max(s.expected) });
            (ln_what < p.soft.ln()).then_some(Edge {
                i: o.i,
                j: o.j,
                weight: o.weight,
                expected: expected.max(s.expected),
                gain,
                firm: s.is_firm(p, ln_what),
            })
        })
        .collect();
    watch.begins("triangles");
    truss(edges, cells.len(), p.triangles, |e| (e.i, e.j, e.firm))
}

/// Taste of every pair of `held`, in their order, which is that of the pairs that stand.
fn tastes(
    ground: &Ground,
    cells: &Cells,
    cut: &Cut,
    standing: &mut [Standing],
    held: &[Standing],
) -> Vec<f64> {
    if cut.grid.is_none() {
        let overlaps = |of: &[Standing]| -> Vec<Overlap> { of.iter().map(Standing::overlap).collect() };
        return common::of_overlaps(ground, cells, &overlaps(standing), &overlaps(held));
    }
    let new: Vec<Overlap> = held.iter().filter(|s| s.taste.is_none()).map(Standing::overlap).collect();
    let mut new = taste::of_overlaps(ground, cells, cut, &new).into_iter();
    let mut all = standing.iter_mut();
    held.iter()
        .map(|h| {
            let known = all.find(|s| s.cells() == h.cells()).expect("what is held stands");
            *known.taste.get_or_insert_with(|| new.next().expect("one for every pair that was asked about"))
        })
        .collect()
}

/// The pairs that would stand were every taste 1, by (i, j): what falls here would fall with its taste.
pub fn untasted(ground: &Ground, cells: &Cells, cut: &Cut, standing: &[Standing]) -> Vec<Standing> {
    let p = ground.p;
    let with_firm = |s: &Standing| (*s, s.is_firm(p, what(ground, cells, &s.overlap, 1.0).1));
    // Groups of common taste rest on what is held, whatever it costs.
    if cut.grid.is_some() && !triangles_are_cheaper(ground, cells, standing) {
        return standing.to_vec();
    }
    let pairs: Vec<(Standing, bool)> = standing.par_iter().map(with_firm).collect();
    let all = vec![true; cells.len()];
    let held = held(&pairs, &all, p.triangles, |(s, firm)| (s.overlap.i, s.overlap.j, *firm));
    held.into_iter().map(|(s, _)| s).collect()
}

/// Expectation of *what* for a pair with this taste, and ln of its tail.
fn what(ground: &Ground, cells: &Cells, o: &Overlap, taste: f64) -> (f64, f64) {
    let size = |c: u32| f64::from(cells.size(c));
    null_what::test(ground.activity, size(o.i), size(o.j), taste, o.weight)
}

impl Standing {
    /// Whether it stays without triangles, by ln of the tail of *what*.
    fn is_firm(&self, p: &SearchParameters, ln_what: f64) -> bool {
        ln_what < p.firm.ln() && (self.ln_when < p.firm.ln() || (self.short && ln_what < p.firm_alone.ln()))
    }

    /// The pair itself.
    pub fn overlap(&self) -> Overlap {
        self.overlap
    }

    /// The same pair where cells have other numbers; `None` where one of its cells has none.
    pub fn renumbered(mut self, number: impl Fn(u32) -> Option<u32>) -> Option<Self> {
        self.overlap.i = number(self.overlap.i)?;
        self.overlap.j = number(self.overlap.j)?;
        Some(self)
    }

    /// Its cells, the earlier first.
    pub fn cells(&self) -> (u32, u32) {
        (self.overlap.i, self.overlap.j)
    }
}

/// Whether counting triangles of pairs that stand takes fewer steps than asking all of them for their taste: it does
/// not among posts, where taste alone holds apart what everybody shares.
fn triangles_are_cheaper(ground: &Ground, cells: &Cells, standing: &[Standing]) -> bool {
    let index = ground.index;
    let mut degree = vec![0u64; cells.len()];
    let mut taste = 0;
    let breadth = |c: u32| index.owner_breadth(index.owner[cells.target[c as usize] as usize]) as u64;
    for (i, j) in standing.iter().map(Standing::cells) {
        degree[i as usize] += 1;
        degree[j as usize] += 1;
        taste += breadth(i).min(breadth(j));
    }
    degree.iter().map(|d| d * d).sum::<u64>() <= taste
}

/// Keeps an edge that is firm or lies in enough triangles of kept edges, until nothing changes (k-truss).
/// `of` tells an edge's two cells and whether it is firm.
fn truss<E: Copy + Send + Sync>(
    mut edges: Vec<E>,
    cells: usize,
    triangles: u32,
    of: impl Fn(&E) -> (u32, u32, bool) + Sync,
) -> Vec<E> {
    // By cell: whether it lost an edge. An edge of two cells that lost none lies in as many triangles as before.
    let mut lost = vec![true; cells];
    loop {
        let kept = held(&edges, &lost, triangles, &of);
        if kept.len() == edges.len() {
            return kept;
        }
        lost.fill(false);
        let mut left = kept.iter().map(&of).peekable();
        for (i, j, firm) in edges.iter().map(&of) {
            if left.next_if_eq(&(i, j, firm)).is_none() {
                lost[i as usize] = true;
                lost[j as usize] = true;
            }
        }
        edges = kept;
    }
}

/// The edges that are firm or lie in enough triangles, asked of those alone of which a cell is in doubt.
fn held<E: Copy + Send + Sync>(
    edges: &[E],
    doubt: &[bool],
    triangles: u32,
    of: impl Fn(&E) -> (u32, u32, bool) + Sync,
) -> Vec<E> {
    // Neighbours rise: those before a cell come as j, in order of i, and before those after it.
    let ends = edges.iter().map(&of).flat_map(|(i, j, _)| [i, j]);
    let mut neighbours = Lists::group(doubt.len(), ends);
    neighbours.items.par_iter_mut().for_each(|end| {
        let (i, j, _) = of(&edges[*end as usize / 2]);
        *end = if *end % 2 == 0 { j } else { i };
    });
    let kept = |e: &&E| {
        let (i, j, firm) = of(e);
        firm || !(doubt[i as usize] || doubt[j as usize]) || {
            let (a, b) = (neighbours.of(i), neighbours.of(j));
            a.len().min(b.len()) > triangles as usize && share(a, b, triangles)
        }
    };
    edges.par_iter().filter(kept).copied().collect()
}

/// Whether two sorted lists share so many items.
fn share(a: &[u32], b: &[u32], enough: u32) -> bool {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while n < enough && i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        n += u32::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    n >= enough
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(i: u32, j: u32, firm: bool) -> Edge {
        Edge { i, j, weight: 1.0, expected: 0.1, gain: 1.0, firm }
    }

    #[test]
    fn a_clique_holds_itself_and_a_chain_falls() {
        // K5: every edge lies in 3 triangles. A chain hangs on it.
        let mut edges: Vec<Edge> = (0..5).flat_map(|i| (i + 1..5).map(move |j| edge(i, j, false))).collect();
        edges.push(edge(4, 5, false));
        edges.push(edge(5, 6, true));
        let truss = |edges, triangles| truss(edges, 7, triangles, |e: &Edge| (e.i, e.j, e.firm));
        let kept = truss(edges.clone(), 3);
        assert_eq!(kept.len(), 11, "the ten of the clique and the firm one");
        assert_eq!(truss(edges, 4), [edge(5, 6, true)]);
    }

    #[test]
    fn shared_items_by_hand() {
        let three = |enough| share(&[1, 3, 5, 9], &[0, 3, 4, 5, 9], enough);
        assert!(three(0) && three(3) && !three(4));
        assert!(!share(&[], &[1], 1));
    }
}
