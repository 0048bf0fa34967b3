//! Guards the two nulls and what they rest on: the taste of two owners at other times (with the case of one
//! owner in two windows), the accounts that ever marked both of two targets, the expectations of *what* and
//! *when*, and the edges that fail both and are held by triangles.

mod support;

use claque_chance::tails::{CriticalTable, ln_scaled_tail};
use claque_detect::inside::{self, Cells, Meetings, Overlap, look};
use claque_oracle::{close, edges as plain_edges, taste as plain_taste, when};
use std::collections::{BTreeMap, BTreeSet};
use support::{Case, in_threads};

const CASES: u64 = 300;

#[test]
fn taste_of_every_pair_of_cells() {
    let (mut compared, mut one_owner, mut above) = (0, 0, 0);
    for seed in 0..CASES {
        let c = Case::new(seed);
        let (alive, _) = c.explained();
        for (cut, grid) in c.grids() {
            let cells = Cells::cut(&c.columns, &c.index, &alive, &cut, c.p.min_cell);
            let n = (cells.len() as u32).min(40);
            let pairs: Vec<Overlap> = (0..n)
                .flat_map(|i| (i + 1..n).map(move |j| Overlap { i, j, accounts: 1, weight: 1.0 }))
                .collect();
            let engine = in_threads(|| inside::tastes(&c.ground(), &cells, &cut, &pairs));
            for (o, e) in pairs.iter().zip(&engine) {
                let (a, b) = (c.name(&cells, o.i), c.name(&cells, o.j));
                let (one, two) = ((c.log.owner_of(a.0), a.2), (c.log.owner_of(b.0), b.2));
                let plain = plain_taste::of(&c.log, &c.plain, grid, one, two, c.p.taste_prior);
                assert!(close(*e, plain), "seed {seed}: {one:?} {two:?}: {e} {plain}");
                compared += 1;
                one_owner += usize::from(one.0 == two.0 && one.1 != two.1);
                above += usize::from(plain > 1.0);
            }
        }
    }
    assert!(compared > 20_000 && one_owner > 500 && above > 5_000, "{compared} {one_owner} {above}");
}

#[test]
fn accounts_that_marked_both_of_two_targets() {
    let mut near = 0;
    for seed in 0..CASES {
        let c = Case::new(seed);
        let targets = c.log.targets();
        let n = targets.len() as u32;
        // Both orders, and each pair more than once.
        let pairs: Vec<(u32, u32)> = (0..n).flat_map(|i| (0..n).map(move |j| (i, j))).collect();
        for hours in [1, 6, 24] {
            let length = hours * 3_600_000_000;
            let ground = c.ground();
            let engine = in_threads(|| {
                // What was asked before, at this length or another, changes no answer.
                let mut meetings = Meetings::default();
                let mut asked = |pairs: &[(u32, u32)], length| {
                    meetings.of(&ground, pairs, length, |p| *p, |_, both| Some(both))
                };
                asked(&pairs[..pairs.len() / 3], length + 1);
                asked(&pairs[pairs.len() / 2..], length);
                asked(&pairs, length)
            });
            for (&(i, j), e) in pairs.iter().zip(&engine) {
                let plain = when::both(&c.log, &c.plain, targets[i as usize], targets[j as usize], length);
                assert!(
                    close(e.all, plain.all) && close(e.near, plain.near) && close(e.squares, plain.squares),
                    "seed {seed}: {i} {j}: {e:?} {plain:?}"
                );
                near += usize::from(plain.near > 0.0 && plain.near < plain.all);
            }
        }
    }
    assert!(near > 10_000, "only {near} pairs had some of their accounts in one sitting");
}

