//! The same rows give the same bytes: whatever their order, their split into files, the number of threads.

use crate::support::log::{gzip, one_time_crowd, village};
use crate::support::plant::{Crew, plant};
use crate::support::{Folder, Log, Scratch};
use std::collections::BTreeMap;

fn log() -> Log {
    let mut log = village(700, 3);
    one_time_crowd(&mut log, 40, 4);
    plant(&mut log, &Crew { accounts: 60, pages: 12, days: 4, order: 48, own_life: 4 }, 5);
    log
}

/// The tables byte for byte, and audit.json without its provenance.
fn result(scratch: &Scratch, out: &str) -> (BTreeMap<String, Vec<u8>>, serde_json::Value) {
    let folder = Folder::open(scratch.path().join(out));
    let mut json = folder.json();
    json.as_object_mut().unwrap().remove("provenance").expect("a provenance block");
    let mut files = folder.files();
    files.retain(|name, _| name.ends_with(".parquet") || name.ends_with(".csv"));
    (files, json)
}

#[test]
fn neither_order_nor_files_nor_threads_change_a_byte() {
    let log = log();
    let scratch = Scratch::new();
    scratch.write("whole.csv", log.csv());
    scratch.write("shuffled.csv", log.shuffled(9).csv());
    let mut front = log.shuffled(10);
    let back = Log(front.0.split_off(log.0.len() / 3));
    scratch.write("part-1.ndjson", front.ndjson());
    scratch.write("part-2.csv.gz", gzip(back.csv().as_bytes()));
    let audits: [(&str, &[&str]); 5] = [
        ("first", &["whole.csv", "--threads", "1"]),
        ("again", &["whole.csv", "--threads", "1"]),
        ("two-threads", &["whole.csv", "--threads", "2"]),
        ("other-order", &["shuffled.csv", "--threads", "2"]),
        ("several-files", &["part-2.csv.gz", "part-1.ndjson", "--threads", "2"]),
    ];
    for (out, args) in audits {
        let args = [&["audit"], args, &["--decoys", "2", "--out", out]].concat();
        scratch.claque(&args).ends_with(0);
    }
    let first = result(&scratch, "first");
    assert!(
        !Folder::open(scratch.path().join("first")).crews().is_empty(),
        "a log without crews would show little"
    );
    for out in ["again", "two-threads", "other-order", "several-files"] {
        let other = result(&scratch, out);
        for (name, bytes) in &first.0 {
            assert!(other.0.get(name) == Some(bytes), "{name} of `{out}` differs");
        }
        assert_eq!(first.0.len(), other.0.len());
        assert_eq!(first.1, other.1, "audit.json of `{out}` differs outside provenance");
    }
}

#[test]
fn the_same_run_gives_the_same_report() {
    let scratch = Scratch::new();
    scratch.write("a.csv", log().csv());
    for out in ["one", "two"] {
        scratch.claque(&["audit", "a.csv", "--decoys", "1", "--out", out]).ends_with(0);
    }
    let files = |out: &str| Folder::open(scratch.path().join(out)).files();
    assert!(files("one") == files("two"), "every file, report.html too");
}

#[test]
fn another_seed_is_written_down() {
    let scratch = Scratch::new();
    scratch.write("a.csv", village(300, 1).csv());
    scratch.claque(&["audit", "a.csv", "--decoys", "1", "--seed", "77"]).ends_with(0);
    assert_eq!(Folder::open(scratch.path().join("a.claque")).json()["seed"], 77);
}
