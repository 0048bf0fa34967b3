//! Waking hours by country, and when something reaches a person.

use crate::draw::{Draw, sums};
use std::sync::LazyLock;

/// Seconds in an hour.
pub const HOUR: f64 = 3_600.0;
/// Seconds in a day.
pub const DAY: f64 = 86_400.0;

/// A country: its code, hours ahead of UTC, and the share of people who live there.
pub struct Country {
    /// Two letters.
    pub code: &'static str,
    /// Hours ahead of UTC.
    pub ahead: f64,
    /// Share of people, in parts of all shares.
    pub share: f64,
}

const fn country(code: &'static str, ahead: f64, share: f64) -> Country {
    Country { code, ahead, share }
}

/// Where people live. Assumed: a spread of zones over which no instant is night for everybody.
pub const COUNTRIES: &[Country] = &[
    country("US", -5.0, 20.0),
    country("MX", -6.0, 6.0),
    country("BR", -3.0, 11.0),
    country("GB", 0.0, 8.0),
    country("FR", 1.0, 8.0),
    country("EG", 2.0, 6.0),
    country("IN", 5.5, 16.0),
    country("KH", 7.0, 9.0),
    country("PH", 8.0, 9.0),
    country("JP", 9.0, 7.0),
];

/// How much of a day's activity falls into each hour of a person's own clock. Assumed in its shape: little
/// at night, a bump at noon, most in the evening; it sums to 100.
const HOURS: [f64; 24] = [
    1.0, 0.5, 0.3, 0.2, 0.2, 0.5, 1.6, 3.2, 4.3, 4.6, 4.6, 4.8, 5.6, 5.2, 4.7, 4.6, 4.8, 5.4, 6.2, 7.6, 9.1,
    9.4, 7.6, 4.0,
];

/// When the night ends on a person's own clock.
const MORNING: f64 = 6.5;

static HOUR_SUMS: LazyLock<Vec<f64>> = LazyLock::new(|| sums(HOURS));
static COUNTRY_SUMS: LazyLock<Vec<f64>> = LazyLock::new(|| sums(COUNTRIES.iter().map(|c| c.share)));

/// A country by its share.
pub fn any_country(draw: &mut Draw) -> u8 {
    draw.weighted(&COUNTRY_SUMS) as u8
}

/// Seconds into a day, UTC, of a waking moment of somebody whose clock is `ahead` seconds ahead. It may lie
/// a little before the day or after it.
pub fn waking(ahead: f64, draw: &mut Draw) -> f64 {
    (draw.weighted(&HOUR_SUMS) as f64 + draw.unit()) * HOUR - ahead
}

/// When something that happens at `time` is seen by somebody whose clock is `ahead` seconds ahead: what
/// falls into the night waits for the morning, nine times in ten.
pub fn awake(time: f64, ahead: f64, draw: &mut Draw) -> f64 {
    let hour = (time + ahead).rem_euclid(DAY) / HOUR;
    if hour < MORNING && draw.chance(0.9) {
        time + (MORNING - hour) * HOUR + draw.exponential(1.2 * HOUR)
    } else {
        time
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use claque_marks::Seed;

    #[test]
    fn nights_are_quiet_on_a_persons_own_clock() {
        assert!((HOURS.iter().sum::<f64>() - 100.0).abs() < 1e-9);
        let mut draw = Draw::named(Seed(1), "clock");
        let ahead = 7.0 * HOUR;
        let mut night = 0;
        for _ in 0..10_000 {
            let hour = (waking(ahead, &mut draw) + ahead) / HOUR;
            assert!((0.0..24.0).contains(&hour));
            night += usize::from((1.0..6.0).contains(&hour));
        }
        // 0.5 + 0.3 + 0.2 + 0.2 + 0.5 of 100
        assert!((100..250).contains(&night), "{night}");
    }

    #[test]
    fn what_comes_at_night_waits_and_nothing_comes_early() {
        let mut draw = Draw::named(Seed(2), "clock");
        let noon = 12.0 * HOUR;
        assert_eq!(awake(noon, 0.0, &mut draw), noon);
        let put_off = (0..1000).map(|_| awake(2.0 * HOUR, 0.0, &mut draw)).collect::<Vec<_>>();
        let waited = put_off.iter().filter(|&&t| t >= MORNING * HOUR).count();
        assert!((850..950).contains(&waited), "{waited}");
        assert!(put_off.iter().all(|&t| t >= 2.0 * HOUR));
    }
}
