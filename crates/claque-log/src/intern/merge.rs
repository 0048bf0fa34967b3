//! The names of several interners in one list, sorted bytewise.

use rayon::prelude::*;

use super::{Batch, Interner, TOGETHER};
use crate::key;

/// No number, or none yet.
const NEW: u32 = u32::MAX;

impl Interner {
    /// By number of another interner the number here; its names are taken in. Most are known, as each worker reads all
    /// sorts of rows: they are looked up side by side. Behind the last other, nothing is looked up any more.
    fn absorb(&mut self, other: &Interner, last: bool) -> Vec<u32> {
        const CHUNK: usize = 32 * TOGETHER;
        let mut out = vec![NEW; other.len()];
        out.par_chunks_mut(CHUNK).zip(other.keys.par_chunks(CHUNK)).for_each(|(out, keys)| {
            let mut batch = Batch::default();
            for (out, keys) in out.chunks_mut(TOGETHER).zip(keys.chunks(TOGETHER)) {
                batch.clear();
                for &key in keys {
                    match key::is_long(key) {
                        true => batch.push(&other.long[key::range(key)]),
                        false => batch.push_short(key),
                    }
                }
                self.touch(&batch.names);
                for (out, name) in out.iter_mut().zip(&batch.names) {
                    *out = self.find(*name, &batch.long).unwrap_or(NEW);
                }
            }
        });
        let new = out.iter_mut().zip(&other.keys).filter(|(out, _)| **out == NEW);
        if last {
            new.for_each(|(out, &key)| *out = self.append(key, &other.long));
            return out;
        }
        let mut room = [0; 16];
        for (out, &key) in new {
            let long =
                if key::is_long(key) { &other.long[key::range(key)] } else { key::text(key, &mut room) };
            *out = self.intern(long);
        }
        out
    }
}

/// A name with what tells its place in the order nearly always: the bytes behind the front that all names share.
struct Ranked {
    key: u128,
    /// How many bytes stand behind the shared front, at most one more than the key holds.
    len: u8,
    number: u32,
}

const KEY: usize = 16;

impl Ranked {
    /// The name, of which most often all is at hand.
    fn name(&self, front: &str, all: &Interner) -> String {
        let bytes = self.key.to_be_bytes();
        match bytes.get(..usize::from(self.len)).and_then(|rest| std::str::from_utf8(rest).ok()) {
            Some(rest) => [front, rest].concat(),
            None => all.name(self.number, &mut [0; 16]).to_owned(),
        }
    }
}

/// The names of several interners that `used` keeps, each once, sorted bytewise; and by interner and number
/// the place among them (`u32::MAX` where not used).
pub(crate) fn merged(
    of: Vec<Interner>,
    used: Option<&dyn Fn(usize, u32) -> bool>,
) -> (Vec<String>, Vec<Vec<u32>>) {
    let mut of = of.into_iter();
    let mut all = of.next().unwrap_or_default();
    let mut numbers: Vec<Vec<u32>> = vec![(0..all.len() as u32).collect()];
    while let Some(other) = of.next() {
        numbers.push(all.absorb(&other, of.len() == 0));
    }
    let mut kept = vec![used.is_none(); all.len()];
    if let Some(used) = used {
        for (i, numbers) in numbers.iter().enumerate() {
            for (n, number) in numbers.iter().enumerate() {
                kept[*number as usize] |= used(i, n as u32);
            }
        }
    }
    let front = shared_front(&all);
    let order = sorted(&all, &kept, front.len());
    let mut place = vec![u32::MAX; all.len()];
    order.iter().enumerate().for_each(|(i, r)| place[r.number as usize] = i as u32);
    let names = order.par_iter().with_min_len(1 << 12).map(|r| r.name(&front, &all)).collect();
    let moved = |numbers: &mut Vec<u32>| numbers.iter_mut().for_each(|n| *n = place[*n as usize]);
    numbers.par_iter_mut().with_max_len(1).for_each(moved);
    (names, numbers)
}

