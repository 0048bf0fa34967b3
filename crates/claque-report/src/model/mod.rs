//! The saved model of an audit: what `audit.json` holds, and all that the report and the summary know.
//!
//! Outside `provenance` nothing here depends on the order of rows, the split into files or threads.

mod build;
pub mod by_country;
mod framing;
mod instant;
mod line;
mod parts_of_crew;
pub mod pictures;
mod said;
mod stamp;
mod taken_back;

pub use build::build_model;
pub(crate) use build::crew_name;
pub use by_country::ByCountry;
pub use framing::Framing;
pub use instant::Instant;
pub use line::Line;
pub use parts_of_crew::{JobRow, MemberRow, Odds, ServedPage};
pub use pictures::{Growth, Pictures};
pub use stamp::{Marker, Stamp};
pub use taken_back::{TakenCrowd, TakenFrom, TakenListed, TakenStretch};

use crate::gate::Gate;
use crate::provenance::ProvenanceBlock;
use crate::saved_model::SavedModel;
use claque_detect::{Kind, Piece, Searched};
use claque_marks::Parameters;
use claque_verdict::explanations::Explained;
use claque_verdict::lone_page::LonePage;
use claque_verdict::sensitivity::Variant;
use claque_verdict::{Calibration, Decoys, Ends, Missed, Power, Proof};
use serde::{Deserialize, Serialize};

/// Version of the form of `audit.json`.
pub const FORMAT: u32 = 1;
/// Most pages in the saved model; all stand in the table.
pub const PAGES_MOST: usize = 2000;
/// Most crews that are told in full, with timeline and evidence.
pub const CREWS_IN_FULL: usize = 20;
/// Most jobs of a crew in its timeline, the largest first; all stand in the table.
pub const JOBS_MOST: usize = 400;
/// Most pages of a crew that are named; all stand in the table of jobs.
pub const CREW_PAGES_MOST: usize = 24;
/// Most members of a crew that the report shows, the surest first; all stand in the table.
pub const MEMBERS_MOST: usize = 12;
/// Most scores of decoy crews that are kept, of each kind of shuffle.
pub const DECOY_SCORES_MOST: usize = 1000;

/// Marks in whole numbers that add up: `themselves` + `directed` + `doubted` = marks given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parts {
    /// By people for themselves.
    pub themselves: u64,
    /// Under direction (mirrored support).
    pub directed: u64,
    /// In jobs of crews that serve unrelated pages together or were created together.
    pub doubted: u64,
}

/// The crews of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct KindCount {
    /// The kind that they were called.
    pub kind: Kind,
    /// How many crews.
    pub crews: u64,
    /// Their accounts.
    pub accounts: u64,
    /// What they gave in their jobs.
    pub marks: f64,
    /// Whether an edition leaves some of them out, since they are of few accounts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub few: bool,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// Id of its sentence in the catalogue.
    pub message: String,
    /// Marks given.
    pub likes: u64,
    /// Of these, taken back; `None` where an edition leaves it out.
    pub withdrawn: Option<u64>,
    /// Withdrawals whose gift lies before the log.
    pub orphans: u64,
    /// Accounts in the log.
    pub accounts: u64,
    /// Pages in the log.
    pub pages: u64,
    /// Of these, pages on which a doubted crew did a job.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubted_pages: Option<u64>,
    /// Verbs in the log.
    pub verbs: u64,
    /// likes − hired − fabricated.
    pub authentic: f64,
    /// Lower and upper end of its 95 % interval; `None` where no campaigns were planted.
    pub interval: Option<(f64, f64)>,
    /// Marks in jobs of hired crews.
    pub hired: f64,
    /// Marks in jobs of directed crews.
    pub directed: f64,
    /// Marks in jobs of fabricated crews.
    pub fabricated: f64,
    /// The same in whole numbers that add up.
    pub parts: Parts,
    /// Worst q among doubted crews; `None` where there is none or no decoy ran.
    pub q: Option<f64>,
    /// Crews by kind, in the order of the kinds, kinds without a crew too.
    pub crews: [KindCount; 6],
    /// First mark.
    pub first: Option<Instant>,
    /// Last mark.
    pub last: Option<Instant>,
}

