//! A file of which several threads read different places.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};

/// A file and its size. Clones share it: a place is looked for and read under one lock, because handles of one
/// file that the system duplicates share their place.
#[derive(Clone)]
pub(super) struct Pages {
    file: Arc<Mutex<File>>,
    size: u64,
}

impl Pages {
    pub fn new(file: File) -> io::Result<Self> {
        let size = file.metadata()?.len();
        Ok(Self { file: Arc::new(Mutex::new(file)), size })
    }

    /// The file from its front.
    pub fn front(&self) -> From {
        self.from(0)
    }

    /// The file from a place on.
    pub fn from(&self, at: u64) -> From {
        From { pages: self.clone(), at }
    }

    fn read_at(&self, at: u64, to: &mut [u8]) -> io::Result<usize> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(at))?;
        file.read(to)
    }
}

impl Length for Pages {
    fn len(&self) -> u64 {
        self.size
    }
}

impl ChunkReader for Pages {
    type T = io::BufReader<From>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        // A page's header has some dozen bytes.
        Ok(io::BufReader::with_capacity(4 << 10, From { pages: self.clone(), at: start }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        // Nothing is allocated for what the file cannot hold.
        if start.checked_add(length as u64).is_none_or(|end| end > self.size) {
            return Err(ParquetError::EOF("a part lies beyond the end of the file".into()));
        }
        let mut bytes = vec![0; length];
        From { pages: self.clone(), at: start }.read_exact(&mut bytes)?;
        Ok(bytes.into())
    }
}

/// A file from some place on.
#[derive(Clone)]
pub(super) struct From {
    pages: Pages,
    at: u64,
}

impl Read for From {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let n = self.pages.read_at(self.at, to)?;
        self.at += n as u64;
        Ok(n)
    }
}

impl Seek for From {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (base, by) = match to {
            SeekFrom::Start(at) => (at, 0),
            SeekFrom::Current(by) => (self.at, by),
            SeekFrom::End(by) => (self.pages.size, by),
        };
        let before = || io::Error::new(io::ErrorKind::InvalidInput, "a place before the front of the file");
        self.at = base.checked_add_signed(by).ok_or_else(before)?;
        Ok(self.at)
    }
}
