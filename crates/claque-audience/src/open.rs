//! Inputs become sheets: text with any delimiter, workbooks, saved answers of platforms.

use crate::cells::Sheet;
use crate::columns::columns;
use calamine::{Data, Reader, open_workbook_auto_from_rs};
use claque_log::{Fault, Whole};
use std::borrow::Cow;
use std::io::Cursor;

/// Lines that a quoted cell may span: beyond it a stray quote has swallowed rows.
const QUOTED_LINES: usize = 20;

/// All sheets of an input.
pub(crate) fn sheets(input: &Whole, delimiter: Option<u8>) -> Result<Vec<Sheet>, Fault> {
    let refuse = |what: &str, remedy: &str| Err(Fault::unusable(what).in_file(&input.name).remedy(remedy));
    let bytes = &input.content;
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return workbook(input);
    }
    if bytes.starts_with(b"PAR1") {
        return refuse(
            "this is Parquet, which holds logs rather than tables of counts",
            "write the table as CSV",
        );
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let decoded = match std::str::from_utf8(bytes) {
        Ok(text) => Decoded { text: Cow::Borrowed(text), western: false },
        Err(error) => western(bytes).ok_or_else(|| {
            let line = bytes[..error.valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
            Fault::unusable("this is no UTF-8 text and no workbook")
                .in_file(&input.name)
                .at(line as u64)
                .remedy("save the table as UTF-8 CSV or as XLSX")
        })?,
    };
    let text = &*decoded.text;
    if text.trim().is_empty() {
        return refuse("the file holds nothing but blanks", "give a table of counts by country");
    }
    if text.contains('\0') {
        return refuse("this is no text and no format that is known", "give CSV, XLSX, ODS or saved JSON");
    }
    if matches!(text.trim_start().as_bytes()[0], b'{' | b'[') && delimiter.is_none() {
        return crate::insights::sheets(text, &input.name);
    }
    let mut sheet = delimited(text, &input.name, delimiter.unwrap_or_else(|| delimiter_of(text)))?;
    sheet.western = decoded.western;
    if delimiter.is_none()
        && columns(&sheet).is_none()
        && let Some(parted) = aligned(text)
    {
        let parted = delimited(&parted, &input.name, b'\t')?;
        if columns(&parted).is_some() {
            return Ok(vec![parted]);
        }
    }
    Ok(vec![sheet])
}

/// A text and how it was read.
struct Decoded<'a> {
    text: Cow<'a, str>,
    western: bool,
}

/// What spreadsheets of western Europe save as CSV: Windows-1252, where that makes a text without control characters. A
/// country's name that is none in it is refused as any other.
fn western(bytes: &[u8]) -> Option<Decoded<'_>> {
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
    let plain = text.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t'));
    plain.then_some(Decoded { text, western: true })
}

/// A table whose columns stand apart by two spaces or more, in every line alike: its cells parted by tabs.
fn aligned(text: &str) -> Option<String> {
    if text.contains(['\t', ';', '|', '"']) || !text.contains("  ") {
        return None;
    }
    let lines: Vec<Vec<&str>> = text
        .lines()
        .map(|l| l.trim().split("  ").map(str::trim).filter(|c| !c.is_empty()).collect())
        .collect();
    let mut widths = lines.iter().map(Vec::len).filter(|n| *n > 0);
    let first = widths.next().filter(|n| *n >= 2)?;
    widths.all(|n| n == first).then(|| lines.iter().map(|l| l.join("\t")).collect::<Vec<_>>().join("\n"))
}

/// The character that parts the cells of most lines into the same number.
fn delimiter_of(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).take(40).collect();
    let outside_quotes = |line: &str, d: u8| {
        let mut quoted = false;
        line.bytes()
            .filter(|b| {
                quoted ^= *b == b'"';
                *b == d && !quoted
            })
            .count()
    };
    let score = |d: u8| {
        let counts: Vec<usize> = lines.iter().map(|l| outside_quotes(l, d)).collect();
        let most = counts
            .iter()
            .copied()
            .max_by_key(|c| (counts.iter().filter(|o| *o == c).count(), *c))
            .unwrap_or(0);
        if most == 0 { 0 } else { counts.iter().filter(|c| **c == most).count() }
    };
    // Where two part alike, the rarer in numbers wins: a comma also parts thousands.
    [b'\t', b';', b'|', b','].into_iter().max_by_key(|d| (score(*d), *d != b',')).unwrap_or(b',')
}

fn delimited(text: &str, file: &str, delimiter: u8) -> Result<Sheet, Fault> {
    let mut sheet = Sheet::new(file, None);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    loop {
        let read = reader.read_record(&mut record);
        let more = read.map_err(|e| {
            Fault::unusable(format!("cannot be read as a table: {e}"))
                .in_file(file)
                .remedy("save it again as CSV")
        })?;
        if !more {
            break;
        }
        let line = record.position().map_or(0, csv::Position::line) as usize;
        let spanned = record.iter().map(|c| c.matches('\n').count()).max().unwrap_or(0);
        if spanned > QUOTED_LINES {
            return Err(Fault::unusable(format!("a quote opens here and swallows {spanned} lines"))
                .in_file(file)
                .at(line as u64)
                .remedy("close or remove the quote"));
        }
        // Cells of a Markdown table stand between bars.
        let cells: Vec<&str> = if delimiter == b'|' && record.len() > 2 && record[0].trim().is_empty() {
            record.iter().skip(1).collect()
        } else {
            record.iter().collect()
        };
        let rule = cells.iter().all(|c| c.trim().chars().all(|c| matches!(c, '-' | ':' | '=' | '+')));
        if rule && cells.iter().any(|c| !c.trim().is_empty()) {
            continue;
        }
        if !sheet.push(line, cells) {
            return Err(Fault::unusable("the table is too large to be read")
                .in_file(file)
                .remedy("split it by page"));
        }
    }
    Ok(sheet)
}

