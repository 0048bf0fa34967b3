//! Guards the orders of a crew: the stretches that the scan finds on every target, their bounds and what members
//! would give without orders, against all pairs of end points tried with plain sums.

mod support;

use claque_detect::inside::{Free, Membership, Stretch, orders};
use claque_marks::Seed;
use claque_marks::parameters::SearchParameters;
use claque_marks::window::{DAY, HOUR};
use claque_oracle::crew::Crew;
use claque_oracle::log::{Key, Log};
use claque_oracle::orders::{self as plain, Known};
use rand::{Rng, RngExt};
use std::collections::{BTreeMap, BTreeSet};
use support::{Case, in_threads};

const CASES: u64 = 400;

/// A random log in which accounts of even number, who are mostly members, fill a few orders: on some pages two,
/// the one within the other's days.
fn log(seed: u64, r: &mut impl Rng) -> Log {
    let mut log = Log::random(seed);
    let begin = log.marks.iter().map(|m| m.time).min().unwrap();
    let span = log.marks.iter().map(|m| m.time).max().unwrap() - begin;
    for a in log.accounts..log.accounts + 150 {
        for _ in 0..6 {
            let page = r.random_range(0..log.owner.len() as u32);
            log.mark(a, page, begin + r.random_range(0..=span));
        }
    }
    let workers: Vec<u32> = (0..log.accounts).step_by(2).collect();
    log.accounts += 150;
    for _ in 0..r.random_range(2..=8) {
        let page = r.random_range(0..log.owner.len() as u32);
        let noon = begin + r.random_range(0..9 * DAY);
        let (fast, slow) = (r.random_range(1..8) * HOUR, r.random_range(8..100) * HOUR);
        for &a in &workers {
            let long = if r.random_range(0..3) > 0 { fast } else { slow };
            log.mark(a, page, noon + (slow - long) / 2 + r.random_range(0..long));
        }
        // Others come by in the days around it.
        for _ in 0..r.random_range(0..40) {
            let a = r.random_range(0..log.accounts);
            log.mark(a, page, noon + r.random_range(0..slow));
        }
    }
    log
}

#[test]
fn orders_of_every_crew() {
    let (mut found, mut several, mut fewer) = (0, 0, 0);
    for seed in 0..CASES {
        let mut r = Seed(seed).for_stage("oracle orders", 0);
        let mut c = Case::of(seed, log(seed, &mut r));
        c.p.scan_gain = r.random_range(0.5..6.0);
        c.p.scan_ends = r.random_range(8..=16);
        c.p.scan_longest = r.random_range(1..=4);
        c.p.scan_shortest_bound = r.random_range(1..=150);
        c.p.scan_most = r.random_range(1..=6);
        c.p.usual_share = r.random_range(0.0..0.5);
        let (completed, crew) = c.crew(&mut r);
        let marks = c.log.in_order();
        let mut first = completed.stretches.clone();
        first.retain(|_| r.random_range(0..3) == 0);
        let hours = [1, 6, 24][r.random_range(0..3)];
        let taken: Vec<u32> = (0..marks.len() as u32).filter(|_| r.random_range(0..20) == 0).collect();
        let jobs_have: Vec<f64> = marks.iter().map(|_| r.random_range(-2.0..1.0)).collect();
        let inside: Vec<(u32, f64)> =
            (0..).zip(jobs_have).filter(|(_, own): &(u32, f64)| *own > 0.0).collect();
        let engine = in_threads(|| {
            let mut free = Free::all(&c.index);
            free.take(&c.index, taken.iter().copied());
            let m = &completed.membership;
            orders(&c.ground(), m, &completed.stretches, &first, hours, &inside, &free)
        });
        let key = |m: &u32| marks[*m as usize].key();
        let taken: BTreeSet<Key> = taken.iter().map(key).collect();
        let inside: BTreeMap<Key, f64> = inside.iter().map(|(m, own)| (key(m), *own)).collect();
        let first = c.named(&first);
        let known = Known { crew: &crew, first: &first, hours, inside: &inside, taken: &taken };
        assert_eq!(c.named(&engine), plain::of(&c.log, &known, &c.p), "seed {seed}");
        apart(seed, &engine);
        found += engine.len();
        several += engine.windows(2).filter(|w| w[0].target == w[1].target).count();
        fewer += usize::from(engine.is_empty());
    }
    assert!(
        found > 700 && several > 100 && fewer > 5,
        "{found} orders, {several} on one target, {fewer} none"
    );
}

/// No instant of a target lies in two orders.
fn apart(seed: u64, orders: &[Stretch]) {
    for w in orders.windows(2).filter(|w| w[0].target == w[1].target) {
        assert!(w[0].to < w[1].from, "seed {seed}: {w:?}");
    }
}

