//! What the search returns: crews with their members, jobs, marks, evidence and kinds.

use claque_marks::{AccountId, Micros, TargetId};
use serde::{Deserialize, Serialize};

/// What kind of crowd a crew is. What people read says it otherwise (the catalogue of the report).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Serves many unrelated pages.
    Hired,
    /// Made in bulk.
    Fabricated,
    /// Helps one side while it harms another.
    Directed,
    /// Recurs, for one cause or owner.
    Organised,
    /// Met once.
    Episode,
    /// Recurs, and the evidence does not decide.
    Unclear,
}

impl Kind {
    /// All kinds, in the order of the columns `p_kind_*`.
    pub const ALL: [Kind; 6] =
        [Kind::Hired, Kind::Fabricated, Kind::Directed, Kind::Organised, Kind::Episode, Kind::Unclear];

    /// The kind's key in tables.
    pub fn key(self) -> &'static str {
        match self {
            Kind::Hired => "hired",
            Kind::Fabricated => "fabricated",
            Kind::Directed => "directed",
            Kind::Organised => "organised",
            Kind::Episode => "episode",
            Kind::Unclear => "unclear",
        }
    }

    /// The pieces of evidence by which the kind is told from others: one of them must be testable. Empty where
    /// no piece is needed.
    pub fn defining(self) -> &'static [&'static str] {
        match self {
            Kind::Hired => &["breadth", "coherence", "circle"],
            Kind::Fabricated => &["creation", "batches", "pattern"],
            Kind::Directed => &["mirror"],
            _ => &[],
        }
    }

    /// Whether marks given in jobs of such a crew are taken off a page's authentic marks, and its members
    /// may be listed.
    pub fn is_doubted(self) -> bool {
        matches!(self, Kind::Hired | Kind::Fabricated)
    }

    /// Whether this kind is what speaks against a crew that was called `called`: where marks are taken off, a kind by which
    /// none is, and the other way round; where people were told to act, a kind by which nobody was.
    pub fn speaks_against(self, called: Kind) -> bool {
        match called {
            Kind::Directed => !self.is_doubted() && self != Kind::Directed,
            _ => self.is_doubted() != called.is_doubted(),
        }
    }
}

/// P(kind) of one crew, in the order of [`Kind::ALL`]; they sum to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct KindProbabilities(pub [f64; 6]);

impl KindProbabilities {
    /// The probability of one kind.
    pub fn of(&self, kind: Kind) -> f64 {
        self.0[kind as usize]
    }

    /// The probability that its marks are taken off: P(hired) + P(fabricated).
    pub fn doubted(&self) -> f64 {
        Kind::ALL.into_iter().filter(|k| k.is_doubted()).map(|k| self.of(k)).sum()
    }

    /// The same shares within either camp, of which kinds whose marks are taken off now hold `doubted` and the others
    /// `rest`; as it was where one camp holds nothing.
    pub fn with_camps(&self, doubted: f64, rest: f64) -> Self {
        let sum = |doubted: bool| {
            Kind::ALL.into_iter().filter(|k| k.is_doubted() == doubted).map(|k| self.of(k)).sum::<f64>()
        };
        let (taken, left) = (sum(true), sum(false));
        if taken <= 0.0 || left <= 0.0 {
            return *self;
        }
        Self(Kind::ALL.map(|k| self.of(k) * if k.is_doubted() { doubted / taken } else { rest / left }))
    }

    /// The kind that it is called: the most probable of the camp (marks taken off or not) that holds more than one
    /// half; the earlier of equals in the order of [`Kind::ALL`].
    ///
    /// METHOD: no crew is doubted whose marks are more probably innocent, though three innocent kinds share that.
    pub fn called(&self) -> Kind {
        let of = |doubted: bool| Kind::ALL.into_iter().filter(move |k| k.is_doubted() == doubted);
        of(self.doubted() > 0.5)
            .reduce(|best, k| if self.of(k) > self.of(best) { k } else { best })
            .unwrap_or(Kind::Unclear)
    }
}

/// An account and how surely it belongs to a crew.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// The account.
    pub account: AccountId,
    /// Jobs of the crew that it took part in.
    pub jobs: u32,
    /// Probability that it is a member.
    pub posterior: f64,
}

