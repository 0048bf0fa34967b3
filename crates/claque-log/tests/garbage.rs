//! Whatever the bytes, the ledger holds or a fault says why not; and well-formed CSV is read as another
//! reader reads it.

mod common;

use std::io::Write;

use common::*;

/// Pieces of which nasty inputs are made.
const PIECES: [&[u8]; 22] = [
    b"account,page,time\n",
    b"a,p,1600000000\n",
    b"\"",
    b"\"\"",
    b",",
    b"\n",
    b"\r\n",
    b"\r",
    b"\xff",
    b"\xc3\xa9",
    b"{",
    b"}",
    b"{\"account\":\"a\",\"page\":\"p\",\"time\":1600000000}\n",
    b":",
    b"1.5E+18",
    b"a",
    b"\t",
    b";",
    b"0",
    b"\xe2\x80\xae",
    b"\\",
    b" ",
];

#[test]
fn the_ledger_holds_on_garbage() {
    let mut draw = Draw(2_026);
    let (mut read, mut refused) = (0, 0);
    for round in 0..3_000 {
        let mut bytes = match round % 3 {
            0 => b"account,page,time\nb,q,1600000000\n".to_vec(),
            1 => b"{\"account\":\"a\",\"page\":\"p\",\"time\":1600000000}\n".to_vec(),
            _ => Vec::new(),
        };
        for _ in 0..draw.below(60) {
            bytes.extend(PIECES[draw.below(PIECES.len() as u64) as usize]);
        }
        let bytes = match round % 7 {
            5 => gzip(&bytes),
            6 => zst(&bytes),
            _ => bytes,
        };
        // `read_as` checks the ledger and the columns.
        match read_as("garbage", &bytes, |_| {}) {
            Ok(reading) => {
                read += 1;
                let mut table = Vec::new();
                reading.rejected.write_csv(&mut table).unwrap();
                let rows = csv::ReaderBuilder::new().from_reader(&table[..]).byte_records().count();
                assert_eq!(rows as u64, reading.rejected.count(), "the table of rejected rows reads back");
            }
            Err(fault) => {
                assert!(!fault.what.is_empty());
                refused += 1;
            }
        }
    }
    assert!(read > 500 && refused > 100, "{read} read, {refused} refused");
}

#[test]
fn flipped_bits_of_packed_files_are_never_read_as_fewer_rows() {
    let text = as_csv(&made(500, 9), ',');
    let mut draw = Draw(4);
    // A zstd frame without a checksum cannot tell: what it unpacks to is then taken as it is.
    let mut checked = zstd::Encoder::new(Vec::new(), 3).unwrap();
    checked.include_checksum(true).unwrap();
    checked.write_all(&text).unwrap();
    for packed in [gzip(&text), checked.finish().unwrap()] {
        let mut refused = 0;
        for _ in 0..200 {
            let mut bytes = packed.clone();
            let at = draw.below(bytes.len() as u64) as usize;
            bytes[at] ^= 1 << draw.below(8);
            match read_as("log", bytes, |_| {}) {
                Ok(reading) => assert_eq!(reading.ledger.lines_in, 500),
                Err(_) => refused += 1,
            }
        }
        assert!(refused > 100, "{refused}");
    }
}

#[test]
fn well_formed_csv_is_read_as_another_reader_reads_it() {
    let mut draw = Draw(77);
    for round in 0..200 {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["account", "page", "text"]).unwrap();
        let mut want: Vec<(String, String)> = Vec::new();
        for _ in 0..1 + draw.below(40) {
            let mut word = |letters: &[&str]| -> String {
                (0..1 + draw.below(6)).map(|_| letters[draw.below(letters.len() as u64) as usize]).collect()
            };
            let (account, page) = (word(&["a", "b", "\"", ",", "é"]), word(&["x", "\"", ",", "'", ";"]));
            let text = word(&["t", "\n", "\"", " ", "u"]);
            writer.write_record([&account, &page, &text]).unwrap();
            want.push((account, page));
        }
        let bytes = writer.into_inner().unwrap();
        let reading = read_as("log.csv", &bytes, |r| r.delimiter = Some(b',')).unwrap();
        assert_eq!(reading.ledger.rejected, 0, "round {round}: {:?}", reading.rejected.first);
        assert_eq!(reading.ledger.lines_in, want.len() as u64);
        want.sort();
        want.dedup();
        let names = &reading.log.names;
        let columns = &reading.log.columns;
        let mut got: Vec<(String, String)> = columns
            .target_of_mark()
            .iter()
            .zip(&columns.account)
            .map(|(t, a)| {
                let page = columns.target_page[t.index()];
                (names.account(*a).to_owned(), names.page(page).to_owned())
            })
            .collect();
        got.sort();
        assert_eq!(got, want, "round {round}");
    }
}
