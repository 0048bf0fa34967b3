//! Decoys: shuffled copies of the log in which no crew exists. What the same search finds in them is what
//! chance finds.
//!
//! METHOD: a crew is tested by the decoys that destroy what carries its proof ([`proof`]), and competes with the
//! decoys' crews of the same sort. Shuffles are searched a few at a time until every crew on which something
//! rests has its answer: many crews share each shuffle, so that a large log needs few of them.

mod bound;
pub mod proof;
mod rebuild;
mod sessions;
mod turing;
mod within_day;
mod within_page;

pub use proof::Proof;
pub use sessions::sessions;
pub use turing::{Turing, Turned};
pub use within_day::within_day;
pub use within_page::within_page;

use claque_chance::competition::q_values;
use claque_detect::{Crew, Found, Kind, Outline, outlines};
use claque_marks::{Columns, Parameters, Seed, Watch};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::f64::consts::LN_10;

/// Marks above which decoys are searched one after another, so that memory holds one of them.
const ONE_BY_ONE: usize = 2_000_000;
/// Share of a page's marks about a job from which a shuffle within the page would leave the job where it is.
const STUCK: f64 = 0.2;
/// Decoy crews at least as strong as a crew after which more shuffles cannot make it a finding.
const HOPELESS: usize = 10;

/// A kind of shuffle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shuffle {
    /// (a) Within a page.
    WithinPage,
    /// (c) Within a page, by whole sittings.
    Sessions,
    /// (b) Within a day.
    WithinDay,
}

impl Shuffle {
    /// All of them.
    pub const ALL: [Shuffle; 3] = [Shuffle::WithinPage, Shuffle::Sessions, Shuffle::WithinDay];

    /// What it destroys.
    pub fn tests(self) -> Proof {
        match self {
            Shuffle::WithinPage | Shuffle::Sessions => Proof::When,
            Shuffle::WithinDay => Proof::What,
        }
    }

    fn stage(self) -> &'static str {
        match self {
            Shuffle::WithinPage => "decoys within page",
            Shuffle::Sessions => "decoys by sessions",
            Shuffle::WithinDay => "decoys within day",
        }
    }
}

/// How many shuffles, and when it is enough.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effort {
    /// Most shuffles of each kind; 0 for none at all.
    pub most: u32,
    /// Fewest of each kind that tests something that was found.
    pub least: u32,
    /// A crew is settled at this q.
    pub enough: f64,
    /// Marks that are shuffled in all, about: a large log gets fewer shuffles, of which each is shared by more crews.
    pub marks: f64,
}

/// Shuffles that even the largest log gets beyond the fewest of each kind.
const FURTHER: u32 = 3;
/// Shuffles of all kinds together with `--quick`.
const IN_A_HURRY: u32 = 2;

impl Effort {
    /// The default: as many as asked for, fewer where every q would do.
    pub fn thorough(most: u32) -> Self {
        Self { most, least: most.min(2), enough: STATED, marks: 5e6 }
    }

    /// Stops as soon as a q would do, so that each is an upper bound.
    pub fn quick(most: u32) -> Self {
        Self { most, least: most.min(1), enough: STATED, marks: 0.0 }
    }

    /// Whether a q as upper bound is enough.
    pub fn in_a_hurry(self) -> bool {
        self.marks <= 0.0
    }

    /// Shuffles of all kinds together in a log of so many marks.
    fn budget(self, marks: usize) -> u32 {
        if self.in_a_hurry() {
            return (IN_A_HURRY * self.least).min(3 * self.most);
        }
        let least = 3 * self.least + FURTHER;
        ((self.marks / marks.max(1) as f64) as u32).clamp(least, (3 * self.most).max(least))
    }
}

/// What shuffles of one kind held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shuffled {
    /// Which.
    pub shuffle: Shuffle,
    /// What it tests.
    pub tests: Proof,
    /// How many were searched.
    pub searched: u32,
    /// Scores of the crews found in them whose proof it tests, falling, in bits.
    pub scores: Vec<f64>,
}

/// What decoys found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Decoys {
    /// How many were searched, of all kinds.
    pub searched: u32,
    /// By kind of shuffle; kinds of which none was searched are left out.
    pub by_shuffle: Vec<Shuffled>,
    /// Expected number of crews at least as strong as the weakest of the audit's that chance made.
    pub wrong_crews: Option<f64>,
    /// The same among crews that stand at q ≤ 0.05.
    pub wrong_stated: Option<f64>,
    /// The same by the analytic bound: Σ over crews that stand at q ≤ 0.05 of the bound, each at most 1.
    pub wrong_by_bound: Option<f64>,
    /// Turing's rule on the decoys' accounts.
    pub turing: Vec<Turing>,
}

/// The error rate of one crew.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tested {
    /// What carries its proof.
    pub proof: Proof,
    /// Its q: the worst among the shuffles that test it; `None` where none did.
    pub q: Option<f64>,
    /// log₁₀ of the expected number of such crews by the analytic bound, at most 0.
    pub log10_bound: f64,
}

