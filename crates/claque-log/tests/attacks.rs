//! Inputs made to break readers, of kinds that no other test here has: each is read with every row told, or refused with a
//! reason, at once.

mod common;

use std::sync::Arc;
use std::time::{Duration, Instant};

use claque_log::{FaultKind, read};
use claque_marks::Silent;
use common::*;

/// The longest that one of them may take, in a debug build beside other work; in release all together take half a second.
const AT_ONCE: Duration = Duration::from_secs(10);

/// A frame of zstd whose window has 2^`window` bytes: a text as it is, then so many blocks of 128 KiB that each repeat
/// one line end, four bytes a block.
fn zstd_frame(window: u8, text: &[u8], blocks: usize) -> Vec<u8> {
    let block = |last: bool, kind: u32, size: usize| {
        (u32::from(last) | kind << 1 | (size as u32) << 3).to_le_bytes()[..3].to_vec()
    };
    let mut out = b"\x28\xb5\x2f\xfd\x00".to_vec();
    out.push((window - 10) << 3);
    out.extend(block(blocks == 0, 0, text.len()));
    out.extend(text);
    for at in 1..=blocks {
        out.extend(block(at == blocks, 1, 128 << 10));
        out.push(b'\n');
    }
    out
}

#[test]
fn blocks_that_repeat_one_byte_are_a_bomb_and_a_window_of_two_gigabytes_is_refused() {
    let begun = Instant::now();
    let text = rows(300, good);
    let some = csv(zstd_frame(20, text.as_bytes(), 8)).unwrap().ledger;
    assert_eq!((some.used, some.blank), (300, 1 << 20), "a few blank lines are no bomb");
    refused(csv(zstd_frame(20, text.as_bytes(), 32_768)), FaultKind::Unusable, &["decompression bomb"]);
    refused(csv(zstd_frame(31, text.as_bytes(), 8)), FaultKind::Unusable, &["0 rows were read before"]);
    assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
}

#[test]
fn headers_wide_long_or_twice_cost_no_row() {
    let begun = Instant::now();
    let text = |more: &str, values: &str| {
        let row = |i: u64| format!("{}{values}\n", good(i).trim_end());
        format!("account,page,time{more}\n{}", (0..100).map(row).collect::<String>())
    };
    let wide: String = (0..17_000).map(|i| format!(",c{i}")).collect();
    let long = format!(",{}", "x".repeat(600_000));
    for log in [text(&wide, &",".repeat(17_000)), text(&long, ",1"), text("", "").replace('\n', "\r")] {
        let ledger = csv(log).unwrap().ledger;
        assert_eq!((ledger.lines_in, ledger.used), (100, 100));
    }
    let twice = csv(format!("account,page,time\n{}", text("", ""))).unwrap();
    assert_eq!((twice.ledger.used, twice.ledger.rejected, twice.rejected.first[0].line), (100, 1, 2));
    let second = csv(format!("{}\nname,count\nx,3\n", text("", ""))).unwrap().ledger;
    assert_eq!((second.used, second.blank, second.rejected), (100, 1, 2), "another table below");
    assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
}

#[test]
fn columns_named_alike_but_for_case_are_told() {
    let text = |header: &str| {
        let row = |i: u64| format!("x,{}", good(i));
        format!("{header}\n{}", (0..100).map(row).collect::<String>())
    };
    for twin in ["Account", "ACCOUNT"] {
        let log = text(&format!("{twin},account,page,time"));
        refused(csv(&log), FaultKind::Unusable, &["named alike", "--account account"]);
        let named = read_as("log.csv", log, |r| r.columns.account = Some("account".into())).unwrap();
        assert_eq!(named.ledger.used, 100);
    }
    // Letters that look alike are others.
    assert_eq!(csv(text("acc\u{43e}unt,account,page,time")).unwrap().ledger.used, 100);
}

