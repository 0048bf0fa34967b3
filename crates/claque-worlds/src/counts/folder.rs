//! A world of counts in a folder, and an answer to it: read again, and scored.

use super::{Counts, FIRST_DAY, Judged, Make, Said, SaidRow, SaidSignal, SaidTotal, Size, country, judge};
use crate::error::WorldFault;
use crate::read::Table;
use claque_marks::Seed;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::path::Path;

/// By what a world of counts can be made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Made {
    pub pages: usize,
    pub days: usize,
    #[serde(default)]
    pub make: Make,
    pub seed: u64,
}

/// The file in the folder that holds it.
pub(super) const MADE: &str = "counts.toml";

/// Whether a folder holds a world of counts.
pub fn is_counts(folder: &Path) -> bool {
    folder.join(MADE).is_file()
}

/// Scores what `claque audience` wrote against the world that it answered.
///
/// # Errors
/// One of the folders is not what it should be.
pub fn score_counts(world: &Path, answer: &Path) -> Result<Judged, WorldFault> {
    let path = world.join(MADE);
    let text = std::fs::read_to_string(&path)
        .map_err(|why| WorldFault::table(&path, format!("cannot be read: {why}")))?;
    let made: Made = toml::from_str(&text).map_err(|why| WorldFault::table(&path, why.to_string()))?;
    let truth = Counts::make(Size { pages: made.pages, days: made.days }, made.make, Seed(made.seed));
    let names: HashMap<&str, usize> =
        truth.pages.iter().enumerate().map(|(i, p)| (p.name.as_str(), i)).collect();
    let stranger = |what: String| WorldFault::table(answer, format!("{what} is not in this world"));
    let page = |name: &str| names.get(name).copied().ok_or_else(|| stranger(format!("page `{name}`")));
    let code = |code: &str| country(code).ok_or_else(|| stranger(format!("country `{code}`")));
    // Days since the world began, from microseconds since 1970.
    let day = |micros: Option<f64>| (micros.unwrap_or_default() / 86_400e6) as i64 - i64::from(FIRST_DAY);

    let table = Table::open(answer, "audience")?;
    let (pages, countries) = (table.text("page")?, table.text("country")?);
    let (starts, lows, highs) =
        (table.numbers("period_start")?, table.numbers("unexplained_lo")?, table.numbers("unexplained_hi")?);
    let mut rows = Vec::with_capacity(pages.len());
    for i in 0..pages.len() {
        let at = day(starts[i]);
        if !(0..made.days as i64).contains(&at) {
            return Err(stranger(format!("day {at}")));
        }
        let (low, high) = (lows[i].unwrap_or_default(), highs[i].unwrap_or_default());
        rows.push(SaidRow {
            page: page(&pages[i])?,
            country: code(&countries[i])?,
            day: at as usize,
            low,
            high,
        });
    }
    let table = Table::open(answer, "signals")?;
    let (pages, sorts, countries) = (table.text("page")?, table.text("signal")?, table.text("countries")?);
    let (starts, ends) = (table.numbers("period_start")?, table.numbers("period_end")?);
    let [u, low, high] = ["unexplained", "unexplained_lo", "unexplained_hi"].map(|c| table.numbers(c));
    let (u, low, high) = (u?, low?, high?);
    let mut signals = Vec::with_capacity(pages.len());
    for i in 0..pages.len() {
        signals.push(SaidSignal {
            page: page(&pages[i])?,
            sort: sorts[i].clone(),
            from: day(starts[i]),
            to: day(ends[i]),
            countries: countries[i].split_whitespace().map(code).collect::<Result<_, _>>()?,
            unexplained: u[i].zip(low[i]).zip(high[i]).map(|((u, low), high)| (u, low, high)),
        });
    }
    let mut totals = vec![];
    let mut total = |name: &str, country, b: &Between, all: Option<&Between>| -> Result<(), WorldFault> {
        let with_unseen = all.map(|b| (b.low, b.high));
        totals.push(SaidTotal { page: page(name)?, country, low: b.low, high: b.high, with_unseen });
        Ok(())
    };
    let saved = Saved::open(answer)?;
    for said in &saved.audience.pages {
        total(&said.page, None, &said.unexplained, said.with_unseen.as_ref())?;
        for of in &said.countries {
            total(&said.page, Some(code(&of.country)?), &of.unexplained, None)?;
        }
    }
    for said in &saved.others {
        total(&said.page, None, &said.unexplained, said.with_unseen.as_ref())?;
    }
    Ok(judge(&truth, &Said { rows, signals, totals }))
}

/// What a saved model says of totals; countries only of the pages that it tells in full.
#[derive(Deserialize)]
struct Saved {
    audience: SavedAnswer,
    others: Vec<SavedPage>,
}

#[derive(Deserialize)]
struct SavedAnswer {
    pages: Vec<SavedPage>,
}

#[derive(Deserialize)]
struct SavedPage {
    page: String,
    unexplained: Between,
    with_unseen: Option<Between>,
    #[serde(default)]
    countries: Vec<SavedCountry>,
}

#[derive(Deserialize)]
struct SavedCountry {
    country: String,
    unexplained: Between,
}

#[derive(Deserialize)]
struct Between {
    low: f64,
    high: f64,
}

impl Saved {
    fn open(answer: &Path) -> Result<Self, WorldFault> {
        let path = answer.join("audit.json");
        let fault = |why: String| WorldFault::table(&path, format!("cannot be read: {why}"));
        let text = std::fs::read_to_string(&path).map_err(|why| fault(why.to_string()))?;
        serde_json::from_str(&text).map_err(|why| fault(why.to_string()))
    }
}
