//! The least overlap that could be surprising, looked up instead of computed.
//!
//! Let x*(m) solve ln P(X ≥ x*) = ln p for X ~ Poisson(m). It grows with m (a larger mean makes every tail
//! larger), so for any x: ln P(X ≥ x) < ln p if and only if x > x*(m). The table holds a function that
//! nowhere exceeds x*; testing `x < least(m)` then skips nothing that the exact tail would have kept.

use crate::tails::ln_poisson_tail;

/// Bins per octave of the mean, as a power of two: the leading bits of a double's fraction.
const BIN_BITS: u32 = 4;
/// Exponent of the least mean in the table, about 10⁻¹².
const LOWEST_EXPONENT: i32 = -40;
/// Exponent of the first mean beyond the table, about 1.7·10⁷.
const HIGHEST_EXPONENT: i32 = 24;
/// What the table gives up against x*, so that the rounding of the tails cannot break the promise.
const SLACK: f64 = 1e-7;
/// Probabilities below e to this are treated as e to this; the table then is looser, never wrong.
const LEAST_LN_P: f64 = -1e6;

/// Least x whose Poisson tail lies below a fixed probability, as a table over the mean: a pre-filter.
///
/// Any x with `ln_poisson_tail(x, mean) < ln_p` satisfies `x ≥ least(mean)`.
#[derive(Clone, Debug)]
pub struct CriticalTable {
    bins: Vec<Bin>,
    /// x* at the end of the table.
    last: f64,
    /// Whether p < ½, so that x* > mean: P(m, m) > ½, as the median of a gamma law lies below its shape
    /// (J. Chen and H. Rubin, Statistics & Probability Letters 4 (1986) 281–283).
    above_mean: bool,
}

/// A line over the means from one edge to the next, nowhere above x*.
#[derive(Clone, Copy, Debug)]
struct Bin {
    start: f64,
    slope: f64,
    /// Nowhere below x*.
    above: f64,
}

impl CriticalTable {
    /// The table for a probability, given as its natural logarithm. Takes some milliseconds.
    ///
    /// ln_p ≥ 0 or NaN: a table of zeros, which never skips.
    pub fn new(ln_p: f64) -> Self {
        let edges = bin(2f64.powi(HIGHEST_EXPONENT)) - bin(2f64.powi(LOWEST_EXPONENT));
        if ln_p.is_nan() || ln_p >= 0.0 {
            let bins = vec![Bin { start: 0.0, slope: 0.0, above: f64::INFINITY }; edges as usize];
            return Self { bins, last: 0.0, above_mean: false };
        }
        let clamped = ln_p < LEAST_LN_P;
        let ln_p = ln_p.max(LEAST_LN_P);
        let mut bins = Vec::with_capacity(edges as usize);
        let mut low = critical(ln_p, 2f64.powi(LOWEST_EXPONENT), 0.0);
        for i in 0..edges {
            let (from, to) = (edge(i), edge(i + 1));
            let high = critical(ln_p, to, low);
            // METHOD: x* is concave over most means, where its chord lies below it; where it is not, the
            // chord is lowered by what it exceeds x* at the quarters, and a quarter more.
            let excess = [0.25, 0.5, 0.75]
                .into_iter()
                .map(|part| low + part * (high - low) - critical(ln_p, from + part * (to - from), low))
                .fold(0.0, f64::max);
            let keep = 1.0 - SLACK;
            let (start, slope) = (keep * (low - 1.25 * excess), keep * (high - low) / (to - from));
            // x* grows with the mean, and is found to far less than the slack.
            bins.push(Bin {
                start,
                slope,
                above: if clamped { f64::INFINITY } else { high * (1.0 + SLACK) },
            });
            low = high;
        }
        let above_mean = ln_p < -std::f64::consts::LN_2;
        Self { bins, last: (1.0 - SLACK) * low, above_mean }
    }

    /// A lower bound of x*(mean), the least x whose tail lies below the table's probability.
    ///
    /// 0 for means below 2⁻⁴⁰; loose beyond 2²⁴. NaN and negative means: 0.
    #[inline]
    pub fn least(&self, mean: f64) -> f64 {
        // The exponent and leading bits of the fraction number the bins in the order of the means.
        let i = bin(mean).wrapping_sub(FIRST_BIN);
        match self.bins.get(i as usize) {
            Some(line) => {
                let from = f64::from_bits(mean.to_bits() & !((1 << (52 - BIN_BITS)) - 1));
                line.start + line.slope * (mean - from)
            }
            None => self.outside(mean),
        }
    }

    /// Whether x is surprising for sure: `ln_poisson_tail(x, mean) < ln_p`. Where it says no, only the tail tells.
    ///
    /// Never for means outside 2⁻⁴⁰ to 2²⁴.
    #[inline]
    pub fn is_surely_below(&self, x: f64, mean: f64) -> bool {
        let i = bin(mean).wrapping_sub(FIRST_BIN);
        self.bins.get(i as usize).is_some_and(|bin| x > bin.above)
    }

    #[cold]
    fn outside(&self, mean: f64) -> f64 {
        if mean >= 1.0 { if self.above_mean { self.last.max(mean) } else { self.last } } else { 0.0 }
    }
}

/// The number of a mean's bin, counted from the least double.
#[inline]
const fn bin(mean: f64) -> u64 {
    mean.to_bits() >> (52 - BIN_BITS)
}

/// The number of the table's first bin: exponents of doubles are stored plus 1023.
const FIRST_BIN: u64 = ((LOWEST_EXPONENT + 1023) as u64) << BIN_BITS;

/// The least mean of bin i of the table.
fn edge(i: u64) -> f64 {
    f64::from_bits((FIRST_BIN + i) << (52 - BIN_BITS))
}

/// x*(mean) to a relative 10⁻¹⁰ and never above it, given some x at or below it.
fn critical(ln_p: f64, mean: f64, below: f64) -> f64 {
    let miss = |x: f64| ln_poisson_tail(x, mean) - ln_p;
    let (mut low, mut high) = (below, below * 1.05 + 1e-3);
    let (mut at_low, mut at_high) = (miss(low), miss(high));
    while at_high >= 0.0 {
        (low, at_low) = (high, at_high);
        high *= 1.5;
        at_high = miss(high);
    }
    // Regula falsi with halving (Illinois): the bracket always holds x*, low below and high above.
    let mut side = 0;
    for _ in 0..100 {
        if high - low <= 1e-10 * high {
            break;
        }
        let x = low + (high - low) * at_low / (at_low - at_high);
        let x = if x > low && x < high { x } else { 0.5 * (low + high) };
        let at = miss(x);
        if at >= 0.0 {
            (low, at_low) = (x, at);
            if side == 1 {
                at_high *= 0.5;
            }
            side = 1;
        } else {
            (high, at_high) = (x, at);
            if side == -1 {
                at_low *= 0.5;
            }
            side = -1;
        }
    }
    low
}
