//! docs/report-review.md: each of the twenty questions names a place in the demo's report, and words that stand there.

use crate::support::{Folder, Scratch};
use std::collections::BTreeSet;

/// What a reader sees of the element with this id and of all that follows it.
fn seen_from<'a>(report: &'a str, id: &str) -> Option<&'a str> {
    report.find(&format!("id=\"{id}\"")).map(|at| &report[at..])
}

fn plain(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

#[test]
fn every_answer_of_the_review_stands_in_the_demos_report() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/report-review.md");
    let review = std::fs::read_to_string(path).unwrap();
    let scratch = Scratch::new();
    scratch.claque(&["demo", "--decoys", "2"]).ends_with(0);
    let report = Folder::open(scratch.path().join("claque-demo")).text("report.html");
    let first_screen = plain(&report[..report.find("<section").unwrap()]);
    for said in [
        "95\u{a0}% interval",
        "nor for campaigns too small to show in this log",
        "does not allow for the chance that a crew is wrongly named",
        "this log records none taken back",
        "Doubted: attributed by this search to a crew",
        "on 84 pages from 2024-05-24 to 2024-05-31",
        "may be wrong",
        "the work of chance",
        "For the same reason: Crew C2: 17 accounts",
        "For the same reason: Crew C3: 66 accounts",
        "by chance alone, fewer than one of these (0.076) would be expected",
        "The answer hangs most on one piece of evidence, “Closed circle”",
        "This log does not rule out",
        "weak support for this over “serves the same pages together”",
    ] {
        assert!(first_screen.contains(said), "{said}: {first_screen}");
    }
    // Neither that the pages are unrelated nor that nothing is under direction or taken back was measured.
    let all = plain(&report);
    for unmeasured in
        ["0 under direction", "0 taken back", "C1: serves unrelated", "crews that serve unrelated"]
    {
        assert!(!all.contains(unmeasured) && !report.contains(unmeasured), "{unmeasured}");
    }
    let mut asked = BTreeSet::new();
    for row in review.lines().filter(|l| l.starts_with("| ") && l.contains("](#")) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let [_, number, question, answer, place, words, _] = cells[..] else { panic!("{row}") };
        assert!(question.ends_with('?') && ["yes", "no"].contains(&answer), "{row}");
        let id = place.split_once("](#").and_then(|(_, id)| id.strip_suffix(')')).expect(row);
        let from = seen_from(&report, id).unwrap_or_else(|| panic!("no place #{id} in the report: {row}"));
        // The place: up to where the next chapter or crew begins.
        let end = ["<section", "<article", "</body>"].iter().filter_map(|e| from.find(e)).min();
        let said = plain(&from[..end.unwrap_or(from.len())]);
        assert!(said.contains(words.trim_matches('"')), "#{id} does not say {words}");
        assert!(asked.insert(number.to_owned()), "{number} is asked twice");
    }
    assert_eq!(asked.len(), 20);
}
