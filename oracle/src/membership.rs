//! Who belongs to a community of cells: EM over counts.
//!
//! ```text
//! logit z_a = ln Bin(k; J, ρ/J) − ln Geo(k; λ_a) + ln π,    π = Σ z/accounts,   ρ = Σ z k/Σ z
//! λ_a = (activity of a elsewhere) × Σ_j (n_j − m_j)/marks
//! ```

use std::collections::BTreeSet;

/// An account: its activity elsewhere, and which of the community's pages it marked.
pub type Candidate = (f64, BTreeSet<u32>);

/// Posteriors after at most `rounds` rounds of EM, which ends early when nothing moves by 10⁻⁴.
pub fn em(candidates: &[Candidate], pages: u32, accounts: f64, marks: f64, rounds: usize) -> Vec<f64> {
    let mut z = begin(candidates);
    for _ in 0..rounds {
        let next = step(candidates, &z, pages, accounts, marks);
        let moved = z.iter().zip(&next).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        z = next;
        if moved < 1e-4 {
            break;
        }
    }
    z
}

/// Where EM begins: those with at least half of the upper decile of counts, and at least two, are in.
pub fn begin(candidates: &[Candidate]) -> Vec<f64> {
    let mut counts: Vec<usize> = candidates.iter().map(|c| c.1.len()).collect();
    counts.sort();
    let decile = match counts.len() {
        0 => 0.0,
        n => {
            let at = 0.9 * (n - 1) as f64;
            let (lo, hi) = (counts[at.floor() as usize] as f64, counts[at.ceil() as usize] as f64);
            lo + (hi - lo) * at.fract()
        }
    };
    candidates
        .iter()
        .map(|c| if c.1.len() as f64 >= (decile / 2.0).max(2.0) { 0.99 } else { 0.001 })
        .collect()
}

/// One round.
pub fn step(candidates: &[Candidate], z: &[f64], pages: u32, accounts: f64, marks: f64) -> Vec<f64> {
    let members: f64 = z.iter().sum();
    let rho = candidates.iter().zip(z).map(|(c, z)| z * c.1.len() as f64).sum::<f64>() / members.max(1e-9);
    let rate = (rho / f64::from(pages)).clamp(1e-4, 0.999);
    let mut background = 0.0;
    for j in 0..pages {
        let (mut n, mut m) = (0.0, 0.0);
        for (_, z) in candidates.iter().zip(z).filter(|(c, _)| c.1.contains(&j)) {
            n += 1.0;
            m += z;
        }
        background += if n > m { n - m } else { 0.0 };
    }
    let prior = (members.max(1.0) / accounts).min(1.0);
    candidates
        .iter()
        .map(|(elsewhere, on)| {
            let lambda = (elsewhere * background / marks).max(1e-6);
            let k = on.len() as u32;
            let logit = ln_binomial(k, pages, rate) - ln_geometric(k, lambda) + prior.ln();
            let new = 1.0 / (1.0 + (-logit.clamp(-40.0, 40.0)).exp());
            if k < 2 { new.min(0.3) } else { new }
        })
        .collect()
}

/// ln C(n, k) p^k (1 − p)^(n − k), by products.
fn ln_binomial(k: u32, n: u32, p: f64) -> f64 {
    let choose: f64 = (0..k).map(|i| (f64::from(n - i) / f64::from(i + 1)).ln()).sum();
    choose + f64::from(k) * p.ln() + f64::from(n - k) * (1.0 - p).ln()
}

/// ln (1/(1 + λ)) (λ/(1 + λ))^k: a count of mean λ, over-dispersed.
fn ln_geometric(k: u32, mean: f64) -> f64 {
    f64::from(k) * (mean / (1.0 + mean)).ln() - (1.0 + mean).ln()
}
