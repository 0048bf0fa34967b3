//! Cells as what they stand for: names, actions, times. Each refusal is a sentence for the ledger.

use std::fmt::Write as _;

use claque_marks::Action;

use crate::action::{self, Family};
use crate::budget::MAX_NAME_BYTES;
use crate::dates;
use crate::format::{self, Cell};
use crate::time::{self, Stamp, Written, Zone};

/// Why bytes are no name.
pub(crate) const NO_UTF_8: &str = "it is no UTF-8 text";

/// Why a text of several lines is no name.
pub(crate) const BREAK_IN_NAME: &str = "a line break stands in it";

/// Why a cell is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoName {
    Empty,
    /// A number that a spreadsheet has rounded.
    Ruined,
    Because(&'static str),
}

impl NoName {
    pub fn reason(self, role: &str) -> String {
        match self {
            NoName::Empty => format!("no {role}"),
            NoName::Ruined => {
                format!("the {role} is a number rounded by a spreadsheet: its last digits are lost")
            }
            NoName::Because(why) => format!("the {role} cannot be read: {why}"),
        }
    }
}

/// A cell as a name, whatever its type; its bytes are kept as they are.
pub(crate) fn name<'a>(cell: Cell<'a>, scratch: &'a mut String) -> Result<&'a str, NoName> {
    match cell {
        Cell::Word(word) => name(Cell::Text(word.text()), scratch),
        Cell::Text(bytes) => {
            let Ok(text) = std::str::from_utf8(bytes) else {
                return Err(NoName::Because(NO_UTF_8));
            };
            if text.len() > MAX_NAME_BYTES {
                return Err(NoName::Because("it is longer than any name"));
            }
            if bytes[0] <= b' ' && bytes.trim_ascii().is_empty() {
                return Err(NoName::Empty);
            }
            if ruined(bytes) {
                return Err(NoName::Ruined);
            }
            if memchr::memchr2(b'\n', b'\r', bytes).is_some() {
                return Err(NoName::Because(BREAK_IN_NAME));
            }
            Ok(text)
        }
        Cell::Number(bytes) => {
            let digits = bytes.strip_prefix(b"-").unwrap_or(bytes);
            if !digits.iter().all(u8::is_ascii_digit) {
                return Err(NoName::Because("it is a number with a fraction or an exponent"));
            }
            std::str::from_utf8(bytes).map_err(|_| NoName::Because(NO_UTF_8))
        }
        Cell::Int(value) => Ok(written(scratch, value)),
        Cell::Uint(value) => Ok(written(scratch, value)),
        Cell::Wide(value) => Ok(written(scratch, value)),
        Cell::Uuid(bytes) => Ok(written(scratch, format::uuid(bytes))),
        // Beyond 2^53 a double no longer tells one whole number from the next.
        Cell::Float(value) if value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0 => {
            Ok(written(scratch, value as i64))
        }
        Cell::Float(value) if value.is_nan() => Err(NoName::Empty),
        Cell::Float(_) => Err(NoName::Because("it is a number with a fraction, or too large to be exact")),
        Cell::Missing => Err(NoName::Empty),
        Cell::Bool(_) => Err(NoName::Because("it is true or false")),
        Cell::Time(..) | Cell::Day(_) => Err(NoName::Because("it is a time")),
        Cell::Unfit(why) => Err(NoName::Because(why)),
    }
}

fn written(scratch: &mut String, value: impl std::fmt::Display) -> &str {
    scratch.clear();
    // Writing to a string cannot fail.
    let _ = write!(scratch, "{value}");
    scratch
}

/// `1.01421E+18`: what a spreadsheet makes of a long number.
pub(crate) fn ruined(bytes: &[u8]) -> bool {
    if bytes.len() < 5 || !bytes[0].is_ascii_digit() {
        return false;
    }
    let Some(e) = bytes.iter().position(|b| matches!(b, b'E' | b'e')) else { return false };
    let (mantissa, exponent) = (&bytes[..e], &bytes[e + 1..]);
    exponent.len() >= 2
        && exponent[0] == b'+'
        && exponent[1..].iter().all(u8::is_ascii_digit)
        && (mantissa.len() == 1
            || (matches!(mantissa[1], b'.' | b',') && mantissa[2..].iter().all(u8::is_ascii_digit)))
}

/// A cell as the bytes of a text or number, where it is one.
pub(crate) fn bytes(cell: Cell<'_>) -> Option<&[u8]> {
    match cell {
        Cell::Text(bytes) | Cell::Number(bytes) => Some(bytes),
        Cell::Word(word) => Some(word.text()),
        Cell::Bool(true) => Some(b"true"),
        Cell::Bool(false) => Some(b"false"),
        _ => None,
    }
}

