//! Membership with timing: EM over the marks that lie in a crew's jobs.
//!
//! A member marks job j with rate ρ_j, by the crew's own curve h_j(t); anyone else with rate λ_a = d_a ×
//! (background's share of the job), by the background's curve g_j(t):
//!
//! ```text
//! y_ao = Σ_marks on owner o ln(1 + ρ_j h_j(t)/(λ_aj g_j(t))) − Σ_jobs of o ρ_j
//! logit z_a = Σ_o −ln(φ + (1 − φ) e^(−y_ao)) + ln π/(1 − π)
//! P(mark in the job | member) = ρh / (ρh + λg)
//! ```
//!
//! h/g is estimated in equal-count bins of time within each job.
//!
//! METHOD: a share φ of accounts may be an owner's fans, who mark all that it has whenever it appears. However
//! many jobs one owner has, they can therefore say no more than ln 1/φ for membership. Without it a crew that
//! serves a rival's pages among the rival's own fans would take the fans in. It needs other owners to compare
//! with: for a crew of few owners φ is 0.

use crate::join::Stretch;
use crate::order::quantile;
use crate::peel::Ground;
use claque_chance::probability::logistic;

/// Most equal-count bins of time in one job, and fewest marks of a bin.
const BINS: usize = 12;
const MARKS_OF_A_BIN: usize = 12;

/// The marks that lie in jobs, and who gave them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Membership {
    /// Accounts with a mark in any job, rising.
    pub accounts: Vec<u32>,
    /// Beside them: posterior of membership.
    pub z: Vec<f64>,
    /// Marks in jobs, by job, then time.
    pub marks: Vec<u32>,
    /// Beside them: the job, as a place in the list of stretches.
    pub job: Vec<u32>,
    /// Beside them: P(given by a member and in the job).
    pub own: Vec<f64>,
    /// By job: marks that chance would give by members.
    pub expected: Vec<f64>,
}

impl Membership {
    /// Accounts with posterior above one half, rising.
    pub fn members(&self) -> Vec<u32> {
        self.accounts.iter().zip(&self.z).filter(|(_, z)| **z > 0.5).map(|(a, _)| *a).collect()
    }

    /// Posterior of an account; 0 for one without a mark in any job.
    pub fn posterior(&self, account: u32) -> f64 {
        self.accounts.binary_search(&account).map_or(0.0, |at| self.z[at])
    }

    /// Expected number of marks given in jobs.
    pub fn given(&self) -> f64 {
        self.own.iter().sum()
    }

    /// Marks that were given in a job rather than not, by job, then time.
    pub fn taken(&self) -> impl Iterator<Item = u32> + '_ {
        self.marks.iter().zip(&self.own).filter(|(_, o)| **o > 0.5).map(|(m, _)| *m)
    }
}

