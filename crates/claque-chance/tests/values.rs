//! Probabilities, weights and estimates: what they refuse, and the algebra they obey.

use claque_chance::{
    Bits, ChanceError, Estimate, LnProbability, Probability, QValue, Strength, Verbal, ln_1m_exp,
    log_sum_exp, logistic, poisson_gain, softmax_bits,
};

fn close(got: f64, expected: f64) {
    assert!((got - expected).abs() <= 1e-14 * expected.abs(), "{got} for {expected}");
}

#[test]
fn numbers_that_are_no_probabilities_are_refused() {
    for value in [-0.1, 1.1, f64::INFINITY] {
        assert_eq!(Probability::new(value), Err(ChanceError::NotAProbability(value)));
        assert_eq!(QValue::new(value), Err(ChanceError::NotAProbability(value)));
    }
    assert!(Probability::new(f64::NAN).is_err());
    assert!(LnProbability::new(f64::NAN).is_err());
    assert_eq!(LnProbability::new(0.5), Err(ChanceError::NotALnProbability(0.5)));
    assert_eq!(LnProbability::new(f64::NEG_INFINITY).unwrap().exp().get(), 0.0);
    assert_eq!(Probability::new(0.25).unwrap().complement().get(), 0.75);
    close(Probability::new(0.25).unwrap().ln().complement().exp().get(), 0.75);
}

