//! Evidence that lies in accounts: size, closure, lives, circle, creation, pattern.

use super::{Number, owners, times};
use crate::crew::{Look, median};
use claque_chance::tails::ln_poisson_tail;
use claque_marks::window::HOUR;
use claque_marks::{Micros, NEVER, NO_PATTERN};

/// V = members.
pub fn size(look: &Look) -> Number {
    Number::of(look.size(), None, &[])
}

/// Members' marks in jobs over all their marks.
fn closed(look: &Look) -> f64 {
    let all: f64 = look.members.iter().map(|&a| look.activity(a)).sum();
    look.given.len() as f64 / all.max(1.0)
}

/// V = members' marks in jobs/members' marks.
pub fn closure(look: &Look) -> Number {
    Number::of(closed(look), None, &[])
}

/// V = members with at most b marks outside every job/members, where an outsider's median life is longer.
pub fn lives(look: &Look) -> Number {
    let b = look.p.empty_marks;
    let free =
        |accounts: &mut dyn Iterator<Item = u32>| -> Vec<f64> { accounts.map(|a| look.free_of(a)).collect() };
    let others: Vec<f64> = free(&mut look.outsiders().into_iter()).into_iter().filter(|d| *d > 0.0).collect();
    let own = free(&mut look.members.iter().copied());
    let empty = own.iter().filter(|d| **d <= b).count() as f64;
    let typical = median(others).unwrap_or(0.0);
    let named = [("own", median(own).unwrap_or(0.0)), ("others", typical), ("most", b)];
    if look.members.is_empty() || typical <= b {
        return Number::untested(&named);
    }
    Number::of(empty / look.size(), None, &named)
}

/// V = min(c/c₀, s/s₀, k/k₀, n/n₀, max(o/o₀, t₀/t), C₀/C), the last where coherence is tested; where owners are not
/// known, only for t ≤ t₀.
pub fn circle(look: &Look) -> Number {
    let p = look.p;
    let c = closed(look);
    let shares = look.targets.iter().map(|t| {
        let all: Vec<_> = look.log.marks.iter().filter(|m| (m.page, m.verb) == *t).collect();
        all.iter().filter(|m| look.in_job(m)).count() as f64 / all.len() as f64
    });
    let s = median(shares.collect()).unwrap_or(0.0);
    let k = look.members.iter().map(|&a| times::acts(look, a)).sum::<f64>() / look.size().max(1.0);
    let n = look.pages.len() as f64;
    let breadth = owners::breadth(look).value.unwrap_or(1.0);
    let serves = (look.owners.len() as f64 / p.circle_owners).min(breadth / p.circle_breadth);
    let hurries = times::between_acts(look).map_or(0.0, |t| p.circle_seconds / t);
    if !look.log.owners_known && hurries < 1.0 {
        return Number::untested(&[]);
    }
    let mut least = f64::INFINITY;
    for part in [
        c / p.circle_closure,
        s / p.circle_share,
        k / p.circle_each,
        n / p.circle_pages,
        match times::recurrence(look).value {
            Some(days) if days >= p.recurrence.threshold => f64::INFINITY,
            _ => k / n / p.circle_density,
        },
        serves.max(hurries),
        owners::coherence(look).value.map_or(f64::INFINITY, |of| p.circle_coherence / of),
        times::timetable(look).value.map_or(f64::INFINITY, |of| p.timetable.threshold / of.max(1e-9)),
    ] {
        least = least.min(part);
    }
    Number::of(least, None, &[("closure", c), ("share", s), ("each", k), ("pages", n)])
}

/// When accounts were made: members, and all others.
fn made(look: &Look) -> (Vec<Micros>, Vec<Micros>) {
    let known = |accounts: &mut dyn Iterator<Item = u32>| -> Vec<Micros> {
        let created = |a: u32| look.log.created.get(a as usize).copied().unwrap_or(NEVER);
        accounts.map(created).filter(|c| *c != NEVER).collect()
    };
    (known(&mut look.members.iter().copied()), known(&mut look.outsiders().into_iter()))
}

fn within(list: &[Micros], c: Micros, hours: f64) -> usize {
    let h = (hours * HOUR as f64) as Micros;
    list.iter().filter(|x| (**x - c).abs() <= h).count()
}

/// Whether too few are known for a member to say that it was made together with others.
fn too_few(look: &Look, (ours, others): &(Vec<Micros>, Vec<Micros>)) -> bool {
    let b = look.p.bunch_size as usize;
    look.log.created.is_empty() || ours.len() < 2 * b || others.len() < ours.len()
}

/// (share − mean of P)/(1 − mean of P), at least 0, P(X ≥ b) with X ~ Poisson((n − 1)·share of all other accounts created within
/// h); and the mean of P.
fn beyond(look: &Look, (ours, others): &(Vec<Micros>, Vec<Micros>), share: f64, hours: f64) -> (f64, f64) {
    let n = ours.len() as f64;
    let rate = |c: &Micros| (n - 1.0) * within(others, *c, hours) as f64 / others.len() as f64;
    let b = f64::from(look.p.bunch_size);
    let by_chance = ours.iter().map(|c| ln_poisson_tail(b, rate(c)).exp()).sum::<f64>() / n;
    (((share - by_chance) / (1.0 - by_chance).max(1e-9)).max(0.0), by_chance)
}

