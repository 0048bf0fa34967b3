//! What an audience answer says, held against what is true.

use super::{COUNTRIES, Counts, CountsPage};
use std::collections::HashMap;

/// A row of an answer: between which values the unexplained marks of one cell lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SaidRow {
    /// Page, by its place in the world.
    pub page: usize,
    /// Country, by its place in [`COUNTRIES`].
    pub country: usize,
    /// Day, from 0.
    pub day: usize,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// A signal of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct SaidSignal {
    /// Page, by its place in the world.
    pub page: usize,
    /// What it is called: `surge`, `stop` …
    pub sort: String,
    /// First day, from 0.
    pub from: i64,
    /// Last day.
    pub to: i64,
    /// Countries, by their place in [`COUNTRIES`].
    pub countries: Vec<usize>,
    /// Unexplained marks with their interval, where it has some.
    pub unexplained: Option<(f64, f64, f64)>,
}

/// Unexplained marks of a page, in all or in one country.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SaidTotal {
    /// Page, by its place in the world.
    pub page: usize,
    /// Country, by its place in [`COUNTRIES`]; nothing for all of them.
    pub country: Option<usize>,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Both ends with what no surge shows, where the answer has them.
    pub with_unseen: Option<(f64, f64)>,
}

/// All that an answer says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// Its rows.
    pub rows: Vec<SaidRow>,
    /// Its signals.
    pub signals: Vec<SaidSignal>,
    /// Its totals.
    pub totals: Vec<SaidTotal>,
}

/// The score.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Judged {
    /// Rows, and how many of their intervals hold what was added.
    pub rows: (u64, u64),
    /// The same among rows to which something was added.
    pub added: (u64, u64),
    /// Found deliveries, and how many of their surges' intervals hold what was added in them.
    pub surges: (u64, u64),
    /// Pages in whose surges something was added or said to be, and how many of their totals hold it.
    pub totals: (u64, u64),
    /// All pages, and how many of their totals hold all that was added, seen or not.
    pub whole: (u64, u64),
    /// The same of countries.
    pub countries: (u64, u64),
    /// Years of pages to which nothing was added.
    pub quiet_years: f64,
    /// Surges and stops called on them.
    pub false_alarms: u64,
    /// Deliveries of a tenth of a page's organic marks or more, and how many a surge meets.
    pub deliveries: (u64, u64),
    /// Flows into three or more countries that stop within the table, and how many stops are called on that day.
    pub stops: (u64, u64),
}

/// Share of a delivery's page from which on it must be found.
const LARGE: f64 = 0.1;
/// Days at the end of the table in which a stop cannot be told.
const END: usize = 7;

/// Holds an answer against the truth.
///
/// What surges hold is what was added on their days in their countries; what the totals of pages and countries hold is what was
/// added on the days of a page's surges in any country, whether it stands out in them or not.
pub fn judge(world: &Counts, said: &Said) -> Judged {
    let mut out = Judged::default();
    for r in &said.rows {
        let added = f64::from(world.pages[r.page].added[r.country][r.day]);
        let held = (r.low..=r.high).contains(&added);
        count(&mut out.rows, held);
        if added > 0.0 {
            count(&mut out.added, held);
        }
    }
    let mut of: HashMap<usize, Vec<&SaidSignal>> = HashMap::new();
    for s in &said.signals {
        of.entry(s.page).or_default().push(s);
    }
    for (i, page) in world.pages.iter().enumerate() {
        let said = of.get(&i).map_or(&[][..], Vec::as_slice);
        let loud = |s: &&&SaidSignal| s.sort == "surge" || s.sort == "stop";
        if page.flows.is_empty() {
            out.quiet_years += world.days as f64 / 365.0;
            out.false_alarms += said.iter().filter(loud).count() as u64;
        }
        for s in said.iter().filter(|s| s.sort == "surge") {
            let Some((_, low, high)) = s.unexplained else { continue };
            let added = added_in(page, &[s]);
            if added > 0.0 {
                count(&mut out.surges, (low..=high).contains(&added));
            }
        }
        for f in page.flows.iter().filter(|f| f.sort.is_delivered()) {
            let meets = |s: &&SaidSignal| {
                s.sort == "surge"
                    && s.from <= f.to as i64
                    && s.to >= f.from as i64
                    && s.countries.iter().any(|c| f.rates.iter().any(|r| r.0 == *c))
            };
            if f.share >= LARGE && f.to + 1 - f.from <= 31 {
                count(&mut out.deliveries, said.iter().any(meets));
            }
            if f.rates.len() >= 3 && f.to + END < world.days {
                let on = |s: &&SaidSignal| s.sort == "stop" && (s.from - (f.to as i64 + 1)).abs() <= 1;
                count(&mut out.stops, said.iter().any(on));
            }
        }
    }
    for total in &said.totals {
        let surges: Vec<&SaidSignal> = of.get(&total.page).map_or(&[][..], Vec::as_slice).to_vec();
        let surges: Vec<&SaidSignal> = surges.into_iter().filter(|s| s.sort == "surge").collect();
        let added = added_on(&world.pages[total.page], &surges, total.country);
        if total.country.is_none() {
            let all: f64 = world.pages[total.page].added.iter().flatten().map(|n| f64::from(*n)).sum();
            let (low, high) = total.with_unseen.unwrap_or((total.low, total.high));
            count(&mut out.whole, (low..=high).contains(&all));
        }
        if added > 0.0 {
            let of = if total.country.is_some() { &mut out.countries } else { &mut out.totals };
            count(of, (total.low..=total.high).contains(&added));
        }
    }
    out
}

