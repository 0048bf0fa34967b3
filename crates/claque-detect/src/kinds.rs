//! The kinds compete: prior and evidence add up in bits, and P(kind) is what is left when they are made to
//! sum to one.
//!
//! ```text
//! P(kind) ∝ prior(kind) · 2^Σ bits(kind)
//! ```
//!
//! METHOD: a kind is called by what defines it. Where the log cannot test that (creation times for
//! *fabricated*, withdrawals for *directed*), little of its prior is left.
//!
//! The one weight that a reader is shown for each piece is the called kind's bits less those of its strongest
//! rival *of the other camp* (marks taken off or not), so the weights and the prior add up to the odds of
//! the question that matters: are these marks doubted?

use crate::crew::{Kind, KindProbabilities, Piece};
use crate::evidence::{self, LIST, Measured, Scene, View};
use claque_chance::probability::softmax_bits;

/// Every piece of evidence on one crew, and P(kind).
pub fn compete(scene: &Scene, view: &View) -> (Vec<Piece>, KindProbabilities) {
    let measured: Vec<Measured> = LIST.iter().map(|e| e.measure(scene, view)).collect();
    let bits: Vec<[f64; 6]> = LIST
        .iter()
        .zip(&measured)
        .map(|(e, m)| m.value.map_or([0.0; 6], |v| evidence::bits(v, m.noise, e.weighs(scene.p))))
        .collect();
    let tested =
        |piece: &str| LIST.iter().zip(&measured).any(|(e, m)| e.piece() == piece && m.value.is_some());
    let prior = |kind: Kind| {
        let share = match kind.defining() {
            Some(piece) if !tested(piece) => scene.p.untested_share,
            _ => 1.0,
        };
        scene.p.prior[kind as usize] * share
    };
    let total: [f64; 6] =
        Kind::ALL.map(|k| prior(k).log2() + bits.iter().map(|b| b[k as usize]).sum::<f64>());
    let kinds = KindProbabilities(softmax_bits(&total));
    let called = kinds.called();
    let rival = Kind::ALL
        .into_iter()
        .filter(|k| k.is_doubted() != called.is_doubted())
        .max_by(|a, b| total[*a as usize].total_cmp(&total[*b as usize]))
        .expect("both camps have kinds");
    let pieces = LIST
        .iter()
        .zip(measured)
        .zip(bits)
        .map(|((e, m), bits)| {
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
                weight: m.value.map(|_| bits[called as usize] - bits[rival as usize]),
                bits,
                testable: m.value.is_some(),
                message: format!("{}.{level}", e.piece()),
                values: m.values.into_iter().map(|(n, v)| (n.to_owned(), v)).collect(),
            }
        })
        .collect();
    (pieces, kinds)
}
