//! How sure, and how often wrong: a search becomes an audit. This room reads no file, knows no clock and
//! owns no thread pool.

mod accounts;
mod audit;
mod by_country;
pub mod calibration;
pub mod decoys;
pub mod explanations;
pub mod growth;
pub mod intervals;
pub mod lone_page;
mod pages;
pub mod power;
pub mod sensitivity;

pub use audit::{AccountVerdict, Asked, Audit, CrewVerdict, PageVerdict, Totals, audit};
pub use by_country::{CountryWeek, by_country};
pub use calibration::Calibration;
pub use decoys::{Decoys, Effort, Proof, Shuffle};
pub use intervals::{Ends, Missed};
pub use pages::claimed;
pub use power::{Planting, Power};
