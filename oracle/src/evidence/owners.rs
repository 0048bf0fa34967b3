//! Evidence that lies in owners: coherence, breadth, own taste, returning.

use super::Number;
use crate::crew::{Look, median};
use crate::log::Mark;
use claque_marks::window::{DAY, HOUR};

/// C_o = (G_o + C̄)/(E_o + 1), G_o = Σ_a n_ao Σ_{o′≠o} w_o′ n_ao′ and E_o = Σ_{o′≠o} n_o w_o′ n_o′ f over the crew's
/// owners and outsiders' free marks, w_o the meetings that an owner stands for, C̄ = (Σ w_o G_o + 1)/(Σ w_o E_o + 1);
/// the median over owners, each weighing w_o, and its standard error √(Σ k_a² + 1)/(max(Σ k_a, Σ E_o) + 1). Where
/// owners are not known and the median page is brief, only a value at the threshold or above is an answer.
pub fn coherence(look: &Look) -> Number {
    let owners: Vec<u32> = look.owners.iter().copied().collect();
    if owners.len() < look.p.coherence_owners as usize || is_one(look) || is_the_public(look) {
        return Number::untested(&[]);
    }
    // By outsider that gave any: its free marks on each of the owners.
    let given: Vec<Vec<f64>> = look
        .outsiders()
        .into_iter()
        .map(|a| owners.iter().map(|&o| look.free_on(a, o)).collect::<Vec<f64>>())
        .filter(|on| on.iter().sum::<f64>() > 0.0)
        .collect();
    let named = [("owners", owners.len() as f64), ("outsiders", given.len() as f64)];
    let met: Vec<f64> = owners.iter().map(|&o| meetings(look, o)).collect();
    let mean = met.iter().sum::<f64>() / met.len() as f64;
    let met: Vec<f64> = met.iter().map(|w| if mean > 0.0 { w / mean } else { 1.0 }).collect();
    let once = weighing(look, &given, &vec![1.0; owners.len()]);
    let again = weighing(look, &given, &met);
    let greater = match (once, again) {
        (Some(a), Some(b)) => Some(if b.0 >= a.0 { b } else { a }),
        (a, b) => a.or(b),
    };
    let silent = |value: f64| !look.log.owners_known && value < look.p.coherence.threshold && brief(look);
    match greater {
        Some((value, noise)) if !silent(value) => {
            let low = value < look.p.coherence.threshold;
            let noise = if low { (noise * noise + returners(look).powi(2)).sqrt() } else { noise };
            Number { value: Some(value), expected: Some(1.0), noise, named: named.to_vec() }
        }
        _ => Number::untested(&named),
    }
}

/// `returners` times the degree s in which returning is high; 0 where it is not tested.
fn returners(look: &Look) -> f64 {
    let (p, back) = (&look.p.returning, returning(look));
    let blur = (p.softness * p.softness + back.noise * back.noise).sqrt();
    back.value.map_or(0.0, |v| look.p.returners / (1.0 + (p.threshold / v).powf(1.0 / blur)))
}

/// Whether the middle half of outsiders' free marks on the median target lies within `coherence_life`.
fn brief(look: &Look) -> bool {
    if !look.log.timed {
        return false;
    }
    let life = |target: &(u32, u32)| {
        let there = |m: &&Mark| (m.page, m.verb) == *target && !look.members.contains(&m.account);
        let mut times: Vec<_> = look.free.iter().filter(there).map(|m| m.time).collect();
        times.sort();
        let n = times.len();
        (n > 0).then(|| (times[3 * n / 4] - times[n / 4]) as f64 / HOUR as f64)
    };
    let lives: Vec<f64> = look.targets.iter().filter_map(life).collect();
    median(lives).is_some_and(|life| life < look.p.coherence_life)
}

