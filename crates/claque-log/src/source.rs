//! An input, opened: hashed as it is read, unpacked by what its first bytes say and not by its name.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::budget::{HEAD_BYTES, MAX_RATIO, RATIO_FREE_BYTES};
use crate::error::Fault;
use crate::keep::Keep;

/// Where rows come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file, or a folder with all files below it.
    Path(PathBuf),
    /// Standard input.
    Stdin,
    /// Bytes in memory, with the name that people give them.
    Bytes(String, Arc<[u8]>),
}

/// One input to read.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub from: Input,
    /// What people call it.
    pub name: String,
    /// Whether it was found in a folder: such a file may turn out to be no log.
    pub found: bool,
}

impl Source {
    /// Its size, where it is known before it is read.
    pub fn size(&self) -> Option<u64> {
        match &self.from {
            Input::Path(path) => path.metadata().ok().map(|m| m.len()),
            Input::Bytes(_, bytes) => Some(bytes.len() as u64),
            Input::Stdin => None,
        }
    }

    /// Its name without folders and endings: what a list of one page is called.
    pub fn stem(&self) -> String {
        let name = self.name.rsplit(['/', '\\']).next().unwrap_or(&self.name);
        name.split('.').next().filter(|s| !s.is_empty()).unwrap_or(name).to_owned()
    }
}

/// What was read of an input as it lies on disk. Clones count together.
#[derive(Clone, Default)]
pub(crate) struct Meter(Arc<Mutex<(Sha256, u64)>>);

impl Meter {
    fn add(&self, bytes: &[u8]) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.0.update(bytes);
        state.1 += bytes.len() as u64;
    }

    /// How many bytes.
    pub fn bytes(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).1
    }

    /// Reads what is left of an input.
    pub fn rest(&self, mut from: impl Read) -> io::Result<()> {
        let mut room = vec![0; 256 << 10];
        loop {
            match from.read(&mut room)? {
                0 => return Ok(()),
                n => self.add(&room[..n]),
            }
        }
    }

    /// Their SHA-256 in hexadecimal.
    pub fn sha256(&self) -> String {
        let hash = self.0.lock().unwrap_or_else(PoisonError::into_inner).0.clone();
        hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
    }
}

/// The SHA-256 of a file's bytes in hexadecimal, as a reader would name it; of a copy that was kept
/// ([`crate::Request::keep`]), that of the bytes which it is a copy of.
///
/// # Errors
/// What reading the file yields.
pub fn sha256(path: &Path, kept: bool) -> io::Result<String> {
    let file = File::open(path)?;
    let packed_by_us = kept && path.extension().is_some_and(|e| e == "zst");
    let raw: Box<dyn Read> = match packed_by_us {
        true => Box::new(zstd::stream::read::Decoder::new(file)?),
        false => Box::new(file),
    };
    let mut metered = Metered { inner: raw, meter: Meter::default() };
    io::copy(&mut metered, &mut io::sink())?;
    Ok(metered.meter.sha256())
}

/// The SHA-256 of some bytes in hexadecimal.
pub fn sha256_of(bytes: &[u8]) -> String {
    let meter = Meter::default();
    meter.add(bytes);
    meter.sha256()
}

/// An opened input: its text, or a file for formats that are not read from front to back.
pub(crate) struct Opened {
    /// How it was packed, for people: `gzip`, `zstd` or nothing.
    pub packed: Option<&'static str>,
    /// The first bytes, unpacked.
    pub head: Vec<u8>,
    /// Everything, the head included.
    pub text: Box<dyn Read + Send>,
    pub meter: Meter,
    /// The file itself, where nothing had to be unpacked.
    pub file: Option<File>,
}

/// Opens an input and looks at its first bytes.
pub(crate) fn open(source: &Source, keep: Option<&mut Keep>) -> Result<Opened, Fault> {
    let fail = |e: io::Error| Fault::io("cannot be opened", &e).in_file(&source.name);
    let (raw, file): (Box<dyn Read + Send>, Option<File>) = match &source.from {
        Input::Stdin => (Box::new(io::stdin()), None),
        Input::Bytes(_, bytes) => (Box::new(Cursor::new(Arc::clone(bytes))), None),
        Input::Path(path) => {
            let file = File::open(path).map_err(fail)?;
            let about = file.metadata().map_err(fail)?;
            // A pipe or a device has no size and cannot be read twice.
            let whole = about.is_file();
            let again = if whole { Some(file.try_clone().map_err(fail)?) } else { None };
            (Box::new(file), again)
        }
    };
    let meter = Meter::default();
    let again = file.is_some() || matches!(source.from, Input::Bytes(..));
    let mut raw = Metered { inner: raw, meter: meter.clone() };
    let mut magic = Vec::new();
    (&mut raw).take(4).read_to_end(&mut magic).map_err(fail)?;
    let packed = match magic[..] {
        [0x1f, 0x8b, ..] => Some("gzip"),
        [0x28, 0xb5, 0x2f, 0xfd] => Some("zstd"),
        [0x50..=0x5f, 0x2a, 0x4d, 0x18] => Some("zstd"),
        _ => None,
    };
    let raw = Cursor::new(magic).chain(raw);
    let raw: Box<dyn Read + Send> = match keep {
        Some(keep) if !again => Box::new(keep.tee(raw, packed)?),
        _ => Box::new(raw),
    };
    let text: Box<dyn Read + Send> = match packed {
        None => raw,
        Some("gzip") => {
            let raw = io::BufReader::with_capacity(128 << 10, raw);
            bounded(flate2::bufread::MultiGzDecoder::new(raw), &meter)
        }
        Some(_) => bounded(zstd::stream::read::Decoder::new(raw).map_err(fail)?, &meter),
    };
    let mut opened =
        Opened { packed, head: Vec::new(), text, meter, file: file.filter(|_| packed.is_none()) };
    opened.look(source)?;
    Ok(opened)
}

