//! Decoys: shuffled copies of the log in which no crew exists. What the same search finds in them is what
//! chance finds.

mod within_day;

pub use within_day::within_day;

use crate::audit::Decoys;
use claque_detect::Crew;
use claque_marks::{Columns, Parameters, Seed, Silent, Watch};
use rayon::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Marks above which decoys are searched one after another, so that memory holds one of them.
const ONE_BY_ONE: usize = 2_000_000;

/// Searches `n` decoys of a log and gathers the scores of what they hold. `crews`: what the audit found.
pub fn search_all(
    columns: &Columns,
    crews: &[Crew],
    parameters: &Parameters,
    seed: Seed,
    n: u32,
    watch: &dyn Watch,
) -> Decoys {
    let mut in_job = vec![false; columns.marks()];
    for m in crews.iter().flat_map(|c| &c.marks).filter(|m| m.posterior > 0.5) {
        in_job[m.mark as usize] = true;
    }
    let done = AtomicUsize::new(0);
    let one = |i: u32| -> Vec<f64> {
        let decoy = within_day(columns, &in_job, &mut seed.for_stage("decoys within day", u64::from(i)));
        let found = claque_detect::search(&decoy, parameters, seed, &Silent);
        watch.progress("decoys", done.fetch_add(1, Ordering::Relaxed) + 1, n as usize);
        found.crews.iter().map(|c| c.score).collect()
    };
    let found: Vec<Vec<f64>> = if columns.marks() > ONE_BY_ONE {
        (0..n).map(one).collect()
    } else {
        (0..n).into_par_iter().map(one).collect()
    };
    let mut scores = found.concat();
    scores.sort_unstable_by(|a, b| b.total_cmp(a));
    Decoys {
        searched: n,
        kind: "within_day".to_owned(),
        wrong_crews: (n > 0).then(|| scores.len() as f64 / f64::from(n)),
        scores,
    }
}
