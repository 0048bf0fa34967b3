//! Membership with timing: EM over the marks that lie in a crew's jobs.
//!
//! A member marks job j with rate ρ_j, by the crew's own curve h_j(t); anyone else with rate λ_a = d_a ×
//! (background's share of the job), by the background's curve g_j(t), where any of the account's marks could have fallen
//! into a job ([`of_anyone`]):
//!
//! ```text
//! y_ao = Σ_marks on owner o ln(1 + ρ_j h_j(t)/(λ_aj g_j(t))) − Σ_jobs of o ρ_j
//! logit z_a = Σ_o −ln(φ + (1 − φ) e^(−y_ao)) + ln π/(1 − π)
//! P(mark in the job | member) = ρh / (ρh + λg)
//! ```
//!
//! h and g are estimated in B equal-count bins of time within each job. Of R_j others' marks in job j and R̄ in the usual
//! job, and M_jb members' and R_jb others' marks in bin b,
//!
//! ```text
//! R'_j = (R_j + ½)/(1 + ½/R̄)      g_jb ∝ R'_j (R_jb + 1)/(R_j + B)      h_jb ∝ M_j (M_jb + 1)/(M_j + B)
//! ```
//!
//! so that what is added to each bin and job takes no more marks for others' than there are: in a job of two hundred
//! marks, all of them members', half a mark in each of twelve bins would make six. Each mark is judged by all others: its own
//! 1 − z is no background, nor its z a member. METHOD: where one mark in a job is somebody else's, that mark would
//! be its own proof that others come.
//!
//! METHOD: a share φ of accounts may be an owner's fans, who mark all that it has whenever it appears. However
//! many jobs one owner has, they can therefore say no more than ln 1/φ for membership. Without it a crew that
//! serves a rival's pages among the rival's own fans would take the fans in. It needs other owners to compare
//! with: for a crew of few owners φ is 0.

use crate::csr::Lists;
use crate::join::Stretch;
use crate::order::quantile;
use crate::peel::Ground;
use claque_chance::ln_gamma;
use claque_chance::probability::logistic;
use claque_marks::parameters::SearchParameters;
use rayon::prelude::*;

/// Most equal-count bins of time in one job, and fewest marks of a bin.
const BINS: usize = 12;
const MARKS_OF_A_BIN: usize = 12;
/// Marks of the background on which the usual number in a job weighs, against the job's own.
const FEW: f64 = 0.5;
/// Marks on which a job's own level weighs in each of its bins.
const OF_A_BIN: f64 = 1.0;
/// A factor beyond which no more factors are taken: two of them still lie within the range of numbers.
const MOST: f64 = 1e100;
/// Largest likelihood ratio of one mark.
pub(crate) const LARGEST: f64 = 1e6;
/// Fewest accounts that are worth a thread.
const AT_ONCE: usize = 512;

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

    /// Places in `marks` of those in a job.
    pub fn in_job(&self, job: u32) -> std::ops::Range<usize> {
        self.job.partition_point(|&j| j < job)..self.job.partition_point(|&j| j <= job)
    }

    /// Expected number of marks given in jobs.
    pub fn given(&self) -> f64 {
        self.own.iter().sum()
    }

    /// The same within some of the jobs, numbered anew. Accounts keep what is known of them.
    pub fn within(&self, kept: &[bool]) -> Self {
        let places = numbers(kept);
        let within: Vec<usize> = (0..self.marks.len()).filter(|&k| kept[self.job[k] as usize]).collect();
        let jobs = (0..kept.len()).filter(|&j| kept[j]);
        Self {
            accounts: self.accounts.clone(),
            z: self.z.clone(),
            marks: within.iter().map(|&k| self.marks[k]).collect(),
            job: within.iter().map(|&k| places[self.job[k] as usize]).collect(),
            own: within.iter().map(|&k| self.own[k]).collect(),
            expected: jobs.map(|j| self.expected[j]).collect(),
        }
    }

    /// Marks that were given in a job rather than not, by job, then time.
    pub fn taken(&self) -> impl Iterator<Item = u32> + '_ {
        self.marks.iter().zip(&self.own).filter(|(_, o)| **o > 0.5).map(|(m, _)| *m)
    }
}

