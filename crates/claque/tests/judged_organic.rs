//! Real logs in which no crew is known: nobody is called, and a crew planted in them is found. Nothing
//! found proves little alone.

use crate::support::log::MONDAY;
use crate::support::plant::{Crew, is_planted, plant};
use crate::support::shared::{organic, shared, skip};
use crate::support::{Folder, Log, Scratch};
use std::collections::BTreeSet;

fn wikipedia(test: &str) -> Option<Log> {
    let mut log = organic(&shared(test, "data/organic/wikipedia_edits.csv.gz")?, ',', ["user", "page", "ts"]);
    // Its seconds count from 0.
    let (first, last) = log.span();
    log.rescale((MONDAY, MONDAY + last - first));
    Some(log)
}

fn collegemsg(test: &str) -> Option<Log> {
    Some(organic(&shared(test, "data/organic/collegemsg.csv.gz")?, ',', ["src", "dst", "ts"]))
}

fn amazon(test: &str) -> Option<Log> {
    Some(organic(&shared(test, "data/organic/amazon28k.csv.gz")?, ',', ["user", "item", "ts"]))
}

/// MovieLens may not be passed on: `CLAQUE_MOVIELENS` names its `u.data` or RecBole's `ml-100k.inter`.
fn movielens(test: &str) -> Option<Log> {
    let Some(path) = std::env::var_os("CLAQUE_MOVIELENS") else {
        skip(test, "CLAQUE_MOVIELENS does not name a copy of MovieLens-100k");
        return None;
    };
    let path = std::path::PathBuf::from(path);
    if path.extension().is_some_and(|e| e == "inter") {
        let columns = ["user_id:token", "item_id:token", "timestamp:float"];
        return Some(organic(&path, '\t', columns));
    }
    let scratch = Scratch::new();
    let rows = std::fs::read_to_string(&path).unwrap();
    let headed = scratch.write("u.tsv", format!("user\titem\trating\tts\n{rows}"));
    Some(organic(&headed, '\t', ["user", "item", "ts"]))
}

/// Who is called in this log.
fn called(log: &Log) -> BTreeSet<String> {
    let scratch = Scratch::new();
    scratch.write("log.csv", log.csv());
    scratch.claque(&["audit", "log.csv", "--decoys", "0"]).ends_with(0);
    Folder::open(scratch.path().join("log.claque")).called()
}

fn nobody(log: Option<Log>) {
    let Some(log) = log else { return };
    assert_eq!(called(&log), BTreeSet::new());
}

fn planted(log: Option<Log>, crew: &Crew) {
    let Some(log) = log else { return };
    for seed in 1..=2 {
        let mut log = log.clone();
        plant(&mut log, crew, seed);
        let called = called(&log);
        let found = called.iter().filter(|a| is_planted(a)).count();
        assert_eq!(called.len() - found, 0, "somebody else is called, seed {seed}");
        assert!(found >= 95, "{found} of 100 found, seed {seed}");
    }
}

macro_rules! organic_log {
    ($log:ident) => {
        mod $log {
            use super::*;

            #[test]
            fn nobody_is_called() {
                nobody(super::$log(concat!(stringify!($log), "::nobody_is_called")));
            }

            #[test]
            fn a_planted_crew_is_found() {
                planted(super::$log(concat!(stringify!($log), "::a_planted_crew_is_found")), &Crew::JUDGED);
            }

            #[test]
            fn a_crew_with_a_life_of_its_own_is_found() {
                let test = concat!(stringify!($log), "::a_crew_with_a_life_of_its_own_is_found");
                planted(super::$log(test), &Crew::LIVELY);
            }
        }
    };
}

organic_log!(wikipedia);
organic_log!(collegemsg);
organic_log!(amazon);
organic_log!(movielens);
