//! Hand-made audits for tests: a small one with hostile names, and one of a size to look at.

mod showcase;

pub use showcase::showcase;

use crate::provenance::{Input, Ledger, Mapped, Provenance, RejectedRow};
use claque_detect::{Crew, CrewMark, Job, KindProbabilities, Member, Piece, Searched};
use claque_log::{Log, Names};
use claque_marks::window::{DAY, HOUR, SECOND};
use claque_marks::{AccountId, Columns, Micros, NEVER, OwnerId, PageId, Parameters, TargetId, VerbId};
use claque_verdict::decoys::Shuffled;
use claque_verdict::{
    AccountVerdict, Audit, Calibration, CrewVerdict, Decoys, Missed, PageVerdict, Power, Proof, Shuffle,
    Totals,
};

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
        noise: 0.0,
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
            noise: 0.0,
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
        limit: None,
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
            authentic_lo: None,
            authentic_hi: None,
            hired: 7.776,
            directed: 0.0,
            fabricated: 0.0,
            span: columns.span(),
        },
        pages: (0..3).map(page).collect(),
        crews: vec![tested(hired, 0.04), tested(organised, 0.04)],
        accounts: vec![
            account(0, 0.93, 0.0, 0),
            account(1, 0.0036, 0.005, 1),
            account(2, 0.0036, 0.005, 1),
            account(3, 0.0036, 0.005, 1),
            account(4, 0.92, 0.0, 0),
            account(5, 0.91, 0.0, 0),
        ],
        taken_back: vec![],
        decoys: decoys(vec![22.5]),
        power: Power::default(),
        calibration: Calibration::default(),
        ends: None,
        missed: Missed::default(),
        sensitivity: vec![],
        lone_page: None,
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

/// A crew with its error rate.
fn tested(crew: Crew, q: f64) -> CrewVerdict {
    CrewVerdict { crew, q: Some(q), proof: Proof::When, log10_bound: -12.0, explanations: vec![] }
}

/// Twenty shuffles that held crews of these scores.
fn decoys(scores: Vec<f64>) -> Decoys {
    Decoys {
        searched: 20,
        wrong_crews: Some(scores.len() as f64 / 20.0),
        by_shuffle: vec![Shuffled { shuffle: Shuffle::WithinPage, tests: Proof::When, searched: 20, scores }],
        ..Decoys::default()
    }
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
