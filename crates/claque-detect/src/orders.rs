//! Orders: the stretches of each target's life in which members' marks exceed what their activity, their
//! waking hours and their taste for it at other times would give.
//!
//! Kulldorff's scan statistic (1997) for a Poisson rate: over stretches between end points, with s the
//! members' marks inside and E their expectation,
//!
//! ```text
//! LLR = s ln(s/E) − s + E      where s/(n − s) > 2 E/(n − E) and s > 1.6 E, n all marks inside
//! ```
//!
//! METHOD: odds, since of a crew that gives four tenths of all marks no stretch has twice the usual; but of a crew that gives most marks
//! every page would be an order that the others do not come to.
//! The statistic is taken again on what is left of the target. Stretches that meet are one order: a dense core, and its thin flanks.
//!
//! E is the greater of two expectations: that members mark the target all the time as at its other times, and that those of
//! them do who have not come, since an account marks a target once:
//!
//! ```text
//! (M + 1 − Σ_(members' marks before) z P(in no job that is known))/(M + 1),   M = Σ z
//! ```
//!
//! METHOD: of a page that everybody knows, a crew's cover marks use up its members in the first weeks, and these look like an
//! order beside what is left of them later. Whom a known job used up is left out, so that its flanks stay as thin on both sides.
//!
//! METHOD: no stretch is longer than a few of the coarsest windows at which the crew was seen. A crew's cover
//! marks favour popular pages all the time; without the bound their whole lives look like one order.

use crate::free::Free;
use crate::join::Stretch;
use crate::order::{median, quantile};
use crate::peel::Ground;
use crate::timing::Membership;
use crate::waking::Waking;
use claque_marks::parameters::SearchParameters;
use claque_marks::window::HOUR;
use claque_marks::{Micros, TargetId};
use rayon::prelude::*;

/// Fewest targets of an owner that say how fond members are of it.
const OTHER_TARGETS: usize = 3;
/// How many times what they would give anyway members must give in an order.
pub(crate) const EXCESS: f64 = 2.0;
/// And how many times in marks, where nearly everybody who is there is a member.
const LEAST_EXCESS: f64 = 1.6;
/// Weight of the log's own rate beside that of a target's other times, in marks.
const STEADY: f64 = 20.0;

/// The stretches of a crew's orders, by (target, start). `inside`: marks known to be in jobs, by mark, with
/// their probability. `known`: the jobs so far; `first`: those of its findings; `hours`: the coarsest window
/// it was seen at.
pub fn of_crew(
    ground: &Ground,
    crew: &Membership,
    known: &[Stretch],
    first: &[Stretch],
    hours: u32,
    inside: &[(u32, f64)],
    free: &Free,
) -> Vec<Stretch> {
    let Ground { columns, index, p, .. } = *ground;
    let mut z = vec![0f64; columns.accounts];
    let mut size = 0.0;
    for (&a, &post) in crew.accounts.iter().zip(&crew.z) {
        if post > 0.5 {
            z[a as usize] = post;
            size += post;
        }
    }
    let mut order = vec![0f64; known.len()];
    for (&j, own) in crew.job.iter().zip(&crew.own) {
        order[j as usize] += own;
    }
    let usual = median(order).unwrap_or(0.0);
    let members = crew.members();
    let mut touched: Vec<(u32, f64)> = members
        .iter()
        .flat_map(|&a| index.by_account.of(a).iter().map(move |&m| (m, a)))
        .filter(|(m, _)| free.marks[*m as usize])
        .map(|(m, a)| (index.target[m as usize], z[a as usize]))
        .collect();
    touched.sort_unstable_by_key(|t| t.0);
    let least = f64::from(p.min_overlap).max(p.usual_share * usual);
    let targets: Vec<u32> = touched
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|run| run.iter().map(|r| r.1).sum::<f64>() >= least)
        .map(|run| run[0].0)
        .collect();
    let waking = Waking::of(ground, &z, &members, inside, free);
    let mean_rate = waking.mean();
    let fond = fond_of_owners(ground, &touched, mean_rate, first);
    let longest = longest_order(p, known, hours);
    let life =
        Life { z: &z, size, waking: &waking, mean_rate, fond: &fond, usual, longest, free: &free.marks };
    targets.par_iter().map(|&t| scan(ground, t, &life)).collect::<Vec<_>>().concat()
}

