//! What an audit of a log with planted campaigns made of them.

use super::plan::Campaign;
use super::plant::Spiked;
use crate::audit::CrewVerdict;
use crate::pages;
use claque_detect::Crew;
use std::collections::BTreeMap;

/// A planted campaign and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Recovered {
    /// The campaign.
    pub campaign: Campaign,
    /// Of the marks that it gave in jobs, the share that was taken off.
    pub share: f64,
    /// Mean over its orders of ln(1 + marks that others gave the page during the order).
    pub background: f64,
    /// Largest P(hired) + P(fabricated) among crews of which it is most; `None` where there is none.
    pub doubt: Option<f64>,
}

/// A page on which orders were planted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageTrial {
    /// The campaign, by its place in [`Trials::campaigns`].
    pub campaign: usize,
    /// Marks planted in jobs by campaigns that were seen.
    pub planted: f64,
    /// Marks taken off: planted ones by whatever crew, and the log's own by crews that are mostly planted.
    pub taken: f64,
    /// Spread of `taken` that the audit itself states (see [`crate::intervals`]).
    pub spread: f64,
}

/// A crew that is mostly planted, and what the audit said of its kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KindTrial {
    /// P(hired) + P(fabricated).
    pub stated: f64,
    /// The campaign, by its place in [`Trials::campaigns`]; `None` for an innocent crowd.
    pub campaign: Option<usize>,
}

/// An account in a crew that is mostly a planted campaign, and whether it was planted with it. Accounts of other
/// campaigns are left out: they have crews of their own, and are no people who came by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AccountTrial {
    /// What the audit said: probability of being a member of its likeliest crew.
    pub stated: f64,
    /// Whether it is one in truth.
    pub member: bool,
}

/// All that one copy of the log tells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trials {
    /// By campaign.
    pub campaigns: Vec<Recovered>,
    /// By page with an order of a campaign that was seen.
    pub pages: Vec<PageTrial>,
    /// Crews of which a planted campaign or crowd is most.
    pub kinds: Vec<KindTrial>,
    /// Accounts in crews of which a planted campaign is most.
    pub accounts: Vec<AccountTrial>,
}

/// A campaign was seen if at least this share of its marks in jobs was taken off.
pub const SEEN: f64 = 0.5;
/// Share of a crew's marks that one campaign gave from which its members teach.
const PURE: f64 = 0.8;

