//! What all rooms of claque speak of: ids, marks, columns, windows, parameters, randomness, and the
//! contract of the tables that an audit writes. Nothing here reads a file, knows a clock or computes.

pub mod columns;
pub mod contract;
pub mod ids;
pub mod mark;
pub mod parameters;
pub mod seed;
pub mod watch;
pub mod window;

pub use columns::{Columns, ColumnsFault};
pub use ids::{AccountId, CountryId, OwnerId, PageId, TargetId, VerbId};
pub use mark::{Action, Micros, NEVER, NO_PATTERN};
pub use parameters::Parameters;
pub use seed::Seed;
pub use watch::{Silent, Watch};
pub use window::{Grid, Window};
