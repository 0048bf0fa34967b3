//! Bars by period, up and down from one axis: the frame of all pictures of counts in time. What stands above and
//! below, and what each bar says, is the picture's own.

use super::percent;
use super::scale::{Scale, axis};
use crate::model::{Instant, Line};
use crate::numbers;
use maud::{Markup, html};

/// What a frame shows.
pub struct Periods<'a> {
    /// Start of the first period.
    pub from: Instant,
    /// Seconds in each.
    pub every: u64,
    /// Series stacked upwards from the axis, with their classes.
    pub up: Vec<(&'static str, Vec<f64>)>,
    /// The series downwards.
    pub down: Option<(&'static str, Vec<f64>)>,
    /// A stepped line over the bars.
    pub line: Option<Vec<f64>>,
    /// A shaded band over the bars, from a lower to an upper value.
    pub band: Option<[Vec<f64>; 2]>,
    /// The value at the upper edge; without it the highest bar or line.
    pub top: Option<f64>,
    /// Periods marked above the picture: with a filled triangle, and with an open one.
    pub flags: (&'a Line, &'a Line),
    /// Height of the picture, in pixels.
    pub height: u32,
    /// The text alternative.
    pub title: String,
    /// What a bar says: by period, from when to when.
    pub says: &'a dyn Fn(usize, &str, &str) -> String,
    /// How a value on the scale is written.
    pub written: fn(f64) -> String,
}

impl Periods<'_> {
    fn len(&self) -> usize {
        self.up.first().map_or(0, |s| s.1.len())
    }

    /// The picture.
    pub fn draw(&self) -> Markup {
        let n = self.len();
        let height = f64::from(self.height);
        let stack = |i: usize| self.up.iter().map(|s| s.1[i]).sum::<f64>();
        let most = |of: &dyn Fn(usize) -> f64| (0..n).map(of).fold(0.0, f64::max);
        let top = most(&stack).max(self.line.as_ref().map_or(0.0, |l| l.iter().copied().fold(0.0, f64::max)));
        let bottom = -self.down.as_ref().map_or(0.0, |d| d.1.iter().copied().fold(0.0, f64::max));
        let top = self.top.unwrap_or(top);
        let top = if top - bottom > 0.0 { top } else { 1.0 };
        let y = |v: f64| (top - v.clamp(bottom, top)) / (top - bottom) * height;
        // Halves of small counts would be written as their neighbours are.
        let mut lines = round_lines(bottom, top);
        lines.dedup_by_key(|v| (self.written)(*v));
        let dates = dates(self.from, self.every, n);
        html! {
            (self.flags_row(n))
            div.growth {
                svg.plot role="img" aria-label=(self.title) viewBox={ "0 0 " (n) " " (self.height) } preserveAspectRatio="none" height=(self.height) {
                    @for v in &lines { line.grid x1="0" x2=(n) y1=(places(y(*v))) y2=(places(y(*v))) vector-effect="non-scaling-stroke" {} }
                    @for (k, (class, _)) in self.up.iter().enumerate() { path class=(class) d=(self.stacked(k, &y)) {} }
                    @if let Some((class, values)) = &self.down {
                        path class=(class) d=(bars(values.iter().map(|v| (0.0, -v)), &y)) {}
                    }
                    @if let Some([low, high]) = &self.band { path.band d=(between(low, high, &y)) {} }
                    @if let Some(line) = &self.line { path.expected d=(steps(line, &y)) vector-effect="non-scaling-stroke" {} }
                    line.axis x1="0" x2=(n) y1=(places(y(0.0))) y2=(places(y(0.0))) vector-effect="non-scaling-stroke" {}
                    @for i in 0..n {
                        rect.hit x=(i) y="0" width="1" height=(self.height) { title { ((self.says)(i, &self.date(i), &self.date(i + 1))) } }
                    }
                }
                svg.scale aria-hidden="true" height=(self.height) {
                    @for v in &lines { text.tick x="0" y=(places(y(*v) + 4.0)) { ((self.written)(v.abs())) } }
                }
            }
            div.growth { (axis(&dates)) span {} }
        }
    }

    fn start(&self, i: usize) -> Instant {
        start(self.from, self.every, i)
    }

    fn date(&self, i: usize) -> String {
        let at = self.start(i);
        if self.every < 86_400 { numbers::minute(at) } else { numbers::date(at) }
    }

    fn stacked(&self, k: usize, y: &dyn Fn(f64) -> f64) -> String {
        let below = |i: usize| self.up[..k].iter().map(|s| s.1[i]).sum::<f64>();
        bars((0..self.len()).map(|i| (below(i), below(i) + self.up[k].1[i])), y)
    }

    fn flags_row(&self, n: usize) -> Markup {
        let middle = |i: &u64| percent((*i as f64 + 0.5) / n.max(1) as f64);
        let flag = |i: &u64, class: &str, d: &str| {
            html! { svg x=(middle(i)) width="1" height="12" { path class=(class) d=(d) {} } }
        };
        html! {
            @if !self.flags.0.0.is_empty() || !self.flags.1.0.is_empty() {
                div.growth {
                    svg height="12" aria-hidden="true" {
                        @for i in &self.flags.0.0 { (flag(i, "surge", "M-4.5 2h9l-4.5 8z")) }
                        @for i in &self.flags.1.0 { (flag(i, "stop", "M-4 3h8l-4 7z")) }
                    }
                    span {}
                }
            }
        }
    }
}

