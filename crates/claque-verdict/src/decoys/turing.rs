//! Turing's rule: among the innocent, a likelihood ratio of x or more comes to at most 1/x of them, whatever the
//! evidence was.
//!
//! In a decoy everybody is innocent. What the audit would say of an account there is that it belongs to a crew if
//! that crew is one at all: p = z(1 − q), q the error rate at the decoy crew's score. Its likelihood ratio is the
//! odds of that over the odds before anything was seen, at its largest over crews:
//!
//! ```text
//! LR_a = max over crews of p/(1 − p) · (1 − π)/π,    π = accounts in crews of the audit / accounts
//! ```

use serde::{Deserialize, Serialize};

/// Ratios asked about.
const RATIOS: [f64; 4] = [10.0, 100.0, 1e3, 1e4];
/// Fewest accounts above a ratio that the rule would let pass, for its share to be shown.
const ENOUGH: f64 = 10.0;

/// One line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Turing {
    /// x.
    pub ratio: f64,
    /// Share of innocent accounts with a ratio of at least x; `None` where too few were looked at.
    pub share: Option<f64>,
    /// 1/x, the most that the rule allows.
    pub allowed: f64,
    /// Accounts looked at, over all decoys.
    pub accounts: u64,
}

/// Accounts of decoys counted by their ratio.
#[derive(Clone, Copy, Debug, Default)]
pub struct Turned {
    accounts: u64,
    above: [u64; 4],
}

impl Turned {
    /// Counts the accounts of one decoy. `crews`: the error rate at each crew's score, and its accounts with the
    /// posterior of each; `prior`: π.
    pub fn add(&mut self, accounts: usize, prior: f64, crews: &[(f64, &[(u32, f64)])]) {
        self.accounts += accounts as u64;
        let odds = (1.0 - prior) / prior;
        let mut best: Vec<(u32, f64)> = Vec::new();
        for (q, members) in crews {
            best.extend(members.iter().map(|&(a, z)| {
                let p = z * (1.0 - q);
                (a, p / (1.0 - p).max(1e-12) * odds)
            }));
        }
        best.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        best.dedup_by_key(|b| b.0);
        for (n, x) in self.above.iter_mut().zip(RATIOS) {
            *n += best.iter().filter(|b| b.1 >= x).count() as u64;
        }
    }

    /// The table; empty where nothing was counted.
    pub fn table(&self) -> Vec<Turing> {
        let line = |(x, n): (f64, u64)| Turing {
            ratio: x,
            share: (self.accounts as f64 / x >= ENOUGH).then(|| n as f64 / self.accounts as f64),
            allowed: 1.0 / x,
            accounts: self.accounts,
        };
        if self.accounts == 0 { vec![] } else { RATIOS.into_iter().zip(self.above).map(line).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        let mut t = Turned::default();
        assert!(t.table().is_empty());
        // π = 1/500: odds before 1/499. z = 0.5 is a ratio of 499, z = 0.9 one of 4,491; halved by q, 166 and 408.
        let members = [(0, 0.5), (1, 0.9), (2, 0.6)];
        t.add(1_000, 1.0 / 500.0, &[(0.0, &members)]);
        t.add(1_000, 1.0 / 500.0, &[(0.5, &members), (1.0, &members)]);
        let table = t.table();
        assert_eq!(table[0].share, Some(6.0 / 2_000.0));
        assert_eq!(table[1].share, Some(6.0 / 2_000.0), "20 of 2,000 are enough for x = 100");
        assert_eq!(table[2].share, None, "two of 2,000 are too few for x = 1,000");
        assert_eq!((t.above[1], t.above[2]), (6, 1), "only 4,491 is above 1,000");
    }
}
