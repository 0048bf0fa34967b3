//! Taste: what the publics of two owners share outside the windows of their cells.
//!
//! ```text
//! c = max(1, (G + κ)/(M₁ M₂ f₁ + κ)),   G = Σ_a w_a m_a1 m_a2
//! ```
//!
//! Everything that an owner got in its own cell's window is left out on its side; where one owner stands
//! behind both cells, both windows are left out on both sides.

use crate::activity::Activity;
use crate::cells::Grid;
use crate::log::Log;

/// c of two owners, each with the window that is left out.
pub fn of(log: &Log, activity: &Activity, grid: Grid, one: (u32, u32), two: (u32, u32), prior: f64) -> f64 {
    let lies_in = |time, window: u32| match grid {
        Some((origin, length)) => {
            let from = origin + i64::from(window) * length;
            from <= time && time < from + length
        }
        None => true,
    };
    let counts = |side: (u32, u32)| -> Vec<f64> {
        let mut out = vec![0.0; log.accounts as usize];
        for m in &log.marks {
            let gone = lies_in(m.time, side.1)
                || (one.0 == two.0 && (lies_in(m.time, one.1) || lies_in(m.time, two.1)));
            if log.owner_of(m.page) == side.0 && !gone {
                out[m.account as usize] += 1.0;
            }
        }
        out
    };
    let (m1, m2) = (counts(one), counts(two));
    let g: f64 = (0..m1.len()).map(|a| activity.weight[a] * m1[a] * m2[a]).sum();
    let (t1, t2): (f64, f64) = (m1.iter().sum(), m2.iter().sum());
    ((g + prior) / (t1 * t2 * activity.mean + prior)).max(1.0)
}
