//! Guards the cutting of cells and the counting of overlaps: every cell that the engine cuts is the one that
//! nested loops find, mark by mark, on every scale and shifted grid, with explained marks left out; every pair
//! of cells that it keeps has the right count and weight; and no pair that fails *what* without taste is lost
//! by its pre-filter.

mod support;

use claque_chance::tails::{CriticalTable, ln_scaled_tail};
use claque_detect::inside::{Cells, overlaps};
use claque_oracle::{cells, close};
use std::collections::{BTreeMap, BTreeSet};
use support::{Case, in_threads};

const CASES: u64 = 300;

#[test]
fn activity_and_its_moments() {
    for seed in 0..CASES {
        let c = Case::new(seed);
        assert_eq!(c.activity.given, c.plain.given, "seed {seed}");
        for (a, b) in c.activity.weight.iter().zip(&c.plain.weight) {
            assert!(close(*a, *b), "seed {seed}: {a} {b}");
        }
        assert!(close(c.activity.mean, c.plain.mean) && close(c.activity.variance, c.plain.variance));
        let mean = c.activity.weight.iter().sum::<f64>() / f64::from(c.log.accounts);
        assert!(close(mean, 1.0), "seed {seed}: weights have mean {mean}");
    }
}

#[test]
fn cells_are_those_of_nested_loops() {
    let mut seen = 0;
    for seed in 0..CASES {
        let c = Case::new(seed);
        let (alive, gone) = c.explained();
        for (cut, grid) in c.grids() {
            let engine = Cells::cut(&c.columns, &c.index, &alive, &cut, c.p.min_cell);
            let mut named = BTreeMap::new();
            for i in 0..engine.len() as u32 {
                let accounts: BTreeSet<u32> =
                    engine.marks_of(i).iter().map(|&m| c.columns.account[m as usize].0).collect();
                assert_eq!(accounts.len(), engine.size(i) as usize, "an account counts once");
                named.insert(c.name(&engine, i), accounts);
                let t = engine.target[i as usize];
                let (from, to) = cut.bounds(engine.window[i as usize]);
                for &m in engine.marks_of(i) {
                    assert!(c.index.target[m as usize] == t);
                    assert!(!c.log.timed || (from..to).contains(&c.index.time[m as usize]));
                }
            }
            assert_eq!(named.len(), engine.len(), "a cell stands once");
            assert_eq!(named, cells::of(&c.log, grid, &gone, c.p.min_cell as usize), "seed {seed}");
            seen += named.len();
        }
    }
    assert!(seen > 20_000, "only {seen} cells were compared");
}

#[test]
fn overlaps_of_all_pairs() {
    let (mut kept, mut pairs) = (0, 0);
    for seed in 0..CASES {
        let c = Case::new(seed);
        let critical = CriticalTable::new(c.p.soft.ln());
        let (alive, gone) = c.explained();
        for (cut, grid) in c.grids() {
            let engine = Cells::cut(&c.columns, &c.index, &alive, &cut, c.p.min_cell);
            let found = in_threads(|| overlaps(&c.ground(), &engine, &critical));
            let found: BTreeMap<_, _> = found
                .iter()
                .map(|o| ((c.name(&engine, o.i), c.name(&engine, o.j)), (o.accounts as usize, o.weight)))
                .collect();
            let plain = cells::of(&c.log, grid, &gone, c.p.min_cell as usize);
            let mut possible = 0;
            for (a, in_a) in &plain {
                for (b, in_b) in plain.iter().filter(|(b, _)| *b > a) {
                    let (n, x) = cells::overlap(in_a, in_b, &c.plain);
                    let engines = found.get(&(*a, *b));
                    if a.0 == b.0 || n < c.p.min_overlap as usize {
                        assert_eq!(engines, None, "seed {seed}: one page, or too few accounts");
                        continue;
                    }
                    possible += 1;
                    let expected = in_a.len() as f64 * in_b.len() as f64;
                    let tail = ln_scaled_tail(x, expected * c.plain.mean, expected * c.plain.variance);
                    match engines {
                        Some(&(count, weight)) => {
                            assert_eq!(count, n, "seed {seed}");
                            assert!(close(weight, x), "seed {seed}: {weight} {x}");
                        }
                        None => assert!(tail > c.p.soft.ln() - 1e-9, "seed {seed}: lost {a:?} {b:?}"),
                    }
                }
            }
            assert!(found.len() <= possible, "a pair stands once, the earlier cell first");
            kept += found.len();
            pairs += possible;
        }
    }
    assert!(kept > 10_000 && kept < pairs, "{kept} of {pairs} pairs were kept");
}
