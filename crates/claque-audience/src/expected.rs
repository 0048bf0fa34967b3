//! What was to be expected where surges and known events mask the counts: one law for all sums that are told.
//!
//! METHOD: a country that only may take part in a surge ([`crate::perhaps`]) adds w d to a sum, w the probability that it takes
//! part and d what it got if it does. The joint law has the part of the variance that it shares with the others, w² var d; what
//! is open beside it, var(w d) − w² var d, is added.

use crate::answer::Between;
use crate::joint::{self, Cells, Law};
use crate::perhaps::Perhaps;
use crate::quiet::Quiet;
use crate::request::Request;
use crate::scan::Episode;
use crate::series::Series;
use std::collections::HashMap;

/// A sum of counts and what was expected of it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sum {
    counted: f64,
    law: Law,
}

impl Sum {
    /// Counted less what its law gives.
    pub fn unexplained(&self, net: bool) -> Between {
        unexplained(self.counted, self.law, net)
    }

    /// The variance of what is expected.
    pub fn variance(&self) -> f64 {
        self.law.variance
    }
}

/// What is expected.
pub(crate) struct Expected {
    /// Of surges, then of losses, in their order.
    pub episodes: Vec<Law>,
    /// Of all that surges and known events mask.
    pub all: Sum,
    /// The same, country by country.
    pub countries: Vec<Sum>,
    /// The same, period by period.
    pub periods: Vec<Sum>,
    /// Marks that countries which do not stand out in surges likely got of them.
    pub perhaps: f64,
    /// Cells that are masked.
    pub cells: HashMap<(usize, usize), Law>,
}

/// By country and period, whether a surge in which the country stands out or a known event masks it.
pub(crate) fn up(s: &Series, q: &Quiet) -> Vec<Vec<bool>> {
    let mut out = s.known.clone();
    for e in &q.surges {
        for (c, _) in &e.countries {
            out[*c][e.from..=e.to].iter_mut().for_each(|m| *m = true);
        }
    }
    out
}

