//! What an audit says of accounts.
//!
//! ```text
//! p_kind(a) = 1 − Π over crews (1 − P(a member) · P(crew of the kind))
//! ```

use crate::audit::{AccountVerdict, CrewVerdict};
use claque_detect::Kind;
use claque_marks::{AccountId, Columns};

/// Probability of a kind below which a crew's accounts get none of it. METHOD: a shared cause of which the
/// evidence says "one in fifty that it is hired" would otherwise list its people after all.
const CREW_COUNTS: f64 = 0.05;
/// Probability below which an account is not listed: that of the members' list.
const LISTED: f64 = 0.001;

/// One verdict an account of the log, by account.
pub fn verdicts(columns: &Columns, crews: &[CrewVerdict]) -> Vec<AccountVerdict> {
    let mut all: Vec<AccountVerdict> = (0..columns.accounts)
        .map(|a| AccountVerdict {
            account: AccountId::from_index(a),
            p_hired: 0.0,
            p_fabricated: 0.0,
            p_directed: 0.0,
            crew: None,
        })
        .collect();
    let mut best = vec![0f64; columns.accounts];
    for (c, verdict) in crews.iter().enumerate() {
        let kinds = &verdict.crew.kinds;
        let of = |k| Some(kinds.of(k)).filter(|p| *p >= CREW_COUNTS).unwrap_or(0.0);
        for m in &verdict.crew.members {
            let a = &mut all[m.account.index()];
            let join = |p: f64, kind: Kind| 1.0 - (1.0 - p) * (1.0 - m.posterior * of(kind));
            a.p_hired = join(a.p_hired, Kind::Hired);
            a.p_fabricated = join(a.p_fabricated, Kind::Fabricated);
            a.p_directed = join(a.p_directed, Kind::Directed);
            let weight = m.posterior * (of(Kind::Hired) + of(Kind::Fabricated) + of(Kind::Directed));
            if weight > best[m.account.index()] {
                best[m.account.index()] = weight;
                a.crew = Some(c as u32);
            }
        }
    }
    all
}

/// Those with enough of any probability to be listed.
pub fn listed(all: Vec<AccountVerdict>) -> Vec<AccountVerdict> {
    all.into_iter().filter(|a| a.p_hired.max(a.p_fabricated).max(a.p_directed) >= LISTED).collect()
}
