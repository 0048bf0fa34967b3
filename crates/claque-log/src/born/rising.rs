//! Numbers that rise with time. An account was made before the first mark of any account of a higher number:
//!
//! ```text
//! made(id) ≤ U(id) = min over id′ ≥ id of first mark(id′)
//! ```
//!
//! Between the steps of U the time goes evenly with the number, as if the platform had made accounts evenly: what
//! matters is which accounts were made together, and close numbers stay close.
//!
//! METHOD: only accounts made while the log ran have such a time. It is sure where after each part
//! of the span numbers appear that are higher than those of all accounts seen until then, more of them than chance
//! leaves; and where ids are not simply in the order of the first marks, as numbers are that were given when the
//! log was written.

use claque_marks::window::DAY;
use claque_marks::{Micros, NEVER};

use super::Born;

/// Parts of the log's span in each of which rising ids must have risen, and how many accounts chance would have
/// put above them at least.
const STEPS: usize = 8;
const RISEN: f64 = 20.0;
/// Share of pairs of accounts that must stand otherwise by id than by first mark: else the ids were given in the
/// order of the log and say nothing more.
const OUT_OF_ORDER: f64 = 0.02;

/// Reads creation times from numbers that rise, if they do for sure.
pub(super) fn read(ids: &[String], first: &[Micros], span: (Micros, Micros)) -> Option<Born> {
    let mut numbers: Vec<(u64, usize)> = Vec::with_capacity(ids.len());
    for (i, id) in ids.iter().enumerate() {
        numbers.push((id.parse().ok()?, i));
    }
    numbers.sort_unstable();
    let n = numbers.len();
    let by_number: Vec<Micros> = numbers.iter().map(|x| first[x.1]).collect();
    // Pairs that stand otherwise by id than by first mark, among accounts half the log apart.
    let pairs = || by_number.iter().zip(&by_number[n / 2..]);
    let swapped = pairs().filter(|(a, b)| a > b).count();
    if (swapped as f64) < OUT_OF_ORDER * pairs().count() as f64 {
        return None;
    }
    let mut risen = n + 1;
    for step in (1..=STEPS as i64).rev() {
        // The middle of the part: at the end of the last one nobody new can come.
        let cut = span.0 + (span.1 - span.0) / (2 * STEPS as i64) * (2 * step - 1);
        let seen = by_number.iter().filter(|t| **t <= cut).count();
        let place = by_number.iter().rposition(|t| *t <= cut).map_or(0, |at| at + 1);
        // Were numbers drawn at random, so many of those above would have been seen.
        let by_chance = (n - place) as f64 * seen as f64 / n as f64;
        if by_chance < RISEN || place >= risen {
            return None;
        }
        risen = place;
    }
    // Where the bound steps, from the highest number down: (number, bound).
    let mut steps: Vec<(u64, Micros)> = Vec::new();
    for &(number, i) in numbers.iter().rev() {
        if steps.last().is_none_or(|s| first[i] < s.1) {
            steps.push((number, first[i]));
        }
    }
    steps.reverse();
    let mut created = vec![NEVER; n];
    for &(number, i) in &numbers {
        let next = steps.partition_point(|s| s.0 < number);
        if next == 0 {
            continue;
        }
        let ((from, a), (to, b)) = (steps[next - 1], steps[next]);
        let share = (number - from) as f64 / (to - from) as f64;
        let at = a + ((b - a) as f64 * share) as Micros;
        if at > span.0 + DAY {
            created[i] = at;
        }
    }
    Some(Born { said: "numbers that rise with time, so that close numbers were made together", created })
}
