//! Small statistics of ordered numbers.

use claque_marks::Micros;

/// Quantile of a sorted list by linear interpolation (type 7 of Hyndman and Fan 1996); 0 when empty.
pub fn quantile(sorted: &[f64], q: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    let at = q * last as f64;
    let (lo, hi) = (at.floor() as usize, at.ceil() as usize);
    sorted[lo] + (sorted[hi] - sorted[lo]) * (at - lo as f64)
}

/// Median of a list in any order; `None` when empty.
pub fn median(mut values: Vec<f64>) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    // Of an even number the one below the middle is the greatest of those before it.
    let middle = values.len() / 2;
    let even = values.len().is_multiple_of(2);
    let (before, above, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    let below = if even { before.iter().copied().max_by(f64::total_cmp)? } else { *above };
    Some(below + (*above - below) * 0.5)
}

/// How many of a list that rises by time lie within `reach` of an instant.
pub fn within<T>(rising: &[T], at: Micros, reach: Micros, time: impl Fn(&T) -> Micros) -> usize {
    rising.partition_point(|x| time(x) <= at.saturating_add(reach))
        - rising.partition_point(|x| time(x) < at.saturating_sub(reach))
}

/// Median of (value, weight) in any order: the first value at which half of the weight is reached; `None` without
/// weight.
pub fn weighted_median(mut values: Vec<(f64, f64)>) -> Option<f64> {
    values.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let half = values.iter().map(|v| v.1).sum::<f64>() / 2.0;
    let mut sum = 0.0;
    values
        .iter()
        .find(|v| {
            sum += v.1;
            half > 0.0 && sum >= half
        })
        .map(|v| v.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.5), 2.0);
        assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.75), 3.0);
        assert_eq!(median(vec![5.0, 1.0]), Some(3.0));
        assert_eq!(median(vec![]), None);
        assert_eq!(weighted_median(vec![(9.0, 1.0), (1.0, 1.0), (5.0, 3.0)]), Some(5.0));
        assert_eq!(weighted_median(vec![(1.0, 0.0)]), None);
    }
}
