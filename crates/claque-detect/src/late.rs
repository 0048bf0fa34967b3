//! Late marks: those that members of a crew gave its targets soon before or after its orders' time.
//!
//! The ends of an order lie where a scan sees its last dense marks; stragglers lie beyond. Around the orders, in zones
//! by distance as a share of an order's length, members give marks of their own, at a rate λ of their activity times
//! others' marks there, and late ones, at a rate ν of the crew and the zone. With i over members' marks in a zone:
//!
//! ```text
//! λ_i = d_i f_i × others' marks in the zone at the target / marks of the log,      s = 1/(members × orders)
//! ν   = Σ ν s/(ν s + λ_i)      (the maximum of Σ ln(ν s + λ_i) − ν, by EM)
//! P(late) = z_i · ν s/(ν s + λ_i)      with f of [`crate::followers`]; where Σ ln(1 + ν s/λ_i) − ν > 3 nats; else none is
//! ```

use crate::among::Accounts;
use crate::complete::Completed;
use crate::evidence::Scene;
use crate::followers::Followers;
use crate::join::Stretch;
use crate::timing::Membership;
use claque_marks::{Micros, TargetId};

/// Ends of the zones after an order, as shares of its length; the first lies before it too.
const ZONES: [f64; 4] = [0.25, 0.5, 1.0, 2.0];
/// Place of the zone before.
const BEFORE: usize = ZONES.len();
/// Nats by which late marks must explain a zone better than members' own. METHOD: 20 to 1.
const LEAST_GAIN: f64 = 3.0;
/// Rounds of EM: it nears the maximum by a factor of λ's share a round.
const ROUNDS: usize = 60;

/// A mark beyond an order's ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LateMark {
    /// Index of the mark in the columns.
    pub mark: u32,
    /// The order, as a place in the crew's stretches.
    pub job: u32,
    /// Probability that it was given by a member and for the order.
    pub posterior: f64,
}

/// A mark by a member in a zone.
struct Seen {
    mark: u32,
    job: u32,
    z: f64,
    /// Marks of its own that the account would give there.
    own: f64,
}

/// Late marks of one crew, by (job, mark); none in a log without times.
pub fn marks(scene: &Scene, crew: &Completed, followers: &Followers) -> Vec<LateMark> {
    let columns = scene.ground.columns;
    let members = crew.membership.members();
    if !columns.has_times() || members.is_empty() {
        return vec![];
    }
    let is_member = Accounts::of(columns.accounts, members.iter().copied());
    let who = (&crew.membership, &is_member);
    let stretches = &crew.stretches;
    let mut zones: [Vec<Seen>; ZONES.len() + 1] = Default::default();
    for (j, s) in stretches.iter().enumerate() {
        for (zone, (from, to)) in bounds(stretches, j).into_iter().enumerate() {
            in_zone(scene, who, followers, (j as u32, s.target), from..to, &mut zones[zone]);
        }
    }
    let orders = members.len() as f64 * stretches.len() as f64;
    let mut late: Vec<LateMark> = zones.iter().flat_map(|seen| told_apart(seen, orders)).collect();
    late.sort_unstable_by_key(|l| (l.job, l.mark));
    late
}

/// By zone: from which instant to before which. Where orders of one target are near each other, what lies between is
/// after the earlier one.
fn bounds(stretches: &[Stretch], j: usize) -> [(Micros, Micros); ZONES.len() + 1] {
    let s = &stretches[j];
    let same = |o: &&Stretch| o.target == s.target;
    // The first instant that lies further after an order than a share of its length.
    let beyond = |s: &Stretch, share: f64| {
        s.to.saturating_add(((s.to - s.from) as f64 * share) as Micros).saturating_add(1)
    };
    let next = stretches.get(j + 1).filter(same).map_or(Micros::MAX, |o| o.from);
    let last = j.checked_sub(1).map(|i| &stretches[i]).filter(same);
    let mut out = [(0, 0); ZONES.len() + 1];
    let mut from = beyond(s, 0.0).min(next);
    for (zone, share) in out.iter_mut().zip(ZONES) {
        let to = beyond(s, share).clamp(from, next);
        *zone = (from, to);
        from = to;
    }
    let before = s.from.saturating_sub(((s.to - s.from) as f64 * ZONES[0]) as Micros);
    let free = last.map_or(Micros::MIN, |o| beyond(o, ZONES[BEFORE - 1]));
    out[BEFORE] = (before.max(free).min(s.from), s.from);
    out
}

