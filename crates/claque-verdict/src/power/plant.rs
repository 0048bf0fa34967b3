//! Planting: the user's own log with further accounts and their marks. No row of the log is touched.
//!
//! An order falls on a page drawn half by popularity and half evenly, beginning at the time of one of the page's
//! own marks, and is delivered evenly over its hours. Other marks of the accounts fall where and when people
//! gave theirs. Accounts of one campaign are in no other.

use super::crowds::CrowdMark;
use super::plan::Campaign;
use claque_marks::window::HOUR;
use claque_marks::{AccountId, Columns, Micros, NEVER, TargetId};
use rand::{RngExt, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;
use std::collections::HashSet;

/// How often a page that was already taken is drawn again.
const TRIES: usize = 60;

/// A log with planted campaigns.
pub struct Spiked {
    /// The log.
    pub columns: Columns,
    /// By campaign: its orders.
    pub orders: Vec<Vec<Order>>,
    /// By mark of `columns`: the campaign that gave it in a job, or, after the last campaign, the crowd.
    pub job_of: Vec<Option<u32>>,
    /// Accounts below this number are the user's own.
    pub own_accounts: usize,
}

/// An order as it was planted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Order {
    /// On what.
    pub target: TargetId,
    /// Marks that it delivered.
    pub marks: u32,
    /// Marks that others gave the target during it.
    pub background: u32,
}

/// A planted mark on its way into the log.
type Mark = (TargetId, Micros, AccountId, Option<u32>);

/// Plants campaigns and innocent crowds in a log of at least two targets with marks.
pub fn plant(
    columns: &Columns,
    campaigns: &[Campaign],
    crowds: &[Vec<CrowdMark>],
    rng: &mut ChaCha8Rng,
) -> Spiked {
    let target_of = columns.target_of_mark();
    let targets: Vec<TargetId> = (0..columns.targets())
        .map(TargetId::from_index)
        .filter(|t| !columns.marks_of(*t).is_empty())
        .collect();
    let span = columns.span();
    let mut planted: Vec<Mark> = Vec::new();
    let mut orders = Vec::new();
    let mut next = columns.accounts;
    for (c, campaign) in campaigns.iter().enumerate() {
        let mut crew: Vec<AccountId> =
            (next..next + campaign.accounts as usize).map(AccountId::from_index).collect();
        next += campaign.accounts as usize;
        let mut taken: HashSet<TargetId> = HashSet::new();
        let mut done = Vec::new();
        let mut given = 0usize;
        for _ in 0..campaign.orders {
            let page = (0..TRIES)
                .map(|_| match rng.random_range(0..2u32) {
                    0 => target_of[rng.random_range(0..columns.marks())],
                    _ => targets[rng.random_range(0..targets.len())],
                })
                .find(|t| taken.insert(*t));
            let Some(target) = page else { break };
            crew.shuffle(rng);
            let (from, to) = delivery(columns, span, target, campaign.hours, rng);
            for &a in &crew[..campaign.order as usize] {
                let when = if to > from { rng.random_range(from..to) } else { from };
                planted.push((target, when, a, Some(c as u32)));
                given += 1;
            }
            let background = if columns.has_times() {
                let life = &columns.time[columns.marks_of(target)];
                life.partition_point(|t| *t <= to) - life.partition_point(|t| *t < from)
            } else {
                columns.marks_of(target).len()
            };
            done.push(Order { target, marks: campaign.order, background: background as u32 });
        }
        let mut used: HashSet<(TargetId, AccountId)> =
            planted[planted.len() - given..].iter().map(|m| (m.0, m.2)).collect();
        for _ in 0..(given as f64 * campaign.camouflage).round() as usize {
            let like = rng.random_range(0..columns.marks());
            let who = crew[rng.random_range(0..crew.len())];
            if used.insert((target_of[like], who)) {
                let when = columns.time.get(like).map_or(0, |t| nearby(columns, target_of[like], *t, rng));
                planted.push((target_of[like], when, who, None));
            }
        }
        orders.push(done);
    }
    for (i, crowd) in crowds.iter().enumerate() {
        let of = Some((campaigns.len() + i) as u32);
        planted.extend(crowd.iter().map(|&(target, when, who)| (target, when, who, of)));
    }
    let (columns_out, job_of) = merged(columns, planted, next);
    Spiked { columns: columns_out, orders, job_of, own_accounts: columns.accounts }
}

