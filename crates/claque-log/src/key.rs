//! Short names as two words of the machine: compared, hashed and looked over without touching text again.

use foldhash::fast::FixedState;
use std::hash::BuildHasher;
use std::sync::OnceLock;

/// A name of up to [`SHORT`] bytes with zeros behind it and its length as the last byte; of a longer one where it
/// starts and how long it is, with 255 as the last byte.
pub(crate) type Key = [u64; 2];

/// Bytes of the longest short name.
pub(crate) const SHORT: usize = 15;
const LENGTH: u32 = 56;
const LONG: u64 = 255 << LENGTH;

/// A name, ready to be looked up.
#[derive(Clone, Copy)]
pub(crate) struct Ready {
    pub key: Key,
    pub hash: u32,
}

impl Ready {
    /// A short name.
    #[inline]
    pub fn short(key: Key) -> Self {
        Self { key, hash: hash(key, seeds()) }
    }

    /// A name of which a long one stands at `at` of some text.
    pub fn of(name: &str, at: usize) -> Self {
        match short(name.as_bytes()) {
            Some(key) => Self::short(key),
            None => Self { key: [at as u64, LONG | name.len() as u64], hash: long_hash(name) },
        }
    }
}

/// The hash of a short name: both halves of one product.
#[inline]
fn hash(key: Key, [a, b]: [u64; 2]) -> u32 {
    let product = u128::from(key[0] ^ a) * u128::from(key[1] ^ b);
    (product as u64 ^ (product >> 64) as u64) as u32
}

/// Bytes of the longest name that is its own sign.
const WHOLE: usize = 12;

impl Ready {
    /// What stands for the name in a table, in 96 bits: its bytes, where they are few, begin with none that is zero and
    /// end with none; else its hash behind zeros.
    #[inline]
    pub fn sign(&self) -> u128 {
        let bytes = u128::from(self.key[1] & !LONG) << 64 | u128::from(self.key[0]);
        let whole = is_whole(bytes) && len(self.key) <= WHOLE && held(bytes) == len(self.key);
        if whole { bytes } else { u128::from(self.hash) << 32 }
    }
}

/// How many bytes there are up to the last that is not zero.
fn held(bytes: u128) -> usize {
    (u128::BITS - bytes.leading_zeros()).div_ceil(8) as usize
}

/// Whether a sign is its name, so that two names of one sign are one.
pub(crate) fn is_whole(sign: u128) -> bool {
    sign as u8 != 0
}

/// The [`Ready::hash`] of a name by its sign.
pub(crate) fn hash_of_sign(sign: u128) -> u32 {
    match is_whole(sign) {
        true => Ready::short(padded(sign, held(sign) as u32)).hash,
        false => (sign >> 32) as u32,
    }
}

/// Drawn once a run, so that no ids can be chosen to collide; no number depends on them.
fn seeds() -> [u64; 2] {
    static SEEDS: OnceLock<[u64; 2]> = OnceLock::new();
    *SEEDS.get_or_init(|| {
        let state = std::collections::hash_map::RandomState::new();
        [state.hash_one(0), state.hash_one(1)]
    })
}

fn long_hash(name: &str) -> u32 {
    FixedState::with_seed(seeds()[0]).hash_one(name.as_bytes()) as u32
}

/// How many bytes two short names have in common at their front.
#[inline]
pub(crate) fn shared_front(a: Key, b: Key) -> usize {
    let word = |k: usize| (a[k] ^ b[k]).trailing_zeros() as usize / 8;
    let same = if a[0] == b[0] { 8 + word(1) } else { word(0) };
    same.min(len(a)).min(len(b))
}

