//! Files of kinds that are not read, told by their first bytes, each with what to do.

use crate::error::Fault;

/// First bytes, what they are a sign of, and what makes a log of it.
const KINDS: [(&[u8], &str, &str); 13] = [
    (b"BZh", "it is packed with bzip2", "unpack it: bunzip2 -k FILE"),
    (b"\xfd7zXZ\0", "it is packed with xz", "unpack it: unxz -k FILE"),
    (b"\x04\x22\x4d\x18", "it is packed with LZ4", "unpack it: lz4 -d FILE"),
    (b"7z\xbc\xaf\x27\x1c", "it is a 7-Zip archive", "unpack the archive, and give the files in it"),
    (b"Rar!\x1a\x07", "it is a RAR archive", "unpack the archive, and give the files in it"),
    (b"\x1f\x8b", "it is packed twice", "unpack it once: gunzip -k FILE"),
    (b"\x28\xb5\x2f\xfd", "it is packed twice", "unpack it once: gunzip -k FILE, or unzstd FILE"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "it is a workbook of the old kind (.xls), or another document of Office",
        "save the sheet as .xlsx or CSV",
    ),
    (
        b"SQLite format 3\0",
        "it is a database of SQLite",
        "write the table as CSV: sqlite3 -header -csv FILE 'SELECT * FROM TABLE' > likes.csv",
    ),
    (b"ARROW1", "it is an Arrow file", "write the table as Parquet"),
    (b"Obj\x01", "it is an Avro file", "write the table as Parquet"),
    (b"ORC", "it is an ORC file", "write the table as Parquet"),
    (b"%PDF-", "it is a PDF", "ask for the table behind it as CSV"),
];

/// Signs that nothing but a file of their kind begins with.
const LEAST: usize = 4;
/// How many bytes of the front are looked at for what no text has.
const FRONT: usize = 4_096;
/// One byte in so many that no text has makes a file that is no text: 0, or any control character beside bytes that are
/// not UTF-8. Fewer are letters gone wrong, and cost their rows at most; in UTF-8 they may part fields.
const STRAY: usize = 32;

/// Why a file that begins like this is not read, if so.
pub(super) fn refused(head: &[u8]) -> Option<Fault> {
    let front = &head[..head.len().min(FRONT)];
    let many = |stray: &dyn Fn(&u8) -> bool| front.iter().filter(|b| stray(b)).count() * STRAY > front.len();
    let binary = many(&|b| *b == 0) || (!is_utf8(front) && many(&is_control));
    // A short sign may be the front of a text: only beside bytes that no text has is it one.
    let of_kind = |sign: &[u8]| head.starts_with(sign) && (sign.len() > LEAST || !is_text(front));
    if let Some((_, what, remedy)) = KINDS.iter().find(|kind| of_kind(kind.0)) {
        return Some(Fault::unusable(format!("{what}, which is not read")).remedy(*remedy));
    }
    let unknown = "this is no text and no format that is known";
    binary.then(|| Fault::unusable(unknown).remedy("give CSV, TSV, JSON, Parquet, XLSX or ODS"))
}

/// Whether bytes are UTF-8 without a control character but those that part lines and fields.
fn is_text(front: &[u8]) -> bool {
    is_utf8(front) && !front.iter().any(is_control)
}

/// Whether bytes are UTF-8; they may end within a letter.
fn is_utf8(front: &[u8]) -> bool {
    std::str::from_utf8(front).err().is_none_or(|e| e.error_len().is_none())
}

/// A character of control, but those that part lines and fields.
fn is_control(byte: &u8) -> bool {
    *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_and_texts_left_alone() {
        for (sign, what, _) in KINDS {
            let file = [sign, &[0x80, 1, 0, 7, 0][..], &[b'x'; 600]].concat();
            assert!(refused(&file).is_some_and(|f| f.what.starts_with(what)), "{what}");
        }
        for text in ["BZh,page,time\na,p,1\n", "ORC,x\n", "", "account,page\n"] {
            assert!(refused(text.as_bytes()).is_none(), "{text}");
        }
        assert!(refused(&[0; 100]).is_some());
        // Packed or enciphered bytes are all equally often.
        let noise: Vec<u8> = (0..2_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert!(refused(&noise).is_some());
        let parted = "account\u{1}page\nសុខ\u{1}p\n".repeat(50);
        assert!(refused(parted.as_bytes()).is_none(), "control characters may part fields");
        let old = [&b"account,page\n"[..], &b"Ren\xe9,caf\xe9\n".repeat(50)].concat();
        assert!(refused(&old).is_none(), "letters of an older encoding");
        let one = [&b"account,page\n"[..], &b"a,p\n".repeat(30), b"a\0b,p\n"].concat();
        assert!(refused(&one).is_none(), "one letter gone wrong costs no log");
    }
}
