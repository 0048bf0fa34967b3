//! The gate: people with a cause are listed nowhere unless the user asks, and then the audit says so.

use crate::support::log::{one_time_crowd, village};
use crate::support::plant::{Crew, is_planted, plant};
use crate::support::{Folder, Run, Scratch};

/// A village with a one-time crowd and a crew, audited.
fn audited(args: &[&str]) -> (Scratch, Run, Folder) {
    let scratch = Scratch::new();
    let mut log = village(900, 3);
    one_time_crowd(&mut log, 60, 4);
    plant(&mut log, &Crew { accounts: 60, pages: 12, days: 4, order: 48, own_life: 0 }, 5);
    scratch.write("town.csv", log.csv());
    let run = scratch.claque(&[&["audit", "town.csv", "--decoys", "0"], args].concat());
    run.ends_with(0);
    let folder = Folder::open(scratch.path().join("town.claque"));
    (scratch, run, folder)
}

fn is_guest(name: &str) -> bool {
    name.starts_with("guest-")
}

/// Outputs that hold a guest's name. The table of accounts is looked at apart: a doubt of a hundredth is a row
/// in it, without a crew.
fn texts_with_guests(run: &Run, folder: &Folder) -> Vec<String> {
    let mut texts: Vec<(String, String)> =
        vec![("stdout".into(), run.stdout.clone()), ("stderr".into(), run.stderr.clone())];
    let files = folder.files().into_iter().filter(|(name, _)| name != "accounts.parquet");
    texts.extend(files.map(|(name, bytes)| (name, String::from_utf8_lossy(&bytes).into_owned())));
    for table in ["pages", "crews", "jobs", "evidence", "members"] {
        texts.push((format!("{table}.parquet"), folder.table(table).all_text().join("\n")));
    }
    texts
        .into_iter()
        .filter(|(_, text)| text.contains("guest-") && text.contains("-zq"))
        .map(|(name, _)| name)
        .collect()
}

#[test]
fn a_crowd_is_counted_and_nobody_is_named() {
    let (_scratch, run, folder) = audited(&[]);
    assert!(
        folder.crews().iter().any(|c| !["hired", "fabricated"].contains(&c.kind.as_str())),
        "the crowd is found, else this test shows nothing: {:?}",
        folder.crews()
    );
    assert_eq!(texts_with_guests(&run, &folder), Vec::<String>::new());
    let accounts = folder.table("accounts");
    for (account, crew) in accounts.text("account").iter().zip(accounts.texts("crew")) {
        assert!(!is_guest(account) || crew.is_none(), "{account} is put into {crew:?}");
    }
    assert!(folder.called().iter().all(|a| !is_guest(a)), "no guest is called");
    assert!(
        accounts.number("p_directed").iter().all(|p| p.is_nan()),
        "mirrored support is not told by account"
    );
}

#[test]
fn names_stay_out_of_what_people_read() {
    let (_scratch, run, folder) = audited(&[]);
    let listed = folder.table("members").text("account");
    assert!(listed.iter().filter(|a| is_planted(a)).count() > 30, "tables carry the ids that the user gave");
    for (name, text) in
        [("report.html", folder.text("report.html")), ("stdout", run.stdout), ("stderr", run.stderr)]
    {
        assert!(!text.contains("planted-"), "{name} reveals a name");
        assert!(!text.contains("villager-"), "{name} reveals a name");
    }
}

#[test]
fn who_asks_gets_names_and_the_audit_says_that_it_was_asked() {
    let (_scratch, _, shut) = audited(&[]);
    let (_scratch, _, open) = audited(&["--all-members", "--reveal"]);
    let asked = |folder: &Folder, what: &str| folder.json()["gate"][what].as_bool();
    assert_eq!((asked(&shut, "all_members"), asked(&shut, "reveal")), (Some(false), Some(false)));
    assert_eq!((asked(&open, "all_members"), asked(&open, "reveal")), (Some(true), Some(true)));
    assert!(open.table("members").text("account").iter().filter(|a| is_guest(a)).count() > 30, "all members");
    assert!(open.text("report.html").contains("planted-"), "revealed");
}
