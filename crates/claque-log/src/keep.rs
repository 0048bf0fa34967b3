//! A copy of what can be read only once: standard input, a pipe. It is written as it is read, so that the rows
//! behind a figure can be shown later. What comes packed is kept as it came, the rest is packed with zstd.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::error::Fault;

/// Where copies go, and which were made.
pub(crate) struct Keep {
    folder: PathBuf,
    inputs: usize,
    /// The copy of the input that was opened last, if one is made.
    pub last: Option<String>,
}

impl Keep {
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), inputs: 0, last: None }
    }

    /// From here on `raw` leaves a copy.
    pub fn tee<R: Read>(&mut self, raw: R, packed: Option<&str>) -> Result<Tee<R>, Fault> {
        self.inputs += 1;
        // The ending says whose packing it is: `zst` is ours, `zstd` came so.
        let ending = match packed {
            None => "zst",
            Some("gzip") => "gz",
            Some(_) => "zstd",
        };
        let name = format!("input-{}.{ending}", self.inputs);
        let fail = |e: io::Error| Fault::io("a copy of the input cannot be kept", &e);
        let file = File::create(self.folder.join(&name)).map_err(fail)?;
        let to = match packed {
            Some(_) => Copy::Plain(file),
            None => Copy::Packed(zstd::stream::write::Encoder::new(file, 0).map_err(fail)?),
        };
        self.last = Some(name);
        Ok(Tee { raw, to: Some(to) })
    }
}

/// The file of a copy.
enum Copy {
    Plain(File),
    Packed(zstd::stream::write::Encoder<'static, File>),
}

/// A reader whose bytes are copied as they pass.
pub(crate) struct Tee<R> {
    raw: R,
    to: Option<Copy>,
}

impl<R: Read> Read for Tee<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let n = self.raw.read(to)?;
        if n == 0 && !to.is_empty() {
            match self.to.take() {
                Some(Copy::Packed(encoder)) => encoder.finish()?.sync_all()?,
                Some(Copy::Plain(file)) => file.sync_all()?,
                None => {}
            }
        }
        match &mut self.to {
            Some(Copy::Plain(file)) => file.write_all(&to[..n])?,
            Some(Copy::Packed(encoder)) => encoder.write_all(&to[..n])?,
            None => {}
        }
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let mut keep = Keep::new(folder.path());
        let text: Vec<u8> = (0..100_000u32).flat_map(|i| format!("{i}\n").into_bytes()).collect();
        let mut passed = vec![];
        keep.tee(&text[..], None).unwrap().read_to_end(&mut passed).unwrap();
        assert_eq!((passed == text, keep.last.as_deref()), (true, Some("input-1.zst")));
        let kept = std::fs::read(folder.path().join("input-1.zst")).unwrap();
        assert!(zstd::decode_all(&kept[..]).unwrap() == text && kept.len() < text.len() / 2);
        keep.tee(&kept[..], Some("gzip")).unwrap().read_to_end(&mut passed).unwrap();
        assert!(std::fs::read(folder.path().join("input-2.gz")).unwrap() == kept, "as it came");
    }
}
