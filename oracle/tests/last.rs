//! Guards what the last looks see: regulars of one owner who were made together, withdrawals as a log of their own, the surges among which faint crews are looked for, the targets that the
//! whole log as one window looks at, and how far apart the marks of its findings lie.

mod support;

use claque_detect::inside::{Finding, days_of_their_own, long_lived, made_together, surges, taken_back};
use claque_marks::window::{DAY, HOUR};
use claque_marks::{NEVER, Seed};
use claque_oracle::log::{Key, Log, Mark};
use claque_oracle::{close, faint, made_together as plainly, whole, withdrawn};
use rand::RngExt;
use std::collections::BTreeSet;
use support::{Case, in_threads};

const CASES: u64 = 200;

fn keys(marks: &[Mark], which: &[bool]) -> BTreeSet<Key> {
    marks.iter().zip(which).filter(|(_, w)| **w).map(|(m, _)| m.key()).collect()
}

#[test]
fn surges_of_every_target() {
    let (mut inside, mut outside) = (0, 0);
    for seed in 0..CASES {
        let mut r = Seed(seed).for_stage("oracle surges", 0);
        let mut c = Case::new(seed);
        c.p.faint_surge = r.random_range(1.0..5.0);
        c.p.faint_life = r.random_range(1..=12);
        let (alive, gone) = c.explained();
        let marks = c.log.in_order();
        for (cut, grid) in c.grids() {
            let engine = in_threads(|| surges(&c.ground(), &alive, &cut));
            let plain = faint::surges(&c.log, grid, &gone, &c.p);
            assert_eq!(keys(&marks, &engine), plain, "seed {seed} {grid:?}");
            inside += plain.len();
            outside += marks.len() - plain.len();
        }
    }
    assert!(inside > 5_000 && outside > 5_000, "{inside} {outside}");
}

#[test]
fn targets_that_outlive_the_windows() {
    let (mut looked_at, mut left_out) = (0, 0);
    for seed in (0..CASES).filter(|s| s % 8 != 7) {
        let c = Case::new(seed);
        let (alive, gone) = c.explained();
        let marks = c.log.in_order();
        for hours in [24, 96, 384] {
            let engine = in_threads(|| long_lived(&c.ground(), &alive, hours));
            let plain = whole::looked_at(&c.log, &gone, hours);
            assert_eq!(keys(&marks, &engine), plain, "seed {seed} {hours}");
            looked_at += plain.len();
            left_out += marks.len() - gone.len() - plain.len();
        }
    }
    assert!(looked_at > 5_000 && left_out > 5_000, "{looked_at} {left_out}");
}

#[test]
fn marks_of_a_finding_on_days_of_their_own() {
    let mut both = 0;
    for seed in 0..CASES {
        let mut r = Seed(seed).for_stage("oracle steps", 0);
        let c = Case::new(seed - seed % 8);
        let marks = c.log.in_order();
        let some: Vec<bool> = marks.iter().map(|_| r.random_range(0..3) == 0).collect();
        let of = (0..marks.len() as u32).filter(|m| some[*m as usize]).collect();
        let finding = Finding { hours: 0, members: vec![], marks: of, gain: 0.0 };
        let (engine, plain) =
            (days_of_their_own(&c.ground(), &finding), whole::apart(&c.log, &keys(&marks, &some)));
        assert!(close(engine, plain), "seed {seed}: {engine} {plain}");
        both += usize::from(plain > 0.0 && plain < 1.0);
    }
    assert!(both > 100, "{both}");
}

