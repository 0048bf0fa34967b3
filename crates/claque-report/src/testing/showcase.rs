//! An audit of a size to look at.

use super::{MAY, decoys, evidence, provenance, tested};
use crate::provenance::Provenance;
use claque_detect::{Crew, CrewMark, Job, Kind, KindProbabilities, Member, Searched};
use claque_log::{Log, Names};
use claque_marks::window::{DAY, SECOND};
use claque_marks::{AccountId, Columns, Micros, OwnerId, PageId, Parameters, TargetId, VerbId};
use claque_verdict::{Audit, Calibration, Missed, PageVerdict, Power, Totals};

/// What pages of the larger audit are called.
const WORKS: [&str; 4] = ["lantern", "river-tools", "a-rather-long-name-for-a-page", "kite"];

/// An audit of a size to look at: a doubted crew on 31 pages, a crew created together, a mirrored one, and
/// crowds left alone.
pub fn showcase() -> (Audit, Log, Provenance) {
    let pages = 213usize;
    let accounts = 9_000usize;
    let names = Names {
        accounts: (0..accounts).map(|i| format!("user{i:05}")).collect(),
        pages: (0..pages).map(|i| format!("studio-{i:03}/{}", WORKS[i % 4])).collect(),
        owners: (0..pages).map(|i| format!("studio-{i:03}")).collect(),
        verbs: vec!["star".to_owned()],
        countries: vec![],
    };
    // What the crews gave, so that every mark of theirs has an account and a time.
    let given = 0..6_000;
    let columns = Columns {
        account: given.clone().map(|m| AccountId::from_index(m % accounts)).collect(),
        time: given.map(|m| MAY + m as i64 * SECOND).collect(),
        accounts,
        owners: pages,
        verbs: 1,
        page_owner: (0..pages).map(OwnerId::from_index).collect(),
        target_page: (0..pages).map(PageId::from_index).collect(),
        target_verb: vec![VerbId(0); pages],
        target_start: vec![0; pages + 1],
        ..Columns::default()
    };
    let made = |first: usize,
                n: usize,
                targets: &[u32],
                size: u32,
                kinds: [f64; 6],
                doubted: bool,
                every: Micros| {
        let jobs: Vec<Job> = targets
            .iter()
            .enumerate()
            .flat_map(|(i, &t)| {
                (0..1 + i % 2).map(move |again| {
                    let start = MAY + (i as i64 * 7 + again as i64 * 11) * every / 5;
                    let accounts = size * (30 + (i as u32 * 37) % 70) / 100;
                    Job {
                        target: TargetId(t),
                        start: Some(start),
                        end: Some(start + every / 4),
                        accounts,
                        expected: f64::from(accounts) / 40.0,
                        withdrawn: 0,
                    }
                })
            })
            .collect();
        let marks = (0..jobs.iter().map(|j| j.accounts).sum::<u32>()).map(|m| CrewMark {
            mark: m,
            job: 0,
            posterior: 0.96,
        });
        Crew {
            members: (first..first + n)
                .map(|a| Member {
                    account: AccountId::from_index(a),
                    jobs: 11,
                    posterior: 0.999 - (a - first) as f64 * 1e-4,
                })
                .collect(),
            marks: marks.collect(),
            episodes: Some(9),
            recurrence: Some(4.6),
            coherence: Some(0.91),
            closure: 0.82,
            pace: Some(36_400.0),
            owners: targets.len() as u32,
            score: 812.0,
            evidence: evidence(doubted),
            kinds: KindProbabilities(kinds),
            scales: vec![6, 24],
            jobs,
        }
    };
    let odd: Vec<u32> = (0..31).map(|i| i * 6 + 1).collect();
    let few: Vec<u32> = (0..9).map(|i| i * 11 + 2).collect();
    let crews = vec![
        made(0, 212, &odd, 120, [0.94, 0.03, 0.01, 0.01, 0.004, 0.006], true, 2 * DAY),
        made(400, 90, &few, 70, [0.12, 0.85, 0.01, 0.01, 0.005, 0.005], true, DAY),
        made(700, 140, &[3, 9], 130, [0.01, 0.0, 0.91, 0.05, 0.01, 0.02], false, 5 * DAY),
        made(1000, 300, &[4, 10, 16], 200, [0.02, 0.0, 0.03, 0.9, 0.02, 0.03], false, 3 * DAY),
        made(2000, 800, &[5, 11, 17, 23], 600, [0.001, 0.0, 0.0, 0.009, 0.98, 0.01], false, DAY),
        made(3000, 60, &[6, 12], 50, [0.2, 0.0, 0.1, 0.25, 0.05, 0.4], false, DAY),
    ];
    let given = |t: u32, kind: Kind| -> f64 {
        let of = crews.iter().filter(|c| c.kinds.called() == kind).flat_map(|c| &c.jobs);
        of.filter(|j| j.target.0 == t).map(|j| f64::from(j.accounts) * 0.96).sum()
    };
    let verdicts: Vec<PageVerdict> = (0..pages as u32)
        .map(|t| {
            let [hired, fabricated, directed, organised, episode] =
                [Kind::Hired, Kind::Fabricated, Kind::Directed, Kind::Organised, Kind::Episode]
                    .map(|k| given(t, k));
            let likes = 60
                + (u64::from(t) * 7919) % 340
                + (hired + fabricated + directed + organised + episode) as u64;
            PageVerdict {
                target: TargetId(t),
                likes,
                withdrawn: likes / 40,
                authentic: likes as f64 - hired - fabricated,
                authentic_lo: None,
                authentic_hi: None,
                limit: None,
                hired,
                directed,
                fabricated,
                organised,
                episode,
                by_crew: if hired > 0.0 { 3.0 } else { 0.0 },
                q: (hired + fabricated > 0.0).then_some(0.05),
                crews: (0..crews.len() as u32)
                    .filter(|c| crews[*c as usize].jobs.iter().any(|j| j.target.0 == t))
                    .collect(),
            }
        })
        .collect();
    let sum = |f: fn(&PageVerdict) -> f64| verdicts.iter().map(f).sum::<f64>();
    let likes: u64 = verdicts.iter().map(|p| p.likes).sum();
    let totals = Totals {
        likes,
        withdrawn: verdicts.iter().map(|p| p.withdrawn).sum(),
        orphans: 14,
        accounts: accounts as u64,
        pages: pages as u64,
        authentic: sum(|p| p.authentic),
        authentic_lo: None,
        authentic_hi: None,
        hired: sum(|p| p.hired),
        directed: sum(|p| p.directed),
        fabricated: sum(|p| p.fabricated),
        span: Some((MAY - 30 * DAY, MAY + 120 * DAY)),
    };
    let audit = Audit {
        totals,
        pages: verdicts,
        crews: crews.into_iter().map(|crew| tested(crew, 0.05)).collect(),
        accounts: vec![],
        taken_back: vec![],
        decoys: decoys(vec![]),
        power: Power::default(),
        calibration: Calibration::default(),
        ends: None,
        missed: Missed::default(),
        sensitivity: vec![],
        lone_page: None,
        searched: Searched { scales: vec![1, 6, 24, 96], skipped: vec![384], findings: 41, explained: 9000 },
        coverage: None,
        untested: ["no_accounts_table", "no_withdrawals", "no_spike_ins"].map(str::to_owned).to_vec(),
        seed: 1,
        parameters: Parameters::default(),
    };
    (audit, Log { columns, names }, provenance("stars-2021.csv.gz", likes + 212, likes))
}
