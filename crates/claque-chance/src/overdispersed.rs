//! The negative binomial: counts that vary more than Poisson's.

use crate::gamma::{ln_binomial_raw, ln_poisson_pmf};

/// ln P(K = k) of a negative binomial with this mean and size r: variance mean + mean²/r.
///
/// Γ(k+r) / (Γ(r) Γ(k+1)) · (r/(r+mean))ʳ · (mean/(r+mean))ᵏ, continued to real k.
///
/// r = 1 is the geometric law, r = ∞ Poisson's. Computed as r/(r+k) times the binomial mass of r among
/// k + r at r/(r+mean) (Loader 2000), which keeps all digits when r is large.
/// k < 0: −∞. Negative mean, r ≤ 0 or NaN: NaN.
pub fn ln_negative_binomial_pmf(k: f64, mean: f64, size: f64) -> f64 {
    if k.is_nan() || mean.is_nan() || size.is_nan() || mean < 0.0 || size <= 0.0 {
        return f64::NAN;
    }
    if k < 0.0 {
        return f64::NEG_INFINITY;
    }
    if size == f64::INFINITY {
        return ln_poisson_pmf(k, mean);
    }
    if k == 0.0 {
        // (r/(r+mean))ʳ
        return -size * (mean / size).ln_1p();
    }
    if mean == 0.0 {
        return f64::NEG_INFINITY;
    }
    let total = size + mean;
    // −ln(1 + k/r) + ln Binomial(r; k + r, r/(r+mean))
    ln_binomial_raw(size, k + size, size / total, mean / total) - (k / size).ln_1p()
}
