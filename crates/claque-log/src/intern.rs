//! Names to ids and back.
//!
//! While reading, a name gets the next free number. At the end names are sorted bytewise and numbered again,
//! so that an id says nothing about the order of rows. The map is only ever asked, never walked.

use claque_marks::{AccountId, CountryId, OwnerId, PageId, VerbId};
use foldhash::fast::FixedState;
use hashbrown::HashTable;
use rayon::prelude::*;
use std::hash::BuildHasher;

/// Names behind ids, each list sorted bytewise; the id is the place in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Accounts.
    pub accounts: Vec<String>,
    /// Pages.
    pub pages: Vec<String>,
    /// Owners.
    pub owners: Vec<String>,
    /// Verbs.
    pub verbs: Vec<String>,
    /// Countries.
    pub countries: Vec<String>,
}

impl Names {
    /// An account's name.
    pub fn account(&self, id: AccountId) -> &str {
        &self.accounts[id.index()]
    }
    /// A page's name.
    pub fn page(&self, id: PageId) -> &str {
        &self.pages[id.index()]
    }
    /// An owner's name.
    pub fn owner(&self, id: OwnerId) -> &str {
        &self.owners[id.index()]
    }
    /// A verb's name.
    pub fn verb(&self, id: VerbId) -> &str {
        &self.verbs[id.index()]
    }
    /// A country's name.
    pub fn country(&self, id: CountryId) -> &str {
        &self.countries[id.index()]
    }
}

/// Gives names their provisional numbers.
///
/// With a million names every access misses the cache, so the table itself holds short names whole, and of
/// long ones where they stand.
pub(crate) struct Interner {
    /// All names, one after the other.
    text: String,
    /// By number: where the name ends.
    ends: Vec<usize>,
    table: HashTable<Entry>,
    /// Fixed, so that a run behaves like the last one; no result depends on it.
    hash: FixedState,
}

/// A name in the table.
struct Entry {
    key: Key,
    /// The lower half of the hash: growing the table reads no text.
    hash: u32,
    number: u32,
}

/// A name of up to 15 bytes with its length as the last byte, or where a longer name starts and how long it
/// is, with 255 as the last byte.
type Key = [u64; 2];

const SHORT: usize = 15;
const LONG: u64 = 255 << 56;

fn short(name: &str) -> Key {
    let mut bytes = [0; 16];
    bytes[..name.len()].copy_from_slice(name.as_bytes());
    bytes[SHORT] = name.len() as u8;
    let half = |i: usize| std::array::from_fn(|j| bytes[i + j]);
    [u64::from_le_bytes(half(0)), u64::from_le_bytes(half(8))]
}

impl Default for Interner {
    fn default() -> Self {
        // A seed of our own: ids chosen to collide under the default one do not collide here.
        let hash = FixedState::with_seed(0x636c_6171_7565_2e31);
        Self { text: String::new(), ends: Vec::new(), table: HashTable::new(), hash }
    }
}

impl Interner {
    /// How many names there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The name with this number.
    pub fn name(&self, number: u32) -> &str {
        let i = number as usize;
        let start = if i == 0 { 0 } else { self.ends[i - 1] };
        &self.text[start..self.ends[i]]
    }

    /// The number of a name, a new one if it is new.
    pub fn intern(&mut self, name: &str) -> u32 {
        let hash = self.hash.hash_one(name.as_bytes()) as u32;
        // The table takes its tag from the upper bits.
        let spread = |hash: u32| u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let text = &self.text;
        let (key, found) = if name.len() <= SHORT {
            let key = short(name);
            (key, self.table.find(spread(hash), |e| e.key == key))
        } else {
            let key = [text.len() as u64, LONG | name.len() as u64];
            let same = |e: &Entry| {
                let start = e.key[0] as usize;
                e.hash == hash
                    && e.key[1] == key[1]
                    && &text.as_bytes()[start..start + name.len()] == name.as_bytes()
            };
            (key, self.table.find(spread(hash), same))
        };
        if let Some(entry) = found {
            return entry.number;
        }
        let number = self.ends.len() as u32;
        self.table.insert_unique(spread(hash), Entry { key, hash, number }, |e| spread(e.hash));
        self.text.push_str(name);
        self.ends.push(self.text.len());
        number
    }

    /// The number of a name, if it has one.
    #[cfg(test)]
    pub fn get(&self, name: &str) -> Option<u32> {
        (0..self.len() as u32).find(|&n| self.name(n) == name)
    }

    /// The names for which `used` says yes, sorted bytewise, and by number the place among them
    /// (`u32::MAX` where not used).
    pub fn sorted(&self, used: impl Fn(u32) -> bool) -> (Vec<String>, Vec<u32>) {
        let mut order: Vec<u32> = (0..self.len() as u32).filter(|&n| used(n)).collect();
        order.par_sort_unstable_by(|&a, &b| self.name(a).as_bytes().cmp(self.name(b).as_bytes()));
        let mut place = vec![u32::MAX; self.len()];
        for (i, &number) in order.iter().enumerate() {
            place[number as usize] = i as u32;
        }
        (order.iter().map(|&n| self.name(n).to_owned()).collect(), place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_and_are_sorted_bytewise() {
        let mut names = Interner::default();
        let given = ["b", "a", "é", "Z", "a", "b", ""];
        let numbers: Vec<u32> = given.iter().map(|n| names.intern(n)).collect();
        assert_eq!(numbers, [0, 1, 2, 3, 1, 0, 4]);
        assert!(given.iter().zip(&numbers).all(|(n, &i)| names.name(i) == *n));
        let (sorted, place) = names.sorted(|n| n != 4);
        assert_eq!(sorted, ["Z", "a", "b", "é"]);
        assert_eq!(place, [2, 1, 3, 0, u32::MAX]);
    }

    #[test]
    fn a_hundred_thousand_names_stay_apart() {
        let mut names = Interner::default();
        // Short, just short, just long, long.
        let name = |i: u32| match i % 4 {
            0 => format!("{i}"),
            1 => format!("{i:0>15}"),
            2 => format!("{i:0>16}"),
            _ => format!("{i:0>40}"),
        };
        for i in 0..100_000u32 {
            assert_eq!(names.intern(&name(i)), i);
        }
        for i in (0..100_000u32).rev() {
            assert_eq!(names.intern(&name(i)), i);
            assert_eq!(names.name(i), name(i));
        }
        assert_eq!(names.get(&name(99)), Some(99));
    }
}
