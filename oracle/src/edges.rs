//! Pairs of cells that fail both nulls, the soft ones held by triangles.

use crate::activity::Activity;
use crate::cells::{self, Cell, Grid};
use crate::log::{Key, Log};
use crate::{taste, when};
use claque_chance::tails::ln_scaled_tail;
use claque_marks::parameters::SearchParameters;
use std::collections::{BTreeMap, BTreeSet};

/// A pair of cells that chance does not explain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// x.
    pub weight: f64,
    /// The larger of the two expectations.
    pub expected: f64,
    /// Log-likelihood ratio x ln(x/E) − (x − E) against the expectations that have power.
    pub gain: f64,
    /// Whether it stays without triangles.
    pub firm: bool,
}

/// All edges of one grid: every pair of cells of different pages is asked both questions, then edges that
/// nothing holds fall one by one. `groups`: where the one window is the whole log, the cells that lie together.
pub fn of(
    log: &Log,
    activity: &Activity,
    grid: Grid,
    explained: &BTreeSet<Key>,
    groups: &[BTreeSet<Cell>],
    p: &SearchParameters,
) -> BTreeMap<(Cell, Cell), Edge> {
    let cells = cells::of(log, grid, explained, p.min_cell as usize);
    let life = |c: Cell| log.marks.iter().filter(|m| (m.page, m.verb) == (c.0, c.1)).count() as f64;
    let everyone = common_taste(log, &cells, activity, &BTreeSet::new(), p).unwrap_or(1.0);
    let mut edges = BTreeMap::new();
    for (a, in_a) in &cells {
        for (b, in_b) in cells.iter().filter(|(b, _)| *b > a && b.0 != a.0) {
            let (n, x) = cells::counted(log, activity, grid, (a, in_a), (b, in_b));
            if n < p.min_overlap as usize {
                continue;
            }
            let (n1, n2) = (in_a.len() as f64, in_b.len() as f64);
            let side = |c: &Cell| (log.owner_of(c.0), c.2);
            let c = match grid {
                Some(_) => taste::of(log, activity, grid, side(a), side(b), p.taste_prior),
                None => groups
                    .iter()
                    .find(|g| g.contains(a) && g.contains(b))
                    .and_then(|group| common_taste(log, &cells, activity, group, p))
                    .unwrap_or(everyone),
            };
            let what = n1 * n2 * c * activity.mean;
            let p_what = ln_scaled_tail(x, what, n1 * n2 * c * activity.variance);
            let (s1, s2) = (n1 / life(*a), n2 / life(*b));
            let (when, p_when) = match grid {
                Some((_, length)) => {
                    let both = when::both(log, activity, (a.0, a.1), (b.0, b.1), length);
                    let (e, v) = when::expected(&both, s1, s2, x);
                    (e, ln_scaled_tail(x, e, v))
                }
                None => (0.0, 0.0),
            };
            let powerless = grid.is_none() || s1 > p.short_life || s2 > p.short_life;
            if p_what >= p.soft.ln() || (!powerless && p_when >= p.soft.ln()) {
                continue;
            }
            let firm =
                p_what < p.firm.ln() && (p_when < p.firm.ln() || (powerless && p_what < p.firm_alone.ln()));
            let against = if powerless { what } else { what.max(when) };
            let gain = if x > against { x * (x / against).ln() - (x - against) } else { 0.0 };
            edges.insert((*a, *b), Edge { weight: x, expected: what.max(when), gain, firm });
        }
    }
    truss(edges, p.triangles)
}

/// What every pair is granted where the one window is the whole log: a high quantile of the ratio to chance
/// over pairs that activity does not explain, as far as chance gives them one shared account. Pairs of which both cells
/// lie in `group` do not count, nor do its cells; `None` where too little is left.
fn common_taste(
    log: &Log,
    cells: &BTreeMap<Cell, BTreeSet<u32>>,
    activity: &Activity,
    group: &BTreeSet<Cell>,
    p: &SearchParameters,
) -> Option<f64> {
    let largest = cells.values().map(BTreeSet::len).max().unwrap_or(0) as f64;
    let reaches = |c: &BTreeSet<u32>| c.len() as f64 * largest * activity.mean >= 1.0;
    let could = cells.iter().filter(|(c, of)| !group.contains(c) && reaches(of)).count();
    let mut touched = BTreeSet::new();
    let mut ratios = Vec::new();
    for (a, in_a) in cells {
        for (b, in_b) in cells.iter().filter(|(b, _)| *b > a && b.0 != a.0) {
            let (n, x) = cells::counted(log, activity, None, (a, in_a), (b, in_b));
            let pairs = in_a.len() as f64 * in_b.len() as f64;
            let chance = pairs * activity.mean;
            let stands_out = ln_scaled_tail(x, chance, pairs * activity.variance) < p.soft.ln();
            if n >= p.min_overlap as usize && stands_out && chance >= 1.0 {
                if !(group.contains(a) && group.contains(b)) {
                    ratios.push(x / chance);
                }
                touched.extend([*a, *b].into_iter().filter(|c| !group.contains(c)));
            }
        }
    }
    if ratios.len() < p.common_taste_pairs as usize
        || (touched.len() as f64) < p.common_taste_spread * could as f64
    {
        return None;
    }
    ratios.sort_by(f64::total_cmp);
    let at = p.common_taste * (ratios.len() - 1) as f64;
    let (low, high) = (ratios[at.floor() as usize], ratios[at.ceil() as usize]);
    Some((low + (high - low) * at.fract()).max(1.0))
}

/// The largest set of edges in which each is firm or lies in `triangles` triangles of the set: edges fall one
/// at a time until a whole pass lets none fall.
pub fn truss<N: Ord + Copy>(mut edges: BTreeMap<(N, N), Edge>, triangles: u32) -> BTreeMap<(N, N), Edge> {
    let nodes: BTreeSet<N> = edges.keys().flat_map(|k| [k.0, k.1]).collect();
    let pair = |a: N, b: N| if a < b { (a, b) } else { (b, a) };
    loop {
        let before = edges.len();
        for (a, b) in edges.keys().copied().collect::<Vec<_>>() {
            let tied = |x: N, y: N| edges.contains_key(&pair(x, y));
            let held = nodes.iter().filter(|n| tied(a, **n) && tied(b, **n)).count();
            if !edges[&(a, b)].firm && held < triangles as usize {
                edges.remove(&(a, b));
            }
        }
        if edges.len() == before {
            return edges;
        }
    }
}
