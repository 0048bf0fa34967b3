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
//! Countries rise and fall together by nature: of σ² a part ρ is one and the same rise f of all of them, over which all of this is
//! summed, f ~ N(0, 1) and x = y − μ − √ρ σ f.
//!
//! π and both means are those at which what is told and what is likely agree (EM). So where six of ten countries stand out the
//! others hardly go free, and where one does they do. Days on which a country likely takes part say nothing of what is usual.

use crate::fit::Fitted;
use crate::scan::{Episode, Width, window};
use crate::series::Series;
use crate::surprise::normal;
use claque_marks::parameters::AudienceParameters;
use libm::{exp, log, sqrt};

/// Rounds of EM, after which nothing moves that matters.
const ROUNDS: usize = 12;
/// Points of what all countries share on each side of 0, and how far apart they lie in standard deviations.
const SHARED: i32 = 6;
const SHARED_STEP: f64 = 0.5;
/// √(2π).
const ROOT_TWO_PI: f64 = 2.506_628_274_631_000_7;

/// A country that may take part in a surge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Perhaps {
    /// Which country.
    pub country: usize,
    /// Whether its days are a guide to what is usual all the same: what it would get is within its noise.
    pub guide: bool,
    /// Probability that it takes part.
    pub probability: f64,
    /// Mean of what it got, w d.
    pub mean: f64,
    /// Variance of it.
    pub variance: f64,
    /// What was expected of it.
    pub expected: f64,
    /// Variance of what was expected.
    pub known: f64,
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

/// What a country gained over a surge's days above what was expected, its deviation, and what was expected.
#[derive(Clone, Copy, Debug)]
struct Gained {
    country: usize,
    more: f64,
    sd: f64,
    expected: f64,
}

/// Points of what all countries share, in standard deviations, with their weights: a normal's.
fn shared_points() -> impl Iterator<Item = (f64, f64)> {
    (-SHARED..=SHARED).map(|i| f64::from(i) * SHARED_STEP).map(|f| (f, exp(-f * f / 2.0)))
}

/// The countries that may take part in a surge beside those that are told; `fitted` without its days.
pub(crate) fn perhaps(
    s: &Series,
    fitted: &[Fitted],
    e: &Episode,
    width: &Width,
    p: &AudienceParameters,
) -> Vec<Perhaps> {
    let (wide, rho) = width.shared(e.to + 1 - e.from, s.y.len(), p);
    let of = |country: usize| {
        let f = &fitted[country];
        let w = window(s, f, e.from, e.to, p)?;
        let more = w.observed - w.expected;
        (f.quiet_outside(e.from, e.to) >= f64::from(p.outside_least)).then(|| Gained {
            country,
            more,
            sd: wide * sqrt(w.variance),
            expected: w.expected,
        })
    };
    let (got, usual, k) = e
        .countries
        .iter()
        .filter_map(|(c, _)| of(*c))
        .fold((0.0, 0.0, 0.0), |a, x| (a.0 + x.more.max(0.0), a.1 + x.expected, a.2 + 1.0));
    let mut others: Vec<Gained> = (0..s.y.len()).filter(|c| !e.tells(*c)).filter_map(of).collect();
    let ends = e.from == 0 || e.to + 1 == s.at.len();
    let long = ends || (e.to + 1 - e.from) as f64 > p.perhaps_longest * s.seen as f64;
    if got <= 0.0 || others.is_empty() {
        return vec![];
    }
    let wide = apart(&others, p);
    others.iter_mut().for_each(|g| g.sd *= wide);
    let all = k + others.len() as f64;
    let (mut share, mut mean, mut times) = (k / all, got / k, got / usual.max(1.0));
    let mut out = vec![];
    for _ in 0..ROUNDS {
        out = asked(&others, rho, share, (mean, times), p);
        let sum = |f: &dyn Fn(&Perhaps, &Gained) -> f64| -> f64 {
            out.iter().zip(&others).map(|(x, g)| f(x, g)).sum()
        };
        let likely = sum(&|x, _| x.probability);
        // Half a country is given to each side.
        share = (k + likely + 0.5) / (all + 1.0);
        let more = got + sum(&|x, _| x.mean);
        mean = more / (k + likely);
        times = more / (usual + sum(&|x, g| x.probability * g.expected)).max(1.0);
    }
    out.retain(|x| x.probability >= p.perhaps_least);
    out.iter_mut().for_each(|x| x.guide |= long);
    out
}

/// How much farther from what was expected the countries lie than thought, as those say that gained less: nothing that a surge
/// brings makes them. s² = (n₀ + Σ z²)/(n₀ + n) over z < 0, and no less than 1.
fn apart(others: &[Gained], p: &AudienceParameters) -> f64 {
    let short = others.iter().map(|g| g.more / g.sd).filter(|z| *z < 0.0);
    let (n, sum) = short.fold((0.0, 0.0), |a, z| (a.0 + 1.0, a.1 + z * z));
    sqrt((p.perhaps_known + sum) / (p.perhaps_known + n)).max(1.0)
}

/// What is likely of each country, given the share that takes part and what these get: over what all share, f.
fn asked(
    others: &[Gained],
    rho: f64,
    share: f64,
    (mean, times): (f64, f64),
    p: &AudienceParameters,
) -> Vec<Perhaps> {
    let points: Vec<(f64, Vec<(f64, Part)>)> = shared_points()
        .map(|(f, weight)| {
            let mut log = log(weight);
            let of = |g: &Gained| {
                let (x, sd) = (g.more - sqrt(rho) * g.sd * f, g.sd * sqrt(1.0 - rho));
                let part = parts(x, sd, [mean, times * g.expected]);
                let odds = share / (1.0 - share) * part.weight;
                // N(x; 0, sd²) (1 + odds), without what is the same for all f.
                log += libm::log1p(odds) - x * x / (2.0 * sd * sd);
                (odds / (1.0 + odds), part)
            };
            let of = others.iter().map(of).collect();
            (log, of)
        })
        .collect();
    let most = points.iter().map(|p| p.0).fold(f64::NEG_INFINITY, f64::max);
    let all: f64 = points.iter().map(|p| exp(p.0 - most)).sum();
    let one = |(i, g): (usize, &Gained)| {
        let sum = |f: &dyn Fn(f64, &Part) -> f64| -> f64 {
            points.iter().map(|(log, of)| exp(log - most) / all * f(of[i].0, &of[i].1)).sum()
        };
        let got = sum(&|w, part| w * part.mean);
        let square = sum(&|w, part| w * part.square);
        Perhaps {
            country: g.country,
            probability: sum(&|w, _| w),
            mean: got,
            variance: (square - got * got).max(0.0),
            guide: mean.max(times * g.expected) < p.perhaps_guide * g.sd,
            expected: g.expected,
            known: g.sd * g.sd,
        }
    };
    others.iter().enumerate().map(one).collect()
}
