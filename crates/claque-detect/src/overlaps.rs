//! Overlaps: how many accounts two cells of different pages share, counted exactly.

use crate::activity::Activity;
use crate::cells::Cells;
use crate::index::Index;
use claque_chance::tails::CriticalTable;
use claque_marks::{Columns, parameters::SearchParameters};
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

/// Counts all overlaps and keeps those that activity alone would give with a probability below `soft`.
/// The taste of §4.2 only raises the expectation, so nothing that could become an edge is lost here.
pub fn count(
    columns: &Columns,
    index: &Index,
    activity: &Activity,
    cells: &Cells,
    p: &SearchParameters,
    critical: &CriticalTable,
) -> Vec<Overlap> {
    let n = cells.len();
    if n < 2 {
        return vec![];
    }
    let unit = activity.variance / activity.mean.max(f64::MIN_POSITIVE);
    let scratch = || (vec![0u32; n], vec![0f64; n], Vec::<u32>::new());
    let found: Vec<Vec<Overlap>> = (0..n as u32)
        .into_par_iter()
        .with_min_len(8)
        .map_init(scratch, |(count, weight, touched), i| {
            for &m in cells.marks_of(i) {
                let a = columns.account[m as usize].0;
                let w = activity.weight[a as usize];
                let others = cells.of_account.of(a);
                let later = others.partition_point(|&j| j <= i);
                for &j in &others[later..] {
                    if count[j as usize] == 0 {
                        touched.push(j);
                    }
                    count[j as usize] += 1;
                    weight[j as usize] += w;
                }
            }
            let page = index.page[cells.target[i as usize] as usize];
            let expect = f64::from(cells.size(i)) * activity.mean / unit;
            let mut kept = Vec::new();
            for &j in touched.iter() {
                let (c, x) = (count[j as usize], weight[j as usize]);
                count[j as usize] = 0;
                weight[j as usize] = 0.0;
                if c >= p.min_overlap
                    && x / unit >= critical.least(expect * f64::from(cells.size(j)))
                    && index.page[cells.target[j as usize] as usize] != page
                {
                    kept.push(Overlap { i, j, accounts: c, weight: x });
                }
            }
            touched.clear();
            kept.sort_unstable_by_key(|o| o.j);
            kept
        })
        .collect();
    found.concat()
}
