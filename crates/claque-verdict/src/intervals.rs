//! Intervals of `authentic`, page by page, at 95 %.
//!
//! What is taken off a page can be wrong in six ways, and each has its part:
//!
//! - **who and which mark**: with z the probability of each mark and n = Σz, the spread that the audit states is
//!   σ = √(Σ z(1 − z) + (0.005 n)² + ¼). How far truth really lies from it is measured on pages with planted orders:
//!   r = (planted − taken)/σ there, and its 0.5 % and 95.5 % quantiles are the ends here (split conformal
//!   prediction: V. Vovk and others 2005; the ends hold whatever the law of r, if planted pages err like others).
//!   Small orders lose a larger part than large ones, so pages are measured against pages of which about as much
//!   was taken off (V. Vovk 2012, by taxonomy);
//! - **marks beside an order**: a job is trimmed to where its marks are dense, and the last of a slow order may come after
//!   it. Planted orders end at once, so this is not measured either: what members gave the page before and after a job, as
//!   far as the job is long and in no other, may be the order's ([`beside_orders`]), and the lower end allows for it;
//! - **marks of their own**: a member who lives in the log may have marked the page anyway. Planted accounts do not, so
//!   this is not measured but follows from the page: members' marks out of the orders' time, for each of others' there,
//!   times others' marks in it, is what is expected, and √ of it its spread ([`of_their_own`]);
//! - **what kind of crowd**: a crew whose kind is not settled (0.05 < P < 0.95) is either taken off whole or not
//!   at all, so the interval reaches from the one to the other;
//! - **missed campaigns above the limit**: where w is the mean power at the sizes that were found and π the share
//!   of pages that were, a page hides one with probability π(1 − w)/w; from 2.5 % on, the lower end allows for an
//!   order of the usual size;
//! - **coverage**: a log that holds a share of the events holds a sample of what was given.

use crate::audit::CrewVerdict;
use crate::pages;
use crate::power::PageTrial;
use claque_marks::{AccountId, Columns, Micros, TargetId};
use serde::{Deserialize, Serialize};

/// The level.
pub const LEVEL: f64 = 0.95;
/// Probability left out on either side of one that is or is not.
const TAIL: f64 = (1.0 - LEVEL) / 2.0;
/// Probability left out above and below what is taken off. METHOD: more is taken off than was given only where a
/// stretch takes in a member's own mark, a mark or two; less, where a whole order was not recognised. A level split
/// evenly would pay for the first with the second's long tail.
const TAILS: (f64, f64) = (0.045, 0.005);
/// Standard deviations of a normal law at the level.
const NORMAL: f64 = 1.96;
/// Share of a crew's marks on a page that is never better known than.
const KNOWN: f64 = 0.005;
/// The rounding of a count, in marks, squared.
const ROUND: f64 = 0.25;
/// Fewest planted pages for their quantiles to be taken.
const ENOUGH: usize = 20;
/// Marks taken off from which a page counts as touched.
const TAKEN: f64 = 5.0;
/// The ends without them: those of a normal law, and half as much again for what it does not know.
const UNMEASURED: f64 = 3.0;

/// Marks taken off that part pages into sizes, each measured by itself where enough were planted.
const SIZES: [f64; SIZED] = [0.0, 32.0, 96.0];
/// How many sizes.
const SIZED: usize = 3;

/// How far truth lies from what is taken off, in units of the stated spread.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ends {
    /// Lower: truth − taken is at least this many spreads.
    pub low: f64,
    /// Upper.
    pub high: f64,
    /// Planted pages that they were measured on; 0 where too few, and they are assumed.
    pub pages: u32,
    /// The same by marks taken off: below 32, below 96, more; those of all pages where too few.
    pub by_size: [(f64, f64); SIZED],
}