/// V by the share of members with b others created within h of them; not asked of one owner's crew.
pub fn creation(look: &Look) -> Number {
    let made = made(look);
    if too_few(look, &made) || owners::is_one(look) {
        return Number::untested(&[]);
    }
    let (h, n) = (look.p.bunch_reach, made.0.len() as f64);
    // Each is its own neighbour and is not counted.
    let is_bunched = |c: &Micros| within(&made.0, *c, h) > look.p.bunch_size as usize;
    let once = times::recurrence(look).named.iter().any(|(name, share)| *name == "once" && *share > 0.5);
    let came_at_once = |a: u32| {
        let first = look.times_of(a).into_iter().min();
        let after = first.map(|t| t - look.log.created[a as usize]);
        once && after.is_some_and(|h| (0..=(look.p.arrival * HOUR as f64) as Micros).contains(&h))
    };
    let known = look.members.iter().filter(|a| look.log.created[**a as usize] != NEVER);
    let bunched = known.filter(|a| is_bunched(&look.log.created[**a as usize]) && !came_at_once(**a));
    let share = bunched.count() as f64 / n;
    let (v, by_chance) = beyond(look, &made, share, h);
    Number::of(v, Some(by_chance), &[("share", share), ("known", n)])
}

/// V by the share of members with b others created within h of them who are a share s of those within H; asked of one
/// owner's crew, where enough of them lie outside the largest batch.
pub fn batches(look: &Look) -> Number {
    if !owners::is_one(look) {
        return Number::untested(&[]);
    }
    let made = made(look);
    if too_few(look, &made) {
        return Number::untested(&[]);
    }
    let s = look.search;
    let others = |c: Micros, hours: f64| within(&made.0, c, hours) as f64 - 1.0;
    let tight = |c: &Micros| {
        let near = others(*c, s.batch_reach);
        near >= f64::from(look.p.bunch_size) && near >= s.batch_share * others(*c, s.batch_apart)
    };
    let mut inside: Vec<Micros> = made.0.iter().copied().filter(tight).collect();
    inside.sort();
    let mut sizes: Vec<usize> = vec![];
    for (i, c) in inside.iter().enumerate() {
        let apart = (s.batch_apart * HOUR as f64) as Micros;
        if i == 0 || c - inside[i - 1] > apart {
            sizes.push(0);
        }
        *sizes.last_mut().unwrap() += 1;
    }
    let count = ("batches", sizes.len() as f64);
    let largest = sizes.iter().max().copied().unwrap_or(0);
    if largest > 0 && ((inside.len() - largest) as f64) < look.p.batch_others * inside.len() as f64 {
        return Number::untested(&[count]);
    }
    let n = made.0.len() as f64;
    let share = inside.len() as f64 / n;
    let (v, by_chance) = beyond(look, &made, share, s.batch_reach);
    Number::of(v, Some(by_chance), &[("share", share), ("known", n), count])
}

/// V = (s − e)/(1 − e) of the shape of names with the greatest s − e: s its share of the members whose shape is
/// known, e of the others who marked something outside every job.
pub fn pattern(look: &Look) -> Number {
    let shapes = |accounts: &mut dyn Iterator<Item = u32>| -> Vec<u32> {
        let shape = |a: u32| look.log.pattern.get(a as usize).copied().unwrap_or(NO_PATTERN);
        accounts.map(shape).filter(|p| *p != NO_PATTERN).collect()
    };
    let ours = shapes(&mut look.members.iter().copied());
    let others = shapes(&mut look.outsiders().into_iter().filter(|a| look.free_of(*a) > 0.0));
    if look.log.pattern.iter().all(|p| *p == NO_PATTERN) {
        return Number::untested(&[]);
    }
    let n = ours.len() as f64;
    let known = [("known", n)];
    if n < f64::from(look.p.pattern_least) || others.len() < ours.len() {
        return Number::untested(&known);
    }
    let share =
        |list: &[u32], shape: u32| list.iter().filter(|p| **p == shape).count() as f64 / list.len() as f64;
    let (mut s, mut e) = (f64::NEG_INFINITY, 0.0);
    for shape in 0..=*look.log.pattern.iter().filter(|p| **p != NO_PATTERN).max().unwrap() {
        let (ours, theirs) = (share(&ours, shape), share(&others, shape));
        if ours - theirs >= s - e {
            (s, e) = (ours, theirs);
        }
    }
    if e > look.p.pattern_common {
        return Number::untested(&known);
    }
    let excess = (s - e).max(0.0);
    let noise = (s * (1.0 - s) / n).sqrt() / excess.max(1.0 / n);
    Number { noise, ..Number::of(excess / (1.0 - e), Some(e), &[("share", s), ("known", n)]) }
}
