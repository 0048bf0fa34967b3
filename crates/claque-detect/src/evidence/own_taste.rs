//! Own taste: do members, at other times, like what outsiders like together with the crew's pages? Fans do,
//! hired hands do not.
//!
//! Owners other than the crew's are *near* where outsiders' shared marks with the crew's owners exceed chance by
//! `taste_near`: (Σ_a R_a n_ao + 1)/(n_o n f + 1), R_a an outsider's marks on the crew's owners, n their sum, all
//! outside every job. Then, of members' marks outside the crew's jobs and all marks of others,
//!
//! ```text
//! T = (members' marks near + 1) / (members' marks × outsiders' share near + 1)
//! ```
//!
//! METHOD: a T of several is more than a taste. Whoever likes such pages is in the crew then, and outsiders who are left, of whom
//! coherence asks, do not like them together. So T weighs by a second table too, of a threshold of its own.

use super::{Evidence, Measured, Scene, View};
use crate::csr::fetch;
use claque_marks::parameters::{KindParameters, PieceParameters};

/// See the file's head.
pub struct OwnTaste;

impl Evidence for OwnTaste {
    fn piece(&self) -> &'static str {
        "own_taste"
    }

    fn measure(&self, scene: &Scene, view: &View) -> Measured {
        if view.is_the_public(scene) {
            return Measured::untested();
        }
        let (columns, index) = (scene.ground.columns, scene.ground.index);
        let owner = |m: u32| index.owner[index.target[m as usize] as usize] as usize;
        // Σ_a R_a n_ao by place of the owner: whole numbers, kept small for the cache.
        let mut met = vec![0u32; columns.owners];
        let mut crew_total = 0.0;
        for outsiders in view.outside.few_at_once() {
            fetch(outsiders.clone().map(|(account, _)| scene.free_places.of(account)));
            for (account, on) in outsiders {
                let r = on.len() as u32;
                crew_total += f64::from(r);
                for &place in scene.free_places.of(account) {
                    let met = &mut met[place as usize];
                    *met = met.saturating_add(r);
                }
            }
        }
        let mut by_member = vec![[0u32; 2]; columns.owners];
        let mut given = 0usize;
        for &a in &view.members {
            let marks = index.by_account.of(a);
            given += marks.len();
            for &m in marks {
                let [all, free] = &mut by_member[owner(m)];
                *all += 1;
                *free += u32::from(!scene.in_job[m as usize]);
            }
        }
        let mut in_crew_jobs = vec![0u32; columns.owners];
        view.marks.iter().for_each(|&m| in_crew_jobs[owner(m)] += 1);
        let (ours, others) = ((given - view.marks.len()) as f64, (columns.marks() - given) as f64);
        let (mut ours_near, mut others_near, mut near) = (0.0, 0.0, 0u32);
        let mut of_crew = view.owners.iter().peekable();
        for o in 0..columns.owners {
            // An owner whom no outsider shares is not near where θ is 1 or more.
            let met = met[scene.owner_place[o] as usize];
            let never = met == 0 && scene.p.taste_near >= 1.0;
            if of_crew.next_if_eq(&&(o as u32)).is_some() || never {
                continue;
            }
            let [all, free] = by_member[o].map(f64::from);
            let outsiders = (scene.owner_free[o] - free).max(0.0);
            if (f64::from(met) + 1.0) / (outsiders * crew_total * view.chance + 1.0) > scene.p.taste_near {
                ours_near += all - f64::from(in_crew_jobs[o]);
                others_near += f64::from(index.owner_marks[o]) - all;
                near += 1;
            }
        }
        let expected = ours * others_near / f64::max(others, 1.0);
        if expected < scene.p.taste_least {
            return Measured {
                values: vec![("near", f64::from(near)), ("marks", ours_near), ("by_chance", expected)],
                ..Measured::untested()
            };
        }
        Measured {
            value: Some((ours_near + 1.0) / (expected + 1.0)),
            expected: Some(1.0),
            noise: 0.0,
            values: vec![("near", f64::from(near)), ("marks", ours_near), ("by_chance", expected)],
        }
    }

    fn weighs<'a>(&self, p: &'a KindParameters) -> &'a PieceParameters {
        &p.own_taste
    }

    fn weighs_one_owner<'a>(&self, p: &'a KindParameters) -> Option<&'a PieceParameters> {
        Some(&p.own_taste_one_owner)
    }

    fn weighs_too<'a>(&self, p: &'a KindParameters) -> Option<&'a PieceParameters> {
        Some(&p.own_public)
    }
}