fn bounded(inner: impl Read + Send + 'static, meter: &Meter) -> Box<dyn Read + Send> {
    Box::new(Bounded { inner, meter: meter.clone(), out: 0 })
}

impl Opened {
    /// Reads the head and puts it back.
    pub fn look(&mut self, source: &Source) -> Result<(), Fault> {
        let mut head = Vec::new();
        let read = (&mut self.text).take(HEAD_BYTES as u64).read_to_end(&mut head);
        // A file that breaks off within its head is told with its rows, when they are read.
        let broken = read.err().map(|e| Broken(Some(e)));
        if head.is_empty() {
            return Err(match broken.and_then(|b| b.0) {
                Some(e) => broken_off(&e, 0).in_file(&source.name),
                None => Fault::unusable("the file is empty").in_file(&source.name),
            });
        }
        self.head.clone_from(&head);
        let rest = std::mem::replace(&mut self.text, Box::new(io::empty()));
        self.text = match broken {
            Some(broken) => Box::new(Cursor::new(head).chain(broken)),
            None => Box::new(Cursor::new(head).chain(rest)),
        };
        Ok(())
    }

    /// The input as a file that can be read from any place: itself, or a temporary copy. All of it is
    /// hashed then. A file of which only the head was read is in `file`, for those who hash the rest beside their work.
    pub fn seekable(&mut self) -> Result<File, Fault> {
        if let Some(mut file) = self.file.take() {
            let copied =
                io::copy(&mut self.text, &mut io::sink()).and_then(|_| file.seek(SeekFrom::Start(0)));
            copied.map_err(|e| Fault::io("cannot be read", &e))?;
            return Ok(file);
        }
        let mut copy = tempfile::tempfile().map_err(|e| Fault::io("no temporary file can be made", &e))?;
        io::copy(&mut self.text, &mut copy).map_err(|e| broken_off(&e, 0))?;
        copy.seek(SeekFrom::Start(0)).map_err(|e| Fault::io("a temporary file cannot be read", &e))?;
        Ok(copy)
    }
}

/// The fault of an input that cannot be read to its end.
pub(crate) fn broken_off(error: &io::Error, rows: u64) -> Fault {
    if error.to_string().contains(BOMB) {
        return Fault::unusable(BOMB).remedy("unpack it yourself if it is what it claims to be");
    }
    let what = format!("it breaks off or is damaged ({error}); {rows} rows were read before");
    Fault::unusable(what)
        .at(rows)
        .remedy("fetch or pack the file again: a log with its end missing would be misjudged")
}

/// Gives the error that was met while looking, once the bytes before it are read.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(self.0.take().unwrap_or_else(|| io::ErrorKind::UnexpectedEof.into()))
    }
}

struct Metered<R> {
    inner: R,
    meter: Meter,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(to)?;
        self.meter.add(&to[..n]);
        Ok(n)
    }
}

/// What a bomb is called.
pub(crate) const BOMB: &str = "it unpacks to far more than any log would: refused as a decompression bomb";

struct Bounded<R> {
    inner: R,
    meter: Meter,
    out: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(to)?;
        self.out += n as u64;
        if self.out > RATIO_FREE_BYTES && self.out / MAX_RATIO > self.meter.bytes() {
            return Err(io::Error::other(BOMB));
        }
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn opened(bytes: &[u8]) -> (tempfile::TempDir, Result<Opened, Fault>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        std::fs::write(&path, bytes).unwrap();
        let opened = open(&Source { from: Input::Path(path), name: "x".into(), found: false }, None);
        (folder, opened)
    }

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(text).unwrap();
        packer.finish().unwrap()
    }

    #[test]
    fn all_members_are_read_and_the_packed_bytes_hashed() {
        let packed = [gzip(b"one\n"), gzip(b"two\n")].concat();
        let (_folder, opened) = opened(&packed);
        let mut opened = opened.unwrap();
        let mut text = String::new();
        opened.text.read_to_string(&mut text).unwrap();
        assert_eq!((text.as_str(), opened.packed), ("one\ntwo\n", Some("gzip")));
        let hash: String = Sha256::digest(&packed).iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(opened.meter.sha256(), hash);
        assert_eq!(opened.meter.bytes(), packed.len() as u64);
    }

    #[test]
    fn bombs_are_refused() {
        let zeros = vec![b'\n'; 200 << 20];
        for packed in [gzip(&zeros), zstd::encode_all(&zeros[..], 1).unwrap()] {
            let (_folder, opened) = opened(&packed);
            let error = io::copy(&mut opened.unwrap().text, &mut io::sink()).unwrap_err();
            assert_eq!(broken_off(&error, 0).what, BOMB);
        }
    }

    #[test]
    fn a_cut_file_fails_after_its_bytes() {
        let text: Vec<u8> =
            (0..400_000u64).flat_map(|i| format!("{}\n", i * 7_919 % 1_000_003).into_bytes()).collect();
        for packed in [gzip(&text), zstd::encode_all(&text[..], 1).unwrap()] {
            let (_folder, opened) = opened(&packed[..packed.len() / 2]);
            let mut read = Vec::new();
            assert!(opened.unwrap().text.read_to_end(&mut read).is_err());
            assert!(text.starts_with(&read));
        }
    }
}
