//! How surprising a count is, and between which counts chance keeps.

use libm::{exp, log, sqrt};

/// Standard normal quantile of 97.5 %.
pub(crate) const Z95: f64 = 1.959_963_984_540_054;

/// Signed root of the deviance of `y` under a negative binomial of this mean and variance: about a standard
/// normal's z, also where counts are small (McCullagh & Nelder, ch. 2). Half a count is given to chance.
///
/// d = 2 [ y ln(y/μ) − (y + k) ln((y + k)/(μ + k)) ], k = μ²/(σ² − μ).
pub(crate) fn surprise(y: f64, mean: f64, variance: f64, net: bool) -> f64 {
    if net {
        // Net counts can be negative: the normal law.
        return (y - mean) / sqrt(variance.max(1e-9));
    }
    let mean = mean.max(1e-6);
    let toward = if y > mean { (y - 0.5).max(mean) } else { (y + 0.5).min(mean) };
    let y = toward.max(0.0);
    let over = variance - mean;
    let own = if y > 0.0 { y * log(y / mean) } else { 0.0 };
    let d = if over > 1e-9 * mean {
        let k = mean * mean / over;
        own - (y + k) * log((y + k) / (mean + k))
    } else {
        own - (y - mean)
    };
    sqrt((2.0 * d).max(0.0)).copysign(y - mean)
}

/// Log-likelihood of a count under a negative binomial of this mean and over-dispersion, without what depends on the count
/// alone; of a net or rounded one, whose variance is `rough` larger, under the normal law.
///
/// y ln μ − (y + k) ln(1 + μ/k), k = 1/κ.
pub(crate) fn likely(y: f64, mean: f64, kappa: f64, rough: Option<f64>) -> f64 {
    let mean = mean.max(1e-6);
    match rough {
        Some(rough) => {
            let variance = mean + kappa * mean * mean + rough;
            -(y - mean) * (y - mean) / (2.0 * variance) - log(variance) / 2.0
        }
        None => {
            let k = 1.0 / kappa.max(1e-6);
            y * log(mean) - (y + k) * libm::log1p(mean / k)
        }
    }
}

/// Quantile of 97.5 % of Student's law with so many degrees of freedom, four or more (Cornish and Fisher's series:
/// Abramowitz & Stegun 26.7.5).
pub(crate) fn student(freedom: f64) -> f64 {
    let (z, f) = (Z95, freedom.max(4.0));
    let (z3, z5, z7) = (z.powi(3), z.powi(5), z.powi(7));
    z + (z3 + z) / (4.0 * f)
        + (5.0 * z5 + 16.0 * z3 + 3.0 * z) / (96.0 * f * f)
        + (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / (384.0 * f.powi(3))
}

/// The counts between which 95 % of a negative binomial lie (mid-p: a count at the edge counts half).
pub(crate) fn between(mean: f64, variance: f64, net: bool) -> (f64, f64) {
    let sd = sqrt(variance.max(0.0));
    if net {
        return (mean - Z95 * sd, mean + Z95 * sd);
    }
    if mean <= 0.0 {
        return (0.0, 0.0);
    }
    if mean < 40.0 {
        return counted(mean, variance);
    }
    // Cornish and Fisher: z + γ (z² − 1)/6, γ = (2σ²/μ − 1)/σ the skewness.
    let skew = (2.0 * variance / mean - 1.0) / sd * (Z95 * Z95 - 1.0) / 6.0;
    ((mean + sd * (skew - Z95)).max(0.0), mean + sd * (skew + Z95))
}

/// The same by adding up the masses.
fn counted(mean: f64, variance: f64) -> (f64, f64) {
    let over = variance - mean;
    // p(0), and p(y + 1)/p(y).
    let (mut mass, size, ratio) = if over > 1e-6 * mean {
        let k = mean * mean / over;
        (exp(-k * log(1.0 + mean / k)), k, mean / (k + mean))
    } else {
        (exp(-mean), f64::INFINITY, mean)
    };
    let (mut below, mut low) = (0.0, None);
    let mut y = 0.0;
    while y < 4_000.0 {
        let middle = below + mass / 2.0;
        if low.is_none() && middle > 0.025 {
            low = Some(y);
        }
        if middle > 0.975 {
            break;
        }
        below += mass;
        mass *= if size.is_finite() { ratio * (y + size) / (y + 1.0) } else { ratio / (y + 1.0) };
        y += 1.0;
    }
    (low.unwrap_or(0.0), (y - 1.0).max(low.unwrap_or(0.0)))
}

/// Chance of `least` or more successes among independent trials of these chances (Poisson-binomial tail).
pub(crate) fn at_least(chances: &[f64], least: usize) -> f64 {
    let mut law = vec![0.0; chances.len() + 1];
    law[0] = 1.0;
    for (n, p) in chances.iter().enumerate() {
        for k in (0..=n).rev() {
            law[k + 1] += law[k] * p;
            law[k] *= 1.0 - p;
        }
    }
    law.iter().skip(least).sum::<f64>().min(1.0)
}

/// Chance that a standard normal is below z.
pub(crate) fn normal(z: f64) -> f64 {
    libm::erfc(-z / std::f64::consts::SQRT_2) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use libm::lgamma;

    #[test]
    fn surprises_are_those_of_the_tails() {
        // Poisson of mean 100: 130 or more has chance 0.002 (z 2.9); of mean 2, 8 or more 0.0011 (z 3.06).
        assert!((surprise(130.0, 100.0, 100.0, false) - 2.82).abs() < 0.05);
        assert!((surprise(8.0, 2.0, 2.0, false) - 3.0).abs() < 0.12);
        assert!(surprise(0.0, 5.0, 5.0, false) < -2.0);
        assert_eq!(surprise(3.2, 3.0, 5.0, false), 0.0, "half a count is chance's");
        assert!((surprise(-10.0, 0.0, 25.0, true) + 2.0).abs() < 1e-9);
    }

    #[test]
    fn intervals_hold_about_95_in_100() {
        for (mean, over) in [(0.3, 0.0), (3.0, 0.2), (12.0, 0.05), (39.0, 0.1), (41.0, 0.1), (900.0, 0.02)] {
            let variance = mean + over * mean * mean;
            let (low, high) = between(mean, variance, false);
            let k = if over > 0.0 { 1.0 / over } else { 1e9 };
            let mass = |y: f64| {
                exp(lgamma(y + k) - lgamma(k) - lgamma(y + 1.0)
                    + k * log(k / (k + mean))
                    + y * log(mean / (k + mean)))
            };
            let held: f64 = (0..20_000).map(f64::from).filter(|y| (low..=high).contains(y)).map(mass).sum();
            assert!((0.93..0.985).contains(&held), "mean {mean}: {low} to {high} hold {held}");
        }
    }

    #[test]
    fn students_quantiles_are_the_tabulated_ones() {
        for (freedom, quantile) in [(4.0, 2.776), (6.0, 2.447), (10.0, 2.228), (30.0, 2.042), (1e9, 1.960)] {
            assert!((student(freedom) - quantile).abs() < 0.01, "{freedom}: {}", student(freedom));
        }
    }

    #[test]
    fn tails_of_unequal_coins() {
        assert!((at_least(&[0.5, 0.5], 1) - 0.75).abs() < 1e-12);
        assert!((at_least(&[0.1, 0.2, 0.3], 3) - 0.006).abs() < 1e-12);
        assert_eq!(at_least(&[], 1), 0.0);
    }
}
