//! Surges: cells that hold several times what their target has elsewhere, where it lives long enough.

use crate::cells::{Grid, window};
use crate::log::{Key, Log, Mark};
use claque_marks::parameters::SearchParameters;
use std::collections::BTreeSet;

/// Marks that are not explained and lie in surges: n marks of a target in one window with
/// n ≥ surge · max(1, its other marks/the log's windows), where its marks lie `faint_life` windows apart or more.
pub fn surges(log: &Log, grid: Grid, explained: &BTreeSet<Key>, p: &SearchParameters) -> BTreeSet<Key> {
    let mut out = BTreeSet::new();
    let Some((_, length)) = grid.filter(|_| log.timed) else { return out };
    let span = |times: &[i64]| times.iter().max().unwrap_or(&0) - times.iter().min().unwrap_or(&0);
    let all: Vec<i64> = log.marks.iter().map(|m| m.time).collect();
    let windows = (span(&all) as f64 / length as f64).max(1.0);
    for m in log.marks.iter().filter(|m| !explained.contains(&m.key())) {
        let of_target = |x: &&Mark| (x.page, x.verb) == (m.page, m.verb) && !explained.contains(&x.key());
        let times: Vec<i64> = log.marks.iter().filter(of_target).map(|x| x.time).collect();
        let here = times.iter().filter(|t| window(grid, **t) == window(grid, m.time)).count() as f64;
        let elsewhere = (times.len() as f64 - here) / windows;
        if span(&times) >= i64::from(p.faint_life) * length && here >= p.faint_surge * elsewhere.max(1.0) {
            out.insert(m.key());
        }
    }
    out
}
