//! Growth of the log, and of the pages that are doubted most, on the same periods.

use super::{Growth, Instant, Line, Target};
use claque_log::Log;
use claque_marks::TargetId;
use claque_verdict::Audit;
use claque_verdict::growth::Grower;

/// Most pages whose growth is drawn.
pub const PAGES_GROWN: usize = 6;

/// The whole log first, then the pages in this order.
pub fn growths(audit: &Audit, log: &Log, pages: &[TargetId]) -> Vec<Growth> {
    let Some(grower) = Grower::new(&log.columns, &audit.crews) else { return vec![] };
    let saved = |of: Option<Target>, g: claque_verdict::growth::Growth| {
        let places = |of: &[usize]| Line(of.iter().map(|i| *i as u64).collect());
        let stops = whole_periods(&g.stops, g.given.len());
        Growth {
            of,
            from: Instant(g.from),
            every: (g.every / 1_000_000) as u64,
            directed: Line::rounded(&g.directed),
            doubted: Line::rounded(&g.doubted),
            level: Line::rounded(&g.level),
            surges: places(&g.surges),
            stops: places(&stops),
            given: Line(g.given),
            withdrawn: Line(g.withdrawn),
        }
    };
    let mut out = vec![saved(None, grower.whole())];
    out.extend(pages.iter().take(PAGES_GROWN).map(|&t| saved(Some(Target::of(log, t)), grower.page(t))));
    out
}

/// The stops that are told: the log need not hold all of its first period and its last, so that they are low is none.
fn whole_periods(stops: &[usize], periods: usize) -> Vec<usize> {
    stops.iter().copied().filter(|&i| i > 0 && i + 1 < periods).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_that_ends_within_a_period_has_not_stopped() {
        assert_eq!(whole_periods(&[0, 3, 8, 9], 10), [3, 8]);
        assert_eq!(whole_periods(&[0], 1), [0; 0]);
    }
}
