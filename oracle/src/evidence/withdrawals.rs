//! Evidence that lies in withdrawals: mirror, takes back.

use super::Number;
use crate::crew::Look;
use claque_chance::tails::ln_poisson_tail;
use claque_marks::Micros;
use claque_marks::window::HOUR;
use std::collections::BTreeSet;

/// P(X ≥ w) below which a target is a rival.
const RIVAL: f64 = 1e-6;

/// V = share of members with a mirrored withdrawal from a rival: from each target, v withdrawals by members, w
/// of them within reach of a mark that the member gave in a job on another target; a rival where
/// P(X ≥ w) < 10⁻⁶ with X ~ Poisson(max(r · members' marks there, c · v)), c the share of the log's span within
/// reach of a member's marks in jobs, r = (withdrawals by others + ½)/(their marks + 1). A withdrawal without
/// a gift is a mark as well.
pub fn mirror(look: &Look) -> Number {
    let log = look.log;
    let known = log.marks.iter().any(|m| m.withdrawn.is_some()) || !log.orphans.is_empty();
    if !known || !log.timed || look.members.is_empty() {
        return Number::untested(&[]);
    }
    let reach = (look.p.mirror_reach * HOUR as f64) as Micros;
    // (account, target, when it was taken back, if it was) of whatever stands for a mark.
    let given = log.marks.iter().map(|m| (m.account, (m.page, m.verb), m.withdrawn));
    let without = log.orphans.iter().map(|&(a, page, verb, at)| (a, (page, verb), Some(at)));
    let all: Vec<(u32, (u32, u32), Option<Micros>)> = given.chain(without).collect();
    let mirrored = |account: u32, target: (u32, u32), at: Micros| {
        look.given
            .iter()
            .any(|m| m.account == account && (m.page, m.verb) != target && (m.time - at).abs() <= reach)
    };
    let c = share_near(look, reach);
    let (mut rivals, mut expected, mut members) = (0.0, 0.0, BTreeSet::new());
    for target in log.targets() {
        let (mut ours, mut theirs, mut theirs_taken, mut v) = (0.0, 0.0, 0.0, 0.0);
        let mut mirroring = vec![];
        for &(a, _, at) in all.iter().filter(|x| x.1 == target) {
            let taken = f64::from(u8::from(at.is_some()));
            if look.members.contains(&a) {
                ours += 1.0;
                v += taken;
                mirroring.extend(at.filter(|at| mirrored(a, target, *at)).map(|_| a));
            } else {
                theirs += 1.0;
                theirs_taken += taken;
            }
        }
        let chance = ((theirs_taken + 0.5) / (theirs + 1.0) * ours).max(c * v);
        if v > 0.0 && ln_poisson_tail(mirroring.len() as f64, chance) < RIVAL.ln() {
            rivals += 1.0;
            expected += chance;
            members.extend(mirroring);
        }
    }
    let n = members.len() as f64;
    Number::of(n / look.size(), Some(expected / look.size()), &[("rivals", rivals), ("members", n)])
}

/// Mean over members of the share of the log's span, longer by the reach on either side, that lies within reach
/// of their marks in jobs.
fn share_near(look: &Look, reach: Micros) -> f64 {
    let times = || look.log.marks.iter().map(|m| m.time);
    let (first, last) = (times().min().unwrap_or(0), times().max().unwrap_or(0));
    let mut near = 0.0;
    for &a in &look.members {
        // From mark to mark: what lies within reach after the one, and before the next, but not twice.
        let times = look.times_of(a);
        let between: Micros = times.windows(2).map(|w| (w[1] - w[0]).min(2 * reach)).sum();
        let ends = if times.is_empty() { 0 } else { 2 * reach };
        near += (between + ends) as f64 / (last - first + 2 * reach) as f64;
    }
    (near / look.size()).min(1.0)
}

/// V = the most members that one crew among the withdrawals holds/members; by chance, its accounts/all accounts.
/// Of several that hold as many, the last.
pub fn takes_back(look: &Look) -> Number {
    let known = look.log.marks.iter().any(|m| m.withdrawn.is_some()) || !look.log.orphans.is_empty();
    if !known || !look.log.timed || look.members.is_empty() {
        return Number::untested(&[]);
    }
    let (mut members, mut crowd) = (0, 0);
    for crew in look.taken {
        let ours = look.members.intersection(crew).count();
        if ours >= members {
            (members, crowd) = (ours, crew.len());
        }
    }
    let (members, crowd) = (members as f64, crowd as f64);
    let expected = crowd / f64::from(look.log.accounts);
    Number::of(members / look.size(), Some(expected), &[("members", members), ("crowd", crowd)])
}
