//! Decoys of kind (c): as within a page, but whole sittings move together, so that what is liked in one sitting
//! stays together.
//!
//! A sitting is a run of one account's marks with less than an hour from each to the next. One of its marks,
//! drawn at random, is its anchor. The anchors' times on each page are given to each other's sittings, and a
//! sitting moves with its anchor. A mark that would fall outside its page's life stays behind, and takes one of
//! the times that other such marks left.

use super::within_page::free_jobs;
use claque_marks::window::HOUR;
use claque_marks::{Columns, Micros};
use rand::{RngExt, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;

use super::rebuild::rebuilt;

/// Longest time from one mark of a sitting to the next.
const SITTING: Micros = HOUR;

/// One decoy of a log with times. `in_job` as in [`super::within_page()`].
pub fn sessions(columns: &Columns, in_job: &[bool], rng: &mut ChaCha8Rng) -> Columns {
    let target = columns.target_of_mark();
    let mut marks: Vec<u32> = (0..columns.marks() as u32).filter(|&m| !in_job[m as usize]).collect();
    let of = |m: u32| (columns.account[m as usize], columns.time[m as usize]);
    marks.sort_unstable_by_key(|&m| (of(m), m));
    let sittings: Vec<&[u32]> =
        marks.chunk_by(|a, b| of(*a).0 == of(*b).0 && of(*b).1 - of(*a).1 < SITTING).collect();
    // By target: its anchors, as (sitting, mark).
    let mut anchors: Vec<(u32, u32, u32)> = sittings
        .iter()
        .enumerate()
        .map(|(s, marks)| {
            let anchor = marks[rng.random_range(0..marks.len())];
            (target[anchor as usize].0, s as u32, anchor)
        })
        .collect();
    anchors.sort_unstable();
    let mut time = columns.time.clone();
    let mut stayed: Vec<u32> = Vec::new();
    for on_target in anchors.chunk_by(|a, b| a.0 == b.0) {
        let mut times: Vec<Micros> = on_target.iter().map(|a| columns.time[a.2 as usize]).collect();
        times.shuffle(rng);
        for (&(_, s, anchor), to) in on_target.iter().zip(times) {
            let step = to - columns.time[anchor as usize];
            for &m in sittings[s as usize] {
                let life = columns.marks_of(target[m as usize]);
                let moved = columns.time[m as usize] + step;
                if columns.time[life.start] <= moved && moved <= columns.time[life.end - 1] {
                    time[m as usize] = moved;
                } else {
                    stayed.push(m);
                }
            }
        }
    }
    stayed.sort_unstable();
    for on_target in stayed.chunk_by(|a, b| target[*a as usize] == target[*b as usize]) {
        let mut times: Vec<Micros> = on_target.iter().map(|&m| columns.time[m as usize]).collect();
        times.shuffle(rng);
        for (&m, t) in on_target.iter().zip(times) {
            time[m as usize] = t;
        }
    }
    let mut account = columns.account.clone();
    let mut dropped = vec![false; columns.marks()];
    free_jobs(columns, in_job, &mut account, &mut dropped, rng);
    rebuilt(columns, &account, &time, &dropped)
}
