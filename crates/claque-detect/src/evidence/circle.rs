//! A closed circle: accounts that do little else, on pages that get little else.
//!
//! With closure c (share of members' marks that lie in jobs), share s (median over its targets of the
//! share of their marks that crews gave), acts per member k (its marks in jobs, those of one second counted once),
//! pages n, owners o, their breadth B (owners against those of as many pages drawn at random), median seconds t from act
//! to act, the crew's coherence C and its timetable T (θ the value at which that is high):
//!
//! ```text
//! V = min(c / c₀, s / s₀, k / k₀, n / n₀, max(min(o / o₀, B / B₀), t₀ / t), C₀ / C, θ / T,
//!         k / n / q₀ where it does not recur)
//! ```
//!
//! METHOD: the minimum, because each alone is innocent: new users do little else, small pages get little
//! else, duplicates in a catalogue do both, but on two to six pages; people who once bring their old marks from
//! elsewhere, or walk through a catalogue, do both, but each is on few of the pages that all of them are on, and in a
//! circle everybody is on many; a club that keeps to its own few owners, be they eight or thirty of a thousand, is
//! closed too, but goes at a reader's pace; and where outsiders like the pages together too (C, where it can be
//! tested), they are a scene and no closed circle; and what meets at one hour of the week is a lesson. Where nobody
//! says whose the pages are, only a pace that no reader keeps can show it.

use super::{Evidence, Measured, Scene, View};
use super::{breadth, closure, coherence, pace, recurrence, timetable};
use crate::order::median;
use claque_marks::parameters::{KindParameters, PieceParameters};

/// See the file's head.
pub struct Circle;

impl Evidence for Circle {
    fn piece(&self) -> &'static str {
        "circle"
    }

    fn measure(&self, scene: &Scene, view: &View) -> Measured {
        let columns = scene.ground.columns;
        let hurry = pace::between_acts(scene, view).map_or(0.0, |t| scene.p.circle_seconds / t.max(0.1));
        if !columns.owners_known && hurry < 1.0 {
            return Measured::untested();
        }
        let closure = closure::share(scene, view);
        let acts: usize = view.by_member(scene).map(|marks| pace::acts(scene, marks).0).sum();
        let each = acts as f64 / view.members.len().max(1) as f64;
        let share = view
            .targets
            .iter()
            .map(|&t| {
                let of = columns.target_start[t as usize]..columns.target_start[t as usize + 1];
                let n = of.len() as f64;
                of.filter(|&m| scene.in_job[m]).count() as f64 / n
            })
            .collect();
        let share = median(share).unwrap_or(0.0);
        let pages = view.pages.len() as f64;
        let p = scene.p;
        let owners = view.owners.len() as f64;
        let breadth = breadth::owners(scene, view).map_or(1.0, |(owners, expected)| owners / expected);
        let recurs = recurrence::of(scene, view).value.is_some_and(|days| days >= p.recurrence.threshold);
        let value = (closure / p.circle_closure)
            .min(share / p.circle_share)
            .min(each / p.circle_each)
            .min(pages / p.circle_pages)
            .min((owners / p.circle_owners).min(breadth / p.circle_breadth).max(hurry))
            .min(at_most(p.circle_coherence, coherence::of(scene, view).value))
            .min(at_most(p.timetable.threshold, timetable::statistic(scene, view).map(|t| t.value)))
            .min(if recurs { f64::INFINITY } else { each / pages.max(1.0) / p.circle_density });
        Measured {
            value: Some(value),
            expected: None,
            noise: 0.0,
            values: vec![("closure", closure), ("share", share), ("each", each), ("pages", pages)],
        }
    }

    fn weighs<'a>(&self, p: &'a KindParameters) -> &'a PieceParameters {
        &p.circle
    }
}

/// How far a number stays below its bound; without end where it is untested.
fn at_most(bound: f64, value: Option<f64>) -> f64 {
    value.map_or(f64::INFINITY, |v| bound / v.max(1e-9))
}
