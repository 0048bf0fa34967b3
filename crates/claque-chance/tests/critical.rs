//! The promise of the table: it skips nothing, and little more than nothing escapes it.

use claque_chance::{CriticalTable, ln_poisson_tail};

fn means(count: u32) -> impl Iterator<Item = f64> {
    // 10⁻¹¹ to 10⁷, evenly in the logarithm
    (0..=count).map(move |i| 10f64.powf(-11.0 + 18.0 * f64::from(i) / f64::from(count)))
}

#[test]
fn nothing_below_the_table_is_surprising() {
    for ln_p in [-1e-3, -0.5, 1e-4_f64.ln(), 1e-9_f64.ln(), -5000.0] {
        let table = CriticalTable::new(ln_p);
        for mean in means(40_000) {
            // Tails fall with x, so the point at the border answers for all below it.
            let x = table.least(mean);
            assert!(x >= 0.0 && ln_poisson_tail(x, mean) >= ln_p, "ln p {ln_p}, mean {mean}");
        }
    }
}

#[test]
fn a_little_above_the_table_is_surprising() {
    for ln_p in [1e-4_f64.ln(), 1e-9_f64.ln(), -5000.0] {
        let table = CriticalTable::new(ln_p);
        for mean in means(10_000) {
            let x = 1.001 * table.least(mean);
            assert!(ln_poisson_tail(x, mean) < ln_p, "ln p {ln_p}, mean {mean}");
        }
    }
}

#[test]
fn what_is_surely_below_is_and_little_else_is_asked_twice() {
    for ln_p in [-0.5, 1e-4_f64.ln(), 1e-9_f64.ln(), -5000.0] {
        let table = CriticalTable::new(ln_p);
        for mean in means(10_000) {
            let x = table.least(mean);
            for more in [1.0, 1.001, 1.01, 1.03, 1.06, 1.1, 2.0] {
                let sure = table.is_surely_below(more * x, mean);
                assert!(!sure || ln_poisson_tail(more * x, mean) < ln_p, "ln p {ln_p}, mean {mean}");
            }
            assert!(table.is_surely_below(1.1 * x, mean), "ln p {ln_p}, mean {mean}");
        }
    }
    assert!(!CriticalTable::new(0.0).is_surely_below(1e9, 1.0));
    assert!(!CriticalTable::new(f64::NEG_INFINITY).is_surely_below(1e9, 1.0));
    assert!(!CriticalTable::new(-1.0).is_surely_below(1e9, f64::NAN));
}

#[test]
fn the_table_rises_with_the_mean() {
    let table = CriticalTable::new(1e-4_f64.ln());
    let mut before = 0.0;
    for mean in means(50_000) {
        // The ends of two lines may overlap by what the chords were lowered.
        assert!(table.least(mean) >= 0.9999 * before);
        before = table.least(mean);
    }
}

#[test]
fn outside_its_means_the_table_keeps_its_promise() {
    let table = CriticalTable::new(1e-4_f64.ln());
    assert_eq!(table.least(0.0), 0.0);
    assert_eq!(table.least(-0.0), 0.0);
    assert_eq!(table.least(-1.0), 0.0);
    assert_eq!(table.least(1e-13), 0.0);
    assert_eq!(table.least(f64::NAN), 0.0);
    for mean in [1.7e7, 3e7, 1e9] {
        assert!(table.least(mean) >= 1.67e7);
        assert!(ln_poisson_tail(table.least(mean), mean) >= 1e-4_f64.ln());
    }
}

#[test]
fn a_certain_probability_skips_nothing_and_an_impossible_one_stays_finite() {
    for ln_p in [0.0, 1.0, f64::NAN] {
        assert_eq!(CriticalTable::new(ln_p).least(100.0), 0.0);
    }
    assert!(CriticalTable::new(f64::NEG_INFINITY).least(100.0).is_finite());
}
