//! How far levels drift from week to week, by most weeks.
//!
//! METHOD: a flow of some weeks moves the level twice, and the likelihood of a walk ([`crate::fit`]) takes these two steps for a drift that
//! explains the flow. A median is not moved by them: with r_w a week's rate and v_w the variance of its noise, two weeks
//! that lie h apart differ by
//!
//! ```text
//! var(r_w+h − r_w) = v_w + v_w+h + 7 q (h − 1/3)
//! ```
//!
//! under a walk of q a day (means of a week of it have two thirds of a step of a week between them), and q_h is that at which the median
//! of |r_w+h − r_w|/σ over weeks and countries is a normal's. The largest over h is taken: what bends smoothly shows from afar alone.

use crate::fit::{DRIFT, KAPPA, median, shares, variance};
use crate::scan::MEDIAN_SIZE;
use crate::series::Series;
use libm::{exp, log, sqrt};
use std::cell::OnceCell;

/// Log-likelihoods of a country over drifts and noises.
type Table = [[f64; KAPPA.len()]; DRIFT.len()];

/// Fewest pairs of weeks from which a drift is read at their middle.
const PAIRS_LEAST: usize = 40;
/// Least count that is expected of a week: below, sizes are small by their nature and say nothing of a drift.
const WEEK_LEAST: f64 = 3.0;
/// Weeks apart: what bends smoothly hardly differs from one week to the next.
const LAGS: [usize; 3] = [1, 2, 4];
/// How many times a drift at the middle of weeks another is that is looked at for itself.
pub(crate) const APART: f64 = 2.0;
/// Days of a week.
const WEEK: usize = 7;

/// The drift that most weeks show; nothing where there are too few.
pub(crate) fn at_the_middle(
    s: &Series,
    u: &[Vec<f64>],
    x: &[Vec<f64>],
    smooth: &[Vec<f64>],
    tables: &[&Table],
) -> Option<f64> {
    if !s.daily {
        return None;
    }
    // By country: the rate of each week and its variance under a drift.
    let weeks = |i: usize| -> Vec<Vec<Option<(f64, f64)>>> {
        let of_country = |c: usize| {
            let kappa: f64 = shares(&tables[c][i]).iter().zip(KAPPA).map(|(p, k)| p * k).sum();
            let week = |from: usize| -> Option<(f64, f64)> {
                let (mut y, mut all, mut v, mut expected, mut n) = (0.0, 0.0, 0.0, 0.0, 0);
                for t in (from..from + WEEK).filter(|t| u[c][*t].is_finite()) {
                    let (x, l) = (x[c][t], smooth[c][t]);
                    (y, all, n) = (y + u[c][t] * x, all + x, n + 1);
                    (expected, v) = (expected + x * l, v + x * x * variance(x, l, kappa, s.rounding[c]));
                }
                (2 * n > WEEK && expected > WEEK_LEAST).then(|| (y / all, v / (all * all)))
            };
            (0..(u[c].len() + 1).saturating_sub(WEEK)).step_by(WEEK).map(week).collect()
        };
        (0..u.len()).map(of_country).collect()
    };
    let known: [OnceCell<Vec<Vec<_>>>; DRIFT.len()] = Default::default();
    // How much wider than a normal's the differences lie.
    let wide = |i: usize, lag: usize| -> Option<f64> {
        let mut sizes = vec![];
        for weeks in known[i].get_or_init(|| weeks(i)) {
            for (a, b) in weeks.iter().zip(weeks.iter().skip(lag)) {
                if let (Some((a, va)), Some((b, vb))) = (a, b) {
                    let days = WEEK as f64 * (lag as f64 - 1.0 / 3.0);
                    sizes.push((b - a).abs() / sqrt(va + vb + days * DRIFT[i]));
                }
            }
        }
        (sizes.len() >= PAIRS_LEAST).then(|| median(&mut sizes) / MEDIAN_SIZE)
    };
    LAGS.into_iter().map(|lag| drift_at(|i| wide(i, lag))).try_fold(0.0, |most, q| Some(f64::max(most, q?)))
}

/// Where on the grid what is `wide` at small drifts is wide no longer; nothing where it is so everywhere.
fn drift_at(wide: impl Fn(usize) -> Option<f64>) -> Option<f64> {
    let mut before: Option<(f64, f64)> = None;
    for (i, q) in DRIFT.into_iter().enumerate() {
        let here = wide(i)?;
        if here <= 1.0 {
            return Some(before.map_or(q, |(was, last)| {
                // Between the two, by how far each is off.
                let part = log(was) / (log(was) - log(here)).max(1e-9);
                exp(log(last) + part * (log(q) - log(last)))
            }));
        }
        before = Some((here, q));
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::fit::fit;
    use crate::series::Series;
    use claque_marks::parameters::AudienceParameters;

    /// Ten countries of 20 marks a day with noise, of which four get half as many more and again on 30 days, if `flow`.
    fn table(flow: bool) -> Series {
        let mut state = 7_u64;
        let mut noise = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as f64 / (1_u64 << 31) as f64 - 0.5
        };
        let y: Vec<Vec<f64>> = (0..10)
            .map(|c| {
                let more = |t: usize| if flow && c < 4 && (100..130).contains(&t) { 50.0 } else { 0.0 };
                (0..200).map(|t| (20.0 + more(t) + 24.0 * noise()).round()).collect()
            })
            .collect();
        let periods: Vec<(i32, i32)> = (0..200).map(|t| (t, t)).collect();
        Series::new(&periods, y)
    }

    #[test]
    fn a_flow_is_no_drift_of_most_weeks() {
        let p = AudienceParameters::default();
        let none = vec![vec![false; 200]; 10];
        let fitted = |flow| fit(&table(flow), &none, &none, &mut vec![], &p);
        assert!(fitted(false).iter().all(|f| f.steady().is_none()), "nothing drifts");
        let s = table(true);
        for f in fitted(true) {
            let steady = f.steady().expect("most weeks are alike");
            let variance = |f: &crate::fit::Fitted| f.level.outside(100, 129, &s.at).unwrap().variance;
            assert!(variance(&steady) < 0.5 * variance(&f), "{} and {}", variance(&steady), variance(&f));
        }
    }
}