#[test]
fn expectations_of_both_nulls() {
    for seed in 0..CASES {
        let c = Case::new(seed);
        let t = c.log.targets();
        let r = |k: u64| ((seed * 31 + k * 17) % 101) as f64 / 100.0;
        let (n1, n2, taste, x) = (2.0 + r(1) * 40.0, 2.0 + r(2) * 40.0, 1.0 + r(3) * 9.0, r(4) * 20.0);
        let (e, tail) = inside::what(&c.activity, n1, n2, taste, x);
        assert!(close(e, n1 * n2 * taste * c.plain.mean), "seed {seed}");
        assert!(close(tail, ln_scaled_tail(x, e, n1 * n2 * taste * c.plain.variance)), "seed {seed}");
        let plain = when::both(&c.log, &c.plain, t[0], t[1], 6 * 3_600_000_000);
        let engine = inside::Both { all: plain.all, near: plain.near, squares: plain.squares };
        for (s1, s2) in [(r(5), r(6)), (0.0, r(7)), (1.0, r(8)), (0.97, 0.97)] {
            let (e, tail) = inside::when(&engine, s1, s2, x);
            let (by_hand, variance) = when::expected(&plain, s1, s2, x);
            assert!(close(e, by_hand), "seed {seed}: {e} {by_hand}");
            let ln_p = ln_scaled_tail(x, by_hand, variance);
            assert!(close(tail, ln_p), "seed {seed}: {tail} {ln_p}");
        }
    }
}

#[test]
fn edges_are_those_that_fail_both_nulls_and_hold_each_other() {
    let (mut all, mut firm, mut fell, mut granted) = (0, 0, 0, 0);
    for seed in 0..CASES {
        let c = Case::new(seed);
        let critical = CriticalTable::new(c.p.soft.ln());
        let (alive, gone) = c.explained();
        for (cut, grid) in c.grids() {
            let ground = c.ground();
            let view = look(&ground, &alive, &cut, &critical, None, &mut Meetings::default());
            let cells = &view.cells;
            let engine = in_threads(|| inside::edges(&ground, &view, &cut));
            let engine: BTreeMap<_, _> =
                engine.iter().map(|e| ((c.name(cells, e.i), c.name(cells, e.j)), *e)).collect();
            let groups: Vec<BTreeSet<_>> = match grid {
                Some(_) => vec![],
                None => inside::groups(&ground, &view, &cut)
                    .iter()
                    .map(|g| g.iter().map(|&i| c.name(cells, i)).collect())
                    .collect(),
            };
            let plain = plain_edges::of(&c.log, &c.plain, grid, &gone, &groups, &c.p);
            granted += usize::from(groups.len() > 1);
            assert!(engine.keys().eq(plain.keys()), "seed {seed} {grid:?}");
            for (e, p) in engine.values().zip(plain.values()) {
                assert!(close(e.weight, p.weight) && close(e.expected, p.expected), "seed {seed}");
                assert!((e.gain - p.gain).abs() < 1e-8, "seed {seed}: {} {}", e.gain, p.gain);
                firm += usize::from(p.firm);
            }
            all += plain.len();
            let loose = claque_marks::parameters::SearchParameters { triangles: 0, ..c.p.clone() };
            fell += plain_edges::of(&c.log, &c.plain, grid, &gone, &groups, &loose).len() - plain.len();
        }
    }
    assert!(all > 2_000 && firm > 50 && fell > 500, "{all} edges, {firm} firm, {fell} fell");
    assert!(granted > 20, "{granted} logs of more than one group");
}

#[test]
fn a_second_look_sees_what_a_first_would() {
    let (mut kept, mut all) = (0, 0);
    for seed in 0..CASES {
        let c = Case::new(seed);
        let ground = c.ground();
        let critical = CriticalTable::new(c.p.soft.ln());
        let (alive, _) = c.explained();
        for (cut, _) in c.grids() {
            let mut meetings = Meetings::default();
            let seen = look(&ground, &alive, &cut, &critical, None, &mut meetings);
            // Every seventh account is explained; other cells stay as they are.
            let fewer: Vec<bool> =
                (0..alive.len()).map(|m| alive[m] && !c.columns.account[m].0.is_multiple_of(7)).collect();
            let first = look(&ground, &fewer, &cut, &critical, None, &mut Meetings::default());
            let (before, now) = (seen.cells.len(), first.cells.len());
            kept += (0..now as u32)
                .filter(|&i| (0..before as u32).any(|j| seen.cells.marks_of(j) == first.cells.marks_of(i)))
                .count();
            all += now;
            let again = look(&ground, &fewer, &cut, &critical, Some(seen), &mut meetings);
            assert_eq!(again.standing, first.standing, "seed {seed} {cut:?}");
        }
    }
    assert!(kept > 1_000 && kept < all, "{kept} of {all} cells were as before");
}
