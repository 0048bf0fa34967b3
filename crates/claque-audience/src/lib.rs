//! Counts in, unexplained out: tables of new marks by country and period, and how much of the growth the page's own
//! quiet periods, its mix of countries or other pages explain.
//!
//! [`read()`] takes tables of any usual shape and puts them together as an [`Audience`]; [`answer()`] says of every page:
//! of N new marks, E expected, U unexplained with a 95 % interval, on which ground, how the answer varies with each
//! assumption, what stands out, and which innocent explanations fit. It never says who, and knows no account.
//!
//! ```text
//! inputs ─ open ─▶ sheets ─ entries ─▶ numbers with cells ─ gather ─▶ Audience ─ own_periods | mix ─▶ Answer
//! ```

mod alike;
mod answer;
mod audience;
mod cells;
mod columns;
mod compare;
mod contradictions;
mod country;
mod date;
mod days;
mod doubt;
mod drift;
mod edges;
mod entries;
mod expected;
mod explain;
mod extent;
mod filter;
mod fit;
mod gather;
mod insights;
mod joint;
mod level;
mod mix;
mod mix_signals;
mod names;
mod number;
mod open;
mod own_periods;
mod own_signals;
mod perhaps;
mod quiet;
mod rates;
mod refused;
mod request;
mod rounded;
mod run;
mod scan;
mod series;
mod standing;
mod surprise;
mod suspect;
mod together;
mod unused;
mod within;

pub use answer::{
    Ahead, Answer, Assumption, Basis, Between, Cell, Country, Explanation, Fit, InPeriod, PageAnswer,
    Reading, Signal, Sort,
};
pub use audience::{Audience, Finding, Page, Period, Total};
pub use columns::Measure;
pub use country::{Place, shown};
pub use date::{Span, said, span_said};
pub use entries::Asked;
pub use request::{Event, Rate, Request, base_rates, events};
pub use run::{answer, read};

/// Reads a stretch of days: `2016-02-08..2016-03-09`, or one date, month or week.
pub fn span(text: &str) -> Option<Span> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let of = |t: &str| date::When::read(t).span(None);
    let (from, to) = (of(from)?, of(to)?);
    (from.start <= to.end).then_some(Span { start: from.start, end: to.end })
}

/// Reads a share of one: `0.707`, `70.7`, `70.7 %`.
pub fn share(text: &str) -> Option<f64> {
    number::share(text)
}
