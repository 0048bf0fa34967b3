//! The table of an audit by country and week.

use crate::error::TableFault;
use crate::filled::{Builder, Filled};
use crate::tables::{page_of, verb_of};
use claque_log::Log;
use claque_marks::contract;
use claque_verdict::Audit;

/// Fills it; it has no row where the log has no countries or no times.
pub(crate) fn countries(audit: &Audit, log: &Log) -> Result<Filled, TableFault> {
    let rows = claque_verdict::by_country(&log.columns, &audit.crews);
    let mut b = Builder::new(&contract::COUNTRIES);
    b.text("page", &rows, |r| page_of(log, r.target))?
        .text("verb", &rows, |r| verb_of(log, r.target))?
        .instant("week", &rows, |r| Some(r.week))?
        .text("country", &rows, |r| r.country.map(|c| log.names.country(c).to_owned()))?
        .count("likes", &rows, |r| Some(r.likes))?
        .estimate("authentic", &rows, |r| Some(r.authentic()))?
        .estimate("hired", &rows, |r| Some(r.hired))?
        .estimate("fabricated", &rows, |r| Some(r.fabricated))?;
    b.finish()
}
