//! Blocks that are told apart side by side, and pages of Parquet that carry a checksum.

mod common;

use claque_log::{Input, Reading, Request, read};
use claque_marks::Silent;
use common::*;

#[test]
fn blocks_never_part_a_record_whatever_the_threads() {
    // Texts of several lines all over three megabytes, so that blocks end within them.
    let mut draw = Draw(3);
    let mut text = "account,page,time,text\n".to_owned();
    for i in 0..40_000 {
        let lines = draw.below(6);
        let words = (0..=lines).map(|_| "some words, \"\"quoted\"\"").collect::<Vec<_>>().join("\n");
        let time = 1_600_000_000 + i;
        match draw.below(20) {
            0 => text.push_str(&format!("a{i},p{},{time},a stray \" quote\n", i % 90)),
            1 => text.push_str(&format!("a{i},p{},{time},\"open\n", i % 90)),
            _ => text.push_str(&format!("a{i},p{},{time},\"{words}\"\n", i % 90)),
        }
    }
    let mut readings = [1, 2, 5].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let inputs = vec![Input::Bytes("log.csv".into(), text.as_bytes().into())];
        pool.install(|| read(&Request { inputs, ..Request::default() }, &Silent)).unwrap()
    });
    let [one, others @ ..] = &mut readings;
    assert!(one.ledger.used > 30_000 && one.ledger.rejected > 100, "{:?}", one.ledger);
    for other in others {
        assert_eq!(
            (&one.log.columns, &one.log.names, one.ledger),
            (&other.log.columns, &other.log.names, other.ledger)
        );
        assert_eq!(one.rejected.first, other.rejected.first);
        let table = |r: &Reading| {
            let mut out = Vec::new();
            r.rejected.write_csv(&mut out).unwrap();
            out
        };
        assert!(table(one) == table(other));
    }
}

#[test]
fn pages_with_a_checksum_are_checked_against_it() {
    let file = include_bytes!("fixtures/checked.parquet").to_vec();
    assert!(read_as("log", &file, |_| {}).is_ok());
    // The footer begins where its length, in front of the last four bytes, says.
    let length = u32::from_le_bytes(file[file.len() - 8..file.len() - 4].try_into().unwrap()) as usize;
    let pages = file.len() - 8 - length;
    let plain = read_as("log", &file, |_| {}).unwrap();
    let mut draw = Draw(8);
    let mut read_as_other = 0;
    for _ in 0..300 {
        let mut bytes = file.clone();
        let at = 4 + draw.below(pages as u64 - 4) as usize;
        bytes[at] ^= 1 << draw.below(8);
        if let Ok(reading) = read_as("log", bytes, |_| {}) {
            read_as_other +=
                u32::from(reading.log.names != plain.log.names || reading.log.columns != plain.log.columns);
        }
    }
    // A flip in a page's header may hide the checksum itself.
    assert!(read_as_other <= 1, "{read_as_other} of 300 flips gave another log");
}

#[test]
fn a_file_that_is_not_read_from_front_to_back_is_hashed_whole() {
    let file = include_bytes!("fixtures/checked.parquet").to_vec();
    let length = u32::from_le_bytes(file[file.len() - 8..file.len() - 4].try_into().unwrap()) as usize;
    // Bytes that no row needs, behind the rows and before the footer.
    let (rows, footer) = file.split_at(file.len() - 8 - length);
    let bytes = [rows, &[7; 3 << 20], footer].concat();
    let reading = read_as("log", &bytes, |_| {}).unwrap();
    assert_eq!(reading.inputs[0].bytes, bytes.len() as u64);
    assert_eq!(reading.inputs[0].sha256, claque_log::sha256_of(&bytes));
}
