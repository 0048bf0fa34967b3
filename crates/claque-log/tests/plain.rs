//! Rows of Parquet that are taken in column by column come out as the same rows of a text, one by one.

mod common;

use std::sync::Arc;

use arrow_array::{Int64Array, StringArray, TimestampMillisecondArray};
use claque_log::Reading;
use common::*;

/// A row as text; what is missing is empty.
type Texts = [String; 5];

/// A log in which about one row in `odd` is out of the ordinary in one of many ways.
fn log(rows: u64, odd: u64, seed: u64) -> Vec<Texts> {
    let mut draw = Draw(seed);
    let names =
        ["", " ", "x y", "ទំព័រ", "1.5E+18x", "12e4", "1234567890123456", "é", "\u{1}", "a name of many words"];
    (0..rows)
        .map(|_| {
            let mut row = [
                format!("a{}", draw.below(90)),
                format!("https://example.org/{}", draw.below(30)),
                (1_600_000_000 + draw.below(9_000)).to_string(),
                ["like", "unlike"][usize::from(draw.below(5) == 0)].to_owned(),
                format!("o{}", draw.below(7)),
            ];
            if draw.below(odd) == 0 {
                match draw.below(6) {
                    0 => {
                        row[2] =
                            ["", "5", "99999999999", "1600000000000", "-3"][draw.below(5) as usize].to_owned()
                    }
                    1 => row[3] = ["", "Like", "love", "+1"][draw.below(4) as usize].to_owned(),
                    2 => row[4] = String::new(),
                    at => row[at as usize % 2] = names[draw.below(10) as usize].to_owned(),
                }
            }
            row
        })
        .collect()
}

const COLUMNS: [&str; 5] = ["account", "page", "time", "action", "owner"];

fn as_text(rows: &[Texts], columns: &[usize]) -> String {
    let line =
        |row: &dyn Fn(usize) -> String| columns.iter().map(|&c| row(c)).collect::<Vec<_>>().join(",") + "\n";
    rows.iter().fold(line(&|c| COLUMNS[c].to_owned()), |text, row| text + &line(&|c| row[c].clone()))
}

/// As Parquet, with dictionaries or without; what is empty is null.
fn as_columns(rows: &[Texts], columns: &[usize], words: bool) -> Vec<u8> {
    as_groups(rows, columns, words, 5_000)
}

/// The same in row groups of so many rows.
fn as_groups(rows: &[Texts], columns: &[usize], words: bool, group: usize) -> Vec<u8> {
    let column = |c: usize| -> arrow_array::ArrayRef {
        let given = |r: &Texts| Some(r[c].clone()).filter(|v| !v.is_empty());
        match c {
            2 => Arc::new(
                rows.iter().map(|r| given(r).map(|v| v.parse::<i64>().unwrap())).collect::<Int64Array>(),
            ),
            _ => Arc::new(rows.iter().map(given).collect::<StringArray>()),
        }
    };
    let columns = columns.iter().map(|&c| (COLUMNS[c], column(c)));
    let batch =
        arrow_array::RecordBatch::try_from_iter_with_nullable(columns.map(|(n, a)| (n, a, true))).unwrap();
    let how = parquet::file::properties::WriterProperties::builder()
        .set_dictionary_enabled(words)
        .set_max_row_group_row_count(Some(group))
        .build();
    let mut out = Vec::new();
    let mut writer = parquet::arrow::ArrowWriter::try_new(&mut out, batch.schema(), Some(how)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    out
}

/// Everything but where a rejected row stands: a text has a header.
fn all(
    reading: &Reading,
) -> (claque_marks::Columns, claque_log::Names, claque_log::Ledger, Vec<(u64, String)>) {
    let header = u64::from(reading.inputs[0].format.starts_with("CSV"));
    let rejected = reading.rejected.first.iter().map(|r| (r.line - header, r.reason.clone())).collect();
    (reading.log.columns.clone(), reading.log.names.clone(), reading.ledger, rejected)
}

#[test]
fn columns_say_what_rows_say() {
    let (mut rejected, mut whole) = (0, 0);
    for (seed, odd) in [3, 40, 700, 5_000, u64::MAX].into_iter().enumerate() {
        let rows = log(12_000, odd, seed as u64 + 1);
        for columns in [&[0, 1, 2, 3, 4][..], &[0, 1, 2], &[0, 1, 2, 4], &[0, 1, 2, 3], &[0, 1]] {
            let want = csv(as_text(&rows, columns)).unwrap();
            rejected += want.ledger.rejected;
            whole += u64::from(want.ledger.rejected == 0);
            for words in [true, false] {
                let got = csv(as_columns(&rows, columns, words)).unwrap();
                assert_eq!(all(&got), all(&want), "one in {odd}, columns {columns:?}, words {words}");
                assert_eq!(got.mapping.time_format, want.mapping.time_format);
                let distinct = |r: &Reading| r.mapping.columns.iter().map(|c| c.distinct).collect::<Vec<_>>();
                assert_eq!(distinct(&got), distinct(&want));
            }
        }
    }
    assert!(rejected > 1_000 && whole >= 5, "{rejected} rejected, {whole} logs without");
}

#[test]
fn units_and_zones_of_columns_are_those_of_values() {
    let at = |i: i64| 1_600_000_000 + i;
    let names = |front: &str, n: u64| texts((0..600).map(move |i| format!("{front}{}", i % n)));
    let read = |time: arrow_array::ArrayRef, zone: Option<&str>| {
        let log = parquet(vec![("account", names("a", 70)), ("page", names("p", 9)), ("time", time)]);
        read_as("log", log, |r| r.assume_tz = zone.map(str::to_owned)).unwrap()
    };
    let seconds = read(ints((0..600).map(at)), None);
    assert_eq!(seconds.mapping.first, Some(1_600_000_000_000_000));
    for scale in [1_000, 1_000_000] {
        let scaled = read(ints((0..600).map(|i| at(i) * scale)), None);
        assert_eq!(scaled.log.columns, seconds.log.columns, "{scale}");
    }
    // Two units in one column, as epoch numbers tell by their size.
    let mixed = read(ints((0..600).map(|i| if i % 2 == 0 { at(i) } else { at(i) * 1_000 })), None);
    assert_eq!(mixed.log.columns, seconds.log.columns);
    let millis = |i: i64| at(i) * 1_000;
    let local = || Arc::new(TimestampMillisecondArray::from_iter_values((0..600).map(millis)));
    let zoned =
        Arc::new(TimestampMillisecondArray::from_iter_values((0..600).map(millis)).with_timezone("UTC"));
    assert_eq!(read(local(), None).log.columns, seconds.log.columns);
    let east = read(local(), Some("+07:00"));
    assert_eq!(east.log.columns.time[0], seconds.log.columns.time[0] - 7 * 3_600_000_000);
    assert_eq!(read(zoned, Some("+07:00")).log.columns, seconds.log.columns);
}

#[test]
fn a_row_group_read_in_parts_says_what_its_rows_say_whatever_the_threads() {
    let rows = log(420_000, 900, 7);
    let columns = [0, 1, 2, 3, 4];
    let want = csv(as_text(&rows, &columns)).unwrap();
    assert!(want.ledger.rejected > 100, "{:?}", want.ledger);
    for words in [true, false] {
        let file = as_groups(&rows, &columns, words, rows.len());
        for threads in [1, 2, 5] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let got = pool.install(|| csv(&file)).unwrap();
            assert_eq!(all(&got), all(&want), "{threads} threads, words {words}");
        }
    }
}