/// The key of a name, if it is short.
#[inline]
pub(crate) fn short(name: &[u8]) -> Option<Key> {
    let n = name.len();
    let (low, high) = if let (Some(front), Some(back)) = (name.first_chunk(), name.last_chunk()) {
        if n > SHORT {
            return None;
        }
        // Of the last eight bytes those that the first word has are shifted out.
        let back = u64::from_le_bytes(*back).checked_shr(8 * (16 - n) as u32);
        (u64::from_le_bytes(*front), back.unwrap_or(0))
    } else if let (Some(front), Some(back)) = (name.first_chunk(), name.last_chunk()) {
        // Where both overlap they agree.
        (u64::from(u32::from_le_bytes(*front)) | u64::from(u32::from_le_bytes(*back)) << (8 * (n - 4)), 0)
    } else {
        (name.iter().rev().fold(0, |word, &b| word << 8 | u64::from(b)), 0)
    };
    Some([low, high | (n as u64) << LENGTH])
}

/// The key of a short name of so many bytes, which are given with zeros behind them.
pub(crate) fn padded(bytes: u128, len: u32) -> Key {
    [bytes as u64, (bytes >> 64) as u64 | u64::from(len) << LENGTH]
}

/// The name behind a short key.
pub(crate) fn text(key: Key, room: &mut [u8; 16]) -> &str {
    room[..8].copy_from_slice(&key[0].to_le_bytes());
    room[8..].copy_from_slice(&key[1].to_le_bytes());
    // The bytes of a name, cut off where it ends, are text.
    std::str::from_utf8(&room[..usize::from(room[SHORT])]).unwrap_or_default()
}

/// Bytes of the name behind a short key.
pub(crate) fn len(key: Key) -> usize {
    (key[1] >> LENGTH) as usize
}

/// A number that rises with the short name, of two names of which one is the front of the other it is the same where
/// zeros follow.
pub(crate) fn ranked(key: Key) -> u128 {
    u128::from(key[0].swap_bytes()) << 64 | u128::from((key[1] & !LONG).swap_bytes())
}

/// Whether a key is that of a long name.
pub(crate) fn is_long(key: Key) -> bool {
    key[1] >= LONG
}

/// Where a long name stands.
pub(crate) fn range(key: Key) -> std::ops::Range<usize> {
    let start = key[0] as usize;
    start..start + (key[1] & !LONG) as usize
}

/// A byte of each place.
const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// By length: blanks in all places behind a short name, the length's own among them.
const BEHIND: [Key; SHORT + 1] = {
    let mut out = [[0; 2]; SHORT + 1];
    let mut n = 0;
    while n <= SHORT {
        let (low, high) = (each(b' ').unbounded_shl(8 * n as u32), n.saturating_sub(8));
        out[n] = [low, each(b' ') << (8 * high)];
        n += 1;
    }
    out
};

