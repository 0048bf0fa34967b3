//! Counts by country and period, page by page: what the tables say, put together.

use crate::columns::Measure;
use crate::country::Place;
use crate::date::Span;
use serde::{Deserialize, Serialize};

/// What was found in the tables that does not agree with itself, or that a reader must know: the id of its
/// sentence and its numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Id of its sentence in the catalogue.
    pub message: String,
    /// Whether the table contradicts itself there; else it only leaves something out.
    pub contradiction: bool,
    /// Named numbers of the sentence.
    pub numbers: Vec<(String, f64)>,
    /// Named texts of the sentence: countries, days, cells.
    pub texts: Vec<(String, String)>,
}

impl Finding {
    /// What a reader must know of the reading: a message with its numbers and texts.
    pub(crate) fn note(message: &str, numbers: &[(&str, f64)], texts: &[(&str, String)]) -> Self {
        Self {
            message: message.to_owned(),
            contradiction: false,
            numbers: numbers.iter().map(|n| (n.0.to_owned(), n.1)).collect(),
            texts: texts.iter().map(|t| (t.0.to_owned(), t.1.clone())).collect(),
        }
    }
}

/// A number of marks that stand at the end of a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Total {
    /// Of which country, or sum.
    pub place: Place,
    /// At the end of which day, if it is known.
    pub day: Option<i32>,
    /// How many.
    pub value: f64,
    /// How coarsely it was written.
    pub step: f64,
}

/// Numbers of marks by place.
pub type Places = Vec<(Place, f64)>;

/// What a table says of one period that the page's series does not hold: it overlaps others.
#[derive(Clone, Debug, PartialEq)]
pub struct Period {
    /// Its days; nothing where no table says.
    pub span: Option<Span>,
    /// Of countries, and of what no country is named for.
    pub places: Places,
    /// Of all countries together, as stated.
    pub all: Option<f64>,
    /// Of all but the home country, as stated.
    pub abroad: Option<f64>,
}

/// One page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Its name.
    pub name: String,
    /// Every period for which growth is stated, in order; those of the series first, then those that overlap it.
    pub periods: Vec<Period>,
    /// How many of them are apart from each other and make the series.
    pub series: usize,
    /// Countries, and the rest, in the order of codes.
    pub places: Vec<Place>,
    /// New marks by place and period of the series; not a number where not known.
    pub new: Vec<Vec<f64>>,
    /// Marks lost, where tables tell losses apart.
    pub lost: Option<Vec<Vec<f64>>>,
    /// Variance that rounding adds, by place.
    pub rounding: Vec<f64>,
    /// Engagement by period of the series.
    pub engaged: Option<Vec<f64>>,
    /// Totals, in the order of days.
    pub totals: Vec<Total>,
    /// What measures the growth was read from.
    pub from: Option<Measure>,
    /// What does not agree, or must be known.
    pub findings: Vec<Finding>,
}

/// All pages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Audience {
    /// The pages, by name.
    pub pages: Vec<Page>,
    /// Rows with a number, without one, and above a header.
    pub rows: (u64, u64, u64),
    /// What people should know of the reading.
    pub notes: Vec<Finding>,
}

impl Page {
    /// A page whose new marks were counted by place in periods that lie apart, in order: what a table would hold.
    /// `new` is by place and period; a count that is not known is not a number.
    pub fn counted(name: &str, spans: &[Span], places: Vec<Place>, new: Vec<Vec<f64>>) -> Self {
        let of = |(t, span): (usize, &Span)| Period {
            span: Some(*span),
            places: places.iter().zip(&new).map(|(p, n)| (*p, n[t])).collect(),
            all: None,
            abroad: None,
        };
        Self {
            name: name.to_owned(),
            periods: spans.iter().enumerate().map(of).collect(),
            series: spans.len(),
            rounding: vec![0.0; places.len()],
            places,
            new,
            from: Some(Measure::New),
            ..Self::default()
        }
    }

    /// The place of a country in [`Page::places`].
    pub fn at(&self, place: Place) -> Option<usize> {
        self.places.iter().position(|p| *p == place)
    }

    /// Days of the series' periods.
    pub fn spans(&self) -> Vec<Span> {
        self.periods[..self.series].iter().filter_map(|p| p.span).collect()
    }
}