/// One page under one verb.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageRow {
    /// The page, as the log names it.
    pub page: String,
    /// The kind of mark.
    pub verb: String,
    /// Marks given.
    pub likes: u64,
    /// Whether an edition leaves out how many marks there are beside those in `parts`, since they are few.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub others_few: bool,
    /// Whether no crew whose marks are doubted did jobs here: what is doubted is the small chance that crowds which are
    /// left alone are such crews.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub small_chances: bool,
    /// Whether no crew that was called mirrored support did jobs here: the same of what is under direction.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub directed_small: bool,
    /// Of these, taken back; `None` where an edition leaves it out.
    pub withdrawn: Option<u64>,
    /// likes − hired − fabricated.
    pub authentic: f64,
    /// Lower end of its interval.
    pub authentic_lo: Option<f64>,
    /// Upper end of its interval.
    pub authentic_hi: Option<f64>,
    /// Marks in whole numbers that add up.
    pub parts: Parts,
    /// Marks of shared causes.
    pub organised: f64,
    /// Marks of one-time crowds.
    pub episode: f64,
    /// Other marks by members of doubted crews; `None` where an edition leaves it out.
    pub by_crew: Option<f64>,
    /// Marks of one order that would have been seen here with 80 %.
    pub limit: Option<f64>,
    /// Worst q among the crews that take marks off the page.
    pub q: Option<f64>,
    /// The crews that did jobs here.
    pub crews: Vec<String>,
}

/// What a list leaves out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rest {
    /// Rows left out.
    pub rows: u64,
    /// Marks in them.
    pub marks: u64,
    /// Doubted marks in them.
    pub doubted: u64,
}

/// Pages that a crew touched, most doubted first, and the rest in figures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Pages {
    /// At most [`PAGES_MOST`].
    pub shown: Vec<PageRow>,
    /// Pages that a crew touched and that are not shown.
    pub rest: Rest,
    /// Pages that no crew touched.
    pub untouched: Rest,
}

/// One crew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CrewRow {
    /// C1, C2 …
    pub crew: String,
    /// The kind with the highest probability.
    pub kind: Kind,
    /// P(kind), in the order of the kinds.
    pub kinds: [f64; 6],
    /// What its pieces of evidence start from and add up to.
    pub odds: Odds,
    /// Whether the report tells it in full.
    pub in_full: bool,
    /// Expected share of crews at this score that are no crew at all.
    pub q: Option<f64>,
    /// Log-likelihood ratio of its overlaps in bits, kind left out.
    pub score: f64,
    /// What carries its proof, and so which decoys tested it.
    pub proof: Proof,
    /// log₁₀ of how many such crews chance would make, by the analytic bound.
    pub log10_bound: f64,
    /// How innocent explanations fared.
    pub explanations: Vec<Explained>,
    /// Whose marks it gave, without saying whose wish it was.
    pub framing: Option<Framing>,
    /// Accounts with posterior above one half.
    pub accounts: u64,
    /// What it gave in its jobs.
    pub given: f64,
    /// How many of these marks chance would have brought together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_chance: Option<f64>,
    /// Pages that its jobs touch.
    pub pages: u64,
    /// Owners behind them.
    pub owners: u32,
    /// Its jobs.
    pub jobs: u64,
    /// Stretches of time in which its jobs fall together.
    pub episodes: Option<u32>,
    /// Days on which a member met the crew, averaged.
    pub recurrence: Option<f64>,
    /// How strongly outsiders share its pages, 1 = unrelated.
    pub coherence: Option<f64>,
    /// Share of its members' marks that lie in its jobs.
    pub closure: f64,
    /// Median seconds from one job of an account to its next.
    pub pace: Option<f64>,
    /// First mark in any job.
    pub start: Option<Instant>,
    /// Last mark in any job.
    pub end: Option<Instant>,
    /// Lengths of window, in hours, at which it was seen.
    pub scales: Vec<u32>,
    /// Every piece of evidence: message ids and values.
    pub evidence: Vec<Piece>,
    /// The pages that it served most, at most [`CREW_PAGES_MOST`]; for crews told in full.
    pub served: Vec<ServedPage>,
    /// Pages beyond these.
    pub served_rest: Rest,
    /// Its largest jobs in order of time, at most [`JOBS_MOST`]; for crews told in full.
    pub timeline: Vec<JobRow>,
    /// Jobs beyond these.
    pub timeline_rest: Rest,
    /// Its surest members, at most [`MEMBERS_MOST`], behind the gate; for crews told in full.
    pub members: Vec<MemberRow>,
    /// Members beyond these; 0 where the gate is shut.
    pub members_rest: u64,
    /// What its pictures show; for crews told in full.
    pub pictures: Pictures,
}

