//! Guards who belongs: EM over counts (what peels) and EM over marks with the crew's own curve (what completes),
//! each against its plain path on random logs, and each against one step worked out by hand.

mod support;

use claque_detect::inside::{Candidate, Membership, Stretch, membership, of_community};
use claque_marks::Seed;
use claque_oracle::log::{Key, Log};
use claque_oracle::{cells, close, membership as counts, timing};
use rand::RngExt;
use std::collections::{BTreeMap, BTreeSet};
use support::{Case, in_threads};

const CASES: u64 = 400;

#[test]
fn membership_by_counts() {
    let (mut members, mut others) = (0, 0);
    for seed in 0..CASES {
        let c = Case::new(seed);
        let mut r = Seed(seed).for_stage("oracle community", 0);
        for (_, grid) in c.grids() {
            let all = cells::of(&c.log, grid, &BTreeSet::new(), 2);
            let some: Vec<_> = all.iter().filter(|_| r.random_range(0..3) > 0).collect();
            let pages: Vec<u32> =
                some.iter().map(|(cell, _)| cell.0).collect::<BTreeSet<_>>().into_iter().collect();
            let mut on: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
            for (cell, accounts) in &some {
                let at = pages.iter().position(|p| *p == cell.0).unwrap() as u32;
                for a in *accounts {
                    on.entry(*a).or_default().insert(at);
                }
            }
            if pages.len() < 2 {
                continue;
            }
            let elsewhere =
                |a: u32, on: &BTreeSet<u32>| (c.plain.given[a as usize] - on.len() as f64).max(0.5);
            let plain: Vec<_> = on.iter().map(|(a, on)| (elsewhere(*a, on), on.clone())).collect();
            let engine: Vec<Candidate> = on
                .iter()
                .map(|(a, on)| Candidate {
                    account: *a,
                    elsewhere: elsewhere(*a, on),
                    pages: on.iter().copied().collect(),
                })
                .collect();
            let z = of_community(&engine, pages.len(), c.columns.accounts, c.columns.marks());
            let (accounts, marks) = (f64::from(c.log.accounts), c.log.marks.len() as f64);
            let by_hand = counts::em(&plain, pages.len() as u32, accounts, marks, 30);
            for (e, p) in z.iter().zip(&by_hand) {
                assert!((e - p).abs() < 1e-9, "seed {seed}: {e} {p}");
                members += usize::from(*p > 0.5);
                others += usize::from(*p <= 0.5);
            }
        }
    }
    assert!(members > 1_000 && others > 1_000, "{members} {others}");
}

#[test]
fn one_step_of_counts_by_hand() {
    // Four pages. A and B marked pages 0 and 1, C marked page 0; 10 accounts, 100 marks; elsewhere A and B
    // gave 10 each, C 20.
    let two: BTreeSet<u32> = [0, 1].into();
    let one: BTreeSet<u32> = [0].into();
    let c = [(10.0, two.clone()), (10.0, two), (20.0, one)];
    // Counts 1, 2, 2: their upper decile is 2, so those with max(1, 2) = 2 begin as members.
    assert_eq!(counts::begin(&c), [0.99, 0.99, 0.001]);
    // Σz = 1.981, Σzk = 2·0.99·2 + 0.001 = 3.961, ρ/J = 3.961/1.981/4 = 0.49987380.
    // n = (3, 2, 0, 0), m = (1.981, 1.98, 0, 0): Σ(n − m) = 1.039, λ_A = 10·1.039/100 = 0.1039, λ_C = 0.2078.
    // A: Bin(2; 4, 0.49987380) = 6·(0.49987380·0.50012620)² = 6·0.24999998² = 0.37499995
    //    Geo(2; 0.1039) = (0.1039/1.1039)²/1.1039 = 0.09412085²/1.1039 = 0.00802494
    //    π = 1.981/10, odds 0.37499995/0.00802494·0.1981 = 9.25708, z = 9.25708/10.25708 = 0.902506
    // C: Bin(1; 4, 0.49987380) = 4·0.49987380·0.50012620³ = 0.25012620
    //    Geo(1; 0.2078) = 0.2078/1.2078² = 0.14244772
    //    odds 0.25012620/0.14244772·0.1981 = 0.347847, z = 0.347847/1.347847 = 0.258076
    let z = counts::step(&c, &counts::begin(&c), 4, 10.0, 100.0);
    assert!((z[0] - 0.902506).abs() < 1e-5 && z[0] == z[1], "{z:?}");
    assert!((z[2] - 0.258076).abs() < 1e-5, "{z:?}");
}

