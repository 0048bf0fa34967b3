//! Guards membership by followers, and late marks, against plain sums over accounts × owners on random crews.

mod support;

use claque_detect::inside::{Completed, LateMark, Membership, Scene, served, settled};
use claque_marks::Seed;
use claque_marks::parameters::KindParameters;
use claque_oracle::crew::{Crew, Look};
use claque_oracle::{close, followers};
use rand::RngExt;
use std::collections::{BTreeMap, BTreeSet};
use support::{Case, in_threads};

const CASES: u64 = 400;

#[test]
fn membership_by_followers_and_late_marks() {
    let (mut members, mut others, mut moved, mut late, mut dropped) = (0, 0, 0, 0, 0);
    for seed in 0..CASES {
        let c = Case::new(seed);
        let mut r = Seed(seed).for_stage("oracle followers", 0);
        let (engine, plain): (Vec<Completed>, Vec<Crew>) = (0..2).map(|_| c.crew(&mut r)).unzip();
        if engine.iter().any(|e| e.stretches.is_empty()) {
            continue;
        }
        let p = KindParameters::default();
        let at = r.random_range(0..2);
        let ground = c.ground();
        let (m, beyond) = in_threads(|| settled(&Scene::of(&ground, &p, &engine, &[]), &engine[at]));
        let by_hand = followers::settle(&Look::of(&c.log, (&p, &c.p), &plain, &[], at), &c.p);
        let marks = c.log.in_order();
        for (a, z) in m.accounts.iter().zip(&m.z) {
            assert!(close(*z, by_hand.z[a]), "seed {seed}: {z} {}", by_hand.z[a]);
            members += usize::from(*z > 0.5);
            others += usize::from(*z <= 0.5);
            moved += usize::from((z - plain[at].z[a]).abs() > 0.1);
        }
        for (k, own) in m.marks.iter().zip(&m.own) {
            let expected = by_hand.own[&marks[*k as usize].key()];
            assert!(close(*own, expected), "seed {seed}: {own} {expected}");
        }
        assert_eq!(beyond.len(), by_hand.late.len(), "seed {seed}");
        for l in &beyond {
            let expected = by_hand.late[&(l.job as usize, marks[l.mark as usize].key())];
            assert!(close(l.posterior, expected), "seed {seed}: {} {expected}", l.posterior);
        }
        late += beyond.len();
        // A job is one of the crew's where its members gave more than twice what chance would give them.
        let crew = &engine[at];
        let given = |j: usize| {
            let in_it = m.marks.iter().zip(&m.job).filter(|(_, of)| **of as usize == j);
            in_it.filter(|(k, _)| by_hand.z[&marks[**k as usize].account] > 0.5).count() as f64
        };
        let keeps = |j: &usize| given(*j) > 2.0 * m.expected[*j];
        let mut jobs: Vec<usize> = (0..crew.stretches.len()).filter(keeps).collect();
        let targets: BTreeSet<u32> = jobs.iter().map(|&j| crew.stretches[j].target).collect();
        if targets.len() < 2 {
            jobs = (0..crew.stretches.len()).collect();
        }
        dropped += crew.stretches.len() - jobs.len();
        let (left, beyond_left) = in_threads(|| served(&Scene::of(&ground, &p, &engine, &[]), crew));
        assert_eq!(
            left.stretches,
            jobs.iter().map(|&j| crew.stretches[j]).collect::<Vec<_>>(),
            "seed {seed}"
        );
        let by_mark = |m: &Membership, at: &dyn Fn(u32) -> usize| -> BTreeMap<u32, (usize, f64)> {
            m.marks.iter().zip(m.job.iter().zip(&m.own)).map(|(k, (j, own))| (*k, (at(*j), *own))).collect()
        };
        let mut before = by_mark(&m, &|j| j as usize);
        before.retain(|_, (j, _)| jobs.contains(j));
        assert_eq!(by_mark(&left.membership, &|j| jobs[j as usize]), before, "seed {seed}");
        let of_jobs = |l: &&LateMark| jobs.contains(&(l.job as usize));
        let late_before: Vec<_> = beyond.iter().filter(of_jobs).map(|l| (l.mark, l.job as usize)).collect();
        let late_left: Vec<_> = beyond_left.iter().map(|l| (l.mark, jobs[l.job as usize])).collect();
        assert_eq!(late_left, late_before, "seed {seed}");
    }
    assert!(
        members > 1_000 && others > 1_000 && moved > 500 && late > 20 && dropped > 100,
        "{members} {others} {moved} {late} {dropped}"
    );
}
