//! A page's growth as the mathematics sees it: countries × periods of numbers, no name and no file.

/// Counts of one page by country and period.
#[derive(Clone, Debug, Default)]
pub(crate) struct Series {
    /// First day of each period, days since 1970, rising.
    pub start: Vec<i32>,
    /// Last day of each period.
    pub end: Vec<i32>,
    /// Middle of each period, in days.
    pub at: Vec<f64>,
    /// Length of each period, in days.
    pub length: Vec<f64>,
    /// Whether every period is one day.
    pub daily: bool,
    /// New marks of each country in each period; not a number where not known.
    pub y: Vec<Vec<f64>>,
    /// Whether a country's counts are net of losses.
    pub net: Vec<bool>,
    /// Variance that rounding adds to a count of a country.
    pub rounding: Vec<f64>,
    /// Growth of the comparison pages, 1 where there are none.
    pub index: Vec<Vec<f64>>,
    /// Periods that known events explain, by country: no quiet ones.
    pub known: Vec<Vec<bool>>,
    /// Whether a row is a country's, and not what no country is named for.
    pub named: Vec<bool>,
    /// First period in which the page had any mark, where enough without one lie before it: there was no page yet.
    pub launch: usize,
    /// Periods of which any country's count is known.
    pub seen: usize,
}

impl Series {
    /// Of periods (first and last day, rising, apart) and counts.
    pub fn new(periods: &[(i32, i32)], y: Vec<Vec<f64>>) -> Self {
        let length: Vec<f64> = periods.iter().map(|(a, b)| f64::from(b - a + 1)).collect();
        let n = periods.len();
        Self {
            start: periods.iter().map(|p| p.0).collect(),
            end: periods.iter().map(|p| p.1).collect(),
            at: periods.iter().map(|(a, b)| f64::midpoint(f64::from(*a), f64::from(*b))).collect(),
            daily: length.iter().all(|l| *l == 1.0),
            length,
            net: y.iter().map(|y| y.iter().any(|y| *y < 0.0)).collect(),
            rounding: vec![0.0; y.len()],
            index: vec![vec![1.0; n]; y.len()],
            known: vec![vec![false; n]; y.len()],
            named: vec![true; y.len()],
            launch: 0,
            seen: (0..n).filter(|t| y.iter().any(|y| y[*t].is_finite())).count(),
            y,
        }
    }

    /// Sets aside the periods before a page's launch, where at least `least` of them lie there: they are not known.
    pub fn without_what_was_before(&mut self, least: usize) {
        let none = |t: &usize| self.y.iter().all(|y| y[*t] == 0.0 || !y[*t].is_finite());
        let before = (0..self.at.len()).take_while(none).count();
        if before >= least && before < self.at.len() {
            self.launch = before;
            self.seen = self.seen.saturating_sub(before);
            self.y.iter_mut().for_each(|y| y[..before].fill(f64::NAN));
        }
    }

    /// Day of the week of a daily period: 0 is Thursday, as on 1970-01-01.
    pub fn weekday(&self, t: usize) -> usize {
        self.start[t].rem_euclid(7) as usize
    }
}
