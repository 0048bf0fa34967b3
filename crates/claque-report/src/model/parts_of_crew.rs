//! What a crew is told by: its jobs, the pages that it serves, its members, and where its bits begin and end.

use super::Instant;
use claque_detect::Kind;
use serde::{Deserialize, Serialize};

/// One stretch in which a crew marked one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobRow {
    /// Its number within the crew, from 1, in the order of the table of jobs: `C3/J5` is job 5 of crew C3.
    pub job: u32,
    /// The page, by its place in the crew's `served`; `None` for a page beyond those named.
    pub page: Option<u32>,
    /// First mark of a member in it.
    pub start: Option<Instant>,
    /// Last mark of a member in it.
    pub end: Option<Instant>,
    /// Members that marked it then.
    pub accounts: u32,
    /// How many of them chance would give.
    pub expected: f64,
    /// How many of these marks were taken back; `None` where an edition leaves it out.
    pub withdrawn: Option<u32>,
}

/// One page that a crew serves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServedPage {
    /// The page, as the log names it.
    pub page: String,
    /// The kind of mark.
    pub verb: String,
    /// Jobs on it.
    pub jobs: u64,
    /// Marks of members in these jobs.
    pub marks: u64,
    /// All marks that the page was given; `None` where an edition leaves it out.
    pub likes: Option<u64>,
}

/// A member as people read it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MemberRow {
    /// Pseudonym, or name where the user asked.
    pub label: String,
    /// Jobs that it took part in.
    pub jobs: u32,
    /// Probability that it is a member.
    pub posterior: f64,
}

/// Where the bits of a crew begin and end: `prior`, the weights of all pieces and `calibrated` add up to `odds`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Odds {
    /// The strongest kind of the other camp: the reading that the called one is weighed against.
    pub rival: Kind,
    /// Bits for the called kind against its rival before any piece.
    pub prior: f64,
    /// Bits that calibration added or took; 0 where it changed nothing.
    pub calibrated: f64,
    /// P(called) before calibration.
    pub before: f64,
    /// Bits for it in the end: log₂ of P(called) / P(rival).
    pub odds: f64,
}
