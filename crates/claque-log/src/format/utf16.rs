//! UTF-16, as spreadsheets of Windows save it, turned into UTF-8 while it is read.

use super::through::{give, read_some};
use std::io::{self, Read};

/// Characters at the front that show UTF-16 without its mark: names of columns begin in ASCII.
const SHOWN: usize = 8;

/// A text whose first bytes say that it is UTF-16.
pub(crate) struct Utf16 {
    source: Box<dyn Read + Send>,
    big_end_first: bool,
    /// UTF-8 not yet given, and how much of it is.
    ready: Vec<u8>,
    given: usize,
    /// Bytes not yet turned: half a unit, or the first half of a pair.
    rest: Vec<u8>,
}

impl Utf16 {
    /// What the first bytes of a text say: `None` for any other encoding.
    pub fn told_by(head: &[u8]) -> Option<bool> {
        match head {
            [0xfe, 0xff, ..] => Some(true),
            [0xff, 0xfe, ..] => Some(false),
            _ => {
                let front = head.get(..2 * SHOWN)?.chunks_exact(2);
                let all = |high: usize| {
                    let plain =
                        |pair: &[u8]| pair[high] == 0 && matches!(pair[1 - high], b' '..=b'~' | b'\t');
                    front.clone().all(plain)
                };
                if all(0) { Some(true) } else { all(1).then_some(false) }
            }
        }
    }

    pub fn new(source: Box<dyn Read + Send>, big_end_first: bool) -> Self {
        Self { source, big_end_first, ready: Vec::new(), given: 0, rest: Vec::new() }
    }

    /// Turns what comes next. Half a pair is an error: put in its place, any sign would change an id.
    fn fill(&mut self) -> io::Result<()> {
        let broken = || io::Error::new(io::ErrorKind::InvalidData, "the UTF-16 text has half a character");
        let mut bytes = std::mem::take(&mut self.rest);
        let before = bytes.len();
        bytes.resize(before + (64 << 10), 0);
        let n = read_some(&mut self.source, &mut bytes[before..])?;
        bytes.truncate(before + n);
        if n == 0 && !bytes.is_empty() {
            return Err(broken());
        }
        let unit = |pair: &[u8]| match self.big_end_first {
            true => u16::from_be_bytes([pair[0], pair[1]]),
            false => u16::from_le_bytes([pair[0], pair[1]]),
        };
        let mut whole = bytes.len() / 2 * 2;
        if whole >= 2 && (0xd800..0xdc00).contains(&unit(&bytes[whole - 2..])) {
            whole -= 2;
        }
        self.rest = bytes.split_off(whole);
        let mut text = String::with_capacity(whole);
        for letter in char::decode_utf16(bytes.chunks_exact(2).map(unit)) {
            text.push(letter.map_err(|_| broken())?);
        }
        self.ready = text.into_bytes();
        self.given = 0;
        Ok(())
    }
}

impl Read for Utf16 {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() {
            let waiting = self.rest.len();
            self.fill()?;
            if self.ready.is_empty() && self.rest.len() == waiting {
                return Ok(0);
            }
        }
        Ok(give(&self.ready, &mut self.given, to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: Vec<u8>) -> io::Result<String> {
        let big = Utf16::told_by(&bytes).unwrap();
        let mut text = String::new();
        Utf16::new(Box::new(io::Cursor::new(bytes)), big).read_to_string(&mut text)?;
        Ok(text)
    }

    #[test]
    fn both_orders_of_bytes_and_letters_beyond_16_bits() {
        let text = format!("\u{feff}{}", "aé𝄞\n".repeat(40_000));
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(read(little.clone()).unwrap(), text);
        assert_eq!(read(big).unwrap(), text);
        assert!(read(little[..little.len() - 1].to_vec()).is_err());
        assert!(read(vec![0xff, 0xfe, 0x00, 0xd8, 0x61, 0x00]).is_err());
        assert!(read(vec![0xff, 0xfe, 0x00, 0xd8]).is_err());
        let plain = "account,page\na,ទំព័រ\n";
        assert_eq!(read(plain.encode_utf16().flat_map(u16::to_le_bytes).collect()).unwrap(), plain);
        assert_eq!(read(plain.encode_utf16().flat_map(u16::to_be_bytes).collect()).unwrap(), plain);
        for other in [&b"account,page\na,p\n"[..], &[0; 40], &[b'a', 0, b'b', 0], b"a\0b\0c\0d\0e\0f\0g\0hh"]
        {
            assert_eq!(Utf16::told_by(other), None);
        }
    }
}
