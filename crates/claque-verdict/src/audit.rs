//! The result that leaves the room: integers and numbers, no names.

use crate::calibration::Calibration;
use crate::decoys::{self, Decoys, Effort, Proof};
use crate::explanations::{self, Explained};
use crate::intervals::{self, Ends, Missed};
use crate::lone_page::{self, LonePage};
use crate::power::{self, Planting, Power};
use crate::sensitivity::{self, Variant};
use crate::{accounts, pages};
use claque_detect::{Crew, Found, Searched, TakenBack};
use claque_marks::{AccountId, Columns, Micros, NEVER, Parameters, Seed, TargetId, Watch};
use rayon::prelude::*;
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
    /// Marks of one order that this audit would have seen on this page with 80 %; `None` where not known.
    pub limit: Option<f64>,
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
    /// What carries its proof, and so which decoys tested it.
    pub proof: Proof,
    /// log₁₀ of how many such crews chance would make, by the analytic bound; at most 0.
    pub log10_bound: f64,
    /// How innocent explanations fared, in their order; empty for crowds of which no mark is taken off or shown as
    /// directed.
    pub explanations: Vec<Explained>,
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
    /// Sums of the pages' ends: at least 95 % where pages err each on its own.
    pub authentic_lo: Option<f64>,
    /// The upper one.
    pub authentic_hi: Option<f64>,
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
    /// Crowds that took marks back together: for information, with no error rate.
    pub taken_back: Vec<TakenBack>,
    /// Accounts with any probability above 0, by account.
    pub accounts: Vec<AccountVerdict>,
    /// What decoys found.
    pub decoys: Decoys,
    /// What was planted, and what was found of it.
    pub power: Power,
    /// What was learned of the worth of probabilities, and applied.
    pub calibration: Calibration,
    /// How far truth lies from what is taken off; `None` where nothing was planted.
    pub ends: Option<Ends>,
    /// Orders of campaigns above the limit that may have been missed.
    pub missed: Missed,
    /// The verdict under other windows and thresholds; as audited first.
    pub sensitivity: Vec<Variant>,
    /// What stands out on the log's only page; `None` where there are more.
    pub lone_page: Option<LonePage>,
    /// What was searched.
    pub searched: Searched,
    /// Share of the true events that the log holds; `None` where not known.
    pub coverage: Option<f64>,
    /// Keys of what this log leaves untested, sentences of the catalogue: `no_times`, `no_accounts_table`,
    /// `no_owners`, `no_withdrawals`, `one_page`, `small_log`, `no_spike_ins`,
    /// `too_small_to_plant`, `no_decoys`.
    pub untested: Vec<String>,
    /// Seed.
    pub seed: u64,
    /// Parameters.
    pub parameters: Parameters,
}

/// What is asked of an audit beside the search.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asked {
    /// Seed of all that is drawn.
    pub seed: Seed,
    /// How many decoys, and when they are enough.
    pub decoys: Effort,
    /// How many planted campaigns; none without decoys, since no error rate would stand beside them.
    pub planting: Planting,
    /// Share of the true events that the log holds, where the user says so; between 0 and 1.
    pub coverage: Option<f64>,
}

impl Asked {
    fn planting(&self) -> Planting {
        if self.decoys.most == 0 { Planting::None } else { self.planting }
    }
}

