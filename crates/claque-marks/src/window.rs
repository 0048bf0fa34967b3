//! Scales of time and their shifted grids.

use crate::mark::Micros;

/// Microseconds in a second.
pub const SECOND: Micros = 1_000_000;
/// Microseconds in an hour.
pub const HOUR: Micros = 3_600 * SECOND;
/// Microseconds in a day.
pub const DAY: Micros = 24 * HOUR;

/// A grid of windows of one length, counted from `origin`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    /// Where window 0 begins.
    pub origin: Micros,
    /// How long each window is, above 0.
    pub length: Micros,
}

impl Grid {
    /// The window that holds an instant. The origin lies at or before every instant of the log.
    #[inline]
    pub fn at(&self, time: Micros) -> Window {
        Window(((time - self.origin) / self.length) as u32)
    }
}

/// The number of a window on its grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Window(pub u32);
