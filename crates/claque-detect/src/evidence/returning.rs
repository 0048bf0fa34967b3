//! Returning: do members come back to the crew's owners on other days? Fans do, hired hands do not.
//!
//! *Off* is whatever lies outside [first job − gap, last job + gap] of a page of the crew, under any verb, with
//! gap the longer of three days and eight times the coarsest window; marks on all other pages are off. Off marks
//! on the crew's owners that some crew gave in a job there are nobody's return. Whose taste made them meet on related pages comes
//! back to their owners all the more. Where nobody says whose the pages are,
//! nothing is tested: who marked a page cannot come back to it, only to its author.
//!
//! ```text
//! H = (members' off marks on the crew's owners + κ) / (members' off marks × others' share there + κ)
//! ```

use super::{Evidence, Measured, Scene, View};
use claque_marks::TargetId;
use claque_marks::parameters::{KindParameters, PieceParameters};
use claque_marks::window::{DAY, HOUR};

/// See the file's head.
pub struct Returning;

impl Evidence for Returning {
    fn piece(&self) -> &'static str {
        "returning"
    }

    fn measure(&self, scene: &Scene, view: &View) -> Measured {
        of(scene, view).clone()
    }

    fn weighs<'a>(&self, p: &'a KindParameters) -> &'a PieceParameters {
        &p.returning
    }

    fn weighs_related<'a>(&self, p: &'a KindParameters) -> &'a PieceParameters {
        &p.returning_related
    }

    fn weighs_one_owner<'a>(&self, p: &'a KindParameters) -> Option<&'a PieceParameters> {
        Some(&p.returning_one_owner)
    }
}

/// Returning of a crew; untested where too little is expected.
pub(super) fn of<'v>(scene: &Scene, view: &'v View) -> &'v Measured {
    view.returning.get_or_init(|| measured(scene, view))
}

fn measured(scene: &Scene, view: &View) -> Measured {
    let (columns, index) = (scene.ground.columns, scene.ground.index);
    if !columns.has_times() || !columns.owners_known || view.is_the_public(scene) {
        return Measured::untested();
    }
    let coarsest = i64::from(view.crew.scales.iter().copied().max().unwrap_or(0));
    let gap = (3 * DAY).max(8 * coarsest * HOUR);
    let lives = view.lives(scene);
    // On the crew's owners, by members and by others: marks there off; and on its pages in the jobs' time.
    let (mut ours_off, mut ours_on, mut others_off, mut others_on) = (0.0, 0.0, 0.0, 0.0);
    for &t in view.owners.iter().flat_map(|&o| index.targets_of_owner.of(o)) {
        let of = columns.marks_of(TargetId(t));
        // The marks of a target lie in order of time: those in the jobs' time are one stretch of it.
        let times = &index.time[of.clone()];
        let on = match lives.binary_search_by_key(&index.page[t as usize], |l| l.0) {
            Ok(at) => {
                let (_, from, to) = lives[at];
                times.partition_point(|&t| t < from.saturating_sub(gap))
                    ..times.partition_point(|&t| t <= to.saturating_add(gap))
            }
            Err(_) => 0..0,
        };
        for (at, m) in of.enumerate() {
            let off = !on.contains(&at);
            if scene.in_job[m] {
                continue;
            }
            match (view.is_member.has(columns.account[m].0), off) {
                (true, true) => ours_off += 1.0,
                (true, false) => ours_on += 1.0,
                (false, true) => others_off += 1.0,
                (false, false) => others_on += 1.0,
            }
        }
    }
    let ours: f64 = view.members.iter().map(|&a| scene.free_given[a as usize]).sum();
    let others = scene.free_sum - ours;
    let expected = (ours - ours_on) * others_off / f64::max(others - others_on, 1.0);
    let values = vec![("marks", ours_off), ("by_chance", expected)];
    if expected < scene.p.return_least {
        return Measured { values, ..Measured::untested() };
    }
    let prior = scene.p.return_prior;
    Measured {
        value: Some((ours_off + prior) / (expected + prior)),
        expected: Some(1.0),
        noise: (1.0 / (ours_off + prior) + 1.0 / (others_off + prior)).sqrt(),
        values,
    }
}
