//! How probable membership is before a mark in a job is looked at, by how busy an account is elsewhere: hands of one
//! crew live alike, and of a few tireless accounts whose marks meet everybody's hardly any is one of them.
//!
//! Classes of activity c hold accounts of below 2, 2 to 3, 4 to 7, 8 to 15 … marks outside the jobs; N_c accounts of
//! the log and M_c = Σz of them. A bell over c (mean and variance those of members, at least `NARROWEST`²) says how many
//! members a class has where it is too small to say so itself:
//!
//! ```text
//! q_c = (1 − ε) bell_c + ε N_c/N          π̂_c = min(M q_c/N_c, 0.95)
//! π_c = (M_c + κ π̂_c)/(N_c + κ)           κ = 200
//! ```
//!
//! METHOD: it counts when membership is settled, not while a crew is searched for: whoever is taken in first would say
//! how members live, and take small crews and faint pools apart. And without the bell the busiest accounts prove each
//! other: twenty of them, eight taken in by chance, would make a prior of two fifths.

use crate::peel::Ground;

/// Classes of activity.
pub const CLASSES: usize = 12;
/// κ: accounts of a class from which it rather speaks for itself.
const ACCOUNTS: f64 = 200.0;
/// ε: share of members who may live like anybody.
const ANYBODY: f64 = 0.001;
/// Least standard deviation of members' classes.
const NARROWEST: f64 = 0.7;
/// Largest π̂.
const LARGEST: f64 = 0.95;

/// The class of an account that gave so many marks.
pub fn class(given: f64) -> usize {
    if given < 2.0 { 0 } else { (given as u64).ilog2().min(CLASSES as u32 - 1) as usize }
}

/// By class: how many accounts gave so many.
pub fn classes(given: &[f64]) -> [f64; CLASSES] {
    let mut out = [0.0; CLASSES];
    given.iter().for_each(|d| out[class(*d)] += 1.0);
    out
}

/// By class: ln π/(1 − π). `accounts` are those with marks in jobs, beside them their marks `elsewhere` and z.
pub fn logits(ground: &Ground, accounts: &[u32], elsewhere: &[f64], z: &[f64]) -> [f64; CLASSES] {
    let mut all = ground.activity.classes;
    let mut members = [0f64; CLASSES];
    for ((&a, &d), z) in accounts.iter().zip(elsewhere).zip(z) {
        all[class(ground.activity.given[a as usize])] -= 1.0;
        all[class(d)] += 1.0;
        members[class(d)] += z;
    }
    of_classes(&all, &members).map(|pi| (pi / (1.0 - pi)).ln())
}

/// π by class, from N and M.
fn of_classes(all: &[f64; CLASSES], members: &[f64; CLASSES]) -> [f64; CLASSES] {
    let total = members.iter().sum::<f64>().max(1.0);
    let everyone = all.iter().sum::<f64>().max(1.0);
    let moment = |of: &dyn Fn(f64) -> f64| {
        members.iter().enumerate().map(|(c, m)| m * of(c as f64)).sum::<f64>() / total
    };
    let mean = moment(&|c| c);
    let variance = moment(&|c| (c - mean).powi(2)).max(NARROWEST * NARROWEST);
    let bell: [f64; CLASSES] = std::array::from_fn(|c| (-(c as f64 - mean).powi(2) / (2.0 * variance)).exp());
    let sum: f64 = bell.iter().sum();
    std::array::from_fn(|c| {
        let share = (1.0 - ANYBODY) * bell[c] / sum + ANYBODY * all[c] / everyone;
        let usual = (total * share / all[c].max(1.0)).min(LARGEST);
        ((members[c] + ACCOUNTS * usual) / (all[c] + ACCOUNTS)).min(1.0 - 1e-9)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_by_hand() {
        assert_eq!([0.5, 1.0, 2.0, 3.0, 4.0, 7.9, 8.0, 1e9].map(class), [0, 0, 1, 1, 2, 2, 3, CLASSES - 1]);
        assert_eq!(classes(&[1.0, 3.0, 2.0])[..3], [1.0, 2.0, 0.0]);
    }

    #[test]
    fn a_few_busy_accounts_do_not_prove_each_other() {
        let (mut all, mut members) = ([0.0; CLASSES], [0.0; CLASSES]);
        (all[2], all[3], all[10]) = (4_000.0, 3_000.0, 20.0);
        (members[2], members[3]) = (1_000.0, 500.0);
        let without = of_classes(&all, &members);
        members[10] = 8.0;
        let with = of_classes(&all, &members);
        // Large classes speak for themselves …
        assert!((with[2] - 0.25).abs() < 0.01 && (with[3] - 1.0 / 6.0).abs() < 0.01, "{with:?}");
        // … of a small one a bell of mean 2.37 that ends five classes earlier does.
        assert!(without[10] < 1e-3 && with[10] < 0.05, "{with:?}");
    }
}
