//! The one gate: every output that could list a person asks it.
//!
//! Members of crews that are neither `hired` nor `fabricated` are people with a cause. No output lists
//! them unless the user asks, and the saved model says that it was asked. What is meant to be read carries
//! pseudonyms unless the user asks for names.

use claque_detect::Kind;
use claque_verdict::AccountVerdict;
use serde::{Deserialize, Serialize};

/// Smallest posterior of a member that is listed: below a hundredth nothing is said of a person.
pub const LISTED_FROM: f64 = 0.01;

/// What the user asked to see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// List the members of every crew, whatever its kind (`--all-members`).
    pub all_members: bool,
    /// Show the accounts' own names where people read (`--reveal`).
    pub reveal: bool,
}

impl Gate {
    /// Whether the members of a crew that was called so may be listed.
    pub fn lists_members(self, called: Kind) -> bool {
        self.all_members || called.is_doubted()
    }

    /// Whether an account may have a row in the table of accounts.
    ///
    /// A kind is never quite excluded, so every member of a fan club has a crumb of `p_hired`: a row for
    /// each such crumb would be the fan club's list of members. A row needs a hundredth, or membership of
    /// a crew that may be listed.
    pub fn lists_account(self, account: &AccountVerdict, crew_called: Option<Kind>) -> bool {
        if self.all_members {
            return account.p_hired > 0.0 || account.p_fabricated > 0.0 || account.p_directed > 0.0;
        }
        let mass = account.p_hired.max(account.p_fabricated);
        mass >= LISTED_FROM || (mass > 0.0 && crew_called.is_some_and(|k| self.lists_members(k)))
    }

    /// An account's probability of mirrored support, if it may be shown.
    pub fn directed(self, p_directed: f64) -> Option<f64> {
        self.all_members.then_some(p_directed)
    }

    /// A sample value of the log, as people may read it: values that name accounts keep only their shape
    /// (letters become `a`, digits `9`), which still shows a wrong column.
    pub fn sample(self, role: &str, value: &str) -> String {
        if self.reveal || !matches!(role, "account" | "name") {
            return value.to_owned();
        }
        value
            .chars()
            .map(|c| match c {
                c if c.is_numeric() => '9',
                c if c.is_alphabetic() => 'a',
                c => c,
            })
            .collect()
    }

    /// The text of a rejected row, if it may be read: it can hold an account's name anywhere.
    pub fn row_content(self, content: &str) -> Option<String> {
        self.reveal.then(|| content.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use claque_marks::AccountId;

    fn account(p_hired: f64, p_directed: f64) -> AccountVerdict {
        AccountVerdict { account: AccountId(0), p_hired, p_fabricated: 0.0, p_directed, crew: None }
    }

    #[test]
    fn people_with_a_cause_are_listed_only_when_asked() {
        let shut = Gate::default();
        let open = Gate { all_members: true, reveal: false };
        for kind in Kind::ALL {
            assert_eq!(shut.lists_members(kind), matches!(kind, Kind::Hired | Kind::Fabricated));
            assert!(open.lists_members(kind));
        }
        assert!(!shut.lists_account(&account(0.003, 0.9), Some(Kind::Directed)), "a crumb is no row");
        assert!(!shut.lists_account(&account(0.0, 0.9), Some(Kind::Directed)));
        assert!(shut.lists_account(&account(0.3, 0.6), Some(Kind::Organised)), "a real doubt is a row");
        assert!(shut.lists_account(&account(0.003, 0.0), Some(Kind::Hired)));
        assert!(open.lists_account(&account(0.0, 0.9), Some(Kind::Directed)));
        assert_eq!(shut.directed(0.9), None);
        assert_eq!(open.directed(0.9), Some(0.9));
    }

    #[test]
    fn samples_of_accounts_keep_their_shape_only() {
        let shut = Gate::default();
        assert_eq!(shut.sample("account", "Ann_42"), "aaa_99");
        assert_eq!(shut.sample("page", "Ann_42"), "Ann_42");
        assert_eq!(Gate { reveal: true, ..shut }.sample("account", "Ann_42"), "Ann_42");
        assert_eq!(shut.row_content("ann,x"), None);
    }
}
