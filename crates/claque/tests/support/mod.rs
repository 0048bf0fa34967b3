//! What the black-box tests share: running the binary, making logs, reading folders, scoring.

pub mod browser;
pub mod driven;
pub mod folder;
pub mod log;
pub mod plant;
pub mod random;
pub mod run;
pub mod score;
pub mod shared;
pub mod town;

pub use folder::Folder;
pub use log::Log;
pub use random::Random;
pub use run::{Run, Scratch, claque};