/// What was added to a page on the days and in the countries of surges, each cell once.
fn added_in(page: &CountsPage, surges: &[&SaidSignal]) -> f64 {
    added_where(page, None, |c, t| {
        surges.iter().any(|s| s.countries.contains(&c) && (s.from..=s.to).contains(&t))
    })
}

/// What was added to a page, or to one of its countries, on the days of surges.
fn added_on(page: &CountsPage, surges: &[&SaidSignal], country: Option<usize>) -> f64 {
    added_where(page, country, |_, t| surges.iter().any(|s| (s.from..=s.to).contains(&t)))
}

fn added_where(page: &CountsPage, country: Option<usize>, within: impl Fn(usize, i64) -> bool) -> f64 {
    let mut sum = 0.0;
    for (c, days) in page.added.iter().enumerate().filter(|(c, _)| country.is_none_or(|x| x == *c)) {
        for (t, added) in (0i64..).zip(days) {
            if within(c, t) {
                sum += f64::from(*added);
            }
        }
    }
    sum
}

fn count(of: &mut (u64, u64), held: bool) {
    of.0 += 1;
    of.1 += u64::from(held);
}

impl Judged {
    /// Adds the score of another world.
    pub fn add(&mut self, other: &Self) {
        for (to, from) in [
            (&mut self.rows, other.rows),
            (&mut self.added, other.added),
            (&mut self.surges, other.surges),
            (&mut self.totals, other.totals),
            (&mut self.whole, other.whole),
            (&mut self.countries, other.countries),
            (&mut self.deliveries, other.deliveries),
            (&mut self.stops, other.stops),
        ] {
            *to = (to.0 + from.0, to.1 + from.1);
        }
        self.quiet_years += other.quiet_years;
        self.false_alarms += other.false_alarms;
    }

    /// The score as lines for people.
    pub fn told(&self) -> String {
        let share = |(n, k): (u64, u64)| {
            if n == 0 { "none".to_owned() } else { format!("{:.1} % of {n}", 100.0 * k as f64 / n as f64) }
        };
        format!(
            "intervals of rows that hold what was added        {}\n\
             the same where something was added               {}\n\
             intervals of surges that hold what was added      {}\n\
             the same of whole pages                           {}\n\
             the same of all pages, seen or not                {}\n\
             the same of a page's countries                    {}\n\
             false alarms on pages to which nothing was added  {} in {:.1} page-years\n\
             deliveries of a tenth or more that were found     {}\n\
             stops in three or more countries that were dated  {}\n",
            share(self.rows),
            share(self.added),
            share(self.surges),
            share(self.totals),
            share(self.whole),
            share(self.countries),
            self.false_alarms,
            self.quiet_years,
            share(self.deliveries),
            share(self.stops)
        )
    }
}

/// The place of a country in a world's tables.
pub fn country(code: &str) -> Option<usize> {
    COUNTRIES.iter().position(|c| *c == code)
}
