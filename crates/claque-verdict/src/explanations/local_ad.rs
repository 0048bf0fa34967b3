//! An advertisement ran in one country. Then the crowd comes from one country more than the pages' other publics do:
//! its number is the share of the crew's marks from its first country over that country's share among the other
//! marks of the same pages.

use super::{Explanation, Look};

/// See the head of the file.
pub struct LocalAd;

/// Fewest marks of known country on either side.
const ENOUGH: usize = 20;

impl Explanation for LocalAd {
    fn key(&self) -> &'static str {
        "local_ad"
    }
    fn number(&self, look: &Look) -> Option<f64> {
        let country = &look.columns.country;
        if country.is_empty() {
            return None;
        }
        let mut ours: Vec<u32> = look.marks.iter().filter_map(|m| country[m.3]).map(|c| c.0).collect();
        ours.sort_unstable();
        let first = ours.chunk_by(|a, b| a == b).max_by_key(|run| run.len())?;
        let mut mine: Vec<usize> = look.marks.iter().map(|m| m.3).collect();
        mine.sort_unstable();
        let mut targets: Vec<_> = look.marks.iter().map(|m| m.2).collect();
        targets.sort_unstable();
        targets.dedup();
        let others: Vec<u32> = targets
            .into_iter()
            .flat_map(|t| look.columns.marks_of(t))
            .filter(|m| mine.binary_search(m).is_err())
            .filter_map(|m| country[m])
            .map(|c| c.0)
            .collect();
        if ours.len() < ENOUGH || others.len() < ENOUGH {
            return None;
        }
        let share = first.len() as f64 / ours.len() as f64;
        let theirs = others.iter().filter(|c| **c == first[0]).count() as f64 + 1.0;
        Some(share * (others.len() as f64 + 1.0) / theirs)
    }
    fn weighs(&self) -> (f64, f64, f64) {
        (2.0, 0.3, 0.95)
    }
}