#[test]
fn the_engines_fixed_point_of_counts_by_hand() {
    // Four accounts in all of three pages, a fifth in page 0, which gave 10 marks elsewhere; 100 accounts, 1,000
    // marks. The four are members: ρ/J is 1, held at 0.999; Σ(n − m) = 1, λ of the fifth = 10·1/1000 = 0.01.
    // Bin(1; 3, 0.999) = 3·0.999·0.001² = 2.997e-6, Geo(1; 0.01) = 0.01/1.01² = 0.00980296, π = 4/100:
    // odds 2.997e-6/0.00980296·0.04 = 1.22290e-5.
    let mut c: Vec<Candidate> =
        (0..4).map(|a| Candidate { account: a, elsewhere: 5.0, pages: vec![0, 1, 2] }).collect();
    c.push(Candidate { account: 4, elsewhere: 10.0, pages: vec![0] });
    let z = of_community(&c, 3, 100, 1_000);
    // For the four, ln Bin(3; 3, 0.999) − ln Geo(3; 0.005) + ln 0.04 = −0.003 + 15.915 − 3.219 = 12.693.
    let sure = 1.0 / (1.0 + (-12.693f64).exp());
    assert!(z[..4].iter().all(|z| (z - sure).abs() < 1e-8), "{z:?}");
    assert!((z[4] / 1.2229e-5 - 1.0).abs() < 1e-3, "{z:?}");
}

/// The engine's membership of jobs (target, from, to) by name.
fn engine(
    c: &Case,
    jobs: &[Stretch],
    free: &[bool],
    start: Option<&Membership>,
    rounds: usize,
) -> Membership {
    in_threads(|| membership(&c.ground(), jobs, free, start, rounds))
}

#[test]
fn membership_with_timing() {
    let (mut certain, mut unsure, mut binned) = (0, 0, 0);
    for seed in 0..CASES {
        let c = Case::new(seed);
        let mut r = Seed(seed).for_stage("oracle jobs", 0);
        let marks = c.log.in_order();
        let jobs = c.jobs(&mut r);
        let free: Vec<bool> = marks.iter().map(|_| r.random_range(0..6) > 0).collect();
        let counts: BTreeSet<Key> =
            marks.iter().zip(&free).filter(|(_, f)| **f).map(|(m, _)| m.key()).collect();
        let plain_jobs = c.named(&jobs);
        let rounds = r.random_range(1..=40);
        let first = engine(&c, &jobs, &free, None, rounds);
        let of = |key: Key| counts.contains(&key);
        let plain = timing::em(&c.log, &c.plain, &plain_jobs, &of, None, rounds, &c.p);
        agree(seed, &c, &first, &plain, &marks);
        // And again, from there, with one job fewer.
        let second = engine(&c, &jobs[..jobs.len().saturating_sub(1)], &free, Some(&first), 40);
        let fewer = &plain_jobs[..jobs.len().saturating_sub(1)];
        let again = timing::em(&c.log, &c.plain, fewer, &of, Some(&plain.z), 40, &c.p);
        agree(seed, &c, &second, &again, &marks);
        certain += plain.z.values().filter(|z| **z > 0.9 || **z < 0.1).count();
        unsure += plain.z.values().filter(|z| (0.1..=0.9).contains(*z)).count();
        binned += usize::from(
            plain_jobs.iter().enumerate().any(|(j, _)| plain.own.values().filter(|o| o.0 == j).count() >= 24),
        );
    }
    assert!(certain > 1_000 && unsure > 500 && binned > 20, "{certain} {unsure} {binned}");
}

