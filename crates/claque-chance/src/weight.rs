//! The weight of evidence: one additive measure, in bits, that carries every verdict.
//!
//! I. J. Good, *Probability and the Weighing of Evidence* (1950); the verbal scale is the one of the ENFSI
//! *Guideline for Evaluative Reporting in Forensic Science*, version 3.0 (2015, published 2016).

use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use serde::{Deserialize, Serialize};

use crate::gamma::deviance;

/// A weight of evidence in bits: log₂ of a likelihood ratio. 1 doubles the odds, −1 halves them.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Bits(pub f64);

impl Bits {
    /// Evidence that decides nothing.
    pub const ZERO: Bits = Bits(0.0);

    /// From a natural logarithm: nats / ln 2.
    pub fn from_nats(nats: f64) -> Self {
        Bits(nats * std::f64::consts::LOG2_E)
    }

    /// From a likelihood ratio ≥ 0: log₂ ratio. 0 gives −∞, a negative ratio NaN.
    pub fn from_ratio(ratio: f64) -> Self {
        Bits(ratio.log2())
    }

    /// The likelihood ratio, 2 to the bits.
    pub fn ratio(self) -> f64 {
        self.0.exp2()
    }

    /// The natural logarithm of the ratio: bits · ln 2.
    pub fn nats(self) -> f64 {
        self.0 * std::f64::consts::LN_2
    }

    /// The place on the verbal scale. A ratio below 2, or its reciprocal, and NaN are [`Verbal::Neutral`].
    pub fn verbal(self) -> Verbal {
        match (Strength::of(self.0.abs()), self.0 > 0.0) {
            (None, _) => Verbal::Neutral,
            (Some(strength), true) => Verbal::For(strength),
            (Some(strength), false) => Verbal::Against(strength),
        }
    }
}

/// Which of two propositions the evidence supports, and how strongly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verbal {
    /// Neither more than the other.
    Neutral,
    /// The proposition above the line.
    For(Strength),
    /// The alternative below it.
    Against(Strength),
}

/// The steps of the ENFSI scale, by likelihood ratio.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// 2 to 10.
    Weak,
    /// 10 to 100.
    Moderate,
    /// 100 to 1,000.
    ModeratelyStrong,
    /// 1,000 to 10,000.
    Strong,
    /// 10,000 to 1,000,000.
    VeryStrong,
    /// 1,000,000 and above.
    ExtremelyStrong,
}

/// Where each step begins, as a likelihood ratio, from the strongest.
const STEPS: [(f64, Strength); 6] = [
    (1e6, Strength::ExtremelyStrong),
    (1e4, Strength::VeryStrong),
    (1e3, Strength::Strong),
    (1e2, Strength::ModeratelyStrong),
    (1e1, Strength::Moderate),
    (2.0, Strength::Weak),
];

impl Strength {
    fn of(bits: f64) -> Option<Self> {
        STEPS.into_iter().find(|&(ratio, _)| bits >= ratio.log2()).map(|(_, strength)| strength)
    }
}

/// Poisson log-likelihood ratio, in nats, of a count x against its expectation e; 0 where x ≤ e.
///
/// x ln(x/e) − (x − e)
///
/// e = 0 and x > 0: +∞. NaN gives NaN.
pub fn poisson_gain(x: f64, expected: f64) -> f64 {
    if x <= expected {
        0.0
    } else if expected == 0.0 {
        f64::INFINITY
    } else {
        deviance(x, expected)
    }
}

impl Add for Bits {
    type Output = Bits;
    fn add(self, other: Bits) -> Bits {
        Bits(self.0 + other.0)
    }
}

impl Sub for Bits {
    type Output = Bits;
    fn sub(self, other: Bits) -> Bits {
        Bits(self.0 - other.0)
    }
}

impl Neg for Bits {
    type Output = Bits;
    fn neg(self) -> Bits {
        Bits(-self.0)
    }
}

impl AddAssign for Bits {
    fn add_assign(&mut self, other: Bits) {
        self.0 += other.0;
    }
}

impl SubAssign for Bits {
    fn sub_assign(&mut self, other: Bits) {
        self.0 -= other.0;
    }
}

impl Sum for Bits {
    fn sum<I: Iterator<Item = Bits>>(weights: I) -> Bits {
        weights.fold(Bits::ZERO, Add::add)
    }
}

impl<'a> Sum<&'a Bits> for Bits {
    fn sum<I: Iterator<Item = &'a Bits>>(weights: I) -> Bits {
        weights.copied().sum()
    }
}
