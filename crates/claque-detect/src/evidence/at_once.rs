//! At once: were the crew's pages marked side by side, or one after the other? A recommender shows the same pages
//! for weeks, a list or a pack is walked down in one go; a supplier's orders are filled and done with.
//!
//! With t̄ₚ the mean instant on page p and t̄ that on all pages, the share of the whole time that lies within pages, of
//! members, and of others outside every job, who show how long these pages live for everybody:
//!
//! ```text
//! w = Σ |t − t̄ₚ| / Σ |t − t̄|        V = w(members)/w(others)        1 = side by side
//! ```
//!
//! Pages that live a day are marked one after the other by everybody, which is no answer: w(others) has to be `once_life`. One
//! author's pages come one after the other as well, so where owners are not known only a V that counts as high is an answer. And
//! whoever met once marked all pages at once: it is asked of crews that recur.

use super::{Evidence, Measured, Scene, View, recurrence};
use claque_marks::TargetId;
use claque_marks::parameters::{KindParameters, PieceParameters};

/// See the file's head.
pub struct AtOnce;

/// Marks of one side: how many, and the sum of their instants.
#[derive(Clone, Copy, Default)]
struct Sum {
    marks: f64,
    instants: f64,
}

impl Sum {
    fn add(&mut self, other: Sum) {
        self.marks += other.marks;
        self.instants += other.instants;
    }

    fn mean(self) -> f64 {
        self.instants / self.marks.max(1.0)
    }
}

impl Evidence for AtOnce {
    fn piece(&self) -> &'static str {
        "at_once"
    }

    fn measure(&self, scene: &Scene, view: &View) -> Measured {
        let (columns, index) = (scene.ground.columns, scene.ground.index);
        let days = recurrence::of(scene, view).value;
        if days.is_none_or(|days| days < scene.p.recurrence.threshold) {
            return Measured::untested();
        }
        let begin = view.crew.stretches.first().map_or(0, |s| s.from);
        // Members' marks on a target are side 0, those of others outside every job side 1.
        let of_target = |t: u32| {
            columns.marks_of(TargetId(t)).filter_map(move |m| {
                let member = view.is_member.has(columns.account[m].0);
                let instant = (index.time[m] - begin) as f64;
                (member || !scene.in_job[m]).then_some((usize::from(!member), instant))
            })
        };
        let mut all = [Sum::default(); 2];
        let mut means = Vec::with_capacity(view.targets.len());
        for &t in &view.targets {
            let mut here = [Sum::default(); 2];
            of_target(t).for_each(|(side, t)| here[side].add(Sum { marks: 1.0, instants: t }));
            (0..2).for_each(|side| all[side].add(here[side]));
            means.push(here.map(Sum::mean));
        }
        let mean = all.map(Sum::mean);
        let (mut within, mut whole) = ([0.0; 2], [0.0; 2]);
        for (&t, here) in view.targets.iter().zip(&means) {
            for (side, t) in of_target(t) {
                within[side] += (t - here[side]).abs();
                whole[side] += (t - mean[side]).abs();
            }
        }
        let [ours, others] = [0, 1].map(|side| within[side] / f64::max(whole[side], 1.0));
        let values = vec![("ours", ours), ("others", others)];
        if all[1].marks < scene.p.once_least || others < scene.p.once_life {
            return Measured { values, ..Measured::untested() };
        }
        let value = ours / others;
        if !columns.owners_known && value < scene.p.at_once.threshold {
            return Measured { values, ..Measured::untested() };
        }
        Measured { value: Some(value), expected: Some(1.0), noise: 0.0, values }
    }

    fn weighs<'a>(&self, p: &'a KindParameters) -> &'a PieceParameters {
        &p.at_once
    }
}
