//! What the footer of a Parquet file and the headers of its pages claim, before the library reads them: it makes room
//! for as many words and bytes as they say, and passes over as many values, and a file of fifty bytes can say two
//! thousand million.
//!
//! Both are structs in Thrift's compact form: fields by number, of which only those that claim something are
//! looked at. They are told from the bytes alone, so that nothing is allocated for them. Lists and maps of truths are refused: in
//! neither does the format have any, and the library passes over them without a byte read, one by one, for as long as their number says.
//! So are fields that call themselves otherwise than the format does: behind one such a list would not be seen.

use std::io::{self, Read};

use parquet::basic::{Compression, Type};
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::reader::{ChunkReader, Length};

use super::described::{FILE, Fields, Of, PAGE, of};
use super::pages::Pages;
use super::parquet::damaged;
use crate::budget::{MAX_RATIO, RATIO_FREE_BYTES};
use crate::error::Fault;

/// Bytes after a footer: its length and the name of the format.
const TAIL: u64 = 8;

/// Looks at the footer: it ends within its own bytes, however much it claims to hold.
pub(super) fn check_footer(pages: &Pages) -> Result<(), Fault> {
    let broken = |e: &dyn std::fmt::Display| damaged(format!("footer: {e}"));
    let size = Length::len(pages);
    let tail = size.checked_sub(TAIL).ok_or_else(|| broken(&"the file is too short"))?;
    let bytes = pages.get_bytes(tail, 4).map_err(|e| broken(&e))?;
    let length = u64::from(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]));
    let start = tail.checked_sub(length).ok_or_else(|| broken(&"it is longer than the file"))?;
    let footer = pages.get_bytes(start, length as usize).map_err(|e| broken(&e))?;
    let mut thrift = Thrift { from: &footer[..], read: 0 };
    thrift.skip(STRUCT, &Of::Struct(FILE), DEPTH).map_err(|e| broken(&e))
}

/// What a page's header claims.
#[derive(Default)]
struct Page {
    /// Bytes of the page, unpacked and in the file.
    unpacked: i64,
    packed: i64,
    /// Words of a dictionary; values of another page.
    words: Option<i64>,
    values: i64,
}

/// Looks at the headers of a column's pages, as far as its values need them.
pub(super) fn check(pages: &Pages, column: &ColumnChunkMetaData) -> Result<(), Fault> {
    let first = column.dictionary_page_offset().unwrap_or(column.data_page_offset());
    let place = u64::try_from(first).and_then(|at| u64::try_from(column.compressed_size()).map(|n| (at, n)));
    let Ok((mut at, length)) = place else { return Err(damaged("an offset below zero".into())) };
    let end = at.saturating_add(length);
    let mut left = column.num_values();
    while at < end && left > 0 {
        let broken = |e: io::Error| damaged(format!("the header of a page: {e}"));
        let from = pages.get_read(at).map_err(|e| damaged(format!("the header of a page: {e}")))?;
        let mut thrift = Thrift { from, read: 0 };
        let mut page = Page::default();
        thrift.page(&mut page).map_err(broken)?;
        let sizes = u64::try_from(page.unpacked).and_then(|u| u64::try_from(page.packed).map(|p| (u, p)));
        let Ok((unpacked, packed)) = sizes else { return Err(damaged("a page of a size below zero".into())) };
        if unpacked > RATIO_FREE_BYTES && unpacked / MAX_RATIO > packed {
            return Err(Fault::unusable(crate::source::BOMB).remedy("write the file again from its source"));
        }
        // Of a page that is not packed the size unpacked is only said.
        let held = if column.compression() == Compression::UNCOMPRESSED { packed } else { unpacked };
        let least = if column.column_type() == Type::FIXED_LEN_BYTE_ARRAY { 1 } else { 4 };
        if let Some(words) = page.words
            && u64::try_from(words).map_or(true, |words| words.saturating_mul(least) > held)
        {
            return Err(damaged(format!("a dictionary of {words} words in {held} bytes")));
        }
        left = left.saturating_sub(page.values.max(0));
        at = at.saturating_add(thrift.read).saturating_add(packed);
    }
    Ok(())
}

/// Fields of a page's header, and of what stands within.
const UNPACKED: i16 = 2;
const PACKED: i16 = 3;
const DATA: i16 = 5;
const DICTIONARY: i16 = 7;
const DATA_2: i16 = 8;
const COUNT: i16 = 1;

/// Types of fields.
pub(super) const STRUCT: u8 = 12;

/// Structs within each other; a page's header has three.
const DEPTH: usize = 16;

/// Bytes in Thrift's compact form, and how many were read.
struct Thrift<R> {
    from: R,
    read: u64,
}

fn wrong() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "it breaks the rules of its form")
}

impl<R: Read> Thrift<R> {
    fn page(&mut self, page: &mut Page) -> io::Result<()> {
        let mut before = 0;
        while let Some((field, kind)) = self.field(&mut before)? {
            let field_is = of(PAGE, field);
            match field {
                UNPACKED if field_is.is(kind) => page.unpacked = self.int_32()?,
                PACKED if field_is.is(kind) => page.packed = self.int_32()?,
                DICTIONARY if field_is.is(kind) => page.words = Some(self.count(field_is.fields())?),
                DATA | DATA_2 if field_is.is(kind) => page.values = self.count(field_is.fields())?,
                _ => self.skip(kind, field_is, DEPTH)?,
            }
        }
        Ok(())
    }

