//! The whole log as one window: what it looks at, and how far apart the marks of a finding lie.

use crate::log::{Key, Log, Mark};
use claque_marks::window::{DAY, HOUR};
use std::collections::BTreeSet;

/// Marks that are not explained, on targets of which the middle four fifths of all marks, explained or not, took
/// longer than the coarsest window.
pub fn looked_at(log: &Log, explained: &BTreeSet<Key>, hours: u32) -> BTreeSet<Key> {
    let mut out = BTreeSet::new();
    for target in log.targets() {
        let on = |m: &&Mark| (m.page, m.verb) == target;
        let mut times: Vec<i64> = log.marks.iter().filter(on).map(|m| m.time).collect();
        times.sort();
        let last = times.len().saturating_sub(1);
        let middle = times.get(last * 9 / 10).map_or(0, |late| late - times[last / 10]);
        if middle > i64::from(hours) * HOUR {
            let free = log.marks.iter().filter(on).map(Mark::key).filter(|k| !explained.contains(k));
            out.extend(free);
        }
    }
    out
}

/// Of the steps from one mark of an account to its next, over all accounts, the share that last a day or longer; 0
/// where there are none.
pub fn apart(log: &Log, marks: &BTreeSet<Key>) -> f64 {
    let (mut steps, mut long) = (0.0, 0.0);
    for a in 0..log.accounts {
        let of = |m: &&Mark| m.account == a && marks.contains(&m.key());
        let mut times: Vec<i64> = log.marks.iter().filter(of).map(|m| m.time).collect();
        times.sort();
        for step in times.windows(2) {
            steps += 1.0;
            long += f64::from(u8::from(step[1] - step[0] >= DAY));
        }
    }
    if steps == 0.0 { 0.0 } else { long / steps }
}
