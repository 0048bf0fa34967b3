//! Who belongs to a finding: EM over counts, enough to peel.
//!
//! An account in k of J pages of a community is either a member, who marks each at rate ρ/J (binomial), or
//! background at λ_a = d_a Σ_j (background's share of page j's cells), over-dispersed by a geometric law:
//!
//! ```text
//! logit z_a = ln Bin(k; J, ρ/J) − ln Geo(k; λ_a) + ln π,    π = Σ z / accounts
//! ```

use claque_chance::overdispersed::ln_negative_binomial_pmf;
use claque_chance::probability::logistic;
use claque_chance::tails::ln_binomial_pmf;

/// One candidate: an account that marked at least one page of the community.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The account.
    pub account: u32,
    /// Its activity elsewhere, at least one half.
    pub elsewhere: f64,
    /// Pages of the community that it marked, as places in the list of pages, each once.
    pub pages: Vec<u32>,
}

/// Posterior of each candidate. `accounts` and `marks` are those of the whole log.
pub fn of_community(candidates: &[Candidate], pages: usize, accounts: usize, marks: usize) -> Vec<f64> {
    let mut size = vec![0f64; pages];
    for c in candidates {
        for &p in &c.pages {
            size[p as usize] += 1.0;
        }
    }
    let k = |c: &Candidate| c.pages.len() as f64;
    let mut counts: Vec<f64> = candidates.iter().map(k).collect();
    counts.sort_unstable_by(f64::total_cmp);
    // Begin with those above half of the upper decile of counts.
    let begin = (crate::order::quantile(&counts, 0.9) * 0.5).max(2.0);
    // Candidates with as many pages here and as many marks elsewhere are one and the same to the formula.
    let key = |c: &Candidate| (c.pages.len(), c.elsewhere.to_bits());
    let mut alike: Vec<(usize, u64)> = candidates.iter().map(key).collect();
    alike.sort_unstable();
    alike.dedup();
    let which: Vec<usize> =
        candidates.iter().map(|c| alike.binary_search(&key(c)).expect("every key was listed")).collect();
    let mut z: Vec<f64> = alike.iter().map(|(k, _)| if *k as f64 >= begin { 0.99 } else { 1e-3 }).collect();
    let total = pages as f64;
    for _ in 0..30 {
        let mut inside = vec![0f64; pages];
        for (c, which) in candidates.iter().zip(&which) {
            for &p in &c.pages {
                inside[p as usize] += z[*which];
            }
        }
        let members: f64 = which.iter().map(|w| z[*w]).sum();
        let rho = inside.iter().sum::<f64>() / members.max(1e-9);
        let prior = (members.max(1.0) / accounts as f64).min(1.0).ln();
        // λ_a = d_a Σ_j (n_j − m_j)⁺ / N
        let share: f64 = size.iter().zip(&inside).map(|(n, m)| (n - m).max(0.0)).sum::<f64>() / marks as f64;
        let mut change = 0f64;
        for (&(pages, elsewhere), z) in alike.iter().zip(&mut z) {
            let k = pages as f64;
            let lambda = (share * f64::from_bits(elsewhere)).max(1e-6);
            let member = ln_binomial_pmf(k, total, (rho / total).clamp(1e-4, 0.999));
            let background = ln_negative_binomial_pmf(k, lambda, 1.0);
            let mut new = logistic((member - background + prior).clamp(-40.0, 40.0));
            // One meeting proves nothing.
            if pages < 2 {
                new = new.min(0.3);
            }
            change = change.max((new - *z).abs());
            *z = new;
        }
        if change < 1e-4 {
            break;
        }
    }
    which.into_iter().map(|w| z[w]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_in_all_pages_are_members_and_passers_by_are_not() {
        let mut c: Vec<Candidate> =
            (0..20).map(|a| Candidate { account: a, elsewhere: 5.0, pages: (0..10).collect() }).collect();
        c.extend((20..60).map(|a| Candidate { account: a, elsewhere: 30.0, pages: vec![a % 10] }));
        let z = of_community(&c, 10, 10_000, 200_000);
        assert!(z[..20].iter().all(|&z| z > 0.99), "{:?}", &z[..20]);
        assert!(z[20..].iter().all(|&z| z < 0.31), "{:?}", &z[20..]);
    }
}