    /// The number of values that a struct within a page's header begins with.
    fn count(&mut self, fields: Fields) -> io::Result<i64> {
        let (mut before, mut count) = (0, 0);
        while let Some((field, kind)) = self.field(&mut before)? {
            match of(fields, field) {
                number if field == COUNT && number.is(kind) => count = self.int_32()?,
                other => self.skip(kind, other, DEPTH)?,
            }
        }
        Ok(count)
    }

    fn byte(&mut self) -> io::Result<u8> {
        let mut byte = [0];
        self.from.read_exact(&mut byte)?;
        self.read += 1;
        Ok(byte[0])
    }

    fn varint(&mut self) -> io::Result<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(wrong())
    }

    fn int(&mut self) -> io::Result<i64> {
        let value = self.varint()?;
        Ok((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    /// A number of 32 bits: of a longer one the library would take the lower half alone.
    fn int_32(&mut self) -> io::Result<i64> {
        let value = self.int()?;
        i32::try_from(value).map(i64::from).map_err(|_| wrong())
    }

    /// The number and type of the next field of a struct; none at its end.
    fn field(&mut self, before: &mut i16) -> io::Result<Option<(i16, u8)>> {
        let head = self.byte()?;
        if head & 0x0f == 0 {
            return Ok(None);
        }
        *before = match head >> 4 {
            0 => i16::try_from(self.int()?).map_err(|_| wrong())?,
            by => before.checked_add(by.into()).ok_or_else(wrong)?,
        };
        Ok(Some((*before, head & 0x0f)))
    }

    fn pass(&mut self, bytes: u64) -> io::Result<()> {
        self.read = self.read.saturating_add(bytes);
        match io::copy(&mut (&mut self.from).take(bytes), &mut io::sink())? == bytes {
            true => Ok(()),
            false => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }

    /// Passes over a value that calls itself `kind` and is `what`.
    fn skip(&mut self, kind: u8, what: &Of, depth: usize) -> io::Result<()> {
        let Some(depth) = depth.checked_sub(1).filter(|_| what.is(kind)) else { return Err(wrong()) };
        match kind {
            1 | 2 => Ok(()),
            3 => self.pass(1),
            4..=6 => self.varint().map(|_| ()),
            7 => self.pass(8),
            8 => {
                let bytes = self.varint()?;
                self.pass(bytes)
            }
            9 | 10 => {
                let head = self.byte()?;
                let of = if head >> 4 == 15 { self.varint()? } else { u64::from(head >> 4) };
                self.skip_all(of, &[head & 0x0f], what.each(), depth)
            }
            11 => {
                let of = self.varint()?;
                let kinds = if of == 0 { 0 } else { self.byte()? };
                self.skip_all(of, &[kinds >> 4, kinds & 0x0f], &Of::Any, depth)
            }
            STRUCT => {
                let mut before = 0;
                while let Some((field, kind)) = self.field(&mut before)? {
                    self.skip(kind, of(what.fields(), field), depth)?;
                }
                Ok(())
            }
            _ => Err(wrong()),
        }
    }

    /// Passes over the values of a list, or the pairs of a map: each takes at least a byte, so that they end with the bytes.
    fn skip_all(&mut self, of: u64, kinds: &[u8], each: &Of, depth: usize) -> io::Result<()> {
        if of > 0 && kinds.iter().any(|kind| matches!(kind, 1 | 2)) {
            return Err(wrong());
        }
        (0..of).try_for_each(|_| kinds.iter().try_for_each(|&kind| self.skip(kind, each, depth)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(bytes: &[u8]) -> io::Result<(Page, u64)> {
        let mut thrift = Thrift { from: bytes, read: 0 };
        let mut page = Page::default();
        thrift.page(&mut page).map(|()| (page, thrift.read))
    }

    #[test]
    fn headers_are_told() {
        // A dictionary of 7 words: 84 bytes, 76 in the file.
        let header = [0x15, 4, 0x15, 0xa8, 1, 0x15, 0x98, 1, 0x4c, 0x15, 14, 0x15, 4, 0, 0];
        let (told, read) = page(&[&header[..], b"more"].concat()).unwrap();
        assert_eq!((told.unpacked, told.packed, told.words, told.values), (84, 76, Some(7), 0));
        assert_eq!(read, header.len() as u64);
        // A page of 3 values with what is passed over: a text, a list of bytes, a struct, a map, a field by its number.
        let data = [
            &[0x15, 0, 0x15, 20, 0x15, 20, 0x2c, 0x15, 6, 0x98, 2, b'a', b'b', 0x19, 0x23, 1, 2, 0x1c][..],
            &[0x17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x6b, 1, 0x85, 1, b'x', 2, 0, 0x08, 0x80, 1, 1, b'z', 0][..],
        ];
        let (told, _) = page(&data.concat()).unwrap();
        assert_eq!((told.unpacked, told.packed, told.words, told.values), (10, 10, None, 3));
        for cut in 0..header.len() {
            assert!(page(&header[..cut]).is_err(), "{cut}");
        }
        assert!(page(&[0x9c; 100]).is_err(), "structs within each other");
        assert!(page(&[0x99, 0xf3, 0xff, 0xff, 0xff, 0xff, 0x0f, 1]).is_err(), "a list longer than the file");
        assert!(page(&[0x18, 2, b'a', b'b', 0]).is_err(), "a text where a number stands");
        assert!(page(&[0x26, 0x80, 0x80, 0x80, 0x80, 0x80, 1, 0]).is_err(), "a size of more than 32 bits");
        assert!(page(&[0x99, 0x12, 1, 0]).is_err(), "a list of truths");
        assert!(page(&[0x9b, 1, 0x81, 1, b'x', 1, 0]).is_err(), "a map to truths");
    }
}
