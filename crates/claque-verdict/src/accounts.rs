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
pub const LISTED: f64 = 0.001;

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

/// P(hired or fabricated).
pub fn doubt(a: &AccountVerdict) -> f64 {
    1.0 - (1.0 - a.p_hired) * (1.0 - a.p_fabricated)
}

/// Where `before` left an account at one half or below, so does what a calibration made of it: both parts are
/// taken to the same power, so that together they say one half.
pub fn never_lifted(all: &mut [AccountVerdict], before: &[AccountVerdict]) {
    for (a, raw) in all.iter_mut().zip(before) {
        if doubt(raw) <= 0.5 && doubt(a) > 0.5 {
            let rest = |p: f64| (1.0 - p).max(LEAST);
            // (1 − p)^s = ½, a hair on its innocent side
            let s = HALF.ln() / (rest(a.p_hired) * rest(a.p_fabricated)).ln();
            let less = |p: f64| 1.0 - rest(p).powf(s);
            (a.p_hired, a.p_fabricated) = (less(a.p_hired), less(a.p_fabricated));
        }
    }
}

/// One half, or a hair above it.
const HALF: f64 = 0.5 + 1e-9;
/// No probability is taken for surer than this before it is made less sure.
const LEAST: f64 = 1e-9;

/// Those with enough of any probability to be listed.
pub fn listed(all: Vec<AccountVerdict>) -> Vec<AccountVerdict> {
    all.into_iter().filter(|a| a.p_hired.max(a.p_fabricated).max(a.p_directed) >= LISTED).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_called_by_a_calibration() {
        let of = |p_hired: f64, p_fabricated: f64| AccountVerdict {
            account: AccountId(0),
            p_hired,
            p_fabricated,
            p_directed: 0.0,
            crew: None,
        };
        let before = [of(0.5, 0.0), of(0.3, 0.2), of(0.51, 0.0), of(0.0, 0.0)];
        let mut after = [of(0.9, 0.0), of(0.8, 0.6), of(0.95, 0.0), of(0.999, 1.0)];
        never_lifted(&mut after, &before);
        for i in [0, 1, 3] {
            assert!(doubt(&after[i]) <= 0.5 && doubt(&after[i]) > 0.499, "{:?}", after[i]);
        }
        assert!(after[1].p_hired > after[1].p_fabricated);
        assert_eq!(after[2].p_hired, 0.95, "who was called before is called as surely as was learned");
    }
}
