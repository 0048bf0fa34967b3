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
        Growth {
            of,
            from: Instant(g.from),
            every: (g.every / 1_000_000) as u64,
            directed: Line::rounded(&g.directed),
            doubted: Line::rounded(&g.doubted),
            level: Line::rounded(&g.level),
            surges: places(&g.surges),
            stops: places(&g.stops),
            given: Line(g.given),
            withdrawn: Line(g.withdrawn),
        }
    };
    let mut out = vec![saved(None, grower.whole())];
    out.extend(pages.iter().take(PAGES_GROWN).map(|&t| saved(Some(Target::of(log, t)), grower.page(t))));
    out
}