/// Whether a short name is fit by what its bytes are: printable ASCII, a letter, digit or sign in front, and no `e` or
/// `E` behind a digit in front, as a number rounded by a spreadsheet has. Other names need a closer look.
#[inline]
pub(crate) fn is_plain(key: Key) -> bool {
    let n = (key[1] >> LENGTH) as usize;
    let Some(behind) = BEHIND.get(n) else { return false };
    let words = [key[0] | behind[0], key[1] & !LONG | behind[1]];
    // Bit 7 of a byte: of those below a blank after the subtraction, none above it.
    let odd = words.iter().fold(0, |odd, &w| odd | w | !((w | each(0x80)) - each(b' ')));
    let exponent = |w: &u64| {
        let e = (w | each(b' ')) ^ each(b'e');
        e.wrapping_sub(each(1)) & !e & each(0x80) != 0
    };
    let front = key[0] as u8;
    let rounded = front.is_ascii_digit() && words.iter().any(exponent);
    n > 0 && front != b' ' && odd & each(0x80) == 0 && !rounded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_its_name() {
        for name in
            ["", "a", "ab", "abc", "abcd", "abcdefg", "abcdefgh", "abcdefghi", "០១២៣៤", "123456789012345"]
        {
            let key = short(name.as_bytes()).unwrap();
            assert_eq!(text(key, &mut [0; 16]), name);
            let mut bytes = [0; 16];
            bytes[..name.len()].copy_from_slice(name.as_bytes());
            assert_eq!(padded(u128::from_le_bytes(bytes), name.len() as u32), key);
            assert_eq!((ranked(key), len(key)), (u128::from_be_bytes(bytes), name.len()));
        }
        let names = ["", "a", "ab", "abcdefgh", "abcdefghi", "abcdefghj", "abcdefghi\0", "123456789012345"];
        for (a, b) in names.iter().flat_map(|a| names.map(|b| (*a, b))) {
            let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
            let key = |name: &str| short(name.as_bytes()).unwrap();
            assert_eq!(shared_front(key(a), key(b)), same, "{a:?} {b:?}");
        }
        assert_eq!(short(b"1234567890123456"), None);
        assert!(is_long(Ready::of("1234567890123456", 7).key));
        assert_eq!(range(Ready::of("1234567890123456", 7).key), 7..23);
    }

    #[test]
    fn names_of_one_sign_are_one_or_need_a_closer_look() {
        let mut names: Vec<String> = vec![String::new()];
        // All names of three letters of which one is zero, short and around the longest that is its own sign.
        for front in ["", "123456789", "1234567890", "12345678901", "1234567890123456"] {
            for tail in 0..64 {
                let letter = |at: u32| ["\0", "a", "b", ""][(tail >> (2 * at)) & 3];
                names.push([front, letter(0), letter(1), letter(2)].concat());
            }
        }
        names.sort_unstable();
        names.dedup();
        let mut signs: Vec<u128> = Vec::new();
        for name in &names {
            let ready = Ready::of(name, 0);
            assert_eq!(hash_of_sign(ready.sign()), ready.hash, "{name:?}");
            assert!(ready.sign() >> 96 == 0 && (!is_whole(ready.sign()) || name.len() <= WHOLE), "{name:?}");
            signs.extend(Some(ready.sign()).filter(|sign| is_whole(*sign)));
        }
        let all = signs.len();
        signs.sort_unstable();
        signs.dedup();
        assert_eq!(signs.len(), all);
        assert!(is_whole(Ready::of("twelve bytes", 0).sign()) && !is_whole(Ready::of("a\0", 0).sign()));
    }

    #[test]
    fn what_is_plain_is_what_needs_no_closer_look() {
        // Every byte at every place of names of every length, against the plain words of the rule.
        for n in 0..=SHORT {
            for at in 0..n {
                for byte in 0..=255u8 {
                    for front in [b'x', b'7'] {
                        let mut name = vec![front; n];
                        name[at] = byte;
                        let exponent = name[0].is_ascii_digit() && matches!(byte, b'e' | b'E');
                        let fit = (b' '..0x80).contains(&byte) && !exponent && (at > 0 || byte != b' ');
                        assert_eq!(is_plain(short(&name).unwrap()), fit, "{name:?}");
                    }
                }
            }
        }
        assert!(!is_plain(short(b"").unwrap()) && !is_plain(Ready::of("1234567890123456", 0).key));
    }

    #[test]
    fn hashes_of_like_names_fall_apart() {
        // As many names as places: chance leaves about 1/e of the places empty. By some seeds of the product it is a little
        // more or less, so that several are asked, the same in every run.
        let empty = |seed: u64| {
            let state = FixedState::with_seed(seed);
            let seeds = [state.hash_one(0), state.hash_one(1)];
            let mut seen = vec![false; 1 << 16];
            for i in 0..1u32 << 16 {
                let key = short(format!("u{i}").as_bytes()).expect("a short name");
                seen[(hash(key, seeds) & 0xffff) as usize] = true;
            }
            seen.iter().filter(|s| !**s).count() as f64 / 65_536.0
        };
        let mut empty: Vec<f64> = (0..21).map(empty).collect();
        empty.sort_unstable_by(f64::total_cmp);
        assert!((0.3..0.45).contains(&empty[10]) && empty[20] < 0.6, "{empty:?}");
    }
}
