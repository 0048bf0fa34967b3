//! The kinds compete: prior and evidence add up in bits, and P(kind) is what is left when they are made to
//! sum to one.
//!
//! ```text
//! P(kind) ∝ prior(kind) · 2^Σ bits(kind)        by the tables of the pieces
//! ```
//!
//! METHOD: the tables of the pieces were set shyly. On simulated worlds the P of kinds whose marks are taken off is what it
//! should be when its log-odds are counted from an even point P½ and multiplied by a sharpness β; shares within
//! either camp stay.
//!
//! ```text
//! logit P′ = β (logit P − logit P½)
//! ```
//!
//! Beyond 0.999 the odds of the tables grow tenfold at most: that many crews were not seen.
//!
//! Where recurrence cannot be tested, as in a log without times, little can, and how sure such readings prove was not
//! measured; nor was it of crews that serve one owner and may have been made for it. There the tables stand.
//!
//! METHOD: a kind is called by what defines it. Where the log cannot test that (whether pages are unrelated for *hired*,
//! creation times or names for *fabricated*, withdrawals for *directed*), little of its prior is left.
//!
//! The one weight that a reader is shown for each piece is the called kind's bits less those of its strongest
//! rival *of the other camp* (marks taken off or not; of directed crews: nobody told to act), so the weights and the prior add up
//! to the odds of the question that matters: are these marks doubted? were these people told to act?

use crate::crew::{Kind, KindProbabilities, Piece};
use crate::evidence::{self, Evidence, LIST, Pages, Scene, View};
use claque_chance::probability::{log_sum_exp, logistic, softmax_bits};
use claque_marks::parameters::KindParameters;
use std::f64::consts::LN_2;

/// P(hired or fabricated) from which on what readings proved worth adds little: there the evidence itself must lead.
pub const SUREST: f64 = 0.999;
/// Beyond it, what the odds of the tables are multiplied by at most.
const BEYOND: f64 = 10.0;

/// How the kinds stand after all pieces, in bits: prior and evidence of each, and the two between which the
/// question lies whether marks are taken off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// log₂ of each kind's prior, in the order of [`Kind::ALL`].
    pub prior: [f64; 6],
    /// Prior and all pieces: log₂ of what P(kind) is proportional to by the tables.
    pub total: [f64; 6],
    /// P(kind), as sure as such readings proved.
    pub kinds: KindProbabilities,
    /// The kind called.
    pub called: Kind,
    /// The strongest kind that speaks against it ([`Kind::speaks_against`]).
    pub rival: Kind,
}

/// Adds up prior and pieces:
///
/// ```text
/// total(kind) = log₂ prior(kind) + Σ over pieces bits(kind),      P(kind) ∝ 2^total(kind) within either camp
/// ```
pub fn standing(p: &KindParameters, pieces: &[Piece]) -> Standing {
    // An open circle defines nobody.
    let says = |e: &Piece| e.piece != "circle" || e.message == "circle.high";
    let tested = |piece: &str| pieces.iter().any(|e| e.piece == piece && e.testable && says(e));
    let prior = Kind::ALL.map(|kind| {
        let defining = kind.defining();
        let known = defining.is_empty() || defining.iter().any(|piece| tested(piece));
        let share = if known { 1.0 } else { p.untested_share };
        (p.prior[kind as usize] * share).log2()
    });
    let total = Kind::ALL.map(|k| prior[k as usize] + pieces.iter().map(|e| e.bits[k as usize]).sum::<f64>());
    let kinds = probabilities(p, pieces, &total);
    let called = kinds.called();
    let rival = Kind::ALL
        .into_iter()
        .filter(|k| k.speaks_against(called))
        .max_by(|a, b| total[*a as usize].total_cmp(&total[*b as usize]))
        .expect("something speaks against every kind");
    Standing { prior, total, kinds, called, rival }
}

/// P(kind) from the totals: by the tables, or as sure as such readings proved where that was measured.
fn probabilities(p: &KindParameters, pieces: &[Piece], total: &[f64; 6]) -> KindProbabilities {
    let timed = pieces.iter().any(|e| e.piece == "recurrence" && e.testable);
    // Asked of crews of one owner whose making is known.
    let one_owner = pieces.iter().any(|e| e.piece == "batches" && !e.values.is_empty());
    if timed && !one_owner { sharpened(p, total) } else { KindProbabilities(softmax_bits(total)) }
}