/// The names that are kept, in the order of bytes.
fn sorted(all: &Interner, kept: &[bool], front: usize) -> Vec<Ranked> {
    let ranked = |number: u32| {
        let key = all.keys[number as usize];
        let (bytes, len) = match key::is_long(key) {
            false => (key::ranked(key), key::len(key)),
            true => {
                let rest = &all.long.as_bytes()[key::range(key)][front..];
                let mut bytes = [0; KEY];
                let held = rest.len().min(KEY);
                bytes[..held].copy_from_slice(&rest[..held]);
                return Ranked {
                    key: u128::from_be_bytes(bytes),
                    len: rest.len().min(KEY + 1) as u8,
                    number,
                };
            }
        };
        Ranked { key: bytes << (8 * front), len: (len - front) as u8, number }
    };
    let numbers = (0..all.len() as u32).into_par_iter().with_min_len(1 << 12);
    // Where all are kept, each has its place at once: nothing is put together again.
    let mut order: Vec<Ranked> = match kept.iter().all(|kept| *kept) {
        true => numbers.map(ranked).collect(),
        false => numbers.filter(|&n| kept[n as usize]).map(ranked).collect(),
    };
    // Only long names are asked for: the keys of others are all that they are.
    let name = |r: &Ranked| &all.long.as_bytes()[key::range(all.keys[r.number as usize])];
    order.par_sort_unstable_by(|a, b| {
        a.key.cmp(&b.key).then_with(|| match usize::from(a.len) > KEY && usize::from(b.len) > KEY {
            true => name(a).cmp(name(b)),
            // Where one name ends within the key, zeros stand for what is missing: the shorter comes first.
            false => a.len.cmp(&b.len),
        })
    });
    order
}

/// The letters that all names have in common at their front.
fn shared_front(of: &Interner) -> String {
    let Some(last) = of.len().checked_sub(1) else { return String::new() };
    let (mut room, key) = ([0; 16], of.keys[last]);
    let name = of.name(last as u32, &mut room);
    let shared = |number: usize| match of.keys[number] {
        other if !key::is_long(key) && !key::is_long(other) => key::shared_front(key, other),
        _ => {
            let mut room = [0; 16];
            let other = of.name(number as u32, &mut room);
            name.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count()
        }
    };
    let mut same = (0..of.len()).into_par_iter().with_min_len(1 << 12).map(shared).min().unwrap_or(0);
    while !name.is_char_boundary(same) {
        same -= 1;
    }
    name[..same].to_owned()
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
        assert!(given.iter().zip(&numbers).all(|(n, &i)| names.name(i, &mut [0; 16]) == *n));
        let (sorted, place) = merged(vec![names], Some(&|_, n| n != 4));
        assert_eq!(sorted, ["Z", "a", "b", "é"]);
        assert_eq!(place, [[2, 1, 3, 0, u32::MAX]]);
    }

    #[test]
    fn names_of_several_workers_become_one_sorted_list() {
        // Long fronts in common, names that are fronts of others, and zeros within names.
        let mut state = 5u64;
        let mut draw = |n: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % n
        };
        for round in 0..60 {
            let front = ["", "at://did:plc:", "p"][round % 3];
            let mut workers: Vec<Interner> = (0..3).map(|_| Interner::default()).collect();
            let mut want: Vec<String> = Vec::new();
            for _ in 0..200 {
                let tail: String = (0..draw(24)).map(|_| ['a', '\0', 'b'][draw(3) as usize]).collect();
                let name = format!("{front}{tail}");
                workers[draw(3) as usize].intern(&name);
                want.push(name);
            }
            want.sort_unstable();
            want.dedup();
            let name = |w: &Interner, n| w.name(n, &mut [0; 16]).to_owned();
            let own = |w: &Interner| (0..w.len() as u32).map(|n| name(w, n)).collect::<Vec<_>>();
            let given: Vec<Vec<String>> = workers.iter().map(own).collect();
            let (names, place) = merged(workers, None);
            assert_eq!(names, want);
            for (given, place) in given.iter().zip(place) {
                for (name, place) in given.iter().zip(&place) {
                    assert_eq!(names[*place as usize], *name);
                }
            }
        }
    }
}
