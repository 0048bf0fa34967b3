//! What the tests share: files written and read back.
#![allow(dead_code, reason = "no test file uses all of it")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use claque_log::{Fault, FaultKind, Input, Reading, Request, read};
use claque_marks::Silent;

/// A folder for one test, gone after it.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self) -> PathBuf {
        self.0.path().to_owned()
    }

    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

/// A request for files.
pub fn of(paths: &[PathBuf]) -> Request {
    Request { inputs: paths.iter().cloned().map(Input::Path).collect(), ..Request::default() }
}

/// Reads bytes as a log under some name.
pub fn read_as(
    name: &str,
    bytes: impl AsRef<[u8]>,
    change: impl FnOnce(&mut Request),
) -> Result<Reading, Fault> {
    let folder = Folder::new();
    let mut request = of(&[folder.file(name, bytes)]);
    change(&mut request);
    let result = read(&request, &Silent);
    if let Ok(reading) = &result {
        assert!(reading.ledger.holds(), "{:?}", reading.ledger);
        assert_eq!(reading.ledger.rejected, reading.rejected.count());
        assert_eq!(reading.log.columns.check(), Ok(()));
    }
    result
}

pub fn csv(bytes: impl AsRef<[u8]>) -> Result<Reading, Fault> {
    read_as("log.csv", bytes, |_| {})
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

pub fn zst(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

/// Columns as a Parquet file.
pub fn parquet(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut out = Vec::new();
    let mut writer = parquet::arrow::ArrowWriter::try_new(&mut out, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    out
}

pub fn texts(values: impl IntoIterator<Item = String>) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(values))
}

pub fn ints(values: impl IntoIterator<Item = i64>) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values(values))
}

/// A generator of numbers that is the same everywhere.
pub struct Draw(pub u64);

impl Draw {
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            list.swap(i, self.below(i as u64 + 1) as usize);
        }
    }
}

/// One row of a made log.
#[derive(Clone, Debug)]
pub struct Made {
    pub account: String,
    pub page: String,
    pub time: i64,
    pub action: &'static str,
    pub verb: &'static str,
    pub owner: String,
    pub country: &'static str,
}

/// A made log with repeats, withdrawals, orphans, several verbs, torn owners and equal instants.
pub fn made(rows: u64, seed: u64) -> Vec<Made> {
    let mut draw = Draw(seed);
    (0..rows)
        .map(|_| {
            let page = draw.below(40);
            Made {
                account: format!("a{}", draw.below(60)),
                page: format!("p{page}"),
                time: 1_600_000_000 + draw.below(500) as i64,
                action: if draw.below(4) == 0 { "unlike" } else { "like" },
                verb: ["like", "follow"][draw.below(2) as usize],
                owner: format!("o{}", if draw.below(10) == 0 { draw.below(5) } else { page / 3 }),
                country: ["KH", "IN", "PH", ""][draw.below(4) as usize],
            }
        })
        .collect()
}

pub fn as_csv(rows: &[Made], delimiter: char) -> Vec<u8> {
    let mut out = "account,page,time,action,verb,owner,country\n".replace(',', &delimiter.to_string());
    for r in rows {
        let fields = [
            r.account.clone(),
            r.page.clone(),
            r.time.to_string(),
            r.action.into(),
            r.verb.into(),
            r.owner.clone(),
            r.country.into(),
        ];
        out.push_str(&fields.join(&delimiter.to_string()));
        out.push('\n');
    }
    out.into_bytes()
}

pub fn as_ndjson(rows: &[Made]) -> Vec<u8> {
    let mut out = Vec::new();
    for r in rows {
        let line = format!(
            "{{\"who\":{{\"account\":\"{}\"}},\"page\":\"{}\",\"x\":[1,{{\"page\":2}}],\"time\":{},\"action\":\"{}\",\"verb\":\"{}\",\"owner\":\"{}\",\"country\":\"{}\"}}\n",
            r.account, r.page, r.time, r.action, r.verb, r.owner, r.country
        );
        out.extend(line.into_bytes());
    }
    out
}

pub fn as_parquet(rows: &[Made]) -> Vec<u8> {
    parquet(vec![
        ("account", texts(rows.iter().map(|r| r.account.clone()))),
        ("page", texts(rows.iter().map(|r| r.page.clone()))),
        ("time", ints(rows.iter().map(|r| r.time))),
        ("action", texts(rows.iter().map(|r| r.action.to_owned()))),
        ("verb", texts(rows.iter().map(|r| r.verb.to_owned()))),
        ("owner", texts(rows.iter().map(|r| r.owner.clone()))),
        ("country", texts(rows.iter().map(|r| r.country.to_owned()))),
    ])
}

/// The folder of files that were collected for development, which is no part of the repository; `CLAQUE_DATA` names
/// it, or the folder that holds it as `data`.
pub fn data() -> Option<PathBuf> {
    let path = std::env::var_os("CLAQUE_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        |p| {
            let path = PathBuf::from(p);
            if path.join("data").is_dir() { path.join("data") } else { path }
        },
    );
    if !path.is_dir() {
        eprintln!("SKIPPED: no folder {} (set CLAQUE_DATA)", path.display());
        return None;
    }
    Some(path)
}

/// The fault of a reading that is refused, of this kind and with these words.
pub fn refused(result: Result<Reading, Fault>, kind: FaultKind, words: &[&str]) -> Fault {
    let fault = result.expect_err("refused");
    assert_eq!(fault.kind, kind, "{fault}");
    for word in words {
        assert!(fault.to_string().contains(word), "`{word}` in: {fault}");
    }
    fault
}

/// A CSV log of so many lines.
pub fn rows(n: u64, line: impl Fn(u64) -> String) -> String {
    let mut text = "account,page,time\n".to_owned();
    (0..n).for_each(|i| text.push_str(&line(i)));
    text
}

/// A line of a log that is in order; no two are one mark.
pub fn good(i: u64) -> String {
    format!("a{},p{},{}\n", i % 700, i / 700, 1_600_000_000 + i)
}
