//! Decoy competition by tables worked out by hand.

use claque_chance::q_values;

#[test]
fn a_table_worked_out_by_hand() {
    // Two runs; decoys 25, 12, 12, 5, 3.
    // s′   found ≥ s′   decoys ≥ s′   (1 + decoys) / (2 · found)
    // 40        1            0        1/2
    // 30        2            0        1/4
    // 20        4            1        2/8  = 1/4    (20 twice: ties count as ≥)
    // 12        5            3        4/10 = 2/5    (the decoys at 12 count)
    //  6        6            3        4/12 = 1/3
    //  2        7            5        6/14 = 3/7
    // Minimum over s′ ≤ s, from below: 2: 3/7; 6: 1/3; 12: 1/3; 20: 1/4; 30: 1/4; 40: 1/4.
    let found = [20.0, 2.0, 40.0, 12.0, 20.0, 30.0, 6.0];
    let decoys = [12.0, 3.0, 25.0, 5.0, 12.0];
    let expected = [1.0 / 4.0, 3.0 / 7.0, 1.0 / 4.0, 1.0 / 3.0, 1.0 / 4.0, 1.0 / 4.0, 1.0 / 3.0];
    assert_eq!(q_values(&found, &decoys, 2), expected.map(Some));
}

#[test]
fn one_find_and_three_silent_runs_promise_a_third() {
    // (1 + 0) / (3 · 1)
    assert_eq!(q_values(&[9.0], &[], 3), [Some(1.0 / 3.0)]);
}

#[test]
fn never_above_one() {
    // (1 + 3) / (1 · 1) is cut
    assert_eq!(q_values(&[1.0], &[5.0, 6.0, 7.0], 1), [Some(1.0)]);
}

#[test]
fn without_runs_nothing_is_said() {
    assert_eq!(q_values(&[1.0, 2.0], &[3.0], 0), [None, None]);
    assert!(q_values(&[], &[1.0], 4).is_empty());
}

#[test]
fn what_cannot_be_compared_is_left_out_and_held_against_all() {
    // The NaN find is not counted; the NaN decoy lies above 10: (1 + 1) / (4 · 1)
    for nan in [f64::NAN, -f64::NAN] {
        assert_eq!(q_values(&[nan, 10.0], &[nan], 4), [None, Some(0.5)]);
    }
}

/// The definition of design §3, word for word and in quadratic time.
fn plain(found: &[f64], decoys: &[f64], runs: u32) -> Vec<Option<f64>> {
    let count = |scores: &[f64], s: f64| scores.iter().filter(|&&x| x >= s).count() as f64;
    let share = |s: f64| (1.0 + count(decoys, s)) / (f64::from(runs) * count(found, s));
    let least =
        |s: f64| found.iter().filter(|&&other| other <= s).map(|&other| share(other)).fold(1.0, f64::min);
    found.iter().map(|&s| Some(least(s))).collect()
}

/// Whole numbers from 0 to 49, with many ties, from a linear congruence.
fn scores(seed: u32, count: usize) -> Vec<f64> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state >> 16) % 50.0
    };
    (0..count).map(|_| next()).collect()
}

#[test]
fn agrees_with_the_definition_and_never_rises_with_the_score() {
    for seed in 0..200 {
        let found = scores(seed, 1 + seed as usize % 40);
        let decoys = scores(seed + 1000, seed as usize % 23);
        let runs = 1 + seed % 5;
        let q = q_values(&found, &decoys, runs);
        assert_eq!(q, plain(&found, &decoys, runs), "seed {seed}");
        for (s, at_s) in found.iter().zip(&q) {
            for (t, at_t) in found.iter().zip(&q) {
                assert!(s < t || at_s <= at_t, "seed {seed}");
            }
        }
    }
}
