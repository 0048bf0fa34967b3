//! Both readings of one page: its marks by country and week as single marks tell them, and what their counts alone
//! would say, as if there were nothing but a table. The two are kept apart, so that each can speak against the other.

mod daily;

use super::build::most_doubted;
use super::pictures::Target;
use super::{Instant, Line};
use claque_audience::{Audience, Basis, Between, Request};
use claque_log::Log;
use claque_verdict::{Audit, PageVerdict};
use daily::Daily;
use serde::{Deserialize, Serialize};

/// Most pages that are read twice: those doubted most, then the largest.
pub const PAGES_MOST: usize = 6;
/// Most of them that are there for their doubt.
const DOUBTED_MOST: usize = 4;
/// Fewest marks of a page that is read for its size alone.
const MARKS_LEAST: u64 = 30;

/// A page, read twice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ByCountry {
    /// The page.
    pub of: Target,
    /// Monday on which the first bar begins.
    pub from: Instant,
    /// Seconds in a bar: a week or several.
    pub every: u64,
    /// Countries, the largest first; then all others and marks without a country, as `ZZ`.
    pub countries: Vec<InCountry>,
    /// Marks given.
    pub given: u64,
    /// Of these, doubted one by one, with the interval where it is known.
    pub doubted: Between,
    /// Marks that were not doubted, by crowds that came once, share a cause or are directed.
    pub crowds: f64,
    /// Days on which marks came.
    pub days: u64,
    /// Days that a reading of counts alone needs.
    pub days_least: u64,
    /// What counts alone say; `None` where the days are too few.
    pub counts: Option<Counts>,
}

/// A country of a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InCountry {
    /// Its code of two letters; `ZZ` for what is not told apart, `ALL` where an edition tells none apart.
    pub country: String,
    /// Marks given, by bar.
    pub given: Line,
    /// Of these, doubted; rounded bar by bar.
    pub doubted: Line,
    /// Marks that counts alone lead one to expect, by bar; empty where they cannot say.
    pub expected: Line,
    /// Doubted marks in all.
    pub doubted_in_all: f64,
    /// What counts alone leave unexplained; `None` where they cannot say.
    pub unexplained: Option<Between>,
}

/// The reading of counts alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Counts {
    /// Unexplained in all.
    pub unexplained: Between,
    /// Expected, by bar.
    pub expected: Line,
    /// The range in which chance keeps it: lower ends.
    pub low: Line,
    /// Upper ends.
    pub high: Line,
    /// Unexplained, by bar.
    pub unexplained_in: Line,
    /// Smallest delivery over a month that counts would show, where most is needed.
    pub smallest: Option<f64>,
}

/// How the two readings stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Counts cannot say.
    Short,
    /// Neither finds anything.
    Nothing,
    /// Their intervals meet.
    Meet,
    /// Single marks show more.
    Marks,
    /// Counts show more.
    Counts,
}

/// Two readings differ where one begins above the other's end by more than a twentieth: counts are whole and
/// probabilities are not, and an audit without planted campaigns has no interval.
const APART: f64 = 0.05;

fn apart(begin: f64, end: f64) -> bool {
    begin - end > (APART * begin).max(1.0)
}

impl ByCountry {
    /// How the two readings stand to each other.
    pub fn standing(&self) -> Standing {
        let Some(counts) = &self.counts else { return Standing::Short };
        let (d, u) = (self.doubted, counts.unexplained);
        match () {
            () if d.value < 0.5 && u.value < 0.5 => Standing::Nothing,
            () if apart(d.low, u.high) => Standing::Marks,
            () if apart(u.low, d.high) => Standing::Counts,
            () => Standing::Meet,
        }
    }

    /// Marks by bar over all countries: given, and doubted.
    pub fn bars(&self) -> (Vec<u64>, Vec<u64>) {
        let sum = |of: fn(&InCountry) -> &Line| {
            let n = self.countries.iter().map(|c| of(c).0.len()).max().unwrap_or(0);
            (0..n).map(|i| self.countries.iter().filter_map(|c| of(c).0.get(i)).sum()).collect()
        };
        (sum(|c| &c.given), sum(|c| &c.doubted))
    }
}

