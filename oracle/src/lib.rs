//! The plain path beside each fast one: the method recomputed from nothing, with maps and nested loops, from
//! rows and not from columns. Tests hold the engine to it; nothing that ships depends on it.
//!
//! Where a sum here is long, it is long on purpose: no index, no order of marks, no sparse trick of the
//! engine is used, so that one mistake cannot stand in both. Only the tails of laws are taken from
//! `claque-chance`, whose own tests hold them to plain sums.
//!
//! | file | recomputes |
//! |---|---|
//! | [`log`] | rows, and the columns that a reader would make of them; random small logs |
//! | [`activity`] | weights of accounts and what chance shares |
//! | [`cells`] | the cells of a grid and their overlaps |
//! | [`taste`] | c of two owners at other times |
//! | [`when`] | T, S and squares of two targets, and the expectation of *when* |
//! | [`edges`] | pairs of cells that fail both nulls, held by triangles |
//! | [`faint`] | marks that lie in surges |
//! | [`join`] | which findings are tied, what a cut of them is worth, and the jobs of a crew |
//! | [`membership`] | EM over counts |
//! | [`timing`] | EM over marks, with the crew's own curve |
//! | [`planted`] | nothing: logs made by hand of which the truth is known |
//! | [`crew`] | a crew as rows, and the log without what crews gave |
//! | [`evidence`] | the numbers of the evidence on a crew, and P(kind) |
//! | [`orders`] | the stretches of targets that a crew filled, by the scan statistic |
//! | [`whole`] | what the whole log as one window looks at, and which of its findings stand |
//! | [`withdrawn`] | the withdrawals as a log of their own |
//! | [`pages`] | what crews take off pages |

pub mod activity;
pub mod cells;
pub mod crew;
pub mod edges;
pub mod evidence;
pub mod faint;
pub mod followers;
pub mod join;
pub mod log;
pub mod made_together;
pub mod membership;
pub mod orders;
pub mod pages;
pub mod planted;
pub mod taste;
pub mod timing;
pub mod when;
pub mod whole;
pub mod withdrawn;

/// Whether two numbers agree to a billionth of the larger; those below a thousandth, to 10⁻¹².
pub fn close(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1e-3)
}
