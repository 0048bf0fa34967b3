//! What claque says of itself (completions, manual pages, colours), and how it ends when it is told to stop.

use crate::support::town::audited;
use crate::support::{Scratch, claque, log::village};
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const COMMANDS: &[&str] =
    &["audit", "demo", "worlds", "why", "rows", "export", "report", "completions", "man"];

#[test]
fn every_command_helps_with_examples() {
    let scratch = Scratch::new();
    let front = scratch.claque(&["--help"]).ends_with(0).stdout.clone();
    for command in COMMANDS {
        assert!(front.contains(&format!("\n  {command} ")), "{command}:\n{front}");
        let help = scratch.claque(&[command, "--help"]).ends_with(0).stdout.clone();
        assert!(help.contains("Examples:") && help.contains(&format!("  claque {command}")), "{help}");
    }
}

#[test]
fn completions_know_every_command_and_flag() {
    let scratch = Scratch::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = scratch.claque(&["completions", shell]).ends_with(0).stdout.clone();
        for word in COMMANDS.iter().chain(&["all-members", "min-weight", "edition"]) {
            assert!(script.contains(word), "{shell} does not complete {word}");
        }
    }
    scratch.claque(&["completions", "tcsh"]).ends_with(2);
    let bash = scratch.write("claque.bash", scratch.claque(&["completions", "bash"]).stdout);
    let Ok(asked) = Command::new("bash")
        .args(["-c", "source \"$1\"; COMP_WORDS=(claque exp); COMP_CWORD=1; _claque claque exp claque; echo ${COMPREPLY[@]}", "-"])
        .arg(&bash)
        .output()
    else {
        return;
    };
    assert_eq!(
        String::from_utf8_lossy(&asked.stdout).trim(),
        "export",
        "{}",
        String::from_utf8_lossy(&asked.stderr)
    );
}

#[test]
fn manual_pages_are_made_from_the_flags() {
    let scratch = Scratch::new();
    let page = scratch.claque(&["man", "audit"]).ends_with(0).stdout.clone();
    assert!(
        page.contains(".TH claque-audit 1") && page.contains("all\\-members") && page.contains("Examples:"),
        "{page}"
    );
    assert!(scratch.claque(&["man"]).ends_with(0).stdout.contains(".TH claque 1"));
    assert!(scratch.claque(&["man", "worlds", "make"]).ends_with(0).stdout.contains("claque-worlds-make"));
    scratch.claque(&["man", "applaud"]).refuses(2, &["applaud", "audit"]);
    scratch.claque(&["man", "--out", "man1"]).refuses(2, &["man1"]);
    std::fs::create_dir(scratch.path().join("man1")).unwrap();
    scratch.claque(&["man", "--out", "man1"]).ends_with(0);
    for command in COMMANDS {
        assert!(scratch.path().join(format!("man1/claque-{command}.1")).is_file(), "{command}");
    }
}

#[test]
fn colour_only_where_it_is_wanted() {
    let scratch = Scratch::new();
    let help = |variables: &[(&str, &str)]| {
        let mut command = claque();
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        command.current_dir(scratch.path()).arg("--help").envs(variables.iter().copied());
        String::from_utf8(command.output().unwrap().stdout).unwrap().contains('\u{1b}')
    };
    assert!(!help(&[]), "no colour where stdout is no terminal");
    assert!(help(&[("CLICOLOR_FORCE", "1")]), "forced");
    assert!(!help(&[("NO_COLOR", "1")]) && !help(&[("CLICOLOR", "0")]));
}

#[test]
fn a_reader_that_goes_away_is_no_fault_of_any_command() {
    let (scratch, _) = audited(&["--decoys", "0"]);
    for args in [
        &["why", "town.claque", "C1"][..],
        &["rows", "town.claque", "C1", "--quiet"],
        &["export", "town.claque", "--gexf", "--out", "-"],
        &["report", "town.claque", "--edition", "full", "--out", "-"],
        &["completions", "bash"],
        &["man", "audit"],
        &["worlds", "list"],
    ] {
        let mut child = claque()
            .current_dir(scratch.path())
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let ended = child.wait_with_output().unwrap();
        let talk = String::from_utf8_lossy(&ended.stderr);
        assert_eq!((ended.status.code(), talk.as_ref()), (Some(0), ""), "{args:?}");
    }
}

/// While it reads, and a copy of what it reads lies beside the place where the folder will stand.
#[cfg(unix)]
#[test]
fn an_interrupt_leaves_nothing_behind() {
    let scratch = Scratch::new();
    for signal in ["-INT", "-TERM"] {
        let mut child = claque()
            .current_dir(scratch.path())
            .args(["audit", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Enough for a head to be looked at, and no end of it.
        let mut pipe = child.stdin.take().unwrap();
        pipe.write_all(village(400, 1).csv().as_bytes()).unwrap();
        pipe.flush().unwrap();
        let begun = Instant::now();
        while scratch.names().is_empty() && begun.elapsed() < Duration::from_secs(30) {
            std::thread::sleep(Duration::from_millis(20));
        }
        assert!(!scratch.names().is_empty(), "the copy is on its way");
        assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
        let ended = child.wait_with_output().unwrap();
        drop(pipe);
        assert_eq!(ended.status.code(), Some(130));
        let talk = String::from_utf8_lossy(&ended.stderr);
        assert!(talk.contains("interrupted; nothing was written"), "{talk}");
        assert_eq!(scratch.names(), [] as [String; 0]);
    }
}
