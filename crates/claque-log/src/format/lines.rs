//! Lines of a text, with a look ahead over several of them and a bound on their length.

use super::through::read_some;
use std::io::{self, Read};

use super::{Block, Sink, Stop};
use crate::budget::MAX_RECORD_BYTES;
use crate::error::Fault;

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
    source: Box<dyn Read + Send>,
    buffer: Vec<u8>,
    start: usize,
    filled: usize,
    eof: bool,
    /// Why the text breaks off behind what is filled.
    broken: Option<(io::ErrorKind, String)>,
    terminator: u8,
    /// The number of the line at the current place, from 1.
    pub number: u64,
}

/// Bytes of a block, about.
const STEP: usize = 1 << 20;
/// Bytes of a block of several lines at most.
const MOST: usize = 4 * STEP;
/// Lines of a block, about: a record that spans several may have more.
const LINES: u64 = 1 << 16;

impl Lines {
    pub fn new(source: Box<dyn Read + Send>, terminator: u8) -> Self {
        let buffer = vec![0; 2 * STEP];
        Self { source, buffer, start: 0, filled: 0, eof: false, broken: None, terminator, number: 1 }
    }

    /// The lines of a block, the first of which has this number.
    pub fn of(block: Vec<u8>, number: u64, terminator: u8) -> Self {
        let (source, filled) = (Box::new(io::empty()), block.len());
        Self { source, buffer: block, start: 0, filled, eof: true, broken: None, terminator, number }
    }

    /// Whole lines from the current place, about [`STEP`] bytes of them: where they end. `TooLong` stands for
    /// one line beyond the budget.
    fn whole(&mut self) -> io::Result<Found> {
        while self.filled - self.start < STEP && !self.eof && self.broken.is_none() {
            self.fill();
        }
        // A long line has made the buffer large; no block has more lines than their numbers have room for.
        let ahead = &self.buffer[self.start..self.filled];
        let most = ahead.len().min(MOST);
        let end = match memchr::memrchr(self.terminator, &ahead[..most]) {
            _ if self.eof && most == ahead.len() => most,
            Some(at) => at + 1,
            None => match self.find(0)? {
                Found::Line { next, .. } => next,
                other => return Ok(other),
            },
        };
        Ok(if end == 0 { Found::End } else { Found::Line { end, next: end } })
    }

    /// The next block of whole lines, cut where `cut` says of the place where it may end.
    pub fn block(&mut self, cut: impl FnOnce(&mut Self, usize) -> usize) -> Result<Option<Block>, Stop> {
        Ok(match self.whole()? {
            Found::End => None,
            Found::TooLong => {
                let line = self.number;
                Some(Block::TooLong { line, kept: self.skip_long()? })
            }
            Found::Line { end, .. } => {
                let (end, lines) = self.of_few_lines(end);
                let at = cut(self, end);
                let (bytes, first) = (self.ahead(0, at).to_vec(), self.number);
                let counted = || memchr::memchr_iter(self.terminator, &bytes).count() as u64;
                let lines = if at == end { lines } else { counted() };
                self.consume(at, lines + u64::from(bytes.last() != Some(&self.terminator)));
                Some(Block::Lines { bytes, first })
            }
        })
    }

    /// Where [`LINES`] lines end, at most at `end`, and how many they are: what is told of each of a block's rows must
    /// find room.
    fn of_few_lines(&self, end: usize) -> (usize, u64) {
        let mut lines = 0;
        for at in memchr::memchr_iter(self.terminator, self.ahead(0, end)) {
            lines += 1;
            if lines == LINES {
                return (at + 1, lines);
            }
        }
        (end, lines)
    }

