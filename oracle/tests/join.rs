//! Guards which findings are one crew and what its jobs are: against all ties, and all partitions of few findings.
//! The cut is Leiden's, which climbs: no step makes it better, and it is nearly always the best there is.

mod support;

use claque_detect::inside::{Finding, Joined, join};
use claque_marks::Seed;
use claque_oracle::join as plain;
use claque_oracle::log::Key;
use claque_oracle::timing::Job;
use rand::RngExt;
use std::collections::{BTreeMap, BTreeSet};
use support::{Case, in_threads};

const CASES: u64 = 500;

#[test]
fn findings_of_one_crew_are_joined() {
    let (mut alone, mut joined, mut merged, mut best) = (0, 0, 0, 0);
    for seed in 0..CASES {
        let mut c = Case::new(seed);
        let mut r = Seed(seed).for_stage("oracle join", 0);
        c.p.join_tail = [0.5, 0.1, 0.01][r.random_range(0..3)];
        c.p.join_share = r.random_range(0.2..0.7);
        c.p.join_pages = r.random_range(1..=4);
        c.p.join_share_of_order = r.random_range(0.02..0.4);
        c.p.join_resolution = r.random_range(0.1..0.7);
        let marks = c.log.in_order();
        // Up to six findings of two crews; each has most of its crew's members, on some of the pages.
        let crews: [BTreeSet<u32>; 2] =
            [0, 1].map(|_| (0..c.log.accounts).filter(|_| r.random_range(0..3) == 0).collect());
        let found: Vec<(Finding, plain::Finding)> = (0..r.random_range(2..=6))
            .map(|at| {
                let crew = &crews[r.random_range(0..2)];
                let share = r.random_range(0.4..1.0);
                let members: BTreeSet<u32> =
                    crew.iter().copied().filter(|_| r.random::<f64>() < share).collect();
                let pages: BTreeSet<u32> =
                    (0..c.log.owner.len() as u32).filter(|_| r.random_range(0..2) == 0).collect();
                let of: Vec<u32> = (0..marks.len() as u32)
                    .filter(|&m| members.contains(&marks[m as usize].account))
                    .filter(|&m| pages.contains(&marks[m as usize].page) && r.random_range(0..3) > 0)
                    .collect();
                let keys = of.iter().map(|m| marks[*m as usize].key()).collect();
                let finding = Finding {
                    hours: [1, 6, 24][r.random_range(0..3)],
                    members: members.iter().copied().collect(),
                    marks: of,
                    // A sum of these tells which findings were joined.
                    gain: f64::from(1u32 << at),
                };
                (finding, plain::Finding { members, marks: keys })
            })
            .collect();
        let (found, rows): (Vec<Finding>, Vec<plain::Finding>) = found.into_iter().unzip();
        let engine: Vec<Joined> = in_threads(|| join(&c.ground(), &found));
        let of_crew = |e: &Joined| (0..found.len()).filter(|at| e.gain as usize >> at & 1 == 1).collect();
        let groups: Vec<Vec<usize>> = engine.iter().map(of_crew).collect();
        assert!(groups.iter().map(|g| g[0]).is_sorted(), "seed {seed}: {groups:?}");
        let label = |at| groups.iter().position(|g| g.contains(&at)).expect("each is in a crew");
        let labels: Vec<usize> = (0..found.len()).map(label).collect();
        assert_eq!(groups.concat().len(), found.len(), "seed {seed}: each is in one crew");
        let (ties, resolution) = (plain::ties(&c.log, &rows, &c.p), c.p.join_resolution);
        let worth = plain::worth(&ties, &labels, resolution);
        let step = plain::one_step_better(&ties, &labels, resolution);
        assert!(step <= worth + 1e-9, "seed {seed}: {labels:?} {worth} {step} {ties:?}");
        best += usize::from(plain::best(&ties, found.len(), resolution) <= worth + 1e-9);
        for (e, group) in engine.iter().zip(&groups) {
            let keys: BTreeSet<Key> = e.marks.iter().map(|m| marks[*m as usize].key()).collect();
            let of_group: BTreeSet<Key> = group.iter().flat_map(|g| rows[*g].marks.clone()).collect();
            assert_eq!((keys.len(), &keys), (e.marks.len(), &of_group), "seed {seed}");
            let jobs: Vec<Job> = plain::jobs(&c.log, &rows, group, &c.p);
            assert_eq!(c.named(&e.stretches), jobs, "seed {seed}");
            let scales: BTreeSet<u32> = group.iter().map(|g| found[*g].hours).collect();
            assert!(e.scales.iter().eq(&scales), "seed {seed}");
            alone += usize::from(group.len() == 1);
            joined += usize::from(group.len() > 1);
            let mut each: BTreeMap<(u32, u32), usize> = BTreeMap::new();
            for g in group {
                for job in plain::jobs(&c.log, &rows, &[*g], &c.p) {
                    *each.entry((job.0, job.1)).or_default() += 1;
                }
            }
            merged += each.values().sum::<usize>() - jobs.len();
        }
    }
    assert!(best as f64 >= 0.98 * CASES as f64, "the cut was the best there is in {best} of {CASES} cases");
    assert!(alone > 200 && joined > 200 && merged > 500, "{alone} {joined} {merged}");
}
