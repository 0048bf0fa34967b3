//! Tails against 60-digit references, against plain sums, and against what any tail obeys.

use claque_chance::{ln_poisson_pmf, ln_poisson_tail, ln_scaled_tail};

/// x, mean, ln P(x, mean): mpmath 1.4.1 with mp.dps = 60,
/// `x*log(m) - m - loggamma(x+1) + log(sum(m**k / rf(x+1, k)))`, and where m > max(3000, x + 1)
/// `log1p(-Q)`, Q by its continued fraction. From 0.57 down to 10^-7248.
const REFERENCES: &[(f64, f64, f64)] = &[
    (1.0, 1e-06, -13.815511057964232),
    (3.0, 1e-06, -43.23829189312086),
    (2.5, 0.001, -18.47107606283979),
    (0.5, 0.01, -2.185131747072374),
    (1.0, 0.5, -0.9327521295671886),
    (0.3, 2.0, -0.02227217456311407),
    (5.0, 0.7, -7.149144972129633),
    (9.9, 3.0, -6.68222870828348),
    (9.9, 9.0, -0.8548158319252052),
    (4.0, 12.0, -0.0022944213805677835),
    (2.5, 30.0, -1.2154569777256906e-11),
    (10.0, 10.0, -0.6123596078537547),
    (10.5, 3.2, -6.96333369736364),
    (11.0, 26.0, -0.0003126606233806668),
    (15.25, 6.5, -6.052445017258201),
    (40.0, 25.0, -5.671246924001392),
    (40.0, 11.9, -22.8200752969567),
    (40.0, 95.0, -6.139298691050938e-11),
    (41.0, 100.0, -7.519646690935024e-12),
    (100.0, 100.0, -0.6668971505852894),
    (100.0, 29.0, -55.67289852024151),
    (100.0, 31.0, -50.975911913944714),
    (150.5, 100.0, -13.393199813992151),
    (60.0, 100.0, -6.341523534786638e-06),
    (1000.0, 1000.0, -0.6847718632903101),
    (1500.0, 1000.0, -111.67860721464416),
    (900.0, 1000.0, -0.0006227916787585667),
    (10000.0, 10000.0, -0.6904910944019723),
    (12000.0, 10000.0, -191.68468184260962),
    (9700.0, 10000.0, -0.0012706751222559024),
    (1000000.0, 1000000.0, -0.692881254399696),
    (1005000.0, 1000000.0, -15.04171736665877),
    (1050000.0, 1000000.0, -1234.4793440323324),
    (997000.0, 1000000.0, -0.0013426861655088302),
    (300.0, 1e-06, -5559.559018331028),
    (800.0, 1e-06, -15604.359178068213),
    (1000.0, 1.0, -5913.127178988829),
    (3900.0, 20.0, -16689.746464144067),
    (5000.0, 300.0, -9372.1692737695),
    (15000.0, 5000.0, -6484.505761731094),
    (2000.75, 1900.25, -4.477644604061818),
    (50.0, 0.001, -493.8665112928519),
    (700.0, 0.3, -4733.0313672554785),
];

#[test]
fn tails_agree_with_references() {
    for &(x, mean, reference) in REFERENCES {
        let ln_p = ln_poisson_tail(x, mean);
        let error = (ln_p - reference).abs();
        assert!(error <= 1e-8 * reference.abs(), "x {x}, mean {mean}: {ln_p} for {reference}");
    }
}

#[test]
fn one_mark_or_more_is_one_minus_none() {
    // P(X ≥ 1) = 1 − e^(−mean)
    for exponent in -60..=2 {
        let mean = 10f64.powf(f64::from(exponent) / 10.0);
        let exact = claque_chance::ln_1m_exp(-mean);
        let error = (ln_poisson_tail(1.0, mean) - exact).abs();
        assert!(error <= 1e-11 * exact.abs() + 1e-14, "mean {mean}: off by {error}");
    }
}

