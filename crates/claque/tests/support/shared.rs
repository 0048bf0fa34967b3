//! Data that cannot travel with the project: found beside it or where `CLAQUE_DATA` points, else the tests
//! that need it are skipped aloud. `tests/run` counts the skipped ones.

use super::Log;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// A file or folder of the shared data, or `None` after saying that this test is skipped.
pub fn shared(test: &str, path: &str) -> Option<PathBuf> {
    let root = match std::env::var_os("CLAQUE_DATA") {
        Some(root) => PathBuf::from(root),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
    };
    let found = root.join(path);
    if found.exists() {
        return Some(found);
    }
    skip(test, &format!("no {path} beside the project; CLAQUE_DATA names the folder that holds it"));
    None
}

/// Says that a test is skipped, past the capture of test harnesses, and notes it for `tests/run`.
pub fn skip(test: &str, why: &str) {
    let line = format!("SKIPPED {test}: {why}\n");
    let _ = std::io::stderr().write_all(line.as_bytes());
    if let Some(list) = std::env::var_os("CLAQUE_SKIPPED") {
        let mut list =
            std::fs::OpenOptions::new().append(true).create(true).open(list).expect("the list of skips");
        list.write_all(line.as_bytes()).expect("the list of skips");
    }
}

/// An organic log: whose columns are what, its accounts and pages told apart by a letter. Each page is its
/// own owner; of repeats the first stays.
pub fn organic(path: &Path, delimiter: char, [account, page, time]: [&str; 3]) -> Log {
    let bytes = std::fs::read(path).unwrap();
    let mut text = String::new();
    if path.extension().is_some_and(|e| e == "gz") {
        flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap();
    } else {
        text = String::from_utf8(bytes).unwrap();
    }
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split(delimiter).collect();
    let place =
        |name: &str| header.iter().position(|h| *h == name).unwrap_or_else(|| panic!("no column {name}"));
    let (account, page, time) = (place(account), place(page), place(time));
    let mut log = Log::default();
    for line in lines {
        let fields: Vec<&str> = line.split(delimiter).collect();
        let page = format!("p{}", fields[page]);
        log.push(&format!("a{}", fields[account]), &page, &page, fields[time].parse::<f64>().unwrap() as i64);
    }
    log.0.sort_by(|a, b| (&a.account, &a.page, a.time).cmp(&(&b.account, &b.page, b.time)));
    log.0.dedup_by(|a, b| (&a.account, &a.page) == (&b.account, &b.page));
    log
}
