//! Tails of a Poisson law at real arguments, in logarithms: weighted sums are not integers, and the
//! tails that matter lie far below the smallest double.
//!
//! P(X ≥ x) is the regularised lower gamma function P(a = x, z = mean) (DLMF 8.2.4), an identity at
//! integers and the continuation between them. Three routes, chosen by where z lies against a:
//!
//! | where | route | source |
//! |---|---|---|
//! | a ≥ 10, 0.30 a ≲ z ≲ 2.36 a | uniform expansion | Temme 1979, DLMF 8.12 |
//! | otherwise z < a + 1, or z < 4 | series | DLMF 8.11.4 |
//! | otherwise | continued fraction of the upper part | even part of DLMF 8.9.2 |
//!
//! Each is cheap where it is used: at most some forty terms, most often ten.

pub use crate::critical::CriticalTable;
pub use crate::gamma::{ln_binomial_pmf, ln_gamma};

use crate::gamma::{deviance, ln_poisson_pmf};
use crate::uniform::{UNIFORM_FROM, UNIFORM_REACH, scaled_tail};

/// Series and continued fraction stop when a term changes the result by less than this share.
const ENOUGH: f64 = 1e-13;

/// More terms than any route needs where it is used; bounds the loops against NaN.
const MOST_TERMS: u32 = 500;

/// ln P(X ≥ x), in nats, for X ~ Poisson(mean), continued to real x.
///
/// P(X ≥ x) = P(x, mean) = 1/Γ(x) ∫₀^mean t^(x−1) e^(−t) dt
///
/// Error of the logarithm below 10⁻⁸ of itself, also where P is far below 10⁻³⁰⁸, or below 10⁻¹⁴ where
/// P is nearly 1 (small x and mean only); for means up to 10⁷. Takes some 50 to 150 ns.
/// x ≤ 0: 0. mean 0 and x > 0: −∞. Negative mean or NaN: NaN.
pub fn ln_poisson_tail(x: f64, mean: f64) -> f64 {
    if x.is_nan() || mean.is_nan() || mean < 0.0 {
        return f64::NAN;
    }
    if x <= 0.0 {
        return 0.0;
    }
    if mean == 0.0 || x == f64::INFINITY {
        return f64::NEG_INFINITY;
    }
    if mean == f64::INFINITY {
        return 0.0;
    }
    if x >= UNIFORM_FROM {
        // ½ x η² = D(x, mean)
        let nats = deviance(x, mean);
        if nats <= 0.5 * UNIFORM_REACH * UNIFORM_REACH * x {
            return uniform(x, mean, nats);
        }
    }
    if mean < x + 1.0 || mean < 4.0 {
        // P = pmf(x) · (1 + z/(x+1) + z²/((x+1)(x+2)) + …)
        (ln_poisson_pmf(x, mean) + lower_series(x, mean).ln()).min(0.0)
    } else {
        // Q = x pmf(x) · 1/(z+1−x − 1(1−x)/(z+3−x − …)),  P = 1 − Q
        let ln_upper = ln_poisson_pmf(x, mean) + (x * upper_fraction(x, mean)).ln();
        ln_one_minus(ln_upper.exp())
    }
}

/// ln P(X ≥ x), in nats, for a weighted sum with this mean and variance, by a Poisson law scaled to
/// both.
///
/// METHOD: X ≈ u N with N ~ Poisson(λ) has mean uλ and variance u²λ. Equating both gives
/// u = variance/mean and λ = mean/u, so P(X ≥ x) = P(N ≥ x/u). It is exact where all weights are
/// equal; otherwise it has the right first two moments and, unlike a normal law, the right kind of
/// skew: a weighted sum of rare meetings is compound Poisson, with third cumulant Σ w³ against the
/// u² Σ w of this law.
///
/// x ≤ 0: 0. mean 0 and x > 0: −∞. variance 0: the sum is its mean, so 0 up to the mean and −∞ beyond.
/// Negative moments or NaN: NaN.
pub fn ln_scaled_tail(x: f64, mean: f64, variance: f64) -> f64 {
    if x.is_nan() || mean.is_nan() || variance.is_nan() || mean < 0.0 || variance < 0.0 {
        return f64::NAN;
    }
    if x <= 0.0 {
        return 0.0;
    }
    if mean == 0.0 {
        return f64::NEG_INFINITY;
    }
    if variance == 0.0 {
        return if x <= mean { 0.0 } else { f64::NEG_INFINITY };
    }
    // u = variance / mean
    let unit = variance / mean;
    ln_poisson_tail(x / unit, mean / unit)
}

/// ln P by Temme's expansion, given the deviance D(x, mean) = ½ x η².
fn uniform(x: f64, mean: f64, nats: f64) -> f64 {
    if x > mean {
        // P = e^(−D) · (½ erfcx(…) − S)
        (scaled_tail(x, nats, -1.0).ln() - nats).min(0.0)
    } else {
        // Q = e^(−D) · (½ erfcx(…) + S)
        ln_one_minus((-nats).exp() * scaled_tail(x, nats, 1.0))
    }
}

/// ln(1 − q), where rounding may have carried q past 1.
fn ln_one_minus(q: f64) -> f64 {
    (-q.min(1.0)).ln_1p()
}

/// 1 + z/(a+1) + z²/((a+1)(a+2)) + …
fn lower_series(a: f64, z: f64) -> f64 {
    let (mut sum, mut term, mut below) = (1.0, 1.0, a);
    for _ in 0..MOST_TERMS {
        below += 1.0;
        term *= z / below;
        sum += term;
        if term < ENOUGH * sum {
            break;
        }
    }
    sum
}

/// 1/(z+1−a − 1(1−a)/(z+3−a − 2(2−a)/(z+5−a − …))), by Lentz's method.
fn upper_fraction(a: f64, z: f64) -> f64 {
    let mut b = z + 1.0 - a;
    let mut c = 1.0 / f64::MIN_POSITIVE;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for i in 1..MOST_TERMS {
        let i = f64::from(i);
        let numerator = -i * (i - a);
        b += 2.0;
        d = 1.0 / (numerator * d + b);
        c = b + numerator / c;
        let step = c * d;
        fraction *= step;
        if (step - 1.0).abs() < ENOUGH {
            break;
        }
    }
    fraction
}
