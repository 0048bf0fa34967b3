//! A crew's jobs in time: a lane a page, a dot a job, its area the number of accounts.

use super::scale::{Scale, axis};
use super::{class, percent};
use crate::model::{CrewRow, Instant, JobRow, ServedPage};
use crate::numbers;
use crate::visible;
use crate::words::t;
use maud::{Markup, html};

/// Most lanes; jobs on further pages share one more.
pub const LANES_MOST: usize = 12;
/// Radius of the largest dot, in pixels.
const LARGEST: f64 = 9.0;
/// Height of a lane, in pixels.
const LANE: u32 = 26;

/// The accounts of the largest job, whose dot is the largest.
pub fn most(crew: &CrewRow) -> u32 {
    crew.timeline.iter().map(|j| j.accounts).max().unwrap_or(1).max(1)
}

/// The picture; `None` without times. `label` names a page, `part` stands at the end of its lane.
pub fn chart(
    crew: &CrewRow,
    label: &dyn Fn(&str, &str) -> String,
    part: &dyn Fn(&ServedPage) -> Markup,
) -> Option<Markup> {
    let scale = Scale::new(crew.start?, crew.end?);
    let ticks = scale.ticks();
    let most = most(crew);
    let lane_of = |j: &JobRow| j.page.map(|p| p as usize).filter(|&p| p < LANES_MOST);
    let mut lanes: Vec<(String, Vec<&JobRow>, Markup)> = crew
        .served
        .iter()
        .take(LANES_MOST)
        .enumerate()
        .map(|(i, s)| {
            let jobs = crew.timeline.iter().filter(|j| lane_of(j) == Some(i)).collect();
            (label(&visible::cut(&s.page, 48), &s.verb), jobs, part(s))
        })
        .collect();
    let others: Vec<_> = crew.timeline.iter().filter(|j| lane_of(j).is_none()).collect();
    if !others.is_empty() {
        let n = crew.pages.saturating_sub(LANES_MOST as u64);
        lanes.push((t!("crew.timeline_others", n = n), others, html! {}));
    }
    Some(html! {
        @for (name, jobs, part) in &lanes {
            div.lane.served {
                span.label { bdi { (name) } }
                (lane(name, jobs, &scale, &ticks, most, crew))
                (part)
            }
        }
        div.lane.served.axis-row {
            span.label {}
            (axis(&ticks))
        }
    })
}

fn lane(
    name: &str,
    jobs: &[&JobRow],
    scale: &Scale,
    ticks: &[(f64, String)],
    most: u32,
    crew: &CrewRow,
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
    let (crew, class) = (crew.crew.as_str(), class(crew.kind));
    html! {
        svg role="img" height=(LANE) aria-label=(title) {
            @for (x, _) in ticks { line.grid x1=(percent(*x)) x2=(percent(*x)) y1="0" y2=(LANE) {} }
            line.grid x1="0" x2="100%" y1=(middle) y2=(middle) {}
            @for job in jobs {
                @if let (Some(start), Some(end)) = (job.start, job.end) {
                    @let (a, b) = (scale.place(start), scale.place(end));
                    g {
                        title { (job_title(crew, job, start, end)) }
                        line class={ "span " (class) } x1=(percent(a)) x2=(percent(b)) y1=(middle) y2=(middle) {}
                        circle class={ "dot " (class) } cx=(percent(a)) cy=(middle) r=(radius(job.accounts, most)) {}
                    }
                }
            }
        }
    }
}

fn job_title(crew: &str, job: &JobRow, start: Instant, end: Instant) -> String {
    t!(
        "crew.timeline_job",
        reference = crate::reference::job(crew, job.job),
        from = numbers::minute(start),
        to = numbers::minute(end),
        accounts = job.accounts,
        expected = numbers::by_chance(job.expected)
    )
}

/// Area, not radius, grows with the number of accounts.
fn radius(accounts: u32, most: u32) -> String {
    format!("{:.1}", (LARGEST * (f64::from(accounts) / f64::from(most)).sqrt()).max(1.5))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn area_grows_with_accounts() {
        assert_eq!(radius(100, 100), "9.0");
        assert_eq!(radius(25, 100), "4.5");
    }
}