/// A cell as an action; `None` where it is not known.
pub(crate) fn action(cell: Cell<'_>) -> Option<(Action, Family)> {
    match cell {
        Cell::Text(word) | Cell::Number(word) => action::read(word),
        Cell::Word(word) => action::read(word.text()),
        Cell::Int(1) | Cell::Uint(1) | Cell::Bool(true) => Some((Action::Given, Family::Neutral)),
        Cell::Int(-1) | Cell::Bool(false) => Some((Action::Withdrawn, Family::Neutral)),
        Cell::Float(1.0) => Some((Action::Given, Family::Neutral)),
        Cell::Float(-1.0) => Some((Action::Withdrawn, Family::Neutral)),
        _ => None,
    }
}

/// A cell as a time; a cell that is empty is not asked.
pub(crate) fn time(cell: Cell<'_>, zone: &Zone) -> Result<Stamp, &'static str> {
    let local = |at, written| {
        let at = zone.instant(at).ok_or(time::UNREADABLE)?;
        Ok(Stamp { at, written })
    };
    match cell {
        Cell::Text(text) | Cell::Number(text) => time::text(text, zone),
        Cell::Word(word) => time::text(word.text(), zone),
        Cell::Int(value) => match dates::together(value) {
            Some(at) => local(at, Written::Local),
            None => Ok(time::whole(value)),
        },
        Cell::Uint(value) => Ok(time::whole(i64::try_from(value).unwrap_or(i64::MAX))),
        Cell::Float(value) => time::float(value),
        Cell::Time(at, true) => Ok(Stamp { at, written: Written::Timestamp }),
        Cell::Time(at, false) => local(at, Written::Timestamp),
        Cell::Day(at) => local(at, Written::Date),
        Cell::Missing | Cell::Bool(_) | Cell::Wide(_) | Cell::Uuid(_) => Err(time::UNREADABLE),
        Cell::Unfit(why) => Err(why),
    }
}

/// A row's cells as text, for rows of formats that are no text.
pub(crate) fn shown(cells: &[Cell<'_>]) -> String {
    let mut out = String::new();
    for (i, cell) in cells.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        // Writing to a string cannot fail.
        let _ = match cell {
            Cell::Missing | Cell::Unfit(_) => Ok(()),
            Cell::Text(text) | Cell::Number(text) => write!(out, "{}", String::from_utf8_lossy(text)),
            Cell::Word(word) => write!(out, "{}", String::from_utf8_lossy(word.text())),
            Cell::Int(v) => write!(out, "{v}"),
            Cell::Uint(v) => write!(out, "{v}"),
            Cell::Float(v) => write!(out, "{v}"),
            Cell::Wide(v) => write!(out, "{v}"),
            Cell::Uuid(v) => write!(out, "{}", format::uuid(v)),
            Cell::Bool(v) => write!(out, "{v}"),
            Cell::Time(at, _) | Cell::Day(at) => write!(out, "{}", crate::sense::date(*at)),
        };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_bytes() {
        let mut s = String::new();
        assert_eq!(name(Cell::Text(b" 007 "), &mut s), Ok(" 007 "));
        assert_eq!(name(Cell::Number(b"123456789012345678901"), &mut s), Ok("123456789012345678901"));
        assert_eq!(name(Cell::Int(-5), &mut s), Ok("-5"));
        assert_eq!(name(Cell::Uint(u64::MAX), &mut s), Ok("18446744073709551615"));
        assert_eq!(name(Cell::Float(12.0), &mut s), Ok("12"));
        assert_eq!(name(Cell::Text(b"  "), &mut s), Err(NoName::Empty));
        assert_eq!(name(Cell::Text(b"1.01421E+18"), &mut s), Err(NoName::Ruined));
        for cell in [
            Cell::Number(b"1e5"),
            Cell::Number(b"1.0"),
            Cell::Float(1e17),
            Cell::Float(0.5),
            Cell::Text(b"\xff"),
        ] {
            assert!(matches!(name(cell, &mut s), Err(NoName::Because(_))), "{cell:?}");
        }
    }

    #[test]
    fn only_what_a_spreadsheet_writes_is_ruined() {
        for id in ["1.01421E+18", "1E+18", "1,01421E+18", "9.2e+15"] {
            assert!(ruined(id.as_bytes()), "{id}");
        }
        for id in ["1e5", "12e34", "a1.5E+18", "1.5E+", "1E+1x", "e4f+12", "1.01421E18"] {
            assert!(!ruined(id.as_bytes()), "{id}");
        }
    }
}
