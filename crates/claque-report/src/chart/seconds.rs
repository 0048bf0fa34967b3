//! Seconds since the first mark of a job: a lane a job, a dot a mark, the first at the bottom and the last on top.
//! A column of dots is a crowd that came at once; marks that come by themselves drift to the right.

use super::percent;
use crate::model::pictures::Seconds;
use crate::numbers;
use crate::reference;
use crate::visible;
use crate::words::t;
use maud::{Markup, html};

/// Height of a lane, in pixels.
const LANE: f64 = 34.0;
/// Marks on the scale, in seconds.
const MARKS: [u64; 7] = [1, 10, 60, 600, 3_600, 21_600, 86_400];
/// The end of the scale of the longest job.
const LONGEST: [u64; 6] = [60, 600, 3_600, 86_400, 864_000, 8_640_000];
/// Share of the width left free at each end.
const MARGIN: f64 = 0.02;

/// The picture of a crew's jobs.
pub fn chart(jobs: &[Seconds], crew: &str, class: &str) -> Markup {
    let most = jobs.iter().filter_map(|j| j.after.0.last()).copied().max().unwrap_or(0);
    let end = LONGEST.into_iter().find(|s| *s >= most).unwrap_or(most);
    // Logarithmic, so that a second and a day both have room; the first second lies at the left end.
    let place = |s: u64| {
        let share = (1.0 + s as f64).ln() / (1.0 + end as f64).ln();
        MARGIN + share * (1.0 - 2.0 * MARGIN)
    };
    let ticks: Vec<u64> = MARKS.into_iter().chain([864_000]).filter(|s| *s <= end).collect();
    html! {
        @for job in jobs {
            div.lane {
                span.label { bdi { (visible::cut(&job.target.page, 48)) } }
                svg role="img" height=(LANE) viewBox={ "0 0 1000 " (LANE) } preserveAspectRatio="none" aria-label=(said(job, crew)) {
                    title { (said(job, crew)) }
                    rect.hit width="1000" height=(LANE) {}
                    @for s in &ticks { line.grid x1=(at(place(*s))) x2=(at(place(*s))) y1="0" y2=(LANE) vector-effect="non-scaling-stroke" {} }
                    line.grid x1="0" x2="1000" y1=(LANE - 1.0) y2=(LANE - 1.0) vector-effect="non-scaling-stroke" {}
                    path class={ "points " (class) } d=(points(job, &place)) vector-effect="non-scaling-stroke" {}
                }
            }
        }
        div.lane.axis-row {
            span.label {}
            svg height="18" aria-hidden="true" {
                @for (i, s) in ticks.iter().enumerate() {
                    // On a narrow screen every other label would touch its neighbour.
                    text."tick"."wide-only"[i % 2 == 1] x=(percent(place(*s))) y="13" text-anchor=(super::scale::anchor(place(*s))) { (numbers::duration_short(*s)) }
                }
            }
        }
    }
}

/// What a lane says.
fn said(job: &Seconds, crew: &str) -> String {
    t!(
        "seconds.job",
        reference = reference::job(crew, job.job),
        page = visible::name(&job.target.page),
        marks = job.marks,
        half = job.middle_half as f64,
        all = job.after.0.last().copied().unwrap_or(0) as f64
    )
}

fn points(job: &Seconds, place: &dyn Fn(u64) -> f64) -> String {
    let n = (job.after.0.len().max(2) - 1) as f64;
    let height = |i: usize| LANE - 5.0 - i as f64 / n * (LANE - 9.0);
    job.after.0.iter().enumerate().map(|(i, s)| format!("M{} {:.1}h0", at(place(*s)), height(i))).collect()
}

fn at(share: f64) -> String {
    format!("{:.0}", share * 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::pictures::Target;
    use crate::model::{Instant, Line};

    #[test]
    fn later_marks_lie_to_the_right_and_higher() {
        let job = Seconds {
            job: 4,
            target: Target { page: "p".into(), verb: "like".into() },
            first: Instant(0),
            marks: 3,
            after: Line(vec![0, 9, 59]),
            middle_half: 9,
        };
        let drawn = chart(&[job], "C2", "k-doubt").into_string();
        assert!(drawn.contains(r#"d="M20 29.0h0M"#), "the first at the left, below: {drawn}");
        assert!(drawn.contains("4.0h0\""), "the last on top: {drawn}");
        assert!(drawn.contains("C2/J4"));
    }
}
