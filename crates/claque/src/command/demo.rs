//! `claque demo`: the log that travels inside the program, audited like any other.

use super::{Asked, Case, answer};
use crate::exit_code::ExitCode;
use crate::flags::DemoFlags;
use crate::interrupt;
use crate::settings;
use crate::tell::Trouble;
use claque_log::{Input, Request};
use std::path::PathBuf;

/// The log: a real star campaign among real, innocent marks; its README stands beside it.
pub const LOG: &[u8] =
    include_bytes!("../../../../examples/stars-among-retweets/stars-among-retweets.csv.gz");
/// What the log is called.
pub const NAME: &str = "stars-among-retweets.csv.gz";

/// Runs it.
///
/// # Errors
/// The fault that ends the run.
pub fn run(flags: &DemoFlags) -> Result<ExitCode, Trouble> {
    // The log goes through a file, so that the demo shows the same path as an audit of one's own.
    let refused = |fault: std::io::Error| {
        Trouble::machine(
            format!("cannot unpack the demo's log: {fault}"),
            "make room where temporary files go",
        )
    };
    let unpacked = tempfile::tempdir().map_err(refused)?;
    interrupt::remove_too(unpacked.path());
    let log = unpacked.path().join(NAME);
    std::fs::write(&log, LOG).map_err(refused)?;
    let request = Request { inputs: vec![Input::Path(log)], ..Request::default() };
    let folder = flags.answer.folder.out.clone().unwrap_or_else(|| PathBuf::from("claque-demo"));
    let asked = Asked { search: &flags.search, answer: &flags.answer, people: &flags.people };
    let settings = settings::of_demo(&flags.search);
    let case = Case {
        request: &request,
        title: "stars-among-retweets",
        name: Some(NAME),
        folder: &folder,
        settings: &settings,
        keep: false,
    };
    answer(&case, &asked)
}
