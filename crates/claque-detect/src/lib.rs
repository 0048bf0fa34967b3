//! Columns in, crews and kinds out. A pure function of (columns, parameters, seed): this room reads no
//! file, knows no clock and owns no thread pool.
//!
//! The stages, in order: [`search`] holds them on one page.

mod activity;
mod among;
mod apart;
mod attendance;
mod by_chance;
mod cells;
mod common;
mod communities;
mod complete;
mod crew;
mod csr;
mod edges;
pub mod evidence;
mod faint;
mod fans;
mod followers;
mod free;
mod index;
#[doc(hidden)]
pub mod inside;
mod join;
mod kinds;
mod late;
mod made_together;
mod membership;
mod null_what;
mod null_when;
mod order;
mod orders;
mod outline;
mod overlaps;
mod parts;
mod passers_by;
mod peel;
mod prior;
mod search;
mod settle;
mod taste;
mod timing;
mod turns;
mod waking;
mod whole;
mod withdrawn;

pub use crew::{Crew, CrewMark, Found, Job, Kind, KindProbabilities, Member, Piece, Searched, TakenBack};
pub use kinds::{SUREST, Standing, standing};
pub use outline::{Outline, outlines};
pub use search::search;
