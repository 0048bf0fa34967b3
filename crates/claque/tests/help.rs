//! The help says everything that can be asked.

use crate::support::Scratch;

/// Every flag of the contract; a new one is added here and in `flags.rs`.
const AUDIT: &[&str] = &[
    "--accounts",
    "--pages",
    "--out",
    "--decoys",
    "--no-power",
    "--quick",
    "--coverage",
    "--seed",
    "--threads",
    "--json",
    "--force",
    "--all-members",
    "--reveal",
    "--account",
    "--page",
    "--time",
    "--action",
    "--verb",
    "--owner",
    "--country",
    "--delimiter",
    "--assume-tz",
    "--time-origin",
    "--format",
    "--one-page",
    "--null-names",
    "--sheet",
    "--dates",
    "--strict",
    "--fail-on",
    "--quiet",
    "--timings",
    "--config",
    "--no-keep",
    "--dry-run",
];
const AUDIENCE: &[&str] = &[
    "--period",
    "--counts",
    "--page",
    "--day-first",
    "--month-first",
    "--delimiter",
    "--home",
    "--home-share",
    "--compare",
    "--events",
    "--base-rates",
    "--out",
    "--force",
    "--json",
    "--quiet",
    "--threads",
];
const DEMO: &[&str] = &[
    "--out",
    "--decoys",
    "--no-power",
    "--quick",
    "--coverage",
    "--seed",
    "--threads",
    "--json",
    "--force",
    "--all-members",
    "--reveal",
    "--fail-on",
    "--quiet",
    "--timings",
    "--dry-run",
];

#[test]
fn it_names_every_flag_with_examples_and_codes() {
    let scratch = Scratch::new();
    for (command, flags) in [("audit", AUDIT), ("audience", AUDIENCE), ("demo", DEMO)] {
        let help = scratch.claque(&[command, "--help"]).ends_with(0).stdout.clone();
        let words: Vec<&str> = help.split_whitespace().collect();
        for flag in flags {
            assert!(words.contains(flag), "`{command} --help` does not name {flag}:\n{help}");
        }
        assert!(help.contains("Examples:") && help.contains("Exit codes:"), "{help}");
        // The exit codes are those of all commands, and name a flag that not every one has.
        let own = help.split("Exit codes:").next().unwrap_or_default();
        let known = own
            .split_whitespace()
            .filter(|w| w.starts_with("--") && w.len() > 2)
            .map(|w| w.trim_end_matches([',', ';', '.', ':']));
        for flag in known {
            let listed = flags.contains(&flag) || flag == "--help";
            assert!(listed, "`{command} --help` names {flag}, which the list of this test lacks");
        }
    }
}

#[test]
fn the_front_page_and_the_version() {
    let scratch = Scratch::new();
    let help = scratch.claque(&["--help"]).ends_with(0).stdout.clone();
    assert!(help.contains("audit") && help.contains("demo") && help.contains("Exit codes:"), "{help}");
    let version = scratch.claque(&["--version"]).ends_with(0).stdout.clone();
    assert_eq!(version.trim(), format!("claque {}", env!("CARGO_PKG_VERSION")));
}
