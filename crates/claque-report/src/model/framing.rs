//! Whose marks a crew gave, without saying whose wish it was.

use crate::words::t;
use claque_log::Log;
use claque_marks::{NEVER, TargetId};
use claque_verdict::CrewVerdict;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The page of which a crew gave the largest share, and what else the crew did. A page may have been served
/// against its will.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Framing {
    /// The page, as the log names it.
    pub page: String,
    /// Share of the page's marks that the crew gave.
    pub share: f64,
    /// Owners of other pages that the crew served.
    pub others: u32,
    /// Marks of the crew on the page that were taken back; `None` where the log does not show it, or an edition leaves it out.
    pub withdrawn: Option<u64>,
}

impl Framing {
    /// The same in a sentence, of a page under this name.
    pub(crate) fn said(&self, page: &str) -> String {
        let withdrawn = self.withdrawn.map_or_else(String::new, |n| t!("framing.withdrawn", n = n));
        t!("framing", page = page, share = self.share, others = self.others, withdrawn = withdrawn)
    }
}

/// The page of which a doubted crew gave the largest share, from those that it gave at least a few marks.
pub(super) fn framing(c: &CrewVerdict, log: &Log) -> Option<Framing> {
    let columns = &log.columns;
    let mut given: BTreeMap<TargetId, (f64, u64)> = BTreeMap::new();
    for m in c.crew.marks.iter().filter(|_| c.crew.kinds.called().is_doubted()) {
        let entry = given.entry(c.crew.jobs[m.job as usize].target).or_default();
        entry.0 += m.posterior;
        let gone = columns.withdrawn.get(m.mark as usize).is_some_and(|w| *w != NEVER);
        entry.1 += u64::from(gone && m.posterior > 0.5);
    }
    let share = |t: TargetId, n: f64| n / columns.marks_of(t).len().max(1) as f64;
    let (target, (n, withdrawn)) = given
        .into_iter()
        .filter(|(_, g)| g.0 >= FRAMED)
        .max_by(|a, b| share(a.0, a.1.0).total_cmp(&share(b.0, b.1.0)).then(b.0.cmp(&a.0)))?;
    let page = columns.target_page[target.index()];
    Some(Framing {
        page: log.names.pages[page.index()].clone(),
        share: share(target, n).min(1.0),
        others: c.crew.owners.saturating_sub(1),
        withdrawn: columns.withdrawals_known.then_some(withdrawn),
    })
}

/// Fewest marks of a crew on a page for the page to be told as served.
const FRAMED: f64 = 10.0;