/// Compares what was planted with what was found. `known`: by account of the log, whether the audit of the log itself
/// gives it any mass.
pub fn compare(spiked: &Spiked, campaigns: &[Campaign], crews: &[CrewVerdict], known: &[bool]) -> Trials {
    let columns = &spiked.columns;
    let doubted = pages::doubted(columns, crews);
    let mut out = Trials::default();
    let (mut given, mut taken) = (vec![0f64; campaigns.len()], vec![0f64; campaigns.len()]);
    for (m, job) in spiked.job_of.iter().enumerate() {
        if let Some(c) = job
            && (*c as usize) < campaigns.len()
        {
            given[*c as usize] += 1.0;
            taken[*c as usize] += f64::from(doubted[m]);
        }
    }
    let whose: Vec<Option<(u32, f64)>> = crews.iter().map(|c| most_of(spiked, &c.crew)).collect();
    for (c, campaign) in campaigns.iter().enumerate() {
        let orders = &spiked.orders[c];
        let doubt = crews
            .iter()
            .zip(&whose)
            .filter(|(_, w)| w.is_some_and(|w| w.0 == c as u32))
            .map(|(k, _)| k.crew.kinds.doubted())
            .max_by(f64::total_cmp);
        out.campaigns.push(Recovered {
            campaign: *campaign,
            share: taken[c] / given[c].max(1.0),
            background: orders.iter().map(|o| f64::from(o.background).ln_1p()).sum::<f64>()
                / orders.len().max(1) as f64,
            doubt,
        });
    }
    let seen: Vec<bool> = out.campaigns.iter().map(|c| c.share >= SEEN).collect();
    let off = taken_off(spiked, campaigns.len(), crews, &whose);
    let spread = crate::intervals::spreads(columns, crews);
    // By target: marks of campaigns that were seen, of others, and the last that planted there.
    let mut planted = vec![(0f64, 0f64, 0usize); columns.targets()];
    for (c, orders) in spiked.orders.iter().enumerate() {
        for o in orders {
            let (of_seen, of_others, last) = &mut planted[o.target.index()];
            *(if seen[c] { of_seen } else { of_others }) += f64::from(o.marks);
            *last = c;
        }
    }
    for (t, (seen, missed, campaign)) in planted.into_iter().enumerate() {
        if seen > 0.0 && missed == 0.0 {
            out.pages.push(PageTrial { campaign, planted: seen, taken: off[t], spread: spread[t] });
        }
    }
    // By campaign, and one more: where its accounts begin.
    let mut first = vec![spiked.own_accounts];
    first.extend(campaigns.iter().scan(spiked.own_accounts, |at, c| {
        *at += c.accounts as usize;
        Some(*at)
    }));
    // A campaign may have been found in pieces: what is said of its account is said by the likeliest of them.
    let mut likeliest: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for (k, w) in crews.iter().zip(&whose) {
        let Some((w, purity)) = *w else { continue };
        let campaign = Some(w as usize).filter(|w| *w < campaigns.len());
        out.kinds.push(KindTrial { stated: k.crew.kinds.doubted(), campaign });
        // A campaign that was joined with some other crowd says nothing of how sure membership is.
        if let Some(campaign) = campaign.filter(|_| purity >= PURE) {
            for m in &k.crew.members {
                let a = m.account.index();
                let member = a >= spiked.own_accounts;
                // Whoever is of another campaign, or doubted in the log as it is, has a crew of its own.
                if if member { first[campaign] <= a && a < first[campaign + 1] } else { !known[a] } {
                    let best = likeliest.entry((a, campaign)).or_insert(0.0);
                    *best = m.posterior.max(*best);
                }
            }
        }
    }
    out.accounts = likeliest
        .into_iter()
        .map(|((a, _), stated)| AccountTrial { stated, member: a >= spiked.own_accounts })
        .collect();
    out
}

/// By target: marks taken off by crews that are called doubted, were the reading right. What other crews take of the
/// log's own marks is not counted: of them nobody knows the truth.
fn taken_off(
    spiked: &Spiked,
    campaigns: usize,
    crews: &[CrewVerdict],
    whose: &[Option<(u32, f64)>],
) -> Vec<f64> {
    let columns = &spiked.columns;
    let target = columns.target_of_mark();
    let claimed = pages::claimed(columns.marks(), crews);
    let of_campaign = |c: u32| (c as usize) < campaigns;
    let mut out = vec![0f64; columns.targets()];
    for (k, w) in crews.iter().zip(whose).filter(|(k, _)| k.crew.kinds.doubted() > 0.5) {
        let planted = w.is_some_and(|w| of_campaign(w.0));
        for m in &k.crew.marks {
            if planted || spiked.job_of[m.mark as usize].is_some_and(of_campaign) {
                out[target[m.mark as usize].index()] += pages::share(&claimed, m);
            }
        }
    }
    out
}

/// The campaign or crowd that gave most of a crew's marks, if any did, and its share.
fn most_of(spiked: &Spiked, crew: &Crew) -> Option<(u32, f64)> {
    let planted = spiked.job_of.iter().flatten().max().map_or(0, |c| *c as usize + 1);
    let mut by = vec![0f64; planted];
    for m in &crew.marks {
        if let Some(c) = spiked.job_of[m.mark as usize] {
            by[c as usize] += m.posterior;
        }
    }
    let best = (0..by.len()).max_by(|a, b| by[*a].total_cmp(&by[*b]))?;
    let purity = by[best] / crew.given().max(1e-9);
    (purity > 0.5).then_some((best as u32, purity))
}
