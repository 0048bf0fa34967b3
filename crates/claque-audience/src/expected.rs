//! What was to be expected where surges and known events mask the counts: one law for all sums that are told.
//!
//! METHOD: a country that only may take part in a surge ([`crate::perhaps`]) adds w d to a sum, w the probability that it takes
//! part and d what it got if it does. The joint law has the part of the variance that it shares with the others, w² var d; what
//! is open beside it, var(w d) − w² var d, is added.

use crate::answer::Between;
use crate::joint::{self, Cells, Law};
use crate::quiet::Quiet;
use crate::request::Request;
use crate::series::Series;
use libm::sqrt;
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

/// What a country that may take part in a surge got of it.
struct Got {
    surge: usize,
    country: usize,
    /// Mean of w d.
    mean: f64,
    /// var(w d).
    variance: f64,
    /// w, and counted, and what the joint law gives of it.
    weight: f64,
    counted: f64,
    law: Law,
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
        // Surge, place in its list, cells that nothing else masks.
        let mut open: Vec<(usize, usize, Cells)> = vec![];
        for (k, e) in q.surges.iter().enumerate() {
            for (i, x) in e.perhaps.iter().enumerate() {
                let c = x.country;
                let days: Vec<usize> = (e.from..=e.to).filter(|t| seen(c, *t) && !taken[c][*t]).collect();
                days.iter().for_each(|t| taken[c][*t] = true);
                if !days.is_empty() {
                    open.push((k, i, days.into_iter().map(|t| (c, t, 1.0)).collect()));
                }
            }
        }
        let weighted = |(k, i, cells): &(usize, usize, Cells)| -> Cells {
            let weight = q.surges[*k].perhaps[*i].probability;
            cells.iter().map(|(c, t, _)| (*c, *t, weight)).collect()
        };
        let mut all: Cells = told.iter().copied().chain(open.iter().flat_map(weighted)).collect();
        all.sort_by_key(|x| (x.1, x.0));
        let of = |cells: &Cells, keep: &dyn Fn(&(usize, usize, f64)) -> bool| -> Cells {
            cells.iter().filter(|x| keep(x)).copied().collect()
        };
        asked.push(all.clone());
        asked.extend((0..rows).map(|c| of(&all, &|x| x.0 == c)));
        asked.extend((0..n).map(|t| of(&told, &|x| x.1 == t)));
        asked.extend(open.iter().map(|x| x.2.clone()));
        asked.extend(all.iter().map(|(c, t, _)| vec![(*c, *t, 1.0)]));
        let mut laws = joint::laws(s, &q.fitted, &q.masked, &asked, &request.parameters).into_iter();
        let mut next = |n: usize| -> Vec<Law> { laws.by_ref().take(n).collect() };
        let episodes = next(q.surges.len() + q.losses.len());
        let (whole, of_countries, of_periods) = (next(1)[0], next(rows), next(n));
        let of_open = next(open.len());
        let cells: HashMap<_, _> = all.iter().map(|(c, t, _)| (*c, *t)).zip(next(all.len())).collect();
        let got = |((k, i, cells), law): (&(usize, usize, Cells), Law)| {
            let x = &q.surges[*k].perhaps[*i];
            let counted: f64 = cells.iter().map(|(c, t, _)| s.y[*c][*t]).sum();
            let (mean, variance) = x.got(counted - law.mean, sqrt(law.variance));
            let (country, weight) = (x.country, x.probability);
            Got { surge: *k, country, mean, variance, weight, counted, law }
        };
        let got: Vec<Got> = open.iter().zip(of_open).map(got).collect();
        let sum = |cells: &Cells, law: Law, keep: &dyn Fn(&Got) -> bool| {
            let counted = cells.iter().map(|(c, t, w)| w * s.y[*c][*t]).sum();
            let mut out = Sum { counted, law };
            for x in got.iter().filter(|x| keep(x)) {
                // What is counted in, w y, less what it got is what was expected of it.
                out.law.mean += x.weight * (x.counted - x.law.mean) - x.mean;
                out.law.variance += (x.variance - x.weight * x.weight * x.law.variance).max(0.0);
            }
            out.law.mean = out.law.mean.max(0.0);
            out
        };
        let mut periods: Vec<Sum> = of_periods
            .iter()
            .enumerate()
            .map(|(t, law)| sum(&of(&told, &|x| x.1 == t), *law, &|_| false))
            .collect();
        for x in &got {
            // Over the days as the countries that stand out got theirs.
            for (t, part) in days(s, q, x.surge, &cells) {
                periods[t].counted += part * x.mean;
                periods[t].law.variance += part * part * x.variance;
            }
        }
        Self {
            episodes,
            all: sum(&all, whole, &|_| true),
            countries: (0..rows)
                .map(|c| sum(&of(&all, &|x| x.0 == c), of_countries[c], &|x| x.country == c))
                .collect(),
            periods,
            perhaps: got.iter().map(|x| x.mean).sum(),
            cells,
        }
    }
}

/// Shares of a surge's days in what it brought.
fn days(s: &Series, q: &Quiet, surge: usize, cells: &HashMap<(usize, usize), Law>) -> Vec<(usize, f64)> {
    let e = &q.surges[surge];
    let brought = |t: usize| -> f64 {
        let of = e.countries.iter().filter_map(|(c, _)| Some(s.y[*c][t] - cells.get(&(*c, t))?.mean));
        of.sum::<f64>().max(0.0)
    };
    let of: Vec<(usize, f64)> = (e.from..=e.to).map(|t| (t, brought(t))).collect();
    let all: f64 = of.iter().map(|x| x.1).sum();
    let even = 1.0 / of.len() as f64;
    of.into_iter().map(|(t, x)| (t, if all > 0.0 { x / all } else { even })).collect()
}

/// Counted less what a law gives; nothing where nothing is masked.
pub(crate) fn unexplained(observed: f64, law: Law, net: bool) -> Between {
    let of = law.between(net).left_of(observed);
    // What stays below what was expected leaves nothing unexplained.
    if net { of } else { of.at_least_none() }
}