impl Ends {
    /// Measured on planted pages.
    pub fn measured(trials: &[PageTrial]) -> Self {
        // Where next to nothing was taken off, the page looks untouched: that is a miss, not an error of the count.
        let trials: Vec<&PageTrial> = trials.iter().filter(|t| t.taken >= TAKEN).collect();
        if trials.len() < ENOUGH {
            let assumed = (-UNMEASURED, UNMEASURED);
            return Self { low: assumed.0, high: assumed.1, pages: 0, by_size: [assumed; SIZED] };
        }
        let off = |t: &PageTrial| (t.planted - t.taken) / t.spread;
        let all = quantiles(trials.iter().map(|t| off(t)).collect());
        let by_size = std::array::from_fn(|size| {
            let like: Vec<f64> = trials.iter().filter(|t| size_of(t.taken) == size).map(|t| off(t)).collect();
            if like.len() < ENOUGH { all } else { quantiles(like) }
        });
        Self { low: all.0, high: all.1, pages: trials.len() as u32, by_size }
    }

    /// Lower and upper end for a page with so many marks taken off.
    fn of(&self, taken: f64) -> (f64, f64) {
        self.by_size[size_of(taken)]
    }
}

/// Place of a count in [`SIZES`].
fn size_of(taken: f64) -> usize {
    SIZES.iter().rposition(|s| taken >= *s).unwrap_or(0)
}

/// The ⌈(n + 1)(1 − tail)⌉-th smallest, or the last where there is none, on either side; at least one spread.
fn quantiles(mut r: Vec<f64>) -> (f64, f64) {
    r.sort_unstable_by(f64::total_cmp);
    let n = r.len();
    let rank = |tail: f64| (((n + 1) as f64 * (1.0 - tail)).ceil() as usize).min(n);
    (r[n - rank(TAILS.1)].min(-1.0), r[rank(TAILS.0) - 1].max(1.0))
}

/// By target: the spread that the audit states of what it takes off; 0 where it takes nothing.
pub fn spreads(columns: &Columns, crews: &[CrewVerdict]) -> Vec<f64> {
    let target = columns.target_of_mark();
    let (mut n, mut v) = (vec![0f64; columns.targets()], vec![0f64; columns.targets()]);
    for c in crews {
        let doubt = c.crew.kinds.doubted();
        if doubt < UNSETTLED.0 {
            continue;
        }
        for m in &c.crew.marks {
            let t = target[m.mark as usize].index();
            n[t] += m.posterior;
            v[t] += m.posterior * (1.0 - m.posterior);
        }
    }
    n.iter()
        .zip(v)
        .map(|(&n, v)| if n > 0.0 { (v + (KNOWN * n).powi(2) + ROUND).sqrt() } else { 0.0 })
        .collect()
}

/// By target: marks that members of doubted crews would have given in the time of their orders anyway. Outside that
/// time they gave o marks where others gave b, so in it, where others gave i, about o · i/(b + 1). METHOD: people
/// who come by themselves come with everybody else.
pub fn of_their_own(columns: &Columns, crews: &[CrewVerdict]) -> Vec<f64> {
    let mut own = vec![0f64; columns.targets()];
    if !columns.has_times() {
        return own;
    }
    let mut member = vec![false; columns.accounts];
    let mut orders: Vec<(TargetId, Micros, Micros)> = Vec::new();
    for c in crews.iter().map(|c| &c.crew).filter(|c| c.kinds.doubted() >= UNSETTLED.0) {
        for m in c.members.iter().filter(|m| m.posterior > 0.5) {
            member[m.account.index()] = true;
        }
        orders.extend(c.jobs.iter().filter_map(|j| Some((j.target, j.start?, j.end?))));
    }
    orders.sort_unstable();
    for here in orders.chunk_by(|a, b| a.0 == b.0) {
        let marks = columns.marks_of(here[0].0);
        let who = marks.clone().map(|m| member[columns.account[m].index()]);
        own[here[0].0.index()] = expected(columns.time[marks].iter().copied().zip(who), here);
    }
    own
}

/// o · i/(b + 1) of one page's marks, each with whether a member gave it.
fn expected(marks: impl Iterator<Item = (Micros, bool)>, orders: &[(TargetId, Micros, Micros)]) -> f64 {
    let (mut inside, mut beside, mut own) = (0f64, 0f64, 0f64);
    for (time, member) in marks {
        match (member, orders.iter().any(|o| (o.1..=o.2).contains(&time))) {
            (false, true) => inside += 1.0,
            (false, false) => beside += 1.0,
            (true, false) => own += 1.0,
            (true, true) => {}
        }
    }
    own * inside / (beside + 1.0)
}

