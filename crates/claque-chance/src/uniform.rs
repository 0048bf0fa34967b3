//! Temme's uniform expansion of the incomplete gamma functions: the middle of a Poisson law in constant
//! time, where series and fraction would need √mean terms.
//!
//! N. M. Temme, SIAM J. Math. Anal. 10 (1979) 757–766; DLMF 8.12. With λ = z/a and
//! ½ η² = λ − 1 − ln λ, η of the sign of λ − 1:
//!
//! P(a, z) = ½ erfc(−η √(a/2)) − S,  Q(a, z) = ½ erfc(η √(a/2)) + S,
//! S = e^(−½ a η²) / √(2πa) · Σₖ cₖ(η) a⁻ᵏ
//!
//! Both are written as e^(−½ a η²) times a number of middling size, so the logarithm never underflows.

use std::f64::consts::TAU;

/// Least a at which six terms in 1/a leave a relative error of the tail below 10⁻⁸ (it is worst here).
pub(crate) const UNIFORM_FROM: f64 = 10.0;

/// Largest |η| at which the power series below leave a relative error below 10⁻⁸; they converge to 2√π.
pub(crate) const UNIFORM_REACH: f64 = 1.0;

/// Coefficients d(k, n) of cₖ(η) = Σₙ d(k, n) ηⁿ, by k and then n: the recurrence of DLMF 8.12,
/// run in exact fractions.
const EXPANSION: [&[f64]; 6] = [
    &[
        -0.3333333333333333,
        0.08333333333333333,
        -0.014814814814814815,
        0.0011574074074074073,
        0.0003527336860670194,
        -0.0001787551440329218,
        3.919263178522438e-05,
        -2.185448510679992e-06,
        -1.85406221071516e-06,
        8.296711340953087e-07,
        -1.7665952736826078e-07,
        6.707853543401498e-09,
        1.0261809784240309e-08,
        -4.382036018453353e-09,
        9.14769958223679e-10,
    ],
    &[
        -0.001851851851851852,
        -0.003472222222222222,
        0.0026455026455026454,
        -0.0009902263374485596,
        0.00020576131687242798,
        -4.018775720164609e-07,
        -1.8098550334489977e-05,
        7.64916091608111e-06,
        -1.6120900894563446e-06,
        4.647127802807434e-09,
        1.378633446915721e-07,
        -5.752545603517705e-08,
        1.1951628599778148e-08,
        -1.7543241719747647e-11,
        -1.0091543710600413e-09,
    ],
    &[
        0.004133597883597883,
        -0.0026813271604938273,
        0.0007716049382716049,
        2.0093878600823047e-06,
        -0.0001073665322636516,
        5.2923448829120125e-05,
        -1.2760635188618728e-05,
        3.423578734096138e-08,
        1.3721957309062934e-06,
        -6.298992138380055e-07,
        1.4280614206064242e-07,
    ],
    &[
        0.0006494341563786008,
        0.00022947209362139917,
        -0.0004691894943952557,
        0.00026772063206283885,
        -7.561801671883977e-05,
        -2.396505113867297e-07,
        1.1082654115347302e-05,
        -5.6749528269915965e-06,
    ],
    &[
        -0.0008618882909167117,
        0.0007840392217200666,
        -0.0002990724803031902,
        -1.4638452578843418e-06,
        6.641498215465122e-05,
    ],
    &[-0.00033679855336635813, -6.972813758365857e-05],
];

/// erfcx(u) / t in powers of 2t − 1, with t = 2.5/(2.5 + u): a Chebyshev fit at 40 points with 60 digits,
/// cut after 18 terms; relative error below 2·10⁻¹² for all u ≥ 0.
const ERFCX: [f64; 18] = [
    0.4216127281222926,
    0.321860739776893,
    0.1815656466579685,
    0.06850045802375165,
    0.0113446201002656,
    -0.003357216392483393,
    -0.0019275148859155217,
    0.00017567253260634895,
    0.0002810823537437866,
    -2.3275598494488513e-05,
    -4.50620524509819e-05,
    7.688970195580346e-06,
    7.349002493253161e-06,
    -2.504367828918467e-06,
    -1.0158842785283019e-06,
    5.946138014681564e-07,
    8.329544378023568e-08,
    -7.426805245118384e-08,
];

/// The number that multiplies e^(−nats) in the smaller tail, nats being ½ a η².
///
/// ½ erfcx(|η| √(a/2)) + sign · Σₖ cₖ(η) a⁻ᵏ / √(2πa), sign that of η: +1 for Q, −1 for P.
pub(crate) fn scaled_tail(a: f64, nats: f64, sign: f64) -> f64 {
    let eta = sign * (2.0 * nats / a).sqrt();
    let per_a = 1.0 / a;
    let correction = EXPANSION.iter().rev().fold(0.0, |sum, row| sum * per_a + polynomial(row, eta));
    0.5 * erfcx(nats.sqrt()) + sign * correction / (TAU * a).sqrt()
}

/// e^(u²) erfc(u) for u ≥ 0.
fn erfcx(u: f64) -> f64 {
    let t = 2.5 / (2.5 + u);
    t * polynomial(&ERFCX, 2.0 * t - 1.0)
}

/// Σ coefficients[n] xⁿ, by Horner's rule.
#[inline]
fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}