#[test]
fn numbers_and_letters_that_json_cannot_hold_cost_their_row() {
    let row = |account: &str| format!("{{\"account\":{account},\"page\":\"p\",\"time\":1600000000}}\n");
    let fine: String = (0..50).map(|i| row(&format!("\"a{i}\""))).collect();
    let odd = ["9007199254740993", "18446744073709551617", "1e400", "\"a\\ud800\"", "\"a\\u0000\""];
    let text = fine + &odd.map(row).concat() + "{\"account\":\"cut";
    let reading = read_as("log", text, |_| {}).unwrap();
    let names = &reading.log.names.accounts;
    assert!(
        names.iter().any(|n| n == "9007199254740993") && names.iter().any(|n| n == "18446744073709551617")
    );
    assert_eq!((reading.ledger.lines_in, reading.ledger.rejected), (56, 3), "{:?}", reading.rejected.first);
}

#[test]
fn times_at_the_edges_are_read_or_told() {
    let begun = Instant::now();
    let with = |time: &str| csv(rows(300, good) + &format!("z,p,{time}\n")).unwrap();
    for time in
        ["-1", "0", "9223372036854775807", "-9223372036854775808", &"(".repeat(60_000), "290000-01-01"]
    {
        let ledger = with(time).ledger;
        assert_eq!((ledger.used, ledger.rejected), (300, 1), "{}", &time[..time.len().min(30)]);
    }
    assert_eq!(with("2016-12-31T23:59:60Z").ledger.used, 301, "a leap second");
    // An hour that a place has twice, and one that it skips, lose no row and turn no order round.
    let local = rows(120, |i| match i {
        0..60 => format!("a{i},p,2021-10-31 02:{i:02}:00\n"),
        _ => format!("a{i},p,2021-03-28 02:{:02}:00\n", i - 60),
    });
    let reading = read_as("log.csv", local, |r| r.assume_tz = Some("Europe/Berlin".into())).unwrap();
    assert_eq!((reading.ledger.used, reading.ledger.rejected), (120, 0));
    assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
}

#[cfg(unix)]
#[test]
fn a_device_without_end_is_refused_at_once() {
    let begun = Instant::now();
    refused(read(&of(&["/dev/zero".into()]), &Silent), FaultKind::Unusable, &["no text"]);
    assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
}

/// A Parquet file of texts `account`, `other`, `page` and whole numbers `time`, with a group that holds nothing behind the
/// first.
fn with_an_empty_group(rows: i64) -> Vec<u8> {
    use parquet::basic::{ConvertedType, Repetition, Type as Physical};
    use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
    use parquet::schema::types::Type;
    let leaf = |name: &str, physical: Physical, converted: ConvertedType| {
        let built = Type::primitive_type_builder(name, physical).with_repetition(Repetition::REQUIRED);
        Arc::new(built.with_converted_type(converted).build().unwrap())
    };
    let text = |name: &str| leaf(name, Physical::BYTE_ARRAY, ConvertedType::UTF8);
    let empty = Type::group_type_builder("empty").with_repetition(Repetition::OPTIONAL).build().unwrap();
    let fields = vec![
        text("account"),
        Arc::new(empty),
        text("other"),
        text("page"),
        leaf("time", Physical::INT64, ConvertedType::NONE),
    ];
    let schema = Arc::new(Type::group_type_builder("log").with_fields(fields).build().unwrap());
    let mut out = Vec::new();
    let mut file =
        parquet::file::writer::SerializedFileWriter::new(&mut out, schema, Arc::default()).unwrap();
    let mut group = file.next_row_group().unwrap();
    for front in ["a", "o", "p"] {
        let values: Vec<ByteArray> =
            (0..rows).map(|i| ByteArray::from(format!("{front}{}", i % 7).as_str())).collect();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&values, None, None).unwrap();
        column.close().unwrap();
    }
    let times: Vec<i64> = (0..rows).map(|i| 1_600_000_000 + i).collect();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<Int64Type>().write_batch(&times, None, None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    file.close().unwrap();
    out
}

#[test]
fn a_group_that_holds_nothing_shifts_no_column() {
    let reading = csv(with_an_empty_group(100)).unwrap();
    assert_eq!(reading.ledger.lines_in, 100);
    assert!(reading.log.names.pages.iter().all(|p| p.starts_with('p')), "{:?}", reading.log.names.pages);
    assert_eq!((reading.log.names.pages.len(), reading.log.names.accounts.len()), (7, 7));
    assert_eq!(reading.mapping.first, Some(1_600_000_000_000_000));
}
