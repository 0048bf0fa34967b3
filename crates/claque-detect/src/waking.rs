//! Waking hours: of the marks that fall into an hour of the week, the share that a crew's members give outside jobs.
//!
//! ```text
//! rate(h) = mean over h − 2 … h + 2 of min((members' marks(h) + 100 m) / (all marks(h) + 100), 4 m),
//!           m = members' marks / all marks
//! ```
//!
//! METHOD: waking hours are smooth. Orders that are not yet known stand out of the week like needles, and would be their own
//! alibi: so no hour exceeds the mean by more than waking hours do, and of each target the rate is that of all the others.

use crate::free::{Free, WEEK, hour_of_week};
use crate::peel::Ground;
use claque_marks::TargetId;

/// Most that an hour of the week may exceed the mean.
const PEAK: f64 = 4.0;
/// Weight of the mean beside an hour's own marks, in marks.
const STEADY: f64 = 100.0;
/// Hours on either side over which a rate is smoothed.
const REACH: usize = 2;

/// A crew's waking hours.
pub struct Waking<'a> {
    ground: &'a Ground<'a>,
    /// By account: posterior of membership, 0 for others.
    z: &'a [f64],
    /// Marks known to be in jobs, rising, with their probability.
    inside: &'a [(u32, f64)],
    free: &'a Free,
    /// By hour of the week: members' marks outside jobs, and everybody's.
    ours: [f64; WEEK],
    all: [f64; WEEK],
    /// Members' marks / all marks.
    mean: f64,
}

impl<'a> Waking<'a> {
    /// Of these members; `inside` by mark. Only `free` marks count.
    pub fn of(
        ground: &'a Ground,
        z: &'a [f64],
        members: &[u32],
        inside: &'a [(u32, f64)],
        free: &'a Free,
    ) -> Self {
        let index = ground.index;
        let hour = |m: u32| hour_of_week(index.time[m as usize]);
        let mut ours = [0f64; WEEK];
        let mut all = free.by_hour.map(|n| n as f64);
        for &a in members {
            for &m in index.by_account.of(a).iter().filter(|&&m| free.marks[m as usize]) {
                ours[hour(m)] += z[a as usize];
            }
        }
        for &(m, own) in inside.iter().filter(|(m, _)| free.marks[*m as usize]) {
            all[hour(m)] -= own;
            ours[hour(m)] -= own * z[ground.columns.account[m as usize].index()];
        }
        let mean = ours.iter().sum::<f64>().max(1e-9) / all.iter().sum::<f64>().max(1.0);
        Self { ground, z, inside, free, ours, all, mean }
    }

    /// The mean rate of the week.
    pub fn mean(&self) -> f64 {
        (0..WEEK).map(|h| smooth(h, |k| self.rate(k, (0.0, 0.0)))).sum::<f64>() / WEEK as f64
    }

    /// Before it is smoothed, without this much of (members' marks, all marks).
    fn rate(&self, hour: usize, without: (f64, f64)) -> f64 {
        let (ours, all) = (self.ours[hour] - without.0, self.all[hour] - without.1);
        ((ours.max(0.0) + STEADY * self.mean) / (all.max(0.0) + STEADY)).min(PEAK * self.mean)
    }

    /// By free mark of a target, in their order: the rate in its hour that the other targets show.
    pub fn beside(&self, target: TargetId) -> Vec<f64> {
        let of = self.ground.columns.marks_of(target);
        let mut here = [(0f64, 0f64); WEEK];
        let hour = |m: usize| hour_of_week(self.ground.index.time[m]);
        for (m, outside) in of.clone().zip(self.outside_jobs(target)).filter(|(m, _)| self.free.marks[*m]) {
            let (ours, all) = &mut here[hour(m)];
            *ours += outside * self.z[self.ground.columns.account[m].index()];
            *all += outside;
        }
        let mut known = [f64::NAN; WEEK];
        let mut rate = |h: usize| {
            if known[h].is_nan() {
                known[h] = smooth(h, |k| self.rate(k, here[k]));
            }
            known[h]
        };
        of.filter(|m| self.free.marks[*m]).map(|m| rate(hour(m))).collect()
    }

    /// By mark of a target, in their order: the probability that it is in none of the jobs that are known.
    pub fn outside_jobs(&self, target: TargetId) -> impl Iterator<Item = f64> {
        let of = self.ground.columns.marks_of(target);
        let from = self.inside.partition_point(|i| (i.0 as usize) < of.start);
        let mut inside = self.inside[from..].iter().peekable();
        of.map(move |m| 1.0 - inside.next_if(|i| i.0 as usize == m).map_or(0.0, |i| i.1))
    }
}

/// The mean over an hour and those around it.
fn smooth(hour: usize, rate: impl Fn(usize) -> f64) -> f64 {
    let width = 2 * REACH + 1;
    (0..width).map(|k| rate((hour + k + WEEK - REACH) % WEEK)).sum::<f64>() / width as f64
}
