//! The axis of time: from an instant to a share of the width, and round instants to mark on it.

use super::percent;
use crate::model::Instant;
use crate::numbers;
use claque_marks::window::{DAY, HOUR};
use maud::{Markup, html};

/// Most ticks: what fits a narrow screen.
const TICKS_MOST: usize = 4;
/// Share of the width left free at each end, so that no dot is cut.
const MARGIN: f64 = 0.03;

/// The line of dates under a picture.
pub(super) fn axis(ticks: &[(f64, String)]) -> Markup {
    html! {
        svg height="18" aria-hidden="true" {
            @for (x, text) in ticks {
                text.tick x=(percent(*x)) y="13" text-anchor=(anchor(*x)) { (text) }
            }
        }
    }
}

/// Where a label stands beside its place, so that none is cut at an edge.
pub(super) fn anchor(x: f64) -> &'static str {
    match x {
        x if x < 0.12 => "start",
        x if x > 0.88 => "end",
        _ => "middle",
    }
}

/// From time to a share of the width.
pub(super) struct Scale {
    from: i64,
    to: i64,
    margin: f64,
}

impl Scale {
    /// With a margin at each end, so that no dot is cut.
    pub fn new(from: Instant, to: Instant) -> Self {
        Self { margin: MARGIN, ..Self::filling(from, to) }
    }

    /// From edge to edge, for bars.
    pub fn filling(from: Instant, to: Instant) -> Self {
        // A crew of one instant still needs a width.
        Self { from: from.0, to: to.0.max(from.0.saturating_add(HOUR)), margin: 0.0 }
    }

    pub fn place(&self, at: Instant) -> f64 {
        let share = (at.0.saturating_sub(self.from)) as f64 / (self.to.saturating_sub(self.from)) as f64;
        self.margin + share.clamp(0.0, 1.0) * (1.0 - 2.0 * self.margin)
    }

    /// Round instants, at most [`TICKS_MOST`], with their labels.
    pub fn ticks(&self) -> Vec<(f64, String)> {
        let place = |at: i64, form: &str| (self.place(Instant(at)), numbers::strftime(Instant(at), form));
        let steps = [1, 2, 3, 6, 12, 24, 48, 96, 168, 336].map(|h| h * HOUR);
        let span = self.to.saturating_sub(self.from);
        if let Some(step) = steps.into_iter().find(|s| span / s < TICKS_MOST as i64) {
            let first = self.from.div_euclid(step) * step;
            let at = (0..=TICKS_MOST as i64).map(|i| first + i * step);
            let at: Vec<i64> = at.filter(|t| (self.from..=self.to).contains(t)).collect();
            let dated = self.dated(&at);
            let form = |t: i64| match (step < DAY, t.rem_euclid(DAY) == 0) {
                (false, _) => "%Y-%m-%d",
                (true, true) => "%m-%d",
                (true, false) if dated == Some(t) => "%m-%d %H:%M",
                (true, false) => "%H:%M",
            };
            return at.into_iter().map(|t| place(t, form(t))).collect();
        }
        let months: Vec<i64> = self.months();
        let every = [1, 2, 3, 6, 12, 24, 60, 120, 240].into_iter();
        let every = every.clone().find(|e| self.on(&months, *e).len() <= TICKS_MOST).unwrap_or(600);
        self.on(&months, every).into_iter().map(|t| place(t, "%Y-%m")).collect()
    }

    /// The hour that names its day, where no midnight does: one that has room on both sides.
    fn dated(&self, ticks: &[i64]) -> Option<i64> {
        if ticks.iter().any(|t| t.rem_euclid(DAY) == 0) {
            return None;
        }
        let roomy = ticks.iter().find(|t| anchor(self.place(Instant(**t))) == "middle");
        roomy.or(ticks.first()).copied()
    }

    /// First instants of the months between the ends.
    fn months(&self) -> Vec<i64> {
        let year = |at| numbers::strftime(Instant(at), "%Y").parse::<i64>().unwrap_or(1970);
        let first = |y: i64, m: i64| format!("{y:04}-{m:02}-01T00:00:00Z").parse::<jiff::Timestamp>();
        (year(self.from)..=year(self.to))
            .flat_map(|y| (1..=12).map(move |m| (y, m)))
            .filter_map(|(y, m)| first(y, m).ok())
            .map(jiff::Timestamp::as_microsecond)
            .filter(|t| (self.from..=self.to).contains(t))
            .collect()
    }

    /// Those months that are a round number of months from the year 0.
    fn on(&self, months: &[i64], every: i64) -> Vec<i64> {
        let number = |at: i64| {
            let part = |form| numbers::strftime(Instant(at), form).parse::<i64>().unwrap_or(0);
            part("%Y") * 12 + part("%m") - 1
        };
        months.iter().copied().filter(|&t| number(t) % every == 0).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(from: &str, to: &str) -> Vec<String> {
        let at = |s: &str| Instant(s.parse::<jiff::Timestamp>().unwrap().as_microsecond());
        Scale::new(at(from), at(to)).ticks().into_iter().map(|t| t.1).collect()
    }

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(labels("2021-05-01T10:10:00Z", "2021-05-01T12:30:00Z"), ["05-01 11:00", "12:00"]);
        assert_eq!(
            labels("2024-05-30T21:00:00Z", "2024-05-31T22:00:00Z"),
            ["05-31", "12:00"],
            "midnight is the day"
        );
        assert_eq!(
            labels("2021-05-01T00:00:00Z", "2021-05-08T12:00:00Z"),
            ["2021-05-01", "2021-05-03", "2021-05-05", "2021-05-07"]
        );
        assert_eq!(
            labels("2020-11-03T00:00:00Z", "2021-11-08T00:00:00Z"),
            ["2021-01", "2021-04", "2021-07", "2021-10"]
        );
        assert_eq!(labels("1999-02-01T00:00:00Z", "2021-11-08T00:00:00Z"), ["2000-01", "2010-01", "2020-01"]);
    }
}
