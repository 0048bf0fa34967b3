//! What scripts see: codes, stdout and stderr.

use crate::support::Scratch;
use crate::support::log::village;
use std::process::Stdio;

#[test]
fn wrong_usage_is_2() {
    let scratch = Scratch::new();
    scratch.write("likes.csv", village(50, 1).csv());
    for args in [
        &["audit"][..],
        &["audit", "likes.csv", "--nosuch"],
        &["audit", "likes.csv", "--decoys", "many"],
        &["audit", "likes.csv", "--threads", "0"],
        &["audit", "likes.csv", "--delimiter", ";;"],
        &["audit", "likes.csv", "--fail-on", "crime"],
        &["applaud"],
        &[],
    ] {
        let run = scratch.claque(args);
        run.ends_with(2);
        assert!(run.stdout.is_empty() && !run.stderr.is_empty(), "{args:?}");
    }
    scratch.claque(&["audit", "-", "-"]).refuses(2, &["standard input"]);
    scratch
        .claque(&["audit", "likes.csv", "--fail-on", "any", "--decoys", "0"])
        .refuses(2, &["--fail-on", "--decoys"]);
    assert_eq!(scratch.names(), ["likes.csv"]);
}

#[test]
fn fail_on_is_10_for_a_crew_that_stands_and_0_for_a_village() {
    let scratch = Scratch::new();
    scratch.write("quiet.csv", village(400, 1).csv());
    scratch.claque(&["audit", "quiet.csv", "--fail-on", "any"]).ends_with(0);
    scratch.claque(&["demo", "--fail-on", "any"]).ends_with(10);
    scratch.claque(&["demo", "--fail-on", "hired", "--quiet"]).ends_with(10);
    scratch.claque(&["demo", "--fail-on", "fabricated"]).ends_with(0);
    assert_eq!(
        scratch.names(),
        ["claque-demo", "quiet.claque", "quiet.csv"],
        "the folder is written all the same"
    );
}

#[test]
fn results_go_to_stdout_and_talk_to_stderr() {
    let scratch = Scratch::new();
    scratch.write("likes.csv", village(200, 1).csv());
    let run = scratch.claque(&["audit", "likes.csv", "--decoys", "0"]);
    run.ends_with(0).tells(&["account", "page", "time", "likes.claque"]);
    assert!(!run.stdout.is_empty());
    assert!(!run.stderr.contains('\u{1b}'), "no bar and no colour where stderr is no terminal");
    let quiet = scratch.claque(&["audit", "likes.csv", "--decoys", "0", "--quiet"]);
    assert_eq!(
        (quiet.stderr.as_str(), &quiet.stdout),
        ("", &run.stdout),
        "quiet says the result and nothing else"
    );
}

#[test]
fn json_is_json() {
    let scratch = Scratch::new();
    scratch.write("likes.csv", village(200, 1).csv());
    let run = scratch.claque(&["audit", "likes.csv", "--decoys", "0", "--json"]);
    let said: serde_json::Value = serde_json::from_str(&run.ends_with(0).stdout).expect("JSON");
    assert!(said.is_object(), "{said}");
}

#[test]
fn standard_input_is_a_log() {
    let scratch = Scratch::new();
    let log = village(200, 1);
    scratch.claque_fed(&["audit", "-", "--decoys", "0"], Some(log.csv().as_bytes())).ends_with(0);
    scratch.write("same.csv", log.csv());
    scratch.claque(&["audit", "same.csv", "--decoys", "0"]).ends_with(0);
    let pages = |folder: &str| std::fs::read(scratch.path().join(folder).join("pages.parquet")).unwrap();
    assert!(pages("stdin.claque") == pages("same.claque"));
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let scratch = Scratch::new();
    scratch.write("likes.csv", village(200, 1).csv());
    for args in [&["audit", "--help"][..], &["audit", "likes.csv", "--decoys", "0"]] {
        let mut command = crate::support::claque();
        command.current_dir(scratch.path()).args(args).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        let ended = child.wait_with_output().unwrap();
        let talk = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(0), "{args:?}: {talk}");
        assert!(!talk.contains("panicked") && !talk.contains("roken pipe"), "{talk}");
    }
}
