//! A village with a crew and a one-time crowd, audited once: what the commands that tell from a folder are asked
//! about.

use super::log::{one_time_crowd, village};
use super::plant::{Crew, plant};
use super::{Folder, Scratch};

/// The log.
pub fn log() -> String {
    let mut log = village(900, 3);
    one_time_crowd(&mut log, 60, 4);
    plant(&mut log, &Crew { accounts: 60, pages: 12, days: 4, order: 48, own_life: 0 }, 5);
    log.csv()
}

/// `town.csv` and its audit `town.claque`, in a folder of its own.
pub fn audited(args: &[&str]) -> (Scratch, Folder) {
    let scratch = Scratch::new();
    scratch.write("town.csv", log());
    scratch.claque(&[&["audit", "town.csv", "--quiet"], args].concat()).ends_with(0);
    let folder = Folder::open(scratch.path().join("town.claque"));
    (scratch, folder)
}

/// The first crew of this kind: `C1` …
#[track_caller]
pub fn crew_of(folder: &Folder, wanted: impl Fn(&str) -> bool) -> String {
    let kinds = folder.table("crews").text("kind");
    let at = kinds.iter().position(|k| wanted(k)).unwrap_or_else(|| panic!("no such crew: {kinds:?}"));
    format!("C{}", at + 1)
}