impl ByCountry {
    /// The same by bars of twice the length.
    pub fn halved(mut self) -> Self {
        let pairs = |line: &Line| Line(line.0.chunks(2).map(|pair| pair.iter().sum()).collect());
        for c in &mut self.countries {
            (c.given, c.doubted, c.expected) = (pairs(&c.given), pairs(&c.doubted), pairs(&c.expected));
        }
        if let Some(c) = &mut self.counts {
            // Of independent bars the squares of the half widths add.
            let width = |end: &Line| {
                let apart: Vec<f64> =
                    end.0.iter().zip(&c.expected.0).map(|(e, x)| e.abs_diff(*x) as f64).collect();
                apart
                    .chunks(2)
                    .map(|pair| pair.iter().map(|w| w * w).sum::<f64>().sqrt().round() as u64)
                    .collect::<Vec<u64>>()
            };
            let (below, above, expected) = (width(&c.low), width(&c.high), pairs(&c.expected));
            c.low = Line(expected.0.iter().zip(below).map(|(x, w)| x.saturating_sub(w)).collect());
            c.high = Line(expected.0.iter().zip(above).map(|(x, w)| x + w).collect());
            (c.expected, c.unexplained_in) = (expected, pairs(&c.unexplained_in));
        }
        self.every *= 2;
        self
    }
}

impl InCountry {
    /// Several countries as one that is not told apart, under this code.
    pub fn together(of: &[Self], code: &str) -> Self {
        let sum = |line: fn(&Self) -> &Line| {
            let n = of.iter().map(|c| line(c).0.len()).max().unwrap_or(0);
            Line((0..n).map(|i| of.iter().filter_map(|c| line(c).0.get(i)).sum()).collect())
        };
        Self {
            country: code.to_owned(),
            given: sum(|c| &c.given),
            doubted: sum(|c| &c.doubted),
            expected: sum(|c| &c.expected),
            doubted_in_all: of.iter().map(|c| c.doubted_in_all).sum::<f64>() + 0.0,
            unexplained: of.iter().map(|c| c.unexplained).collect::<Option<Vec<_>>>().map(|u| added(&u)),
        }
    }
}

/// The pages that matter, read twice; none where the log has no countries or no times.
///
/// METHOD: counts are read by day, as platforms give them: a week would hide where a delivery begins and ends, and a
/// log of two months has too few of them.
pub fn by_country(audit: &Audit, log: &Log) -> Vec<ByCountry> {
    if log.columns.country.is_empty() || !log.columns.has_times() {
        return vec![];
    }
    let claimed = claque_verdict::claimed(log.columns.marks(), &audit.crews);
    let read = |p: &PageVerdict| Daily::of(p.target, &claimed, audit, log);
    let pages: Vec<(&PageVerdict, Daily)> =
        pages(audit).into_iter().filter_map(|p| Some((p, read(p)?))).collect();
    // A table knows nothing of the log: pages are asked about by number.
    let tables = pages.iter().enumerate().map(|(i, (_, d))| d.table(i)).collect();
    let request = Request::default();
    let least = u64::from(request.parameters.periods_least);
    let answer = claque_audience::answer(&Audience { pages: tables, ..Audience::default() }, request);
    let read = |(i, (p, d)): (usize, &(&PageVerdict, Daily))| {
        let counts = answer.pages.iter().find(|a| a.page == i.to_string());
        let counts = counts.filter(|a| a.basis == Basis::Quiet && d.days() >= least);
        d.read(Target::of(log, p.target), p, counts, least)
    };
    pages.iter().enumerate().map(read).collect()
}

/// Pages that are doubted most, then the largest.
fn pages(audit: &Audit) -> Vec<&PageVerdict> {
    let doubted = most_doubted(audit);
    let mut out: Vec<&PageVerdict> = doubted.into_iter().take(DOUBTED_MOST).collect();
    let mut largest: Vec<&PageVerdict> = audit.pages.iter().filter(|p| p.likes >= MARKS_LEAST).collect();
    largest.sort_by(|a, b| b.likes.cmp(&a.likes).then(a.target.cmp(&b.target)));
    for page in largest {
        if out.len() < PAGES_MOST && out.iter().all(|p| p.target != page.target) {
            out.push(page);
        }
    }
    out
}

