//! Probabilities that mean what they say, learned from this log alone: from campaigns and innocent crowds that
//! were planted in copies of it, of which the truth is known.
//!
//! - **Who belongs**: in crews that are mostly a planted campaign, each account's z and whether it was planted. The
//!   isotonic curve through them takes the place of z, kept on the same side of one half. A log's own accounts that its own audit gave mass are left
//!   out: nobody knows what they are.
//! - **What kind**: P = P(hired) + P(fabricated) of crews that are mostly a planted campaign (1) or a planted crowd
//!   (0), the two weighed by the kinds' own priors:
//!
//! ```text
//! logit P′ = α logit P + [P > ½] 0.9,    α ~ N(1, 1) before anything is seen
//! ```
//!
//! METHOD: neither crosses one half, and an account that all its crews together leave at one half or below stays
//! there. Planted campaigns and crowds are fewer and plainer than those of life, so they may say how sure a reading
//! is, but not turn it round: nobody is called because of a calibration. Crews below P = 0.05 teach
//! nothing: a campaign of so few orders that it is a one-time crowd in all that can be measured is not a reading
//! gone wrong but a campaign that was missed, and counts in the power.

use crate::accounts;
use crate::audit::{AccountVerdict, CrewVerdict};
use crate::power::{AccountTrial, KindTrial};
use claque_chance::Isotonic;
use claque_chance::logistic_fit::{self, Trial};
use claque_chance::probability::logistic;
use claque_detect::{Crew, Kind, SUREST};
use claque_marks::{Columns, Parameters};
use serde::{Deserialize, Serialize};

/// Fewest accounts, and fewest on either side, for a curve of who belongs.
const ACCOUNTS: usize = 200;
/// A step of the curve rests on so many accounts as if half of them had been seen as stated.
const PRIOR: f64 = 4.0;
/// Fewest crews for what kind.
const CREWS: usize = 8;
/// Smallest P that teaches.
const LEAST: f64 = 0.05;
/// Least and most that α can be: planted crowds are too few to say that a reading is less sure than it seems.
const SLOPE: (f64, f64) = (1.0, 4.0);
/// Nats by which a crew that is called is likelier one than its pieces of evidence add up to. METHOD: each piece is held
/// back where it may say what another has said. Of 14 crews that random worlds held at P between 0.5 and 0.95 thirteen
/// were crews, where 11.5 were stated (docs/validation.md, "Strange worlds").
const HELD_BACK: f64 = 0.9;
/// Widths into which z is gathered, in logits.
const BIN: f64 = 0.5;

/// What was learned.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// From z to the share of accounts that are members; `None` where too few were planted, or it says no more than z.
    pub members: Option<Isotonic>,
    /// α; `None` where too few crews were found.
    pub kind: Option<f64>,
    /// Accounts that it was learned from.
    pub accounts: u64,
    /// Crews that it was learned from: planted campaigns, planted crowds.
    pub crews: (u32, u32),
    /// Mean log-loss of z over these accounts, in nats, before and after.
    pub log_loss: Option<(f64, f64)>,
}

impl Calibration {
    /// Learns from trials.
    pub fn learn(accounts: &[AccountTrial], kinds: &[KindTrial], parameters: &Parameters) -> Self {
        let campaigns = kinds.iter().filter(|k| k.campaign.is_some()).count();
        let mut out = Self {
            members: members(accounts),
            kind: kind(kinds, parameters),
            accounts: accounts.len() as u64,
            crews: (campaigns as u32, (kinds.len() - campaigns) as u32),
            log_loss: None,
        };
        if out.members.is_some() {
            let mean = |p: &dyn Fn(f64) -> f64| {
                let loss = |t: &AccountTrial| {
                    let p = p(t.stated).clamp(1e-6, 1.0 - 1e-6);
                    if t.member { -p.ln() } else { -(1.0 - p).ln() }
                };
                accounts.iter().map(loss).sum::<f64>() / accounts.len() as f64
            };
            let (before, after) = (mean(&|z| z), mean(&|z| out.member(z)));
            // A curve that says no more than z does even of those it was learned from says nothing.
            match after < before {
                true => out.log_loss = Some((before, after)),
                false => out.members = None,
            }
        }
        out
    }

