//! A real campaign in another place's real life: its accounts are called, no editor is.

use crate::support::shared::{organic, shared};
use crate::support::{Folder, Log, Scratch};
use std::collections::{BTreeMap, BTreeSet};

/// The stars with their owners, and how many of the campaign's pages each account starred.
fn stars(path: &std::path::Path) -> (Log, BTreeMap<String, usize>) {
    let mut log = Log::default();
    let mut pages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in std::fs::read_to_string(path).unwrap().lines().skip(1) {
        let [account, page, owner, time] = row.split(',').collect::<Vec<_>>()[..] else { panic!("{row}") };
        log.push(account, page, owner, time.parse::<jiff::Timestamp>().unwrap().as_second());
        pages.entry(account.to_owned()).or_default().insert(page.to_owned());
    }
    (log, pages.into_iter().map(|(account, pages)| (account, pages.len())).collect())
}

#[test]
fn the_campaign_in_wikipedia_edits() {
    let name = "the_campaign_in_wikipedia_edits";
    let Some(campaign) = shared(name, "data/github_stars_campaign/stars.csv") else { return };
    let Some(edits) = shared(name, "data/organic/wikipedia_edits.csv.gz") else { return };
    let (mut log, starred) = stars(&campaign);
    let mut edits = organic(&edits, ',', ["user", "page", "ts"]);
    edits.rescale(log.span());
    log.0.extend(edits.0);
    let scratch = Scratch::new();
    scratch.write("both.csv", log.csv());
    scratch.claque(&["audit", "both.csv", "--decoys", "0"]).ends_with(0);
    let called = Folder::open(scratch.path().join("both.claque")).called();
    let editors: Vec<_> = called.iter().filter(|a| !starred.contains_key(*a)).collect();
    assert_eq!(editors, Vec::<&String>::new(), "no editor is called");
    let busy: Vec<_> = starred.iter().filter(|(_, pages)| **pages >= 5).map(|(account, _)| account).collect();
    let found = busy.iter().filter(|a| called.contains(**a)).count();
    assert!(
        found * 10 >= busy.len() * 9,
        "{found} of {} accounts on at least five campaign pages",
        busy.len()
    );
}