/// Searches decoys of a log and sets what they hold against the crews that were found.
pub fn search_all(
    columns: &Columns,
    found: &Found,
    parameters: &Parameters,
    seed: Seed,
    effort: Effort,
    watch: &dyn Watch,
) -> (Decoys, Vec<Tested>) {
    let crews = &found.crews;
    let longest = found.searched.scales.last().copied().unwrap_or(0);
    let proof: Vec<Proof> = crews.par_iter().map(|c| Proof::of_crew(columns, c, longest)).collect();
    let budget = if effort.most == 0 { 0 } else { effort.budget(columns.marks()) };
    let in_jobs = |above| if budget == 0 { vec![] } else { proof::given_in_jobs(columns, crews, above) };
    let (all, stuck) = (in_jobs(0.0), in_jobs(STUCK));
    let mut seen: Vec<(Shuffle, u32, Outline)> = Vec::new();
    let kinds = Shuffle::ALL.into_iter().filter(|s| s.tests() == Proof::What || columns.has_times());
    let mut by_shuffle: Vec<Shuffled> = kinds
        .map(|shuffle| Shuffled { shuffle, tests: shuffle.tests(), searched: 0, scores: vec![] })
        .collect();
    let found = |tests: Proof| -> Vec<(f64, bool)> {
        let of = crews.iter().zip(&proof).filter(|(_, p)| **p == tests);
        of.map(|(c, _)| (c.score, matters(c))).collect()
    };
    let one = |shuffle: Shuffle, i: u32| -> Vec<Outline> {
        let mut rng = seed.for_stage(shuffle.stage(), u64::from(i));
        let decoy = match shuffle {
            Shuffle::WithinPage => within_page(columns, &stuck, &mut rng),
            Shuffle::Sessions => sessions(columns, &stuck, &mut rng),
            Shuffle::WithinDay => within_day(columns, &all, &mut rng),
        };
        let mut crews = outlines(&decoy, parameters, seed, shuffle.tests().most_of_a_page());
        crews.retain(|c| Proof::of_outline(&decoy, c, longest) == shuffle.tests());
        crews
    };
    let mut spent = 0;
    while spent < budget {
        // What a kind can come to where the size of the log, and not the user, sets the bound.
        let upto = |n: u32| if budget < 3 * effort.most { n + budget - spent } else { u32::MAX };
        // First the fewest of each kind, then one of every kind of which some crew still waits for its answer.
        let wants = |s: &Shuffled| {
            let found = found(s.tests);
            let least = fewest(effort, s.shuffle, &found);
            s.searched < least
                || (least > 0
                    && s.searched < effort.most
                    && !settled(&found, s, upto(s.searched), effort.enough))
        };
        let next: Vec<(usize, u32)> = by_shuffle
            .iter()
            .enumerate()
            .filter(|(_, s)| wants(s))
            .map(|(k, s)| (k, s.searched))
            .take((budget - spent) as usize)
            .collect();
        if next.is_empty() {
            break;
        }
        let run = |&(k, i): &(usize, u32)| one(by_shuffle[k].shuffle, i);
        let new: Vec<Vec<Outline>> = if columns.marks() > ONE_BY_ONE {
            next.iter().map(run).collect()
        } else {
            next.par_iter().map(run).collect()
        };
        spent += next.len() as u32;
        for ((k, i), crews) in next.into_iter().zip(new) {
            let s = &mut by_shuffle[k];
            s.searched += 1;
            s.scores.extend(crews.iter().map(|c| c.score));
            seen.extend(crews.into_iter().map(|c| (s.shuffle, i, c)));
        }
        watch.progress("decoys", spent as usize, budget as usize);
    }
    watch.progress("decoys", budget as usize, budget as usize);
    by_shuffle.retain(|s| s.searched > 0);
    for s in &mut by_shuffle {
        s.scores.sort_unstable_by(|a, b| b.total_cmp(a));
    }
    let tested = tested(columns, crews, &proof, &by_shuffle, parameters);
    let searched = by_shuffle.iter().map(|s| s.searched).sum();
    let wrong = |stated: bool| {
        let of = |p: Proof| {
            let weakest = crews
                .iter()
                .zip(&tested)
                .filter(|(_, t)| t.proof == p && (!stated || t.q.is_some_and(|q| q <= STATED)))
                .map(|(c, _)| c.score)
                .fold(f64::INFINITY, f64::min);
            by_shuffle
                .iter()
                .filter(|s| s.tests == p)
                .map(|s| s.scores.iter().filter(|d| **d >= weakest).count() as f64 / f64::from(s.searched))
                .fold(0.0, f64::max)
        };
        (searched > 0).then(|| of(Proof::When) + of(Proof::What))
    };
    let stated = tested.iter().filter(|t| t.q.is_some_and(|q| q <= STATED));
    let decoys = Decoys {
        searched,
        wrong_crews: wrong(false),
        wrong_stated: wrong(true),
        wrong_by_bound: (searched > 0).then(|| stated.map(|t| 10f64.powf(t.log10_bound)).sum::<f64>() + 0.0),
        turing: turing(columns, crews, &tested, &by_shuffle, &seen),
        by_shuffle,
    };
    (decoys, tested)
}

