//! The fuzz targets as a plain loop: inputs of the corpora changed at random, the same ones every time.
//! `CLAQUE_FUZZ_SECONDS` says for how long each reader is tried; `fuzz/README.md` has the rest.

mod common;
#[path = "../../../fuzz/src/lib.rs"]
mod fuzz;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use common::Draw;

/// The longest that one input may take; a debug build under a loaded machine is slow.
const HANG: Duration = Duration::from_secs(10);

fn budget() -> Duration {
    let seconds = std::env::var("CLAQUE_FUZZ_SECONDS").ok().and_then(|s| s.parse().ok()).unwrap_or(0.25);
    Duration::from_secs_f64(seconds)
}

/// Numbers that break what counts.
const EDGES: [u64; 10] =
    [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0xffff_ffff, i64::MAX as u64, u64::MAX];

fn changed(seeds: &[Vec<u8>], draw: &mut Draw) -> Vec<u8> {
    let pick = |draw: &mut Draw| &seeds[draw.below(seeds.len() as u64) as usize];
    let mut bytes = pick(draw).clone();
    for _ in 0..1 + draw.below(6) {
        let n = bytes.len() as u64;
        if n == 0 {
            return bytes;
        }
        let at = draw.below(n) as usize;
        match draw.below(9) {
            0 | 1 => bytes[at] ^= 1 << draw.below(8),
            2 => bytes[at] = draw.below(256) as u8,
            3 => bytes.truncate(at),
            4 => {
                let edge = EDGES[draw.below(EDGES.len() as u64) as usize].to_le_bytes();
                let width = [1, 2, 4, 8][draw.below(4) as usize].min(bytes.len() - at);
                bytes[at..at + width].copy_from_slice(&edge[..width]);
            }
            5 => {
                let end = at + draw.below(n - at as u64 + 1).min(200) as usize;
                let part = bytes[at..end].to_vec();
                let to = draw.below(n) as usize;
                bytes.splice(to..to, part);
            }
            6 => {
                let end = at + draw.below(n - at as u64 + 1).min(40) as usize;
                bytes.drain(at..end);
            }
            7 => {
                let other = pick(draw);
                let from = draw.below(other.len() as u64) as usize;
                bytes.truncate(at);
                bytes.extend_from_slice(&other[from..]);
            }
            _ => {
                let sign = b"\"\n\r,;{}[]:\\\0-+eE/."[draw.below(18) as usize];
                bytes.insert(at, sign);
            }
        }
    }
    bytes
}

#[test]
fn any_bytes_are_read_or_refused() {
    let budget = budget();
    for (number, (target, _)) in fuzz::TARGETS.iter().enumerate() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
        let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
        files.sort();
        let seeds: Vec<Vec<u8>> = files.iter().map(|f| std::fs::read(f).unwrap()).collect();
        seeds.iter().for_each(|s| fuzz::check(s));
        let mut draw = Draw(2_026 + number as u64);
        let (begun, mut tried) = (Instant::now(), 0u64);
        while begun.elapsed() < budget {
            let bytes = fuzz::begun(target, &changed(&seeds, &mut draw));
            let one = Instant::now();
            let held = catch_unwind(AssertUnwindSafe(|| fuzz::check(&bytes)));
            if held.is_err() || one.elapsed() > HANG {
                let kept = std::env::temp_dir().join(format!("claque-fuzz-{target}-{tried}"));
                std::fs::write(&kept, &bytes).unwrap();
                panic!(
                    "{target}: input {tried} is at fault after {:?}; it is kept in {}",
                    one.elapsed(),
                    kept.display()
                );
            }
            tried += 1;
        }
        println!("{target}: {tried} inputs");
        assert!(tried > 0);
    }
}
