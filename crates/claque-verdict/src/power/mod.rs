//! Power: what this audit would have seen. Campaigns are planted in copies of the user's own log ([`plant`]), each
//! copy is audited in the same way, and the share that is found is fitted to a curve ([`curve`]).
//!
//! METHOD: many campaigns share a copy, as far as their marks stay a small part of the log; in a small log few do,
//! and more copies are searched instead.

mod crowds;
mod curve;
mod plan;
mod plant;
mod recovered;

pub use curve::{Curve, Point, STATED};
pub use plan::{Campaign, plain};
pub use plant::{Order, Spiked, plant};
pub use recovered::{AccountTrial, KindTrial, PageTrial, Recovered, SEEN, Trials, compare};

use crate::audit::CrewVerdict;
use crate::decoys::Proof;
use claque_marks::window::HOUR;
use claque_marks::{Columns, Parameters, Seed, Silent, TargetId, Watch};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// How much is planted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Planting {
    /// Nothing (`--no-power`).
    None,
    /// One copy of the log (`--quick`).
    Once,
    /// As many copies as a log of its size needs.
    Enough,
}

/// Marks of the log below which so many copies are searched; above all, three.
const COPIES: [(usize, u32); 3] = [(30_000, 10), (100_000, 5), (200_000, 4)];
/// Copies of a large log.
const COPIES_LARGE: u32 = 3;
/// Most campaigns in one copy.
const CAMPAIGNS: usize = 40;
/// Innocent crowds in one copy.
const CROWDS: usize = 9;
/// Most campaigns in the only copy of `--quick`; without crowds, of which one copy finds too few to learn from.
const CAMPAIGNS_ONCE: usize = 24;
/// Most that planted marks add to a log.
const ADDED: f64 = 0.06;
/// The same of a log of fewer marks than this, in which so few campaigns would leave their curve to chance.
const ADDED_TO_SMALL: (usize, f64) = (100_000, 0.12);
/// Most that one campaign adds: a log of which it would be more is too small for it.
const ALONE: f64 = 0.25;
/// Power between which further copies look.
const LOOK: (f64, f64) = (0.08, 0.97);
/// Marks above which copies are searched one after another.
const ONE_BY_ONE: usize = 2_000_000;

/// What was planted, and what was found of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Power {
    /// Copies of the log that were searched.
    pub copies: u32,
    /// Campaigns planted in them.
    pub planted: u32,
    /// Of these, campaigns that were seen: at least half of their marks in jobs were taken off.
    pub seen: u32,
    /// Smallest and largest order that was planted, in marks.
    pub orders: (u32, u32),
    /// The fitted curve; `None` where nothing could be planted.
    pub curve: Option<Curve>,
    /// Every trial.
    pub trials: Vec<TrialRow>,
}

/// One planted campaign.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrialRow {
    /// The campaign.
    #[serde(flatten)]
    pub campaign: Campaign,
    /// Mean of ln(1 + marks that others gave the page during an order).
    pub background: f64,
    /// Of the marks that it gave in jobs, the share that was taken off.
    pub found: f64,
}

