//! Periods whose counts no level of their country would give, told before anything is fitted: they are no guide to
//! level or noise while surges are looked for.
//!
//! METHOD: in a short table one wild period is most of what seems to be noise, and hides behind the noise that it
//! makes. So what is usual is first read by medians, which no period moves alone: the level from the periods around,
//! the noise from the middle half of all. A period is suspect where its count is beyond both,
//!
//! ```text
//! z(y; μ, μ + κμ²) > 5,   μ = x · median of y/x around; below three counts at least the mean with wild periods cut
//! ```
//!
//! A suspect period is still counted in every window that is judged; once surges are known, they alone are set aside.

use crate::fit::median;
use crate::series::Series;
use crate::surprise::surprise;

/// Periods around a period, itself among them, whose median is its level: twice as long as most deliveries of days.
const AROUND: usize = 21;
/// Count below which a median is too coarse to be a level by itself.
const COUNTED: f64 = 3.0;
/// How far beyond the mean a period is cut, beside so many counts: a quarter of the periods cannot move it far.
const CUT: f64 = 3.0;
/// z beyond which a count is suspect: three in ten million by chance.
const SUSPECT: f64 = 5.0;
/// Least noise that is believed, as a share of the level's square; the median of few periods is doubled.
const NOISE_LEAST: f64 = 0.01;
/// Fewest periods that say what is usual.
const LEAST: usize = 8;

/// By country and period; `x` is what scales each period.
pub(crate) fn suspects(s: &Series, known: &[Vec<bool>], x: &[Vec<f64>]) -> Vec<Vec<bool>> {
    (0..s.y.len()).map(|c| of_country(&s.y[c], &known[c], &x[c], s.net[c])).collect()
}

fn of_country(y: &[f64], known: &[bool], x: &[f64], net: bool) -> Vec<bool> {
    let n = y.len();
    let mut out = vec![false; n];
    let seen: Vec<usize> = (0..n).filter(|&t| y[t].is_finite() && !known[t] && x[t] > 0.0).collect();
    // Net counts have no floor, and their noise is not that of counts.
    if seen.len() < LEAST || net {
        return out;
    }
    let (counts, scale): (Vec<f64>, Vec<f64>) = seen.iter().map(|&t| (y[t], x[t])).unzip();
    let rate: Vec<f64> = counts.iter().zip(&scale).map(|(y, x)| y / x).collect();
    let least = cut_mean(&counts, &scale);
    let usual: Vec<f64> = (0..rate.len())
        .map(|i| {
            let from = i.saturating_sub(AROUND / 2).min(rate.len().saturating_sub(AROUND));
            let mut around = rate[from..(from + AROUND).min(rate.len())].to_vec();
            let around = median(&mut around);
            (if around * x[seen[i]] < COUNTED { around.max(least) } else { around }) * x[seen[i]]
        })
        .collect();
    // Of the middle half: E|y − μ|/μ at the median is 0.6745 of √(1/μ + κ).
    let mut apart: Vec<f64> = (0..seen.len()).map(|i| (y[seen[i]] - usual[i]).abs() / usual[i]).collect();
    let mut counting: Vec<f64> = usual.iter().map(|u| 1.0 / u).collect();
    let spread = median(&mut apart) / crate::scan::MEDIAN_SIZE;
    let noise = 2.0 * (spread * spread - median(&mut counting)).max(NOISE_LEAST);
    for (i, &t) in seen.iter().enumerate() {
        let u = usual[i];
        out[t] = surprise(y[t], u, u + noise * u * u, false) > SUSPECT;
    }
    // What is usual is most of a table: where much of it is suspect, nothing is.
    if 4 * out.iter().filter(|s| **s).count() > seen.len() {
        out.fill(false);
    }
    out
}

/// The mean rate with what lies far beyond it cut, until nothing does; half a count where there is none.
fn cut_mean(counts: &[f64], scale: &[f64]) -> f64 {
    let all: f64 = scale.iter().sum();
    let mut mean = counts.iter().sum::<f64>() / all;
    for _ in 0..50 {
        let cut = |(y, x): (&f64, &f64)| y.min(CUT * (mean * x + 1.0));
        let next = counts.iter().zip(scale).map(cut).sum::<f64>() / all;
        if next >= mean * 0.999 {
            break;
        }
        mean = next;
    }
    mean.max(0.5 / all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(y: &[f64]) -> Vec<usize> {
        let found = of_country(y, &vec![false; y.len()], &vec![1.0; y.len()], false);
        (0..y.len()).filter(|t| found[*t]).collect()
    }

    #[test]
    fn a_wild_period_is_suspect_whatever_its_size() {
        let usual = |t: usize| 20.0 + ((t * 7) % 9) as f64;
        for wild in [150.0, 1_000.0, 100_000.0] {
            let y: Vec<f64> = (0..26).map(|t| if t == 11 { wild } else { usual(t) }).collect();
            assert_eq!(told(&y), [11], "{wild}");
        }
        let three: Vec<f64> = (0..26).map(|t| if (11..14).contains(&t) { 180.0 } else { usual(t) }).collect();
        assert_eq!(told(&three), [11, 12, 13]);
        let mut sparse = vec![0.0; 26];
        (sparse[3], sparse[9], sparse[20]) = (1.0, 2.0, 600.0);
        assert_eq!(told(&sparse), [20]);
    }

    #[test]
    fn noise_growth_and_long_stretches_are_not() {
        let noisy: Vec<f64> = (0..26).map(|t| [4.0, 30.0, 11.0, 55.0, 20.0][t % 5]).collect();
        assert_eq!(told(&noisy), [0; 0]);
        let step: Vec<f64> = (0..26).map(|t| if t < 13 { 10.0 } else { 200.0 }).collect();
        assert_eq!(told(&step), [0; 0]);
        assert_eq!(told(&[5.0, 900.0, 5.0]), [0; 0], "too few to say");
    }
}
