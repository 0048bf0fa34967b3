//! Hand-made audits for tests: a small one with hostile names, and one of a size to look at.

use crate::provenance::{Input, Ledger, Mapped, Provenance, RejectedRow};
use claque_detect::{Crew, CrewMark, Job, Kind, KindProbabilities, Member, Piece, Searched};
use claque_log::{Log, Names};
use claque_marks::window::{DAY, HOUR, SECOND};
use claque_marks::{AccountId, Columns, Micros, NEVER, OwnerId, PageId, Parameters, TargetId, VerbId};
use claque_verdict::{AccountVerdict, Audit, CrewVerdict, Decoys, PageVerdict, Totals};

/// 2021-05-01T00:00:00Z.
pub const MAY: Micros = 1_619_827_200_000_000;

/// Pages of the small audit: markup, a formula, a name with a forbidden word, a turned direction.
pub const HOSTILE_PAGES: [&str; 3] = ["</script><b>", "=1+2", "dependabot[bot]"];
/// Members of its organised crew: no output may hold them unless asked.
pub const FANS: [&str; 3] = ["fan_one", "fan_three", "fan_two"];
/// Members of its doubted crew.
pub const HANDS: [&str; 3] = ["@hand\u{202e}one", "hand_three", "hand_two"];

/// Evidence with every level and one piece that could not be tested.
pub fn evidence(doubted: bool) -> Vec<Piece> {
    let piece = |piece: &str, level: &str, value: f64, weight: f64, values: &[(&str, f64)]| Piece {
        piece: piece.to_owned(),
        value: Some(value),
        expected: matches!(piece, "recurrence" | "coherence" | "own_taste" | "returning").then_some(1.0),
        weight: Some(if doubted { weight } else { -weight }),
        bits: [weight, 0.0, 0.0, 0.0, 0.0, 0.0],
        testable: true,
        message: format!("{piece}.{level}"),
        values: values.iter().map(|(n, v)| ((*n).to_owned(), *v)).collect(),
    };
    let mut all = vec![
        piece("recurrence", if doubted { "high" } else { "low" }, 4.6, 3.4, &[("days", 4.6), ("once", 0.02)]),
        piece("coherence", "low", 0.91, 2.6, &[("owners", 31.0), ("outsiders", 1204.0)]),
        piece("breadth", "high", 1.07, 2.1, &[("owners", 31.0), ("pages", 31.0), ("by_chance", 29.0)]),
        piece("own_taste", "low", 0.7, 1.3, &[("near", 12.0), ("marks", 4.0), ("by_chance", 5.8)]),
        piece("returning", "middle", 1.1, -0.3, &[("marks", 3.0), ("by_chance", 2.7)]),
        piece(
            "circle",
            "high",
            1.2,
            1.8,
            &[("closure", 0.82), ("share", 0.61), ("each", 11.2), ("pages", 31.0)],
        ),
        piece("pace", "low", 0.1, -0.6, &[("seconds", 36_400.0)]),
    ];
    for untested in ["creation", "mirror"] {
        all.push(Piece {
            piece: untested.to_owned(),
            value: None,
            expected: None,
            weight: None,
            bits: [0.0; 6],
            testable: false,
            message: format!("{untested}.untested"),
            values: vec![],
        });
    }
    all
}

/// The small audit: a doubted crew and an organised one on three pages with hostile names.
pub fn small() -> (Audit, Log, Provenance) {
    let accounts = [HANDS[0], FANS[0], FANS[1], FANS[2], HANDS[1], HANDS[2], "reader"];
    let (hands, fans) = ([0u32, 4, 5], [1u32, 2, 3]);
    // Every page is marked by the hands on its own day, by the fans on another, and by the reader.
    let mut columns = Columns {
        accounts: accounts.len(),
        owners: 3,
        verbs: 1,
        page_owner: (0..3).map(OwnerId).collect(),
        target_page: (0..3).map(PageId).collect(),
        target_verb: vec![VerbId(0); 3],
        target_start: vec![0],
        ..Columns::default()
    };
    let (mut hired_marks, mut fan_marks) = (vec![], vec![]);
    for page in 0..3u32 {
        let day = MAY + i64::from(page) * 3 * DAY;
        let mut marks: Vec<(Micros, u32)> = hands.iter().map(|&a| (day + i64::from(a) * SECOND, a)).collect();
        marks.extend(fans.iter().map(|&a| (day + DAY + i64::from(a) * SECOND, a)));
        marks.push((day + 2 * DAY, 6));
        marks.sort_unstable();
        for (time, account) in marks {
            let mark = columns.account.len() as u32;
            let of = if hands.contains(&account) { Some(&mut hired_marks) } else { None };
            let of = of.or(if fans.contains(&account) { Some(&mut fan_marks) } else { None });
            if let Some(list) = of {
                list.push(CrewMark { mark, job: page, posterior: 0.9 });
            }
            columns.account.push(AccountId(account));
            columns.time.push(time);
            columns.withdrawn.push(NEVER);
            columns.row.push(u64::from(mark) + 1);
        }
        columns.target_start.push(columns.account.len());
    }
    columns.check().expect("the fixture is sound");
    let names = Names {
        accounts: accounts.map(str::to_owned).to_vec(),
        pages: HOSTILE_PAGES.map(str::to_owned).to_vec(),
        owners: HOSTILE_PAGES.map(str::to_owned).to_vec(),
        verbs: vec!["like".to_owned()],
        countries: vec![],
    };
    let hired = crew(&hands, hired_marks, [0.96, 0.01, 0.01, 0.01, 0.005, 0.005], true, 0);
    let organised = crew(&fans, fan_marks, [0.004, 0.0, 0.006, 0.97, 0.01, 0.01], false, DAY);
    let page = |t: u32| PageVerdict {
        target: TargetId(t),
        likes: 7,
        withdrawn: 0,
        authentic: 7.0 - 2.592,
        authentic_lo: None,
        authentic_hi: None,
        hired: 2.592,
        directed: 0.0,
        fabricated: 0.0,
        organised: 2.6,
        episode: 0.0,
        by_crew: 0.0,
        q: Some(0.04),
        crews: vec![0, 1],
    };
    let account = |a: u32, p_hired: f64, p_directed: f64, crew: u32| AccountVerdict {
        account: AccountId(a),
        p_hired,
        p_fabricated: 0.0,
        p_directed,
        crew: Some(crew),
    };
    let audit = Audit {
        totals: Totals {
            likes: 21,
            withdrawn: 0,
            orphans: 0,
            accounts: 7,
            pages: 3,
            authentic: 21.0 - 7.776,
            hired: 7.776,
            directed: 0.0,
            fabricated: 0.0,
            span: columns.span(),
        },
        pages: (0..3).map(page).collect(),
        crews: vec![
            CrewVerdict { crew: hired, q: Some(0.04) },
            CrewVerdict { crew: organised, q: Some(0.04) },
        ],
        accounts: vec![
            account(0, 0.93, 0.0, 0),
            account(1, 0.0036, 0.005, 1),
            account(2, 0.0036, 0.005, 1),
            account(3, 0.0036, 0.005, 1),
            account(4, 0.92, 0.0, 0),
            account(5, 0.91, 0.0, 0),
        ],
        decoys: Decoys {
            searched: 20,
            kind: "within_day".into(),
            scores: vec![22.5],
            wrong_crews: Some(0.05),
        },
        searched: Searched { scales: vec![1, 6, 24], skipped: vec![96, 384], findings: 2, explained: 18 },
        coverage: None,
        untested: ["no_accounts_table", "no_owners", "no_withdrawals", "no_spike_ins"]
            .map(str::to_owned)
            .to_vec(),
        seed: 7,
        parameters: Parameters::default(),
    };
    (audit, Log { columns, names }, provenance("likes.csv", 24, 21))
}

