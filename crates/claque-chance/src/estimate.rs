//! An estimate and how far it can be trusted are one value.

use serde::{Deserialize, Serialize};

use crate::error::ChanceError;

/// A value, the ends of its interval, and the level at which the interval is meant to hold the truth.
///
/// low ≤ value ≤ high, all finite and in the unit of the value; 0 < level < 1. What cannot be estimated is
/// no `Estimate`: use `Option`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Estimate {
    /// Best single value.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Probability that the interval is meant to hold the truth with, for example 0.95.
    pub level: f64,
}

impl Estimate {
    /// A checked estimate.
    ///
    /// # Errors
    /// [`ChanceError::NotAnInterval`] unless low ≤ value ≤ high are finite,
    /// [`ChanceError::NotALevel`] unless 0 < level < 1.
    pub fn new(value: f64, low: f64, high: f64, level: f64) -> Result<Self, ChanceError> {
        if !(low.is_finite() && high.is_finite() && low <= value && value <= high) {
            return Err(ChanceError::NotAnInterval { value, low, high });
        }
        if !(level > 0.0 && level < 1.0) {
            return Err(ChanceError::NotALevel(level));
        }
        Ok(Self { value, low, high, level })
    }

    /// Whether the interval holds this value, ends included.
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// high − low.
    pub fn width(&self) -> f64 {
        self.high - self.low
    }
}

/// What a file holds, before it is checked.
#[derive(Deserialize)]
struct Unchecked {
    value: f64,
    low: f64,
    high: f64,
    level: f64,
}

impl TryFrom<Unchecked> for Estimate {
    type Error = ChanceError;
    fn try_from(raw: Unchecked) -> Result<Self, ChanceError> {
        Self::new(raw.value, raw.low, raw.high, raw.level)
    }
}