/// Highest q at which a crew is stated, and stands for `--fail-on`: part of the contract of exit codes.
pub const STATED: f64 = 0.05;

/// Whether something rests on the error rate of a crew: marks are taken off, or shown as directed.
pub fn matters(crew: &Crew) -> bool {
    let kinds = &crew.kinds;
    kinds.of(Kind::Hired) + kinds.of(Kind::Fabricated) + kinds.of(Kind::Directed) > 0.5
}

/// Shuffles that a kind gets in any case. Where nothing rests on what it tests, one says what chance finds, and of
/// the two that test *when*, the one by sittings: it keeps more as it was, so that chance finds no less there. In a
/// hurry the two are never both asked, and what nothing rests on only by one shuffle within days.
fn fewest(effort: Effort, shuffle: Shuffle, found: &[(f64, bool)]) -> u32 {
    let hurry = effort.in_a_hurry();
    match (shuffle, found.iter().any(|f| f.1)) {
        (Shuffle::WithinPage, true) if hurry => 0,
        (_, true) => effort.least,
        (Shuffle::WithinPage, false) => 0,
        (Shuffle::Sessions, false) if hurry => 0,
        (_, false) => effort.least.min(1),
    }
}

/// Whether every crew that matters has its answer: stated, or too many decoys above it, or too few of its sort to be
/// stated even if the shuffles that can still be afforded (`upto` of its kind in all) held nothing.
fn settled(found: &[(f64, bool)], decoys: &Shuffled, upto: u32, enough: f64) -> bool {
    let scores: Vec<f64> = found.iter().map(|f| f.0).collect();
    let now = q_values(&scores, &decoys.scores, decoys.searched);
    let at_best = q_values(&scores, &decoys.scores, upto);
    let stated = |q: Option<f64>| q.is_some_and(|q| q <= enough);
    found.iter().zip(now.into_iter().zip(at_best)).filter(|(f, _)| f.1).all(|(f, (now, at_best))| {
        stated(now) || !stated(at_best) || decoys.scores.iter().filter(|d| **d >= f.0).count() >= HOPELESS
    })
}

/// The error rate of every crew: competition with the decoys' crews of its own sort, the worst of the shuffles
/// that test it.
fn tested(
    columns: &Columns,
    crews: &[Crew],
    proof: &[Proof],
    by_shuffle: &[Shuffled],
    parameters: &Parameters,
) -> Vec<Tested> {
    let bounds = bound::ln_expected(columns, crews, &parameters.search);
    let tested = |(&proof, ln): (&Proof, f64)| Tested { proof, q: None, log10_bound: ln / LN_10 };
    let mut out: Vec<Tested> = proof.iter().zip(bounds).map(tested).collect();
    for s in by_shuffle {
        let of: Vec<usize> = (0..crews.len()).filter(|&i| proof[i] == s.tests).collect();
        let scores: Vec<f64> = of.iter().map(|&i| crews[i].score).collect();
        for (i, q) in of.into_iter().zip(q_values(&scores, &s.scores, s.searched)) {
            out[i].q = match (out[i].q, q) {
                (Some(a), Some(b)) => Some(a.max(b)),
                (a, b) => a.or(b),
            };
        }
    }
    out
}

/// Turing's rule on the accounts of all decoys.
fn turing(
    columns: &Columns,
    crews: &[Crew],
    tested: &[Tested],
    by_shuffle: &[Shuffled],
    seen: &[(Shuffle, u32, Outline)],
) -> Vec<Turing> {
    let members: usize = crews.iter().map(Crew::accounts).sum();
    let prior = (members.max(1) as f64 / columns.accounts.max(1) as f64).min(0.5);
    // The error rate at a score: that of the strongest crew of the audit that is no stronger, 1 below all.
    let at = |proof: Proof, score: f64| {
        crews
            .iter()
            .zip(tested)
            .filter(|(c, t)| t.proof == proof && c.score <= score)
            .filter_map(|(_, t)| t.q)
            .fold(1.0, f64::min)
    };
    let mut turned = Turned::default();
    for s in by_shuffle {
        for run in 0..s.searched {
            let of = seen.iter().filter(|x| x.0 == s.shuffle && x.1 == run);
            let list: Vec<(f64, &[(u32, f64)])> =
                of.map(|x| (at(s.tests, x.2.score), x.2.members.as_slice())).collect();
            turned.add(columns.accounts, prior, &list);
        }
    }
    turned.table()
}
