//! How many such crews chance would make, by a bound on paper instead of a count of shuffles.
//!
//! Under the null an edge's gain g, in nats, is a Chernoff bound on its own tail: P(gain ≥ g) ≤ e^(−g). Were the
//! pairs of a crew's n cells independent, the sum S over E = n(n − 1)/2 of them would exceed s no more often
//! than a gamma variable of shape E, and the crew could have been any n of the log's C cells:
//!
//! ```text
//! ln expected ≤ ln C(C, n) + ln P(Γ(E) ≥ s) ≤ n ln(eC/n) + E(1 + ln(s/E)) − s      where s > E, else 0
//! ```
//!
//! METHOD: it rests on the null being right for every pair and on pairs being independent, which decoys do not
//! suppose; and it grants chance every pair of the crew's cells, which for a long list of jobs is far more than
//! the pairs that stood out. Decoys can never say less than one in (shuffles × crews), the bound can. So where
//! the two differ, the shuffles are what the audit states, and the bound says how much of their q is merely
//! that so few were searched.

use claque_detect::Crew;
use claque_marks::window::HOUR;
use claque_marks::{Columns, TargetId, parameters::SearchParameters};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// By crew: natural logarithm of the expected number of crews like it, at most 0.
pub fn ln_expected(columns: &Columns, crews: &[Crew], p: &SearchParameters) -> Vec<f64> {
    let mut counted: BTreeMap<u32, f64> = BTreeMap::new();
    let bound = |crew: &Crew| {
        let scale = crew.scales.first().copied().unwrap_or(0);
        let cells = *counted.entry(scale).or_insert_with(|| cells(columns, scale, p.min_cell));
        ln_bound(cells, crew.jobs.len() as f64, crew.score * std::f64::consts::LN_2)
    };
    crews.iter().map(bound).collect()
}

/// The bound for n of C cells and a gain of s nats.
fn ln_bound(cells: f64, n: f64, s: f64) -> f64 {
    let n = n.clamp(2.0, cells.max(2.0));
    let pairs = n * (n - 1.0) / 2.0;
    if s <= pairs {
        return 0.0;
    }
    let ways = n * (std::f64::consts::E * cells.max(n) / n).ln();
    (ways + pairs * (1.0 + (s / pairs).ln()) - s).min(0.0)
}

/// Cells of a log at one length of window, in hours; 0 for one window, the log.
fn cells(columns: &Columns, hours: u32, least: u32) -> f64 {
    let least = least as usize;
    let length = i64::from(hours) * HOUR;
    let of_target = |t: usize| {
        let marks = columns.marks_of(TargetId::from_index(t));
        if hours == 0 || !columns.has_times() {
            return usize::from(marks.len() >= least);
        }
        let (mut n, mut left) = (0, &columns.time[marks]);
        while let Some(first) = left.first() {
            let next = (first.div_euclid(length) + 1).saturating_mul(length);
            let run = left.iter().take_while(|t| **t < next).count().max(1);
            n += usize::from(run >= least);
            left = &left[run..];
        }
        n
    };
    (0..columns.targets()).into_par_iter().map(of_target).sum::<usize>() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        // n = 2 of C = 10 cells, one pair, s = 20: 2 ln(5e) + 1 + ln 20 − 20 = 2·2.609 + 1 + 2.996 − 20.
        assert!((ln_bound(10.0, 2.0, 20.0) + 10.7856).abs() < 1e-3, "{}", ln_bound(10.0, 2.0, 20.0));
        assert_eq!(ln_bound(1e6, 50.0, 1000.0), 0.0, "less than a nat a pair proves nothing");
        assert!(ln_bound(1e6, 50.0, 1e5) < -5e4);
    }
}
