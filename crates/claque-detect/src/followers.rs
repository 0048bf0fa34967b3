//! Followers: who comes to an owner's pages by itself. What that makes of membership and of marks is said by
//! `settle.rs` and `late.rs`.
//!
//! Membership at first takes everyone to come to a page in step with its activity d_a. But people return to owners
//! that they like: outside every job, a gave c_ao marks to owner o, on other pages than the job's, where activity
//! lets E_ao expect. With true rates spread by a gamma law of mean m and shape κ about E,
//!
//! ```text
//! E_ao = d_a × free marks of o, on other pages / free marks of the log
//! f_ao = (rate of a on o)/(rate of anyone so active) = m (c_ao + κ)/(m E_ao + κ)
//! κ    = Σ (mE)² / (Σ (c − mE)² − Σ mE)      (moments; Σ over accounts × owners)
//! ```
//!
//! f is of people at large (m = 1, κ of the whole log), f' of members: hands that are paid to come elsewhere have m
//! below 1. METHOD: people come to a page in an order's time as they come to its owner's other pages.

use crate::complete::Completed;
use crate::csr::Lists;
use crate::evidence::Scene;
use crate::peel::Ground;
use claque_marks::TargetId;
use rayon::prelude::*;

/// Marks added on both sides of a crew's m, for crews of few.
const FEW: f64 = 5.0;
/// Bounds of κ: below, one mark would make a follower of everyone; above, people are alike.
const SHAPES: (f64, f64) = (0.01, 1e6);

/// How rates on owners are spread among some accounts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// m.
    mean: f64,
    /// κ.
    shape: f64,
}

impl Spread {
    /// With this m, from sums over accounts × owners: of c², E, E² and cE.
    fn of(mean: f64, [seen_squares, expected, squares, both]: [f64; 4]) -> Self {
        let excess = seen_squares - 2.0 * mean * both + mean * mean * squares - mean * expected;
        let shape = if excess > 0.0 { mean * mean * squares / excess } else { SHAPES.1 };
        Self { mean, shape: shape.clamp(SHAPES.0, SHAPES.1) }
    }

    /// f of an account that gave c where E was expected.
    fn rate(&self, seen: f64, expected: f64) -> f64 {
        self.mean * (seen + self.shape) / (self.mean * expected + self.shape)
    }
}

/// Of people at large: every account on every owner of more than one page, outside every job.
pub fn of_everyone(ground: &Ground, in_job: &[bool], free_given: &[f64], owner_free: &[f64]) -> Spread {
    let Ground { columns, index, .. } = *ground;
    let free = owner_free.iter().sum::<f64>().max(1.0);
    let of_owner = |o: u32| -> [f64; 3] {
        let targets = index.targets_of_owner.of(o);
        if targets.iter().all(|&t| index.page[t as usize] == index.page[targets[0] as usize]) {
            return [0.0; 3];
        }
        let run = index.owner_start[o as usize] as usize..index.owner_start[o as usize + 1] as usize;
        let accounts = &index.owner_account[run.clone()];
        let mut count = index.owner_count[run].to_vec();
        for m in targets.iter().flat_map(|&t| columns.marks_of(TargetId(t))).filter(|&m| in_job[m]) {
            count[accounts.binary_search(&columns.account[m].0).expect("gave the owner a mark")] -= 1;
        }
        let share = owner_free[o as usize] / free;
        let mut sums = [0.0, 0.0, share];
        for (&a, &c) in accounts.iter().zip(&count) {
            let (c, expected) = (f64::from(c), free_given[a as usize] * share);
            sums[0] += c * c;
            sums[1] += c * expected;
        }
        sums
    };
    let all: Vec<[f64; 3]> = (0..columns.owners as u32).into_par_iter().map(of_owner).collect();
    let sum = |of: &dyn Fn(&[f64; 3]) -> f64| all.iter().map(of).sum::<f64>();
    let given = |power: i32| free_given.iter().map(|d| d.powi(power)).sum::<f64>();
    let expected = given(1) * sum(&|s| s[2]);
    let squares = given(2) * sum(&|s| s[2] * s[2]);
    Spread::of(1.0, [sum(&|s| s[0]), expected, squares, sum(&|s| s[1])])
}

/// What one crew's accounts gave its owners by themselves.
pub struct Followers<'a> {
    scene: &'a Scene<'a>,
    /// Accounts with a mark in any job, rising.
    accounts: Vec<u32>,
    /// By place among them: targets of the crew's owners that they marked outside every job.
    on: Lists,
    /// Targets of the crew, rising, and beside them the free marks of the owner's other pages.
    targets: Vec<u32>,
    elsewhere: Vec<f64>,
    /// Beside them: free marks of the target.
    here: Vec<f64>,
    /// Beside them: how many these pages are.
    pages: Vec<f64>,
    /// Free marks of the log.
    free: f64,
    /// How members' rates are spread.
    members: Spread,
}

