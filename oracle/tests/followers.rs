//! Guards membership by followers, and late marks, against plain sums over accounts × owners on random crews.

mod support;

use claque_detect::inside::{Completed, Scene, settled};
use claque_marks::Seed;
use claque_marks::parameters::KindParameters;
use claque_oracle::crew::{Crew, Look};
use claque_oracle::{close, followers};
use rand::RngExt;
use support::{Case, in_threads};

const CASES: u64 = 400;

#[test]
fn membership_by_followers_and_late_marks() {
    let (mut members, mut others, mut moved, mut late) = (0, 0, 0, 0);
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
    }
    assert!(
        members > 1_000 && others > 1_000 && moved > 500 && late > 20,
        "{members} {others} {moved} {late}"
    );
}