    /// Calibrated probability of membership: on the same side of one half as z, and at one half or below no less than z.
    /// METHOD: members of life's crews are less plain than planted ones, so that nobody is ruled out more surely by a
    /// calibration.
    pub fn member(&self, z: f64) -> f64 {
        if z == 0.0 {
            return z;
        }
        let worth = self.of_mark(z);
        if z > 0.5 { worth } else { worth.min(0.5) }
    }

    /// The same for marks, which may pass one half: a count names nobody, and held back it would be too small.
    fn of_mark(&self, z: f64) -> f64 {
        self.members.as_ref().map_or(z, |curve| if z > 0.5 { curve.at(z) } else { curve.at(z).max(z) })
    }

    /// Calibrated P(doubted), on the same side of one half.
    pub fn doubted(&self, p: f64) -> f64 {
        let Some(slope) = self.kind else { return p };
        if !(0.0 < p && p < 1.0) {
            return p;
        }
        let held_back = if p > 0.5 { HELD_BACK } else { 0.0 };
        let new = logistic(slope * logit(p) + held_back);
        if p > 0.5 { new.clamp(0.5 + 1e-6, SUREST.max(p)) } else { new.clamp((1.0 - SUREST).min(p), 0.5) }
    }

    /// Applies it to a crew: members, marks and kinds.
    pub fn apply(&self, columns: &Columns, crew: &mut Crew) {
        if self.members.is_some() {
            // A mark is in a job with P(member) · P(in the job | member): its first part is exchanged.
            for mark in &mut crew.marks {
                let who = columns.account[mark.mark as usize];
                if let Ok(m) = crew.members.binary_search_by_key(&who, |m| m.account) {
                    let before = crew.members[m].posterior.max(1e-9);
                    mark.posterior = (mark.posterior / before * self.of_mark(before)).min(1.0);
                }
            }
            for m in &mut crew.members {
                m.posterior = self.member(m.posterior);
            }
        }
        let p = crew.kinds.doubted();
        let new = self.doubted(p);
        let scaled = crew.kinds.with_camps(new, 1.0 - new);
        if scaled.called() == crew.kinds.called() {
            crew.kinds = scaled;
        }
    }

    /// Applies it to every crew of an audit; what it then says of accounts, nobody called who was not before.
    pub fn apply_all(&self, columns: &Columns, crews: &mut [CrewVerdict]) -> Vec<AccountVerdict> {
        let before = accounts::verdicts(columns, crews);
        if self.members.is_none() && self.kind.is_none() {
            return before;
        }
        for c in crews.iter_mut() {
            self.apply(columns, &mut c.crew);
        }
        let mut after = accounts::verdicts(columns, crews);
        accounts::never_lifted(&mut after, &before);
        after
    }
}

/// The curve of who belongs.
fn members(trials: &[AccountTrial]) -> Option<Isotonic> {
    let members = trials.iter().filter(|t| t.member).count();
    if trials.len() < ACCOUNTS || members == 0 {
        return None;
    }
    let mut sorted: Vec<(f64, bool)> = trials.iter().map(|t| (t.stated, t.member)).collect();
    sorted.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let bin = |z: f64| (logit(z.clamp(1e-4, 1.0 - 1e-4)) / BIN).floor();
    let points: Vec<(f64, f64, f64)> = sorted
        .chunk_by(|a, b| bin(a.0) == bin(b.0))
        .map(|run| {
            let n = run.len() as f64;
            let stated = run.iter().map(|r| r.0).sum::<f64>() / n;
            let seen = run.iter().filter(|r| r.1).count() as f64;
            // Shrunk towards what was stated, by a few accounts.
            (stated, (seen + PRIOR * stated) / (n + PRIOR), n)
        })
        .collect();
    Some(Isotonic::fit(&points))
}

