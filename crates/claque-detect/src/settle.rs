//! Membership settled: one more round of it, with what each account gives the same owners by itself ([`Followers`]) and
//! with how busy it is ([`prior`]).
//!
//! With r = ρh/(λg) of each mark, as the membership found it,
//!
//! ```text
//! y_ao = Σ_marks on owner o ln(1 + r/f_ao) − Σ_jobs of o ρ_j,      P(in the job | member) = r/(r + f'_ao)
//! ```
//!
//! What fans of one of the owners gave on his pages says nothing of membership ([`Fans`]), and who is in fewer jobs than members
//! are is none of them ([`Attendance`]).
//!
//! Jobs in which those who are left gave no more than twice what chance would give them are no jobs of the crew: a crowd
//! was there in which they were as anybody ([`served`]).
//!
//! METHOD: how busy members are is asked of those who are left, and again, so that twenty of the busiest, taken in because
//! their marks meet everybody's, do not vouch for each other.

use crate::among::Accounts;
use crate::attendance::Attendance;
use crate::complete::Completed;
use crate::csr::Lists;
use crate::fans::{Fans, OnOwner};
use crate::followers::Followers;
use crate::join::Stretch;
use crate::late::LateMark;
use crate::orders::EXCESS;
use crate::passers_by::PassersBy;
use crate::peel::Ground;
use crate::prior;
use crate::timing::{LARGEST, Membership, fan_share, numbers, of_anyone};
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
    /// By mark: its target and the place of its owner among the crew's.
    target: Vec<u32>,
    owner: Vec<usize>,
    /// By owner: Σ ρ of its jobs, and its targets among them.
    rate: Vec<f64>,
    pages: Vec<usize>,
    /// By job: ρ.
    attended: Vec<f64>,
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
        let owner_of =
            |t: &u32| owners.binary_search(&index.owner[*t as usize]).expect("an owner of the crew");
        let owner: Vec<usize> = target.iter().map(owner_of).collect();
        let mut pages = vec![0; owners.len()];
        // Stretches come by target.
        let targets = crew.stretches.chunk_by(|a, b| a.target == b.target);
        targets.for_each(|run| pages[owner_of(&run[0].target)] += 1);
        let total = m.z.iter().sum::<f64>().max(1.0);
        let mut rate = vec![0f64; owners.len()];
        let mut attended = vec![0f64; crew.stretches.len()];
        let mut others = vec![0f64; crew.stretches.len()];
        for ((&o, &at), &j) in owner.iter().zip(&place).zip(&m.job) {
            rate[o] += m.z[at as usize] / total;
            attended[j as usize] += m.z[at as usize] / total;
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
        Self { place, of_account, target, owner, rate, pages, attended, ratio, meets }
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

/// By place of the account: what it gave, owner by owner.
fn on_owners(ground: &Ground, followers: &Followers, m: &Membership, orders: &Orders) -> Vec<Vec<OnOwner>> {
    let of = |at: usize| {
        let mut marks = orders.of_account.of(at as u32).to_vec();
        marks.sort_by_key(|&k| orders.owner[k as usize]);
        let given = ground.activity.given[m.accounts[at] as usize];
        let anyone = elsewhere(given, marks.len()) / of_anyone(given, marks.len() as f64);
        let on_owner = |run: &[u32]| {
            let owner = orders.owner[run[0] as usize];
            let (mut gain, mut still, mut met) = (-orders.rate[owner], 1f64, 1.0);
            for k in run.iter().map(|&k| k as usize) {
                let (seen, expected) = followers.given(m.accounts[at], orders.target[k]);
                let anyones = followers.of_anyone(seen, expected);
                gain += (orders.ratio[k] * anyone / anyones).min(LARGEST).ln_1p();
                still = still.min(followers.still_a_fan(seen, orders.target[k]));
                met *= orders.meets[m.job[k] as usize];
            }
            OnOwner { owner, gain, still: still * met }
        };
        marks.chunk_by(|x, y| orders.owner[*x as usize] == orders.owner[*y as usize]).map(on_owner).collect()
    };
    (0..m.accounts.len()).into_par_iter().map(of).collect()
}

/// Marks of an account outside the jobs, at least ½.
fn elsewhere(given: f64, in_jobs: usize) -> f64 {
    (given - in_jobs as f64).max(0.5)
}

/// A crew's membership by these rates: z and `own`.
pub fn settle(ground: &Ground, followers: &Followers, crew: &Completed) -> Membership {
    let m = &crew.membership;
    let orders = Orders::of(ground, crew, followers);
    let on = on_owners(ground, followers, m, &orders);
    let given: Vec<f64> = m.accounts.iter().map(|&a| ground.activity.given[a as usize]).collect();
    let jobs: Vec<usize> = (0..on.len()).map(|at| orders.of_account.of(at as u32).len()).collect();
    let elsewhere: Vec<f64> = given.iter().zip(&jobs).map(|(d, k)| elsewhere(*d, *k)).collect();
    let attendance = Attendance::of(&orders.attended);
    let least = fan_share(ground.p, orders.rate.len());
    let mut fans = Fans::new(ground.columns.accounts, orders.rate.clone(), &orders.pages, least);
    let mut z = m.z.clone();
    for _ in 0..ROUNDS {
        fans.count(&on, &z);
        let weight = fans.weights();
        let prior = prior::logits(ground, &m.accounts, &elsewhere, &z);
        let each = (0..z.len()).map(|at| (given[at], jobs[at] as f64, z[at]));
        let passers_by = PassersBy::of(ground.activity, each);
        let usual = attendance.usual(&jobs, &z);
        let posterior = |at: usize| {
            let logit = weight(&on[at])
                + prior[prior::class(elsewhere[at])]
                + passers_by.spread(given[at], jobs[at] as f64)
                + usual[jobs[at]];
            logistic(logit.clamp(-40.0, 40.0))
        };
        z = (0..z.len()).into_par_iter().map(posterior).collect();
    }
    let own = (0..m.marks.len()).into_par_iter().map(|k| {
        let (r, at) = (orders.ratio[k], orders.place[k] as usize);
        z[at] * r / (r + followers.of_member(m.accounts[at], orders.target[k]))
    });
    let own = own.collect();
    Membership { z, own, ..m.clone() }
}
