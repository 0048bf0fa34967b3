//! The output folder: where it goes, whole or not at all, and what it never replaces.

use crate::support::log::village;
use crate::support::{Folder, Scratch};

#[test]
fn it_is_named_after_the_first_input() {
    let scratch = Scratch::new();
    scratch.write("in/likes.csv", village(60, 1).csv());
    scratch.claque(&["audit", "in/likes.csv", "--decoys", "0"]).ends_with(0);
    Folder::open(scratch.path().join("likes.claque"));
    assert_eq!(scratch.names(), ["in", "likes.claque"], "nothing else is left");
}

#[test]
fn a_place_that_cannot_be_written() {
    let scratch = Scratch::new();
    scratch.write("likes.csv", village(60, 1).csv());
    scratch.write("file", "not a folder");
    // Neither place can be made by anybody, whatever his rights.
    for place in ["file/out", "/proc/claque-out"] {
        let run = scratch.claque(&["audit", "likes.csv", "--decoys", "0", "--out", place]);
        run.tells(&["claque: ", place, "what to do: ", "--out"]);
        assert!(matches!(run.code, Some(1 | 2)), "{:?}", run.code);
        assert_eq!(run.stdout, "");
        assert_eq!(scratch.names(), ["file", "likes.csv"]);
    }
}

#[test]
fn a_folder_that_claque_did_not_make_is_kept() {
    let scratch = Scratch::new();
    scratch.write("likes.csv", village(60, 1).csv());
    scratch.write("mine/diary.txt", "do not lose this");
    let args = ["audit", "likes.csv", "--decoys", "0", "--out", "mine"];
    scratch.claque(&args).refuses(2, &["mine", "did not make", "--force"]);
    assert_eq!(std::fs::read_to_string(scratch.path().join("mine/diary.txt")).unwrap(), "do not lose this");
    scratch.claque(&[&args[..], &["--force"]].concat()).ends_with(0);
    Folder::open(scratch.path().join("mine"));
    assert!(!scratch.path().join("mine/diary.txt").exists(), "forced means replaced as a whole");
    assert_eq!(scratch.names(), ["likes.csv", "mine"]);
}

#[test]
fn an_audit_of_other_inputs_is_kept_and_the_same_replaced() {
    let scratch = Scratch::new();
    scratch.write("a.csv", village(60, 1).csv());
    scratch.write("b.csv", village(60, 2).csv());
    let audit = |input: &str| scratch.claque(&["audit", input, "--decoys", "0", "--out", "out"]);
    audit("a.csv").ends_with(0);
    let first = Folder::open(scratch.path().join("out")).files();
    audit("b.csv").refuses(2, &["out", "other inputs", "--force"]);
    assert!(Folder::open(scratch.path().join("out")).files() == first, "untouched");
    audit("a.csv").ends_with(0);
    assert_eq!(scratch.names(), ["a.csv", "b.csv", "out"]);
}

#[test]
#[cfg(unix)]
fn an_interrupt_leaves_nothing() {
    use std::io::{BufRead, BufReader, Read};
    let scratch = Scratch::new();
    let mut child = crate::support::claque()
        .current_dir(scratch.path())
        .args(["demo", "--decoys", "100000"])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // The mapping is shown when the log is read and the search begins.
    let mut talk = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("account") {
        line.clear();
        assert!(talk.read_line(&mut line).unwrap() > 0, "the mapping is shown");
    }
    let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let ended = child.wait().unwrap();
    let mut rest = String::new();
    talk.read_to_string(&mut rest).unwrap();
    assert_eq!(ended.code(), Some(130), "{rest}");
    assert!(rest.contains("interrupted; nothing was written"), "{rest}");
    assert_eq!(scratch.names(), Vec::<String>::new());
}