/// A list as it stood in an article.
pub(crate) struct Pasted {
    /// Its countries with their numbers.
    pub sheet: Sheet,
    /// The first line with a number that was left out before or after the list, as headings and sources are.
    pub left_out: Option<String>,
}

/// A list as it stands in an article: `India 255,692` or `1. India – 255,692 likes`, one a line.
///
/// # Errors
/// Between two lines that were read, one with a number whose country is not known.
pub(crate) fn pasted(sheet: &Sheet, content: &str, measure: &str) -> Option<Result<Pasted, Fault>> {
    let mut out = Sheet::new(&sheet.file, None);
    out.push(0, ["country", measure]);
    let mut found = 0;
    // Lines without a country since the last that has one, and the first of those between two that have one.
    let mut unknown: Option<(usize, &str)> = None;
    let mut within: Option<(usize, &str)> = None;
    let mut heading = None;
    for (i, line) in content.lines().enumerate() {
        let Some((name, number)) = named_number(line) else { continue };
        if crate::country::Place::named(name).is_some() {
            found += 1;
            out.push(i + 1, [name, number]);
            within = within.or(if found > 1 { unknown } else { None });
            unknown = None;
        } else if found == 0 {
            heading = heading.or(Some(line));
        } else if !name.is_empty() {
            unknown = unknown.or(Some((i, name)));
        }
    }
    if found < 2 {
        return None;
    }
    if let Some((i, name)) = within {
        return Some(Err(Fault::unusable(format!("`{name}` is no country that is known"))
            .in_file(&sheet.file)
            .at(i as u64 + 1)
            .remedy("write the country's name or its code of two letters, or leave the line out")));
    }
    let left_out = unknown.and_then(|u| content.lines().nth(u.0)).or(heading).map(|l| l.trim().to_owned());
    Some(Ok(Pasted { sheet: out, left_out }))
}

/// What stands before the first number of a line, without the line's own number, and that number.
fn named_number(line: &str) -> Option<(&str, &str)> {
    let line = line.trim().trim_start_matches(['-', '*', '•', '·']).trim();
    let line = line.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['.', ')']).trim();
    let first = line.find(char::is_numeric)?;
    let minus = line[..first].ends_with(['-', '−', '+', '(']);
    let at = if minus { line[..first].char_indices().next_back().map_or(first, |c| c.0) } else { first };
    let name = line[..at].trim_end().trim_end_matches([':', '-', '–', '—', '=', ',', '\t', '|', ';']).trim();
    let rest = line[at..].trim();
    let end = rest.find(|c: char| c.is_alphabetic() && !c.is_numeric()).unwrap_or(rest.len());
    let end = if unit(&rest[end..]) { rest.len() } else { end };
    Some((name, rest[..end].trim().trim_end_matches(['(', '[', '|', '.', ',', ';']).trim()))
}

/// Whether what follows a number says its unit and nothing else: `k`, `million`.
fn unit(text: &str) -> bool {
    matches!(text.trim().to_ascii_lowercase().as_str(), "k" | "m" | "mln" | "mio" | "thousand" | "million")
}

fn workbook(input: &Whole) -> Result<Vec<Sheet>, Fault> {
    let broken = |why: String| {
        Fault::unusable(format!("the workbook cannot be read: {why}"))
            .in_file(&input.name)
            .remedy("save it again as XLSX, or the sheet as CSV")
    };
    // A hostile workbook can make a library panic; it is then no workbook.
    let read = std::panic::catch_unwind(|| {
        let mut book =
            open_workbook_auto_from_rs(Cursor::new(input.content.clone())).map_err(|e| e.to_string())?;
        let mut out = vec![];
        for name in book.sheet_names() {
            let range = book.worksheet_range(&name).map_err(|e| e.to_string())?;
            let mut sheet = Sheet::new(&input.name, Some(&name));
            let first = range.start().map_or(0, |s| s.0 as usize);
            let before = range.start().map_or(0, |s| s.1 as usize);
            for (i, row) in range.rows().enumerate() {
                let cells: Vec<String> =
                    std::iter::repeat_n(String::new(), before).chain(row.iter().map(cell)).collect();
                if !sheet.push(first + i + 1, cells.iter().map(String::as_str)) {
                    return Err("it is too large".to_owned());
                }
            }
            out.push(sheet);
        }
        Ok(out)
    });
    read.map_err(|_| broken("the library that reads workbooks gave up".into()))?.map_err(broken)
}

fn cell(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::Int(n) => n.to_string(),
        Data::Float(n) if n.fract() == 0.0 && n.abs() < 9e15 => format!("{n:.0}"),
        Data::Float(n) => crate::number::written(&n.to_string()),
        Data::DateTime(at) => {
            let (y, m, d, ..) = at.to_ymd_hms_milli();
            format!("{y:04}-{m:02}-{d:02}")
        }
        Data::DateTimeIso(text) | Data::DurationIso(text) | Data::String(text) => text.clone(),
        Data::Bool(b) => b.to_string(),
        Data::Error(e) => e.to_string(),
    }
}