/// α of what kind.
fn kind(trials: &[KindTrial], parameters: &Parameters) -> Option<f64> {
    let campaigns = trials.iter().filter(|k| k.campaign.is_some()).count();
    let crowds = trials.len() - campaigns;
    if campaigns < CREWS || crowds < CREWS {
        return None;
    }
    let prior: f64 =
        Kind::ALL.iter().filter(|k| k.is_doubted()).map(|k| parameters.kinds.prior[*k as usize]).sum();
    let all = trials.len() as f64;
    let weigh = |k: &KindTrial| {
        let (share, n) = if k.campaign.is_some() { (prior, campaigns) } else { (1.0 - prior, crowds) };
        share * all / n as f64
    };
    let trials: Vec<Trial> = trials
        .iter()
        .filter(|k| k.stated >= LEAST)
        .map(|k| Trial {
            x: vec![logit(k.stated.min(1.0 - 1e-6))],
            y: f64::from(u8::from(k.campaign.is_some())),
            weight: weigh(k),
        })
        .collect();
    Some(logistic_fit::fit(&trials, &[1.0], &[1.0]).beta[0].clamp(SLOPE.0, SLOPE.1))
}

fn logit(p: f64) -> f64 {
    (p / (1.0 - p)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shy_posterior_learns_what_it_is_worth() {
        // Of accounts stated at 0.6, nine of ten are members; of those at 0.02, one of fifty.
        let trials: Vec<AccountTrial> = (0..1_000)
            .map(|i| if i % 2 == 0 { (0.6, i % 20 != 0) } else { (0.02, i % 100 == 1) })
            .map(|(stated, member)| AccountTrial { stated, member })
            .collect();
        let c = Calibration::learn(&trials, &[], &Parameters::default());
        assert!((c.member(0.6) - 0.9).abs() < 0.02 && (c.member(0.02) - 0.02).abs() < 0.01, "{c:?}");
        let (before, after) = c.log_loss.unwrap();
        assert!(after < before, "{before} {after}");
        assert_eq!(c.kind, None);
        assert_eq!(c.doubted(0.7), 0.7);
    }

    #[test]
    fn who_belongs_is_never_turned() {
        let trials: Vec<AccountTrial> =
            (0..1_000).map(|i| AccountTrial { stated: 0.3, member: i % 10 != 0 }).collect();
        let c = Calibration::learn(&trials, &[], &Parameters::default());
        assert!((c.member(0.3) - 0.5).abs() < 1e-9 && c.member(0.6) > 0.8, "{c:?}");
        let never: Vec<AccountTrial> = (0..1_000)
            .map(|i| AccountTrial { stated: if i < 9 { 0.9 } else { 0.1 }, member: i < 9 })
            .collect();
        let c = Calibration::learn(&never, &[], &Parameters::default());
        assert_eq!(c.member(0.1), 0.1, "nor is anybody ruled out more surely");
        assert_eq!((c.member(0.0), c.member(0.5)), (0.0, 0.5), "nor called");
    }

    #[test]
    fn kinds_are_sharpened_and_never_turned() {
        let trials: Vec<KindTrial> = (0..40)
            .map(|i| KindTrial {
                stated: if i % 2 == 0 { 0.85 } else { 0.1 },
                campaign: (i % 2 == 0).then_some(i),
            })
            .collect();
        let c = Calibration::learn(&[], &trials, &Parameters::default());
        assert!(c.doubted(0.85) > 0.9 && c.doubted(0.85) <= SUREST, "{c:?}");
        assert!(c.doubted(0.1) < 0.1);
        for p in [0.01, 0.3, 0.499, 0.501, 0.7, 0.99] {
            assert_eq!(c.doubted(p) > 0.5, p > 0.5, "{p}");
        }
    }
}