/// Of several countries: the values add up, and so do the squares of the half widths, as of countries that err apart.
fn added(of: &[Between]) -> Between {
    let value: f64 = of.iter().map(|u| u.value).sum();
    let side = |end: fn(&Between) -> f64| of.iter().map(|u| (end(u) - u.value).powi(2)).sum::<f64>().sqrt();
    Between { value: value + 0.0, low: value - side(|u| u.low) + 0.0, high: value + side(|u| u.high) + 0.0 }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::testing::{MAY, small};
    use claque_detect::{CrewMark, KindProbabilities};
    use claque_marks::window::DAY;
    use claque_marks::{AccountId, Columns, CountryId, OwnerId, PageId, VerbId};

    const WEEK: i64 = 7 * DAY;

    /// A page of these marks by country and week, none of them doubted, that counts cannot read.
    pub fn page(countries: &[(&str, &[u64])]) -> ByCountry {
        let country = |(code, given): &(&str, &[u64])| InCountry {
            country: (*code).to_owned(),
            given: Line(given.to_vec()),
            doubted: Line(vec![0; given.len()]),
            expected: Line::default(),
            doubted_in_all: 0.0,
            unexplained: None,
        };
        ByCountry {
            of: Target { page: "a".into(), verb: "like".into() },
            from: Instant(MAY),
            every: 7 * 86_400,
            given: countries.iter().flat_map(|c| c.1).sum(),
            countries: countries.iter().map(country).collect(),
            doubted: Between::default(),
            crowds: 0.0,
            days: 4,
            days_least: 12,
            counts: None,
        }
    }

    /// A page of 24 weeks with about twenty marks a week from each of two countries, and `extra` more from one of
    /// them in each of some weeks, of which a crew gave so many as `doubted` says.
    fn read(extra: u64, weeks: std::ops::Range<u64>, doubted: bool) -> ByCountry {
        let (mut marks, monday) = (vec![], MAY.div_euclid(WEEK) * WEEK + 4 * DAY);
        for week in 0..24u64 {
            for country in 0..2u64 {
                let more = if country == 1 && weeks.contains(&week) { extra } else { 0 };
                let usual = 20 + (week * 7 + country * 3) % 5;
                for i in 0..usual + more {
                    let at = monday + week as i64 * WEEK + i as i64 * WEEK / (usual + more) as i64;
                    marks.push((at, country, i >= usual));
                }
            }
        }
        marks.sort_unstable();
        let n = marks.len();
        let columns = Columns {
            accounts: n,
            owners: 1,
            verbs: 1,
            page_owner: vec![OwnerId(0)],
            target_page: vec![PageId(0)],
            target_verb: vec![VerbId(0)],
            target_start: vec![0, n],
            account: (0..n).map(AccountId::from_index).collect(),
            time: marks.iter().map(|m| m.0).collect(),
            country: marks.iter().map(|m| Some(CountryId(m.1 as u32))).collect(),
            ..Columns::default()
        };
        let (mut audit, log, _) = small();
        let mut names = log.names;
        names.countries = vec!["Narnia".into(), "Cambodia".into()];
        let given = |(i, m): (usize, &(i64, u64, bool))| {
            (m.2 && doubted).then_some(CrewMark { mark: i as u32, job: 0, posterior: 1.0 })
        };
        audit.crews.truncate(1);
        audit.crews[0].crew.kinds = KindProbabilities([1.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
        audit.crews[0].crew.marks = marks.iter().enumerate().filter_map(given).collect();
        audit.pages.truncate(1);
        audit.pages[0].likes = n as u64;
        audit.pages[0].hired = audit.crews[0].crew.marks.len() as f64;
        let mut read = by_country(&audit, &Log { columns, names });
        assert_eq!(read.len(), 1);
        let read = read.remove(0);
        assert_eq!(read.countries.iter().map(|c| c.given.sum()).sum::<u64>(), n as u64);
        let codes: Vec<&str> = read.countries.iter().map(|c| c.country.as_str()).collect();
        assert_eq!(codes, ["KH", "ZZ"], "what is no country is among the others, which come last");
        read
    }

    #[test]
    fn a_surge_of_a_crew_is_seen_by_both_readings() {
        let page = read(100, 10..13, true);
        assert_eq!((page.doubted.value, page.countries[0].doubted.sum()), (300.0, 300));
        assert_eq!(page.countries[1].doubted_in_all, 0.0);
        let u = page.counts.as_ref().unwrap().unexplained;
        assert!(u.low < 300.0 && u.high > 300.0 && u.low > 200.0, "{u:?}");
        assert!(page.countries[0].unexplained.unwrap().value > 200.0);
        assert_eq!(page.standing(), Standing::Meet);
    }

    #[test]
    fn a_surge_of_nobody_is_seen_by_counts_and_a_slow_crew_by_marks() {
        assert_eq!(read(100, 10..13, false).standing(), Standing::Counts);
        assert_eq!(read(6, 0..24, true).standing(), Standing::Marks);
        assert_eq!(read(0, 0..0, false).standing(), Standing::Nothing);
    }

    #[test]
    fn longer_bars_hold_the_same_marks() {
        let page = read(100, 10..13, true);
        let halved = page.clone().halved();
        assert_eq!((halved.bars().0.len(), halved.every), (page.bars().0.len().div_ceil(2), 2 * page.every));
        assert_eq!(halved.bars().0.iter().sum::<u64>(), page.given);
        let c = halved.counts.unwrap();
        assert!(c.low.0.iter().zip(&c.expected.0).all(|(l, e)| l <= e));
        assert!(c.high.0.iter().zip(&c.expected.0).all(|(h, e)| h >= e));
    }
}