#[test]
fn orders_that_meet_are_one() {
    // A page of 2,000 marks in 60 days. Sixty members come in one hour; forty more, among 230 others, within
    // forty hours of it: thinner, and more than chance gives all the same.
    let mut r = Seed(1).for_stage("oracle flanks", 0);
    let mut log = Log::new(2_400, 6);
    let noon = 20_000 * DAY;
    for a in 0..100 {
        let hours = if a < 60 { 1 } else { 80 };
        log.mark(a, 0, noon + r.random_range(0..hours * HOUR) - (hours - 1) * HOUR / 2);
        // Their own lives fall on all hours of a week alike.
        log.mark(a, 1 + a % 5, noon + i64::from(a) * 7 * DAY / 100);
    }
    for a in 100..2_330 {
        let reach = if a < 330 { 40 * HOUR } else { 30 * DAY };
        log.mark(a, 0, noon + r.random_range(-reach..reach));
        log.mark(a, 1 + a % 5, noon + r.random_range(-30 * DAY..30 * DAY));
    }
    let mut c = Case::of(1, log);
    c.p = SearchParameters { scan_gain: 4.0, usual_share: 0.1, ..SearchParameters::default() };
    let marks = c.log.in_order();
    let job = Stretch { target: 0, from: noon, to: noon + HOUR };
    let ours = |m: &&u32| marks[**m as usize].page == 0 && marks[**m as usize].account < 100;
    let all: Vec<u32> = (0..marks.len() as u32).collect();
    let inside: Vec<(u32, f64)> = all.iter().filter(ours).map(|m| (*m, 0.99)).collect();
    let core = |m: &u32| (job.from..=job.to).contains(&marks[*m as usize].time);
    let in_job: Vec<u32> = all.iter().filter(ours).copied().filter(core).collect();
    let m = Membership {
        accounts: (0..100).collect(),
        z: vec![0.99; 100],
        job: vec![0; in_job.len()],
        own: vec![0.99; in_job.len()],
        marks: in_job,
        expected: vec![0.0],
    };
    let engine = in_threads(|| {
        let free = Free::all(&c.index);
        orders(&c.ground(), &m, &[job], &[job], 24, &inside, &free)
    });
    apart(1, &engine);
    let key = |m: u32| marks[m as usize].key();
    let crew = Crew {
        jobs: c.named(&[job]),
        z: (0..100).map(|a| (a, 0.99)).collect(),
        own: m.marks.iter().map(|m| (key(*m), 0.99)).collect(),
        scales: vec![24],
    };
    let inside = inside.iter().map(|(m, own)| (key(*m), *own)).collect();
    let known = Known { crew: &crew, first: &crew.jobs, hours: 24, inside: &inside, taken: &BTreeSet::new() };
    assert_eq!(c.named(&engine), plain::of(&c.log, &known, &c.p));
    let of_page: Vec<_> = engine.iter().filter(|s| s.target == 0).collect();
    assert_eq!(of_page.len(), 1, "the core and its flanks are one order: {engine:?}");
    assert!(of_page[0].from <= noon && noon + HOUR / 2 <= of_page[0].to, "{engine:?}");
}

#[test]
fn marks_of_a_page_that_everybody_knows_are_no_order() {
    // Each of eight hundred members comes to page 0 by itself, a fifteenth of those who are left a day; ten others a day do.
    let mut r = Seed(2).for_stage("oracle fame", 0);
    let members = 800;
    let days = 120.0;
    let mut log = Log::new(6_000, 41);
    let begin = 20_000 * DAY;
    let at = |day: f64| begin + (day * DAY as f64) as i64;
    for a in 0..6_000 {
        for k in 0..5 {
            log.mark(a, 1 + (a * 7 + k * 11) % 40, at(r.random_range(0.0..days)));
        }
        if a < members {
            log.mark(a, 0, at((-15.0 * f64::ln(1.0 - r.random_range(0.0..1.0_f64))).min(days)));
        } else if a < members + 1_200 {
            log.mark(a, 0, at(r.random_range(0.0..days)));
        }
    }
    let c = Case::of(2, log);
    let marks = c.log.in_order();
    let m = Membership {
        accounts: (0..members).collect(),
        z: vec![0.99; members as usize],
        expected: vec![0.0],
        ..Membership::default()
    };
    let job = Stretch { target: 1, from: begin, to: begin + DAY };
    let engine = in_threads(|| orders(&c.ground(), &m, &[job], &[job], 24, &[], &Free::all(&c.index)));
    let early = marks.iter().filter(|k| k.page == 0 && k.account < members && k.time < at(4.0)).count();
    assert!(early > 120, "{early} of them come in four days");
    assert!(engine.iter().all(|s| s.target != 0), "{engine:?}");
}