/// Members' marks of a target in a stretch of time that no crew took, and what each account would give there anyway.
fn in_zone(
    scene: &Scene,
    (membership, is_member): (&Membership, &Accounts),
    followers: &Followers,
    (job, target): (u32, u32),
    zone: std::ops::Range<Micros>,
    seen: &mut Vec<Seen>,
) {
    let (columns, index) = (scene.ground.columns, scene.ground.index);
    let of = columns.marks_of(TargetId(target));
    let times = &index.time[of.clone()];
    let place = |t: Micros| of.start + times.partition_point(|&x| x < t);
    let here = place(zone.start)..place(zone.end);
    let account = |m: usize| columns.account[m].0;
    let others = here.clone().filter(|&m| !is_member.has(account(m))).count();
    let share = (others as f64).max(1.0) / columns.marks() as f64;
    for m in here.filter(|&m| is_member.has(account(m)) && !scene.in_job[m]) {
        let a = account(m);
        let own = scene.free_given[a as usize].max(0.5) * share * followers.of_member(a, target);
        seen.push(Seen { mark: m as u32, job, z: membership.posterior(a), own });
    }
}

/// Which marks of a zone are late; none where members' own explain them. `orders` is members times orders.
fn told_apart(seen: &[Seen], orders: f64) -> Vec<LateMark> {
    let mut rate = seen.len() as f64;
    let late = |rate: f64, s: &Seen| rate / orders / (rate / orders + s.own);
    for _ in 0..ROUNDS {
        rate = seen.iter().map(|s| late(rate, s)).sum();
    }
    let gain = seen.iter().map(|s| (rate / orders / s.own).ln_1p()).sum::<f64>() - rate;
    if gain <= LEAST_GAIN {
        return vec![];
    }
    seen.iter().map(|s| LateMark { mark: s.mark, job: s.job, posterior: s.z * late(rate, s) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(own: &[f64]) -> Vec<Seen> {
        own.iter().zip(0..).map(|(&own, mark)| Seen { mark, job: 0, z: 1.0, own }).collect()
    }

    #[test]
    fn marks_of_the_idle_are_late_and_marks_that_are_expected_are_not() {
        // Ten members in ten orders whose own marks are a thousandth each: twelve are no chance.
        let late = told_apart(&seen(&[0.001; 12]), 100.0);
        assert_eq!(late.len(), 12);
        // ν s = 0.12 − λ at the maximum: P = 1 − 0.001/0.12.
        assert!(late.iter().all(|l| (l.posterior - (1.0 - 0.001 / 0.12)).abs() < 1e-6), "{late:?}");
        // As many as members' own would be.
        assert!(told_apart(&seen(&[0.12; 12]), 100.0).is_empty());
        // A busy account among idle ones came by itself.
        let late = told_apart(&seen(&[0.001, 0.001, 0.001, 0.001, 2.0]), 100.0);
        assert!(late[0].posterior > 0.9 && late[4].posterior < 0.05, "{late:?}");
    }

    #[test]
    fn zones_end_where_the_next_order_begins() {
        let order = |from, to| Stretch { target: 1, from, to };
        let of = [order(0, 100), order(140, 240), order(460, 560)];
        assert_eq!(bounds(&of, 0), [(101, 126), (126, 140), (140, 140), (140, 140), (-25, 0)]);
        // What lies between two orders is after the first, as far as two of its lengths.
        assert_eq!(bounds(&of, 1)[BEFORE], (140, 140));
        assert_eq!(bounds(&of, 1)[BEFORE - 1], (341, 441));
        assert_eq!(bounds(&of, 2)[BEFORE], (441, 460));
    }
}
