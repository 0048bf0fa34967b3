//! The names behind ids.

use claque_marks::{AccountId, CountryId, OwnerId, PageId, VerbId};

/// Names behind ids, each list sorted bytewise; the id is the place in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Accounts.
    pub accounts: Vec<String>,
    /// Pages.
    pub pages: Vec<String>,
    /// Owners.
    pub owners: Vec<String>,
    /// Verbs.
    pub verbs: Vec<String>,
    /// Countries.
    pub countries: Vec<String>,
}

/// What spreadsheets and programs write where there is nothing. People do call themselves so: they are told, not left out.
const NOTHING: [&str; 18] = [
    "#DIV/0!",
    "#N/A",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#REF!",
    "#VALUE!",
    "<NA>",
    "N/A",
    "NULL",
    "NaN",
    "None",
    "\\N",
    "nan",
    "nil",
    "none",
    "null",
    "undefined",
];

/// Which names of a sorted list may stand for nothing.
pub(crate) fn for_nothing(names: &[String]) -> Vec<&'static str> {
    let there = |nothing: &&str| names.binary_search_by(|n| n.as_str().cmp(nothing)).is_ok();
    NOTHING.into_iter().filter(there).collect()
}

impl Names {
    /// An account's name.
    pub fn account(&self, id: AccountId) -> &str {
        &self.accounts[id.index()]
    }
    /// A page's name.
    pub fn page(&self, id: PageId) -> &str {
        &self.pages[id.index()]
    }
    /// An owner's name.
    pub fn owner(&self, id: OwnerId) -> &str {
        &self.owners[id.index()]
    }
    /// A verb's name.
    pub fn verb(&self, id: VerbId) -> &str {
        &self.verbs[id.index()]
    }
    /// A country's name.
    pub fn country(&self, id: CountryId) -> &str {
        &self.countries[id.index()]
    }
}
