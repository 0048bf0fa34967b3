//! The verdict under other windows and thresholds.
//!
//! - **Kinds**, always: P(doubted) of every crew with every threshold moved by a quarter either way, and with each
//!   piece of evidence left out. It needs no new search: the numbers stand in the evidence.
//! - **The search**, in logs small enough for it to cost little and not in a hurry: other windows (half as long
//!   again), a stricter and a looser bar for edges.

use crate::audit::CrewVerdict;
use claque_chance::softmax_bits;
use claque_detect::{Crew, Kind, KindProbabilities, evidence};
use claque_marks::{Columns, Parameters, Seed, Silent, parameters::PieceParameters};
use serde::{Deserialize, Serialize};

/// Marks up to which the search is varied too.
const SEARCH_UPTO: usize = 150_000;
/// By how much thresholds of kinds are moved.
const MOVED: f64 = 1.25;

/// The verdict under one other setting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Variant {
    /// Key of its sentence: `as_audited`, `thresholds_higher`, `thresholds_lower`, `without.PIECE`,
    /// `longer_windows`, `stricter_edges`, `looser_edges`.
    pub variant: String,
    /// Marks taken off.
    pub doubted: f64,
    /// Crews called doubted.
    pub crews: u32,
    /// Their accounts.
    pub accounts: u32,
}

/// The strip: as audited first. `again`: whether a small log is searched again.
pub fn strip(
    columns: &Columns,
    crews: &[CrewVerdict],
    parameters: &Parameters,
    seed: Seed,
    again: bool,
) -> Vec<Variant> {
    let kinds_of = |asked: &dyn Fn(&Crew) -> KindProbabilities, name: String| {
        let list: Vec<(&Crew, KindProbabilities)> = crews.iter().map(|c| (&c.crew, asked(&c.crew))).collect();
        summed(name, &list)
    };
    let mut out = vec![kinds_of(&|c| c.kinds, "as_audited".to_owned())];
    for (name, by) in [("thresholds_higher", MOVED), ("thresholds_lower", 1.0 / MOVED)] {
        out.push(kinds_of(&|c| recomputed(c, parameters, by, None), name.to_owned()));
    }
    for piece in evidence::pieces() {
        if crews.iter().any(|c| c.crew.evidence.iter().any(|e| e.piece == piece && e.testable)) {
            out.push(kinds_of(&|c| recomputed(c, parameters, 1.0, Some(piece)), format!("without.{piece}")));
        }
    }
    if again && columns.marks() <= SEARCH_UPTO {
        let search = |name: &str, change: &dyn Fn(&mut Parameters)| {
            let mut p = parameters.clone();
            change(&mut p);
            let found = claque_detect::search(columns, &p, seed, &Silent);
            let list: Vec<_> = found.crews.iter().map(|c| (c, c.kinds)).collect();
            summed(name.to_owned(), &list)
        };
        out.push(search("longer_windows", &|p| {
            p.search.scales = p.search.scales.iter().map(|h| h + h.div_ceil(2)).collect();
        }));
        out.push(search("stricter_edges", &|p| p.search.soft /= 10.0));
        out.push(search("looser_edges", &|p| p.search.soft *= 10.0));
    }
    out
}

fn summed(variant: String, crews: &[(&Crew, KindProbabilities)]) -> Variant {
    let doubted = crews.iter().map(|(c, k)| c.given() * k.doubted()).sum::<f64>() + 0.0;
    let called = || crews.iter().filter(|(_, k)| k.called().is_doubted());
    Variant {
        variant,
        doubted,
        crews: called().count() as u32,
        accounts: called().map(|(c, _)| c.accounts() as u32).sum(),
    }
}

/// P(kind) with every threshold moved, or without one piece. What was not tested stays as it was.
fn recomputed(crew: &Crew, parameters: &Parameters, by: f64, without: Option<&str>) -> KindProbabilities {
    let mut total = crew.kinds.0.map(|p| p.max(1e-300).log2());
    for (e, made) in crew.evidence.iter().zip(evidence::LIST.iter()) {
        let Some(value) = e.value else { continue };
        let now = if without == Some(e.piece.as_str()) {
            [0.0; 6]
        } else if by == 1.0 {
            continue;
        } else {
            let p = made.weighs(&parameters.kinds);
            let moved = PieceParameters { threshold: p.threshold * by, ..p.clone() };
            evidence::bits(value, noise(value, &e.bits, p), &moved)
        };
        for k in Kind::ALL {
            total[k as usize] += now[k as usize] - e.bits[k as usize];
        }
    }
    KindProbabilities(softmax_bits(&total))
}

/// The noise that a piece was weighed with, from its bits: the degree s follows from the bits of the kind for which
/// it decides most, and (ln v − ln θ)/logit s is the blur that softness and noise made together.
fn noise(value: f64, bits: &[f64; 6], p: &PieceParameters) -> f64 {
    let span = |h: f64| h.log2() - (1.0 - h).log2();
    let best =
        (0..6).max_by(|a, b| span(p.high[*a]).abs().total_cmp(&span(p.high[*b]).abs())).expect("six kinds");
    let s = (bits[best] - (1.0 - p.high[best]).log2()) / span(p.high[best]);
    let s = s.clamp(1e-12, 1.0 - 1e-12);
    let blur = (value.max(1e-6).ln() - p.threshold.ln()) / (s / (1.0 - s)).ln();
    if blur.is_finite() { (blur * blur - p.softness * p.softness).max(0.0).sqrt() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_is_read_back_from_bits() {
        let p = PieceParameters { threshold: 2.0, softness: 0.1, high: [0.5, 0.25, 0.9, 0.5, 0.5, 0.5] };
        for n in [0.0, 0.2, 0.7] {
            let back = noise(2.5, &evidence::bits(2.5, n, &p), &p);
            assert!((back - n).abs() < 1e-6, "{n} {back}");
        }
    }
}