#[test]
fn files_are_checked_like_constructors() {
    assert_eq!(serde_json::from_str::<QValue>("0.05").unwrap().get(), 0.05);
    assert_eq!(serde_json::to_string(&QValue::new(0.05).unwrap()).unwrap(), "0.05");
    let refused = serde_json::from_str::<Probability>("1.5").unwrap_err().to_string();
    assert!(refused.starts_with("1.5 is not a probability: it must lie between 0 and 1"));
    let estimate = Estimate::new(3.0, 2.0, 5.0, 0.95).unwrap();
    let written = serde_json::to_string(&estimate).unwrap();
    assert_eq!(written, r#"{"value":3.0,"low":2.0,"high":5.0,"level":0.95}"#);
    assert_eq!(serde_json::from_str::<Estimate>(&written).unwrap(), estimate);
    assert!(serde_json::from_str::<Estimate>(&written.replace("2.0", "4.0")).is_err());
}

#[test]
fn an_estimate_lies_in_its_interval() {
    let estimate = Estimate::new(3.0, 2.0, 5.0, 0.95).unwrap();
    assert!(estimate.contains(2.0) && estimate.contains(5.0) && !estimate.contains(5.1));
    assert_eq!(estimate.width(), 3.0);
    assert!(matches!(Estimate::new(1.0, 2.0, 5.0, 0.9), Err(ChanceError::NotAnInterval { .. })));
    assert!(Estimate::new(1.0, 0.0, f64::INFINITY, 0.9).is_err());
    assert!(Estimate::new(f64::NAN, 0.0, 1.0, 0.9).is_err());
    assert_eq!(Estimate::new(1.0, 0.0, 2.0, 1.0), Err(ChanceError::NotALevel(1.0)));
}

#[test]
fn logistic_keeps_small_probabilities() {
    assert_eq!(logistic(0.0), 0.5);
    close(logistic(-100.0), (-100.0_f64).exp());
    assert_eq!(logistic(-1000.0), 0.0);
    assert_eq!(logistic(1000.0), 1.0);
    assert_eq!(logistic(f64::NEG_INFINITY), 0.0);
    assert!(logistic(f64::NAN).is_nan());
    for x in [0.1, 2.0, 30.0] {
        close(logistic(x) + logistic(-x), 1.0);
    }
}

#[test]
fn complement_of_a_logarithm_is_exact_at_both_ends() {
    // ln(1 − e⁻ᵗ) → ln t for small t, → −e⁻ᵗ for large t
    close(ln_1m_exp(-1e-20), 1e-20_f64.ln());
    close(ln_1m_exp(-50.0), -(-50.0_f64).exp());
    close(ln_1m_exp(-std::f64::consts::LN_2), -std::f64::consts::LN_2);
    assert_eq!(ln_1m_exp(0.0), f64::NEG_INFINITY);
    assert_eq!(ln_1m_exp(f64::NEG_INFINITY), 0.0);
    assert!(ln_1m_exp(0.1).is_nan());
}

#[test]
fn sums_of_exponentials_neither_overflow_nor_vanish() {
    close(log_sum_exp(&[1000.0, 1000.0]), 1000.0 + 2.0_f64.ln());
    close(log_sum_exp(&[-1000.0, -1000.0, f64::NEG_INFINITY]), -1000.0 + 2.0_f64.ln());
    assert_eq!(log_sum_exp(&[]), f64::NEG_INFINITY);
    assert_eq!(log_sum_exp(&[f64::NEG_INFINITY; 2]), f64::NEG_INFINITY);
    assert_eq!(log_sum_exp(&[f64::INFINITY, 1.0]), f64::INFINITY);
    assert!(log_sum_exp(&[f64::NAN, 1.0]).is_nan());
}

#[test]
fn shares_of_bits() {
    // 2³ : 2¹ : 2¹ = 8 : 2 : 2, wherever the zero lies
    for zero in [0.0, 5000.0, -5000.0] {
        let shares = softmax_bits(&[3.0 + zero, 1.0 + zero, 1.0 + zero]);
        close(shares[0], 8.0 / 12.0);
        close(shares[1], 2.0 / 12.0);
    }
    assert_eq!(softmax_bits(&[f64::NEG_INFINITY; 4]), [0.25; 4]);
    assert_eq!(softmax_bits(&[f64::INFINITY, 0.0, f64::INFINITY]), [0.5, 0.0, 0.5]);
    assert_eq!(softmax_bits::<0>(&[]), [0.0; 0]);
    assert!(softmax_bits(&[f64::NAN, 0.0]).iter().all(|share| share.is_nan()));
}

#[test]
fn weights_add_where_ratios_multiply() {
    let (a, b) = (Bits::from_ratio(8.0), Bits::from_ratio(0.5));
    assert_eq!(a, Bits(3.0));
    assert_eq!((a + b).ratio(), 4.0);
    assert_eq!((a - b).ratio(), 16.0);
    assert_eq!(-a, Bits::ZERO - a);
    assert_eq!([a, b, a].iter().sum::<Bits>(), Bits(5.0));
    assert_eq!([a, b].into_iter().sum::<Bits>(), a + b);
    let mut sum = a;
    sum += b;
    sum -= b;
    assert_eq!(sum, a);
    close(Bits::from_nats(2.0).ratio(), 2.0_f64.exp());
    close(Bits::from_nats(2.0).nats(), 2.0);
    assert_eq!(Bits::from_ratio(0.0), Bits(f64::NEG_INFINITY));
}

#[test]
fn words_change_at_the_published_ratios() {
    let steps = [
        (2.0, Strength::Weak),
        (10.0, Strength::Moderate),
        (100.0, Strength::ModeratelyStrong),
        (1e3, Strength::Strong),
        (1e4, Strength::VeryStrong),
        (1e6, Strength::ExtremelyStrong),
    ];
    let mut below = Verbal::Neutral;
    for (ratio, strength) in steps {
        assert_eq!(Bits::from_ratio(0.999 * ratio).verbal(), below);
        assert_eq!(Bits::from_ratio(ratio).verbal(), Verbal::For(strength));
        assert_eq!((-Bits::from_ratio(ratio)).verbal(), Verbal::Against(strength));
        below = Verbal::For(strength);
    }
    assert_eq!(Bits::ZERO.verbal(), Verbal::Neutral);
    assert_eq!(Bits(f64::NAN).verbal(), Verbal::Neutral);
    assert_eq!(Bits(f64::NEG_INFINITY).verbal(), Verbal::Against(Strength::ExtremelyStrong));
}

#[test]
fn gain_of_a_count_over_its_expectation() {
    // 10 ln(10/4) − 6
    close(poisson_gain(10.0, 4.0), 10.0 * 2.5_f64.ln() - 6.0);
    // x = e(1 + t): e(t²/2 − t³/6 + …), far below what the plain formula can resolve
    let t = 2f64.powi(-30);
    close(poisson_gain(1024.0 * (1.0 + t), 1024.0), 1024.0 * (t * t / 2.0 - t * t * t / 6.0));
    assert_eq!(poisson_gain(4.0, 10.0), 0.0);
    assert_eq!(poisson_gain(0.0, 0.0), 0.0);
    assert_eq!(poisson_gain(1.0, 0.0), f64::INFINITY);
    assert!(poisson_gain(f64::NAN, 1.0).is_nan());
}
