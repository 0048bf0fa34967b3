//! Cells of a grid and their overlaps.

use crate::activity::Activity;
use crate::log::{Key, Log};
use claque_marks::Micros;
use claque_marks::window::DAY;
use std::collections::{BTreeMap, BTreeSet};

/// A grid: where window 0 begins, and how long a window is. `None`: the whole log is one window.
pub type Grid = Option<(Micros, Micros)>;

/// A cell: page, verb, window.
pub type Cell = (u32, u32, u32);

/// The window of an instant, found by walking from the first.
pub fn window(grid: Grid, time: Micros) -> u32 {
    let Some((origin, length)) = grid else { return 0 };
    let mut w = 0;
    let mut end = origin + length;
    while time >= end {
        end += length;
        w += 1;
    }
    w
}

/// The accounts of every cell with at least `least` of them; what is `explained` does not count.
pub fn of(log: &Log, grid: Grid, explained: &BTreeSet<Key>, least: usize) -> BTreeMap<Cell, BTreeSet<u32>> {
    let mut cells: BTreeMap<Cell, BTreeSet<u32>> = BTreeMap::new();
    for m in &log.marks {
        if !explained.contains(&m.key()) {
            let w = if log.timed { window(grid, m.time) } else { 0 };
            cells.entry((m.page, m.verb, w)).or_default().insert(m.account);
        }
    }
    cells.retain(|_, accounts| accounts.len() >= least);
    cells
}

/// Accounts in both of two cells, and their weight.
pub fn overlap(a: &BTreeSet<u32>, b: &BTreeSet<u32>, activity: &Activity) -> (usize, f64) {
    let both: Vec<u32> = a.intersection(b).copied().collect();
    (both.len(), both.iter().map(|&a| activity.weight[a as usize]).sum())
}

/// What counts of two cells: accounts in both, and their weight; where the whole log of a log with times is the one window, those
/// alone whose two marks lie a day or more apart.
pub fn counted(
    log: &Log,
    activity: &Activity,
    grid: Grid,
    (a, in_a): (&Cell, &BTreeSet<u32>),
    (b, in_b): (&Cell, &BTreeSet<u32>),
) -> (usize, f64) {
    if grid.is_some() || !log.timed {
        return overlap(in_a, in_b, activity);
    }
    let when = |account: u32, cell: &Cell| {
        let of = |m: &&crate::log::Mark| m.key() == (account, cell.0, cell.1);
        log.marks.iter().find(of).expect("a mark of the cell").time
    };
    let apart = |x: &u32| in_b.contains(x) && (when(*x, a) - when(*x, b)).abs() >= DAY;
    let those = in_a.iter().copied().filter(apart).collect();
    overlap(&those, &those, activity)
}
