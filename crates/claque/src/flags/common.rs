//! Flags that several commands share: where a folder goes, what is said on the way, how many threads.

use std::path::PathBuf;

use clap::Args;

use super::ANSWER;

/// Where a folder goes.
#[derive(Args, Clone, Debug, Default)]
pub struct FolderFlags {
    /// The folder to write, as a whole or not at all.
    ///
    /// Without it: `./STEM.claque`, where STEM is the first input's name without endings such as .csv.gz;
    /// `./stdin.claque` for standard input; `./claque-demo` for the demo.
    #[arg(long, value_name = "DIR", help_heading = ANSWER)]
    pub out: Option<PathBuf>,
    /// Replace a folder that claque did not make, or made from other inputs.
    #[arg(long, help_heading = ANSWER)]
    pub force: bool,
}

/// What is said, and how.
#[derive(Args, Clone, Copy, Debug, Default)]
pub struct SayFlags {
    /// Print what was found as JSON.
    #[arg(long, help_heading = ANSWER)]
    pub json: bool,
    /// Say nothing on the way: only the result, and errors.
    #[arg(long, short, help_heading = ANSWER)]
    pub quiet: bool,
}

/// On how many threads.
#[derive(Args, Clone, Copy, Debug, Default)]
pub struct ThreadFlags {
    /// Threads to use; the result does not depend on it. Without it: all cores.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = ANSWER)]
    pub threads: Option<u16>,
}
