//! Countries that a surge may have reached without their standing out in it.
//!
//! METHOD: once a surge's days are known, each further country gained y over them where μ ± σ was expected from what lies
//! outside. Whether it takes part is open, and so is how much it got: of the countries that were looked at a share π takes
//! part, and what a country gets has an exponential law, of a mean m as the countries that are told got, or of as many times
//! what was expected of it as of them. With x = y − μ
//!
//! ```text
//! P(takes part | x) = π B/(π B + 1 − π)
//! B = ∫ N(x; d, σ²) e^(−d/m)/m dd / N(x; 0, σ²) = √(2π)/u · e^(h²/2) Φ(h),    u = m/σ,  h = x/σ − 1/u
//! d | x, takes part: normal with mean σ h and deviation σ, cut at 0
//! ```
//!
//! π and both means are those at which what is told and what is likely agree (EM). So where six of ten countries stand out the
//! others hardly go free, and where one does they do. Days on which a country likely takes part say nothing of what is usual.

use crate::fit::Fitted;
use crate::scan::{Episode, Width, window};
use crate::series::Series;
use crate::surprise::normal;
use claque_marks::parameters::AudienceParameters;
use libm::{exp, sqrt};

/// Probability below which a country counts as untouched, and stays a guide to what is usual.
const LEAST: f64 = 0.1;
/// Rounds of EM, after which nothing moves that matters.
const ROUNDS: usize = 12;
/// √(2π).
const ROOT_TWO_PI: f64 = 2.506_628_274_631_000_7;

/// A country that may take part in a surge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Perhaps {
    /// Which country.
    pub country: usize,
    /// Probability that it takes part.
    pub probability: f64,
    /// Means of what it would get, under both laws.
    means: [f64; 2],
}

/// What a country got, if it takes part: weight of the evidence, mean and mean square.
#[derive(Clone, Copy, Debug, Default)]
struct Part {
    weight: f64,
    mean: f64,
    square: f64,
}

/// Under an exponential law of mean m.
fn part(x: f64, sd: f64, m: f64) -> Part {
    let (sd, m) = (sd.max(1e-9), m.max(1e-9));
    let h = (x / sd - sd / m).clamp(-30.0, 30.0);
    let mass = normal(h).max(1e-200);
    // φ(h)/Φ(h): how far the cut moves the mean.
    let moved = exp(-h * h / 2.0) / ROOT_TWO_PI / mass;
    Part {
        weight: ROOT_TWO_PI * sd / m * exp(h * h / 2.0) * mass,
        mean: sd * (h + moved).max(0.0),
        square: sd * sd * (1.0 + h * h + h * moved).max(0.0),
    }
}

/// Under both laws alike.
fn parts(x: f64, sd: f64, means: [f64; 2]) -> Part {
    let [a, b] = means.map(|m| part(x, sd, m));
    let weight = a.weight + b.weight;
    let of = |f: fn(&Part) -> f64| (a.weight * f(&a) + b.weight * f(&b)) / weight.max(1e-300);
    Part { weight: weight / 2.0, mean: of(|p| p.mean), square: of(|p| p.square) }
}

impl Perhaps {
    /// Mean and variance of what it got of a surge, where x ± sd lies above what was expected.
    pub fn got(&self, x: f64, sd: f64) -> (f64, f64) {
        let of = parts(x, sd, self.means);
        let mean = self.probability * of.mean;
        (mean, (self.probability * of.square - mean * mean).max(0.0))
    }
}

/// The countries that may take part in a surge beside those that are told; `fitted` without its days.
pub(crate) fn perhaps(
    s: &Series,
    fitted: &[Fitted],
    e: &Episode,
    width: &Width,
    p: &AudienceParameters,
) -> Vec<Perhaps> {
    let wide = width.alone(e.to + 1 - e.from, p);
    let of = |c: usize| {
        let w = window(s, &fitted[c], e.from, e.to, p)?;
        (fitted[c].quiet_outside(e.from, e.to) >= f64::from(p.outside_least))
            .then(|| (w.observed - w.expected, wide * sqrt(w.variance), w.expected))
    };
    let told: Vec<(f64, f64)> =
        e.countries.iter().filter_map(|(c, _)| of(*c)).map(|x| (x.0.max(0.0), x.2)).collect();
    let others: Vec<(usize, (f64, f64, f64))> = (0..s.y.len())
        .filter(|c| e.countries.iter().all(|x| x.0 != *c))
        .filter_map(|c| Some((c, of(c)?)))
        .collect();
    let (got, usual) = told.iter().fold((0.0, 0.0), |a, x| (a.0 + x.0, a.1 + x.1));
    if got <= 0.0 || others.is_empty() {
        return vec![];
    }
    let (k, all) = (told.len() as f64, (told.len() + others.len()) as f64);
    let mut out: Vec<Perhaps> = others
        .iter()
        .map(|(c, (.., expected))| Perhaps {
            country: *c,
            probability: k / all,
            means: [got / k, got / usual.max(1.0) * expected],
        })
        .collect();
    for _ in 0..ROUNDS {
        let likely: f64 = out.iter().map(|x| x.probability).sum();
        let more: f64 = out.iter().zip(&others).map(|(x, (_, (d, sd, _)))| x.got(*d, *sd).0).sum();
        let more_usual: f64 = out.iter().zip(&others).map(|(x, (.., (.., e)))| x.probability * e).sum();
        // Half a country is given to each side.
        let share = (k + likely + 0.5) / (all + 1.0);
        let mean = (got + more) / (k + likely);
        let times = (got + more) / (usual + more_usual).max(1.0);
        for (x, (_, (d, sd, expected))) in out.iter_mut().zip(&others) {
            x.means = [mean, times * expected];
            let odds = share / (1.0 - share) * parts(*d, *sd, x.means).weight;
            x.probability = odds / (1.0 + odds);
        }
    }
    out.retain(|x| x.probability >= LEAST);
    out
}
