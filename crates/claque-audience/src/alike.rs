//! Whether all countries of a page change alike: then the change is the page's own, its posts, its reach, a holiday or how it
//! is counted.
//!
//! METHOD: a delivery into some countries leaves the others as they were. So where some countries step, the others are asked whether
//! they step with them. With r_c the logarithm of a country's level after the step to that before it, and v_c its variance,
//!
//! ```text
//! r = Σ r_c/v_c / Σ 1/v_c      z = r √(Σ 1/v_c)
//! ```
//!
//! of those that step and of the others: the change is the page's own where the others have z of [`alike_least`](AudienceParameters::alike_least) or more the same way and
//! their r is at least half of that of those that step, and where four of five countries step.

use crate::fit::Fitted;
use crate::scan::of_most_countries;
use crate::series::Series;
use crate::together::change;
use claque_marks::parameters::AudienceParameters;
use libm::sqrt;

/// A mean change, and how many of its deviations it is from none.
#[derive(Clone, Copy, Debug)]
struct Mean {
    r: f64,
    z: f64,
}

/// The mean of changes and their variances, each by how well it is known; nothing of none.
fn mean(changes: impl Iterator<Item = (f64, f64)>) -> Option<Mean> {
    let (sum, weight) = changes.fold((0.0, 0.0), |a, (r, v)| (a.0 + r / v, a.1 + 1.0 / v));
    (weight > 0.0).then(|| Mean { r: sum / weight, z: sum / sqrt(weight) })
}

/// Whether a step of some countries is one of all of the page's.
pub(crate) fn step_of_all(
    s: &Series,
    fitted: &[Fitted],
    countries: &[(usize, f64)],
    at: usize,
    p: &AudienceParameters,
) -> bool {
    let among = |c: usize| countries.iter().any(|x| x.0 == c);
    let of = |wanted: bool| {
        let named = (0..s.y.len()).filter(|c| s.named[*c] && among(*c) == wanted);
        mean(named.filter_map(|c| change(s, &fitted[c], c, at, p.step_reach as usize)))
    };
    of_most_countries(s, countries)
        || of(true).zip(of(false)).is_some_and(|(some, others)| {
            let z = others.z * some.r.signum();
            z >= p.alike_least && others.r.abs() >= some.r.abs() / 2.0
        })
}
