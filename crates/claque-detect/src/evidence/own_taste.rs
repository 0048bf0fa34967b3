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

use super::{Evidence, Measured, Scene, View};
use claque_marks::parameters::{KindParameters, PieceParameters};

/// See the file's head.
pub struct OwnTaste;

impl Evidence for OwnTaste {
    fn piece(&self) -> &'static str {
        "own_taste"
    }

    fn measure(&self, scene: &Scene, view: &View) -> Measured {
        let (columns, index) = (scene.ground.columns, scene.ground.index);
        let owner = |m: u32| index.owner[index.target[m as usize] as usize] as usize;
        let mut met = vec![0f64; columns.owners];
        let mut crew_total = 0.0;
        for o in &view.outside {
            let r = o.on.len() as f64;
            crew_total += r;
            for &owner in scene.free_owners.of(o.account) {
                met[owner as usize] += r;
            }
        }
        let mut by_member = vec![0f64; columns.owners];
        let mut free_by_member = vec![0f64; columns.owners];
        for &a in &view.members {
            for &m in index.by_account.of(a) {
                by_member[owner(m)] += 1.0;
                free_by_member[owner(m)] += f64::from(!scene.in_job[m as usize]);
            }
        }
        let mut in_crew_jobs = vec![0f64; columns.owners];
        for &m in &view.marks {
            in_crew_jobs[owner(m)] += 1.0;
        }
        let (mut ours, mut ours_near, mut others, mut others_near, mut near) = (0.0, 0.0, 0.0, 0.0, 0u32);
        for o in 0..columns.owners {
            let mine = by_member[o] - in_crew_jobs[o];
            let theirs = index.by_owner.of(o as u32).len() as f64 - by_member[o];
            ours += mine;
            others += theirs;
            if view.owners.binary_search(&(o as u32)).is_ok() {
                continue;
            }
            let outsiders = (scene.owner_free[o] - free_by_member[o]).max(0.0);
            if (met[o] + 1.0) / (outsiders * crew_total * view.chance + 1.0) > scene.p.taste_near {
                ours_near += mine;
                others_near += theirs;
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
}
