//! Creation: members made together, beyond the platform's own sign-up curve. Newness alone is not evidence.
//!
//! A member is *bunched* if at least b other members were created within h of it. Were members drawn from
//! the sign-up curve of all other accounts of the log, it would be with probability
//!
//! ```text
//! P(X ≥ b),  X ~ Poisson((n − 1) · share of other accounts created within h of it)
//! V = (share bunched − mean of P) / (1 − mean of P), at least 0
//! ```
//!
//! METHOD: people who leave another platform sign up within days, and bring what they liked there. That they were made together says
//! no more than that they came together: where most members met once, members who gave their first mark in a job within
//! `arrival` of their creation are not bunched.
//!
//! Of a crew that serves one owner, [`super::batches`] is asked instead.

use super::batches::serves_one_owner;
use super::{Evidence, Measured, Scene, View, recurrence};
use crate::order::within;
use claque_chance::tails::ln_poisson_tail;
use claque_marks::parameters::{KindParameters, PieceParameters};
use claque_marks::window::HOUR;
use claque_marks::{Micros, NEVER};

/// See the file's head.
pub struct Creation;

impl Evidence for Creation {
    fn piece(&self) -> &'static str {
        "creation"
    }

    fn measure(&self, scene: &Scene, view: &View) -> Measured {
        if serves_one_owner(scene, view) {
            return Measured::untested();
        }
        let Some(made) = Made::of(scene, view) else { return Measured::untested() };
        let reach = (scene.p.bunch_reach * HOUR as f64) as Micros;
        let b = scene.p.bunch_size as usize;
        let is_bunched = |c: &Micros| made.of_ours(*c, reach) > b;
        let mut bunched = made.ours().iter().filter(|c| is_bunched(c)).count();
        if met_once(scene, view) {
            bunched -= arrived(scene, view).filter(is_bunched).count();
        }
        beyond(&made, reach, b, bunched)
    }

    fn weighs<'a>(&self, p: &'a KindParameters) -> &'a PieceParameters {
        &p.creation
    }
}

/// Whether most members met the crew once.
fn met_once(scene: &Scene, view: &View) -> bool {
    recurrence::of(scene, view).values.iter().any(|(name, share)| *name == "once" && *share > 0.5)
}

/// When members were made who gave their first mark in a job soon after.
fn arrived<'a>(scene: &'a Scene, view: &'a View) -> impl Iterator<Item = Micros> + 'a {
    let created = &scene.ground.columns.created;
    let reach = (scene.p.arrival * HOUR as f64) as Micros;
    let first = view.by_member(scene).filter_map(|marks| marks.first().copied());
    first.filter_map(move |m| {
        let made = *created.get(scene.ground.columns.account[m as usize].0 as usize)?;
        let after = scene.ground.index.time[m as usize].saturating_sub(made);
        (made != NEVER && (0..=reach).contains(&after)).then_some(made)
    })
}

/// When accounts were made, as far as it is known: a crew's members and all others, rising.
pub(super) struct Made {
    ours: Vec<Micros>,
    others: Vec<Micros>,
}

impl Made {
    /// Of a crew; `None` where too little is known to say what is bunched.
    pub(super) fn of(scene: &Scene, view: &View) -> Option<Self> {
        let (mut ours, mut others) = (Vec::new(), Vec::new());
        for (a, &c) in scene.ground.columns.created.iter().enumerate().filter(|(_, c)| **c != NEVER) {
            if view.is_member.has(a as u32) { &mut ours } else { &mut others }.push(c);
        }
        if ours.len() < 2 * scene.p.bunch_size as usize || others.len() < ours.len() {
            return None;
        }
        ours.sort_unstable();
        others.sort_unstable();
        Some(Self { ours, others })
    }

    /// When members were made, rising.
    pub(super) fn ours(&self) -> &[Micros] {
        &self.ours
    }

    /// Members made within `reach` of an instant.
    pub(super) fn of_ours(&self, at: Micros, reach: Micros) -> usize {
        within(&self.ours, at, reach, |c| *c)
    }
}

/// V = (share bunched − mean of P)/(1 − mean of P), P = P(X ≥ b) within `reach` by the others' sign-up curve.
pub(super) fn beyond(made: &Made, reach: Micros, b: usize, bunched: usize) -> Measured {
    let known = made.ours.len() as f64;
    let by_chance = |&c: &Micros| {
        let rate = within(&made.others, c, reach, |c| *c) as f64 / made.others.len() as f64 * (known - 1.0);
        ln_poisson_tail(b as f64, rate).exp()
    };
    let share = bunched as f64 / known;
    let expected = made.ours.iter().map(by_chance).sum::<f64>() / known;
    Measured {
        value: Some(((share - expected) / (1.0 - expected).max(1e-9)).max(0.0)),
        expected: Some(expected),
        noise: 0.0,
        values: vec![("share", share), ("known", known)],
    }
}