/// Start of the period `i` of those that begin at `from`, each of so many seconds.
fn start(from: Instant, every: u64, i: usize) -> Instant {
    let every = i64::try_from(every).unwrap_or(i64::MAX / 2).saturating_mul(1_000_000);
    Instant(from.0.saturating_add(every.saturating_mul(i as i64)))
}

/// The dates under so many periods: their shares of the width, and their labels.
pub(super) fn dates(from: Instant, every: u64, periods: usize) -> Vec<(f64, String)> {
    Scale::filling(from, start(from, every, periods)).ticks()
}

/// Bars as one path: each from a lower to an upper value, with a gap between periods.
pub(super) fn bars(of: impl Iterator<Item = (f64, f64)>, y: &dyn Fn(f64) -> f64) -> String {
    let mut d = String::new();
    for (i, (from, to)) in of.enumerate().filter(|(_, (from, to))| from != to) {
        let (a, b) = (y(from.max(to)), y(from.min(to)));
        // What is there must be seen: at least a pixel.
        d.push_str(&format!("M{i}.06 {}h.88v{}h-.88z", places(a), places((b - a).max(1.0))));
    }
    d
}

fn steps(values: &[f64], y: &dyn Fn(f64) -> f64) -> String {
    let mut d = String::new();
    for (i, v) in values.iter().enumerate() {
        d.push_str(&format!("{}{i} {}h1", if i == 0 { "M" } else { "L" }, places(y(*v))));
    }
    d
}

/// A band of steps between two lines.
fn between(low: &[f64], high: &[f64], y: &dyn Fn(f64) -> f64) -> String {
    let mut d = steps(high, y);
    for (i, v) in low.iter().enumerate().rev() {
        d.push_str(&format!("L{} {}h-1", i + 1, places(y(*v))));
    }
    d + "Z"
}

/// A length with one place, none where it is whole.
pub(super) fn places(v: f64) -> String {
    let text = format!("{v:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// Round values between the ends: about four, 0 among them.
pub(super) fn round_lines(bottom: f64, top: f64) -> Vec<f64> {
    let raw = (top - bottom) / 4.0;
    let size = 10f64.powf(raw.max(1e-9).log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * size).find(|s| *s >= raw).unwrap_or(size * 10.0);
    let first = (bottom / step).ceil() as i64;
    (first..).map(|k| k as f64 * step).take_while(|v| *v <= top).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_round_and_hold_the_axis() {
        assert_eq!(round_lines(0.0, 97.0), [0.0, 50.0]);
        assert_eq!(round_lines(-30.0, 90.0), [0.0, 50.0]);
        assert_eq!(round_lines(-2.0, 2.0), [-2.0, -1.0, 0.0, 1.0, 2.0]);
    }

    #[test]
    fn no_two_lines_are_written_alike() {
        let none = Line::default();
        let drawn = Periods {
            from: Instant(0),
            every: 3_600,
            up: vec![("c-self", vec![1.0, 0.0, 1.0])],
            down: None,
            line: None,
            band: None,
            top: None,
            flags: (&none, &none),
            height: 80,
            title: "a title".into(),
            says: &|i, _, _| i.to_string(),
            written: numbers::count,
        }
        .draw()
        .into_string();
        assert_eq!(drawn.matches(r#"class="grid""#).count(), 2, "{drawn}");
        assert_eq!(
            (drawn.matches(">0</text>").count(), drawn.matches(">1</text>").count()),
            (1, 1),
            "{drawn}"
        );
    }

    #[test]
    fn what_is_lost_lies_below_the_axis() {
        let none = Line::default();
        let drawn = Periods {
            from: Instant(0),
            every: 86_400,
            up: vec![("c-self", vec![3.0, 0.0]), ("c-doubt", vec![1.0, 0.0])],
            down: Some(("c-other", vec![0.0, 4.0])),
            line: None,
            band: Some([vec![1.0, 0.0], vec![2.0, 2.0]]),
            top: None,
            flags: (&Line(vec![0]), &none),
            height: 80,
            title: "a title".into(),
            says: &|i, from, to| format!("{i} {from} {to}"),
            written: numbers::count,
        }
        .draw()
        .into_string();
        // Eight marks in 80 pixels: ten a mark, the axis at 40.
        assert!(drawn.contains(r#"class="c-self" d="M0.06 10h.88v30h-.88z""#), "{drawn}");
        assert!(drawn.contains(r#"class="c-doubt" d="M0.06 0h.88v10h-.88z""#), "{drawn}");
        assert!(drawn.contains(r#"class="c-other" d="M1.06 40h.88v40h-.88z""#), "{drawn}");
        assert!(drawn.contains("<title>1 1970-01-02 1970-01-03</title>"), "{drawn}");
        assert!(drawn.contains(r#"class="band" d="M0 20h1L1 20h1L2 40h-1L1 30h-1Z""#), "{drawn}");
        assert!(drawn.contains(r#"class="surge""#) && !drawn.contains(r#"class="stop""#));
    }
}
