//! Membership settled: one more round of it, with what each account gives the same owners by itself ([`Followers`]) and
//! with how busy it is ([`prior`]).
//!
//! With r = ρh/(λg) of each mark, as the membership found it,
//!
//! ```text
//! y_ao = Σ_marks on owner o ln(1 + r/f_ao) − Σ_jobs of o ρ_j,      P(in the job | member) = r/(r + f'_ao)
//! ```
//!
//! A fan of owner o marks every second of its n pages or more, whenever he comes by: to have marked c of them, and in
//! the jobs' time, is
//!
//! ```text
//! φ_ao = φ e^(−2 n (1/2 − c/n)²) × Π over the jobs others' free marks in the job / others' free marks of the page
//! ```
//!
//! Jobs in which those who are left gave no more than twice what chance would give them are no jobs of the crew: a crowd
//! was there in which they were as anybody ([`served`]).
//!
//! METHOD: how busy members are is asked of those who are left, and again, so that twenty of the busiest, taken in because
//! their marks meet everybody's, do not vouch for each other.

use crate::among::Accounts;
use crate::complete::Completed;
use crate::csr::Lists;
use crate::followers::Followers;
use crate::join::Stretch;
use crate::late::LateMark;
use crate::orders::EXCESS;
use crate::passers_by::PassersBy;
use crate::peel::Ground;
use crate::prior;
use crate::timing::{LARGEST, Membership, bounded, fan_share, numbers, of_anyone};
use claque_chance::probability::logistic;
use rayon::prelude::*;

/// How often the prior is asked for again.
const ROUNDS: usize = 5;

/// The marks in a crew's jobs as settling looks at them.
struct Orders {
    /// By mark: place of its account.
    place: Vec<u32>,
    /// By place: its marks.
    of_account: Lists,
    /// By mark: its target and the block of its job. Orders of one owner are one block.
    target: Vec<u32>,
    block: Vec<usize>,
    /// By block: Σ ρ of its jobs.
    rate: Vec<f64>,
    /// By mark: r.
    ratio: Vec<f64>,
    /// By job: P(a fan's mark on the page falls into the job).
    meets: Vec<f64>,
}

impl Orders {
    fn of(ground: &Ground, crew: &Completed, followers: &Followers) -> Self {
        let (m, index) = (&crew.membership, ground.index);
        let who = |k: &u32| ground.columns.account[*k as usize].0;
        let place: Vec<u32> = m.marks.iter().map(|k| followers.place(who(k))).collect();
        let target: Vec<u32> = m.job.iter().map(|&j| crew.stretches[j as usize].target).collect();
        let mut owners: Vec<u32> = crew.stretches.iter().map(|s| index.owner[s.target as usize]).collect();
        owners.sort_unstable();
        owners.dedup();
        let block_of =
            |t: &u32| owners.binary_search(&index.owner[*t as usize]).expect("an owner of the crew");
        let block: Vec<usize> = target.iter().map(block_of).collect();
        let total = m.z.iter().sum::<f64>().max(1.0);
        let mut rate = vec![0f64; owners.len()];
        let mut others = vec![0f64; crew.stretches.len()];
        for ((&b, &at), &j) in block.iter().zip(&place).zip(&m.job) {
            rate[b] += m.z[at as usize] / total;
            others[j as usize] += 1.0 - m.z[at as usize];
        }
        let meets = others.iter().zip(&crew.stretches).map(|(others, s)| {
            let here = followers.free_marks(s.target);
            (others + 1.0) / (others.max(here) + 1.0)
        });
        let meets = meets.collect();
        let ratio = m.own.iter().zip(&place).map(|(own, &at)| {
            let share = own / m.z[at as usize];
            (share / (1.0 - share).max(1e-9)).min(LARGEST)
        });
        let ratio = ratio.collect();
        let of_account = Lists::group(m.accounts.len(), place.iter().copied());
        Self { place, of_account, target, block, rate, ratio, meets }
    }
}

