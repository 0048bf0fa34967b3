//! Mirror: one side is helped while another is harmed, by the same accounts in the same hours.
//!
//! A member's withdrawal counts if it lies within `mirror_reach` of one of its own marks in jobs. For each
//! target outside the jobs, with w members that withdrew so and r the rate at which all other accounts
//! withdraw from it,
//!
//! ```text
//! rival if P(X ≥ w) < 10⁻⁶,  X ~ Poisson(r · members' marks there)
//! V = share of members that withdrew from a rival
//! ```

use super::{Evidence, Measured, Scene, View};
use claque_chance::tails::ln_poisson_tail;
use claque_marks::NEVER;
use claque_marks::parameters::{KindParameters, PieceParameters};
use claque_marks::window::HOUR;

/// See the file's head.
pub struct Mirror;

/// ln of the tail below which a target is a rival.
const RIVAL: f64 = -13.815510557964274;

impl Evidence for Mirror {
    fn piece(&self) -> &'static str {
        "mirror"
    }

    fn measure(&self, scene: &Scene, view: &View) -> Measured {
        let (columns, index) = (scene.ground.columns, scene.ground.index);
        if !columns.withdrawals_known || !columns.has_times() || view.members.is_empty() {
            return Measured::untested();
        }
        let reach = (scene.p.mirror_reach * HOUR as f64) as i64;
        let in_same_hours = |account: u32, at: i64| {
            let from = view.marks.partition_point(|&m| {
                (columns.account[m as usize].0, index.time[m as usize]) < (account, at.saturating_sub(reach))
            });
            view.marks.get(from).is_some_and(|&m| {
                columns.account[m as usize].0 == account && index.time[m as usize] <= at.saturating_add(reach)
            })
        };
        // (target, member): withdrawals by members in the hours of their jobs.
        let mut taken: Vec<(u32, u32)> = Vec::new();
        for &a in &view.members {
            for &m in index.by_account.of(a) {
                let at = columns.withdrawn[m as usize];
                if at != NEVER && in_same_hours(a, at) {
                    taken.push((index.target[m as usize], a));
                }
            }
        }
        for o in columns.orphans.iter().filter(|o| view.is_member[o.account.index()]) {
            if in_same_hours(o.account.0, o.time) {
                taken.push((o.target.0, o.account.0));
            }
        }
        taken.retain(|(t, _)| view.targets.binary_search(t).is_err());
        taken.sort_unstable();
        taken.dedup();
        let mut members = Vec::new();
        let (mut rivals, mut expected) = (0u32, 0.0);
        for run in taken.chunk_by(|a, b| a.0 == b.0) {
            let t = run[0].0 as usize;
            let of = columns.target_start[t]..columns.target_start[t + 1];
            let (mut ours, mut theirs, mut withdrawn) = (0.0, 0.0, 0.0);
            for m in of {
                if view.is_member[columns.account[m].index()] {
                    ours += 1.0;
                } else {
                    theirs += 1.0;
                    withdrawn += f64::from(columns.withdrawn[m] != NEVER);
                }
            }
            let from = columns.orphans.partition_point(|o| o.target.index() < t);
            let to = columns.orphans.partition_point(|o| o.target.index() <= t);
            for o in &columns.orphans[from..to] {
                if view.is_member[o.account.index()] {
                    ours += 1.0;
                } else {
                    theirs += 1.0;
                    withdrawn += 1.0;
                }
            }
            let rate = (withdrawn + 0.5) / (theirs + 1.0);
            if ln_poisson_tail(run.len() as f64, rate * ours) < RIVAL {
                rivals += 1;
                expected += rate * ours;
                members.extend(run.iter().map(|r| r.1));
            }
        }
        members.sort_unstable();
        members.dedup();
        let n = view.members.len() as f64;
        Measured {
            value: Some(members.len() as f64 / n),
            expected: Some(expected / n),
            values: vec![("rivals", f64::from(rivals)), ("members", members.len() as f64)],
        }
    }

    fn weighs<'a>(&self, p: &'a KindParameters) -> &'a PieceParameters {
        &p.mirror
    }
}
