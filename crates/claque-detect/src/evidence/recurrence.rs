//! Recurrence: on how many separate occasions a member met its crew.
//!
//! ```text
//! R = mean over members of min(c, d, e),   d = 1 + number of gaps above one day between its marks in jobs
//!                                          e = most of its jobs of which no two lie open at one time
//! ```
//!
//! with a cap c, so that a few busy accounts do not make a crowd come again. A crowd that forms once (a viral post, a
//! news wave, a shared list) meets once; hired hands, directed workers and fans come again.
//!
//! METHOD: what lies open together is one occasion. A recommender shows the same twenty pages to people of one taste for
//! weeks, and each takes them on days of his own: many days, but nothing that came to an end and was begun again. Where
//! nearly everyone of that taste is in the crowd, no outsider is left to tell that the pages belong together. The most
//! jobs apart are found by taking those that end first (interval scheduling; Kleinberg and Tardos 2005, §4.1).

use super::{Evidence, Measured, Scene, View};
use claque_marks::Micros;
use claque_marks::parameters::{KindParameters, PieceParameters};

/// See the file's head.
pub struct Recurrence;

impl Evidence for Recurrence {
    fn piece(&self) -> &'static str {
        "recurrence"
    }

    fn measure(&self, scene: &Scene, view: &View) -> Measured {
        if !scene.ground.columns.has_times() || view.members.is_empty() {
            return Measured::untested();
        }
        let (mut days, mut capped, mut once) = (0.0, 0.0, 0.0);
        let mut jobs = &view.jobs[..];
        for (marks, again) in view.by_member(scene).zip(view.meetings_again(scene)) {
            let own = jobs.split_off(..marks.len()).expect("every mark has its job");
            let occasions = (1 + again).min(apart(view, own)) as f64;
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

    fn weighs<'a>(&self, p: &'a KindParameters) -> &'a PieceParameters {
        &p.recurrence
    }
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
