//! What leaves this room: of N new marks, E expected, U unexplained, on which ground, and what else may be so.

use crate::audience::Finding;
use serde::{Deserialize, Serialize};

/// A value with its 95 % interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Between {
    /// Best estimate.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Between {
    /// Of a mean and a standard deviation.
    pub fn normal(mean: f64, sd: f64) -> Self {
        Self { value: mean, low: mean - crate::surprise::Z95 * sd, high: mean + crate::surprise::Z95 * sd }
    }

    /// A value that is known.
    pub fn exact(value: f64) -> Self {
        Self { value, low: value, high: value }
    }

    /// Every value by this factor, which is above 0.
    #[must_use]
    pub fn times(self, by: f64) -> Self {
        Self { value: self.value * by, low: self.low * by, high: self.high * by }
    }

    /// What is left of `whole`.
    #[must_use]
    pub fn left_of(self, whole: f64) -> Self {
        Self { value: whole - self.value, low: whole - self.high, high: whole - self.low }
    }

    /// The same where it cannot be below 0.
    #[must_use]
    pub fn at_least_none(self) -> Self {
        Self { value: self.value.max(0.0), low: self.low.max(0.0), high: self.high.max(0.0) }
    }

    /// Whether nothing was set aside: there is no interval.
    pub fn is_none(self) -> bool {
        self.value == 0.0 && self.low == 0.0 && self.high == 0.0
    }

    /// The smallest interval that holds both; its value stays.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self { value: self.value, low: self.low.min(other.low), high: self.high.max(other.high) }
    }
}

/// On what the expected growth stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The page's own quiet periods.
    Quiet,
    /// The same, scaled by comparison pages.
    Compared,
    /// The home country's new marks, at a share of home that was given, known from elsewhere, or assumed.
    Mix,
    /// Rates that the user gave.
    Rates,
    /// Nothing that the tables hold.
    Nothing,
}

/// One cell: a country in a period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// Which country, by its place in the page's list.
    pub country: u16,
    /// First and last day; nothing where no table says.
    pub days: Option<(i32, i32)>,
    /// New marks counted.
    pub observed: f64,
    /// New marks expected.
    pub expected: Between,
}

impl Cell {
    /// Counted less expected.
    pub fn unexplained(&self) -> Between {
        self.expected.left_of(self.observed)
    }
}

/// What a signal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// More than expected in some countries.
    Surge,
    /// Fewer than expected.
    Loss,
    /// Several countries rise on one day.
    Start,
    /// Several countries fall on one day.
    Stop,
    /// The home country's share in a surge.
    HomeShare,
    /// A country's share of the new marks against its share of those that stand.
    FlowAgainstStock,
    /// New marks without engagement to match.
    Engagement,
    /// What is left of a surge afterwards.
    Remains,
    /// More marks lost than usual, where tables tell losses apart.
    Removed,
}

impl Sort {
    /// Its key in tables and in the catalogue.
    pub fn key(self) -> &'static str {
        match self {
            Sort::Surge => "surge",
            Sort::Loss => "loss",
            Sort::Start => "start",
            Sort::Stop => "stop",
            Sort::HomeShare => "home_share",
            Sort::FlowAgainstStock => "flow_against_stock",
            Sort::Engagement => "engagement",
            Sort::Remains => "remains",
            Sort::Removed => "removed",
        }
    }
}

/// Something that stands out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Signal {
    /// What.
    pub sort: Sort,
    /// In which countries: codes.
    pub countries: Vec<String>,
    /// First day.
    pub start: Option<i32>,
    /// Last day; of a start or stop the first day after the step, as `start`.
    pub end: Option<i32>,
    /// Counted.
    pub observed: Option<f64>,
    /// Expected.
    pub expected: Option<f64>,
    /// Counted less expected.
    pub unexplained: Option<Between>,
    /// Score in nats, where there is one.
    pub score: Option<f64>,
    /// Chance that countries' own steps meet by accident on some day; nothing where only a surge's edge tells of them.
    pub chance: Option<f64>,
    /// A share that is measured, and what it is held against.
    pub shares: Option<(f64, f64)>,
}

impl Signal {
    /// A share against another, over these days.
    pub(crate) fn of_shares(
        sort: Sort,
        days: (Option<i32>, Option<i32>),
        countries: Vec<String>,
        pair: (f64, f64),
    ) -> Self {
        Self {
            sort,
            countries,
            start: days.0,
            end: days.1,
            observed: None,
            expected: None,
            unexplained: None,
            score: None,
            chance: None,
            shares: Some(pair),
        }
    }
}

/// The answer under one assumption.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assumption {
    /// Id of its sentence in the catalogue.
    pub message: String,
    /// Its number: a share of the home country, days, pages.
    pub number: Option<f64>,
    /// Expected new marks.
    pub expected: Between,
    /// Unexplained new marks.
    pub unexplained: Between,
    /// Unexplained share of new marks.
    pub share: Between,
    /// Whether the headline stands on it.
    pub main: bool,
}

