//! What the pictures show, made once and saved: the report draws these numbers and computes none. One picture's
//! numbers, one file. Long lists are sampled evenly, by rank, so that neither a size nor a person decides.

mod blocks;
mod created;
mod growth;
mod mirrored;
mod seconds;

pub use growth::{PAGES_GROWN, growths};

use super::{Instant, Line};
use crate::gate::Gate;
use crate::pseudonyms::Pseudonyms;
use claque_detect::Crew;
use claque_log::Log;
use claque_marks::window::SECOND;
use claque_marks::{AccountId, Micros, TargetId};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// A page under one verb, as the log names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The page.
    pub page: String,
    /// The kind of mark.
    pub verb: String,
}

impl Target {
    pub(super) fn of(log: &Log, target: TargetId) -> Self {
        Self { page: super::build::page_name(log, target), verb: super::build::verb_name(log, target) }
    }
}

/// Marks by period, of the whole log or of one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Growth {
    /// The page; `None` for the whole log.
    pub of: Option<Target>,
    /// Start of the first period.
    pub from: Instant,
    /// Seconds in a period.
    pub every: u64,
    /// Marks given.
    pub given: Line,
    /// Of these, under direction; rounded period by period.
    pub directed: Line,
    /// Of these, doubted; rounded period by period.
    pub doubted: Line,
    /// Marks taken back.
    pub withdrawn: Line,
    /// What the periods around each lead one to expect; empty where there are too few.
    pub level: Line,
    /// Periods with more than chance allows, by their place from 0.
    pub surges: Line,
    /// Periods with less than chance allows.
    pub stops: Line,
}

impl Growth {
    /// The same with every series put through `line` and every list of places through `places`.
    pub(crate) fn each(&self, line: impl Fn(&Line) -> Line, places: impl Fn(&Line) -> Line) -> Self {
        Self {
            of: self.of.clone(),
            from: self.from,
            every: self.every,
            given: line(&self.given),
            directed: line(&self.directed),
            doubted: line(&self.doubted),
            withdrawn: line(&self.withdrawn),
            level: line(&self.level),
            surges: places(&self.surges),
            stops: places(&self.stops),
        }
    }
}

/// A page of the picture of accounts by pages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BlockPage {
    /// The page.
    pub target: Target,
    /// The number of the crew's first job on it.
    pub job: u32,
    /// When that began.
    pub start: Option<Instant>,
    /// Members that marked it in jobs.
    pub members: u64,
}

/// An account of the picture of accounts by pages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BlockRow {
    /// Pseudonym, or name where the user asked.
    pub label: String,
    /// A sign a page: `·` where it gave no mark in a job, else the ninth of all drawn marks, in order of time,
    /// that its mark lies in, `1` to `9`.
    pub cells: String,
}

/// Accounts by pages, in order of time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Blocks {
    /// The pages, in order of the crew's first job on each.
    pub pages: Vec<BlockPage>,
    /// Accounts, those that marked the same pages beside each other.
    pub rows: Vec<BlockRow>,
    /// Members of whom these are an even sample.
    pub of: u64,
    /// Pages of which these are the most served.
    pub of_pages: u64,
    /// First mark of each ninth; empty in a log without times.
    pub ninths: Vec<Instant>,
}

/// The marks of one job, by the seconds since its first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Seconds {
    /// The job's number.
    pub job: u32,
    /// The page.
    pub target: Target,
    /// The first mark.
    pub first: Instant,
    /// Marks in it.
    pub marks: u64,
    /// Seconds from the first to each, rising; an even sample where there are many.
    pub after: Line,
    /// Seconds within which the middle half of them lies.
    pub middle_half: u64,
}

/// When accounts were created: members, and others who marked the same pages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Created {
    /// Start of the first period.
    pub from: Instant,
    /// Seconds in a period.
    pub every: u64,
    /// Members created in each.
    pub members: Line,
    /// Accounts outside every crew that marked the same pages.
    pub others: Line,
}

