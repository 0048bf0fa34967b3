//! The kinds compete: prior and evidence add up in bits, and P(kind) is what is left when they are made to
//! sum to one.
//!
//! ```text
//! P(kind) ∝ prior(kind) · 2^Σ bits(kind)
//! ```
//!
//! METHOD: a kind is called by what defines it. Where the log cannot test that (whether pages are unrelated for *hired*,
//! creation times or names for *fabricated*, withdrawals for *directed*), little of its prior is left.
//!
//! The one weight that a reader is shown for each piece is the called kind's bits less those of its strongest
//! rival *of the other camp* (marks taken off or not), so the weights and the prior add up to the odds of
//! the question that matters: are these marks doubted?

use crate::crew::{Kind, KindProbabilities, Piece};
use crate::evidence::{self, Evidence, LIST, Scene, View};
use claque_chance::probability::softmax_bits;
use claque_marks::parameters::KindParameters;

/// How the kinds stand after all pieces, in bits: prior and evidence of each, and the two between which the
/// question lies whether marks are taken off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// log₂ of each kind's prior, in the order of [`Kind::ALL`].
    pub prior: [f64; 6],
    /// Prior and all pieces: log₂ of what P(kind) is proportional to.
    pub total: [f64; 6],
    /// The kind called.
    pub called: Kind,
    /// The strongest kind of the other camp (marks taken off or not).
    pub rival: Kind,
}

/// Adds up prior and pieces:
///
/// ```text
/// total(kind) = log₂ prior(kind) + Σ over pieces bits(kind),      P(kind) ∝ 2^total(kind)
/// ```
pub fn standing(p: &KindParameters, pieces: &[Piece]) -> Standing {
    let tested = |piece: &str| pieces.iter().any(|e| e.piece == piece && e.testable);
    let prior = Kind::ALL.map(|kind| {
        let defining = kind.defining();
        let known = defining.is_empty() || defining.iter().any(|piece| tested(piece));
        let share = if known { 1.0 } else { p.untested_share };
        (p.prior[kind as usize] * share).log2()
    });
    let total = Kind::ALL.map(|k| prior[k as usize] + pieces.iter().map(|e| e.bits[k as usize]).sum::<f64>());
    let called = KindProbabilities(softmax_bits(&total)).called();
    let rival = Kind::ALL
        .into_iter()
        .filter(|k| k.is_doubted() != called.is_doubted())
        .max_by(|a, b| total[*a as usize].total_cmp(&total[*b as usize]))
        .expect("both camps have kinds");
    Standing { prior, total, called, rival }
}

/// Every piece of evidence on one crew, and P(kind).
pub fn compete(scene: &Scene, view: &View) -> (Vec<Piece>, KindProbabilities) {
    let mut pieces: Vec<Piece> = LIST.iter().map(|e| piece(scene, view, *e)).collect();
    let Standing { total, called, rival, .. } = standing(scene.p, &pieces);
    for piece in pieces.iter_mut().filter(|e| e.testable) {
        piece.weight = Some(piece.bits[called as usize] - piece.bits[rival as usize]);
    }
    (pieces, KindProbabilities(softmax_bits(&total)))
}

/// P(hired) + P(fabricated) of a crew; where that lies below `least` whatever the dearest piece says, a bound of it below
/// `least`, for which that piece is not measured. It defines no kind, so that priors do not depend on it.
pub fn doubt(scene: &Scene, view: &View, least: f64) -> f64 {
    let others = LIST.iter().filter(|e| e.piece() != evidence::DEAREST.piece());
    let pieces: Vec<Piece> = others.map(|e| piece(scene, view, *e)).collect();
    let total = standing(scene.p, &pieces).total;
    let high = evidence::DEAREST.weighs(scene.p).high;
    let most = Kind::ALL.map(|k| {
        // Between those of a low and of a high value, or none.
        let (low, high) = ((1.0 - high[k as usize]).log2(), high[k as usize].log2());
        let bits = if k.is_doubted() { low.max(high).max(0.0) } else { low.min(high).min(0.0) };
        total[k as usize] + bits
    });
    let bound = KindProbabilities(softmax_bits(&most)).doubted();
    // A little less, so that rounding loses nothing.
    if bound < least * (1.0 - 1e-9) { bound } else { compete(scene, view).1.doubted() }
}

/// What one piece measured on one crew.
fn piece(scene: &Scene, view: &View, e: &dyn Evidence) -> Piece {
    let m = e.measure(scene, view);
    let level = match m.value.map(|v| evidence::degree(v, m.noise, e.weighs(scene.p))) {
        None => "untested",
        Some(s) if s > 0.75 => "high",
        Some(s) if s < 0.25 => "low",
        Some(_) => "middle",
    };
    Piece {
        piece: e.piece().to_owned(),
        value: m.value,
        expected: m.expected,
        weight: None,
        bits: m.value.map_or([0.0; 6], |v| evidence::bits(v, m.noise, e.weighs(scene.p))),
        testable: m.value.is_some(),
        message: format!("{}.{level}", e.piece()),
        values: m.values.into_iter().map(|(n, v)| (n.to_owned(), v)).collect(),
    }
}