/// A settled crew and its late marks without the jobs in which its members gave no more than chance would, by the bound
/// on an order of [`crate::orders`]; whole where that would leave fewer than two targets.
pub fn served(ground: &Ground, crew: Completed, late: Vec<LateMark>) -> (Completed, Vec<LateMark>) {
    let m = &crew.membership;
    let members = Accounts::of(ground.columns.accounts, m.members().into_iter());
    let mut given = vec![0usize; m.expected.len()];
    for (&k, &j) in m.marks.iter().zip(&m.job) {
        given[j as usize] += usize::from(members.has(ground.columns.account[k as usize].0));
    }
    let kept: Vec<bool> = given.iter().zip(&m.expected).map(|(n, e)| *n as f64 > EXCESS * e).collect();
    let of_kept = crew.stretches.iter().zip(&kept).filter(|(_, kept)| **kept);
    let stretches: Vec<Stretch> = of_kept.map(|(s, _)| *s).collect();
    if stretches.len() == kept.len()
        || stretches.first().map(|s| s.target) == stretches.last().map(|s| s.target)
    {
        return (crew, late);
    }
    let places = numbers(&kept);
    let late = late.into_iter().filter(|l| kept[l.job as usize]);
    let late = late.map(|l| LateMark { job: places[l.job as usize], ..l }).collect();
    (Completed { membership: m.within(&kept), stretches, ..crew }, late)
}

/// A crew's membership by these rates: z and `own`.
pub fn settle(ground: &Ground, followers: &Followers, crew: &Completed) -> Membership {
    let m = &crew.membership;
    let orders = Orders::of(ground, crew, followers);
    let given: Vec<f64> = m.accounts.iter().map(|&a| ground.activity.given[a as usize]).collect();
    let jobs = |at: usize| orders.of_account.of(at as u32).len() as f64;
    let elsewhere: Vec<f64> = given.iter().enumerate().map(|(at, d)| (d - jobs(at)).max(0.5)).collect();
    let fan = fan_share(ground.p, orders.rate.len());
    let absent: f64 = orders.rate.iter().map(|rate| bounded(fan, -rate)).sum();
    let weight = |at: usize| {
        let mut marks = orders.of_account.of(at as u32).to_vec();
        marks.sort_by_key(|&k| orders.block[k as usize]);
        let anyone = elsewhere[at] / of_anyone(given[at], marks.len() as f64);
        let mut weight = absent;
        for run in marks.chunk_by(|x, y| orders.block[*x as usize] == orders.block[*y as usize]) {
            let rate = orders.rate[orders.block[run[0] as usize]];
            let (mut gain, mut still, mut met) = (-rate, 1f64, 1.0);
            for k in run.iter().map(|&k| k as usize) {
                let (seen, expected) = followers.given(m.accounts[at], orders.target[k]);
                let anyones = followers.of_anyone(seen, expected);
                gain += (orders.ratio[k] * anyone / anyones).min(LARGEST).ln_1p();
                still = still.min(followers.still_a_fan(seen, orders.target[k]));
                met *= orders.meets[m.job[k] as usize];
            }
            weight += bounded(fan * still * met, gain) - bounded(fan, -rate);
        }
        weight
    };
    let weight: Vec<f64> = (0..m.accounts.len()).into_par_iter().map(weight).collect();
    let mut z = m.z.clone();
    for _ in 0..ROUNDS {
        let prior = prior::logits(ground, &m.accounts, &elsewhere, &z);
        let each = (0..z.len()).map(|at| (given[at], jobs(at), z[at]));
        let passers_by = PassersBy::of(ground.activity, each);
        let posterior = |at: usize| {
            let logit =
                weight[at] + prior[prior::class(elsewhere[at])] + passers_by.spread(given[at], jobs(at));
            logistic(logit.clamp(-40.0, 40.0))
        };
        z = (0..weight.len()).map(posterior).collect();
    }
    let own = (0..m.marks.len()).into_par_iter().map(|k| {
        let (r, at) = (orders.ratio[k], orders.place[k] as usize);
        z[at] * r / (r + followers.of_member(m.accounts[at], orders.target[k]))
    });
    let own = own.collect();
    Membership { z, own, ..m.clone() }
}
