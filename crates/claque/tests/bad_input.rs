//! Logs that cannot be used, and rows that cannot: a clear error or a counted rejection, never a panic or
//! a partial folder.

use crate::support::log::{MONDAY, gzip, village};
use crate::support::{Folder, Scratch};

/// Runs an audit that must refuse, and looks whether it left anything beside the inputs.
#[track_caller]
fn refused(scratch: &Scratch, args: &[&str], code: i32, words: &[&str]) {
    let before = scratch.names();
    scratch.claque(&[&["audit", "--decoys", "0"], args].concat()).refuses(code, words);
    assert_eq!(scratch.names(), before, "a refusal leaves nothing");
}

/// Ten thousand rows of a village, one a line after the header.
fn rows() -> Vec<String> {
    let csv = village(1_200, 2).csv();
    let rows: Vec<String> = csv.lines().take(10_001).map(str::to_owned).collect();
    assert_eq!(rows.len(), 10_001);
    rows
}

#[test]
fn a_truncated_gzip() {
    let scratch = Scratch::new();
    let whole = gzip(village(600, 1).csv().as_bytes());
    scratch.write("cut.csv.gz", &whole[..whole.len() / 2]);
    refused(&scratch, &["cut.csv.gz"], 3, &["cut.csv.gz", "row "]);
}

#[test]
fn a_second_gzip_member_is_read() {
    let scratch = Scratch::new();
    let rows = rows();
    let (front, back) = rows.split_at(5_000);
    let mut packed = gzip((front.join("\n") + "\n").as_bytes());
    packed.extend(gzip((back.join("\n") + "\n").as_bytes()));
    scratch.write("members.csv.gz", packed);
    scratch.claque(&["audit", "members.csv.gz", "--decoys", "0"]).ends_with(0);
    let json = Folder::open(scratch.path().join("members.claque")).json();
    assert_eq!(json["provenance"]["ledger"]["lines_in"], 10_000);
}

#[test]
fn a_wrong_delimiter() {
    let scratch = Scratch::new();
    scratch.write("likes.csv", village(100, 1).csv());
    let before = scratch.names();
    let run = scratch.claque(&["audit", "likes.csv", "--delimiter", ";"]);
    run.tells(&["likes.csv", "what to do: ", "--delimiter"]);
    assert!(matches!(run.code, Some(2 | 3)), "{:?}", run.code);
    assert_eq!(scratch.names(), before);
}

/// One broken row among ten thousand: counted, told, written down, and the rest is used.
#[track_caller]
fn one_row_rejected(bytes: &[u8], line: u64) {
    let scratch = Scratch::new();
    scratch.write("likes.csv", bytes);
    scratch.claque(&["audit", "likes.csv", "--decoys", "0"]).ends_with(0).tells(&["1 rejected"]);
    let folder = Folder::open(scratch.path().join("likes.claque"));
    let ledger = folder.json()["provenance"]["ledger"].clone();
    let count = |name: &str| ledger[name].as_u64().unwrap();
    assert_eq!(count("lines_in"), 10_000, "{ledger}");
    assert_eq!(count("rejected"), 1, "{ledger}");
    assert_eq!(count("used") + count("repeats") + count("blank") + count("rejected"), 10_000, "{ledger}");
    let rejected = folder.text("rejected.csv");
    assert_eq!(rejected.lines().count(), 2, "{rejected}");
    assert!(rejected.lines().nth(1).unwrap().starts_with(&format!("likes.csv,{line},")), "{rejected}");
    // What is fatal when the user asks for it names the same place.
    refused(
        &scratch,
        &["likes.csv", "--strict", "--out", "strict"],
        3,
        &["likes.csv", &format!("row {line}")],
    );
}

#[test]
fn a_stray_quote_swallows_one_row() {
    let mut rows = rows();
    rows[5_000].insert(0, '"');
    one_row_rejected((rows.join("\n") + "\n").as_bytes(), 5_001);
}

#[test]
fn invalid_utf_8_costs_one_row() {
    let mut bytes = Vec::new();
    for (n, row) in rows().iter().enumerate() {
        if n == 5_000 {
            bytes.extend([0xff, 0xfe, b'x']);
        }
        bytes.extend(row.as_bytes());
        bytes.push(b'\n');
    }
    one_row_rejected(&bytes, 5_001);
}

#[test]
fn a_time_that_is_none_costs_one_row() {
    let mut rows = rows();
    let cut = rows[5_000].rfind(',').unwrap();
    rows[5_000].replace_range(cut.., ",tomorrow");
    one_row_rejected((rows.join("\n") + "\n").as_bytes(), 5_001);
}

#[test]
fn ids_ruined_by_a_spreadsheet() {
    let scratch = Scratch::new();
    let mut csv = String::from("account,page,time\n");
    for n in 0..200 {
        csv.push_str(&format!("1.01421E+18,page-{},{}\n", n % 9, MONDAY + n));
    }
    scratch.write("excel.csv", csv);
    refused(&scratch, &["excel.csv"], 3, &["excel.csv", "1.01421E+18", "spreadsheet"]);
}

#[test]
fn no_rows() {
    let scratch = Scratch::new();
    scratch.write("header.csv", "account,page,time\n");
    refused(&scratch, &["header.csv"], 3, &["header.csv"]);
    scratch.write("empty.csv", "");
    refused(&scratch, &["empty.csv"], 3, &["empty.csv"]);
}

#[test]
fn one_row_gets_exactly_that_answer() {
    let scratch = Scratch::new();
    scratch.write("one.csv", format!("account,page,time\nann,page,{MONDAY}\n"));
    scratch.claque(&["audit", "one.csv"]).ends_with(0);
    let folder = Folder::open(scratch.path().join("one.claque"));
    assert_eq!(folder.authentic()["page"], (1.0, 1.0));
    let untested = folder.json()["untested"].to_string();
    for what in ["small_log", "one_page"] {
        assert!(untested.contains(what), "{untested}");
    }
}

#[test]
fn a_file_that_is_not_there() {
    let scratch = Scratch::new();
    refused(&scratch, &["nowhere.csv"], 3, &["nowhere.csv"]);
    scratch.write("likes.csv", village(50, 1).csv());
    refused(&scratch, &["likes.csv", "--pages", "nowhere.csv"], 3, &["nowhere.csv"]);
}

#[test]
fn a_folder_without_a_log() {
    let scratch = Scratch::new();
    scratch.write("notes/picture.png", [0x89, b'P', b'N', b'G']);
    refused(&scratch, &["notes"], 3, &["notes"]);
}

#[test]
fn an_unknown_column_is_wrong_usage() {
    let scratch = Scratch::new();
    scratch.write("likes.csv", village(50, 1).csv());
    refused(&scratch, &["likes.csv", "--page", "nosuch"], 2, &["nosuch", "account", "owner"]);
}

#[test]
fn a_parquet_file_that_is_none() {
    let scratch = Scratch::new();
    let mut bytes = b"PAR1".to_vec();
    bytes.extend([7; 400]);
    bytes.extend(b"PAR1");
    scratch.write("likes.parquet", bytes);
    refused(&scratch, &["likes.parquet"], 3, &["likes.parquet"]);
}
