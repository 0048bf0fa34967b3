//! `claque audience`: tables of counts in, a valid folder out.

use crate::support::Scratch;
use claque_report::{validate, words::forbidden::forbidden_words};

const PRESS: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/likes-by-country/likes-by-country.csv");

#[test]
fn the_founding_case_gives_its_range_and_a_valid_folder() {
    let scratch = Scratch::new();
    let run = scratch.claque(&["audience", PRESS, "--home", "KH", "--out", "press"]);
    let run = run.ends_with(0);
    assert!(run.stdout.contains("59.4 % to 76.4 % are unexplained"), "{}", run.stdout);
    let folder = scratch.path().join("press");
    assert_eq!(validate(&folder), Ok(()));
    for file in ["report.html", "audit.json", "signals.csv", "audience.csv"] {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        assert_eq!(forbidden_words(&text, &[]), [] as [String; 0], "{file}");
    }
    let report = std::fs::read_to_string(folder.join("report.html")).unwrap();
    for said in ["660,861 of 779,000", "591,717 are stated from abroad", "118,139"] {
        assert!(report.contains(said), "{said}");
    }
}

#[test]
fn assumed_shares_are_those_that_were_asked_for() {
    let scratch = Scratch::new();
    let shares = "0.5,0.6,70.7%,0.8,0.85";
    let run = scratch.claque(&[
        "audience",
        PRESS,
        "--home",
        "Cambodia",
        "--home-share",
        shares,
        "--json",
        "--quiet",
    ]);
    let said: serde_json::Value = serde_json::from_str(&run.ends_with(0).stdout).unwrap();
    let page = said["pages"].as_array().unwrap().iter().find(|p| p["page"] == "Hun Sen").unwrap();
    for (h, percent) in [(0.5, 60.0), (0.6, 66.0), (0.707, 71.0), (0.8, 75.0), (0.85, 76.0)] {
        let rows = page["assumptions"].as_array().unwrap();
        let row = rows.iter().find(|a| a["number"] == h && a["message"] == "assume.share").unwrap();
        let share = row["share"]["value"].as_f64().unwrap() * 100.0;
        assert!((share - percent).abs() <= 0.5, "{h}: {share}");
    }
}

#[test]
fn a_world_of_counts_is_made_answered_and_scored() {
    let scratch = Scratch::new();
    scratch
        .claque(&["worlds", "make", "counts", "--scale", "0.02", "--seed", "3", "--out", "w"])
        .ends_with(0);
    let table = scratch.path().join("w").join("audience.csv");
    let table = table.to_str().unwrap();
    for (threads, out) in [("1", "a"), ("2", "b")] {
        scratch
            .claque(&["audience", table, "--home", "KH", "--threads", threads, "--out", out, "--quiet"])
            .ends_with(0);
    }
    let read = |out: &str, file: &str| std::fs::read(scratch.path().join(out).join(file)).unwrap();
    for file in ["audience.parquet", "signals.parquet", "report.html"] {
        assert_eq!(read("a", file), read("b", file), "{file} is the same whatever the number of threads");
    }
    assert_eq!(validate(&scratch.path().join("a")), Ok(()));
    let score = scratch.claque(&["worlds", "score", "w", "a"]).ends_with(0).stdout.clone();
    assert!(score.contains("intervals of rows") && score.contains("of 20000"), "{score}");
}

#[test]
fn a_table_that_cannot_be_read_names_its_cell() {
    let scratch = Scratch::new();
    std::fs::write(scratch.path().join("t.csv"), "date,country,new\n2021-05-01,Narnia,5\n").unwrap();
    let run = scratch.claque(&["audience", "t.csv"]);
    let stderr = &run.ends_with(3).stderr;
    assert!(
        stderr.contains("t.csv")
            && stderr.contains("row 2")
            && stderr.contains("`country`")
            && stderr.contains("Narnia"),
        "{stderr}"
    );
    assert!(!scratch.path().join("t.claque").exists(), "nothing is left");
}

/// The folder alone is told again in another language; counts name no account, and have no other edition.
#[test]
fn an_answer_from_counts_is_told_again_in_khmer() {
    let scratch = Scratch::new();
    scratch.claque(&["audience", PRESS, "--home", "KH", "--out", "press", "--quiet"]).ends_with(0);
    let english =
        scratch.claque(&["report", "press", "--edition", "full", "--out", "-"]).ends_with(0).stdout.clone();
    let made = std::fs::read_to_string(scratch.path().join("press").join("report.html")).unwrap();
    assert_eq!(english.trim_end(), made.trim_end(), "the full edition is the folder's own report");
    scratch.claque(&["report", "press", "--lang", "km"]).ends_with(0);
    let khmer = std::fs::read_to_string(scratch.path().join("press-full-km.html")).unwrap();
    for said in ["<html lang=\"km\">", "has not been reviewed", "កម្ពុជា", "660,861 ក្នុង 779,000", "59.4\u{a0}%"]
    {
        assert!(khmer.contains(said), "{said}");
    }
    for (flags, said) in
        [(["--edition", "public"], "one edition alone"), (["--letter", "Hun Sen"], "one edition alone")]
    {
        let run = scratch.claque(&[&["report", "press"][..], &flags].concat());
        assert!(run.ends_with(2).stderr.contains(said), "{flags:?}");
    }
    let why = scratch.claque(&["why", "press", "Hun Sen"]);
    assert!(why.ends_with(2).stderr.contains("an answer from tables of counts"), "{}", why.stderr);
}
