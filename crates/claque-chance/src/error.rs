//! What a checked constructor refuses, and the number that it refused.

/// A number that cannot be what it was said to be.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ChanceError {
    /// A probability or q-value outside [0, 1], or NaN.
    #[error("{0} is not a probability: it must lie between 0 and 1")]
    NotAProbability(f64),
    /// The logarithm of a probability above 0, or NaN.
    #[error("{0} is not the logarithm of a probability: it must be at most 0")]
    NotALnProbability(f64),
    /// An interval that does not hold its value, or an end that is not finite.
    #[error("{value} does not lie in a finite interval from {low} to {high}")]
    NotAnInterval {
        /// The value.
        value: f64,
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
    /// A level outside (0, 1), or NaN.
    #[error("{0} is not a level: it must lie strictly between 0 and 1")]
    NotALevel(f64),
}