/// One stretch in which a crew marked one target.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// What it marked.
    pub target: TargetId,
    /// First mark of a member in it; `None` in a log without times.
    pub start: Option<Micros>,
    /// Last mark of a member in it; `None` in a log without times.
    pub end: Option<Micros>,
    /// Members that marked it then.
    pub accounts: u32,
    /// How many of them chance would give, by their activity and the background's share of the job.
    pub expected: f64,
    /// How many of these marks were taken back.
    pub withdrawn: u32,
}

/// A mark that lies in a job, and how surely it was given in it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CrewMark {
    /// Index of the mark in the columns.
    pub mark: u32,
    /// Index of the job in the crew's list.
    pub job: u32,
    /// Probability that this mark was given by a member and in the job.
    pub posterior: f64,
}

/// One piece of evidence on the kind of one crew: numbers and the id of a sentence, never a sentence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Piece {
    /// The piece's key, as in the list of evidence.
    pub piece: String,
    /// What was measured; `None` where it could not be.
    pub value: Option<f64>,
    /// Standard error of ln(value), where it rests on few counts; 0 elsewhere.
    pub noise: f64,
    /// What an innocent crowd or chance would give; `None` where nothing is to be said.
    pub expected: Option<f64>,
    /// Bits for the crew's called kind against its strongest rival; `None` where not testable.
    pub weight: Option<f64>,
    /// Bits for each kind, in the order of [`Kind::ALL`]; all 0 where not testable.
    pub bits: [f64; 6],
    /// Whether this log could test it.
    pub testable: bool,
    /// Id of its sentence in the catalogue: `PIECE.high`, `PIECE.low`, `PIECE.middle` or `PIECE.untested`.
    pub message: String,
    /// Further numbers that the sentence names, by name.
    pub values: Vec<(String, f64)>,
}

/// A crew: accounts that keep meeting in cells, with the cells that they met in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Crew {
    /// Accounts with posterior of at least 0.001, by account.
    pub members: Vec<Member>,
    /// Its jobs, by (start, target).
    pub jobs: Vec<Job>,
    /// Marks in its jobs with posterior of at least 0.01, by mark.
    pub marks: Vec<CrewMark>,
    /// Stretches of time in which its jobs fall together; `None` without times.
    pub episodes: Option<u32>,
    /// Days on which a member met the crew, jobs that lie open together counted as one, averaged; `None` without times.
    pub recurrence: Option<f64>,
    /// How strongly outsiders share its owners' pages, 1 = unrelated; `None` where not testable.
    pub coherence: Option<f64>,
    /// Share of its members' marks that lie in its jobs.
    pub closure: f64,
    /// Median seconds from one job of an account to its next; `None` without times or second jobs.
    pub pace: Option<f64>,
    /// Number of owners behind its pages.
    pub owners: u32,
    /// Log-likelihood ratio of its overlaps in bits, kind left out.
    pub score: f64,
    /// Every piece of evidence, in the order of the list.
    pub evidence: Vec<Piece>,
    /// P(kind).
    pub kinds: KindProbabilities,
    /// Lengths of window, in hours, at which it was seen.
    pub scales: Vec<u32>,
}

impl Crew {
    /// Accounts with posterior above one half.
    pub fn accounts(&self) -> usize {
        self.members.iter().filter(|m| m.posterior > 0.5).count()
    }

    /// Expected number of marks that it gave in its jobs.
    pub fn given(&self) -> f64 {
        // A sum of nothing is −0 in IEEE 754; adding 0 makes it 0.
        self.marks.iter().map(|m| m.posterior).sum::<f64>() + 0.0
    }
}

/// What was searched, for the report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Searched {
    /// Lengths of window that were used, in hours; empty for a log without times (one window, the log).
    pub scales: Vec<u32>,
    /// Lengths that were skipped because the log is too short for them.
    pub skipped: Vec<u32>,
    /// Findings before they were joined.
    pub findings: u32,
    /// Marks that findings explained.
    pub explained: u64,
}

/// What a search found. Crews by falling size of what they gave; ties by first member.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// The crews.
    pub crews: Vec<Crew>,
    /// Crowds that took marks back together, by falling number of marks, then first account.
    pub taken_back: Vec<TakenBack>,
    /// What was searched.
    pub searched: Searched,
}

/// A crowd that took marks back together, found among withdrawals as crews are among marks. Of what kind it is is not
/// asked: some change their minds together and some are told to, and the log does not say which.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TakenBack {
    /// Accounts with posterior above one half, by account.
    pub accounts: Vec<AccountId>,
    /// Its stretches, by (target, start): from which target, when, by how many of the accounts. What chance would give
    /// is of withdrawals too.
    pub jobs: Vec<Job>,
}