/// By target: marks by members beside the jobs of their doubted crew, within a job's own length of it and in no job.
pub fn beside_orders(columns: &Columns, crews: &[CrewVerdict]) -> Vec<f64> {
    let doubted = crews.iter().map(|c| &c.crew).filter(|c| c.kinds.doubted() >= UNSETTLED.0);
    let of = doubted.map(|c| {
        let members = c.members.iter().filter(|m| m.posterior > 0.5).map(|m| m.account).collect();
        (members, c.jobs.iter().filter_map(|j| Some((j.target, j.start?, j.end?))).collect())
    });
    beside(columns, of)
}

/// The same of crews as their members and their jobs.
fn beside(
    columns: &Columns,
    crews: impl Iterator<Item = (Vec<AccountId>, Vec<(TargetId, Micros, Micros)>)>,
) -> Vec<f64> {
    if !columns.has_times() {
        return vec![0.0; columns.targets()];
    }
    let (mut inside, mut near) = (vec![false; columns.marks()], vec![false; columns.marks()]);
    let mut member = vec![false; columns.accounts];
    let within = |target: TargetId, from: Micros, to: Micros| {
        let first = columns.target_start[target.index()];
        let life = &columns.time[columns.marks_of(target)];
        first + life.partition_point(|t| *t < from)..first + life.partition_point(|t| *t <= to)
    };
    for (members, jobs) in crews {
        members.iter().for_each(|a| member[a.index()] = true);
        for (target, from, to) in jobs {
            inside[within(target, from, to)].fill(true);
            for m in within(target, from.saturating_sub(to - from), to.saturating_add(to - from)) {
                near[m] |= member[columns.account[m].index()];
            }
        }
        members.iter().for_each(|a| member[a.index()] = false);
    }
    let of_target = |t| columns.marks_of(TargetId::from_index(t)).filter(|&m| near[m] && !inside[m]).count();
    (0..columns.targets()).map(|t| of_target(t) as f64).collect()
}

/// P(doubted) between which a crew's kind is not settled: intervals take in both.
pub const UNSETTLED: (f64, f64) = (1.0 - LEVEL, LEVEL);

/// Orders of campaigns above the limit that may have been missed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Missed {
    /// Probability that a page hides one.
    pub share: f64,
    /// Marks of the usual order.
    pub order: f64,
}

impl Missed {
    /// From the pages that were found to be served, out of all, and the mean power at the sizes found.
    pub fn of(served: usize, pages: usize, power: f64, order: f64) -> Self {
        let w = power.clamp(0.05, 1.0);
        Self { share: (served as f64 / pages.max(1) as f64 * (1.0 - w) / w).min(1.0), order }
    }

    /// Marks that the lower end allows for.
    pub fn allowed(&self) -> f64 {
        if self.share > TAIL { self.order } else { 0.0 }
    }
}

