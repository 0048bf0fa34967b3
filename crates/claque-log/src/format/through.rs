//! What readers share that turn a text into another while it is read.

use std::io::{self, Read};

/// Reads what there is; 0 is the end.
pub(super) fn read_some(source: &mut impl Read, to: &mut [u8]) -> io::Result<usize> {
    loop {
        match source.read(to) {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

/// Gives as much as fits of what is ready behind the first `given` bytes.
pub(super) fn give(ready: &[u8], given: &mut usize, to: &mut [u8]) -> usize {
    let n = to.len().min(ready.len() - *given);
    to[..n].copy_from_slice(&ready[*given..*given + n]);
    *given += n;
    n
}
