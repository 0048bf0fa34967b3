//! Keyed pseudonyms: the same key gives an account the same pseudonym in every report; without the key nobody
//! can tell whose it is, nor try names one by one. The key stays with the analyst.

use crate::error::ReportFault;
use crate::folder::hexadecimal;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Bytes of a key.
const BYTES: usize = 32;
/// Letters of a pseudonym: without those that look alike. 32 of them, five bits each.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// Letters that are printed: 40 bits, so that two among a million accounts seldom meet.
const LENGTH: usize = 8;

/// The key of pseudonyms.
pub struct Key([u8; BYTES]);

impl Key {
    /// A new key, kept nowhere.
    ///
    /// # Errors
    /// The machine has no randomness to give.
    pub fn fresh() -> Result<Self, ReportFault> {
        let mut bytes = [0; BYTES];
        getrandom::fill(&mut bytes)
            .map_err(|e| ReportFault::internal(format!("the machine has no randomness to give: {e}")))?;
        Ok(Self(bytes))
    }

    /// Reads a key, or makes one where no file stands. Says whether it was made.
    ///
    /// # Errors
    /// The file holds no key, or the place refused.
    pub fn find(path: &Path) -> Result<(Self, bool), ReportFault> {
        let refuse = |what: String| {
            ReportFault::usage(path, what, "name the file of a key, or a place for a new one, with --key")
        };
        match fs::read_to_string(path) {
            Ok(text) => Self::read(&text)
                .map(|key| (key, false))
                .ok_or_else(|| refuse(format!("it holds no key: {} hexadecimal digits", 2 * BYTES))),
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                let key = Self::fresh()?;
                create(path, &hexadecimal(&key.0)).map_err(|e| refuse(format!("cannot be written: {e}")))?;
                Ok((key, true))
            }
            Err(e) => Err(refuse(format!("cannot be read: {e}"))),
        }
    }

    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let mut key = [0; BYTES];
        if text.len() != 2 * BYTES || !text.is_ascii() {
            return None;
        }
        for (i, byte) in key.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).ok()?;
        }
        Some(Self(key))
    }

    /// The pseudonym of an account: the head of HMAC-SHA-256(key, name), five bits a letter.
    pub fn pseudonym(&self, account: &str) -> String {
        let mut mac =
            <Hmac<Sha256> as KeyInit>::new_from_slice(&self.0).expect("a key of any length is a key");
        mac.update(account.as_bytes());
        let hash = mac.finalize().into_bytes();
        let head = hash.iter().take(5).fold(0u64, |n, b| n << 8 | u64::from(*b));
        let letter = |i: usize| char::from(LETTERS[(head >> (5 * (LENGTH - 1 - i)) & 31) as usize]);
        (0..LENGTH).map(letter).collect()
    }
}

/// Writes a file that its owner alone can read.
fn create(path: &Path, text: &str) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_kept() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("claque.key");
        let (made, fresh) = Key::find(&path).unwrap();
        let (found, again) = Key::find(&path).unwrap();
        assert!(fresh && !again);
        assert_eq!(made.pseudonym("ann"), found.pseudonym("ann"));
        assert_ne!(made.pseudonym("ann"), made.pseudonym("ben"));
        let (other, _) = Key::find(&dir.path().join("other.key")).unwrap();
        assert_ne!(made.pseudonym("ann"), other.pseudonym("ann"), "another key, another pseudonym");
        fs::write(&path, "secret").unwrap();
        assert!(Key::find(&path).is_err_and(|f| f.what.contains("64 hexadecimal digits")));
    }

    /// RFC 4231, test case 2, by a key of its own length: the head of 5bdcc146bf… in the letters above.
    #[test]
    fn the_pseudonym_is_the_head_of_the_published_mac() {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(b"Jefe").unwrap();
        mac.update(b"what do ya want for nothing?");
        assert!(hexadecimal(&mac.finalize().into_bytes()).starts_with("5bdcc146bf60754e"));
        let key = Key([0; BYTES]);
        assert_eq!(key.pseudonym("x").len(), LENGTH);
        assert!(key.pseudonym("x").bytes().all(|b| LETTERS.contains(&b)));
    }
}