/// logit P′ = β (logit P − logit P½) between the camps.
fn sharpened(p: &KindParameters, total: &[f64; 6]) -> KindProbabilities {
    let camp = |doubted: bool| {
        let of = Kind::ALL.into_iter().filter(|k| k.is_doubted() == doubted);
        log_sum_exp(&of.map(|k| total[k as usize] * LN_2).collect::<Vec<f64>>())
    };
    let even = (p.even / (1.0 - p.even)).ln();
    let by_tables = camp(true) - camp(false);
    let surest = (SUREST / (1.0 - SUREST)).ln().max(by_tables + BEYOND.ln());
    let odds = (p.sharpness * (by_tables - even)).min(surest);
    KindProbabilities(softmax_bits(total)).with_camps(logistic(odds), logistic(-odds))
}

/// Every piece of evidence on one crew, and P(kind).
pub fn compete(scene: &Scene, view: &View) -> (Vec<Piece>, KindProbabilities) {
    let mut pieces: Vec<Piece> = LIST.iter().map(|e| piece(scene, view, *e)).collect();
    let Standing { kinds, called, rival, .. } = standing(scene.p, &pieces);
    for piece in pieces.iter_mut().filter(|e| e.testable) {
        piece.weight = Some(piece.bits[called as usize] - piece.bits[rival as usize]);
    }
    (pieces, kinds)
}

/// What is asked of a crew before it is followed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FirstLook {
    /// P(hired) + P(fabricated), or a bound of it.
    pub doubt: f64,
    /// Whether its marks and withdrawals mirror each other, without which it is not directed.
    pub mirrors: bool,
}

/// P(hired) + P(fabricated) of a crew; where that lies below `least` whatever the dearest piece says, a bound of it below
/// `least`, for which that piece is not measured. It defines no kind, so that priors do not depend on it.
pub fn first_look(scene: &Scene, view: &View, least: f64) -> FirstLook {
    let dearest = evidence::DEAREST;
    let place = LIST.iter().position(|e| e.piece() == dearest.piece()).expect("it is one of them");
    let others = LIST[..place].iter().chain(&LIST[place + 1..]);
    let mut pieces: Vec<Piece> = others.clone().map(|e| piece(scene, view, *e)).collect();
    let high = |(e, piece): (&&dyn Evidence, &Piece)| {
        Kind::Directed.defining().contains(&e.piece())
            && piece.value.is_some_and(|v| v >= e.weighs(scene.p).threshold)
    };
    let mirrors = others.zip(&pieces).any(high);
    let total = standing(scene.p, &pieces).total;
    let most = at_most(dearest, scene.p, Pages::of(scene, view), &total);
    let bound = probabilities(scene.p, &pieces, &most).doubted();
    // A little less, so that rounding loses nothing.
    if bound < least * (1.0 - 1e-9) {
        return FirstLook { doubt: bound, mirrors };
    }
    // In its place, so that bits add up in the order of [`compete`].
    pieces.insert(place, piece(scene, view, dearest));
    FirstLook { doubt: standing(scene.p, &pieces).kinds.doubted(), mirrors }
}

/// These totals with what a piece can at most say for doubt, whatever it measures or if nothing.
fn at_most(e: &dyn Evidence, p: &KindParameters, pages: Pages, total: &[f64; 6]) -> [f64; 6] {
    let said: Vec<[f64; 6]> = e.extremes(p).into_iter().map(|value| e.bits(value, 0.0, p, pages)).collect();
    Kind::ALL.map(|k| {
        let of = said.iter().map(|bits| bits[k as usize]);
        let bits = if k.is_doubted() { of.fold(0.0, f64::max) } else { of.fold(0.0, f64::min) };
        total[k as usize] + bits
    })
}