    /// Whether nothing comes behind these bytes from the current place.
    pub fn ends_at(&self, end: usize) -> bool {
        self.eof && self.start + end == self.filled
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
            if let Some((kind, what)) = &self.broken {
                return Err(io::Error::new(*kind, what.clone()));
            }
            self.fill();
        }
    }

    /// A carriage return before a line feed belongs to the end of the line.
    fn without_return(&self, from: usize, end: usize) -> usize {
        let line = &self.buffer[self.start + from..self.start + end];
        if self.terminator == b'\n' && line.last() == Some(&b'\r') { end - 1 } else { end }
    }

    fn fill(&mut self) {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.filled, 0);
            self.filled -= self.start;
            self.start = 0;
        }
        if self.buffer.len() - self.filled < STEP / 4 {
            let larger = self.buffer.len() * 2;
            self.buffer.resize(larger, 0);
        }
        match read_some(&mut self.source, &mut self.buffer[self.filled..]) {
            Ok(0) => self.eof = true,
            Ok(n) => self.filled += n,
            // The whole lines before it come first.
            Err(e) => self.broken = Some((e.kind(), e.to_string())),
        }
    }

    /// Bytes from the current place.
    pub fn ahead(&self, from: usize, to: usize) -> &[u8] {
        &self.buffer[self.start + from..self.start + to]
    }

    /// How many bytes of blank lines are at the current place, of which nothing but white space other than `but` is
    /// in memory, and how many lines these are.
    fn blank(&self, but: u8) -> (usize, u64) {
        let ahead = &self.buffer[self.start..self.filled];
        let blank = ahead.iter().take_while(|b| b.is_ascii_whitespace() && **b != but).count();
        let end = memchr::memrchr(self.terminator, &ahead[..blank]).map_or(0, |at| at + 1);
        (end, memchr::memchr_iter(self.terminator, &ahead[..end]).count() as u64)
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
            if let Some((kind, what)) = &self.broken {
                return Err(io::Error::new(*kind, what.clone()));
            }
            if self.eof {
                self.number += 1;
                return Ok(kept);
            }
            self.fill();
        }
    }
}

/// Hands each line of a block to `each`, which says how many bytes and lines it took. Lines of nothing but white
/// space other than `but` are blank, and a whole stretch of them is told at once; without `but` no line is.
pub(crate) fn each_line(
    block: Block,
    terminator: u8,
    but: Option<u8>,
    sink: &mut dyn Sink,
    mut each: impl FnMut(&mut Lines, usize, usize, &mut dyn Sink) -> Result<(usize, u64), Fault>,
) -> Result<(), Fault> {
    let too_long = |line, kept: &[u8], sink: &mut dyn Sink| {
        sink.bad(line, &format!("the line is longer than {MAX_RECORD_BYTES} bytes"), kept)
    };
    let mut lines = match block {
        Block::Lines { bytes, first } => Lines::of(bytes, first, terminator),
        Block::TooLong { line, kept } => return too_long(line, &kept, sink),
        _ => return Ok(()),
    };
    loop {
        if let Some(but) = but
            && let (bytes, blank @ 1..) = lines.blank(but)
        {
            sink.blank(blank)?;
            lines.consume(bytes, blank);
        }
        // A block is in memory: looking for a line in it cannot fail.
        let Ok(found) = lines.find(0) else { break };
        match found {
            Found::Line { end, next } => {
                let (bytes, count) = each(&mut lines, end, next, sink)?;
                lines.consume(bytes, count);
            }
            Found::TooLong => {
                let line = lines.number;
                let kept = lines.skip_long().unwrap_or_default();
                too_long(line, &kept, sink)?;
            }
            Found::End => break,
        }
    }
    Ok(())
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
    fn behind_a_long_line_blocks_are_as_small_as_before() {
        let text = [vec![b'x'; 15 << 20], vec![b'\n'; 40 << 20]].concat();
        let mut lines = Lines::new(Box::new(io::Cursor::new(text)), b'\n');
        let (mut bytes_of_all, mut lines_of_all) = (0, 0);
        while let Some(Block::Lines { bytes, first }) = lines.block(|_, end| end).unwrap() {
            assert_eq!(first, lines_of_all + 1);
            let count = bytes.iter().filter(|b| **b == b'\n').count() as u64;
            assert!(count <= LINES, "{count} lines in one block");
            (bytes_of_all, lines_of_all) = (bytes_of_all + bytes.len(), lines_of_all + count);
        }
        assert_eq!((bytes_of_all, lines_of_all), (55 << 20, 40 << 20));
    }

    #[test]
    fn blank_lines_are_told_together() {
        let of = |text: &str, but| Lines::of(text.as_bytes().to_vec(), 1, b'\n').blank(but);
        assert_eq!(of("\n \r\n\t\n  a\n", b','), (6, 3));
        assert_eq!(of("\n\t\n", b'\t'), (1, 1));
        assert_eq!((of("a\n", b','), of("  ", b','), of("", b',')), ((0, 0), (0, 0), (0, 0)));
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
