//! The power curve: of campaigns planted at each size, the share that was seen, with its interval, and the limit
//! above which four of five are seen.

use super::percent;
use super::periods::places;
use crate::numbers;
use crate::words::t;
use maud::{Markup, html};

/// A size and how often campaigns of it were seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Size, above 0.
    pub size: f64,
    /// Share seen.
    pub seen: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Height, in pixels.
const HEIGHT: f64 = 180.0;
/// The share seen that defines the limit.
const LIMIT_AT: f64 = 0.8;

/// The picture; points by rising size. `axis` names what a size is.
pub fn chart(points: &[Point], limit: Option<f64>, axis: &str) -> Markup {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return html! {} };
    let (low, high) = (first.size.ln(), last.size.ln());
    // Sizes double rather than add.
    let x = |size: f64| if high > low { ((size.ln() - low) / (high - low)).clamp(0.0, 1.0) } else { 0.5 };
    let y = |share: f64| (1.0 - share.clamp(0.0, 1.0)) * HEIGHT;
    let xy = |size: f64, share: f64| format!("{:.1} {:.1}", x(size) * 1000.0, y(share));
    let line: Vec<String> = points.iter().map(|p| xy(p.size, p.seen)).collect();
    let band: Vec<String> = points
        .iter()
        .map(|p| xy(p.size, p.high))
        .chain(points.iter().rev().map(|p| xy(p.size, p.low)))
        .collect();
    let title = match limit {
        Some(limit) => t!("power.chart_limit", limit = limit.ceil(), axis = axis),
        None => t!("power.chart", axis = axis),
    };
    let shares = [0.0, 0.2, 0.4, 0.6, LIMIT_AT, 1.0];
    html! {
        div.growth {
            svg.plot role="img" aria-label=(title) viewBox={ "0 0 1000 " (HEIGHT) } preserveAspectRatio="none" height=(HEIGHT) {
                @for s in shares {
                    line.grid.limit[s == LIMIT_AT] x1="0" x2="1000" y1=(places(y(s))) y2=(places(y(s))) vector-effect="non-scaling-stroke" {}
                }
                path.band d={ "M" (band.join("L")) "Z" } {}
                path.curve d={ "M" (line.join("L")) } vector-effect="non-scaling-stroke" {}
                @if let Some(limit) = limit {
                    line.limit x1=(places(x(limit) * 1000.0)) x2=(places(x(limit) * 1000.0)) y1=(places(y(LIMIT_AT))) y2=(HEIGHT) vector-effect="non-scaling-stroke" {}
                }
                @for p in points {
                    path.points d={ "M" (xy(p.size, p.seen)) "h0" } vector-effect="non-scaling-stroke" {
                        title { (t!("power.point", size = p.size, axis = axis, seen = p.seen, low = p.low, high = p.high)) }
                    }
                }
            }
            svg.scale aria-hidden="true" height=(HEIGHT) {
                @for s in shares { text.tick x="0" y=(places(y(s) + 4.0)) { (numbers::share(s)) } }
            }
        }
        div.growth {
            svg height="18" aria-hidden="true" {
                @for size in round_sizes(first.size, last.size) {
                    text.tick x=(percent(x(size))) y="13" text-anchor=(super::scale::anchor(x(size))) { (numbers::count(size)) }
                }
            }
            span {}
        }
        p.small.soft.axis-name { (axis) }
    }
}

/// 1, 2, 5 and their tens between the ends, at most six.
fn round_sizes(from: f64, to: f64) -> Vec<f64> {
    let all: Vec<f64> = (0..7)
        .flat_map(|e| [1.0, 2.0, 5.0].map(|m| m * 10f64.powi(e)))
        .filter(|s| (from..=to).contains(s))
        .collect();
    let every = all.len().div_ceil(6).max(1);
    all.into_iter().step_by(every).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_stands_where_the_curve_crosses_it() {
        let point = |size, seen| Point { size, seen, low: seen / 2.0, high: 1.0 };
        let drawn = chart(&[point(10.0, 0.0), point(1000.0, 1.0)], Some(100.0), "marks").into_string();
        assert!(drawn.contains(r#"class="limit" x1="500" x2="500" y1="36""#), "{drawn}");
        assert!(drawn.contains("M0.0 180.0L1000.0 0.0"), "{drawn}");
        assert_eq!(round_sizes(10.0, 1000.0), [10.0, 50.0, 200.0, 1000.0]);
    }
}
