//! Ragged lists in two flat columns: what belongs to each key, contiguous.

/// Lists of items by key: the items of key `k` are `items[start[k]..start[k + 1]]`.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    /// By key, and one more: where its items begin.
    pub start: Vec<u32>,
    /// All items, by key.
    pub items: Vec<u32>,
}

impl Lists {
    /// Groups `0..keys_of.len()` by key with a counting sort; within a key, items rise.
    pub fn group(keys: usize, keys_of: impl Iterator<Item = u32> + Clone) -> Self {
        let mut start = vec![0u32; keys + 1];
        for k in keys_of.clone() {
            start[k as usize + 1] += 1;
        }
        for k in 0..keys {
            start[k + 1] += start[k];
        }
        let mut next = start.clone();
        let mut items = vec![0u32; start[keys] as usize];
        for (i, k) in keys_of.enumerate() {
            let at = &mut next[k as usize];
            items[*at as usize] = i as u32;
            *at += 1;
        }
        Self { start, items }
    }

    /// One list after the other, each a key.
    pub fn of_lists(lists: &[Vec<u32>]) -> Self {
        let mut start = vec![0u32];
        start.extend(lists.iter().scan(0, |sum, l| {
            *sum += l.len() as u32;
            Some(*sum)
        }));
        Self { start, items: lists.concat() }
    }

    /// The items of one key.
    #[inline]
    pub fn of(&self, key: u32) -> &[u32] {
        &self.items[self.start[key as usize] as usize..self.start[key as usize + 1] as usize]
    }

    /// The items of every key as slices that can be changed.
    pub fn each_mut(&mut self) -> impl Iterator<Item = &mut [u32]> {
        let Lists { start, items } = self;
        let mut rest = &mut items[..];
        start.windows(2).map(move |w| {
            let (head, tail) = std::mem::take(&mut rest).split_at_mut((w[1] - w[0]) as usize);
            rest = tail;
            head
        })
    }

    /// How many keys there are.
    pub fn keys(&self) -> usize {
        self.start.len().saturating_sub(1)
    }
}

/// How many lists [`fetch`] is worth asking for at once.
pub const AT_ONCE: usize = 16;

/// Asks memory for where each list begins before any of them is walked: what lies far apart is waited for once, not
/// once a list.
#[inline]
pub fn fetch<'a>(lists: impl Iterator<Item = &'a [u32]>) {
    std::hint::black_box(lists.fold(0, |all, list| all ^ list.first().copied().unwrap_or(0)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_grouped_and_rise() {
        let l = Lists::group(3, [2u32, 0, 2, 0].into_iter());
        assert_eq!((l.of(0), l.of(1), l.of(2)), (&[1u32, 3][..], &[][..], &[0u32, 2][..]));
        assert_eq!(l.keys(), 3);
        let l = Lists::of_lists(&[vec![7, 7], vec![], vec![1]]);
        assert_eq!((l.of(0), l.of(1), l.of(2)), (&[7u32, 7][..], &[][..], &[1u32][..]));
    }
}
