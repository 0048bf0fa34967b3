//! What carries a crew's proof, and which decoys destroy it.
//!
//! Within a page (kinds (a) and (c)), a mark stays in its job with the job's share x of its page's marks, so
//! that a meeting of two members in two jobs survives with
//!
//! ```text
//! x̄²,   x̄ = Σ_j n_j x_j / Σ_j n_j,   n_j marks given in job j
//! ```
//!
//! A crew that was seen in no window but the log itself rests on *what* as well.
//!
//! METHOD: where that is more than one half, *when* proves nothing (posts that live a day, pages that got little
//! else) and the crew stands or falls with *what*, which only a shuffle within days (kind (b)) destroys. Such
//! crews would come out of the other two as they went in, and prove themselves against themselves. The other
//! way round, days keep only how active an account was: too little to doubt a crew that came together at one
//! hour of pages that live for months. Shuffled within pages, every one-time crowd looks like a supplier that
//! copies its pages' curves, which is what the log as one window is searched for; so there it is not.

use claque_detect::{Crew, Outline};
use claque_marks::window::HOUR;
use claque_marks::{Columns, Micros, TargetId};
use serde::{Deserialize, Serialize};

/// What carries a crew's proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// That its members came to their pages when they did.
    When,
    /// That they came to the same pages at all.
    What,
}

/// Share of meetings that may survive within pages for *when* to carry the proof.
const SURVIVES: f64 = 0.5;

impl Proof {
    /// The share of a page's marks above which a window says nothing of it: meetings in two such windows survive within
    /// pages more often than not. A crew that meets in no others rests on *what*, so that a shuffle within pages need not
    /// look at them.
    pub fn most_of_a_page(self) -> Option<f64> {
        (self == Self::When).then(|| SURVIVES.sqrt())
    }

    /// Of a crew that was found. `longest`: the longest window but the log itself, in hours.
    pub fn of_crew(columns: &Columns, crew: &Crew, longest: u32) -> Self {
        if crew.scales.iter().all(|s| *s > longest) {
            return Self::What;
        }
        let mut given = vec![0f64; crew.jobs.len()];
        for m in &crew.marks {
            given[m.job as usize] += m.posterior;
        }
        let jobs = crew.jobs.iter().zip(given);
        Self::of(columns, jobs.filter_map(|(j, n)| Some((j.target, j.start?, j.end?, n))))
    }

    /// Of a crew of a decoy.
    pub fn of_outline(columns: &Columns, outline: &Outline, longest: u32) -> Self {
        if outline.scales.iter().all(|s| *s > longest) {
            return Self::What;
        }
        Self::of(columns, outline.jobs.iter().map(|j| (j.0, j.1, j.2, f64::from(j.3))))
    }

    /// Of jobs: target, first and last instant, marks given.
    fn of(columns: &Columns, jobs: impl Iterator<Item = (TargetId, Micros, Micros, f64)>) -> Self {
        if !columns.has_times() {
            return Self::What;
        }
        let (mut all, mut stays) = (0.0, 0.0);
        for (target, from, to, n) in jobs {
            all += n;
            stays += n * share(columns, target, from, to);
        }
        if all > 0.0 && (stays / all).powi(2) > SURVIVES { Self::What } else { Self::When }
    }
}

/// By mark: whether a crew of the audit gave it in a job that has more than the share `above` of its page's marks
/// within the longest window at which the crew was seen.
pub fn given_in_jobs(columns: &Columns, crews: &[Crew], above: f64) -> Vec<bool> {
    let mut out = vec![false; columns.marks()];
    for c in crews {
        let reach = i64::from(c.scales.last().copied().unwrap_or(0)) * HOUR / 2;
        let stuck: Vec<bool> = c
            .jobs
            .iter()
            .map(|j| match (j.start, j.end) {
                (Some(from), Some(to)) if columns.has_times() => {
                    share(columns, j.target, from.saturating_sub(reach), to.saturating_add(reach)) > above
                }
                _ => true,
            })
            .collect();
        for m in c.marks.iter().filter(|m| m.posterior > 0.5 && stuck[m.job as usize]) {
            out[m.mark as usize] = true;
        }
    }
    out
}

/// Share of a target's marks that lie in a stretch of time.
fn share(columns: &Columns, target: TargetId, from: Micros, to: Micros) -> f64 {
    let life = &columns.time[columns.marks_of(target)];
    let inside = life.partition_point(|t| *t <= to) - life.partition_point(|t| *t < from);
    inside as f64 / life.len().max(1) as f64
}
