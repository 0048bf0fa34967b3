//! Evidence on what kind of crowd a crew is: one piece a file, each with its formula, entered in one list.
//!
//! METHOD: a piece measures one number v and asks whether it is *high*. Near the threshold θ that is not a
//! yes or no, so v counts as high with degree s = logistic((ln v − ln θ)/softness), and its weight for a
//! kind lies between that of a low and of a high value:
//!
//! ```text
//! bits(kind) = s · log₂ P(high | kind) + (1 − s) · log₂ (1 − P(high | kind))
//! ```
//!
//! METHOD: pieces are not independent where the crew's pages are related: these have few owners whoever marks them, and whom taste
//! brought there comes back. So a piece may have a second table for them, and with r the degree in which coherence is high
//!
//! ```text
//! bits(kind) = (1 − r) · bits by the table of any pages + r · bits by that of related ones
//! ```
//!
//! Where the number itself is uncertain, with standard error ε of ln v, the blur is √(softness² + ε²).
//! Bits add over pieces; no piece can say more than its own P(high | kind) allows. What a log cannot test
//! weighs nothing.

mod at_once;
mod batches;
mod breadth;
mod circle;
mod closure;
mod coherence;
mod creation;
mod lives;
mod mirror;
mod outsiders;
mod own_taste;
mod pace;
mod pattern;
mod recurrence;
mod returning;
mod rotation;
mod scene;
mod size;
mod takes_back;
mod timetable;

pub use closure::share as closure_share;
pub use coherence::of as coherence;
pub use pace::seconds as pace_seconds;
pub use scene::{Scene, View};

use claque_chance::probability::logistic;
use claque_marks::parameters::{KindParameters, PieceParameters};

/// What a piece of evidence measured on one crew.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measured {
    /// The number; `None` where this log cannot test it.
    pub value: Option<f64>,
    /// What an innocent crowd or chance would give, where that is to be said.
    pub expected: Option<f64>,
    /// Standard error of ln(value), where it rests on few counts; 0 elsewhere.
    pub noise: f64,
    /// Further numbers that its sentence names.
    pub values: Vec<(&'static str, f64)>,
}

impl Measured {
    /// This log cannot test it.
    pub fn untested() -> Self {
        Self::default()
    }
}

/// One piece of evidence.
pub trait Evidence: Sync {
    /// Its key in tables and in the catalogue of sentences.
    fn piece(&self) -> &'static str;
    /// Measures it on one crew.
    fn measure(&self, scene: &Scene, view: &View) -> Measured;
    /// Its threshold and what each kind makes of it.
    fn weighs<'a>(&self, p: &'a KindParameters) -> &'a PieceParameters;
    /// The same where the crew's pages are related.
    fn weighs_related<'a>(&self, p: &'a KindParameters) -> &'a PieceParameters {
        self.weighs(p)
    }
    /// Numbers at which it says most for or against some kind: a low and a high one. Any other says something between.
    fn extremes(&self, _: &KindParameters) -> Vec<f64> {
        vec![0.0, f64::MAX]
    }
    /// Bits for each kind, of a number with the standard error of its logarithm, where the crew's pages are [`related`] in this
    /// degree.
    fn bits(&self, value: f64, noise: f64, p: &KindParameters, related: f64) -> [f64; 6] {
        let any = bits(value, noise, self.weighs(p));
        let near = bits(value, noise, self.weighs_related(p));
        std::array::from_fn(|k| (1.0 - related) * any[k] + related * near[k])
    }
}

/// All pieces, in the order of tables.
pub const LIST: [&dyn Evidence; 18] = [
    &recurrence::Recurrence,
    &rotation::Rotation,
    &coherence::Coherence,
    &breadth::Breadth,
    &size::Size,
    &own_taste::OwnTaste,
    &returning::Returning,
    &closure::Closure,
    &lives::Lives,
    &circle::Circle,
    &pace::Pace,
    &timetable::Timetable,
    &at_once::AtOnce,
    &creation::Creation,
    &batches::Batches,
    &pattern::Pattern,
    &mirror::Mirror,
    &takes_back::TakesBack,
];

/// The piece that takes longest to measure: it walks the lives of all outsiders.
pub const DEAREST: &dyn Evidence = &own_taste::OwnTaste;

/// Keys of all pieces, in the order of tables.
pub fn pieces() -> Vec<&'static str> {
    LIST.iter().map(|e| e.piece()).collect()
}

/// Degree in which a value counts as high, between 0 and 1; `noise` is the standard error of its logarithm.
pub fn degree(value: f64, noise: f64, p: &PieceParameters) -> f64 {
    logistic((value.max(1e-6).ln() - p.threshold.ln()) / p.softness.hypot(noise))
}

/// Degree in which a crew's pages are related: that in which its coherence is high, 0 where this is untested.
pub fn related(coherence: Option<f64>, noise: f64, p: &KindParameters) -> f64 {
    coherence.map_or(0.0, |value| degree(value, noise, &p.coherence))
}

/// Bits for each kind.
fn bits(value: f64, noise: f64, p: &PieceParameters) -> [f64; 6] {
    let s = degree(value, noise, p);
    p.high.map(|h| s * h.log2() + (1.0 - s) * (1.0 - h).log2())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_by_hand() {
        let p = PieceParameters { threshold: 2.0, softness: 0.1, high: [0.5, 0.25, 0.75, 0.5, 0.5, 0.5] };
        // At the threshold: half of log₂ 1/4 and half of log₂ 3/4.
        assert!((bits(2.0, 0.0, &p)[1] - 0.5 * (0.25f64.log2() + 0.75f64.log2())).abs() < 1e-12);
        // Far above, bits are log₂ P(high | kind); far below, log₂ of the rest.
        assert!((bits(200.0, 0.0, &p)[1] + 2.0).abs() < 1e-9);
        assert!((bits(0.02, 0.0, &p)[2] + 2.0).abs() < 1e-9);
        // A number that is itself uncertain says less.
        assert!(bits(4.0, 0.5, &p)[1] > bits(4.0, 0.0, &p)[1]);
    }

    #[test]
    fn pieces_are_named_once() {
        let mut names = pieces();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), LIST.len());
    }
}
