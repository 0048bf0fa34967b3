//! How sure, and how often wrong: a search becomes an audit. This room reads no file, knows no clock and
//! owns no thread pool.

pub mod audit;

pub use audit::{AccountVerdict, Audit, CrewVerdict, Decoys, PageVerdict, Totals, audit};