#[test]
fn tails_agree_with_the_plain_sum_of_masses() {
    for mean in [0.03, 0.9, 3.0, 9.5, 31.0, 120.0, 700.0] {
        let spread = f64::sqrt(mean);
        for step in -3..=12 {
            let x = (mean + f64::from(step) * spread).round().max(1.0);
            let plain: f64 = (0..400 + 20 * spread as u32)
                .map(|more| ln_poisson_pmf(x + f64::from(more), mean).exp())
                .sum();
            let tail = ln_poisson_tail(x, mean).exp();
            assert!((tail / plain - 1.0).abs() < 1e-8, "x {x}, mean {mean}: {tail} for {plain}");
        }
    }
}

#[test]
fn neighbouring_tails_differ_by_a_mass() {
    // P(a, z) = P(a + 1, z) + pmf(a), at real a and across the borders between the routes
    for mean in [0.02, 1.7, 5.1, 11.3, 60.0, 900.0, 2e5] {
        for part in [0.1, 0.28, 0.31, 0.5, 0.9, 1.0, 1.1, 2.0, 3.2, 3.4, 9.0] {
            let x = mean * part + 0.37;
            let whole = ln_poisson_tail(x, mean);
            let parts =
                claque_chance::log_sum_exp(&[ln_poisson_tail(x + 1.0, mean), ln_poisson_pmf(x, mean)]);
            let error = (whole - parts).abs();
            assert!(error <= 2e-8 * whole.abs().max(1e-7), "x {x}, mean {mean}: {whole}, {parts}");
        }
    }
}

#[test]
fn tails_fall_with_x_and_rise_with_the_mean() {
    for mean in [1e-6, 0.3, 4.0, 12.0, 300.0, 1e6] {
        let mut before = (0.0, f64::NEG_INFINITY);
        for step in 1..2000 {
            let x = f64::from(step) * (mean + 10.0) / 500.0;
            let here = ln_poisson_tail(x, mean);
            let above = ln_poisson_tail(x, mean * 1.01);
            // Each route may err by 10⁻⁹ of the logarithm where it hands over to the next.
            let noise = 1e-8 * here.abs() + 1e-14;
            assert!(here <= before.0 + noise, "x {x}, mean {mean}");
            assert!(above >= here - noise, "x {x}, mean {mean}");
            before = (here, above);
        }
    }
}

#[test]
fn edges_of_the_tail() {
    assert_eq!(ln_poisson_tail(0.0, 3.0), 0.0);
    assert_eq!(ln_poisson_tail(-2.0, 0.0), 0.0);
    assert_eq!(ln_poisson_tail(0.1, 0.0), f64::NEG_INFINITY);
    assert_eq!(ln_poisson_tail(f64::INFINITY, 5.0), f64::NEG_INFINITY);
    assert_eq!(ln_poisson_tail(5.0, f64::INFINITY), 0.0);
    assert_eq!(ln_poisson_tail(3.0, 1e7), 0.0);
    assert!(ln_poisson_tail(1.0, -1.0).is_nan());
    assert!(ln_poisson_tail(f64::NAN, 1.0).is_nan());
    assert!(ln_poisson_tail(1.0, f64::NAN).is_nan());
    assert!(ln_poisson_tail(1e300, 1e-300) < -1e300);
}

#[test]
fn a_scaled_tail_is_the_tail_in_its_unit() {
    // variance = mean: Poisson's own
    assert_eq!(ln_scaled_tail(12.5, 4.0, 4.0), ln_poisson_tail(12.5, 4.0));
    // all weights 3: thrice a Poisson count of mean 4 has mean 12 and variance 36
    assert_eq!(ln_scaled_tail(30.0, 12.0, 36.0), ln_poisson_tail(10.0, 4.0));
    // the same in another unit of weight
    let scaled = ln_scaled_tail(0.7 * 30.0, 0.7 * 12.0, 0.49 * 30.0);
    assert!((scaled - ln_scaled_tail(30.0, 12.0, 30.0)).abs() < 1e-12 * scaled.abs());
    assert_eq!(ln_scaled_tail(0.0, 0.0, 0.0), 0.0);
    assert_eq!(ln_scaled_tail(1.0, 0.0, 0.0), f64::NEG_INFINITY);
    assert_eq!(ln_scaled_tail(2.0, 2.0, 0.0), 0.0);
    assert_eq!(ln_scaled_tail(2.1, 2.0, 0.0), f64::NEG_INFINITY);
    assert!(ln_scaled_tail(1.0, 1.0, -1.0).is_nan());
}