/// A page and a number of marks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OnPage {
    /// The page.
    pub target: Target,
    /// Marks.
    pub marks: u64,
}

/// What a crew gave on one side and its members took back on another, by period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mirrored {
    /// Start of the first period.
    pub from: Instant,
    /// Seconds in a period.
    pub every: u64,
    /// Given in jobs.
    pub given: Line,
    /// Taken back by members.
    pub taken: Line,
    /// Where most was given.
    pub given_to: Vec<OnPage>,
    /// Where most was taken back.
    pub taken_from: Vec<OnPage>,
}

/// The pictures of one crew; what the gate or the log does not allow is not there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Pictures {
    /// Accounts by pages: behind the gate.
    pub blocks: Option<Blocks>,
    /// Seconds since the first mark, job by job: behind the gate, since each dot is an account's.
    pub seconds: Vec<Seconds>,
    /// Creation dates: behind the gate.
    pub created: Option<Created>,
    /// Mirrored support: sums only.
    pub mirrored: Option<Mirrored>,
}

/// What the makers of pictures look at.
pub(super) struct Sight<'a> {
    pub crew: &'a Crew,
    pub log: &'a Log,
    pub names: &'a Pseudonyms<'a>,
    /// Accounts that are members of any crew.
    pub in_a_crew: &'a HashSet<AccountId>,
}

/// The pictures of a crew that is told in full.
pub(super) fn pictures(sight: &Sight<'_>, gate: Gate) -> Pictures {
    let kind = sight.crew.kinds.called();
    let listed = gate.lists_members(kind);
    Pictures {
        blocks: listed.then(|| blocks::blocks(sight)).flatten(),
        seconds: if listed { seconds::seconds(sight) } else { vec![] },
        created: listed.then(|| created::created(sight)).flatten(),
        mirrored: (kind == claque_detect::Kind::Directed).then(|| mirrored::mirrored(sight)).flatten(),
    }
}

/// The probability above which an account is drawn as a member, and a mark as given in a job.
const SURE: f64 = 0.5;

/// At most `most` of a list, evenly by place, the first and the last among them.
fn evenly<T: Clone>(of: &[T], most: usize) -> Vec<T> {
    if of.len() <= most {
        return of.to_vec();
    }
    (0..most).map(|i| of[i * (of.len() - 1) / (most - 1)].clone()).collect()
}

/// Two lists of instants counted on one grid: where it begins, seconds in a period, and the counts. The shortest
/// of `lengths` that needs at most `most` periods; `None` where there is no instant.
fn counted(of: [&[Micros]; 2], lengths: &[Micros], most: i64) -> Option<(Instant, u64, [Line; 2])> {
    let all = || of.iter().flat_map(|list| list.iter());
    let (first, last) = (*all().min()?, *all().max()?);
    let every = lengths.iter().copied().find(|e| (last - first) / e < most).or(lengths.last().copied())?;
    let from = first.div_euclid(every) * every;
    let count = |times: &[Micros]| {
        let mut out = vec![0u64; ((last - from) / every) as usize + 1];
        times.iter().for_each(|t| out[((t - from) / every) as usize] += 1);
        Line(out)
    };
    Some((Instant(from), (every / SECOND) as u64, of.map(count)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_even_and_hold_both_ends() {
        let all: Vec<u32> = (0..101).collect();
        assert_eq!(evenly(&all, 5), [0, 25, 50, 75, 100]);
        assert_eq!(evenly(&all[..3], 5), [0, 1, 2]);
    }

    #[test]
    fn counts_stand_on_one_grid() {
        let at = |s: i64| s * SECOND;
        let (from, every, [a, b]) =
            counted([&[at(61), at(125)], &[at(130)]], &[SECOND, 60 * SECOND], 10).unwrap();
        assert_eq!((from, every), (Instant(at(60)), 60));
        assert_eq!((a.0, b.0), (vec![1, 1], vec![0, 1]));
        assert!(counted([&[], &[]], &[SECOND], 1).is_none());
    }
}
