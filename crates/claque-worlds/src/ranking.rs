//! How good probabilities are: their order, and whether they come true.

/// Average precision: Σ (Rₙ − Rₙ₋₁) Pₙ over falling thresholds; equal scores fall together. `None` where nothing
/// is true.
pub fn average_precision(scored: &[(f64, bool)]) -> Option<f64> {
    let mut scored = scored.to_vec();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let positives = scored.iter().filter(|s| s.1).count() as f64;
    let (mut seen, mut right, mut sum) = (0.0, 0.0, 0.0);
    for tied in scored.chunk_by(|a, b| a.0 == b.0) {
        let hits = tied.iter().filter(|s| s.1).count() as f64;
        seen += tied.len() as f64;
        right += hits;
        sum += hits / positives * (right / seen);
    }
    (positives > 0.0).then_some(sum)
}

/// Calibration error: Σ nᵦ |p̄ᵦ − ȳᵦ| / n over ten bins of probability: how far what was said is from what came
/// true, on average. `None` of nothing.
pub fn calibration_error(said: &[(f64, bool)]) -> Option<f64> {
    let mut bins = [(0.0, 0.0); 10];
    for &(p, came) in said {
        let bin = &mut bins[((p * 10.0) as usize).min(9)];
        bin.0 += p;
        bin.1 += f64::from(came);
    }
    // nᵦ · |p̄ᵦ − ȳᵦ| = |Σp − Σy|
    let off: f64 = bins.iter().map(|(p, y)| (p - y).abs()).sum();
    (!said.is_empty()).then(|| off / said.len() as f64)
}

/// The mean. `None` of nothing.
pub fn mean(of: &[f64]) -> Option<f64> {
    (!of.is_empty()).then(|| of.iter().sum::<f64>() / of.len() as f64)
}

/// The median. `None` of nothing.
pub fn median(of: &[f64]) -> Option<f64> {
    let mut of = of.to_vec();
    of.sort_by(f64::total_cmp);
    let n = of.len();
    (n > 0).then(|| (of[(n - 1) / 2] + of[n / 2]) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: Option<f64>, b: f64) {
        assert!((a.unwrap() - b).abs() < 1e-12, "{a:?}, not {b}");
    }

    #[test]
    fn average_precision_by_hand() {
        // Right, wrong, right: (1/2)(1/1) + (1/2)(2/3).
        near(average_precision(&[(0.9, true), (0.8, false), (0.7, true)]), 0.5 + 1.0 / 3.0);
        // All tied: the share of positives, whatever their order.
        near(average_precision(&[(0.5, false), (0.5, true), (0.5, false), (0.5, true)]), 0.5);
        // Two tied, one right, after one right: (1/2)(1) + (1/2)(2/3).
        near(average_precision(&[(0.9, true), (0.4, false), (0.4, true), (0.0, false)]), 0.5 + 1.0 / 3.0);
        near(average_precision(&[(1.0, true), (0.0, false)]), 1.0);
        assert_eq!(average_precision(&[(1.0, false)]), None);
    }

    #[test]
    fn calibration_error_by_hand() {
        // One bin says 0.8 twice and is right once: off by 0.3. The other says 0.1 twice, never true: off by 0.1.
        near(calibration_error(&[(0.8, true), (0.8, false), (0.1, false), (0.1, false)]), 0.2);
        // 1.0 stands in the last bin.
        near(calibration_error(&[(1.0, true), (0.95, true)]), 0.025);
        assert_eq!(calibration_error(&[]), None);
    }

    #[test]
    fn means_and_medians() {
        near(mean(&[1.0, 2.0, 6.0]), 3.0);
        near(median(&[6.0, 1.0, 2.0]), 2.0);
        near(median(&[4.0, 1.0, 2.0, 9.0]), 3.0);
        assert_eq!((mean(&[]), median(&[])), (None, None));
    }
}
