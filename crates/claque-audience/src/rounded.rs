//! To what numbers of a table were rounded: by the zeros at their end, or as they are written.

use crate::audience::{Page, Total};

/// The largest power of ten that a number other than 0 is a multiple of.
fn zeros(n: f64) -> f64 {
    let mut step = 1.0;
    while n != 0.0 && n % (step * 10.0) == 0.0 && step < 1e9 {
        step *= 10.0;
    }
    step
}

/// The power of ten that numbers are all multiples of, where at least so many of them tell; 1 else.
fn common(numbers: impl Iterator<Item = f64> + Clone, least: usize) -> f64 {
    let told = numbers.filter(|n| *n != 0.0);
    if told.clone().count() < least { 1.0 } else { told.map(zeros).fold(1e9, f64::min) }
}

/// Step to which a printed number was rounded: its zeros at the end, beyond two of them. `common` is the step of all
/// numbers of the table; a number alone that ends in zeros is taken to have two figures that count: 10,000 may be ten
/// thousand and some hundreds.
pub(crate) fn step(n: f64, common: f64) -> f64 {
    let own = zeros(n);
    let figures = if n.abs() >= 10.0 { 10_f64.powf(n.abs().log10().floor() - 1.0) } else { 1.0 };
    let step = own.min(figures).max(own.min(common));
    if step >= 100.0 { step } else { 1.0 }
}

/// Fewest numbers of periods, and of totals, that have a step in common.
const PERIODS_LEAST: usize = 3;
const TOTALS_LEAST: usize = 4;

/// The step of all numbers of a page's periods, where there are enough of them.
pub(crate) fn of_periods(page: &Page) -> f64 {
    let numbers = page.periods.iter().flat_map(|p| p.places.iter().map(|x| x.1).chain(p.all).chain(p.abroad));
    common(numbers, PERIODS_LEAST)
}

/// The step of a country's totals, by their zeros where there are enough of them, or as they are written; at least 1.
pub(crate) fn of_totals(list: &[&Total]) -> f64 {
    let written = written_to(&list.iter().map(|t| (t.value, t.step)).collect::<Vec<_>>());
    let values = list.iter().map(|t| t.value);
    let most = values.clone().fold(0.0, f64::max);
    let mut step = if list.len() < TOTALS_LEAST { 1.0 } else { common(values, 1) };
    // A step as large as all that is counted is none.
    while step > 1.0 && step >= most {
        step /= 10.0;
    }
    step.max(written).max(by_figures(list.iter().map(|t| t.value)))
}

/// To what the largest of totals that keep so many figures were rounded; 1 where they keep all of theirs.
///
/// METHOD: a count of three figures is rounded ten times as coarsely once it has one digit more. The coarsest step counts, since
/// growth comes in jumps of it. Numbers that are rounded by this must differ often enough to be no accident.
fn by_figures(totals: impl Iterator<Item = f64> + Clone) -> f64 {
    let digits = |n: f64| n.abs().max(1.0).log10().floor() as i32 + 1;
    let kept = |n: f64| digits(n) - zeros(n).log10().round() as i32;
    let figures = totals.clone().map(kept).max().unwrap_or(0);
    let mut rounded: Vec<f64> = totals.filter(|n| digits(*n) > figures).collect();
    rounded.sort_by(f64::total_cmp);
    rounded.dedup();
    let most = rounded.last().copied().unwrap_or(0.0);
    if rounded.len() < TOTALS_LEAST { 1.0 } else { 10_f64.powi(digits(most) - figures) }
}

/// To what numbers were rounded that are written as `23.1K`; at least 1.
///
/// METHOD: `23K` beside `23.1K` is 23.0 thousand with its zero left out: each number has as many figures as the one with
/// most, and the coarsest of them counts.
pub(crate) fn written_to(list: &[(f64, f64)]) -> f64 {
    let digits = |n: f64| n.abs().max(1.0).log10().floor() + 1.0;
    let rough = || list.iter().filter(|x| x.1 > 1.0);
    let figures = rough().map(|(n, step)| digits(*n) - step.log10().round()).fold(1.0, f64::max);
    rough().map(|(n, step)| step.min(10_f64.powf(digits(*n) - figures))).fold(1.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_coarsest_of_so_many_figures() {
        let step = |values: &[f64]| by_figures(values.iter().copied());
        assert_eq!(step(&[67_900.0, 81_200.0, 99_900.0, 100_000.0, 101_000.0]), 1_000.0, "three figures");
        assert_eq!(step(&[67_900.0, 81_200.0, 99_900.0, 95_600.0, 99_100.0]), 100.0);
        assert_eq!(step(&[90.0, 95.0, 98.0, 100.0, 100.0, 100.0]), 1.0, "an accident");
        assert_eq!(step(&[1_023_100.0, 1_031_700.0, 998_300.0, 990_000.0]), 100.0, "hundreds");
        assert_eq!(step(&[99_817.0, 100_000.0, 101_203.0, 102_110.0]), 1.0);
    }

    #[test]
    fn a_zero_left_out_is_no_coarser_rounding() {
        assert_eq!(written_to(&[(23_100.0, 100.0), (23_000.0, 1_000.0), (23_400.0, 100.0)]), 100.0);
        assert_eq!(
            written_to(&[(999_000.0, 1_000.0), (1_000_000.0, 1_000_000.0), (1_010_000.0, 10_000.0)]),
            10_000.0
        );
        assert_eq!(written_to(&[(12_000.0, 1_000.0), (9_000.0, 1_000.0)]), 1_000.0);
        assert_eq!(written_to(&[(950.0, 1.0), (23_117.0, 1.0)]), 1.0);
    }
}
