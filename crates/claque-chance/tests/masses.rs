//! Masses and the gamma function against 60-digit references and against what masses obey.

use claque_chance::{ln_binomial_pmf, ln_gamma, ln_negative_binomial_pmf, ln_poisson_pmf};

/// x, ln Γ(x): mpmath `loggamma(x)`, 60 digits.
const GAMMA: &[(f64, f64)] = &[
    (1e-10, 23.025850929882736),
    (0.001, 6.907178885383853),
    (0.5, 0.5723649429247001),
    (1.0, 0.0),
    (1.5, -0.12078223763524522),
    (2.0, 0.0),
    (3.75, 1.4868155785934172),
    (9.999, 12.799575780077413),
    (10.0, 12.80182748008147),
    (100.25, 360.28455963776423),
    (1000000.0, 12815504.569147613),
    (1000000000000000.0, 33538776394910669.0),
];

/// k, n, p, ln P: mpmath, 60 digits,
/// `loggamma(n+1) - loggamma(k+1) - loggamma(n-k+1) + k*log(p) + (n-k)*log(1-p)`.
const BINOMIAL: &[(f64, f64, f64, f64)] = &[
    (3.0, 10.0, 0.5, -2.1439800628174073),
    (2.5, 7.25, 0.25, -1.3667284663099237),
    (0.125, 0.5, 0.5, -0.2895773730480995),
    (500000.0, 1000000.0, 0.5, -7.133546881626865),
    (10.0, 100000000.0, 1e-09, -38.230263943065985),
    (999.0, 1000.0, 0.9990234375, -0.9997791347961023),
    (20.0, 1000.0, 0.5, -597.5189386169084),
];

/// k, mean, size, ln P: mpmath, 60 digits,
/// `loggamma(k+r) - loggamma(r) - loggamma(k+1) + r*log(r/(r+m)) + k*log(m/(r+m))`.
const NEGATIVE_BINOMIAL: &[(f64, f64, f64, f64)] = &[
    (3.0, 2.0, 1.0, -2.315007612992603),
    (0.0, 2.0, 0.5, -0.8047189562170501),
    (7.5, 3.25, 1.5, -3.3990735446148586),
    (40.0, 2.0, 0.125, -8.027695864600002),
    (1000.0, 900.0, 100000000.0, -9.73337016429427),
    (1.0, 1e-06, 2.0, -13.815512057963899),
    (250.0, 10000.0, 0.75, -8.726343433831527),
];

fn close(got: f64, reference: f64) {
    let error = (got - reference).abs();
    assert!(error <= 1e-12 * reference.abs().max(1.0), "{got} for {reference}");
}

#[test]
fn gamma_agrees_with_references() {
    for &(x, reference) in GAMMA {
        close(ln_gamma(x), reference);
    }
    assert_eq!(ln_gamma(0.0), f64::INFINITY);
    assert!(ln_gamma(-0.5).is_nan());
}

#[test]
fn masses_agree_with_references() {
    for &(k, n, p, reference) in BINOMIAL {
        close(ln_binomial_pmf(k, n, p), reference);
    }
    for &(k, mean, size, reference) in NEGATIVE_BINOMIAL {
        close(ln_negative_binomial_pmf(k, mean, size), reference);
    }
    // mpmath `k*log(m) - m - loggamma(k+1)`
    close(ln_poisson_pmf(0.5, 2.0), -1.532644172084782);
    close(ln_poisson_pmf(12.5, 3.0), -10.52742254789333);
    close(ln_poisson_pmf(1e6, 1e6), -7.826693895520143);
    close(ln_poisson_pmf(3.0, 1e-8), -57.05380171108515);
}

#[test]
fn binomial_by_hand() {
    // 10 over 3 of 1,024: 120/1024
    close(ln_binomial_pmf(3.0, 10.0, 0.5), (120.0_f64 / 1024.0).ln());
    assert_eq!(ln_binomial_pmf(0.0, 5.0, 0.0), 0.0);
    assert_eq!(ln_binomial_pmf(1.0, 5.0, 0.0), f64::NEG_INFINITY);
    assert_eq!(ln_binomial_pmf(5.0, 5.0, 1.0), 0.0);
    assert_eq!(ln_binomial_pmf(4.0, 5.0, 1.0), f64::NEG_INFINITY);
    assert_eq!(ln_binomial_pmf(0.0, 0.0, 0.3), 0.0);
    assert_eq!(ln_binomial_pmf(6.0, 5.0, 0.5), f64::NEG_INFINITY);
    assert_eq!(ln_binomial_pmf(-1.0, 5.0, 0.5), f64::NEG_INFINITY);
    assert!(ln_binomial_pmf(1.0, 5.0, 1.5).is_nan());
    assert!(ln_binomial_pmf(1.0, -5.0, 0.5).is_nan());
}

#[test]
fn masses_sum_to_one() {
    let binomial: f64 = (0..=60).map(|k| ln_binomial_pmf(f64::from(k), 60.0, 0.3).exp()).sum();
    close(binomial, 1.0);
    let negative: f64 = (0..4000).map(|k| ln_negative_binomial_pmf(f64::from(k), 7.0, 0.8).exp()).sum();
    close(negative, 1.0);
}

#[test]
fn negative_binomial_has_the_stated_moments() {
    let (mean, size) = (3.0, 2.5);
    let (mut first, mut second) = (0.0, 0.0);
    for k in 0..2000 {
        let k = f64::from(k);
        let p = ln_negative_binomial_pmf(k, mean, size).exp();
        first += k * p;
        second += k * k * p;
    }
    // variance = mean + mean²/r
    assert!((first - mean).abs() < 1e-10);
    assert!((second - first * first - (mean + mean * mean / size)).abs() < 1e-9);
}

#[test]
fn size_one_is_geometric_and_size_infinite_is_poisson() {
    for k in [0.0, 1.0, 6.0, 40.0] {
        // (1/(1+m)) (m/(1+m))ᵏ with m = 3
        close(ln_negative_binomial_pmf(k, 3.0, 1.0), 0.25_f64.ln() + k * 0.75_f64.ln());
        assert_eq!(ln_negative_binomial_pmf(k, 3.0, f64::INFINITY), ln_poisson_pmf(k, 3.0));
        let nearly = ln_negative_binomial_pmf(k, 3.0, 1e12);
        assert!((nearly - ln_poisson_pmf(k, 3.0)).abs() < 1e-8);
    }
    assert_eq!(ln_negative_binomial_pmf(0.0, 0.0, 2.0), 0.0);
    assert_eq!(ln_negative_binomial_pmf(1.0, 0.0, 2.0), f64::NEG_INFINITY);
    assert_eq!(ln_negative_binomial_pmf(-1.0, 1.0, 2.0), f64::NEG_INFINITY);
    assert!(ln_negative_binomial_pmf(1.0, 1.0, 0.0).is_nan());
}
