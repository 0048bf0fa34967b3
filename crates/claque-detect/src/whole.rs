//! The whole log as one window: a supplier that copies each page's own curve leaves no window that stands
//! out, only accounts that share too many pages over their lives.
//!
//! METHOD: looked at last, on what is left, and only where windows could not see: targets whose life is longer
//! than the coarsest window, and findings whose members came on days of their own. What members did in one
//! sitting is a crowd that windows have already judged, and would only be glued to others here. In a log
//! without times this is the only window, and nothing can be held apart.

use crate::cells::Cut;
use crate::null_when::Meetings;
use crate::peel::{Finding, Ground, search_cut};
use claque_chance::tails::CriticalTable;
use claque_marks::window::{DAY, HOUR};

/// Findings of the whole log among what is not yet explained.
pub fn find(ground: &Ground, alive: &[bool], coarsest_hours: u32) -> Vec<Finding> {
    ground.watch.begins("whole log");
    let critical = CriticalTable::new(ground.p.soft.ln());
    let cut = Cut::whole(ground.columns);
    if !ground.columns.has_times() {
        return search_cut(ground, alive, &cut, &critical, &mut Meetings::default());
    }
    let long_lived = long_lived(ground, alive, coarsest_hours);
    let found = search_cut(ground, &long_lived, &cut, &critical, &mut Meetings::default());
    found.into_iter().filter(|f| days_of_their_own(ground, f) > ground.p.whole_apart).collect()
}

/// By mark: whether it is unexplained and on a target whose life is longer than the coarsest window.
pub fn long_lived(ground: &Ground, alive: &[bool], coarsest_hours: u32) -> Vec<bool> {
    let mut long_lived = alive.to_vec();
    for t in 0..ground.columns.targets() {
        let marks = ground.columns.target_start[t]..ground.columns.target_start[t + 1];
        if middle_life(ground, marks.clone()) <= i64::from(coarsest_hours) * HOUR {
            long_lived[marks].fill(false);
        }
    }
    long_lived
}

/// Time in which the middle four fifths of a target's marks fell.
fn middle_life(ground: &Ground, marks: std::ops::Range<usize>) -> i64 {
    let time = &ground.index.time[marks];
    match time.len() {
        0 => 0,
        n => time[(n - 1) * 9 / 10] - time[(n - 1) / 10],
    }
}

/// Of the steps of members from one mark in the finding to their next, the share of a day or more.
pub fn days_of_their_own(ground: &Ground, finding: &Finding) -> f64 {
    let mut met: Vec<(u32, i64)> = finding
        .marks
        .iter()
        .map(|&m| (ground.columns.account[m as usize].0, ground.index.time[m as usize]))
        .collect();
    met.sort_unstable();
    let steps: Vec<i64> = met.windows(2).filter(|w| w[0].0 == w[1].0).map(|w| w[1].1 - w[0].1).collect();
    steps.iter().filter(|s| **s >= DAY).count() as f64 / steps.len().max(1) as f64
}
