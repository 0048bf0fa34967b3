//! Scores against a known truth.

/// Average precision, as `claque worlds score` tells it. Panics without a positive.
pub fn average_precision(scored: &[(f64, bool)]) -> f64 {
    claque_worlds::ranking::average_precision(scored).expect("some are positive")
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
