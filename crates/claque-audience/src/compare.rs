//! Comparison pages: how such pages grew, country by country, in the same periods.

use crate::audience::Page;
use crate::fit::median;
use crate::series::Series;

/// Counts over which a comparison must rest before it moves an expectation by half.
const PRIOR: f64 = 100.0;

/// Growth of the comparison pages in each country and period, against their own median: 1 where they tell nothing.
///
/// Index = (Σ over pages of y/m · w + k)/(Σ w + k), with m a page's own median, w its counts and k a prior that
/// keeps the index near 1 where there are few; a day on which one comparison page surges is cut to thrice its usual.
pub(crate) fn index(page: &Page, s: &Series, compare: &[Page]) -> Vec<Vec<f64>> {
    let spans = page.spans();
    page.places
        .iter()
        .map(|place| {
            let mut sums = vec![(PRIOR, PRIOR); spans.len()];
            for other in compare.iter().filter(|o| o.name != page.name) {
                let Some(c) = other.at(*place) else { continue };
                let days: std::collections::HashMap<_, usize> =
                    other.spans().into_iter().enumerate().map(|(i, span)| (span, i)).collect();
                let mut usual: Vec<f64> = other.new[c].iter().copied().filter(|y| y.is_finite()).collect();
                let m = median(&mut usual);
                if m <= 0.0 {
                    continue;
                }
                for (t, span) in spans.iter().enumerate() {
                    let y = days.get(span).map(|i| other.new[c][*i]).filter(|y| y.is_finite());
                    if let Some(y) = y {
                        sums[t].0 += y.clamp(0.0, 3.0 * m);
                        sums[t].1 += m;
                    }
                }
            }
            debug_assert_eq!(sums.len(), s.at.len());
            sums.iter().map(|x| x.0 / x.1).collect()
        })
        .collect()
}

/// The home country's share of the new marks of the comparison pages, each once; their median.
pub(crate) fn home_share(compare: &[Page], home: crate::country::Place) -> Option<f64> {
    let mut shares: Vec<f64> = compare
        .iter()
        .filter_map(|p| {
            let (mut own, mut all) = (0.0, 0.0);
            for period in &p.periods[..p.series] {
                let listed: f64 = period.places.iter().map(|x| x.1).sum();
                all += period.all.unwrap_or(listed);
                own += period.places.iter().find(|x| x.0 == home).map_or(0.0, |x| x.1);
            }
            (all > 0.0 && own > 0.0).then(|| own / all)
        })
        .collect();
    (!shares.is_empty()).then(|| median(&mut shares))
}
