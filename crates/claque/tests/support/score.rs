//! Scores against a known truth.

/// Average precision: Σ (Rₙ − Rₙ₋₁) Pₙ over falling thresholds; equal scores fall together.
pub fn average_precision(scored: &[(f64, bool)]) -> f64 {
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
    sum
}

#[test]
fn average_precision_by_hand() {
    // Right, wrong, right: (1/2)(1/1) + (1/2)(2/3).
    let apart = [(0.9, true), (0.8, false), (0.7, true)];
    assert!((average_precision(&apart) - (0.5 + 1.0 / 3.0)).abs() < 1e-12);
    // All tied: the share of positives, whatever their order.
    let tied = [(0.5, false), (0.5, true), (0.5, false), (0.5, true)];
    assert!((average_precision(&tied) - 0.5).abs() < 1e-12);
    assert!((average_precision(&[(1.0, true), (0.0, false)]) - 1.0).abs() < 1e-12);
}
