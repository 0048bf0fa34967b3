//! Faint crews: a pool so large that two of its orders share hardly anyone.
//!
//! METHOD: two orders of m accounts out of a pool of M share m²/M, which no pair of cells can show once it is
//! one or two accounts. A hundred such orders still lie closer together than chance: their edges are weak but
//! they hold a great many triangles. So the bar for an edge is lowered and the bar for triangles raised, on
//! what nothing else has explained, and only among *surges*: cells that hold several times what the target's
//! other times would give, where it has other times. An order is a surge, and surges are few, so that weak
//! edges among unrelated cells stay rare. A post that lives a day is nothing but a surge and is left out.

use crate::cells::Cut;
use crate::null_when::Meetings;
use crate::peel::{Finding, Ground, search_cut};
use claque_chance::tails::CriticalTable;
use claque_marks::parameters::SearchParameters;
use rayon::prelude::*;

/// Findings among the surges of what is not yet explained; their marks are taken out of `alive`.
pub fn find(ground: &Ground, alive: &mut [bool], cuts: &[Cut], meetings: &mut Meetings) -> Vec<Finding> {
    let p = SearchParameters {
        soft: ground.p.faint_tail,
        min_overlap: ground.p.faint_overlap,
        triangles: ground.p.faint_triangles,
        ..ground.p.clone()
    };
    let critical = CriticalTable::new(p.soft.ln());
    let ground = Ground { p: &p, ..*ground };
    let mut found = Vec::new();
    for cut in cuts.iter().filter(|c| c.grid.is_some() && c.hours <= p.faint_hours) {
        ground.watch.begins("surges");
        let surges = surges(&ground, alive, cut);
        let new = search_cut(&ground, &surges, cut, &critical, meetings);
        for &m in new.iter().flat_map(|f| &f.marks) {
            alive[m as usize] = false;
        }
        found.extend(new);
    }
    found
}

/// By mark: whether it is unexplained and lies in a surge of its target: in a window that holds `faint_surge` times
/// what the target has elsewhere, spread over the log's windows, and at least so many marks.
pub fn surges(ground: &Ground, alive: &[bool], cut: &Cut) -> Vec<bool> {
    let Ground { columns, index, p, .. } = *ground;
    let mut out = vec![false; columns.marks()];
    let (Some((first, last)), Some(length)) = (index.span, cut.length()) else { return out };
    let windows = ((last - first) as f64 / length as f64).max(1.0);
    let of_target = |t: usize| {
        let of = columns.target_start[t]..columns.target_start[t + 1];
        let mut marks = of.clone().filter(|&m| alive[m]);
        let Some(first) = marks.next() else { return vec![] };
        let last = marks.next_back().unwrap_or(first);
        if index.time[last] - index.time[first] < i64::from(p.faint_life) * length {
            return vec![];
        }
        let all = of.filter(|&m| alive[m]).count();
        let mut surges: Vec<u32> = vec![];
        cut.runs(&index.time[first..=last], |_, run| {
            let before = surges.len();
            surges.extend((first + run.start..first + run.end).filter(|&m| alive[m]).map(|m| m as u32));
            let n = surges.len() - before;
            let other = (all - n) as f64 / windows;
            if (n as f64) < p.faint_surge * other.max(1.0) {
                surges.truncate(before);
            }
        });
        surges
    };
    let surges: Vec<u32> = (0..columns.targets()).into_par_iter().flat_map_iter(of_target).collect();
    surges.into_iter().for_each(|m| out[m as usize] = true);
    out
}
