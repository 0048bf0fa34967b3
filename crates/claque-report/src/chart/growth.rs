//! Growth by period: bars from the axis up for new marks and down for losses, what is unexplained hatched on top, and
//! the band in which chance keeps what is expected.

use super::percent;
use super::periods::round_lines;
use crate::numbers;
use crate::words::t;
use claque_audience::{InPeriod, said};
use maud::{Markup, html};

/// Height of the picture, in units of its own.
const HEIGHT: f64 = 220.0;
/// Most ticks of time.
const TICKS_MOST: usize = 4;

/// The picture of periods in order.
pub fn chart(periods: &[InPeriod], title: &str) -> Markup {
    let top = periods.iter().map(|p| p.new.max(p.expected.high)).fold(1.0, f64::max);
    let bottom = periods.iter().map(|p| p.new.min(0.0).min(-p.lost.unwrap_or(0.0))).fold(0.0, f64::min);
    let y = |v: f64| (top - v.clamp(bottom, top)) / (top - bottom) * HEIGHT;
    let n = periods.len() as f64;
    let lines = round_lines(bottom, top);
    html! {
        div.growth {
            svg.plot role="img" aria-label=(title) viewBox={ "0 0 " (n) " " (HEIGHT) } preserveAspectRatio="none" height=(HEIGHT) {
                title { (title) }
                @for v in &lines { line.grid x1="0" x2=(n) y1=(y(*v)) y2=(y(*v)) vector-effect="non-scaling-stroke" {} }
                @for (i, p) in periods.iter().enumerate() { (bar(p, i as f64, &y)) }
                path.band d=(band(periods, &y)) {}
                path.expected d=(line(periods, &y)) vector-effect="non-scaling-stroke" {}
                line.axis x1="0" x2=(n) y1=(y(0.0)) y2=(y(0.0)) vector-effect="non-scaling-stroke" {}
            }
            svg.scale aria-hidden="true" height=(HEIGHT) {
                @for v in &lines { text.tick x="0" y=(format!("{:.1}", y(*v) + 4.0)) { (numbers::count(*v)) } }
            }
        }
        (ticks(periods))
    }
}

fn bar(p: &InPeriod, x: f64, y: &dyn Fn(f64) -> f64) -> Markup {
    // A bar's hatched part ends where the bar does: what is unexplained lies on top of the rest.
    let unexplained = p.unexplained.value.clamp(0.0, p.new.max(0.0));
    let explained = p.new - unexplained;
    let rect = |class: &str, from: f64, to: f64| {
        let (a, b) = (y(from.max(to)), y(from.min(to)));
        html! { rect class=(class) x=(format!("{:.2}", x + 0.08)) width="0.84" y=(format!("{a:.2}")) height=(format!("{:.2}", b - a)) {} }
    };
    let title = t!(
        "growth.bar",
        from = p.start.map_or_else(String::new, said),
        to = p.end.map_or_else(String::new, said),
        new = p.new,
        expected = p.expected.value,
        unexplained = p.unexplained.value
    );
    html! {
        g {
            title { (title) }
            (rect("c-self", 0.0, explained))
            @if unexplained > 0.0 { (rect("c-doubt", explained, p.new)) }
            @if let Some(lost) = p.lost.filter(|l| *l > 0.0) { (rect("c-other", 0.0, -lost)) }
        }
    }
}

fn band(periods: &[InPeriod], y: &dyn Fn(f64) -> f64) -> String {
    let mut d = String::new();
    for (i, p) in periods.iter().enumerate() {
        let place =
            format!("{}{:.2} {:.2}", if i == 0 { "M" } else { "L" }, i as f64 + 0.5, y(p.expected.high));
        d.push_str(&place);
    }
    for (i, p) in periods.iter().enumerate().rev() {
        d.push_str(&format!("L{:.2} {:.2}", i as f64 + 0.5, y(p.expected.low)));
    }
    d + "Z"
}

fn line(periods: &[InPeriod], y: &dyn Fn(f64) -> f64) -> String {
    let at = |(i, p): (usize, &InPeriod)| {
        format!("{}{:.2} {:.2}", if i == 0 { "M" } else { "L" }, i as f64 + 0.5, y(p.expected.value))
    };
    periods.iter().enumerate().map(at).collect()
}

fn ticks(periods: &[InPeriod]) -> Markup {
    let n = periods.len();
    let every = n.div_ceil(TICKS_MOST).max(1);
    let shown: Vec<(f64, String)> = (0..n)
        .step_by(every)
        .filter_map(|i| Some(((i as f64 + 0.5) / n as f64, said(periods[i].start?))))
        .collect();
    html! {
        div.growth {
            svg height="18" aria-hidden="true" {
                @for (i, (x, text)) in shown.iter().enumerate() {
                    // A narrow screen has no room for the second date beside the first.
                    text.tick.second[i == 1 && shown.len() > 2] x=(percent(*x)) y="13" text-anchor=(if *x < 0.1 { "start" } else { "middle" }) { (text) }
                }
            }
            span {}
        }
    }
}
