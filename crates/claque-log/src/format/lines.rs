//! Lines of a text, with a look ahead over several of them and a bound on their length.

use std::io::{self, Read};

use crate::budget::MAX_RECORD_BYTES;

/// What stands at some place ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// A line that ends at `end`; the next one begins at `next`. Offsets from the current place.
    Line { end: usize, next: usize },
    /// A line beyond the budget.
    TooLong,
    /// The end of the text.
    End,
}

/// A text, line by line.
pub(crate) struct Lines {
    source: Box<dyn Read>,
    buffer: Vec<u8>,
    start: usize,
    filled: usize,
    eof: bool,
    terminator: u8,
    /// The number of the line at the current place, from 1.
    pub number: u64,
}

const STEP: usize = 256 << 10;

impl Lines {
    pub fn new(source: Box<dyn Read>, terminator: u8) -> Self {
        Self { source, buffer: vec![0; STEP], start: 0, filled: 0, eof: false, terminator, number: 1 }
    }

    /// The line that begins `from` bytes after the current place. Offsets stay valid until [`Self::consume`].
    pub fn find(&mut self, from: usize) -> io::Result<Found> {
        let mut searched = from;
        loop {
            let ahead = &self.buffer[self.start..self.filled];
            if let Some(at) = memchr::memchr(self.terminator, &ahead[searched.min(ahead.len())..]) {
                let end = searched + at;
                if end - from > MAX_RECORD_BYTES {
                    return Ok(Found::TooLong);
                }
                return Ok(Found::Line { end: self.without_return(from, end), next: end + 1 });
            }
            searched = ahead.len();
            if self.eof {
                return Ok(match searched > from {
                    true => Found::Line { end: self.without_return(from, searched), next: searched },
                    false => Found::End,
                });
            }
            if searched - from.min(searched) > MAX_RECORD_BYTES {
                return Ok(Found::TooLong);
            }
            self.fill()?;
        }
    }

    /// A carriage return before a line feed belongs to the end of the line.
    fn without_return(&self, from: usize, end: usize) -> usize {
        let line = &self.buffer[self.start + from..self.start + end];
        if self.terminator == b'\n' && line.last() == Some(&b'\r') { end - 1 } else { end }
    }

    fn fill(&mut self) -> io::Result<()> {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.filled, 0);
            self.filled -= self.start;
            self.start = 0;
        }
        if self.buffer.len() - self.filled < STEP / 2 {
            let larger = self.buffer.len() * 2;
            self.buffer.resize(larger, 0);
        }
        loop {
            match self.source.read(&mut self.buffer[self.filled..]) {
                Ok(0) => self.eof = true,
                Ok(n) => self.filled += n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            }
            return Ok(());
        }
    }

    /// Bytes from the current place.
    pub fn ahead(&self, from: usize, to: usize) -> &[u8] {
        &self.buffer[self.start + from..self.start + to]
    }

    /// Goes on by `bytes`, over `lines` lines.
    pub fn consume(&mut self, bytes: usize, lines: u64) {
        self.start += bytes;
        self.number += lines;
    }

    /// Leaves a line beyond the budget behind and returns its first bytes.
    pub fn skip_long(&mut self) -> io::Result<Vec<u8>> {
        let kept = self.buffer[self.start..self.filled].iter().copied().take(8_192).collect();
        loop {
            let ahead = &self.buffer[self.start..self.filled];
            if let Some(at) = memchr::memchr(self.terminator, ahead) {
                self.consume(at + 1, 1);
                return Ok(kept);
            }
            self.start = self.filled;
            if self.eof {
                self.number += 1;
                return Ok(kept);
            }
            self.fill()?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &'static [u8]) -> Vec<String> {
        let mut lines = Lines::new(Box::new(text), b'\n');
        let mut out = Vec::new();
        while let Found::Line { end, next } = lines.find(0).unwrap() {
            out.push(String::from_utf8(lines.ahead(0, end).to_vec()).unwrap());
            lines.consume(next, 1);
        }
        out
    }

    #[test]
    fn the_last_line_needs_no_end() {
        assert_eq!(all(b"a\r\nb\n\nc"), ["a", "b", "", "c"]);
        assert_eq!(all(b"a\n"), ["a"]);
        assert!(all(b"").is_empty());
    }

    #[test]
    fn a_line_beyond_the_budget_is_skipped_and_the_next_is_read() {
        let text = [vec![b'x'; MAX_RECORD_BYTES + 2 * STEP], b"\nnext\n".to_vec()].concat();
        let mut lines = Lines::new(Box::new(io::Cursor::new(text)), b'\n');
        assert_eq!(lines.find(0).unwrap(), Found::TooLong);
        assert_eq!(lines.skip_long().unwrap().len(), 8_192);
        assert_eq!(lines.number, 2);
        assert_eq!(lines.find(0).unwrap(), Found::Line { end: 4, next: 5 });
    }

    #[test]
    fn looking_ahead_does_not_move() {
        let mut lines = Lines::new(Box::new(&b"one\ntwo\nthree"[..]), b'\n');
        let Found::Line { next, .. } = lines.find(0).unwrap() else { panic!("a line") };
        assert_eq!(lines.find(next).unwrap(), Found::Line { end: 7, next: 8 });
        assert_eq!(lines.find(8).unwrap(), Found::Line { end: 13, next: 13 });
        assert_eq!(lines.find(13).unwrap(), Found::End);
        assert_eq!(lines.ahead(4, 7), b"two");
    }
}
