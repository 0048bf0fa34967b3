//! Regulars of one owner who were made together.
//!
//! ```text
//! n regulars: accounts with r marks on the owner and a known creation;  x others of them within h,  x ≥ s · others within H
//! P(X ≥ x) < p,  X ~ Poisson((n − 1) · share of all other accounts within h),   z = 1 − mean/x
//! ```

use crate::crew::Crew;
use crate::log::{Key, Log, Mark};
use claque_chance::tails::ln_poisson_tail;
use claque_marks::parameters::SearchParameters;
use claque_marks::window::HOUR;
use claque_marks::{Micros, NEVER};
use std::collections::{BTreeMap, BTreeSet};

/// The crew of an owner's regulars who were made together, of marks that are not taken; and its gain.
pub fn of_owner(log: &Log, taken: &BTreeSet<Key>, owner: u32, p: &SearchParameters) -> Option<(Crew, f64)> {
    let created = |a: u32| log.created.get(a as usize).copied().filter(|c| *c != NEVER);
    let all: Vec<(u32, Micros)> = (0..log.accounts).filter_map(|a| Some((a, created(a)?))).collect();
    let his: Vec<&Mark> = log.marks.iter().filter(|m| log.owner_of(m.page) == owner).collect();
    let given = |a: u32| his.iter().filter(|m| m.account == a).count();
    let regulars: Vec<(u32, Micros)> =
        all.iter().copied().filter(|(a, _)| given(*a) >= p.regular_pages as usize).collect();
    let others = |of: &[(u32, Micros)], (a, c): (u32, Micros), hours: f64| {
        let h = (hours * HOUR as f64) as Micros;
        of.iter().filter(|o| o.0 != a && (o.1 - c).abs() <= h).count() as f64
    };
    // x, its mean by chance, when it was made.
    let mut made: BTreeMap<u32, (f64, f64, Micros)> = BTreeMap::new();
    for &r in &regulars {
        let x = others(&regulars, r, p.batch_reach);
        let share = others(&all, r, p.batch_reach) / (all.len() as f64 - 1.0).max(1.0);
        let mean = (regulars.len() as f64 - 1.0) * share;
        let tight = x >= p.batch_share * others(&regulars, r, p.batch_apart);
        if tight && ln_poisson_tail(x, mean) < p.batch_tail.ln() {
            made.insert(r.0, (x, mean, r.1));
        }
    }
    if regulars.len() < p.min_crew as usize || made.len() < p.min_crew as usize {
        return None;
    }
    let mut z: BTreeMap<u32, f64> = made.iter().map(|(a, m)| (*a, (1.0 - m.1 / m.0).max(0.0))).collect();
    let free: Vec<&Mark> = his.into_iter().filter(|m| !taken.contains(&m.key())).collect();
    z.retain(|a, z| {
        let pages: BTreeSet<u32> = free.iter().filter(|m| m.account == *a).map(|m| m.page).collect();
        *z > 0.5 && pages.len() >= p.regular_pages as usize
    });
    if z.len() < p.min_crew as usize {
        return None;
    }
    let ours: Vec<&Mark> = free.into_iter().filter(|m| z.contains_key(&m.account)).collect();
    let least = (p.join_share_of_order * z.len() as f64).max(5.0);
    let served = |page: u32| ours.iter().filter(|m| m.page == page).count() as f64 >= least;
    let ours: Vec<&Mark> = ours.iter().copied().filter(|m| served(m.page)).collect();
    let targets: BTreeSet<(u32, u32)> = ours.iter().map(|m| (m.page, m.verb)).collect();
    let mut crew = Crew::default();
    for (page, verb) in targets {
        let on = || {
            ours.iter()
                .filter(|m| (m.page, m.verb) == (page, verb))
                .map(|m| if log.timed { m.time } else { 0 })
        };
        crew.jobs.push((page, verb, on().min().unwrap(), on().max().unwrap()));
    }
    crew.own = ours.iter().map(|m| (m.key(), z[&m.account])).collect();
    z.retain(|a, _| ours.iter().any(|m| m.account == *a));
    crew.z = z;
    (crew.jobs.len() >= 2 && crew.z.len() >= p.min_crew as usize).then(|| (crew, gain(&made, p)))
}

/// Over batches that lie more than h apart: the greatest −ln P of each, added up.
fn gain(made: &BTreeMap<u32, (f64, f64, Micros)>, p: &SearchParameters) -> f64 {
    let mut by_time: Vec<(f64, f64, Micros)> = made.values().copied().collect();
    by_time.sort_by_key(|m| m.2);
    let (mut sum, mut most) = (0.0, 0.0f64);
    for (i, &(x, mean, at)) in by_time.iter().enumerate() {
        if i > 0 && at - by_time[i - 1].2 > (p.batch_reach * HOUR as f64) as Micros {
            sum += most;
            most = 0.0;
        }
        most = most.max(-ln_poisson_tail(x, mean));
    }
    sum + most
}