#[test]
fn withdrawals_as_a_log_of_their_own() {
    let (mut some, mut none, mut leavers) = (0, 0, 0);
    for seed in 0..CASES {
        let mut r = Seed(seed).for_stage("oracle withdrawals", 0);
        let mut log = Log::random(seed);
        log.timed = seed % 8 != 7;
        // In some logs few take back, and some accounts take everything back in a few days.
        let seldom = [3, 40][seed as usize % 2];
        for m in &mut log.marks {
            let leaves = m.account % 9 == 0;
            if leaves || r.random_range(0..seldom) == 0 {
                m.withdrawn = Some(m.time + r.random_range(0..if leaves { DAY } else { 9 * DAY }));
            }
        }
        for account in 0..log.accounts {
            let (page, at) = (r.random_range(0..5), log.marks[0].time + r.random_range(0..9 * DAY));
            if r.random_range(0..4 * seldom) == 0 && !log.marks.iter().any(|m| m.key() == (account, page, 0))
            {
                log.orphans.push((account, page, 0, at));
            }
        }
        let mut c = Case::of(seed, log);
        c.p.left_share = r.random_range(0.1..1.0);
        c.p.min_crew = r.random_range(2..=20);
        let plain = withdrawn::taken_back(&c.log, c.p.left_share, 2 * c.p.min_crew as usize);
        let targets = c.log.targets();
        let engine = taken_back(&c.columns, &c.index, &c.p).map(|of| {
            of.check().expect("a log like any other");
            let target = |t: usize| targets[t];
            let marks = (0..targets.len())
                .flat_map(|t| (of.target_start[t]..of.target_start[t + 1]).map(move |m| (t, m)));
            let named = marks.map(|(t, m)| (target(t).0, target(t).1, of.time[m], of.account[m].0));
            named.collect::<Vec<_>>()
        });
        assert_eq!(engine, plain, "seed {seed}");
        leavers += usize::from(plain.as_ref().is_some_and(|p| p.iter().all(|t| t.3 != 0)));
        *if plain.is_some() { &mut some } else { &mut none } += 1;
    }
    assert!(some > 50 && none > 30 && leavers > 20, "{some} {none} {leavers}");
}

#[test]
fn regulars_of_one_owner_who_were_made_together() {
    let (mut found, mut none, mut partly) = (0, 0, 0);
    for seed in 0..CASES {
        let mut r = Seed(seed).for_stage("oracle made together", 0);
        let mut log = Log::random(seed);
        log.timed = seed % 8 != 7;
        log.owners_known = seed % 5 != 4;
        log.accounts += 60;
        let crowd = 40;
        let begin = log.marks[0].time;
        // Those of even number were mostly made in one of three batches.
        log.created = (0..log.accounts)
            .map(|a| match r.random_range(0..8) {
                0 => NEVER,
                1..=5 if a % 2 == 0 && a < crowd => {
                    begin - i64::from(a % 3) * DAY + r.random_range(0..HOUR / 6)
                }
                _ => begin - r.random_range(0..300 * DAY),
            })
            .collect();
        // One owner has five pages more, which these mark.
        let (first, owner) = (log.owner.len() as u32, log.owner[0]);
        log.owner.extend([owner; 5]);
        for a in 0..log.accounts {
            for page in first..first + 5 {
                if r.random_range(0..10) < if a % 2 == 0 && a < crowd { 8 } else { 1 } {
                    log.mark(a, page, begin + r.random_range(0..9 * DAY));
                }
            }
        }
        let mut c = Case::of(seed, log);
        c.p.regular_pages = r.random_range(3..=4);
        c.p.min_crew = r.random_range(2..=6);
        c.p.batch_reach = r.random_range(0.02..0.4);
        c.p.batch_apart = r.random_range(0.4..40.0);
        c.p.batch_tail = [0.9, 0.1, 1e-3][r.random_range(0..3)];
        let (free, taken) = c.explained();
        let marks = c.log.in_order();
        let engine = in_threads(|| made_together(&c.ground(), &free));
        let owners: BTreeSet<u32> = c.log.owner.iter().copied().collect();
        let known = owners.into_iter().filter(|_| c.log.owners_known);
        let plain: Vec<_> = known.filter_map(|o| plainly::of_owner(&c.log, &taken, o, &c.p)).collect();
        assert_eq!(engine.len(), plain.len(), "seed {seed}");
        for (e, (p, gain)) in engine.iter().zip(&plain) {
            let m = &e.membership;
            assert_eq!(c.named(&e.stretches), p.jobs, "seed {seed}");
            assert!(m.accounts.iter().eq(p.z.keys()), "seed {seed}");
            assert!(m.z.iter().zip(p.z.values()).all(|(e, p)| close(*e, *p)), "seed {seed}");
            let mut own: Vec<(Key, f64)> =
                m.marks.iter().map(|k| marks[*k as usize].key()).zip(m.own.iter().copied()).collect();
            own.sort_by_key(|o| o.0);
            assert!(own.iter().map(|o| o.0).eq(p.own.keys().copied()), "seed {seed}");
            assert!(own.iter().zip(p.own.values()).all(|(e, p)| close(e.1, *p)), "seed {seed}");
            assert!(close(e.gain, *gain) && e.scales.is_empty(), "seed {seed}: {} {gain}", e.gain);
            found += 1;
            partly += usize::from(p.z.values().any(|z| *z < 0.9));
        }
        none += usize::from(plain.is_empty());
    }
    assert!(found > 40 && none > 40 && partly > 10, "{found} {none} {partly}");
}
