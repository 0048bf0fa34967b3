//! What an audit of a small log says.

use crate::support::log::village;
use crate::support::plant::{Crew, is_planted, plant};
use crate::support::{Folder, Scratch};

#[test]
fn a_planted_crew_is_found_and_its_marks_come_off() {
    let scratch = Scratch::new();
    let mut log = village(900, 1);
    plant(&mut log, &Crew { accounts: 60, pages: 12, days: 4, order: 48, own_life: 0 }, 2);
    scratch.write("town.csv", log.csv());
    scratch.claque(&["audit", "town.csv"]).ends_with(0);
    let folder = Folder::open(scratch.path().join("town.claque"));
    let called = folder.called();
    assert!(called.iter().all(|a| is_planted(a)), "{called:?}");
    assert!(called.len() >= 57, "{} of 60", called.len());
    let served: std::collections::BTreeSet<_> =
        log.0.iter().filter(|m| is_planted(&m.account)).map(|m| m.page.clone()).collect();
    for (page, (likes, authentic)) in folder.authentic() {
        let off = likes - authentic;
        if served.contains(&page) {
            // Each of the 48 with its probability, and that of the crew's kind: most of them, and nobody else's.
            assert!((29.0..53.0).contains(&off), "{page}: {off} of {likes} taken off, 48 were planted");
        } else {
            assert!(off < 1.0, "{page}: {off} of {likes} taken off, none was planted");
        }
    }
}

#[test]
fn a_village_is_left_alone_and_the_answer_has_its_limits() {
    let scratch = Scratch::new();
    scratch.write("town.csv", village(900, 1).csv());
    scratch.claque(&["audit", "town.csv"]).ends_with(0);
    let folder = Folder::open(scratch.path().join("town.claque"));
    assert_eq!(folder.called().len(), 0);
    assert!(folder.authentic().values().all(|(likes, authentic)| likes == authentic));
    assert!(
        !folder.text("report.html").contains("not for publication"),
        "decoys and planted campaigns both ran"
    );
    let pages = folder.table("pages");
    assert!(pages.number("authentic_hi").iter().zip(pages.number("likes")).all(|(hi, n)| *hi == n));
    // Without planted campaigns nothing is known of what was missed: no interval, and the stamp stays.
    scratch.claque(&["audit", "town.csv", "--no-power", "--out", "bare"]).ends_with(0);
    let bare = Folder::open(scratch.path().join("bare"));
    assert!(bare.text("report.html").contains("not for publication"));
    assert!(bare.table("pages").number("authentic_lo").iter().all(|n| n.is_nan()), "null until it is earned");
}

#[test]
fn a_pages_table_wins_over_the_logs_owner_column() {
    let scratch = Scratch::new();
    let log = village(300, 1);
    scratch.write("town.csv", log.csv());
    let mut table = String::from("page,owner\n");
    for (page, _) in log.pages() {
        table.push_str(&format!("{page},everyone\n"));
    }
    scratch.write("pages.csv", table);
    scratch.claque(&["audit", "town.csv", "--pages", "pages.csv", "--decoys", "0"]).ends_with(0);
    let inputs = Folder::open(scratch.path().join("town.claque")).json()["provenance"]["inputs"].to_string();
    assert!(inputs.contains("pages.csv"), "{inputs}");
}

#[test]
fn a_log_without_times_says_what_was_not_run() {
    let scratch = Scratch::new();
    let csv: String =
        village(300, 1).csv().lines().map(|row| format!("{}\n", row.rsplit_once(',').unwrap().0)).collect();
    scratch.write("timeless.csv", csv);
    scratch.claque(&["audit", "timeless.csv", "--decoys", "0"]).ends_with(0);
    let folder = Folder::open(scratch.path().join("timeless.claque"));
    assert!(folder.json()["untested"].to_string().contains("no_times"));
}

#[test]
fn the_mapping_can_be_overridden() {
    let scratch = Scratch::new();
    let csv = village(200, 1).csv().replacen("account,page,owner,time", "x,y,z,w", 1).replace(',', ";");
    scratch.write("odd.csv", csv);
    let flags = ["--account", "x", "--page", "y", "--owner", "z", "--time", "w", "--decoys", "0"];
    let run = scratch.claque(&[&["audit", "odd.csv", "--delimiter", ";"], &flags[..]].concat());
    run.ends_with(0).tells(&["account", "`x`", "`y`", "`w`"]);
    let folder = Folder::open(scratch.path().join("odd.claque"));
    assert!(folder.authentic().contains_key("page-0"));
}