/// What a scan of one target needs to know of the crew.
struct Life<'a> {
    /// By account: posterior of membership, 0 for others.
    z: &'a [f64],
    /// Its sum.
    size: f64,
    /// Members' share of marks outside jobs.
    waking: &'a Waking<'a>,
    /// Its mean.
    mean_rate: f64,
    /// By owner: how much more than that members give its targets.
    fond: &'a [f64],
    /// The crew's median order, in marks.
    usual: f64,
    /// Longest stretch, in µs.
    longest: i64,
    /// By mark: whether it counts.
    free: &'a [bool],
}

/// Bound on the length of an order, in µs: a few of the coarsest windows at which the crew was seen, and no more
/// than twice what nine in ten of its known jobs took.
fn longest_order(p: &SearchParameters, known: &[Stretch], hours: u32) -> Micros {
    let mut took: Vec<f64> = known.iter().map(|s| (s.to - s.from) as f64).collect();
    took.sort_unstable_by(f64::total_cmp);
    let usual = (2.0 * quantile(&took, 0.9)) as Micros;
    let windows = i64::from(hours) * i64::from(p.scan_longest) * HOUR;
    windows.min(usual).max(i64::from(p.scan_shortest_bound) * HOUR)
}

/// By owner: how much more than expected members give its targets, one with another: the lower median over targets
/// without jobs among the first findings, of which a mark or more is expected, of (members' marks + 1)/(expected + 1),
/// at least 1; 1 where there are too few.
///
/// METHOD: workers follow authors in lives of their own, and cover marks go to whom everybody follows; without
/// this every post of such an author looks like an order. A median, since some of its posts may be orders that
/// are not yet known.
fn fond_of_owners(ground: &Ground, touched: &[(u32, f64)], rate: f64, first: &[Stretch]) -> Vec<f64> {
    let Ground { columns, index, .. } = *ground;
    let mut ours = vec![0f64; columns.targets()];
    for &(t, z) in touched {
        ours[t as usize] += z;
    }
    let mut ratios: Vec<(u32, f64)> = (0..columns.targets() as u32)
        .filter(|&t| first.binary_search_by_key(&t, |s| s.target).is_err())
        .map(|t| (t, columns.marks_of(TargetId(t)).len() as f64 * rate))
        .filter(|(_, expected)| *expected >= 1.0)
        .map(|(t, expected)| (index.owner[t as usize], (ours[t as usize] + 1.0) / (expected + 1.0)))
        .collect();
    ratios.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut fond = vec![1f64; columns.owners];
    for run in ratios.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() >= OTHER_TARGETS) {
        fond[run[0].0 as usize] = run[(run.len() - 1) / 2].1.max(1.0);
    }
    fond
}

/// First and last of a stretch's times without strays. A member's own mark days away nearly always raises the
/// statistic, so up to a fiftieth of the marks on either side (at least one) are left off while the step to
/// the next is more than a fifth of the whole stretch.
fn without_strays(times: &[i64]) -> (i64, i64) {
    let (mut lo, mut hi) = (0, times.len() - 1);
    let most = (times.len() / 50).max(1);
    let far = |step: i64, lo: usize, hi: usize| step * 5 > times[hi] - times[lo];
    while lo < most && lo + 2 < hi && far(times[lo + 1] - times[lo], lo, hi) {
        lo += 1;
    }
    while times.len() - 1 - hi < most && hi > lo + 2 && far(times[hi] - times[hi - 1], lo, hi) {
        hi -= 1;
    }
    (times[lo], times[hi])
}

/// What some marks of a target come to.
#[derive(Clone, Copy, Default)]
struct Sum {
    /// Members' weight.
    ours: f64,
    /// What members would give, before how fond they are of the target: all of them, and those who have not come.
    rate: f64,
    left: f64,
}

impl std::ops::Add for Sum {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        Self { ours: self.ours + o.ours, rate: self.rate + o.rate, left: self.left + o.left }
    }
}

impl std::ops::Sub for Sum {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        Self { ours: self.ours - o.ours, rate: self.rate - o.rate, left: self.left - o.left }
    }
}

/// A mark of a target.
struct Marked {
    time: Micros,
    sum: Sum,
}

