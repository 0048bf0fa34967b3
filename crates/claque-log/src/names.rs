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