impl Expected {
    /// Asks the joint law for everything at once.
    pub fn of(s: &Series, q: &Quiet, request: &Request) -> Self {
        let (rows, n) = (s.y.len(), s.at.len());
        let seen = |c: usize, t: usize| s.y[c][t].is_finite();
        let mut asked: Vec<Cells> = vec![];
        for e in q.surges.iter().chain(&q.losses) {
            let cells = e.countries.iter().flat_map(|(c, _)| (e.from..=e.to).map(move |t| (*c, t)));
            asked.push(cells.filter(|(c, t)| seen(*c, *t)).map(|(c, t)| (c, t, 1.0)).collect());
        }
        let mut taken = up(s, q);
        let told: Cells = (0..n)
            .flat_map(|t| (0..rows).map(move |c| (c, t, 1.0)))
            .filter(|(c, t, _)| taken[*c][*t] && seen(*c, *t))
            .collect();
        let mut all = told.clone();
        let mut open: Vec<(&Episode, Perhaps)> = vec![];
        for e in &q.surges {
            for x in &e.perhaps {
                let c = x.country;
                // Days that something else masks are told already.
                let days: Vec<usize> = (e.from..=e.to).filter(|t| seen(c, *t) && !taken[c][*t]).collect();
                days.iter().for_each(|t| taken[c][*t] = true);
                if !x.guide {
                    all.extend(days.iter().map(|t| (c, *t, x.probability)));
                }
                if !days.is_empty() {
                    open.push((e, *x));
                }
            }
        }
        all.sort_by_key(|x| (x.1, x.0));
        let of = |cells: &Cells, keep: &dyn Fn(&(usize, usize, f64)) -> bool| -> Cells {
            cells.iter().filter(|x| keep(x)).copied().collect()
        };
        let of_country = |cells: &Cells, c: usize| of(cells, &|x| x.0 == c);
        asked.push(told.clone());
        asked.extend((0..rows).map(|c| of_country(&told, c)));
        asked.extend((0..n).map(|t| of(&told, &|x| x.1 == t)));
        if !open.is_empty() {
            asked.push(all.clone());
            asked.extend((0..rows).map(|c| of_country(&all, c)));
        }
        asked.extend(all.iter().map(|(c, t, _)| vec![(*c, *t, 1.0)]));
        let mut laws = joint::laws(s, &q.fitted, &q.masked, &asked, &request.parameters).into_iter();
        let mut next = |n: usize| -> Vec<Law> { laws.by_ref().take(n).collect() };
        let episodes = next(q.surges.len() + q.losses.len());
        let sums =
            |laws: Vec<Law>| -> Vec<Sum> { laws.into_iter().map(|law| Sum { counted: 0.0, law }).collect() };
        let (mut whole, mut countries, mut periods) = (sums(next(1)), sums(next(rows)), sums(next(n)));
        if !open.is_empty() {
            // The weighted sums have the variances, with what countries that may take part share with the others.
            let weighted = next(1 + rows);
            for (sum, law) in whole.iter_mut().chain(&mut countries).zip(weighted) {
                (sum.law.variance, sum.law.freedom) = (law.variance, law.freedom);
            }
        }
        let mut whole = whole.swap_remove(0);
        for (c, t, _) in &told {
            for sum in [&mut whole, &mut countries[*c], &mut periods[*t]] {
                sum.counted += s.y[*c][*t];
            }
        }
        let cells: HashMap<_, _> = all.iter().map(|(c, t, _)| (*c, *t)).zip(next(all.len())).collect();
        for (e, x) in &mut open {
            // Those that do not stand out got no more each, on the whole, than those that do.
            let days = days(s, e, &cells);
            let told: f64 = days.iter().map(|x| x.1).sum();
            let others: f64 = e.perhaps.iter().map(|x| x.mean).sum();
            let most = told.max(0.0) / e.countries.len() as f64 * e.perhaps.len() as f64;
            let part = if others > most { most / others } else { 1.0 };
            (x.mean, x.variance) = (x.mean * part, x.variance * part * part);
            // Of a guide the joint law tells no part.
            let told = if x.guide { 0.0 } else { x.probability * x.probability * x.known };
            let beside = (x.variance - told).max(0.0);
            for sum in [&mut whole, &mut countries[x.country]] {
                let expected = x.probability * x.expected;
                sum.counted += x.mean + expected;
                sum.law.mean += expected;
                sum.law.variance += beside;
            }
            // Over the days as the countries that stand out got theirs.
            for (t, part) in parts(days) {
                periods[t].counted += part * x.mean;
                periods[t].law.variance += part * part * x.variance;
            }
        }
        let perhaps = open.iter().map(|x| x.1.mean).sum();
        Self { episodes, all: whole, countries, periods, perhaps, cells }
    }
}

/// What a surge's days brought in the countries that stand out, above what was expected of them.
fn days(s: &Series, e: &Episode, cells: &HashMap<(usize, usize), Law>) -> Vec<(usize, f64)> {
    let brought = |t: usize| -> f64 {
        e.countries.iter().filter_map(|(c, _)| Some(s.y[*c][t] - cells.get(&(*c, t))?.mean)).sum()
    };
    (e.from..=e.to).map(|t| (t, brought(t))).filter(|x| x.1.is_finite()).collect()
}

/// Shares of days in what they brought.
fn parts(days: Vec<(usize, f64)>) -> Vec<(usize, f64)> {
    let all: f64 = days.iter().map(|x| x.1.max(0.0)).sum();
    let even = 1.0 / days.len() as f64;
    days.into_iter().map(|(t, x)| (t, if all > 0.0 { x.max(0.0) / all } else { even })).collect()
}

/// Counted less what a law gives; nothing where nothing is masked.
pub(crate) fn unexplained(observed: f64, law: Law, net: bool) -> Between {
    let of = law.between(net).left_of(observed);
    // What stays below what was expected leaves nothing unexplained.
    if net { of } else { of.at_least_none() }
}