impl<'a> Followers<'a> {
    /// Measures one crew.
    pub fn new(scene: &'a Scene<'a>, crew: &Completed) -> Self {
        let Ground { columns, index, .. } = *scene.ground;
        let accounts = crew.membership.accounts.clone();
        let mut targets: Vec<u32> = crew.stretches.iter().map(|s| s.target).collect();
        targets.dedup();
        let mut theirs = vec![false; columns.owners];
        targets.iter().for_each(|&t| theirs[index.owner[t as usize] as usize] = true);
        let on = Lists::of_lists(
            &accounts
                .par_iter()
                .map(|&a| {
                    let free = index.by_account.of(a).iter().filter(|&&m| !scene.in_job[m as usize]);
                    let target = free.map(|&m| index.target[m as usize]);
                    target.filter(|&t| theirs[index.owner[t as usize] as usize]).collect()
                })
                .collect::<Vec<Vec<u32>>>(),
        );
        let elsewhere = targets.iter().map(|&t| {
            let owner = index.owner[t as usize];
            let here = index.targets_of_owner.of(owner).iter();
            let here = here.filter(|&&o| index.page[o as usize] == index.page[t as usize]);
            let marks = here.flat_map(|&o| columns.marks_of(TargetId(o))).filter(|&m| !scene.in_job[m]);
            scene.owner_free[owner as usize] - marks.count() as f64
        });
        let elsewhere = elsewhere.collect();
        let free_marks =
            |t: &u32| columns.marks_of(TargetId(*t)).filter(|&m| !scene.in_job[m]).count() as f64;
        let here = targets.iter().map(free_marks).collect();
        let pages = targets.iter().map(|&t| {
            let of = index.targets_of_owner.of(index.owner[t as usize]);
            let mut pages: Vec<u32> = of.iter().map(|&t| index.page[t as usize]).collect();
            pages.dedup();
            pages.len() as f64 - 1.0
        });
        let pages = pages.collect();
        let free = scene.free_sum.max(1.0);
        let share = |o: usize| scene.owner_free[o] / free;
        let of_owners = |power: i32| -> f64 {
            (0..theirs.len()).filter(|&o| theirs[o]).map(|o| share(o).powi(power)).sum()
        };
        let (mut seen, mut sums) = (0f64, [0f64; 4]);
        let mut owners: Vec<u32> = vec![];
        for (at, &a) in accounts.iter().enumerate().filter(|(at, _)| crew.membership.z[*at] > 0.5) {
            let given = scene.free_given[a as usize];
            sums[1] += given;
            sums[2] += given * given;
            owners.clear();
            owners.extend(on.of(at as u32).iter().map(|&t| index.owner[t as usize]));
            owners.sort_unstable();
            for run in owners.chunk_by(|x, y| x == y) {
                let c = run.len() as f64;
                seen += c;
                sums[0] += c * c;
                sums[3] += c * given * share(run[0] as usize);
            }
        }
        sums[1] *= of_owners(1);
        sums[2] *= of_owners(2);
        let members = Spread::of((seen + FEW) / (sums[1] + FEW), sums);
        Self { scene, accounts, on, targets, elsewhere, here, pages, free, members }
    }

    /// c and E of an account on a target's owner.
    pub fn given(&self, account: u32, target: u32) -> (f64, f64) {
        let index = self.scene.ground.index;
        let (owner, page) = (index.owner[target as usize], index.page[target as usize]);
        let other = |t: &&u32| index.owner[**t as usize] == owner && index.page[**t as usize] != page;
        let at = self.accounts.binary_search(&account).ok();
        let seen = at.map_or(0, |at| self.on.of(at as u32).iter().filter(other).count());
        let of = self.of(target);
        (seen as f64, self.scene.free_given[account as usize] * self.elsewhere[of] / self.free)
    }

    /// Place of a target among the crew's.
    fn of(&self, target: u32) -> usize {
        self.targets.binary_search(&target).expect("a target of the crew")
    }

    /// f of somebody who gave c where E was expected.
    pub fn of_anyone(&self, seen: f64, expected: f64) -> f64 {
        self.scene.spread.rate(seen, expected)
    }

    /// Free marks of one of the crew's targets.
    pub fn free_marks(&self, target: u32) -> f64 {
        self.here[self.of(target)]
    }

    /// f′ of a member on a target.
    pub fn of_member(&self, account: u32, target: u32) -> f64 {
        let (seen, expected) = self.given(account, target);
        self.members.rate(seen, expected)
    }

    /// Bound of P(so few marks on the owner's other pages | a fan, who marks at least every second one).
    ///
    /// ```text
    /// e^(−2 n (1/2 − c/n)²) for c < n/2      (W. Hoeffding 1963, theorem 1)
    /// ```
    pub fn still_a_fan(&self, seen: f64, target: u32) -> f64 {
        let n = self.pages[self.of(target)];
        if seen * 2.0 >= n { 1.0 } else { (-2.0 * n * (0.5 - seen / n).powi(2)).exp() }
    }

    /// Place of an account among those with a mark in any job.
    pub fn place(&self, account: u32) -> u32 {
        self.accounts.binary_search(&account).expect("an account of the crew") as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_spread_as_counts_are() {
        // Four accounts of whom 1 each is expected: one gave all four.
        let uneven = Spread::of(1.0, [16.0, 4.0, 4.0, 4.0]);
        // Σ(c − 1)² = 9 + 3 = 12, less Σ E = 4: κ = 4/8.
        assert_eq!(uneven.shape, 0.5);
        assert_eq!(uneven.rate(4.0, 1.0), 3.0);
        assert_eq!(uneven.rate(0.0, 1.0), 1.0 / 3.0);
        // One each: people are alike, and nothing is learned of anyone.
        let alike = Spread::of(1.0, [4.0, 4.0, 4.0, 4.0]);
        assert!((alike.rate(0.0, 1.0) - 1.0).abs() < 1e-5);
    }
}
