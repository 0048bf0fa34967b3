//! The kinds compete: prior and evidence add up in bits, and P(kind) is what is left when they are made to
//! sum to one.
//!
//! ```text
//! P(kind) ∝ prior(kind) · 2^Σ bits(kind)        by the tables of the pieces
//! ```
//!
//! METHOD: the tables of the pieces were set shyly, and what they say together proved worth more: on simulated worlds the
//! odds O between the kinds whose marks are taken off and the others are what they should be when the Bayes factor
//! that the pieces make of their prior O₀ is raised to a power β. Shares within either camp stay.
//!
//! ```text
//! O′ = O₀ · (O / O₀)^β
//! ```
//!
//! METHOD: a kind is called by what defines it. Where the log cannot test that (whether pages are unrelated for *hired*,
//! creation times or names for *fabricated*, withdrawals for *directed*), little of its prior is left.
//!
//! The one weight that a reader is shown for each piece is the called kind's bits less those of its strongest
//! rival *of the other camp* (marks taken off or not), so the weights and the prior add up to the odds of
//! the question that matters: are these marks doubted?

use crate::crew::{Kind, KindProbabilities, Piece};
use crate::evidence::{self, LIST, Scene, View};
use claque_chance::probability::{log_sum_exp, logistic, softmax_bits};
use claque_marks::parameters::KindParameters;
use std::f64::consts::LN_2;

/// How the kinds stand after all pieces, in bits: prior and evidence of each, and the two between which the
/// question lies whether marks are taken off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// log₂ of each kind's prior, in the order of [`Kind::ALL`].
    pub prior: [f64; 6],
    /// Prior and all pieces: log₂ of what P(kind) is proportional to by the tables.
    pub total: [f64; 6],
    /// P(kind), the pieces together as much as they proved worth.
    pub kinds: KindProbabilities,
    /// The kind called.
    pub called: Kind,
    /// The strongest kind of the other camp (marks taken off or not).
    pub rival: Kind,
}

/// Adds up prior and pieces:
///
/// ```text
/// total(kind) = log₂ prior(kind) + Σ over pieces bits(kind),      P(kind) ∝ 2^total(kind) within either camp
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
    let kinds = worth(p, &prior, &total);
    let called = kinds.called();
    let rival = Kind::ALL
        .into_iter()
        .filter(|k| k.is_doubted() != called.is_doubted())
        .max_by(|a, b| total[*a as usize].total_cmp(&total[*b as usize]))
        .expect("both camps have kinds");
    Standing { prior, total, kinds, called, rival }
}

/// logit P′(doubted) = logit P₀ + β (logit P − logit P₀), from prior and total.
fn worth(p: &KindParameters, prior: &[f64; 6], total: &[f64; 6]) -> KindProbabilities {
    let camp = |bits: &[f64; 6], doubted: bool| {
        let of = Kind::ALL.into_iter().filter(|k| k.is_doubted() == doubted);
        log_sum_exp(&of.map(|k| bits[k as usize] * LN_2).collect::<Vec<f64>>())
    };
    let odds = |bits| camp(bits, true) - camp(bits, false);
    let (before, after) = (odds(prior), odds(total));
    let now = before + p.evidence_worth * (after - before);
    KindProbabilities(softmax_bits(total)).with_camps(logistic(now), logistic(-now))
}

/// Every piece of evidence on one crew, and P(kind).
pub fn compete(scene: &Scene, view: &View) -> (Vec<Piece>, KindProbabilities) {
    let measure = |e: &&dyn evidence::Evidence| {
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
    };
    let mut pieces: Vec<Piece> = LIST.iter().map(measure).collect();
    let Standing { kinds, called, rival, .. } = standing(scene.p, &pieces);
    for piece in pieces.iter_mut().filter(|e| e.testable) {
        piece.weight = Some(piece.bits[called as usize] - piece.bits[rival as usize]);
    }
    (pieces, kinds)
}
