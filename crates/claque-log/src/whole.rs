//! Inputs read whole, for rooms that read something else than logs: found, unpacked and hashed as a log's are.

use std::io::Read;

use crate::error::Fault;
use crate::find::find;
use crate::format::decoded;
use crate::source::{Input, broken_off, open};

/// Longest unpacked input that is read whole, in bytes.
pub const MAX_WHOLE_BYTES: u64 = 4 << 30;

/// An input, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whole {
    /// What people call it.
    pub name: String,
    /// How it was packed: `gzip`, `zstd` or nothing.
    pub packed: Option<&'static str>,
    /// Bytes as it lies on the disk.
    pub bytes: u64,
    /// SHA-256 of these bytes, hexadecimal.
    pub sha256: String,
    /// What is in it, unpacked; text in UTF-16 is turned into UTF-8.
    pub content: Vec<u8>,
}

/// Reads inputs whole, in the order given.
///
/// # Errors
/// An input that cannot be opened, breaks off, is empty or far too large.
pub fn read_whole(inputs: &[Input], warnings: &mut Vec<String>) -> Result<Vec<Whole>, Fault> {
    let sources = find(inputs, &[], warnings)?;
    sources
        .iter()
        .map(|source| {
            let opened = decoded(open(source, None)?, source)?;
            let (packed, meter) = (opened.packed, opened.meter.clone());
            let mut content = Vec::new();
            let read = opened.text.take(MAX_WHOLE_BYTES + 1).read_to_end(&mut content);
            read.map_err(|e| broken_off(&e, 0).in_file(&source.name))?;
            if content.len() as u64 > MAX_WHOLE_BYTES {
                let what = format!("it holds more than {} GB", MAX_WHOLE_BYTES >> 30);
                return Err(Fault::unusable(what).in_file(&source.name).remedy("split it by page"));
            }
            let (bytes, sha256) = (meter.bytes(), meter.sha256());
            Ok(Whole { name: source.name.clone(), packed, bytes, sha256, content })
        })
        .collect()
}
