//! A page on its own: one repository's stars, one post. Crews show only where pages are compared, so nothing here
//! can say that marks are doubted; it says what stands out against the page's own pace, and what would decide.
//!
//! - **Bursts**: stretches of up to two days that hold more than the page's other times give. With s marks in a
//!   stretch of length d of a life of length L with n marks, E = (n − s) d/(L − d), and the gain is s ln(s/E) − s + E.
//!   A stretch counts from 20 nats with s > 3E.
//! - **Creation**: where creation times are known, the share of the burst's accounts that were created within an
//!   hour of another of them, against the same among as many of the page's other accounts.
//! - **Survival**: the share of marks withdrawn, inside and outside bursts.

use claque_chance::poisson_gain;
use claque_marks::window::{DAY, HOUR};
use claque_marks::{AccountId, Columns, Micros, NEVER, TargetId};
use serde::{Deserialize, Serialize};

/// Lengths of stretch that are tried.
const LENGTHS: [Micros; 5] = [HOUR, 3 * HOUR, 12 * HOUR, DAY, 2 * DAY];
/// Gain, in nats, and ratio from which a stretch counts.
const GAIN: f64 = 20.0;
const RATIO: f64 = 3.0;
/// Most bursts.
const MOST: usize = 5;

/// What stands out on the log's only page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LonePage {
    /// Marks that it was given.
    pub marks: u64,
    /// Its bursts, the strongest first; empty where none stands out, or without times.
    pub bursts: Vec<Burst>,
    /// Share of marks withdrawn inside and outside bursts; `None` where withdrawals are not known or there is no
    /// burst.
    pub withdrawn: Option<(f64, f64)>,
    /// Share of accounts created within an hour of another, inside and outside bursts; `None` where creation is
    /// not known.
    pub created_together: Option<(f64, f64)>,
}

/// A stretch that holds more than the page's other times give.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Burst {
    /// First mark, µs.
    pub from: Micros,
    /// Last mark, µs.
    pub to: Micros,
    /// Marks in it.
    pub marks: u64,
    /// Marks that the page's other times would give.
    pub expected: f64,
}

/// Looks at a log of one target; `None` for any other log.
pub fn look(columns: &Columns) -> Option<LonePage> {
    if columns.targets() != 1 {
        return None;
    }
    let marks = columns.marks_of(TargetId(0));
    let bursts = if columns.has_times() { bursts(&columns.time[marks.clone()]) } else { vec![] };
    let inside = |m: usize| bursts.iter().any(|b| (b.from..=b.to).contains(&columns.time[m]));
    let (within, outside): (Vec<usize>, Vec<usize>) =
        marks.clone().partition(|&m| !bursts.is_empty() && inside(m));
    let share = |of: &[usize], f: &dyn Fn(usize) -> bool| {
        of.iter().filter(|&&m| f(m)).count() as f64 / of.len().max(1) as f64
    };
    let both = |f: &dyn Fn(&[usize]) -> f64| (!bursts.is_empty()).then(|| (f(&within), f(&outside)));
    let gone = |m: usize| columns.withdrawn[m] != NEVER;
    Some(LonePage {
        marks: marks.len() as u64,
        withdrawn: both(&|of| share(of, &gone)).filter(|_| columns.withdrawals_known),
        created_together: both(&|of| together(columns, of))
            .filter(|_| columns.created.iter().any(|c| *c != NEVER)),
        bursts,
    })
}

/// Share of the accounts of marks that were created within an hour of another of them.
fn together(columns: &Columns, marks: &[usize]) -> f64 {
    let created = |a: AccountId| columns.created.get(a.index()).copied().filter(|c| *c != NEVER);
    let mut times: Vec<Micros> = marks.iter().filter_map(|&m| created(columns.account[m])).collect();
    times.sort_unstable();
    let near = |i: usize, j: usize| times.get(j).is_some_and(|t| (t - times[i]).abs() <= HOUR);
    let n = (0..times.len()).filter(|&i| near(i, i + 1) || (i > 0 && near(i, i - 1))).count();
    n as f64 / times.len().max(1) as f64
}

/// Bursts of one life, the strongest first, apart from each other.
fn bursts(time: &[Micros]) -> Vec<Burst> {
    let mut left: Vec<Micros> = time.to_vec();
    let mut out = Vec::new();
    while out.len() < MOST {
        let (Some(first), Some(last)) = (left.first(), left.last()) else { break };
        let life = (last - first) as f64;
        let mut best: Option<(f64, usize, usize, f64)> = None;
        for length in LENGTHS.into_iter().filter(|l| (*l as f64) < life / 4.0) {
            let mut to = 0;
            for from in 0..left.len() {
                while to < left.len() && left[to] - left[from] < length {
                    to += 1;
                }
                let s = (to - from) as f64;
                let expected = (left.len() as f64 - s).max(0.5) * length as f64 / (life - length as f64);
                let gain = poisson_gain(s, expected);
                if s > RATIO * expected && gain >= GAIN && best.is_none_or(|b| gain > b.0) {
                    best = Some((gain, from, to, expected));
                }
            }
        }
        let Some((_, from, to, expected)) = best else { break };
        let (begin, end) = (left[from], left[to - 1]);
        out.push(Burst { from: begin, to: end, marks: (to - from) as u64, expected });
        left.drain(from..to);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_found_and_a_steady_page_has_none() {
        let steady: Vec<Micros> = (0..400).map(|i| i * 6 * HOUR).collect();
        assert_eq!(bursts(&steady), []);
        let mut burst = steady.clone();
        burst.extend((0..60).map(|i| 900 * HOUR + i * HOUR / 60));
        burst.sort_unstable();
        let found = bursts(&burst);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!((60..=62).contains(&found[0].marks) && found[0].expected < 1.0, "{found:?}");
        assert!(found[0].from >= 899 * HOUR && found[0].to <= 902 * HOUR);
    }
}