fn agree(
    seed: u64,
    c: &Case,
    engine: &Membership,
    plain: &timing::Membership,
    marks: &[claque_oracle::log::Mark],
) {
    assert!(engine.accounts.iter().eq(plain.z.keys()), "seed {seed}");
    for (e, p) in engine.z.iter().zip(plain.z.values()) {
        assert!((e - p).abs() < 1e-9, "seed {seed}: {e} {p}");
    }
    assert_eq!(engine.marks.len(), plain.own.len(), "seed {seed}");
    assert_eq!(c.columns.marks(), marks.len());
    for ((m, j), own) in engine.marks.iter().zip(&engine.job).zip(&engine.own) {
        let (job, p) = plain.own[&marks[*m as usize].key()];
        assert_eq!(*j as usize, job, "seed {seed}");
        assert!((own - p).abs() < 1e-9 && (0.0..=1.0).contains(own), "seed {seed}: {own} {p}");
    }
    for (e, p) in engine.expected.iter().zip(&plain.expected) {
        assert!(close(*e, *p), "seed {seed}: {e} {p}");
    }
}

#[test]
fn one_step_with_timing_by_hand() {
    // Twenty accounts, forty marks. A, B and C marked page 0 in its job, and page 1 in its job; D only the
    // first. Each of A to D gave 2 marks elsewhere; the other 16 accounts gave the rest, 25, there.
    let mut log = Log::new(20, 30);
    for a in 0..3 {
        log.mark(a, 0, 100 + i64::from(a));
        log.mark(a, 1, 200 + i64::from(a));
    }
    log.mark(3, 0, 110);
    for a in 0..4 {
        log.mark(a, 2 + a, 900);
        log.mark(a, 6 + a, 900);
    }
    for i in 0..25 {
        log.mark(4 + i % 16, 10 + i % 20, 500 + i64::from(i));
    }
    assert_eq!(log.marks.len(), 40);
    let mut c = Case::new(0);
    c.columns = log.columns();
    c.index = claque_detect::inside::Index::of(&c.columns);
    c.activity = claque_detect::inside::Activity::of(&c.columns, &c.p);
    let jobs = [Stretch { target: 0, from: 100, to: 110 }, Stretch { target: 1, from: 200, to: 202 }];
    let m = engine(&c, &jobs, &[true; 40], None, 1);
    assert_eq!(m.accounts, [0, 1, 2, 3]);
    // Counts 1, 2, 2, 2, upper decile 2: A, B, C begin at 0.9, D at 0.001. Inside: job 0 has 2.701 of 4,
    // job 1 has 2.7 of 3; Σz = 2.701. Others' marks are 1.299 and 0.3, usually (1.599 + 0.5)/2 = 1.0495, and each mark is judged
    // by all but itself; one bin each, so that all lies in how many others' there are, (others + 0.5)/(1 + 0.5/1.0495):
    // A in job 0: others 3 − 1.801 = 1.199, ρ = 1.801/1.801; 1.1507586. In job 1: 2 − 1.8 = 0.2, ρ = 1.8/1.801; 0.4741207.
    // D: others 3 − 2.7 = 0.3, ρ = 2.7/2.7; 0.5418522.
    // A, B and C gave 4 marks, 2 of them in jobs: d = √(4·3), λ = d·(1.1507586, 0.4741207)/40, ρh/(λg) = (10.0342549,
    // 24.3410472). D gave 3: d = 3, ρh/(λg) = 24.6069557.
    // A: ln 11.0342549 + ln 25.3410472 = 2.4010045 + 3.2324255; Σρ = 5.401/2.701 = 1.9996298;
    //    π = 2.701/20, ln π/(1 − π) = ln(0.13505/0.86495) = −1.8570266; logit 1.7767736, z = 0.8552980
    // D: ln 25.6069557 − 1.9996298 − 1.8570266 = −0.6137924, z = 0.3511946
    assert!(m.z[..3].iter().all(|z| (z - 0.8552980).abs() < 1e-6), "{:?}", m.z);
    assert!((m.z[3] - 0.3511946).abs() < 1e-6, "{:?}", m.z);
    // In the job: z·r/(1 + r) with r of 2 marks elsewhere, for A in job 0 0.8552980·17.3798392/18.3798392 = 0.8087634.
    assert!((m.own[0] - 0.8087634).abs() < 1e-6, "{:?}", m.own);
    // By chance: Σ z·2 = 5.8341773, times (1.299, 0.3)/40.
    assert!((m.expected[0] - 0.1894649).abs() < 1e-6 && (m.expected[1] - 0.0437563).abs() < 1e-6);
}
