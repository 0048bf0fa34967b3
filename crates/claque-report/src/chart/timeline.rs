//! A crew's jobs in time: a lane a page, a dot a job, its area the number of accounts.

use super::{class, percent};
use crate::model::{CrewRow, Instant, JobRow};
use crate::numbers;
use crate::visible;
use crate::words::t;
use claque_marks::window::{DAY, HOUR};
use maud::{Markup, html};

/// Most lanes; jobs on further pages share one more.
const LANES_MOST: usize = 12;
/// Radius of the largest dot, in pixels.
const LARGEST: f64 = 9.0;
/// Height of a lane, in pixels.
const LANE: u32 = 26;
/// Most ticks: what fits a narrow screen.
const TICKS_MOST: usize = 4;
/// Share of the width left free at each end, so that no dot is cut.
const MARGIN: f64 = 0.03;

/// The picture, or the reason why there is none.
pub fn chart(crew: &CrewRow, label: &dyn Fn(&str, &str) -> String) -> Markup {
    let (Some(from), Some(to)) = (crew.start, crew.end) else {
        return html! { p.soft { (t!("crew.timeline_none")) } };
    };
    let scale = Scale::new(from, to);
    let ticks = scale.ticks();
    let most = crew.timeline.iter().map(|j| j.accounts).max().unwrap_or(1).max(1);
    let lane_of = |j: &JobRow| j.page.map(|p| p as usize).filter(|&p| p < LANES_MOST);
    let mut lanes: Vec<(String, Vec<&JobRow>)> = crew
        .served
        .iter()
        .take(LANES_MOST)
        .enumerate()
        .map(|(i, s)| {
            let jobs = crew.timeline.iter().filter(|j| lane_of(j) == Some(i)).collect();
            (label(&visible::cut(&s.page, 48), &s.verb), jobs)
        })
        .collect();
    let others: Vec<_> = crew.timeline.iter().filter(|j| lane_of(j).is_none()).collect();
    if !others.is_empty() {
        let n = crew.pages.saturating_sub(LANES_MOST as u64);
        lanes.push((t!("crew.timeline_others", n = n), others));
    }
    // A lane without a job in the picture says nothing.
    lanes.retain(|l| !l.1.is_empty());
    html! {
        figure {
            @for (name, jobs) in &lanes { (lane(name, jobs, &scale, &ticks, most, class(crew.kind))) }
            div.lane.axis-row {
                span.label {}
                svg height="18" aria-hidden="true" {
                    @for (x, text) in &ticks {
                        text.tick x=(percent(*x)) y="13" text-anchor=(anchor(*x)) { (text) }
                    }
                }
            }
            figcaption { (t!("crew.timeline_note", n = most)) }
        }
    }
}

fn lane(
    name: &str,
    jobs: &[&JobRow],
    scale: &Scale,
    ticks: &[(f64, String)],
    most: u32,
    class: &str,
) -> Markup {
    let marks: u64 = jobs.iter().map(|j| u64::from(j.accounts)).sum();
    let day = |at: Option<Instant>| at.map_or_else(|| t!("unknown"), numbers::date);
    let title = t!(
        "crew.timeline_lane",
        page = name,
        jobs = jobs.len(),
        marks = marks,
        from = day(jobs.iter().filter_map(|j| j.start).min()),
        to = day(jobs.iter().filter_map(|j| j.end).max())
    );
    let middle = LANE / 2;
    html! {
        div.lane {
            span.label { bdi { (name) } }
            svg role="img" height=(LANE) aria-label=(title) {
                @for (x, _) in ticks { line.grid x1=(percent(*x)) x2=(percent(*x)) y1="0" y2=(LANE) {} }
                line.grid x1="0" x2="100%" y1=(middle) y2=(middle) {}
                @for job in jobs {
                    @if let (Some(start), Some(end)) = (job.start, job.end) {
                        @let (a, b) = (scale.place(start), scale.place(end));
                        g {
                            title { (job_title(job, start, end)) }
                            line class={ "span " (class) } x1=(percent(a)) x2=(percent(b)) y1=(middle) y2=(middle) {}
                            circle class={ "dot " (class) } cx=(percent((a + b) / 2.0)) cy=(middle) r=(radius(job.accounts, most)) {}
                        }
                    }
                }
            }
        }
    }
}

fn job_title(job: &JobRow, start: Instant, end: Instant) -> String {
    t!(
        "crew.timeline_job",
        from = numbers::minute(start),
        to = numbers::minute(end),
        accounts = job.accounts,
        expected = job.expected
    )
}

/// Area, not radius, grows with the number of accounts.
fn radius(accounts: u32, most: u32) -> String {
    format!("{:.1}", (LARGEST * (f64::from(accounts) / f64::from(most)).sqrt()).max(1.5))
}

fn anchor(x: f64) -> &'static str {
    match x {
        x if x < 0.12 => "start",
        x if x > 0.88 => "end",
        _ => "middle",
    }
}

/// From time to a share of the width.
struct Scale {
    from: i64,
    to: i64,
}

impl Scale {
    fn new(from: Instant, to: Instant) -> Self {
        // A crew of one instant still needs a width.
        Self { from: from.0, to: to.0.max(from.0.saturating_add(HOUR)) }
    }

    fn place(&self, at: Instant) -> f64 {
        let share = (at.0.saturating_sub(self.from)) as f64 / (self.to.saturating_sub(self.from)) as f64;
        MARGIN + share.clamp(0.0, 1.0) * (1.0 - 2.0 * MARGIN)
    }

    /// Round instants, at most [`TICKS_MOST`], with their labels.
    fn ticks(&self) -> Vec<(f64, String)> {
        let place = |at: i64, form: &str| (self.place(Instant(at)), numbers::strftime(Instant(at), form));
        let steps = [1, 2, 3, 6, 12, 24, 48, 96, 168, 336].map(|h| h * HOUR);
        let span = self.to.saturating_sub(self.from);
        if let Some(step) = steps.into_iter().find(|s| span / s < TICKS_MOST as i64) {
            let form = if step < DAY { "%m-%d %H:%M" } else { "%Y-%m-%d" };
            let first = self.from.div_euclid(step) * step;
            return (0..=TICKS_MOST as i64)
                .map(|i| first + i * step)
                .filter(|t| (self.from..=self.to).contains(t))
                .map(|t| place(t, form))
                .collect();
        }
        let months: Vec<i64> = self.months();
        let every = [1, 2, 3, 6, 12, 24, 60, 120, 240].into_iter();
        let every = every.clone().find(|e| self.on(&months, *e).len() <= TICKS_MOST).unwrap_or(600);
        self.on(&months, every).into_iter().map(|t| place(t, "%Y-%m")).collect()
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
        assert_eq!(labels("2021-05-01T10:10:00Z", "2021-05-01T12:30:00Z"), ["05-01 11:00", "05-01 12:00"]);
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

    #[test]
    fn area_grows_with_accounts() {
        assert_eq!(radius(100, 100), "9.0");
        assert_eq!(radius(25, 100), "4.5");
    }
}
