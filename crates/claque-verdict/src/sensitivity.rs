//! The verdict under other windows and thresholds.
//!
//! - **Kinds**, always: P(doubted) of every crew with every threshold moved by a quarter either way, and with each
//!   piece of evidence left out. It needs no new search: the numbers stand in the evidence.
//! - **The search**, in logs small enough for it to cost little and not in a hurry: other windows (half as long
//!   again), a stricter and a looser bar for edges.

use crate::audit::CrewVerdict;
use claque_chance::softmax_bits;
use claque_detect::evidence::{self, Pages};
use claque_detect::{Crew, Kind, KindProbabilities};
use claque_marks::{Columns, Parameters, Seed, Silent};
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

/// P(kind) with every threshold moved, which is every number moved the other way, or without one piece. What was not tested
/// stays as it was.
fn recomputed(crew: &Crew, parameters: &Parameters, by: f64, without: Option<&str>) -> KindProbabilities {
    let p = &parameters.kinds;
    let mut total = crew.kinds.0.map(|p| p.max(1e-300).log2());
    let mut pages = Pages::of_pieces(&crew.evidence, by, p);
    if without == Some("coherence") {
        pages.related = 0.0;
    }
    for (e, made) in crew.evidence.iter().zip(evidence::LIST.iter()) {
        let Some(value) = e.value else { continue };
        let left_out = without == Some(e.piece.as_str());
        let now = if left_out { [0.0; 6] } else { made.bits(value / by, e.noise, p, pages) };
        for k in Kind::ALL {
            total[k as usize] += now[k as usize] - e.bits[k as usize];
        }
    }
    KindProbabilities(softmax_bits(&total))
}