/// Coherence and its standard error where every owner has a weight; `None` where chance gives too few pairs.
fn weighing(look: &Look, given: &[Vec<f64>], weight: &[f64]) -> Option<(f64, f64)> {
    let f = look.chance();
    let (mut each, mut by_chance, mut pairs) = (vec![], 0.0, vec![0.0; given.len()]);
    for o in 0..weight.len() {
        let (mut shared, mut chance) = (0.0, 0.0);
        for other in (0..weight.len()).filter(|other| *other != o) {
            for (a, on) in given.iter().enumerate() {
                shared += on[o] * weight[other] * on[other];
                pairs[a] += on[o] * weight[other] * on[other];
            }
            let total = |o: usize| given.iter().map(|on| on[o]).sum::<f64>();
            chance += total(o) * weight[other] * total(other) * f;
        }
        each.push((shared, chance, weight[o]));
        by_chance += chance;
    }
    if by_chance < look.p.coherence_least {
        return None;
    }
    let of_all = |part: fn(&(f64, f64, f64)) -> f64| each.iter().map(|e| e.2 * part(e)).sum::<f64>();
    let together = (of_all(|e| e.0) + 1.0) / (of_all(|e| e.1) + 1.0);
    let ratios = each.iter().map(|e| ((e.0 + together) / (e.1 + 1.0), e.2)).collect();
    let squares: f64 = pairs.iter().map(|k| k * k).sum();
    let noise = (squares + 1.0).sqrt() / (pairs.iter().sum::<f64>().max(by_chance) + 1.0);
    middle(ratios).map(|value| (value, noise))
}

/// Meetings that an owner stands for: each member's marks of one day in jobs share one among them.
fn meetings(look: &Look, owner: u32) -> f64 {
    let day = |m: &Mark| if look.log.timed { m.time.div_euclid(DAY) } else { 0 };
    let same = |a: &Mark, b: &Mark| a.account == b.account && day(a) == day(b);
    let share = |m: &Mark| 1.0 / look.given.iter().filter(|x| same(x, m)).count() as f64;
    look.given.iter().filter(|m| look.log.owner_of(m.page) == owner).map(share).sum()
}

/// The least value up to which half of the weight lies.
fn middle(of: Vec<(f64, f64)>) -> Option<f64> {
    let half = of.iter().map(|v| v.1).sum::<f64>() / 2.0;
    let up_to = |value: f64| of.iter().filter(|v| v.0 <= value).map(|v| v.1).sum::<f64>();
    of.iter().map(|v| v.0).filter(|v| up_to(*v) >= half).min_by(f64::total_cmp)
}

/// B = owners/Σ_o (1 − (1 − s_o)ⁿ), s_o an owner's share of the log's pages and n the crew's pages; where owners are
/// known.
pub fn breadth(look: &Look) -> Number {
    let n = look.pages.len();
    if n < 2 || !look.log.owners_known {
        return Number::untested(&[]);
    }
    let all = look.log.owner.len() as f64;
    let mut by_chance = 0.0;
    for o in 0..=look.log.owner.iter().copied().max().unwrap_or(0) {
        let share = look.log.owner.iter().filter(|x| **x == o).count() as f64 / all;
        let mut never = 1.0;
        for _ in 0..n {
            never *= 1.0 - share;
        }
        by_chance += 1.0 - never;
    }
    let owners = look.owners.len() as f64;
    let first = share_of_first(look);
    let named = [("owners", owners), ("pages", n as f64), ("by_chance", by_chance), ("first_owner", first)];
    Number::of(owners / by_chance.max(1.0), Some(1.0), &named)
}