impl Assumption {
    /// By which `unexplained` of `new` marks are unexplained.
    pub(crate) fn of(message: &str, number: Option<f64>, unexplained: Between, new: f64, main: bool) -> Self {
        Self {
            message: message.to_owned(),
            number,
            expected: unexplained.left_of(new),
            unexplained,
            share: unexplained.times(1.0 / new.max(1.0)),
            main,
        }
    }
}

/// The answer under another reading of a table that contradicts itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Id of its sentence in the catalogue.
    pub message: String,
    /// New marks under this reading.
    pub new: f64,
    /// Unexplained new marks, hull over the assumptions.
    pub unexplained: Between,
    /// Unexplained share.
    pub share: Between,
}

/// How an innocent explanation fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fit {
    /// What was seen fits it.
    Fits,
    /// What was seen speaks against it.
    Against,
    /// The tables cannot tell.
    Open,
}

/// An innocent explanation, tested as far as counts can.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// Its key in the catalogue.
    pub key: String,
    /// How it fares.
    pub fit: Fit,
    /// Id of the sentence that says why.
    pub why: String,
}

/// A country in all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Country {
    /// Its code; `ZZ` what no country is named for.
    pub country: String,
    /// New marks.
    pub new: f64,
    /// Expected.
    pub expected: f64,
    /// Unexplained.
    pub unexplained: Between,
    /// Expected share of the page's explained new marks.
    pub expected_share: f64,
    /// Smallest delivery over a month that would be seen in it; nothing where no quiet periods tell.
    #[serde(default)]
    pub seen_from: Option<f64>,
}

/// A period in all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InPeriod {
    /// First day; nothing where no table says.
    pub start: Option<i32>,
    /// Last day.
    pub end: Option<i32>,
    /// New marks.
    pub new: f64,
    /// Of these, from home, where that is known.
    pub home: Option<f64>,
    /// Marks lost, where tables tell losses apart from what is new.
    pub lost: Option<f64>,
    /// Expected, with the range in which chance keeps it.
    pub expected: Between,
    /// Unexplained.
    pub unexplained: Between,
    /// Whether it overlaps the periods that make up the total, and is told apart.
    pub aside: bool,
}

/// A page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageAnswer {
    /// Its name.
    pub page: String,
    /// On what the answer stands.
    pub basis: Basis,
    /// First and last day of what the answer is about.
    pub start: Option<i32>,
    /// Last day.
    pub end: Option<i32>,
    /// Periods.
    pub periods: u64,
    /// New marks, N.
    pub new: f64,
    /// Expected, E = N − U.
    pub expected: Between,
    /// Unexplained, U.
    pub unexplained: Between,
    /// U/N.
    pub share: Between,
    /// Fewer than expected, in losses.
    pub missing: f64,
    /// The assumption that moves the interval most: its place in `assumptions`.
    pub driven_by: Option<usize>,
    /// The answer as each assumption varies.
    pub assumptions: Vec<Assumption>,
    /// The answer under each reading of a table that contradicts itself.
    pub readings: Vec<Reading>,
    /// Countries.
    pub countries: Vec<Country>,
    /// Periods.
    pub in_periods: Vec<InPeriod>,
    /// What stands out.
    pub signals: Vec<Signal>,
    /// Innocent explanations.
    pub explanations: Vec<Explanation>,
    /// Contradictions and gaps of the tables.
    pub findings: Vec<Finding>,
    /// Smallest delivery over a month that would be seen, in the country where least and where most is needed.
    pub smallest: Option<(f64, f64)>,
    /// Unexplained over the whole table, what no surge shows included: from the lower end of U to its upper end and one
    /// delivery that would just have been seen where most is needed.
    pub with_unseen: Option<Between>,
    /// Every cell, for the tables.
    #[serde(skip)]
    pub cells: Vec<Cell>,
}

/// Which of two pages is ahead among explained marks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ahead {
    /// The first page.
    pub one: String,
    /// The second page.
    pub other: String,
    /// Probability that the first has more explained new marks in the days that both tables hold; nothing where they
    /// hold none in common.
    pub probability: Option<f64>,
    /// Explained new marks of each.
    pub explained: Option<(Between, Between)>,
    /// Totals at home of each, at the last day known, where tables hold them.
    pub home_totals: Option<(f64, f64)>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// Code of the home country; nothing where none was given or seen.
    pub home: Option<String>,
    /// Whether it was guessed from the totals.
    pub home_guessed: bool,
    /// The pages, most unexplained marks first.
    pub pages: Vec<PageAnswer>,
    /// With two pages: which is ahead.
    pub ahead: Option<Ahead>,
    /// Rows with a number, without one, above a header.
    pub rows: (u64, u64, u64),
    /// What people should know of the reading.
    pub notes: Vec<Finding>,
}