/// Posteriors for jobs given as stretches; only `free` marks count. `start` gives earlier posteriors.
pub fn membership(
    ground: &Ground,
    stretches: &[Stretch],
    free: &[bool],
    start: Option<&Membership>,
    rounds: usize,
) -> Membership {
    let Ground { columns, index, activity, .. } = *ground;
    let (mut marks, mut job) = (Vec::new(), Vec::new());
    for (j, s) in stretches.iter().enumerate() {
        let of = columns.target_start[s.target as usize]..columns.target_start[s.target as usize + 1];
        let times = &index.time[of.clone()];
        let (lo, hi) = (times.partition_point(|&t| t < s.from), times.partition_point(|&t| t <= s.to));
        for m in (of.start + lo..of.start + hi).filter(|&m| free[m]) {
            marks.push(m as u32);
            job.push(j as u32);
        }
    }
    let jobs = stretches.len();
    let account = |m: u32| columns.account[m as usize].0;
    let mut accounts: Vec<u32> = marks.iter().map(|&m| account(m)).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let who: Vec<u32> = marks
        .iter()
        .map(|&m| accounts.binary_search(&account(m)).expect("every account was listed") as u32)
        .collect();
    let mut size = vec![0f64; jobs];
    let mut k = vec![0f64; accounts.len()];
    for (&j, &a) in job.iter().zip(&who) {
        size[j as usize] += 1.0;
        k[a as usize] += 1.0;
    }
    let elsewhere: Vec<f64> =
        accounts.iter().zip(&k).map(|(&a, k)| (activity.given[a as usize] - k).max(0.5)).collect();
    let mut z: Vec<f64> = match start {
        Some(s) => accounts.iter().map(|&a| s.posterior(a)).collect(),
        None => {
            let mut counts = k.clone();
            counts.sort_unstable_by(f64::total_cmp);
            let begin = (quantile(&counts, 0.9) * 0.5).max(2.0);
            k.iter().map(|&k| if k >= begin { 0.9 } else { 1e-3 }).collect()
        }
    };
    let bin = bins(&job, &size);
    let mut bin_size = vec![0f64; jobs * BINS];
    for &b in &bin {
        bin_size[b as usize] += 1.0;
    }
    let everyone = columns.accounts as f64;
    let n = columns.marks() as f64;
    // Jobs of one owner are one block; each account's marks block by block.
    let owner: Vec<u32> = stretches.iter().map(|s| index.owner[s.target as usize]).collect();
    let mut owners = owner.clone();
    owners.sort_unstable();
    owners.dedup();
    let block: Vec<usize> =
        owner.iter().map(|o| owners.binary_search(o).expect("every owner was listed")).collect();
    let mut by_block: Vec<u32> = (0..marks.len() as u32).collect();
    by_block.sort_by_key(|&x| (who[x as usize], block[job[x as usize] as usize]));
    // Few owners' fans and a crew that serves only those owners cannot be told apart here: kinds do that.
    let fan = if owners.len() >= ground.p.fan_owners as usize { ground.p.fan_share } else { 0.0 };
    // −ln(φ + (1 − φ) e^(−y)), which is y for small y and at most ln 1/φ.
    let bounded = |y: f64| -(fan + (1.0 - fan) * (-y).exp()).ln();
    // By mark: ρ h/(λ g), as of the last round.
    let mut ratio = vec![0f64; marks.len()];
    let (mut inside, mut in_bin) = (vec![0f64; jobs], vec![0f64; jobs * BINS]);
    for _ in 0..rounds {
        inside.fill(0.0);
        in_bin.fill(0.0);
        for ((&j, &a), &b) in job.iter().zip(&who).zip(&bin) {
            inside[j as usize] += z[a as usize];
            in_bin[b as usize] += z[a as usize];
        }
        let total = z.iter().sum::<f64>().max(1.0);
        let prior = (total / everyone).min(1.0 - 1e-9);
        for (x, ((&j, &a), &b)) in job.iter().zip(&who).zip(&bin).enumerate() {
            let (j, a, b) = (j as usize, a as usize, b as usize);
            let rho = inside[j] / total;
            let rest = (size[j] - inside[j]).max(0.0);
            // Of the marks here and now, how many are members'; over the same for the whole job: h/g.
            let share = (in_bin[b] + 0.5) / (bin_size[b] + 1.0);
            let curve = share / (1.0 - share).max(1e-3) * (rest + 1.0) / (inside[j] + 1.0);
            let lambda = elsewhere[a] * rest.max(1.0) / n;
            ratio[x] = rho * curve / lambda;
        }
        let mut rate = vec![0f64; owners.len()];
        for (j, m) in inside.iter().enumerate() {
            rate[block[j]] += m / total;
        }
        let absent: f64 = rate.iter().map(|r| bounded(-r)).sum();
        let mut gain = vec![absent; accounts.len()];
        let place = |x: u32| (who[x as usize], block[job[x as usize] as usize]);
        for run in by_block.chunk_by(|x, y| place(*x) == place(*y)) {
            let (a, o) = place(run[0]);
            let y: f64 = run.iter().map(|&x| ratio[x as usize].min(1e6).ln_1p()).sum::<f64>() - rate[o];
            gain[a as usize] += bounded(y) - bounded(-rate[o]);
        }
        let mut change = 0f64;
        for (z, gain) in z.iter_mut().zip(&gain) {
            let new = logistic((gain + (prior / (1.0 - prior)).ln()).clamp(-40.0, 40.0));
            change = change.max((new - *z).abs());
            *z = new;
        }
        if change < 1e-3 {
            break;
        }
    }
    let own = ratio.iter().zip(&who).map(|(r, &a)| z[a as usize] * (1.0 - 1.0 / (1.0 + r))).collect();
    // What chance gives in job j by members: Σ z_a d_a × the background's share of the job.
    let reach: f64 = z.iter().zip(&elsewhere).map(|(z, d)| z * d).sum();
    let expected = size.iter().zip(&inside).map(|(n_j, m_j)| reach * (n_j - m_j).max(0.0) / n).collect();
    Membership { accounts, z, marks, job, own, expected }
}

/// Equal-count bins of time within each job. Marks come by job, then time.
fn bins(job: &[u32], size: &[f64]) -> Vec<u32> {
    let mut out = Vec::with_capacity(job.len());
    for run in job.chunk_by(|a, b| a == b) {
        let j = run[0] as usize;
        let n = size[j] as usize;
        let bins = (n / MARKS_OF_A_BIN).clamp(1, BINS);
        out.extend((0..n).map(|rank| (j * BINS + rank * bins / n) as u32));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_hold_equal_counts() {
        let job = [vec![0u32; 30], vec![1; 5]].concat();
        let b = bins(&job, &[30.0, 5.0]);
        assert_eq!(b.iter().filter(|&&b| b == 0).count(), 15);
        assert_eq!(b.iter().filter(|&&b| b == 1).count(), 15);
        assert!(b[30..].iter().all(|&b| b == BINS as u32));
    }
}