/// A crew that marked the first targets, a job a page, three days apart.
fn crew(accounts: &[u32], marks: Vec<CrewMark>, kinds: [f64; 6], doubted: bool, late: Micros) -> Crew {
    let member =
        |(i, &a): (usize, &u32)| Member { account: AccountId(a), jobs: 3, posterior: 0.97 - 0.01 * i as f64 };
    let job = |t: u32| Job {
        target: TargetId(t),
        start: Some(MAY + i64::from(t) * 3 * DAY + late),
        end: Some(MAY + i64::from(t) * 3 * DAY + late + HOUR),
        accounts: accounts.len() as u32,
        expected: 0.2,
        withdrawn: 0,
    };
    Crew {
        members: accounts.iter().enumerate().map(member).collect(),
        jobs: (0..3).map(job).collect(),
        marks,
        episodes: Some(3),
        recurrence: Some(3.0),
        coherence: Some(0.9),
        closure: 1.0,
        pace: Some(259_200.0),
        owners: 3,
        score: 41.5,
        evidence: evidence(doubted),
        kinds: KindProbabilities(kinds),
        scales: vec![1, 6],
    }
}

/// A reading of one file.
pub fn provenance(name: &str, lines: u64, used: u64) -> Provenance {
    let mapped = |role: &str, column: &str, why: &str, samples: &[&str], distinct: u64| Mapped {
        role: role.into(),
        column: column.into(),
        why: why.into(),
        samples: samples.iter().map(|s| (*s).to_owned()).collect(),
        distinct,
    };
    Provenance {
        title: name.to_owned(),
        inputs: vec![Input {
            role: "events".into(),
            name: name.into(),
            format: "CSV".into(),
            bytes: 1234,
            sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
            rows: lines,
            kept: None,
        }],
        ledger: Ledger {
            lines_in: lines,
            used,
            repeats: lines - used - 1,
            blank: 0,
            rejected: 1,
            marks: used,
            ..Ledger::default()
        },
        rejected: vec![RejectedRow {
            file: name.into(),
            line: 12,
            column: Some("when".into()),
            reason: "not a time".into(),
            content: Some("fan_two,=1+2,yesterday".into()),
        }],
        mapping: vec![
            mapped("account", "user", "named like an account", &["fan_one", "hand_two"], 7),
            mapped("page", "repo", "named like a page", &["=1+2", "dependabot[bot]"], 3),
            mapped("time", "when", "reads as times", &["2021-05-01T00:00:00Z"], 21),
        ],
        time_format: Some("RFC 3339, UTC".into()),
        warnings: vec![],
        ..Provenance::default()
    }
}

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
        hired: sum(|p| p.hired),
        directed: sum(|p| p.directed),
        fabricated: sum(|p| p.fabricated),
        span: Some((MAY - 30 * DAY, MAY + 120 * DAY)),
    };
    let audit = Audit {
        totals,
        pages: verdicts,
        crews: crews.into_iter().map(|crew| CrewVerdict { crew, q: Some(0.05) }).collect(),
        accounts: vec![],
        decoys: Decoys { searched: 20, kind: "within_day".into(), scores: vec![], wrong_crews: Some(0.0) },
        searched: Searched { scales: vec![1, 6, 24, 96], skipped: vec![384], findings: 41, explained: 9000 },
        coverage: None,
        untested: ["no_accounts_table", "no_withdrawals", "no_spike_ins"].map(str::to_owned).to_vec(),
        seed: 1,
        parameters: Parameters::default(),
    };
    (audit, Log { columns, names }, provenance("stars-2021.csv.gz", likes + 212, likes))
}
