//! Common taste: what every pair of pages is granted where the one window is the whole log, and there are no other
//! times to ask.
//!
//! ```text
//! c = a high quantile of x/(n₁ n₂ f₁)      over the pairs that activity does not explain
//! ```
//!
//! as far as activity would give them one shared account (below, a ratio is chance).
//!
//! METHOD: cells are cut into groups as if taste were 1, and a pair inside a group is granted the quantile of the
//! pairs outside of it. Thirty pages that share one crew make 435 pairs, and would be their own alibi; the fans of
//! one topic share no more than those of the next. Taste is everywhere, a crew is not: where too few pairs stand out, or
//! they touch too few of the cells that could, it is 1, or a crew that is all that stands out would be its own alibi.

use crate::cells::Cells;
use crate::communities::{self, Objective};
use crate::order::quantile;
use crate::overlaps::Overlap;
use crate::peel::Ground;

/// No group.
const NONE: u32 = u32::MAX;

/// Common taste c ≥ 1 of every pair of `held`, in their order. `standing`: all pairs that activity does not explain.
pub fn of_overlaps(ground: &Ground, cells: &Cells, standing: &[Overlap], held: &[Overlap]) -> Vec<f64> {
    let groups = groups(ground, cells, held);
    let mut group = vec![NONE; cells.len()];
    for (g, of) in (0..).zip(&groups) {
        of.iter().for_each(|&c| group[c as usize] = g);
    }
    let within =
        |o: &Overlap| Some(group[o.i as usize]).filter(|&g| g == group[o.j as usize]).unwrap_or(NONE);
    let known = Known::of(ground, cells, standing, &within);
    let everyone = known.granted(ground, None).unwrap_or(1.0);
    let of_group: Vec<f64> =
        (0..).zip(&groups).map(|(g, of)| known.granted(ground, Some((g, of))).unwrap_or(everyone)).collect();
    held.iter().map(|o| of_group.get(within(o) as usize).copied().unwrap_or(everyone)).collect()
}

/// Groups of cells by what they share beyond activity, each rising.
pub fn groups(ground: &Ground, cells: &Cells, held: &[Overlap]) -> Vec<Vec<u32>> {
    let weight = |o: &Overlap| o.weight * (o.weight / by_activity(ground, cells, o)).max(1.0001).ln();
    let edges: Vec<(u32, u32, f64)> = held.iter().map(|o| (o.i, o.j, weight(o))).collect();
    communities::cut(&edges, Objective::Modularity, ground.seed.number_for("groups of common taste"))
}

/// What activity alone would give two cells: n₁ n₂ f₁.
fn by_activity(ground: &Ground, cells: &Cells, o: &Overlap) -> f64 {
    f64::from(cells.size(o.i)) * f64::from(cells.size(o.j)) * ground.activity.mean
}

/// The pairs that activity does not explain.
struct Known {
    /// Ratio to what activity would give and the group within which it lies, by ratio.
    ratios: Vec<(f64, u32)>,
    /// By cell: whether a pair touches it.
    touched: Vec<bool>,
    /// By cell: whether activity would give it and the largest a shared account.
    could: Vec<bool>,
}

impl Known {
    fn of(ground: &Ground, cells: &Cells, standing: &[Overlap], within: &impl Fn(&Overlap) -> u32) -> Self {
        let size = |c: u32| f64::from(cells.size(c));
        let largest = (0..cells.len() as u32).map(size).fold(0.0, f64::max);
        let could =
            (0..cells.len() as u32).map(|c| size(c) * largest * ground.activity.mean >= 1.0).collect();
        let mut touched = vec![false; cells.len()];
        let mut ratios = Vec::new();
        for o in standing {
            let expected = by_activity(ground, cells, o);
            if expected >= 1.0 {
                ratios.push((o.weight / expected, within(o)));
                touched[o.i as usize] = true;
                touched[o.j as usize] = true;
            }
        }
        ratios.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        Self { ratios, touched, could }
    }

    /// The quantile of all pairs, or of those outside a group; `None` where they are too few.
    fn granted(&self, ground: &Ground, but: Option<(u32, &Vec<u32>)>) -> Option<f64> {
        let p = ground.p;
        let (group, cells) = but.map_or((NONE, &[][..]), |(g, cells)| (g, &cells[..]));
        let outside = |has: &[bool]| {
            let all = has.iter().filter(|h| **h).count();
            all - cells.iter().filter(|&&c| has[c as usize]).count()
        };
        let left = |r: &&(f64, u32)| but.is_none() || r.1 != group;
        let ratios: Vec<f64> = self.ratios.iter().filter(left).map(|r| r.0).collect();
        let enough = ratios.len() >= p.common_taste_pairs as usize
            && outside(&self.touched) as f64 >= p.common_taste_spread * outside(&self.could) as f64;
        enough.then(|| quantile(&ratios, p.common_taste).max(1.0))
    }
}
