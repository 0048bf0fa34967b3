//! What adds to a page's organic growth: deliveries, advertising, news.

use super::COUNTRIES;
use crate::draw::Draw;
use libm::exp;

/// What sort of flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Marks delivered between two days, at an even pace.
    Delivery,
    /// A flow that ran since before the table and stops on a day.
    Standing,
    /// Advertising abroad: an even pace between two days.
    Advertising,
    /// News at home: it rises in a day and fades, abroad a little too.
    NewsAtHome,
    /// An event abroad: the same in some other country.
    NewsAbroad,
}

impl Sort {
    /// Its name in the table of truth.
    pub fn name(self) -> &'static str {
        match self {
            Sort::Delivery => "delivery",
            Sort::Standing => "standing",
            Sort::Advertising => "advertising",
            Sort::NewsAtHome => "news_at_home",
            Sort::NewsAbroad => "news_abroad",
        }
    }

    /// Whether it begins and ends on a day, as organic interest does not.
    pub fn is_delivered(self) -> bool {
        matches!(self, Sort::Delivery | Sort::Standing)
    }

    /// Share of its full pace on a day.
    pub(super) fn course(self, f: &Flow, t: usize) -> f64 {
        if t < f.from || t > f.to {
            return 0.0;
        }
        match self {
            Sort::NewsAtHome | Sort::NewsAbroad => exp(-((t - f.from) as f64) / 3.0),
            _ => 1.0,
        }
    }
}

/// A flow of new marks into some countries.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// What sort.
    pub sort: Sort,
    /// First day, from 0.
    pub from: usize,
    /// Last day.
    pub to: usize,
    /// Countries and marks a day at full pace.
    pub rates: Vec<(usize, f64)>,
    /// Marks over all, as a share of the page's organic ones.
    pub share: f64,
}

/// The flows of a page: four in ten have none at all.
pub(super) fn flows(days: usize, total: f64, organic: &[Vec<u32>], draw: &mut Draw) -> Vec<Flow> {
    let mut out = vec![];
    if draw.chance(0.4) {
        return out;
    }
    let abroad: Vec<usize> = (1..COUNTRIES.len()).collect();
    if draw.chance(0.6) {
        let share = if draw.chance(0.2) { draw.log_uniform(0.02, 0.1) } else { draw.log_uniform(0.1, 0.6) };
        let length = 1 + draw.below(30);
        let from = 10 + draw.below(days.saturating_sub(length + 20).max(1));
        let number = 1 + draw.below(6);
        let mut countries = draw.some_of(&abroad, number);
        if draw.chance(0.15) {
            countries[0] = 0;
        }
        let parts: Vec<f64> = countries.iter().map(|_| draw.gamma(3.0)).collect();
        let rates = split(&countries, &parts, share * total / length as f64);
        out.push(Flow { sort: Sort::Delivery, from, to: from + length - 1, rates, share });
    } else if draw.chance(0.4) {
        let stop = days / 4 + draw.below(days / 2);
        let number = 3 + draw.below(4);
        let rates: Vec<(usize, f64)> = draw
            .some_of(&abroad, number)
            .into_iter()
            .map(|c| {
                let own = organic[c].iter().map(|n| f64::from(*n)).sum::<f64>() / days as f64;
                (c, draw.log_uniform(1.0, 6.0) * own.max(4.0))
            })
            .collect();
        let share = rates.iter().map(|r| r.1).sum::<f64>() * stop as f64 / total;
        out.push(Flow { sort: Sort::Standing, from: 0, to: stop - 1, rates, share });
    }
    if draw.chance(0.2) {
        let (length, share) = (7 + draw.below(24), draw.log_uniform(0.01, 0.2));
        let from = draw.below(days - length);
        let number = 1 + draw.below(3);
        let countries = draw.some_of(&abroad, number);
        let parts = vec![1.0; countries.len()];
        let rates = split(&countries, &parts, share * total / length as f64);
        out.push(Flow { sort: Sort::Advertising, from, to: from + length - 1, rates, share });
    }
    for (sort, chance) in [(Sort::NewsAtHome, 0.3), (Sort::NewsAbroad, 0.2)] {
        if draw.chance(chance) {
            let share = draw.log_uniform(0.005, 0.1);
            let from = draw.below(days - 1);
            let (country, other) =
                (if sort == Sort::NewsAtHome { 0 } else { draw.one_of(&abroad) }, draw.one_of(&abroad));
            let rates = split(&[country, other], &[0.85, 0.15], share * total / 3.5);
            out.push(Flow { sort, from, to: (from + 14).min(days - 1), rates, share });
        }
    }
    out
}

/// A pace split over countries by parts; a country named twice counts once.
fn split(countries: &[usize], parts: &[f64], pace: f64) -> Vec<(usize, f64)> {
    let all: f64 = parts.iter().sum();
    let mut out: Vec<(usize, f64)> = vec![];
    for (c, part) in countries.iter().zip(parts) {
        match out.iter_mut().find(|o| o.0 == *c) {
            Some(o) => o.1 += pace * part / all,
            None => out.push((*c, pace * part / all)),
        }
    }
    out
}
