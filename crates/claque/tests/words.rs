//! What is printed describes what was seen and never alleges: no output holds a forbidden word.

use crate::support::log::{one_time_crowd, village};
use crate::support::plant::{Crew, plant};
use crate::support::{Folder, Scratch};
use claque_report::words::forbidden::forbidden_words;

/// Every text of a folder: files that are text as they are, tables cell by cell.
fn texts(folder: &Folder) -> Vec<(String, String)> {
    let mut out = vec![];
    for (name, bytes) in folder.files() {
        match name.strip_suffix(".parquet") {
            Some(table) => out.push((name.clone(), folder.table(table).all_text().join("\n"))),
            None => out.push((name, String::from_utf8(bytes).expect("text"))),
        }
    }
    out
}

#[test]
fn no_output_alleges() {
    let scratch = Scratch::new();
    let mut log = village(700, 3);
    one_time_crowd(&mut log, 40, 4);
    plant(&mut log, &Crew { accounts: 60, pages: 12, days: 4, order: 48, own_life: 4 }, 5);
    // Names that the user gave are his own and may be anything.
    log.push("dependabot[bot]", "who-bought-this", "paid, inc", log.span().0);
    scratch.write("fake.csv", log.csv().replace("paid, inc", "\"paid, inc\""));
    let users = ["dependabot[bot]", "who-bought-this", "paid, inc", "fake.csv", "fake.claque", "fake"];
    let runs = [
        scratch.claque(&["audit", "fake.csv", "--decoys", "2"]),
        scratch.claque(&[
            "audit",
            "fake.csv",
            "--decoys",
            "2",
            "--json",
            "--reveal",
            "--all-members",
            "--out",
            "all",
        ]),
        scratch.claque(&["demo", "--decoys", "2"]),
        scratch.claque(&["--help"]),
        scratch.claque(&["audit", "--help"]),
        scratch.claque(&["demo", "--help"]),
        scratch.claque(&["audit", "nowhere.csv"]),
    ];
    for run in &runs {
        assert_eq!(forbidden_words(&run.stdout, &users), Vec::<String>::new(), "{}", run.stdout);
        assert_eq!(forbidden_words(&run.stderr, &users), Vec::<String>::new(), "{}", run.stderr);
    }
    for out in ["fake.claque", "all", "claque-demo"] {
        let texts = texts(&Folder::open(scratch.path().join(out)));
        assert!(texts.iter().any(|t| t.0 == "report.html") && texts.len() >= 10, "all files are looked at");
        for (name, text) in texts {
            assert_eq!(forbidden_words(&text, &users), Vec::<String>::new(), "{out}/{name}");
        }
    }
}
