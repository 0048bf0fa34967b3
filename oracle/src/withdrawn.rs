//! The withdrawals of a log as rows: who took what back when, but for those who left.
//!
//! ```text
//! left: most withdrawals of an account within a day > share · (its marks + its withdrawals without a gift)
//! ```

use crate::log::Log;
use claque_marks::Micros;
use claque_marks::window::DAY;

/// A withdrawal: page, verb, time, account.
pub type Taken = (u32, u32, Micros, u32);

/// The withdrawals, by target, time and account; none where fewer than `least` are left, or without times.
pub fn taken_back(log: &Log, share: f64, least: usize) -> Option<Vec<Taken>> {
    let of_marks = log.marks.iter().filter_map(|m| Some((m.page, m.verb, m.withdrawn?, m.account)));
    let without = log.orphans.iter().map(|&(account, page, verb, time)| (page, verb, time, account));
    let all: Vec<Taken> = of_marks.chain(without).collect();
    let left = |account: u32| {
        let given = log.marks.iter().filter(|m| m.account == account).count()
            + log.orphans.iter().filter(|o| o.0 == account).count();
        let times = || all.iter().filter(|t| t.3 == account).map(|t| t.2);
        let within = |from: Micros| times().filter(|t| (from..=from + DAY).contains(t)).count();
        times().map(within).max().unwrap_or(0) as f64 > share * given as f64
    };
    let mut taken: Vec<Taken> = all.iter().filter(|t| !left(t.3)).copied().collect();
    taken.sort();
    (log.timed && taken.len() >= least).then_some(taken)
}
