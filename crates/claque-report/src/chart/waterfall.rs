//! Evidence as a waterfall in bits: it begins at the prior, each piece moves it, and it ends at the odds. One row a
//! step, all on one scale, so that the text of a piece stands beside its bar.

use super::percent;
use crate::numbers;
use crate::words::t;
use maud::{Markup, html};

/// Least reach of the scale to either side of even odds, in bits.
const LEAST: f64 = 2.0;

/// Share of the width that a label takes.
const ROOM: f64 = 0.25;

/// The scale that all steps share.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    /// Holds the prior, every place that a step reaches, and even odds.
    pub fn new(prior: f64, steps: &[f64]) -> Self {
        let (mut at, mut low, mut high) = (prior, prior.min(-LEAST), prior.max(LEAST));
        for step in steps {
            at += step;
            low = low.min(at);
            high = high.max(at);
        }
        Self { low, high }
    }

    fn place(&self, bits: f64) -> f64 {
        (bits - self.low) / (self.high - self.low)
    }
}

/// The scale itself: even odds, and its ends where they do not touch that.
pub fn axis(scale: Scale) -> Markup {
    let even = scale.place(0.0);
    let ends = [(0.0, scale.low, "start", even > ROOM), (1.0, scale.high, "end", even < 1.0 - ROOM)];
    html! {
        svg height="16" aria-hidden="true" {
            text.tick x=(percent(even)) y="12" text-anchor=(super::scale::anchor(even)) { "0" }
            @for (x, bits, anchor, room) in ends {
                @if room { text.tick x=(percent(x)) y="12" text-anchor=(anchor) { (numbers::bits(bits)) } }
            }
        }
    }
}

/// One step from `from` bits by `step`; `speaks` is the filling of what was called.
pub fn step(piece: &str, from: f64, step: f64, scale: Scale, speaks: &str) -> Markup {
    let title = t!("crew.why_title", piece = piece, bits = numbers::bits(step));
    bar(&title, from, from + step, scale, if step < 0.0 { "f-other" } else { speaks })
}

/// The prior or the odds: from even to there.
pub fn total(said: &str, bits: f64, scale: Scale) -> Markup {
    let title = t!("crew.why_title", piece = said, bits = numbers::bits(bits));
    bar(&title, 0.0, bits, scale, "f-ink")
}

fn bar(title: &str, from: f64, to: f64, scale: Scale, class: &str) -> Markup {
    let (a, b) = (scale.place(from.min(to)), scale.place(from.max(to)));
    let (even, end) = (scale.place(0.0), scale.place(to));
    html! {
        svg role="img" height="20" aria-label=(title) {
            title { (title) }
            rect.track width="100%" y="4" height="12" {}
            rect class=(class) x=(percent(a)) width=(percent(b - a)) y="4" height="12" style="min-width:1px" {}
            line.axis x1=(percent(even)) x2=(percent(even)) y1="0" y2="20" {}
            line.end x1=(percent(end)) x2=(percent(end)) y1="4" y2="20" {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_begins_where_the_last_ended() {
        let scale = Scale::new(-2.0, &[6.0, -1.0]);
        let first = step("x", -2.0, 6.0, scale, "f-doubt").into_string();
        assert!(first.contains(r#"class="f-doubt" x="0.000%" width="100.000%""#), "{first}");
        let second = step("y", 4.0, -1.0, scale, "f-doubt").into_string();
        assert!(second.contains(r#"class="f-other" x="83.333%" width="16.667%""#), "{second}");
        let axis = axis(scale).into_string();
        assert!(axis.contains(">0<") && axis.contains(">+4.0<") && axis.contains(">−2.0<"), "{axis}");
        let odds = total("odds", 3.0, scale).into_string();
        assert!(odds.contains(r#"x="33.333%" width="50.000%""#), "{odds}");
    }
}
