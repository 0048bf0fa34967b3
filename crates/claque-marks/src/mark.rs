//! A mark: given or withdrawn, at an instant.

/// Microseconds since 1970-01-01T00:00:00Z; for a log with relative times, since its origin.
pub type Micros = i64;

/// The instant of what never happened or is not known. Sorts before every real instant.
pub const NEVER: Micros = i64::MIN;

/// The shape of a name that is not known.
pub const NO_PATTERN: u32 = u32::MAX;

/// What one event did to its mark. At one instant a gift comes before a withdrawal, whatever the order of
/// rows, so the order of the variants is the order in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// The mark was given (+1).
    Given,
    /// The mark was taken back (−1).
    Withdrawn,
}