/// The orders on one target.
fn scan(ground: &Ground, target: u32, crew: &Life) -> Vec<Stretch> {
    let Ground { columns, index, p, .. } = *ground;
    let Life { z, size, waking, mean_rate, fond, usual, longest, free } = *crew;
    let mut rates = waking.beside(TargetId(target)).into_iter();
    let mut came = 0.0;
    let mut life: Vec<Marked> = Vec::with_capacity(rates.len());
    for (m, outside) in columns.marks_of(TargetId(target)).zip(waking.outside_jobs(TargetId(target))) {
        let ours = z[columns.account[m].index()];
        if let Some(rate) = free[m].then(|| rates.next()).flatten() {
            let left = rate * (size + 1.0 - came) / (size + 1.0);
            life.push(Marked { time: index.time[m], sum: Sum { ours, rate, left } });
        }
        came += ours * outside;
    }
    let of_owner = fond[index.owner[target as usize] as usize];
    let mut out = Vec::new();
    for _ in 0..p.scan_most {
        let ours: Vec<usize> = (0..life.len()).filter(|&i| life[i].sum.ours > 0.0).collect();
        if ours.len() < p.min_overlap as usize {
            break;
        }
        // End points, as places among the members' marks.
        let ends = ours.len().min(p.scan_ends as usize);
        let mut grid: Vec<usize> = (0..ends).map(|i| i * (ours.len() - 1) / (ends - 1).max(1)).collect();
        grid.dedup();
        let mut sum = vec![Sum::default()];
        for l in &life {
            let last = *sum.last().expect("not empty");
            sum.push(last + l.sum);
        }
        let whole = *sum.last().expect("not empty");
        // Gain of the stretch from one of the members' marks to another; none where it is no order.
        let gain_of = |x: usize, y: usize| {
            let (x, y) = (ours[x], ours[y]);
            let inside = sum[y + 1] - sum[x];
            let (s, outside) = (inside.ours, whole - inside);
            // How fond members are of the target at other times, and of its owner's other targets, raises
            // what is expected, never lowers.
            let steady = STEADY * mean_rate;
            let by = |inside: f64, outside_rate: f64| {
                inside * ((outside.ours + steady) / (outside_rate + steady)).max(of_owner)
            };
            let expected = by(inside.rate, outside.rate).max(by(inside.left, outside.left));
            let n = (y + 1 - x) as f64;
            let order = life[y].time - life[x].time <= longest
                && s * (n - expected) > EXCESS * expected * (n - s)
                && s > LEAST_EXCESS * expected
                && s - expected >= p.usual_share * usual;
            if order { s * (s / expected).ln() - s + expected } else { 0.0 }
        };
        // The better of a stretch and the best so far.
        let better = |best: (f64, usize, usize), x: usize, y: usize| {
            let gain = gain_of(x, y);
            if gain > best.0 { (gain, x, y) } else { best }
        };
        let mut best = (0f64, 0usize, 0usize);
        for (g, &x) in grid.iter().enumerate() {
            for &y in grid[g..].iter().take_while(|&&y| life[ours[y]].time - life[ours[x]].time <= longest) {
                best = better(best, x, y);
            }
        }
        // Then each end in turn moves to its best place between the neighbouring points.
        let around = |at: usize| {
            let g = grid.partition_point(|&p| p < at);
            grid[g.saturating_sub(1)]..=grid[(g + 1).min(grid.len() - 1)]
        };
        let (_, x, y) = best;
        best = around(x).filter(|&x| x <= y).fold(best, |best, x| better(best, x, y));
        let x = best.1;
        best = around(y).filter(|&y| y >= x).fold(best, |best, y| better(best, x, y));
        let (gain, x, y) = best;
        let (x, y) = (ours[x], ours[y]);
        let s = (sum[y + 1] - sum[x]).ours;
        if gain < p.scan_gain || s < f64::from(p.min_overlap) {
            break;
        }
        let inside: Vec<i64> = life[x..=y].iter().filter(|l| l.sum.ours > 0.0).map(|l| l.time).collect();
        let (from, to) = without_strays(&inside);
        out.push(Stretch { target, from, to });
        life.drain(x..=y);
    }
    out.sort_unstable();
    // The core of an order may have been taken before its flanks.
    out.dedup_by(|next: &mut Stretch, last| {
        let meet = next.from <= last.to;
        last.to = if meet { last.to.max(next.to) } else { last.to };
        meet
    });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strays_are_left_off_and_an_even_stretch_is_not() {
        let mut order: Vec<i64> = (0..60).collect();
        assert_eq!(without_strays(&order), (0, 59));
        order.push(400);
        assert_eq!(without_strays(&order), (0, 59));
        order.insert(0, -300);
        assert_eq!(without_strays(&order), (0, 59));
    }
}
