//! A line of delimited text, told apart into fields.

use std::ops::Range;

use crate::budget::MAX_COLUMNS;
use crate::synonyms;

/// Delimiters that are looked for.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// What a quoted record turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Quoted {
    Whole,
    /// A quote is still open at the end.
    Open,
    /// Something stands between a closing quote and the next delimiter.
    Torn,
}

/// The delimiter under which the head's lines agree best; a header with known names weighs most.
pub(super) fn sniff(head: &[u8], terminator: u8) -> u8 {
    let (mut text, mut fields) = (Vec::new(), Vec::new());
    let mut best = (0, 0, 0, b',');
    for (rank, &delimiter) in DELIMITERS.iter().enumerate() {
        let mut lines = head
            .split(|&b| b == terminator)
            .map(|l| l.strip_suffix(b"\r").unwrap_or(l))
            .filter(|l| !l.trim_ascii().is_empty())
            .take(51);
        let Some(header) = lines.next() else { return b',' };
        if split_quoted(header, delimiter, &mut text, &mut fields) != Quoted::Whole || fields.len() < 2 {
            continue;
        }
        let width = fields.len();
        let known = fields
            .iter()
            .filter(|f| synonyms::is_any(String::from_utf8_lossy(&text[(*f).clone()]).trim()))
            .count();
        let agree = lines
            .filter(|l| {
                split_quoted(l, delimiter, &mut text, &mut fields) == Quoted::Whole && fields.len() == width
            })
            .count();
        let score = (known, agree * width.min(100), DELIMITERS.len() - rank, delimiter);
        best = best.max(score);
    }
    best.3
}

/// Splits a line without quotes; behind one field more than any table has the rest of it is one field.
#[inline]
pub(super) fn split_plain(line: &[u8], delimiter: u8, fields: &mut Vec<Range<usize>>) {
    fields.clear();
    let mut start = 0;
    for at in memchr::memchr_iter(delimiter, line).take(MAX_COLUMNS) {
        fields.push(start..at);
        start = at + 1;
    }
    fields.push(start..line.len());
}

/// Splits a record that may hold quotes; the fields' text, unquoted, goes to `text`. A quote inside a field
/// that does not begin with one stands for itself. Of more fields than any table has one is told.
pub(super) fn split_quoted(
    record: &[u8],
    delimiter: u8,
    text: &mut Vec<u8>,
    fields: &mut Vec<Range<usize>>,
) -> Quoted {
    text.clear();
    fields.clear();
    let mut rest = record;
    loop {
        let start = text.len();
        if rest.first() == Some(&b'"') {
            rest = &rest[1..];
            loop {
                let Some(at) = memchr::memchr(b'"', rest) else { return Quoted::Open };
                text.extend_from_slice(&rest[..at]);
                rest = &rest[at + 1..];
                match rest.first() {
                    Some(b'"') => {
                        text.push(b'"');
                        rest = &rest[1..];
                    }
                    Some(&b) if b != delimiter => return Quoted::Torn,
                    _ => break,
                }
            }
            told(fields, start..text.len());
            if rest.is_empty() {
                return Quoted::Whole;
            }
            rest = &rest[1..];
        } else {
            let at = memchr::memchr(delimiter, rest);
            text.extend_from_slice(&rest[..at.unwrap_or(rest.len())]);
            told(fields, start..text.len());
            match at {
                None => return Quoted::Whole,
                Some(at) => rest = &rest[at + 1..],
            }
        }
    }
}

fn told(fields: &mut Vec<Range<usize>>, field: Range<usize>) {
    if fields.len() <= MAX_COLUMNS {
        fields.push(field);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(record: &str) -> (Quoted, Vec<String>) {
        let (mut text, mut fields) = (Vec::new(), Vec::new());
        let state = split_quoted(record.as_bytes(), b',', &mut text, &mut fields);
        (state, fields.iter().map(|f| String::from_utf8(text[f.clone()].to_vec()).unwrap()).collect())
    }

    #[test]
    fn quotes() {
        assert_eq!(split(r#"a,"b,""c",d"#), (Quoted::Whole, vec!["a".into(), "b,\"c".into(), "d".into()]));
        assert_eq!(split(r#""",x"#), (Quoted::Whole, vec!["".into(), "x".into()]));
        assert_eq!(split(r#"a"b,c"#), (Quoted::Whole, vec!["a\"b".into(), "c".into()]));
        assert_eq!(split(r#"x,"""#).1, ["x", ""]);
        assert_eq!(split("a,").1, ["a", ""]);
        assert_eq!(split(r#"a,"b"#).0, Quoted::Open);
        assert_eq!(split(r#""a"b,c"#).0, Quoted::Torn);
    }

    #[test]
    fn the_delimiter_is_told() {
        for (text, delimiter) in [
            ("account,page\na,b\n", b','),
            ("account;page\n1,5;b\n", b';'),
            ("account\tpage\na,b\tc\n", b'\t'),
            ("x|y|z\n1,2|2,3|3\n4,1|5,1|6\n", b'|'),
            ("account\na\n", b','),
        ] {
            assert_eq!(sniff(text.as_bytes(), b'\n'), delimiter, "{text}");
        }
    }
}
