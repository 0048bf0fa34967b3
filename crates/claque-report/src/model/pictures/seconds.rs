//! The largest jobs by the seconds from the first mark to each: marks that arrive by themselves spread out.

use super::{Instant, Line, SURE, Seconds, Sight, Target, evenly};
use claque_marks::window::SECOND;

/// Most jobs drawn, the largest.
const JOBS_MOST: usize = 12;
/// Most dots of a job.
const DOTS_MOST: usize = 80;
/// Fewest marks of a job that is drawn.
const MARKS_LEAST: usize = 5;

/// The jobs, in order of time.
pub(super) fn seconds(sight: &Sight<'_>) -> Vec<Seconds> {
    let (crew, log) = (sight.crew, sight.log);
    let mut times: Vec<Vec<i64>> = vec![vec![]; crew.jobs.len()];
    for m in crew.marks.iter().filter(|m| m.posterior > SURE) {
        if let (Some(&t), Some(list)) = (log.columns.time.get(m.mark as usize), times.get_mut(m.job as usize))
        {
            list.push(t);
        }
    }
    let mut largest: Vec<usize> = (0..times.len()).filter(|&j| times[j].len() >= MARKS_LEAST).collect();
    largest.sort_by_key(|&j| (std::cmp::Reverse(times[j].len()), j));
    largest.truncate(JOBS_MOST);
    largest.sort_unstable();
    largest
        .into_iter()
        .map(|j| {
            let mut at = std::mem::take(&mut times[j]);
            at.sort_unstable();
            let after: Vec<u64> = at.iter().map(|t| ((t - at[0]) / SECOND) as u64).collect();
            let quarter = |k: usize| after[(after.len() - 1) * k / 4];
            Seconds {
                job: j as u32 + 1,
                target: Target::of(log, crew.jobs[j].target),
                first: Instant(at[0]),
                marks: at.len() as u64,
                middle_half: quarter(3) - quarter(1),
                after: Line(evenly(&after, DOTS_MOST)),
            }
        })
        .collect()
}