/// What one piece measured on one crew.
fn piece(scene: &Scene, view: &View, e: &dyn Evidence) -> Piece {
    let m = e.measure(scene, view);
    let pages = Pages::of(scene, view);
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
        noise: m.noise,
        bits: m.value.map_or([0.0; 6], |v| e.bits(v, m.noise, scene.p, pages)),
        testable: m.value.is_some(),
        message: format!("{}.{level}", e.piece()),
        values: m.values.into_iter().map(|(n, v)| (n.to_owned(), v)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(bits: [f64; 6]) -> Piece {
        Piece {
            piece: "recurrence".to_owned(),
            value: Some(1.0),
            noise: 0.0,
            expected: None,
            weight: None,
            bits,
            testable: true,
            message: String::new(),
            values: vec![],
        }
    }

    #[test]
    fn log_odds_between_the_camps_are_counted_from_the_even_point() {
        let p = KindParameters { prior: [0.1, 0.1, 0.2, 0.2, 0.2, 0.2], ..KindParameters::default() };
        // Nothing that defines hired, fabricated or directed is tested: a twentieth of these priors is left.
        let doubted = 0.2 * p.untested_share;
        let plain = 4.0 * doubted / (0.6 + 0.2 * p.untested_share);
        // Two bits for both doubted kinds are a factor of 4.
        let s = standing(&p, &[piece([2.0, 2.0, 0.0, 0.0, 0.0, 0.0])]);
        let odds = s.kinds.doubted() / (1.0 - s.kinds.doubted());
        let expected = (plain * (1.0 - p.even) / p.even).powf(p.sharpness);
        assert!(expected < 999.0);
        assert!((odds / expected - 1.0).abs() < 1e-9, "{odds} {expected}");
        assert!((s.kinds.0.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        // Within a camp the kinds stay to each other as the tables have them.
        let ratio = s.kinds.of(Kind::Hired) / s.kinds.of(Kind::Fabricated);
        assert!((ratio - 1.0).abs() < 1e-9, "{ratio}");
    }

    #[test]
    fn people_told_to_act_are_held_against_people_who_were_not() {
        let p = KindParameters::default();
        let mirror = |bits| Piece { piece: "mirror".to_owned(), ..piece(bits) };
        // Hired comes second, and says nothing of who was told to act.
        let s = standing(&p, &[mirror([18.0, 0.0, 20.0, 3.0, 1.0, 0.0])]);
        assert_eq!((s.called, s.rival), (Kind::Directed, Kind::Organised), "{s:?}");
        let s = standing(&p, &[mirror([26.0, 0.0, 18.0, 3.0, 1.0, 0.0])]);
        assert_eq!((s.called, s.rival), (Kind::Hired, Kind::Directed), "{s:?}");
    }

    #[test]
    fn the_tables_stand_where_nothing_is_sharpened() {
        let p = KindParameters { even: 0.5, sharpness: 1.0, ..KindParameters::default() };
        let s = standing(&p, &[piece([1.0, 0.0, 0.0, 2.0, 0.0, 0.0])]);
        let tables = softmax_bits(&s.total);
        assert!(s.kinds.0.iter().zip(tables).all(|(a, b)| (a - b).abs() < 1e-12), "{s:?}");
        // Nor where there were no times to test.
        let silent = Piece { piece: "size".to_owned(), ..piece([1.0, 0.0, 0.0, 2.0, 0.0, 0.0]) };
        let s = standing(&KindParameters::default(), &[silent]);
        assert_eq!(s.kinds, KindProbabilities(softmax_bits(&s.total)));
    }

    #[test]
    fn a_sum_beyond_every_digit_keeps_both_camps() {
        let p = KindParameters::default();
        let surer = |bits: f64| standing(&p, &[piece([bits, 0.0, 0.0, 0.0, 0.0, 0.0])]).kinds.doubted();
        assert!(
            (surer(11.0) - SUREST).abs() < 1e-12 && surer(20.0) > SUREST,
            "{} {}",
            surer(11.0),
            surer(20.0)
        );
        let s = standing(&p, &[piece([200.0, 0.0, 0.0, 0.0, 0.0, 0.0])]);
        assert!(s.kinds.of(Kind::Episode) > 0.0 && s.kinds.doubted() <= 1.0, "{s:?}");
    }
}