/// Audits a log: search, decoys, figures of pages and accounts.
pub fn audit(columns: &Columns, parameters: &Parameters, asked: &Asked, watch: &dyn Watch) -> Audit {
    let seed = asked.seed;
    let found = claque_detect::search(columns, parameters, seed, watch);
    watch.begins("decoys");
    let (decoys, tested) = decoys::search_all(columns, &found, parameters, seed, asked.decoys, watch);
    let Found { crews, taken_back, searched } = found;
    let mut crews: Vec<CrewVerdict> = crews
        .into_iter()
        .zip(tested)
        .map(|(crew, t)| CrewVerdict {
            crew,
            q: t.q,
            proof: t.proof,
            log10_bound: t.log10_bound,
            explanations: vec![],
        })
        .collect();
    let known = || -> Vec<bool> {
        accounts::verdicts(columns, &crews).iter().map(|a| accounts::doubt(a) >= accounts::LISTED).collect()
    };
    watch.begins("planted campaigns");
    let planting = asked.planting();
    let (power, trials) = power::measure(columns, known, parameters, seed, planting, watch);
    watch.begins("verdict");
    let calibration = Calibration::learn(&trials.accounts, &trials.kinds, parameters);
    let accounts = calibration.apply_all(columns, &mut crews);
    crews
        .par_iter_mut()
        .filter(|c| decoys::matters(&c.crew))
        .for_each(|c| c.explanations = explanations::test(columns, &c.crew));
    let again = decoys.searched > 0 && !asked.decoys.in_a_hurry();
    let sensitivity = sensitivity::strip(columns, &crews, parameters, seed, again);
    let mut pages = pages::verdicts(columns, &crews, &accounts);
    let missed = missed(columns, &crews, &power);
    let ends = (power.planted > 0).then(|| Ends::measured(&trials.pages));
    if let Some(ends) = &ends {
        for (p, (lo, hi)) in
            pages.iter_mut().zip(intervals::of_pages(columns, &crews, ends, &missed, asked.coverage))
        {
            (p.authentic_lo, p.authentic_hi) = (Some(lo.min(p.authentic)), Some(hi.max(p.authentic)));
        }
    }
    if let Some(curve) = &power.curve {
        for (p, limit) in pages.iter_mut().zip(power::limits(columns, curve)) {
            p.limit = limit;
        }
    }
    let sum = |f: fn(&PageVerdict) -> f64| pages.iter().map(f).sum::<f64>() + 0.0;
    let totals = Totals {
        likes: columns.marks() as u64,
        withdrawn: pages.iter().map(|p| p.withdrawn).sum(),
        orphans: columns.orphans.len() as u64,
        accounts: columns.accounts as u64,
        pages: columns.pages() as u64,
        authentic: sum(|p| p.authentic),
        authentic_lo: ends.map(|_| sum(|p| p.authentic_lo.unwrap_or(0.0))),
        authentic_hi: ends.map(|_| sum(|p| p.authentic_hi.unwrap_or(0.0))),
        hired: sum(|p| p.hired),
        directed: sum(|p| p.directed),
        fabricated: sum(|p| p.fabricated),
        span: columns.span(),
    };
    let untested = untested(columns, decoys.searched, planting, power.planted);
    Audit {
        totals,
        pages,
        crews,
        taken_back,
        accounts: accounts::listed(accounts),
        decoys,
        power,
        calibration,
        ends,
        missed,
        sensitivity,
        lone_page: lone_page::look(columns),
        searched,
        coverage: asked.coverage,
        untested,
        seed: seed.0,
        parameters: parameters.clone(),
    }
}

/// What campaigns above the limit may have been missed, by those of them that were found. Of smaller ones another
/// sentence speaks.
fn missed(columns: &Columns, crews: &[CrewVerdict], power: &Power) -> Missed {
    let Some(curve) = &power.curve else { return Missed::default() };
    let mut orders: Vec<f64> = Vec::new();
    let mut served = vec![false; columns.targets()];
    let mut seen = 0.0;
    for c in crews.iter().filter(|c| c.crew.kinds.doubted() > 0.5) {
        let jobs: Vec<u32> = c.crew.jobs.iter().map(|j| j.accounts).collect();
        let mean = jobs.iter().map(|n| f64::from(*n)).sum::<f64>() / jobs.len().max(1) as f64;
        let campaign = power::Campaign {
            order: mean.round() as u32,
            orders: jobs.len() as u32,
            accounts: c.crew.accounts() as u32,
            hours: 0.0,
            camouflage: 0.5,
        };
        let w = curve.power(&campaign, curve.background);
        if w < power::STATED {
            continue;
        }
        for j in &c.crew.jobs {
            served[j.target.index()] = true;
        }
        seen += w * jobs.len() as f64;
        orders.extend(jobs.iter().map(|n| f64::from(*n)));
    }
    orders.sort_unstable_by(f64::total_cmp);
    let order = orders.get(orders.len() / 2).copied().unwrap_or(0.0);
    let served = served.into_iter().filter(|s| *s).count();
    let mean = if orders.is_empty() { 1.0 } else { seen / orders.len() as f64 };
    Missed::of(served, columns.targets(), mean, order)
}

/// Marks below which a log is too small for most campaigns to show.
const SMALL_LOG: usize = 1_000;

/// Keys of what this log leaves untested.
fn untested(columns: &Columns, decoys: u32, planting: Planting, planted: u32) -> Vec<String> {
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
    say(planted > 0 || planting != Planting::None, "no_spike_ins");
    say(planted > 0 || planting == Planting::None, "too_small_to_plant");
    say(decoys > 0, "no_decoys");
    keys
}