/// When an order is delivered: from one of the page's own times on, inside the log.
fn delivery(
    columns: &Columns,
    span: Option<(Micros, Micros)>,
    target: TargetId,
    hours: f64,
    rng: &mut ChaCha8Rng,
) -> (Micros, Micros) {
    let Some((first, last)) = span else { return (0, 0) };
    let length = ((hours * HOUR as f64) as Micros).min(last - first);
    let marks = columns.marks_of(target);
    let from = columns.time[rng.random_range(marks)].min(last - length).max(first);
    (from, from + length)
}

/// A time within half an hour of another, inside the page's life.
fn nearby(columns: &Columns, target: TargetId, time: Micros, rng: &mut ChaCha8Rng) -> Micros {
    let life = columns.marks_of(target);
    let near = time + rng.random_range(-HOUR / 2..=HOUR / 2);
    near.clamp(columns.time[life.start], columns.time[life.end - 1])
}

/// The log and the planted marks in one order, and by mark the campaign that gave it in a job.
fn merged(columns: &Columns, mut planted: Vec<Mark>, accounts: usize) -> (Columns, Vec<Option<u32>>) {
    let timed = columns.has_times();
    planted.sort_unstable();
    let n = columns.marks() + planted.len();
    let mut out = Columns {
        accounts,
        target_start: vec![0],
        account: Vec::with_capacity(n),
        time: Vec::with_capacity(if timed { n } else { 0 }),
        withdrawn: Vec::with_capacity(n),
        row: Vec::with_capacity(n),
        country: Vec::with_capacity(if columns.country.is_empty() { 0 } else { n }),
        ..columns.clone()
    };
    let mut job_of = Vec::with_capacity(n);
    let mut rest = planted.as_slice();
    let mut push = |out: &mut Columns, time: Micros, who: AccountId, from: Result<usize, Option<u32>>| {
        out.account.push(who);
        if timed {
            out.time.push(time);
        }
        out.withdrawn.push(from.map_or(NEVER, |m| columns.withdrawn[m]));
        out.row.push(from.map_or(0, |m| columns.row[m]));
        if !columns.country.is_empty() {
            out.country.push(from.map_or(None, |m| columns.country[m]));
        }
        job_of.push(from.err().flatten());
    };
    for t in 0..columns.targets() {
        let upto = rest.partition_point(|m| m.0.index() <= t);
        let (mut here, later) = rest.split_at(upto);
        rest = later;
        for m in columns.marks_of(TargetId::from_index(t)) {
            let time = columns.time.get(m).copied().unwrap_or(NEVER);
            while let Some(&(_, when, who, job)) = here.first()
                && timed
                && (when, who) < (time, columns.account[m])
            {
                push(&mut out, when, who, Err(job));
                here = &here[1..];
            }
            push(&mut out, time, columns.account[m], Ok(m));
        }
        for &(_, when, who, job) in here {
            push(&mut out, when, who, Err(job));
        }
        out.target_start.push(out.account.len());
    }
    if !out.created.is_empty() {
        out.created.resize(accounts, NEVER);
    }
    (out, job_of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::power::plan;
    use claque_marks::Seed;
    use claque_oracle::planted::Town;

    #[test]
    fn no_row_of_the_log_is_touched_and_orders_are_whole() {
        for timed in [true, false] {
            let mut town = Town::new(300, 60, 3);
            town.log.timed = timed;
            let log = town.log.columns();
            let rng = &mut Seed(5).for_stage("test", 0);
            let campaigns = plan::draw((6.0, 40.0), 5, f64::INFINITY, timed, rng);
            let s = plant(&log, &campaigns, &[], rng);
            s.columns.check().unwrap();
            assert_eq!(s.own_accounts, log.accounts);
            let own = |m: &usize| s.columns.account[*m].index() < log.accounts;
            let kept: Vec<usize> = (0..s.columns.marks()).filter(own).collect();
            let of = |c: &Columns, m: usize| (c.account[m], c.time.get(m).copied(), c.row[m], c.withdrawn[m]);
            let before: Vec<_> = (0..log.marks()).map(|m| of(&log, m)).collect();
            let after: Vec<_> = kept.iter().map(|&m| of(&s.columns, m)).collect();
            assert_eq!(before, after, "every row stands as it was, in its order");
            for (c, campaign) in campaigns.iter().enumerate() {
                let jobs = s.job_of.iter().filter(|j| **j == Some(c as u32)).count();
                assert_eq!(jobs, s.orders[c].len() * campaign.order as usize);
                assert_eq!(s.orders[c].len(), campaign.orders as usize);
                assert!(s.orders[c].windows(2).all(|w| w[0].target != w[1].target));
            }
            assert!(kept.iter().all(|&m| s.job_of[m].is_none()));
        }
    }
}