/// By job: how many before it are kept.
pub(crate) fn numbers(kept: &[bool]) -> Vec<u32> {
    let mut next = 0;
    let number = |&kept: &bool| {
        next += u32::from(kept);
        next - u32::from(kept)
    };
    kept.iter().map(number).collect()
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
    let (accounts, who) = numbered(columns.accounts, marks.iter().map(|&m| columns.account[m as usize].0));
    let mut size = vec![0f64; jobs];
    let mut k = vec![0f64; accounts.len()];
    for (&j, &a) in job.iter().zip(&who) {
        size[j as usize] += 1.0;
        k[a as usize] += 1.0;
    }
    let elsewhere: Vec<f64> =
        accounts.iter().zip(&k).map(|(&a, k)| (activity.given[a as usize] - k).max(0.5)).collect();
    let anyone: Vec<f64> =
        accounts.iter().zip(&k).map(|(&a, &k)| of_anyone(activity.given[a as usize], k)).collect();
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
    let everyone = columns.accounts as f64;
    let n = columns.marks() as f64;
    // Jobs of one owner are one block; each account's marks block by block.
    let owner = stretches.iter().map(|s| index.owner[s.target as usize]);
    let (owners, block) = numbered(columns.owners, owner);
    let block_of = |b: &u32| block[*b as usize / BINS];
    let mut of_account = Lists::group(accounts.len(), who.iter().copied());
    of_account.items.iter_mut().for_each(|x| *x = bin[*x as usize]);
    of_account.each_mut().for_each(|bins| bins.sort_by_key(block_of));
    let fan = fan_share(ground.p, owners.len());
    let mut curves = Curves::of(&size, &bin);
    // z as of the last count.
    let mut counted = z.clone();
    for _ in 0..rounds {
        counted.copy_from_slice(&z);
        let total = z.iter().sum::<f64>().max(1.0);
        curves.count(&job, &bin, who.iter().map(|&a| z[a as usize]), total);
        let prior = (total / everyone).min(1.0 - 1e-9);
        let logit = (prior / (1.0 - prior)).ln();
        let mut rate = vec![0f64; owners.len()];
        for (j, m) in curves.inside.iter().enumerate() {
            rate[block[j] as usize] += m / total;
        }
        let absent: f64 = rate.iter().map(|r| bounded(fan, -r)).sum();
        let silence: Vec<f64> = rate.iter().map(|r| (-r).exp()).collect();
        let posterior = |a: usize| {
            // A sum of logarithms as the logarithm of a product, as long as that lies within the range of numbers.
            let (mut gain, mut product) = (absent + logit, 1f64);
            for run in of_account.of(a as u32).chunk_by(|x, y| block_of(x) == block_of(y)) {
                let o = block_of(&run[0]) as usize;
                let odds = |b: &u32| 1.0 + (curves.ratio(*b, z[a]) * n / anyone[a]).min(LARGEST);
                let all: f64 = run.iter().map(odds).product();
                if all < MOST && silence[o] > 1.0 / MOST {
                    product *= (fan + (1.0 - fan) / silence[o]) / (fan + (1.0 - fan) / (silence[o] * all));
                } else {
                    let y = run.iter().map(|b| odds(b).ln()).sum::<f64>() - rate[o];
                    gain += bounded(fan, y) - bounded(fan, -rate[o]);
                }
                if product > MOST {
                    gain += product.ln();
                    product = 1.0;
                }
            }
            logistic((gain + product.ln()).clamp(-40.0, 40.0))
        };
        let new: Vec<f64> =
            (0..accounts.len()).into_par_iter().with_min_len(AT_ONCE).map(posterior).collect();
        let change = z.iter().zip(&new).map(|(old, new)| (new - old).abs()).fold(0.0, f64::max);
        z = new;
        if change < 1e-3 {
            break;
        }
    }
    let given = |(&b, &a): (&u32, &u32)| {
        let ratio = curves.ratio(b, counted[a as usize]) * n / elsewhere[a as usize];
        z[a as usize] * (1.0 - 1.0 / (1.0 + ratio))
    };
    let own = bin.iter().zip(&who).map(given).collect();
    // What chance gives in job j by members: Σ z_a d_a × the background's share of the job.
    let reach: f64 = z.iter().zip(&elsewhere).map(|(z, d)| z * d).sum();
    let expected =
        size.iter().zip(&curves.inside).map(|(n_j, m_j)| reach * (n_j - m_j).max(0.0) / n).collect();
    Membership { accounts, z, marks, job, own, expected }
}

/// What a bin holds, beside what its job does, so that a mark looks in one place.
#[derive(Clone, Copy, Default)]
struct Bin {
    /// Marks of the job, and members' among them.
    size: f64,
    inside: f64,
    /// B: bins of the job.
    bins: f64,
    /// Marks of the bin, and members' among them.
    marks: f64,
    ours: f64,
}

/// What a crew's jobs and their bins hold, of members and of others.
struct Curves {
    /// By job: members' marks.
    inside: Vec<f64>,
    bins: Vec<Bin>,
    /// Σz, and 1 + ½/R̄.
    total: f64,
    leaning: f64,
}