/// Which column of the log is what, as far as the order of rows cannot change it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedColumn {
    /// What it is.
    pub role: String,
    /// The column's name in the log.
    pub column: String,
}

/// An audit, as saved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// Who made it.
    pub claque: Marker,
    /// Whether its error rate is established.
    pub stamp: Stamp,
    /// What the user asked to see.
    pub gate: Gate,
    /// The answer.
    pub answer: Answer,
    /// Share of the true events that the log holds.
    pub coverage: Option<f64>,
    /// What decoys found.
    pub decoys: Decoys,
    /// What was planted, and what was found of it: trials, power curve, limit.
    pub power: Power,
    /// What was learned of the worth of probabilities.
    pub calibration: Calibration,
    /// How far truth lies from what is taken off a page, in units of the stated spread.
    pub interval_ends: Option<Ends>,
    /// Orders of campaigns above the limit that may have been missed.
    pub missed: Missed,
    /// The verdict under other windows and thresholds; as audited first.
    pub sensitivity: Vec<Variant>,
    /// What stands out on the log's only page.
    pub lone_page: Option<LonePage>,
    /// Crowds that took marks back together, the largest first.
    #[serde(default)]
    pub taken_back: Vec<TakenCrowd>,
    /// What was searched.
    pub searched: Searched,
    /// Keys of what this log leaves untested.
    pub untested: Vec<String>,
    /// Parameters.
    pub parameters: Parameters,
    /// Seed.
    pub seed: u64,
    /// Marks by period: of the whole log, then of the pages that are doubted most. Empty in a log without times.
    pub growth: Vec<Growth>,
    /// The pages that matter, by country: from single marks, and from their counts alone. Empty in a log without
    /// countries or times.
    #[serde(default)]
    pub by_country: Vec<ByCountry>,
    /// Pages.
    pub pages: Pages,
    /// Crews, C1 first.
    pub crews: Vec<CrewRow>,
    /// Which column is what.
    pub mapping: Vec<MappedColumn>,
    /// Where it comes from.
    pub provenance: ProvenanceBlock,
}

impl SavedModel for Model {
    fn provenance(&self) -> &ProvenanceBlock {
        &self.provenance
    }

    fn provenance_mut(&mut self) -> &mut ProvenanceBlock {
        &mut self.provenance
    }

    fn report(&self) -> String {
        crate::page::render(self)
    }
}

impl Model {
    /// Reads a saved model.
    ///
    /// # Errors
    /// What the JSON lacks or spells wrong.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        SavedModel::from_json(text)
    }

    /// The text of `audit.json`.
    ///
    /// # Errors
    /// A number that JSON cannot hold.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        SavedModel::to_json(self)
    }

    /// Whether the log shows no withdrawals, so that what was taken back is not known.
    pub(crate) fn shows_no_withdrawals(&self) -> bool {
        self.untested.iter().any(|key| key == "no_withdrawals")
    }

    /// The crowd of a reference such as `T2`.
    pub(crate) fn taken(&self, reference: &str) -> Option<&TakenCrowd> {
        let place = reference.strip_prefix('T')?.parse::<usize>().ok()?.checked_sub(1)?;
        self.taken_back.get(place)
    }

    /// Whether a crew was found whose marks are doubted.
    pub(crate) fn has_doubted_crew(&self) -> bool {
        self.answer.message == "answer.doubted"
    }

    /// Whether no crew was found whose marks are doubted or under direction: all that stood out was left alone.
    pub(crate) fn leaves_all_alone(&self) -> bool {
        let directed = self.crews_called(Kind::Directed);
        !self.has_doubted_crew() && directed.crews == 0 && !directed.few
    }

    /// Whether an edition leaves out crews of these kinds, since they are of few accounts.
    pub(crate) fn leaves_out_few(&self, kinds: &[Kind]) -> bool {
        kinds.iter().any(|kind| self.crews_called(*kind).few)
    }

    /// Crews that were called so.
    pub fn crews_called(&self, kind: Kind) -> &KindCount {
        &self.answer.crews[kind as usize]
    }
}
