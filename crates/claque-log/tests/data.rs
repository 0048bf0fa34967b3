//! Every file that was collected for development is read, or refused with a reason that a person can use.
//! The folder is no part of the repository: where it is absent, the test says so and does nothing.

use std::path::{Path, PathBuf};

mod common;

use claque_log::{ColumnFlags, Fault, FaultKind, Input, Reading, Request, read};
use claque_marks::Silent;
use common::data as folder;

fn at(path: &Path) -> Result<Reading, Fault> {
    read(&Request { inputs: vec![Input::Path(path.to_owned())], ..Request::default() }, &Silent)
}

fn tell(path: &Path, result: &Result<Reading, Fault>) {
    match result {
        Ok(r) => {
            let mapped: Vec<String> = r
                .mapping
                .columns
                .iter()
                .map(|c| format!("{}={} ({})", c.role, c.column, c.distinct))
                .collect();
            println!("{}: {} | {:?}", path.display(), mapped.join(" "), r.mapping.time_format);
            println!("  {:?}", r.ledger);
            r.warnings.iter().for_each(|w| println!("  {w}"));
            r.rejected.first.iter().take(2).for_each(|w| println!("  {}: {}", w.line, w.reason));
        }
        Err(fault) => println!("{fault}"),
    }
}

#[test]
fn every_file_is_read_or_refused_with_a_reason() {
    let Some(folder) = folder() else { return };
    let mut files: Vec<PathBuf> = Vec::new();
    for part in std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()) {
        files.extend(std::fs::read_dir(part).unwrap().map(|e| e.unwrap().path()));
    }
    files.sort();
    assert!(files.len() > 10);
    for path in files {
        let result = at(&path);
        tell(&path, &result);
        match result {
            Ok(reading) => {
                assert!(reading.ledger.holds());
                assert_eq!(reading.log.columns.check(), Ok(()));
                assert_eq!(reading.inputs[0].bytes, path.metadata().unwrap().len());
            }
            Err(fault) => {
                assert_eq!(fault.kind, FaultKind::Unusable);
                assert!(fault.file.is_some() && !fault.remedy.is_empty(), "{fault}");
            }
        }
    }
}

#[test]
fn logs_hold_what_their_notes_say() {
    let Some(folder) = folder() else { return };
    // file, rows, accounts, pages, how times are written
    for (file, rows, accounts, pages, times) in [
        ("github_stars_campaign/stars.csv", 3_237, 358, 87, "RFC 3339"),
        ("github_stars_low_activity/stars.csv.gz", 14_721, 12_094, 1_512, "RFC 3339"),
        ("coortweet/russian_coord_tweets.csv.gz", 35_125, 9_509, 0, "epoch seconds"),
        ("coortweet/german_elections.csv.gz", 218_971, 58_314, 0, "epoch seconds"),
        ("organic/wikipedia_edits.csv.gz", 157_474, 8_227, 1_000, "seconds counted from 0"),
        ("organic/collegemsg.csv.gz", 59_835, 0, 0, "epoch seconds"),
        ("organic/amazon28k.csv.gz", 27_980, 0, 0, "epoch seconds"),
    ] {
        let reading = at(&folder.join(file)).unwrap_or_else(|f| panic!("{f}"));
        assert_eq!(reading.ledger.lines_in, rows, "{file}");
        // Three rows of the German set name an account and a time and nothing else.
        let bad = if file.contains("german") { 3 } else { 0 };
        assert_eq!(reading.ledger.rejected, bad, "{file}: {:?}", reading.rejected.first);
        assert_eq!(reading.mapping.time_format.as_deref(), Some(times), "{file}");
        assert!(accounts == 0 || reading.log.names.accounts.len() == accounts, "{file}");
        assert!(pages == 0 || reading.log.names.pages.len() == pages, "{file}");
    }
}

#[test]
fn likes_of_nested_objects_are_reached_by_dotted_names() {
    let Some(folder) = folder() else { return };
    // An excerpt of a firehose has a new account and a new page in every row, which is refused unless both
    // columns are named.
    let columns = ColumnFlags {
        account: Some("did".into()),
        page: Some("commit.record.subject.uri".into()),
        ..ColumnFlags::default()
    };
    let inputs = vec![Input::Path(folder.join("bluesky_jetstream/jetstream_v1_real_2026-07-04.jsonl"))];
    let reading = read(&Request { inputs, columns, ..Request::default() }, &Silent).unwrap();
    assert!(reading.ledger.used > 0 && reading.ledger.holds());
    assert!(reading.log.names.pages.iter().all(|p| p.starts_with("at://did:plc:")));
    assert_eq!(reading.mapping.time_format.as_deref(), Some("epoch microseconds"));
}

#[test]
fn worlds_are_read_with_their_side_tables() {
    let Some(folder) = folder() else { return };
    let worlds = folder.join("../worlds");
    for (world, marks, owners) in
        [("long_mixed", 556_067, None), ("long_organic", 322_075, None), ("posts_mixed", 609_028, Some(600))]
    {
        let world = worlds.join(world);
        if !world.is_dir() {
            eprintln!("SKIPPED: no folder {}", world.display());
            continue;
        }
        let request = Request {
            inputs: vec![Input::Path(world.join("likes.parquet"))],
            accounts: Some(world.join("accounts.parquet")),
            pages: Some(world.join("pages.parquet")),
            ..Request::default()
        };
        let reading = read(&request, &Silent).unwrap_or_else(|f| panic!("{f}"));
        assert_eq!(reading.ledger.lines_in, marks);
        assert!(reading.log.columns.owners_known && !reading.log.columns.created.is_empty());
        assert!(owners.is_none_or(|o| reading.log.columns.owners <= o));
        assert_eq!(reading.inputs.len(), 3);
        tell(&world, &Ok(reading));

        // The whole folder: the other tables are no logs, and that is told.
        let request = Request { inputs: vec![Input::Path(world.clone())], ..Request::default() };
        let whole = read(&request, &Silent).unwrap_or_else(|f| panic!("{f}"));
        assert_eq!(whole.ledger.lines_in, marks);
        assert!(whole.warnings.iter().filter(|w| w.0.contains("was not read")).count() >= 4);
    }
}