/// T = (members' marks near + 1)/(members' marks × others' share near + 1), members' marks without those in
/// the crew's jobs. Near are owners not of the crew with (Σ_a R_a n_ao + 1)/(n_o n f + 1) above `taste_near`,
/// R_a an outsider's free marks on the crew's owners, n their sum.
pub fn own_taste(look: &Look) -> Number {
    if is_the_public(look) {
        return Number::untested(&[]);
    }
    let outsiders = look.outsiders();
    let f = look.chance();
    let reader = |a: u32| look.owners.iter().map(|&o| look.free_on(a, o)).sum::<f64>();
    let readers: Vec<(u32, f64)> = outsiders.iter().map(|&a| (a, reader(a))).collect();
    let n: f64 = readers.iter().map(|r| r.1).sum();
    let is_near = |o: u32| {
        let met: f64 = readers.iter().map(|&(a, r)| r * look.free_on(a, o)).sum();
        let of_outsiders: f64 = outsiders.iter().map(|&a| look.free_on(a, o)).sum();
        !look.owners.contains(&o) && (met + 1.0) / (of_outsiders * n * f + 1.0) > look.p.taste_near
    };
    let most = look.log.owner.iter().copied().max().unwrap_or(0);
    let near: Vec<u32> = (0..=most).filter(|&o| is_near(o)).collect();
    let ours: Vec<&Mark> = look
        .log
        .marks
        .iter()
        .filter(|m| look.members.contains(&m.account) && !look.given.contains(m))
        .collect();
    let others: Vec<&Mark> = look.log.marks.iter().filter(|m| !look.members.contains(&m.account)).collect();
    let on_near =
        |marks: &[&Mark]| marks.iter().filter(|m| near.contains(&look.log.owner_of(m.page))).count() as f64;
    let (ours_near, others_near) = (on_near(&ours), on_near(&others));
    let by_chance = ours.len() as f64 * others_near / (others.len() as f64).max(1.0);
    let named = [("near", near.len() as f64), ("marks", ours_near), ("by_chance", by_chance)];
    if by_chance < look.p.taste_least {
        return Number::untested(&named);
    }
    Number::of((ours_near + 1.0) / (by_chance + 1.0), Some(1.0), &named)
}

/// H = (members' off marks on the crew's owners + κ)/(members' off marks × others' share there + κ). Off is what
/// lies further than a gap from all jobs of its page, or on a page without any; marks that some crew gave in a job are
/// left out. Only where owners are known. Its logarithm is uncertain by what the two counts of returns are.
pub fn returning(look: &Look) -> Number {
    if !look.log.timed || !look.log.owners_known || is_the_public(look) {
        return Number::untested(&[]);
    }
    let coarsest = look.crew.scales.iter().copied().max().unwrap_or(0);
    let gap = (3 * DAY).max(8 * HOUR * i64::from(coarsest));
    let off = |m: &Mark| {
        let jobs: Vec<_> = look.crew.jobs.iter().filter(|j| j.0 == m.page).collect();
        let from = jobs.iter().map(|j| j.2).min();
        let to = jobs.iter().map(|j| j.3).max();
        !from.zip(to).is_some_and(|(from, to)| from - gap <= m.time && m.time <= to + gap)
    };
    let of_crew = |m: &Mark| look.owners.contains(&look.log.owner_of(m.page));
    let (mut ours, mut ours_back, mut others, mut others_back) = (0.0, 0.0, 0.0, 0.0);
    for m in look.log.marks.iter().filter(|m| off(m) && !look.in_job(m)) {
        let back = f64::from(u8::from(of_crew(m)));
        if look.members.contains(&m.account) {
            ours += 1.0;
            ours_back += back;
        } else {
            others += 1.0;
            others_back += back;
        }
    }
    let by_chance = ours * others_back / f64::max(others, 1.0);
    let named = [("marks", ours_back), ("by_chance", by_chance)];
    if by_chance < look.p.return_least {
        return Number::untested(&named);
    }
    let prior = look.p.return_prior;
    let noise = (1.0 / (ours_back + prior) + 1.0 / (others_back + prior)).sqrt();
    Number { noise, ..Number::of((ours_back + prior) / (by_chance + prior), Some(1.0), &named) }
}

/// The largest share of one owner of the marks given in jobs; 0 where owners are not known.
pub fn share_of_first(look: &Look) -> f64 {
    let of = |o: &u32| look.given.iter().filter(|m| look.log.owner_of(m.page) == *o).count() as f64;
    let most = look.owners.iter().map(of).fold(0.0, f64::max);
    if look.log.owners_known && most > 0.0 { most / look.given.len() as f64 } else { 0.0 }
}

/// Whether one owner has more than the share of the marks given in jobs.
pub fn is_one(look: &Look) -> bool {
    look.log.owners_known && share_of_first(look) > look.p.one_owner
}

/// Whether most accounts are members.
pub fn is_the_public(look: &Look) -> bool {
    2 * look.members.len() > look.log.accounts as usize
}
