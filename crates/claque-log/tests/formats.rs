//! `docs/formats.md` says what happens to every file at hand, which sources are known and what the budgets are. Its
//! table of files is held against the reader, and the counts against another library's.

mod common;

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};

use claque_log::{FaultKind, budget, formats, read};
use claque_marks::Silent;
use common::{data as folder, of};

fn docs() -> (PathBuf, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/formats.md");
    let text = std::fs::read_to_string(&path).unwrap();
    (path, text)
}

/// The rows of the table of files: file, what, rows, marks, rejected, else.
fn table(docs: &str) -> Vec<[String; 6]> {
    let behind = docs.split_once("## Files at hand").unwrap().1;
    let row = |line: &str| -> Option<[String; 6]> {
        let cells: Vec<String> =
            line.trim().trim_matches('|').split('|').map(|c| c.trim().to_owned()).collect();
        cells.try_into().ok()
    };
    behind.lines().filter(|l| l.starts_with("| `")).map(|l| row(l).unwrap()).collect()
}

#[test]
fn every_file_does_what_the_table_says() {
    let Some(folder) = folder() else { return };
    let (_, docs) = docs();
    let mut told = BTreeSet::new();
    for [file, what, rows, marks, rejected, other] in table(&docs) {
        let file = file.trim_matches('`').to_owned();
        let path = folder.join(&file);
        told.insert(file.clone());
        match read(&of(&[path]), &Silent) {
            Ok(reading) => {
                let ledger = reading.ledger;
                assert!(ledger.holds());
                let got = [ledger.lines_in, ledger.marks, ledger.rejected].map(|n| n.to_string());
                assert_eq!(got, [rows, marks, rejected], "{file}");
                assert_eq!(reading.inputs[0].format, what, "{file}");
            }
            Err(fault) => {
                let named = other.strip_prefix("refused: ").unwrap_or_else(|| panic!("{file}: {fault}"));
                assert_eq!(fault.kind, FaultKind::Unusable);
                let said = fault.to_string();
                for word in named.split(", ").map(|w| w.trim_matches('`')) {
                    assert!(said.contains(word), "{file}: {said} does not say {word}");
                }
            }
        }
    }
    let mut there = BTreeSet::new();
    for part in std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()) {
        for file in std::fs::read_dir(&part).unwrap() {
            there.insert(file.unwrap().path().strip_prefix(&folder).unwrap().to_string_lossy().into_owned());
        }
    }
    assert_eq!(told, there, "docs/formats.md names every file and no other");
}

/// Rows, and different pairs of account and page, as the crate `csv` reads them.
fn by_csv(path: &Path, account: &str, page: &str) -> (u64, u64) {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).unwrap();
    match path.extension().is_some_and(|e| e == "gz") {
        true => flate2::read::MultiGzDecoder::new(file).read_to_end(&mut bytes),
        false => std::io::BufReader::new(file).read_to_end(&mut bytes),
    }
    .unwrap();
    let mut reader = csv::Reader::from_reader(&bytes[..]);
    let headers = reader.headers().unwrap().clone();
    let at = |name: &str| headers.iter().position(|h| h == name).unwrap();
    let (account, page) = (at(account), at(page));
    let (mut rows, mut pairs) = (0, BTreeSet::new());
    for record in reader.records() {
        let record = record.unwrap();
        rows += 1;
        if !record[page].is_empty() {
            pairs.insert((record[account].to_owned(), record[page].to_owned()));
        }
    }
    (rows, pairs.len() as u64)
}

#[test]
fn counts_are_those_of_another_library() {
    let Some(folder) = folder() else { return };
    let (_, docs) = docs();
    let of = |file: &str| {
        let row = table(&docs).into_iter().find(|r| r[0].trim_matches('`') == file).unwrap();
        (row[2].parse::<u64>().unwrap(), row[3].parse::<u64>().unwrap())
    };
    for (file, account, page) in [
        ("coortweet/german_elections.csv.gz", "account_id", "post_id"),
        ("coortweet/russian_coord_tweets.csv.gz", "account_id", "object_id"),
        ("formats/sample_data.csv", "user_id", "repost_id"),
        ("github_stars_campaign/stars.csv", "account", "page"),
        ("github_stars_low_activity/stars.csv.gz", "account", "page"),
        ("organic/amazon28k.csv.gz", "user", "item"),
        ("organic/collegemsg.csv.gz", "src", "dst"),
        ("organic/wikipedia_edits.csv.gz", "user", "page"),
    ] {
        assert_eq!(by_csv(&folder.join(file), account, page), of(file), "{file}");
    }
    for file in [
        "bluesky_jetstream/jetstream_v1_golden10.jsonl",
        "bluesky_jetstream/jetstream_v1_real_2026-07-04.jsonl",
    ] {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        let mut marks = BTreeSet::new();
        for line in text.lines() {
            let event: serde_json::Value = serde_json::from_str(line).unwrap();
            let commit = &event["commit"];
            let kind = commit["collection"].as_str().unwrap_or_default();
            let known =
                ["app.bsky.feed.like", "app.bsky.feed.repost", "app.bsky.graph.follow"].contains(&kind);
            let subject = &commit["record"]["subject"];
            let page = subject["uri"].as_str().or(subject.as_str());
            if let (true, "create", Some(page)) = (known, commit["operation"].as_str().unwrap_or(""), page) {
                marks.insert((event["did"].to_string(), kind.to_owned(), page.to_owned()));
            }
        }
        assert_eq!((text.lines().count() as u64, marks.len() as u64), of(file), "{file}");
    }
}

/// Puts a text between two marks of the page.
fn between(docs: &str, mark: &str, text: &str) -> String {
    let begin = docs.find(&format!("<!-- {mark}")).unwrap();
    let begin = begin + docs[begin..].find("-->").unwrap() + 4;
    let end = begin + docs[begin..].find("<!-- end -->").unwrap();
    format!("{}{text}{}", &docs[..begin], &docs[end..])
}

#[test]
fn sources_and_budgets_are_those_of_the_code() {
    let (path, text) = docs();
    let mut sources = "| name | what it is | described by |\n|---|---|---|\n".to_owned();
    for format in formats() {
        sources.push_str(&format!("| `{}` | {} | {} |\n", format.name, format.about, format.source));
    }
    let mut budgets = "| limit | at most |\n|---|---|\n".to_owned();
    for (what, most) in budget::told() {
        budgets.push_str(&format!("| {what} | {most} |\n"));
    }
    let want = between(&between(&text, "sources", &sources), "budgets", &budgets);
    if std::env::var_os("CLAQUE_WRITE_DOCS").is_some() {
        std::fs::write(path, want).unwrap();
        return;
    }
    assert_eq!(text, want, "CLAQUE_WRITE_DOCS=1 cargo test -p claque-log --test formats makes it");
}
