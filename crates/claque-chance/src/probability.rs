//! Probability, logarithm of a probability, q-value: three types, since one taken for another is an error
//! that no test of values would see. And the few stable formulae that lead from one to another.

use serde::{Deserialize, Serialize};

use crate::error::ChanceError;

/// A probability, between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Probability(f64);

/// The natural logarithm of a probability, at most 0; −∞ is the impossible.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct LnProbability(f64);

/// The expected share of false finds among all finds at least as good, between 0 and 1.
///
/// It is no probability of the find itself: see [`crate::competition`].
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct QValue(f64);

impl Probability {
    /// A checked probability.
    ///
    /// # Errors
    /// [`ChanceError::NotAProbability`] outside [0, 1] and for NaN.
    pub fn new(value: f64) -> Result<Self, ChanceError> {
        if (0.0..=1.0).contains(&value) { Ok(Self(value)) } else { Err(ChanceError::NotAProbability(value)) }
    }

    /// The number itself.
    pub fn get(self) -> f64 {
        self.0
    }

    /// 1 − p.
    pub fn complement(self) -> Self {
        Self(1.0 - self.0)
    }

    /// ln p.
    pub fn ln(self) -> LnProbability {
        LnProbability(self.0.ln())
    }
}

impl LnProbability {
    /// A checked logarithm of a probability, in nats.
    ///
    /// # Errors
    /// [`ChanceError::NotALnProbability`] above 0 and for NaN.
    pub fn new(value: f64) -> Result<Self, ChanceError> {
        if value <= 0.0 { Ok(Self(value)) } else { Err(ChanceError::NotALnProbability(value)) }
    }

    /// The number itself, in nats.
    pub fn get(self) -> f64 {
        self.0
    }

    /// ln(1 − p).
    pub fn complement(self) -> Self {
        Self(ln_1m_exp(self.0))
    }

    /// p; 0 where it lies below the smallest double.
    pub fn exp(self) -> Probability {
        Probability(self.0.exp())
    }
}

impl QValue {
    /// A checked q-value.
    ///
    /// # Errors
    /// [`ChanceError::NotAProbability`] outside [0, 1] and for NaN.
    pub fn new(value: f64) -> Result<Self, ChanceError> {
        Probability::new(value).map(|p| Self(p.get()))
    }

    /// The number itself.
    pub fn get(self) -> f64 {
        self.0
    }
}

/// The probability whose log-odds, in nats, are x: 1/(1 + e⁻ˣ), without overflow on either side.
pub fn logistic(x: f64) -> f64 {
    // e^(−|x|) ≤ 1: small results keep their digits
    let e = (-x.abs()).exp();
    if x < 0.0 { e / (1.0 + e) } else { 1.0 / (1.0 + e) }
}

/// ln(1 − eˣ) for x ≤ 0; NaN above.
///
/// M. Mächler, *Accurately Computing log(1 − exp(−|a|))* (2012): ln(−expm1 x) for x > −ln 2, else
/// ln1p(−eˣ).
pub fn ln_1m_exp(x: f64) -> f64 {
    if x > -std::f64::consts::LN_2 { (-x.exp_m1()).ln() } else { (-x.exp()).ln_1p() }
}

/// ln Σ e^(xᵢ), shifted by the largest. Of nothing: −∞. Any NaN: NaN.
pub fn log_sum_exp(x: &[f64]) -> f64 {
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    largest + x.iter().map(|&v| shifted(v, largest).exp()).sum::<f64>().ln()
}

/// Shares in proportion to 2^(bitsᵢ): they sum to 1.
///
/// Where several are +∞, or all are −∞, these share equally. Any NaN: NaN.
pub fn softmax_bits<const N: usize>(bits: &[f64; N]) -> [f64; N] {
    let largest = bits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let parts = bits.map(|b| shifted(b, largest).exp2());
    let whole: f64 = parts.iter().sum();
    parts.map(|part| part / whole)
}

/// v − largest, 0 also where both are infinite.
fn shifted(v: f64, largest: f64) -> f64 {
    if v == largest { 0.0 } else { v - largest }
}

macro_rules! as_number {
    ($($type:ident),*) => {$(
        impl TryFrom<f64> for $type {
            type Error = ChanceError;
            fn try_from(value: f64) -> Result<Self, ChanceError> {
                Self::new(value)
            }
        }

        impl From<$type> for f64 {
            fn from(value: $type) -> f64 {
                value.0
            }
        }
    )*};
}

as_number!(Probability, LnProbability, QValue);
