//! Fans of an owner for whom a crew does jobs: what they gave there says nothing of membership.
//!
//! A share φ_o of accounts are fans of owner o, who come to its pages when the crew does. So the jobs of one owner weigh
//!
//! ```text
//! −ln(φ_ao + (1 − φ_ao) e^(−y_ao)),      φ_ao = φ_o × what it takes for a fan to have given no more than this
//! ```
//!
//! and no more than ln 1/φ_ao. A fan marks every second of his owner's n pages or more, whenever he comes by: to have marked
//! c of the others, and in the jobs' time, is
//!
//! ```text
//! e^(−2 n (1/2 − c/n)²) × Π over the jobs others' free marks in the job / others' free marks of the page
//! ```
//!
//! METHOD: φ_o is `fan_share`; of an owner with five pages among the jobs it is what the log's accounts A show, where that
//! is more, by EM:
//!
//! ```text
//! φ_o = Σ_a (1 − z_a) φ_ao e^y / (φ_ao e^y + 1 − φ_ao) / A
//! ```

use crate::timing::bounded;
use claque_chance::probability::logistic;

/// Pages of an owner among the jobs from which on its fans are counted.
const PAGES: usize = 5;
/// Largest φ.
const LARGEST: f64 = 0.5;

/// What one account gave in a crew's jobs on the pages of one owner.
#[derive(Clone, Debug, PartialEq)]
pub struct OnOwner {
    /// The owner's place among the crew's.
    pub owner: usize,
    /// y_ao.
    pub gain: f64,
    /// φ_ao / φ_o.
    pub still: f64,
}

/// The fans of one crew's owners.
#[derive(Clone, Debug, PartialEq)]
pub struct Fans {
    /// A.
    accounts: f64,
    /// By owner: Σρ of its jobs, whether its fans are counted, and φ_o.
    rate: Vec<f64>,
    counted: Vec<bool>,
    share: Vec<f64>,
    /// φ where they are not counted, and at least.
    least: f64,
}

impl Fans {
    /// Of the owners with these Σρ and numbers of pages among the jobs, in a log of so many accounts.
    pub fn new(accounts: usize, rate: Vec<f64>, pages: &[usize], least: f64) -> Self {
        let counted = pages.iter().map(|n| least > 0.0 && *n >= PAGES).collect();
        Self { accounts: accounts as f64, share: vec![least; rate.len()], rate, counted, least }
    }

    /// φ_o again, from what each account gave and P(member).
    pub fn count(&mut self, on: &[Vec<OnOwner>], z: &[f64]) {
        if !self.counted.contains(&true) {
            return;
        }
        let mut fans = vec![0f64; self.share.len()];
        for (on, z) in on.iter().zip(z) {
            for on in on.iter().filter(|on| self.counted[on.owner]) {
                let fan = self.share[on.owner] * on.still;
                fans[on.owner] += (1.0 - z) * logistic(on.gain + (fan / (1.0 - fan)).ln());
            }
        }
        for (share, fans) in self.share.iter_mut().zip(fans) {
            *share = (fans / self.accounts).clamp(self.least, LARGEST);
        }
    }

    /// What an account that gave this weighs: over the owners on whose pages it gave nothing, by Σρ alone.
    pub fn weights<'f>(&'f self) -> impl Fn(&[OnOwner]) -> f64 + 'f {
        let absent: Vec<f64> =
            self.rate.iter().zip(&self.share).map(|(rate, share)| bounded(*share, -rate)).collect();
        let none: f64 = absent.iter().sum();
        move |on| {
            let of = |on: &OnOwner| bounded(self.share[on.owner] * on.still, on.gain) - absent[on.owner];
            none + on.iter().map(of).sum::<f64>()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 400 members in 9 of 15 jobs of one owner and 5 of 10 others', and so many fans of that owner in 6 of his.
    fn weights_of_a_fan(fans: usize) -> (f64, f64) {
        let rate: Vec<f64> = std::iter::once(9.0).chain([0.5; 10]).collect();
        let pages: Vec<usize> = std::iter::once(15).chain([1; 10]).collect();
        let mut all = Fans::new(10_000, rate, &pages, 0.001);
        let on = |owner: usize, gain: f64| OnOwner { owner, gain, still: 1.0 };
        let member: Vec<OnOwner> = std::iter::once(on(0, 25.0)).chain((1..6).map(|o| on(o, 2.0))).collect();
        let fan = vec![on(0, 15.0)];
        let mut accounts = vec![member.clone(); 400];
        accounts.extend(vec![fan.clone(); fans]);
        let z: Vec<f64> = (0..accounts.len()).map(|at| if at < 400 { 1.0 } else { 0.9 }).collect();
        for _ in 0..5 {
            all.count(&accounts, &z);
        }
        let weight = all.weights();
        (weight(&member), weight(&fan))
    }

    #[test]
    fn many_fans_make_each_of_them_less_suspect() {
        let ((member, few), (still, many)) = (weights_of_a_fan(2), weights_of_a_fan(300));
        assert!((few - (0.001f64.ln().abs() - 5.0)).abs() < 0.1, "{few}");
        // 300 × 0.1 of 10,000 accounts.
        assert!((few - many - 3f64.ln()).abs() < 0.1, "{few} {many}");
        assert!(still > 6.0 && member > still, "{member} {still}");
    }
}
