//! The numbers of the evidence on one crew, and what the kinds make of them.
//!
//! ```text
//! s = 1/(1 + (θ/v)^(1/blur)),   blur = √(softness² + ε²)
//! bits(kind) = s · log₂ P(high | kind) + (1 − s) · log₂(1 − P(high | kind))
//!              breadth, returning: the mean of those by two tables, that of related pages weighing as much as coherence is high
//!              own taste, returning: the mean of that and the one of crews of one owner, which weighs as much as the share of one owner is high
//!              own taste, timetable: the sum of that and those by a second table, of a number that says more than high
//! P(kind) ∝ prior(kind) · 2^Σ bits(kind)
//! ```

pub mod accounts;
pub mod owners;
pub mod times;
pub mod withdrawals;

use crate::crew::Look;
use claque_marks::parameters::{KindParameters, PieceParameters};

/// What a piece says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Number {
    /// v, where this log can test it.
    pub value: Option<f64>,
    /// What chance would give.
    pub expected: Option<f64>,
    /// ε, the standard error of ln v.
    pub noise: f64,
    /// Numbers that its sentence names.
    pub named: Vec<(&'static str, f64)>,
}

impl Number {
    /// A number that rests on no few counts.
    fn of(value: f64, expected: Option<f64>, named: &[(&'static str, f64)]) -> Self {
        Self { value: Some(value), expected, noise: 0.0, named: named.to_vec() }
    }

    /// One that this log cannot tell; what can be named all the same.
    fn untested(named: &[(&'static str, f64)]) -> Self {
        Self { named: named.to_vec(), ..Self::default() }
    }
}

/// All pieces on one crew, by name, in the order of tables, each with its bits for each kind.
pub fn all(look: &Look) -> Vec<(&'static str, Number, [f64; 6])> {
    let p = look.p;
    let numbers = vec![
        ("recurrence", times::recurrence(look), &p.recurrence),
        ("rotation", times::rotation(look), &p.rotation),
        ("coherence", owners::coherence(look), &p.coherence),
        (
            "breadth",
            if owners::is_the_public(look) { Number::untested(&[]) } else { owners::breadth(look) },
            &p.breadth,
        ),
        ("size", accounts::size(look), &p.size),
        ("own_taste", owners::own_taste(look), &p.own_taste),
        ("returning", owners::returning(look), &p.returning),
        ("closure", accounts::closure(look), &p.closure),
        ("lives", accounts::lives(look), &p.lives),
        ("circle", accounts::circle(look), &p.circle),
        ("pace", times::pace(look), &p.pace),
        ("timetable", times::timetable(look), &p.timetable),
        ("at_once", times::at_once(look), &p.at_once),
        ("creation", accounts::creation(look), &p.creation),
        ("batches", accounts::batches(look), &p.batches),
        ("pattern", accounts::pattern(look), &p.pattern),
        ("mirror", withdrawals::mirror(look), &p.mirror),
        ("takes_back", withdrawals::takes_back(look), &p.takes_back),
    ];
    let related = high(&numbers[2].1, &p.coherence);
    let share = Number::of(owners::share_of_first(look), None, &[]);
    let one_owner = high(
        &share,
        &PieceParameters { threshold: p.one_owner_mostly, softness: p.breadth.softness, high: [0.0; 6] },
    );
    let said = |name: &str, number: &Number, weighs: &PieceParameters| {
        let usual = bits(number, weighs);
        let of_related = match name {
            "breadth" => bits(number, &p.breadth_related),
            "returning" => bits(number, &p.returning_related),
            _ => usual,
        };
        let of_many: [f64; 6] = std::array::from_fn(|k| (1.0 - related) * usual[k] + related * of_related[k]);
        let of_one = match name {
            "own_taste" => bits(number, &p.own_taste_one_owner),
            "returning" => bits(number, &p.returning_one_owner),
            _ => of_many,
        };
        let too = match name {
            "own_taste" => bits(number, &p.own_public),
            "timetable" => bits(number, &p.timetable_strict),
            _ => [0.0; 6],
        };
        std::array::from_fn(|k| (1.0 - one_owner) * of_many[k] + one_owner * of_one[k] + too[k])
    };
    numbers
        .into_iter()
        .map(|(name, number, weighs)| {
            let bits = said(name, &number, weighs);
            (name, number, bits)
        })
        .collect()
}

/// s, 0 where it is untested. A value counts as a millionth at least.
fn high(number: &Number, p: &PieceParameters) -> f64 {
    let blur = (p.softness * p.softness + number.noise * number.noise).sqrt();
    number.value.map_or(0.0, |v| 1.0 / (1.0 + (p.threshold / v.max(1e-6)).powf(1.0 / blur)))
}

/// Bits of one piece for each kind; none where it is untested.
fn bits(number: &Number, p: &PieceParameters) -> [f64; 6] {
    if number.value.is_none() {
        return [0.0; 6];
    }
    let s = high(number, p);
    p.high.map(|of_kind| s * of_kind.log2() + (1.0 - s) * (1.0 - of_kind).log2())
}

/// P(kind) by the tables, in the order hired, fabricated, directed, organised, episode, unclear. *Hired* keeps a share of
/// its prior where breadth and coherence are untested and no circle is closed, *fabricated* where creation, batches and pattern are untested, *directed* where mirror is.
pub fn by_tables(pieces: &[(&'static str, Number, [f64; 6])], p: &KindParameters) -> [f64; 6] {
    let says = |name: &str, number: &Number| name != "circle" || high(number, &p.circle) > 0.75;
    let tested = |name: &str| {
        pieces.iter().any(|(n, number, _)| *n == name && number.value.is_some() && says(n, number))
    };
    let mut odds = p.prior;
    let unrelated = ["breadth", "coherence", "circle"].into_iter().any(tested);
    odds[0] *= if unrelated { 1.0 } else { p.untested_share };
    odds[1] *=
        if ["creation", "batches", "pattern"].into_iter().any(tested) { 1.0 } else { p.untested_share };
    odds[2] *= if tested("mirror") { 1.0 } else { p.untested_share };
    for (_, _, said) in pieces {
        for k in 0..6 {
            odds[k] *= said[k].exp2();
        }
    }
    let sum: f64 = odds.iter().sum();
    odds.map(|o| o / sum)
}

/// P(kind): where recurrence was tested and batches were not asked about, the odds of the first two against the others are a power of those by the tables
/// over those of the even point; above 999 they grow to ten times those by the tables at most.
pub fn kinds(pieces: &[(&'static str, Number, [f64; 6])], p: &KindParameters) -> [f64; 6] {
    let by_tables = by_tables(pieces, p);
    let one_owner = pieces.iter().any(|(n, number, _)| *n == "batches" && !number.named.is_empty());
    if one_owner || !pieces.iter().any(|(n, number, _)| *n == "recurrence" && number.value.is_some()) {
        return by_tables;
    }
    let (doubted, rest) = (by_tables[0] + by_tables[1], by_tables[2..].iter().sum::<f64>());
    let odds = doubted / rest;
    let now = (odds * (1.0 - p.even) / p.even).powf(p.sharpness).min((10.0 * odds).max(999.0));
    let mut out = by_tables;
    out[..2].iter_mut().for_each(|k| *k *= now / (1.0 + now) / doubted);
    out[2..].iter_mut().for_each(|k| *k *= 1.0 / (1.0 + now) / rest);
    out
}