/// By target: lower and upper end of `authentic`.
///
/// `coverage`: the share of the true events that the log holds, where known. The marks that it holds are then a
/// sample of those that were given, and n of them have a further variance of n(1 − coverage).
pub fn of_pages(
    columns: &Columns,
    crews: &[CrewVerdict],
    ends: &Ends,
    missed: &Missed,
    coverage: Option<f64>,
) -> Vec<(f64, f64)> {
    let target = columns.target_of_mark();
    let claimed = pages::claimed(columns.marks(), crews);
    // Marks taken off for sure, and those of crews whose kind is not settled.
    let (mut sure, mut open) = (vec![0f64; columns.targets()], vec![0f64; columns.targets()]);
    for c in crews {
        let doubt = c.crew.kinds.doubted();
        let into = match doubt {
            d if d >= UNSETTLED.1 => &mut sure,
            d if d > UNSETTLED.0 => &mut open,
            _ => continue,
        };
        for m in &c.crew.marks {
            into[target[m.mark as usize].index()] += pages::share(&claimed, m);
        }
    }
    let spread = spreads(columns, crews);
    let own = of_their_own(columns, crews);
    let beside = beside_orders(columns, crews);
    (0..columns.targets())
        .map(|t| {
            let likes = (columns.target_start[t + 1] - columns.target_start[t]) as f64;
            let sampled = (sure[t] + open[t]) * (1.0 - coverage.unwrap_or(1.0));
            let spread = (spread[t].powi(2) + sampled).sqrt();
            let (low, high) = ends.of(sure[t] + open[t]);
            let with = |end: f64| ((end * spread).powi(2) + NORMAL.powi(2) * own[t]).sqrt();
            let least = (sure[t] - with(low)).max(0.0);
            let most = sure[t] + open[t] + with(high) + beside[t] + missed.allowed();
            ((likes - most).max(0.0).floor(), (likes - least).clamp(0.0, likes).ceil())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_the_quantiles_of_what_was_planted() {
        let trial =
            |i: u32| PageTrial { campaign: 0, planted: 50.0, taken: 50.0 - f64::from(i) / 10.0, spread: 1.0 };
        let trials: Vec<PageTrial> = (0..100).map(trial).collect();
        // r = 0.0 … 9.9; ⌈101 · 0.955⌉ = 97th smallest is 9.6; the lower end is at least one spread.
        let e = Ends::measured(&trials);
        assert!((e.high - 9.6).abs() < 1e-9 && e.low == -1.0 && e.pages == 100, "{e:?}");
        // All lie between 32 and 96; of the other sizes none were planted.
        assert_eq!(e.by_size, [(e.low, e.high); 3]);
        assert_eq!(Ends::measured(&trials[..5]).pages, 0);
    }

    #[test]
    fn large_orders_are_measured_by_large_ones() {
        let trial =
            |taken: f64, lost: f64| PageTrial { campaign: 0, planted: taken + lost, taken, spread: 1.0 };
        let trials: Vec<PageTrial> =
            (0..60).map(|i| if i % 2 == 0 { trial(10.0, 8.0) } else { trial(200.0, 2.0) }).collect();
        let e = Ends::measured(&trials);
        assert_eq!((e.of(20.0), e.of(500.0)), ((-1.0, 8.0), (-1.0, 2.0)));
        assert_eq!(e.of(50.0), (e.low, e.high));
    }

    #[test]
    fn marks_of_their_own_by_hand() {
        // Others at 0, 1, …, 9; members at 2 and 3, in the order from 2 to 4, and at 7 and 8, out of it.
        let marks = (0..10).map(|t| (t, false)).chain([2, 3, 7, 8].map(|t| (t, true)));
        // Two of the members' out of it, where others gave seven; three of others' in it.
        assert_eq!(expected(marks, &[(TargetId(0), 2, 4)]), 2.0 * 3.0 / 8.0);
    }

    #[test]
    fn marks_beside_an_order_by_hand() {
        // One page with six marks, from 10 to 15; the job from 10 to 12.
        let columns = Columns {
            accounts: 6,
            account: [0, 2, 1, 3, 4, 5].map(AccountId).to_vec(),
            time: vec![10, 11, 12, 13, 14, 15],
            target_start: vec![0, 6],
            target_page: vec![claque_marks::PageId(0)],
            target_verb: vec![claque_marks::VerbId(0)],
            ..Columns::default()
        };
        let of = |members: &[u32], jobs: &[(TargetId, Micros, Micros)]| {
            let members = members.iter().map(|a| AccountId(*a)).collect();
            beside(&columns, [(members, jobs.to_vec())].into_iter())[0]
        };
        // Two long, so up to 14: account 4 was there as a member, account 5 too late.
        assert_eq!(of(&[0, 1, 4, 5], &[(TargetId(0), 10, 12)]), 1.0);
        assert_eq!(of(&[0, 1], &[(TargetId(0), 10, 12)]), 0.0);
        // What lies in another job is taken off there.
        assert_eq!(of(&[0, 1, 4], &[(TargetId(0), 10, 12), (TargetId(0), 14, 15)]), 0.0);
    }

    #[test]
    fn what_may_be_missed_by_hand() {
        // A tenth of pages served, four of five found: a page hides one with 0.1 · 0.25.
        let m = Missed::of(10, 100, 0.8, 40.0);
        assert!((m.share - 0.025).abs() < 1e-12);
        assert_eq!(m.allowed(), 0.0);
        assert_eq!(Missed::of(20, 100, 0.8, 40.0).allowed(), 40.0);
    }
}