/// Plants, searches, compares and fits. `known`: by account, whether the audit of the log itself gives it any mass.
pub fn measure(
    columns: &Columns,
    known: impl FnOnce() -> Vec<bool>,
    parameters: &Parameters,
    seed: Seed,
    planting: Planting,
    watch: &dyn Watch,
) -> (Power, Trials) {
    let copies = match planting {
        Planting::None => return Default::default(),
        Planting::Once => 1,
        Planting::Enough => COPIES.iter().find(|c| columns.marks() < c.0).map_or(COPIES_LARGE, |c| c.1),
    };
    let served = (0..columns.targets()).filter(|&t| columns.target_start[t] < columns.target_start[t + 1]);
    let marks = columns.marks() as f64;
    // The largest order of which a plain campaign is not too much of the log.
    let most = plan::ORDER.1.min(ALONE * marks / plain(1.0, true).marks().max(1.0));
    if served.count() < plan::PLAIN_ORDERS as usize || most < 2.0 * plan::ORDER.0 {
        return Default::default();
    }
    let timed = columns.has_times();
    let (most_campaigns, most_crowds) = match planting {
        Planting::Once => (CAMPAIGNS_ONCE, 0),
        _ => (CAMPAIGNS, CROWDS),
    };
    let added = if columns.marks() < ADDED_TO_SMALL.0 { ADDED_TO_SMALL.1 } else { ADDED } * marks;
    let known = known();
    let one = |copy: u32, sizes: (f64, f64)| {
        let mut rng = seed.for_stage("planted campaigns", u64::from(copy));
        let campaigns = plan::draw(sizes, most_campaigns, added, timed, &mut rng);
        let mut rng = seed.for_stage("planted crowds", u64::from(copy));
        let crowds = crowds::draw(columns, most_crowds.min(campaigns.len()), &mut rng);
        let spiked = plant(columns, &campaigns, &crowds, &mut rng);
        let found = claque_detect::search(&spiked.columns, parameters, seed, &Silent);
        let crews: Vec<CrewVerdict> = found
            .crews
            .into_iter()
            .map(|crew| CrewVerdict {
                crew,
                q: None,
                proof: Proof::What,
                log10_bound: 0.0,
                explanations: vec![],
            })
            .collect();
        compare(&spiked, &campaigns, &crews, &known)
    };
    watch.progress("planted campaigns", 0, copies as usize);
    let mut all = one(0, (plan::ORDER.0, most));
    watch.progress("planted campaigns", 1, copies as usize);
    let first = Curve::fit(&all.campaigns, timed);
    let look = (first.order_at(LOOK.0).max(plan::ORDER.0), first.order_at(LOOK.1).min(most));
    // A first look that saw all, or nothing, does not say where to look.
    let look = if look.0 * 1.5 < look.1 { look } else { (plan::ORDER.0, most) };
    let rest: Vec<Trials> = if columns.marks() > ONE_BY_ONE {
        (1..copies).map(|c| one(c, look)).collect()
    } else {
        (1..copies).into_par_iter().map(|c| one(c, look)).collect()
    };
    for t in rest {
        let before = all.campaigns.len();
        all.campaigns.extend(t.campaigns);
        all.pages.extend(t.pages.into_iter().map(|p| PageTrial { campaign: p.campaign + before, ..p }));
        all.accounts.extend(t.accounts);
        let moved = |k: KindTrial| KindTrial { campaign: k.campaign.map(|c| c + before), ..k };
        all.kinds.extend(t.kinds.into_iter().map(moved));
    }
    watch.progress("planted campaigns", copies as usize, copies as usize);
    let orders = all.campaigns.iter().map(|c| c.campaign.order);
    let curve = Curve::fit(&all.campaigns, timed);
    // What is said of pages and kinds is said of campaigns above the limit.
    let above: Vec<bool> =
        all.campaigns.iter().map(|c| curve.power(&c.campaign, c.background) >= curve::STATED).collect();
    all.pages.retain(|p| above[p.campaign]);
    all.kinds.retain(|k| k.campaign.is_none_or(|c| above[c]));
    let power = Power {
        copies,
        planted: all.campaigns.len() as u32,
        seen: all.campaigns.iter().filter(|c| c.share >= SEEN).count() as u32,
        orders: (orders.clone().min().unwrap_or(0), orders.max().unwrap_or(0)),
        curve: Some(curve),
        trials: all
            .campaigns
            .iter()
            .map(|c| TrialRow { campaign: c.campaign, background: c.background, found: c.share })
            .collect(),
    };
    (power, all)
}

/// By target: marks of one order of a plain campaign that would have been seen on it with 80 %; `None` beyond what
/// was planted. A page's background is what its own marks see around them: ln(1 + others within half a day).
pub fn limits(columns: &Columns, curve: &Curve) -> Vec<Option<f64>> {
    let half = (plan::PLAIN_HOURS * HOUR as f64 / 2.0) as i64;
    let background = |t: TargetId| {
        let marks = columns.marks_of(t);
        if !columns.has_times() {
            return (marks.len() as f64).ln_1p();
        }
        let life = &columns.time[marks];
        let step = (life.len() / ASKED).max(1);
        let asked: Vec<f64> = (0..life.len())
            .step_by(step)
            .map(|i| {
                let (from, to) = (life[i].saturating_sub(half), life[i].saturating_add(half));
                (life.partition_point(|x| *x <= to) - life.partition_point(|x| *x < from)) as f64
            })
            .map(f64::ln_1p)
            .collect();
        asked.iter().sum::<f64>() / asked.len().max(1) as f64
    };
    (0..columns.targets())
        .into_par_iter()
        .map(|t| curve.limit_on(background(TargetId::from_index(t))))
        .collect()
}

/// Marks of a page that are asked what they see around them.
const ASKED: usize = 20;
