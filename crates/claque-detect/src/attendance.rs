//! Attendance: in how many of a crew's jobs a member has a mark.
//!
//! If members took each job at its rate ρ_j and by chance alone, the number of jobs k of a member with any would follow
//! B, the law of a sum of such draws, given that it is at least 1. Accounts of a pool that take turns keep closer to their mean than
//! that, so that who has one mark where each of them has four came by chance. With M_k = Σz over accounts in k jobs,
//!
//! ```text
//! P̂(k) = (M_k + κ B(k)) / (M + κ),      κ = 20
//! ```
//!
//! and min(0, ln P̂(k)/B(k)) is added to the weight of membership: what members do less often than by chance takes off it,
//! what they do more often adds nothing, since whoever was taken in first would vouch for the next.

/// κ: members from which on a crew rather speaks for itself.
const MEMBERS: f64 = 20.0;
/// Chances below it are none: rounded sums say nothing there.
const NEVER: f64 = 1e-12;

/// B of one crew.
#[derive(Clone, Debug, PartialEq)]
pub struct Attendance {
    /// By number of jobs; 0 at none.
    chance: Vec<f64>,
}

impl Attendance {
    /// From ρ by job.
    pub fn of(rates: &[f64]) -> Self {
        let mut chance = vec![1.0];
        for rate in rates {
            chance.push(0.0);
            for k in (0..chance.len()).rev() {
                let before = if k > 0 { chance[k - 1] } else { 0.0 };
                chance[k] = chance[k] * (1.0 - rate) + before * rate;
            }
        }
        let none = std::mem::take(&mut chance[0]);
        chance.iter_mut().for_each(|c| *c /= (1.0 - none).max(f64::MIN_POSITIVE));
        Self { chance }
    }

    /// By number of jobs up to the largest that occurs: what it adds to the weight of membership, in nats, at most 0.
    /// `jobs` and z by account.
    pub fn usual(&self, jobs: &[usize], z: &[f64]) -> Vec<f64> {
        let most = jobs.iter().copied().max().unwrap_or(0);
        let mut members = vec![0f64; most + 1];
        jobs.iter().zip(z).for_each(|(k, z)| members[*k] += z);
        let all: f64 = members.iter().sum();
        let of = |(k, members): (usize, &f64)| match self.chance.get(k) {
            Some(&chance) if chance > NEVER => {
                ((members + MEMBERS * chance) / (all + MEMBERS) / chance).ln().min(0.0)
            }
            _ => 0.0,
        };
        members.iter().enumerate().map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_by_hand() {
        let b = Attendance::of(&[0.5, 0.25]);
        // None 3/8, one 1/2, both 1/8.
        let expected = [0.0, 0.8, 0.2];
        assert!(b.chance.iter().zip(expected).all(|(c, e)| (c - e).abs() < 1e-12), "{b:?}");
    }

    #[test]
    fn who_takes_turns_is_in_as_many_jobs_as_the_others() {
        let b = Attendance::of(&[0.1; 40]);
        let mut jobs = vec![4; 2_000];
        jobs.extend([1; 30]);
        let z: Vec<f64> = jobs.iter().map(|k| if *k == 4 { 1.0 } else { 0.6 }).collect();
        let usual = b.usual(&jobs, &z);
        assert!(usual[1] < -1.5 && usual[4] == 0.0 && usual[0] == 0.0, "{usual:?}");
        // Chance alone takes nothing off.
        let jobs: Vec<usize> = (1..=12).flat_map(|k| vec![k; (b.chance[k] * 2_000.0) as usize]).collect();
        let usual = b.usual(&jobs, &vec![1.0; jobs.len()]);
        assert!(usual.iter().take(9).all(|u| *u > -0.1), "{usual:?}");
    }
}
