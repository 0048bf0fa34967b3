//! The result that leaves the room: integers and numbers, no names.

use crate::{accounts, decoys, pages};
use claque_chance::competition::q_values;
use claque_detect::{Crew, Found, Searched};
use claque_marks::{AccountId, Columns, Micros, NEVER, Parameters, Seed, TargetId, Watch};
use serde::{Deserialize, Serialize};

/// What an audit says of one target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageVerdict {
    /// Which page under which verb.
    pub target: TargetId,
    /// Accounts that gave the mark.
    pub likes: u64,
    /// Of these, accounts whose last event took it back.
    pub withdrawn: u64,
    /// likes − hired − fabricated.
    pub authentic: f64,
    /// Lower end of its 95 % interval; `None` until it is earned.
    pub authentic_lo: Option<f64>,
    /// Upper end of its 95 % interval; `None` until it is earned.
    pub authentic_hi: Option<f64>,
    /// Marks given in jobs of hired crews, each with its probability.
    pub hired: f64,
    /// Marks given in jobs of directed crews.
    pub directed: f64,
    /// Marks given in jobs of fabricated crews.
    pub fabricated: f64,
    /// Marks given in jobs of organised crews.
    pub organised: f64,
    /// Marks given in one-time crowds.
    pub episode: f64,
    /// Other marks by members of hired or fabricated crews.
    pub by_crew: f64,
    /// Worst q among the crews that take marks off the page.
    pub q: Option<f64>,
    /// Indices of the crews that did jobs here, rising.
    pub crews: Vec<u32>,
}

/// A crew with its error rate. Its number is its place in [`Audit::crews`], from 0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CrewVerdict {
    /// What the search found.
    pub crew: Crew,
    /// Expected share of crews at this score that are no crew at all; `None` without decoys.
    pub q: Option<f64>,
}

/// What an audit says of one account.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountVerdict {
    /// The account.
    pub account: AccountId,
    /// 1 − Π over crews (1 − P(member) · P(kind hired)).
    pub p_hired: f64,
    /// The same for fabricated.
    pub p_fabricated: f64,
    /// The same for directed; the gate decides whether it is shown.
    pub p_directed: f64,
    /// Index of the crew with the largest P(member) · P(doubted or directed); the gate decides whether it
    /// is shown.
    pub crew: Option<u32>,
}

/// What decoys found: shuffled copies of the log in which no crew exists.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Decoys {
    /// How many were searched.
    pub searched: u32,
    /// Which kind, as in the method: `within_day`.
    pub kind: String,
    /// Scores of all crews found in them, falling, in bits.
    pub scores: Vec<f64>,
    /// Expected number of wrong crews among those of the audit: decoy crews per decoy.
    pub wrong_crews: Option<f64>,
}

/// The whole log in figures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Totals {
    /// Marks given.
    pub likes: u64,
    /// Of these, taken back.
    pub withdrawn: u64,
    /// Withdrawals whose gift lies before the log.
    pub orphans: u64,
    /// Accounts in the log.
    pub accounts: u64,
    /// Pages in the log.
    pub pages: u64,
    /// Marks by people for themselves or under direction.
    pub authentic: f64,
    /// Marks in jobs of hired crews.
    pub hired: f64,
    /// Marks in jobs of directed crews.
    pub directed: f64,
    /// Marks in jobs of fabricated crews.
    pub fabricated: f64,
    /// First and last instant of any mark.
    pub span: Option<(Micros, Micros)>,
}

/// An audit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Audit {
    /// The log in figures.
    pub totals: Totals,
    /// By target.
    pub pages: Vec<PageVerdict>,
    /// By falling size.
    pub crews: Vec<CrewVerdict>,
    /// Accounts with any probability above 0, by account.
    pub accounts: Vec<AccountVerdict>,
    /// What decoys found.
    pub decoys: Decoys,
    /// What was searched.
    pub searched: Searched,
    /// Share of the true events that the log holds; `None` where not known.
    pub coverage: Option<f64>,
    /// Keys of what this log leaves untested, sentences of the catalogue: `no_times`, `no_accounts_table`,
    /// `no_owners`, `no_withdrawals`, `one_page`, `small_log`, `no_spike_ins`, `no_decoys`.
    pub untested: Vec<String>,
    /// Seed.
    pub seed: u64,
    /// Parameters.
    pub parameters: Parameters,
}

/// Audits a log: search, decoys, figures of pages and accounts.
pub fn audit(
    columns: &Columns,
    parameters: &Parameters,
    seed: Seed,
    decoys: u32,
    watch: &dyn Watch,
) -> Audit {
    let Found { crews, searched } = claque_detect::search(columns, parameters, seed, watch);
    watch.begins("decoys");
    let decoys = decoys::search_all(columns, &crews, parameters, seed, decoys, watch);
    watch.begins("verdict");
    let scores: Vec<f64> = crews.iter().map(|c| c.score).collect();
    let q = q_values(&scores, &decoys.scores, decoys.searched);
    let crews: Vec<CrewVerdict> = crews.into_iter().zip(q).map(|(crew, q)| CrewVerdict { crew, q }).collect();
    let accounts = accounts::verdicts(columns, &crews);
    let pages = pages::verdicts(columns, &crews, &accounts);
    let sum = |f: fn(&PageVerdict) -> f64| pages.iter().map(f).sum::<f64>() + 0.0;
    let totals = Totals {
        likes: columns.marks() as u64,
        withdrawn: pages.iter().map(|p| p.withdrawn).sum(),
        orphans: columns.orphans.len() as u64,
        accounts: columns.accounts as u64,
        pages: columns.pages() as u64,
        authentic: sum(|p| p.authentic),
        hired: sum(|p| p.hired),
        directed: sum(|p| p.directed),
        fabricated: sum(|p| p.fabricated),
        span: columns.span(),
    };
    let untested = untested(columns, decoys.searched);
    Audit {
        totals,
        pages,
        crews,
        accounts: accounts::listed(accounts),
        decoys,
        searched,
        coverage: None,
        untested,
        seed: seed.0,
        parameters: parameters.clone(),
    }
}

/// Marks below which a log is too small for most campaigns to show.
const SMALL_LOG: usize = 1_000;

/// Keys of what this log leaves untested.
fn untested(columns: &Columns, decoys: u32) -> Vec<String> {
    let mut keys = Vec::new();
    let mut say = |unless: bool, key: &str| {
        if !unless {
            keys.push(key.to_owned());
        }
    };
    say(columns.has_times(), "no_times");
    say(columns.created.iter().any(|c| *c != NEVER), "no_accounts_table");
    say(columns.owners_known, "no_owners");
    say(columns.withdrawals_known, "no_withdrawals");
    say(columns.pages() > 1, "one_page");
    say(columns.marks() >= SMALL_LOG, "small_log");
    say(false, "no_spike_ins");
    say(decoys > 0, "no_decoys");
    keys
}
