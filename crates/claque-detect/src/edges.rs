//! Edges between cells: overlaps that fail both nulls; soft ones only while triangles hold them.

use crate::activity::Activity;
use crate::cells::{Cells, Cut};
use crate::index::Index;
use crate::overlaps::{self, Overlap};
use crate::{null_what, null_when, taste};
use claque_chance::tails::CriticalTable;
use claque_chance::weight::poisson_gain;
use claque_marks::{Columns, parameters::SearchParameters};
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

/// All edges of one cut, by (i, j).
pub fn find(
    columns: &Columns,
    index: &Index,
    activity: &Activity,
    cells: &Cells,
    cut: &Cut,
    p: &SearchParameters,
    critical: &CriticalTable,
) -> Vec<Edge> {
    let (soft, firm, alone) = (p.soft.ln(), p.firm.ln(), p.firm_alone.ln());
    let size = |c: u32| f64::from(cells.size(c));
    let overlaps = overlaps::count(columns, index, activity, cells, p, critical);
    // First without taste, which is dear and only raises the expectation.
    let overlaps: Vec<Overlap> = overlaps
        .into_par_iter()
        .filter(|o| null_what::test(activity, size(o.i), size(o.j), 1.0, o.weight).1 < soft)
        .collect();
    let tastes = match cut.grid {
        Some(_) => taste::of_overlaps(columns, index, activity, cells, cut, &overlaps, p),
        None => vec![taste::common(activity, cells, &overlaps, p); overlaps.len()],
    };
    let what: Vec<(Overlap, f64, f64)> = overlaps
        .into_par_iter()
        .zip(tastes)
        .filter_map(|(o, c)| {
            let (e, ln_p) = null_what::test(activity, size(o.i), size(o.j), c, o.weight);
            (ln_p < soft).then_some((o, e, ln_p))
        })
        .collect();
    let life = |c: u32| {
        let t = cells.target[c as usize] as usize;
        (columns.target_start[t + 1] - columns.target_start[t]) as f64
    };
    let pairs: Vec<(u32, u32)> =
        what.iter().map(|(o, _, _)| (cells.target[o.i as usize], cells.target[o.j as usize])).collect();
    let both = match cut.length() {
        Some(length) => null_when::both(columns, index, activity, &pairs, length),
        None => vec![null_when::Both::default(); pairs.len()],
    };
    let edges: Vec<Edge> = what
        .into_par_iter()
        .zip(both)
        .filter_map(|((o, e_what, p_what), b)| {
            let (s1, s2) = (size(o.i) / life(o.i), size(o.j) / life(o.j));
            let short = cut.grid.is_none() || s1.max(s2) > p.short_life;
            let (e_when, p_when) =
                if cut.grid.is_none() { (0.0, 0.0) } else { null_when::test(&b, s1, s2, o.weight) };
            let stays = short || p_when < soft;
            let firm = p_what < firm && (p_when < firm || (short && p_what < alone));
            // Where *when* has no power its expectation proves nothing, but still cools the cut: without
            // it cells of one day's sitting run together.
            let gain = poisson_gain(o.weight, if short { e_what } else { e_what.max(e_when) });
            stays.then_some(Edge {
                i: o.i,
                j: o.j,
                weight: o.weight,
                expected: e_what.max(e_when),
                gain,
                firm,
            })
        })
        .collect();
    truss(edges, cells.len(), p.triangles)
}

/// Keeps an edge that is firm or lies in enough triangles of kept edges, until nothing changes (k-truss).
fn truss(mut edges: Vec<Edge>, cells: usize, triangles: u32) -> Vec<Edge> {
    loop {
        let mut neighbours: Vec<Vec<u32>> = vec![vec![]; cells];
        for e in &edges {
            neighbours[e.i as usize].push(e.j);
            neighbours[e.j as usize].push(e.i);
        }
        neighbours.par_iter_mut().for_each(|n| n.sort_unstable());
        let kept: Vec<Edge> = edges
            .par_iter()
            .filter(|e| {
                e.firm || {
                    let (a, b) = (&neighbours[e.i as usize], &neighbours[e.j as usize]);
                    a.len().min(b.len()) > triangles as usize && common(a, b) >= triangles
                }
            })
            .copied()
            .collect();
        if kept.len() == edges.len() {
            return kept;
        }
        edges = kept;
    }
}

/// How many items two sorted lists share.
fn common(a: &[u32], b: &[u32]) -> u32 {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        n += u32::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    n
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
        let kept = truss(edges.clone(), 7, 3);
        assert_eq!(kept.len(), 11, "the ten of the clique and the firm one");
        assert_eq!(truss(edges, 7, 4), [edge(5, 6, true)]);
    }

    #[test]
    fn common_items_by_hand() {
        assert_eq!(common(&[1, 3, 5, 9], &[0, 3, 4, 9]), 2);
        assert_eq!(common(&[], &[1]), 0);
    }
}
