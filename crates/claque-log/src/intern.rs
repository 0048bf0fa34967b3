//! Names to ids and back.
//!
//! While reading, a name gets the next free number. At the end names are sorted bytewise and numbered again ([`merge`]),
//! so that an id says nothing about the order of rows. The map is only ever asked, never walked.

mod merge;

pub(crate) use merge::merged;

use crate::key::{self, Key, Ready};

/// Gives names their provisional numbers.
///
/// With a million names every access misses the cache. So a place of the table holds a name of a dozen bytes whole, its
/// number beside it; and names come in batches, whose places are touched before any is compared, so that the processor
/// waits for many of them at once.
#[derive(Default)]
pub(crate) struct Interner {
    /// By number: the name, of long ones where it stands.
    keys: Vec<Key>,
    /// Long names, one after the other.
    long: String,
    /// Open addressing, a power of two of groups or none. A name stands in the first group with a free place from the
    /// one on to which its hash points.
    groups: Vec<Group>,
}

/// As many names as one line of the cache holds: in the lower 96 bits the [`Ready::sign`] of a name, above them its
/// number and one more. 0 where no name stands; free places are the last.
#[derive(Clone, Copy, Default)]
#[repr(align(64))]
struct Group([u128; GROUP]);

const GROUP: usize = 4;

const SIGN: u128 = (1 << NUMBER) - 1;
const NUMBER: u32 = 96;

/// Names that are looked up together.
const TOGETHER: usize = 64;

/// Names that are looked up together; long ones stand in the batch's text.
#[derive(Default)]
pub(crate) struct Batch {
    names: Vec<Ready>,
    /// Long names, one after the other.
    long: String,
}

impl Batch {
    pub fn push(&mut self, name: &str) {
        let ready = Ready::of(name, self.long.len());
        if key::is_long(ready.key) {
            self.long.push_str(name);
        }
        self.names.push(ready);
    }

    /// A short name.
    #[inline]
    pub fn push_short(&mut self, key: Key) {
        self.names.push(Ready::short(key));
    }

    pub fn clear(&mut self) {
        self.names.clear();
        self.long.clear();
    }
}

impl Interner {
    /// How many names there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// The name with this number; a short one is put into `room`.
    fn name<'n>(&'n self, number: u32, room: &'n mut [u8; 16]) -> &'n str {
        let key = self.keys[number as usize];
        if key::is_long(key) { &self.long[key::range(key)] } else { key::text(key, room) }
    }

    /// The number of a name, a new one if it is new.
    pub fn intern(&mut self, name: &str) -> u32 {
        self.make_room(1);
        self.number(Ready::of(name, 0), name)
    }

    /// The number of a short name.
    pub fn intern_short(&mut self, key: Key) -> u32 {
        self.make_room(1);
        self.number(Ready::short(key), "")
    }

    /// The numbers of a batch of names, in its order.
    pub fn intern_all(&mut self, batch: &Batch, mut each: impl FnMut(usize, u32)) {
        for (chunk, names) in batch.names.chunks(TOGETHER).enumerate() {
            self.make_room(names.len());
            self.touch(names);
            for (i, name) in names.iter().enumerate() {
                each(chunk * TOGETHER + i, self.number(*name, &batch.long));
            }
        }
    }

    /// Loads that depend on nothing wait for memory together.
    fn touch(&self, names: &[Ready]) {
        if !self.groups.is_empty() {
            let touched = names.iter().fold(0, |n, name| n ^ self.groups[self.place(name.hash)].0[0]);
            std::hint::black_box(touched);
        }
    }

    fn place(&self, hash: u32) -> usize {
        hash as usize & (self.groups.len() - 1)
    }

    /// Three quarters of the table are used at most.
    fn make_room(&mut self, names: usize) {
        let needed = self.len() + names;
        if needed * 4 <= self.groups.len() * GROUP * 3 {
            return;
        }
        let size = (needed * 2).next_power_of_two().max(256) / GROUP;
        let old = std::mem::replace(&mut self.groups, vec![Group::default(); size]);
        for slot in old.iter().flat_map(|group| group.0).filter(|slot| *slot != 0) {
            let mut at = self.place(key::hash_of_sign(slot & SIGN));
            loop {
                if let Some(free) = self.groups[at].0.iter_mut().find(|slot| **slot == 0) {
                    *free = slot;
                    break;
                }
                at = (at + 1) & (size - 1);
            }
        }
    }

    /// The number of a name for which there is room; a long one stands in `long`.
    #[inline]
    fn number(&mut self, ready: Ready, long: &str) -> u32 {
        match self.look_up(ready, long) {
            Ok(number) => number,
            Err(free) => self.add(free, ready, long),
        }
    }

    /// The number of a name, if it has one.
    fn find(&self, ready: Ready, long: &str) -> Option<u32> {
        if self.groups.is_empty() { None } else { self.look_up(ready, long).ok() }
    }

    /// The number of a name, or the free place where it would stand.
    #[inline(always)]
    fn look_up(&self, ready: Ready, long: &str) -> Result<u32, (usize, usize)> {
        let (sign, mut at) = (ready.sign(), self.place(ready.hash));
        loop {
            for (i, slot) in self.groups[at].0.iter().enumerate() {
                if *slot == 0 {
                    return Err((at, i));
                }
                let number = (slot >> NUMBER) as u32;
                if slot & SIGN == sign && (key::is_whole(sign) || self.same(number - 1, ready, long)) {
                    return Ok(number - 1);
                }
            }
            at = (at + 1) & (self.groups.len() - 1);
        }
    }

    /// Whether the name with this number is the one that is asked for.
    fn same(&self, number: u32, ready: Ready, long: &str) -> bool {
        let key = self.keys[number as usize];
        match key::is_long(ready.key) {
            false => key == ready.key,
            true => key[1] == ready.key[1] && self.long[key::range(key)] == long[key::range(ready.key)],
        }
    }

    fn add(&mut self, (group, at): (usize, usize), ready: Ready, long: &str) -> u32 {
        let number = self.append(ready.key, long);
        self.groups[group].0[at] = u128::from(number + 1) << NUMBER | ready.sign();
        number
    }

    /// The next number for a new name, which is not put into the table.
    fn append(&mut self, mut key: Key, long: &str) -> u32 {
        let number = self.keys.len() as u32;
        if key::is_long(key) {
            self.long.push_str(&long[key::range(key)]);
            key[0] = (self.long.len() - key::range(key).len()) as u64;
        }
        self.keys.push(key);
        number
    }

    /// The number of a name, if it has one.
    pub fn get(&self, name: &str) -> Option<u32> {
        self.find(Ready::of(name, 0), name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert_eq!(names.name(i, &mut [0; 16]), name(i));
        }
        assert_eq!(names.get(&name(99)), Some(99));
    }
}
