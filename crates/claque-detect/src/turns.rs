//! Work in turns: every thread takes the next few items as soon as it has done its last. Where items are of very unequal
//! length no thread is left with the long ones, and each needs its scratch memory only once.

use rayon::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How often a thread comes back for more, about.
const TURNS: usize = 64;

/// What `each` makes of every item, in their order. `scratch`: what a thread works with, the same before and after an item.
pub fn map<T: Sync, S, R: Send>(
    items: &[T],
    scratch: impl Fn() -> S + Sync,
    each: impl Fn(&mut S, &T) -> R + Sync,
) -> Vec<R> {
    turns(items, scratch, |s, item, out| out.push(each(s, item))).into_iter().flatten().collect()
}

/// All that `each` puts out for every item, in their order; else as [`map`].
pub fn flat_map<T: Sync, S, R: Copy + Send>(
    items: &[T],
    scratch: impl Fn() -> S + Sync,
    each: impl Fn(&mut S, &T, &mut Vec<R>) + Sync,
) -> Vec<R> {
    turns(items, scratch, each).concat()
}

/// What was put out turn by turn, in the order of the items.
fn turns<T: Sync, S, R: Send>(
    items: &[T],
    scratch: impl Fn() -> S + Sync,
    each: impl Fn(&mut S, &T, &mut Vec<R>) + Sync,
) -> Vec<Vec<R>> {
    let threads = rayon::current_num_threads();
    let few = items.len() / (threads * TURNS) + 1;
    let next = AtomicUsize::new(0);
    let turns = || {
        let from = next.fetch_add(few, Ordering::Relaxed);
        (from < items.len()).then(|| from..(from + few).min(items.len()))
    };
    let of_thread = |_| {
        let mut done = vec![];
        let mut own = None;
        while let Some(turn) = turns() {
            let own = own.get_or_insert_with(&scratch);
            let from = turn.start;
            let mut out = vec![];
            items[turn].iter().for_each(|item| each(own, item, &mut out));
            done.push((from, out));
        }
        done
    };
    let mut done: Vec<(usize, Vec<R>)> =
        (0..threads).into_par_iter().with_max_len(1).flat_map_iter(of_thread).collect();
    done.sort_unstable_by_key(|d| d.0);
    done.into_iter().map(|d| d.1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_and_each_once() {
        for n in [0, 1, 5, 10_000] {
            let items: Vec<u32> = (0..n).collect();
            let calls = AtomicUsize::new(0);
            let twice = map(
                &items,
                || 2,
                |by, x| {
                    calls.fetch_add(1, Ordering::Relaxed);
                    *by * x
                },
            );
            assert_eq!(twice, items.iter().map(|x| 2 * x).collect::<Vec<_>>());
            let even = flat_map(&items, || (), |_, x, out| out.extend((x % 2 == 0).then_some(*x)));
            assert_eq!(even, items.iter().copied().filter(|x| x % 2 == 0).collect::<Vec<_>>());
            assert_eq!(calls.into_inner(), items.len());
        }
    }
}
