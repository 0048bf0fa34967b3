//! Recurrence: on how many separate occasions a member met its crew.
//!
//! ```text
//! R = mean over members of min(c, d, e),   d = its days of marks in jobs, gaps above one day between them, that hold a
//!                                              tenth of what it gave on its busiest
//!                                          e = most of its jobs of which no two lie open at one time,
//!                                              and d of its marks in jobs that neither begin nor end
//! ```
//!
//! with a cap c, so that a few busy accounts do not make a crowd come again. A crowd that forms once (a viral post, a
//! news wave, a shared list) meets once; hired hands, directed workers and fans come again.
//!
//! METHOD: what lies open together is one occasion. A recommender shows the same twenty pages to people of one taste for
//! weeks, and each takes them on days of his own: many days, but nothing that came to an end and was begun again. Where
//! nearly everyone of that taste is in the crowd, no outsider is left to tell that the pages belong together. The most
//! jobs apart are found by taking those that end first (interval scheduling; Kleinberg and Tardos 2005, §4.1).
//!
//! A supplier that copies each page's own curve never stops: its marks come when the page's own public does, over months.
//! Such a job is no occasion that came to an end, and its days count one by one. It *neither begins nor ends* if the middle
//! four fifths of its marks take longer than the coarsest window and hold most of what others gave the page: twenty pages
//! that a recommender shows for weeks got theirs from others at all times.

use super::{Evidence, Measured, Scene, View};
use claque_marks::parameters::{KindParameters, PieceParameters};
use claque_marks::{Micros, TargetId};

/// How many times what was given on a day may be given on another, and it still counts. METHOD: whoever takes fifty pages in one day
/// and meets two of the others again by the way has met them once.
const PASSING: usize = 10;

/// See the file's head.
pub struct Recurrence;

impl Evidence for Recurrence {
    fn piece(&self) -> &'static str {
        "recurrence"
    }

    fn measure(&self, scene: &Scene, view: &View) -> Measured {
        of(scene, view).clone()
    }

    fn weighs<'a>(&self, p: &'a KindParameters) -> &'a PieceParameters {
        &p.recurrence
    }
}

/// Recurrence of a crew; untested without times.
pub(super) fn of<'v>(scene: &Scene, view: &'v View) -> &'v Measured {
    view.recurrence.get_or_init(|| measured(scene, view))
}

fn measured(scene: &Scene, view: &View) -> Measured {
    if !scene.ground.columns.has_times() || view.members.is_empty() {
        return Measured::untested();
    }
    let steady = never_stops(scene, view);
    let (mut days, mut capped, mut once) = (0.0, 0.0, 0.0);
    let mut jobs = &view.jobs[..];
    for marks in view.by_member(scene) {
        let own = jobs.split_off(..marks.len()).expect("every mark has its job");
        let (steady, begun): (Vec<_>, Vec<_>) =
            marks.iter().copied().zip(own.iter().copied()).partition(|(_, j)| steady[*j as usize]);
        let begun: Vec<u32> = begun.into_iter().map(|(_, j)| j).collect();
        let steady: Vec<u32> = steady.into_iter().map(|(m, _)| m).collect();
        let on_days = scene.meetings(&steady).count();
        let occasions = days_that_count(scene, marks).min(apart(view, &begun) + on_days) as f64;
        days += occasions;
        capped += occasions.min(scene.p.days_cap);
        once += f64::from(occasions == 1.0);
    }
    let n = view.members.len() as f64;
    Measured {
        value: Some(capped / n),
        expected: Some(1.0),
        noise: 0.0,
        values: vec![("days", days / n), ("once", once / n)],
    }
}

/// Days on which a member met its crew: those on which it gave at least a tenth of what it gave on its busiest.
fn days_that_count(scene: &Scene, marks: &[u32]) -> usize {
    let most = scene.meetings(marks).map(<[u32]>::len).max().unwrap_or(0);
    scene.meetings(marks).filter(|met| PASSING * met.len() >= most).count()
}

/// By job: whether it neither begins nor ends.
fn never_stops(scene: &Scene, view: &View) -> Vec<bool> {
    let (columns, index, p) = (scene.ground.columns, scene.ground.index, scene.p);
    let mut times: Vec<Vec<Micros>> = vec![vec![]; view.crew.stretches.len()];
    for (&m, &j) in view.marks.iter().zip(&view.jobs) {
        times[j as usize].push(index.time[m as usize]);
    }
    let of_job = |(times, target): (&mut Vec<Micros>, u32)| {
        times.sort_unstable();
        let Some(last) = times.len().checked_sub(1) else { return false };
        let (from, to) = (times[last / 10], times[last * 9 / 10]);
        if to - from <= scene.coarsest {
            return false;
        }
        let others = columns.marks_of(TargetId(target)).filter(|&m| !scene.in_job[m]);
        let (mut all, mut within) = (0.0, 0.0);
        for m in others {
            all += 1.0;
            within += f64::from(u8::from((from..=to).contains(&index.time[m])));
        }
        all >= p.steady_least && within >= p.steady_share * all
    };
    times.iter_mut().zip(view.crew.stretches.iter().map(|s| s.target)).map(of_job).collect()
}

/// Most of these jobs of which no two lie open at the same time: those that end first are taken first.
fn apart(view: &View, jobs: &[u32]) -> usize {
    let mut lives: Vec<(Micros, Micros)> =
        jobs.iter().map(|&j| &view.crew.stretches[j as usize]).map(|s| (s.to, s.from)).collect();
    lives.sort_unstable();
    let mut open = Micros::MIN;
    lives
        .iter()
        .filter(|(to, from)| {
            *from > open && {
                open = *to;
                true
            }
        })
        .count()
}
