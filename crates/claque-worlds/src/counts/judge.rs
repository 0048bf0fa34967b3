//! What an audience answer says, held against what is true.

use super::{COUNTRIES, Counts};
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

/// The score.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Judged {
    /// Rows, and how many of their intervals hold what was added.
    pub rows: (u64, u64),
    /// The same among rows to which something was added.
    pub added: (u64, u64),
    /// Found deliveries, and how many of their surges' intervals hold what was added in them.
    pub surges: (u64, u64),
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
pub fn judge(world: &Counts, rows: &[SaidRow], signals: &[SaidSignal]) -> Judged {
    let mut out = Judged::default();
    for r in rows {
        let added = f64::from(world.pages[r.page].added[r.country][r.day]);
        let held = (r.low..=r.high).contains(&added);
        count(&mut out.rows, held);
        if added > 0.0 {
            count(&mut out.added, held);
        }
    }
    let mut of: HashMap<usize, Vec<&SaidSignal>> = HashMap::new();
    for s in signals {
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
            let added: f64 = s
                .countries
                .iter()
                .flat_map(|c| {
                    &page.added[*c][s.from.max(0) as usize..=(s.to.max(0) as usize).min(world.days - 1)]
                })
                .map(|n| f64::from(*n))
                .sum();
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
    out
}

fn count(of: &mut (u64, u64), held: bool) {
    of.0 += 1;
    of.1 += u64::from(held);
}

impl Judged {
    /// The score as lines for people.
    pub fn told(&self) -> String {
        let share = |(n, k): (u64, u64)| {
            if n == 0 { "none".to_owned() } else { format!("{:.1} % of {n}", 100.0 * k as f64 / n as f64) }
        };
        format!(
            "intervals of rows that hold what was added        {}\n\
             the same where something was added               {}\n\
             intervals of surges that hold what was added      {}\n\
             false alarms on pages to which nothing was added  {} in {:.1} page-years\n\
             deliveries of a tenth or more that were found     {}\n\
             stops in three or more countries that were dated  {}\n",
            share(self.rows),
            share(self.added),
            share(self.surges),
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
