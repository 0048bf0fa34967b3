//! Mirror: one side is helped while another is harmed, by the same accounts in the same hours.
//!
//! A member's withdrawal is *mirrored* if it lies within `mirror_reach` of one of its own marks in a job on
//! another target. For each target, with v withdrawals by members, w of them mirrored, c the share of the
//! log's span that lies so near to a member's jobs, and r the rate at which all other accounts withdraw
//! from it, (withdrawals + ½)/(marks + 1) where a withdrawal without a gift is a mark too,
//!
//! ```text
//! rival if P(X ≥ w) < 10⁻⁶,  X ~ Poisson(max(r · members' marks there, c · v))
//! V = share of members with a mirrored withdrawal from a rival
//! ```
//!
//! METHOD: the second term keeps apart accounts whose marks fade at any time (a supplier's that are purged)
//! from accounts that take back when they give.

use super::{Evidence, Measured, Scene, View};
use claque_chance::tails::ln_poisson_tail;
use claque_marks::NEVER;
use claque_marks::parameters::{KindParameters, PieceParameters};
use claque_marks::window::HOUR;

/// See the file's head.
pub struct Mirror;

/// ln of the tail below which a target is a rival.
const RIVAL: f64 = -13.815510557964274;

/// Mean over members of the share of the log's span that lies within `reach` of their marks in jobs.
fn share_near(scene: &Scene, view: &View, reach: i64) -> f64 {
    let index = scene.ground.index;
    let Some((first, last)) = index.span else { return 1.0 };
    let mut covered = 0.0;
    for marks in view.by_member(scene) {
        let mut open = i64::MIN;
        for &m in marks {
            let (from, to) = (index.time[m as usize] - reach, index.time[m as usize] + reach);
            covered += (to - from.max(open)).max(0) as f64;
            open = to;
        }
    }
    (covered / ((last - first + 2 * reach) as f64 * view.members.len() as f64)).min(1.0)
}

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
        let mirrored = |account: u32, at: i64, target: u32| {
            let from = view.marks.partition_point(|&m| {
                (columns.account[m as usize].0, index.time[m as usize]) < (account, at.saturating_sub(reach))
            });
            view.marks[from..]
                .iter()
                .take_while(|&&m| {
                    columns.account[m as usize].0 == account
                        && index.time[m as usize] <= at.saturating_add(reach)
                })
                .any(|&m| index.target[m as usize] != target)
        };
        // (target, member, whether mirrored) of each withdrawal by a member.
        let mut taken: Vec<(u32, u32, bool)> = Vec::new();
        for &a in &view.members {
            for &m in index.taken_back.of(a) {
                let (at, t) = (columns.withdrawn[m as usize], index.target[m as usize]);
                taken.push((t, a, mirrored(a, at, t)));
            }
        }
        for o in columns.orphans.iter().filter(|o| view.is_member.has(o.account.0)) {
            taken.push((o.target.0, o.account.0, mirrored(o.account.0, o.time, o.target.0)));
        }
        taken.sort_unstable();
        let near = share_near(scene, view, reach);
        let mut members = Vec::new();
        let (mut rivals, mut expected) = (0u32, 0.0);
        for run in taken.chunk_by(|a, b| a.0 == b.0) {
            let t = run[0].0 as usize;
            let of = columns.target_start[t]..columns.target_start[t + 1];
            let (mut ours, mut theirs, mut withdrawn) = (0.0, 0.0, 0.0);
            for m in of {
                if view.is_member.has(columns.account[m].0) {
                    ours += 1.0;
                } else {
                    theirs += 1.0;
                    withdrawn += f64::from(columns.withdrawn[m] != NEVER);
                }
            }
            let from = columns.orphans.partition_point(|o| o.target.index() < t);
            let to = columns.orphans.partition_point(|o| o.target.index() <= t);
            for o in &columns.orphans[from..to] {
                if view.is_member.has(o.account.0) {
                    ours += 1.0;
                } else {
                    theirs += 1.0;
                    withdrawn += 1.0;
                }
            }
            let rate = (withdrawn + 0.5) / (theirs + 1.0);
            let chance = (rate * ours).max(near * run.len() as f64);
            let seen = run.iter().filter(|r| r.2).count() as f64;
            if ln_poisson_tail(seen, chance) < RIVAL {
                rivals += 1;
                expected += chance;
                members.extend(run.iter().filter(|r| r.2).map(|r| r.1));
            }
        }
        members.sort_unstable();
        members.dedup();
        let n = view.members.len() as f64;
        Measured {
            value: Some(members.len() as f64 / n),
            expected: Some(expected / n),
            noise: 0.0,
            values: vec![("rivals", f64::from(rivals)), ("members", members.len() as f64)],
        }
    }

    fn weighs<'a>(&self, p: &'a KindParameters) -> &'a PieceParameters {
        &p.mirror
    }
}
