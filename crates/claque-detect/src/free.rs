//! Which marks no crew has taken yet, and how many of them fall into each hour of the week.

use crate::index::Index;
use claque_marks::Micros;
use claque_marks::window::HOUR;
use rayon::prelude::*;

/// Hours in a week.
pub const WEEK: usize = 168;

/// The hour of the week of an instant, from 0; the week begins when the clock of epochs does.
#[inline]
pub fn hour_of_week(time: Micros) -> usize {
    time.div_euclid(HOUR).rem_euclid(WEEK as i64) as usize
}

/// Marks that count, kept together with their number in each hour of the week.
#[derive(Clone, Debug)]
pub struct Free {
    /// By mark: whether it is free.
    pub marks: Vec<bool>,
    /// By hour of the week: how many free marks fall there.
    pub by_hour: [u64; WEEK],
}

impl Free {
    /// All marks of a log.
    pub fn all(index: &Index) -> Self {
        let none = || [0u64; WEEK];
        let by_hour = index
            .time
            .par_chunks(1 << 16)
            .map(|times| {
                let mut hours = none();
                times.iter().for_each(|&t| hours[hour_of_week(t)] += 1);
                hours
            })
            .reduce(none, |a, b| std::array::from_fn(|h| a[h] + b[h]));
        Self { marks: vec![true; index.time.len()], by_hour }
    }

    /// Takes marks out, each once however often it comes.
    pub fn take(&mut self, index: &Index, marks: impl Iterator<Item = u32>) {
        for m in marks.map(|m| m as usize) {
            if std::mem::take(&mut self.marks[m]) {
                self.by_hour[hour_of_week(index.time[m])] -= 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_counted_and_taken_once() {
        let time = vec![0, HOUR, HOUR + 1, 169 * HOUR, -1];
        let index = Index { time, ..Index::default() };
        let mut free = Free::all(&index);
        assert_eq!((free.by_hour[0], free.by_hour[1], free.by_hour[167]), (1, 3, 1));
        free.take(&index, [1, 1, 4].into_iter());
        assert_eq!((free.by_hour[1], free.by_hour[167]), (2, 0));
        assert_eq!(free.marks, [true, false, true, true, false]);
    }
}
