//! Logs with known truth: simulated people, innocent crowds, crews that serve unrelated pages, and
//! adversaries that adapt; and the score of an audit against what is true. It writes files and has no
//! connector to anything: nothing that it makes can reach a platform.

pub mod adversary;
pub mod behaviour;
pub mod clock;
pub mod counts;
pub mod crowd;
pub mod draw;
pub mod error;
pub mod folder;
pub mod life;
pub mod pages;
pub mod people;
pub mod ranking;
pub mod read;
pub mod recipe;
pub mod score;
pub mod supplier;
pub mod tables;
pub mod truth;
pub mod world;

#[cfg(test)]
mod testing;

pub use behaviour::{BEHAVIOURS, Behaviour};
pub use draw::Draw;
pub use error::{FaultKind, WorldFault};
pub use folder::{check_out, write_world};
pub use recipe::{BUILT_IN, Recipe};
pub use score::{Score, score};
pub use truth::Truth;
pub use world::{Family, Role, World};
