//! Creation: members made together, beyond the platform's own sign-up curve. Newness alone is not evidence.
//!
//! A member is *bunched* if at least b other members were created within h of it. Were members drawn from
//! the sign-up curve of all other accounts of the log, it would be with probability
//!
//! ```text
//! P(X ≥ b),  X ~ Poisson((n − 1) · share of other accounts created within h of it)
//! V = (share bunched − mean of P) / (1 − mean of P), at least 0
//! ```

use super::{Evidence, Measured, Scene, View};
use claque_chance::tails::ln_poisson_tail;
use claque_marks::NEVER;
use claque_marks::parameters::{KindParameters, PieceParameters};
use claque_marks::window::HOUR;

/// See the file's head.
pub struct Creation;

impl Evidence for Creation {
    fn piece(&self) -> &'static str {
        "creation"
    }

    fn measure(&self, scene: &Scene, view: &View) -> Measured {
        let created = &scene.ground.columns.created;
        if created.is_empty() {
            return Measured::untested();
        }
        let (mut ours, mut others) = (Vec::new(), Vec::new());
        for (a, &c) in created.iter().enumerate().filter(|(_, c)| **c != NEVER) {
            if view.is_member.has(a as u32) { &mut ours } else { &mut others }.push(c);
        }
        let known = ours.len();
        if known < 2 * scene.p.bunch_size as usize || others.len() < known {
            return Measured::untested();
        }
        ours.sort_unstable();
        others.sort_unstable();
        let h = (scene.p.bunch_reach * HOUR as f64) as i64;
        let within = |list: &[i64], c: i64| {
            list.partition_point(|&x| x <= c.saturating_add(h))
                - list.partition_point(|&x| x < c.saturating_sub(h))
        };
        let b = scene.p.bunch_size as usize;
        let (mut bunched, mut chance) = (0.0, 0.0);
        for &c in &ours {
            bunched += f64::from(within(&ours, c) > b);
            let rate = within(&others, c) as f64 / others.len() as f64 * (known - 1) as f64;
            chance += ln_poisson_tail(b as f64, rate).exp();
        }
        let (share, expected) = (bunched / known as f64, chance / known as f64);
        Measured {
            value: Some(((share - expected) / (1.0 - expected).max(1e-9)).max(0.0)),
            expected: Some(expected),
            noise: 0.0,
            values: vec![("share", share), ("known", known as f64)],
        }
    }

    fn weighs<'a>(&self, p: &'a KindParameters) -> &'a PieceParameters {
        &p.creation
    }
}