impl Curves {
    /// Of jobs of so many marks; `bin`: by mark.
    fn of(size: &[f64], bin: &[u32]) -> Self {
        let of_job =
            |size: &f64| [Bin { size: *size, bins: bins_of(*size as usize) as f64, ..Bin::default() }; BINS];
        let mut bins: Vec<Bin> = size.iter().flat_map(of_job).collect();
        bin.iter().for_each(|&b| bins[b as usize].marks += 1.0);
        Self { inside: vec![0.0; size.len()], bins, total: 1.0, leaning: 1.0 }
    }

    /// Counts members' marks: beside `job` and `bin`, z of the account that gave the mark. `total`: Σz.
    fn count(&mut self, job: &[u32], bin: &[u32], z: impl Iterator<Item = f64>, total: f64) {
        self.inside.fill(0.0);
        self.bins.iter_mut().for_each(|b| b.ours = 0.0);
        for ((&j, &b), z) in job.iter().zip(bin).zip(z) {
            self.inside[j as usize] += z;
            self.bins[b as usize].ours += z;
        }
        let mut others = 0.0;
        for (of_job, inside) in self.bins.chunks_exact_mut(BINS).zip(&self.inside) {
            others += (of_job[0].size - inside).max(0.0);
            of_job.iter_mut().for_each(|b| b.inside = *inside);
        }
        self.leaning = 1.0 + FEW / ((others + FEW) / self.inside.len() as f64);
        self.total = total;
    }

    /// ρ h/(R' g) of a mark in a bin, as all marks but this one say, of an account with posterior `z`.
    fn ratio(&self, b: u32, z: f64) -> f64 {
        let Bin { size, inside, bins, marks, ours } = self.bins[b as usize];
        let (members, ours) = ((inside - z).max(0.0), (ours - z).max(0.0));
        let (others, theirs) = ((size - 1.0 - members).max(0.0), (marks - 1.0 - ours).max(0.0));
        let rho_h = members / (self.total - z).max(1.0) * (ours + OF_A_BIN) / (members + OF_A_BIN * bins);
        let here = (others + FEW) / self.leaning;
        rho_h / (here * (theirs + OF_A_BIN) / (others + OF_A_BIN * bins))
    }
}

/// d of somebody who is no member and gave `given` marks, `k` of them in jobs: any of them could have fallen there.
///
/// ```text
/// d^k = given (given − 1) … (given − k + 1)
/// ```
///
/// What is given may be a rate that k is no part of, as among withdrawals.
pub(crate) fn of_anyone(given: f64, k: f64) -> f64 {
    match k {
        _ if k > given => given.max(0.5),
        0.0 => given,
        _ => ((ln_gamma(given + 1.0) - ln_gamma(given - k + 1.0)) / k).exp(),
    }
}

/// φ. Few owners' fans and a crew that serves only those owners cannot be told apart here: kinds do that.
pub(crate) fn fan_share(p: &SearchParameters, owners: usize) -> f64 {
    if owners >= p.fan_owners as usize { p.fan_share } else { 0.0 }
}

/// −ln(φ + (1 − φ) e^(−y)), which is y for small y and at most ln 1/φ.
pub(crate) fn bounded(fan: f64, y: f64) -> f64 {
    match fan {
        0.0 => y,
        _ if y > 0.0 => -(fan + (1.0 - fan) * (-y).exp()).ln(),
        _ => y - (fan * y.exp() + (1.0 - fan)).ln(),
    }
}

/// The distinct ids among some below `ids`, rising, and of each its place among them.
fn numbered(ids: usize, of: impl Iterator<Item = u32> + Clone) -> (Vec<u32>, Vec<u32>) {
    // Zeroed memory that is not touched costs nothing.
    let mut place = vec![0u32; ids];
    let mut distinct: Vec<u32> =
        of.clone().filter(|&id| std::mem::replace(&mut place[id as usize], 1) == 0).collect();
    distinct.sort_unstable();
    distinct.iter().enumerate().for_each(|(i, &id)| place[id as usize] = i as u32);
    let places = of.map(|id| place[id as usize]).collect();
    (distinct, places)
}

/// Bins of a job of so many marks.
fn bins_of(marks: usize) -> usize {
    (marks / MARKS_OF_A_BIN).clamp(1, BINS)
}

/// Equal-count bins of time within each job. Marks come by job, then time.
fn bins(job: &[u32], size: &[f64]) -> Vec<u32> {
    let mut out = Vec::with_capacity(job.len());
    for run in job.chunk_by(|a, b| a == b) {
        let j = run[0] as usize;
        let n = size[j] as usize;
        let bins = bins_of(n);
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
