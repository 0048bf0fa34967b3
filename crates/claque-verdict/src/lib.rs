//! How sure, and how often wrong: a search becomes an audit. This room reads no file, knows no clock and
//! owns no thread pool.

mod accounts;
mod audit;
mod by_country;
pub mod decoys;
pub mod growth;
mod pages;

pub use audit::{AccountVerdict, Audit, CrewVerdict, Decoys, PageVerdict, Totals, audit};
pub use by_country::{CountryWeek, by_country};
pub use pages::claimed;
