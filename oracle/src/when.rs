//! *When*: accounts that ever marked both targets, and what sessions and curves make of their overlap.

use crate::activity::Activity;
use crate::log::Log;
use claque_marks::Micros;

/// T, S and the sum of squared weights.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Both {
    /// T: weight of all accounts that marked both.
    pub all: f64,
    /// S: of those who did so within one window's length.
    pub near: f64,
    /// Σ w² of all.
    pub squares: f64,
}

/// [`Both`] of two targets (page, verb).
pub fn both(log: &Log, activity: &Activity, one: (u32, u32), two: (u32, u32), length: Micros) -> Both {
    let mut out = Both::default();
    for x in log.marks.iter().filter(|m| (m.page, m.verb) == one) {
        for y in log.marks.iter().filter(|m| (m.page, m.verb) == two && m.account == x.account) {
            let w = activity.weight[x.account as usize];
            out.all += w;
            out.squares += w * w;
            let apart = if log.timed { (x.time - y.time).abs() } else { 0 };
            if apart <= length {
                out.near += w;
            }
        }
    }
    out
}

/// Expectation and variance of an overlap of weight x between cells that hold the shares x₁ and x₂ of their
/// targets' marks:
///
/// ```text
/// E = (S − x + 1)·m/(1 − m) + (T − S + 1)·x₁ x₂,   variance = E (Σw² + 1)/(T + 1)
/// ```
///
/// with 1 − m and the unit of variance at least 0.05.
pub fn expected(both: &Both, share1: f64, share2: f64, x: f64) -> (f64, f64) {
    let m = if share1 > share2 { share1 } else { share2 };
    let rest_near = if both.near > x { both.near - x } else { 0.0 };
    let rest = if both.all > both.near { both.all - both.near } else { 0.0 };
    let odds = m / if 1.0 - m > 0.05 { 1.0 - m } else { 0.05 };
    let e = (rest_near + 1.0) * odds + (rest + 1.0) * share1 * share2;
    let unit = (both.squares + 1.0) / (both.all + 1.0);
    (e, e * if unit > 0.05 { unit } else { 0.05 })
}
