//! A JSON list of objects, turned into one object a line while it is read. Lists one behind the other, as pages of
//! an API's answer are often put into one file, are one list.

use super::through::{give, read_some};
use std::io::{self, Read};

/// Where in the text we are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    /// Before a list.
    Outside,
    /// In a list, between its items.
    Between,
    /// In an item, at this depth of brackets.
    Item(u64),
    /// In a text of an item.
    Text(u64),
    /// Behind a backslash there.
    Escape(u64),
}

/// A list, as lines.
pub(crate) struct JsonList<R> {
    source: R,
    at: At,
    /// Whether some item came already: the next one begins a line.
    some: bool,
    /// Lines not yet given, and how much of them is.
    ready: Vec<u8>,
    given: usize,
    buffer: Vec<u8>,
}

impl<R: Read> JsonList<R> {
    pub fn new(source: R) -> Self {
        let buffer = vec![0; 64 << 10];
        Self { source, at: At::Outside, some: false, ready: Vec::new(), given: 0, buffer }
    }

    /// Takes the next bytes in. `false` is the end.
    fn fill(&mut self) -> io::Result<bool> {
        let n = read_some(&mut self.source, &mut self.buffer)?;
        if n == 0 {
            let what = "the list of JSON objects has no end";
            return if self.at == At::Outside { Ok(false) } else { Err(io::Error::other(what)) };
        }
        self.ready.clear();
        self.given = 0;
        for &byte in &self.buffer[..n] {
            self.at = match (self.at, byte) {
                (At::Outside, b'[') => At::Between,
                (At::Outside | At::Between, b' ' | b'\n' | b'\r' | b'\t') | (At::Between, b',') => self.at,
                (At::Outside, _) => {
                    return Err(io::Error::other("text stands behind the list of JSON objects"));
                }
                (At::Between, b']') => At::Outside,
                (At::Between, _) => {
                    if self.some {
                        self.ready.push(b'\n');
                    }
                    self.some = true;
                    step(0, byte, &mut self.ready)
                }
                (At::Item(0), b',') => At::Between,
                (At::Item(0), b']') => At::Outside,
                (At::Item(depth), _) => step(depth, byte, &mut self.ready),
                (At::Text(depth) | At::Escape(depth), _) => {
                    // A line break within a text is no JSON: another sign that is none keeps it a fault of its line.
                    self.ready.push(if matches!(byte, b'\n' | b'\r') { 1 } else { byte });
                    match (self.at, byte) {
                        (At::Text(_), b'"') => At::Item(depth),
                        (At::Text(_), b'\\') => At::Escape(depth),
                        _ => At::Text(depth),
                    }
                }
            };
        }
        Ok(true)
    }
}

/// A byte of an item outside its texts.
fn step(depth: u64, byte: u8, to: &mut Vec<u8>) -> At {
    to.push(if matches!(byte, b'\n' | b'\r') { b' ' } else { byte });
    match byte {
        b'"' => At::Text(depth),
        b'{' | b'[' => At::Item(depth + 1),
        b'}' | b']' => At::Item(depth.saturating_sub(1)),
        _ => At::Item(depth),
    }
}

impl<R: Read> Read for JsonList<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() {
            if !self.fill()? {
                return Ok(0);
            }
        }
        Ok(give(&self.ready, &mut self.given, to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> io::Result<String> {
        let mut out = String::new();
        JsonList::new(text.as_bytes()).read_to_string(&mut out)?;
        Ok(out)
    }

    #[test]
    fn each_item_is_a_line() {
        assert_eq!(lines(" [ ]").unwrap(), "");
        assert_eq!(
            lines("[{\"a\":\n[1,2]},\n {\"b\":\"],\\\"\"} ]\n").unwrap(),
            "{\"a\": [1,2]}\n{\"b\":\"],\\\"\"} "
        );
        assert_eq!(lines("[1,2][3]").unwrap(), "1\n2\n3");
        assert_eq!(lines("[\"a\nb\"]").unwrap(), "\"a\u{1}b\"");
        assert!(lines("[{\"a\":1},").is_err());
        assert!(lines("[{\"a\":1}] x").is_err());
        assert!(lines("[{\"a\":\"").is_err());
    }
}
