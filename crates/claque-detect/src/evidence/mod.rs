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
//! So it is where they are one owner's: r is then the degree in which most of a crew's marks are his. And a piece may have a table beside
//! these, of a threshold at which its number says more than high; its bits add.
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
pub use pace::seconds as pace_seconds;
pub use scene::{Scene, View};

use crate::crew::Piece;
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
    /// The same where they are one owner's, as far as that makes a difference.
    fn weighs_one_owner<'a>(&self, _: &'a KindParameters) -> Option<&'a PieceParameters> {
        None
    }
    /// A second table that it weighs by as well, of a number that says more than high.
    fn weighs_too<'a>(&self, _: &'a KindParameters) -> Option<&'a PieceParameters> {
        None
    }
    /// Numbers at which it says most for or against some kind: a low and a high one, and between two tables one that is high by
    /// the first and low by the second. Any other says something between.
    fn extremes(&self, p: &KindParameters) -> Vec<f64> {
        let between = |too: &PieceParameters| (self.weighs(p).threshold * too.threshold).sqrt();
        [Some(0.0), self.weighs_too(p).map(between), Some(f64::MAX)].into_iter().flatten().collect()
    }
    /// Bits for each kind, of a number with the standard error of its logarithm, of a crew of such pages.
    fn bits(&self, value: f64, noise: f64, p: &KindParameters, pages: Pages) -> [f64; 6] {
        let said = |by: &PieceParameters| bits(value, noise, by);
        let (any, near) = (said(self.weighs(p)), said(self.weighs_related(p)));
        let own = self.weighs_one_owner(p).map(said);
        let too = self.weighs_too(p).map(said);
        std::array::from_fn(|k| {
            let of_many = (1.0 - pages.related) * any[k] + pages.related * near[k];
            own.map_or(of_many, |own| (1.0 - pages.one_owner) * of_many + pages.one_owner * own[k])
                + too.map_or(0.0, |too| too[k])
        })
    }
}

/// What a crew's pages are, as far as pieces are read by it: two degrees from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pages {
    /// That outsiders like them together: that in which coherence is high, 0 where this is untested.
    pub related: f64,
    /// That they are one owner's.
    pub one_owner: f64,
}

impl Pages {
    /// Those of a crew.
    pub fn of(scene: &Scene, view: &View) -> Self {
        let coherence = coherence::of(scene, view);
        Self::by(coherence.value, coherence.noise, batches::share_of_first_owner(scene, view), scene.p)
    }

    /// Those of a crew of which these pieces of evidence are known, with every number divided by `by`.
    pub fn of_pieces(pieces: &[Piece], by: f64, p: &KindParameters) -> Self {
        let find = |name: &str| pieces.iter().find(|e| e.piece == name);
        let (value, noise) = find("coherence").map_or((None, 0.0), |e| (e.value, e.noise));
        let named = find("breadth").and_then(|e| e.values.iter().find(|v| v.0 == breadth::FIRST_OWNER));
        Self::by(value.map(|v| v / by), noise, named.map(|v| v.1), p)
    }

    fn by(coherence: Option<f64>, noise: f64, first_owner: Option<f64>, p: &KindParameters) -> Self {
        let of_one = first_owner.unwrap_or(0.0).max(1e-6) / p.one_owner_mostly;
        Self {
            related: coherence.map_or(0.0, |value| degree(value, noise, &p.coherence)),
            one_owner: logistic(of_one.ln() / p.breadth.softness),
        }
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

/// Bits for each kind.
fn bits(value: f64, noise: f64, p: &PieceParameters) -> [f64; 6] {
    let s = degree(value, noise, p);
    p.high.map(|h| s * h.log2() + (1.0 - s) * (1.0 - h).log2())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crew::Kind;

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
    fn a_crew_of_one_owner_is_read_by_tables_of_its_own() {
        let p = KindParameters::default();
        let pages = |share| Pages::by(None, 0.0, Some(share), &p);
        assert!(pages(0.3).one_owner < 0.01 && pages(0.95).one_owner > 0.95 && pages(0.6).one_owner == 0.5);
        // That nobody comes back tells a crew from fans of many, and hardly from fans of one who put out all that there is.
        let against_fans = |share| {
            let bits = returning::Returning.bits(0.7, 0.0, &p, pages(share));
            bits[Kind::Hired as usize] - bits[Kind::Organised as usize]
        };
        assert!(against_fans(0.1) > 3.0 && against_fans(1.0) < 1.2, "{}", against_fans(1.0));
        // A timetable that is kept to the hour says more than one that is high.
        let against = |value| {
            let bits = timetable::Timetable.bits(value, 0.0, &p, Pages::default());
            bits[Kind::Hired as usize] - bits[Kind::Organised as usize]
        };
        assert!(against(50.0) < -9.0 && against(6.5) > -6.0 && against(1.0) > 0.0);
        assert_eq!(timetable::Timetable.extremes(&p).len(), 3);
    }

    #[test]
    fn pieces_are_named_once() {
        let mut names = pieces();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), LIST.len());
    }
}
