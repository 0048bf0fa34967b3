//! What must hold of every input, whatever its bytes: it is read, and every row is accounted for, or it is refused
//! with a reason. Shared by the fuzz targets and by the plain loop in the reader's tests.

use claque_log::{Input, Request, read};
use claque_marks::Silent;

/// Reads bytes as a log.
///
/// # Panics
/// Where the ledger does not hold, a column breaks its contract, or a refusal says nothing.
pub fn check(bytes: &[u8]) {
    let inputs = vec![Input::Bytes("input".to_owned(), bytes.into())];
    match read(&Request { inputs, ..Request::default() }, &Silent) {
        Ok(reading) => {
            assert!(reading.ledger.holds(), "{:?}", reading.ledger);
            assert_eq!(reading.ledger.rejected, reading.rejected.count());
            assert_eq!(reading.log.columns.check(), Ok(()));
            assert_eq!(reading.inputs[0].bytes, bytes.len() as u64);
        }
        Err(fault) => assert!(!fault.what.is_empty() && fault.file.is_some(), "{fault:?}"),
    }
}

/// The readers that are fuzzed, each with the bytes that every input of it begins with.
pub const TARGETS: [(&str, &[u8]); 8] = [
    ("csv", b""),
    ("ndjson", b"{"),
    ("json_list", b"["),
    ("utf16", b"\xff\xfe"),
    ("parquet", b"PAR1"),
    ("workbook", b"PK\x03\x04"),
    ("gzip", b"\x1f\x8b"),
    ("zstd", b"\x28\xb5\x2f\xfd"),
];

/// Makes an input of a target: its first bytes are what a file of its kind begins with.
pub fn begun(target: &str, bytes: &[u8]) -> Vec<u8> {
    let front = TARGETS.iter().find(|t| t.0 == target).map_or(&b""[..], |t| t.1);
    let mut out = bytes.to_vec();
    if out.len() < front.len() {
        out.resize(front.len(), 0);
    }
    out[..front.len()].copy_from_slice(front);
    out
}
