//! The log as integer columns, the only form in which detection sees it.
//!
//! One entry a mark, that is a key (account, page, verb) that was given at least once. Marks are sorted by
//! (target, time, account): every cell at every scale is then one contiguous run of them.

use crate::ids::{AccountId, CountryId, OwnerId, PageId, TargetId, VerbId};
use crate::mark::Micros;
#[cfg(doc)]
use crate::mark::NO_PATTERN;

/// A log of marks in columns. `marks()` rows a mark, `targets()` rows a target, and so on; every column of
/// a kind has the same length. Build it, then call [`Columns::check`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Columns {
    /// How many accounts there are; ids run from 0.
    pub accounts: usize,
    /// How many owners there are.
    pub owners: usize,
    /// How many verbs there are.
    pub verbs: usize,
    /// By page: its owner.
    pub page_owner: Vec<OwnerId>,
    /// By target: its page. Targets are sorted by (page, verb).
    pub target_page: Vec<PageId>,
    /// By target: its verb.
    pub target_verb: Vec<VerbId>,
    /// By target, and one more: where its marks begin.
    pub target_start: Vec<usize>,
    /// By mark: who gave it.
    pub account: Vec<AccountId>,
    /// By mark: when it was first given. Empty for a log without times.
    pub time: Vec<Micros>,
    /// By mark: when it was taken back, if its last event is a withdrawal; else [`NEVER`]. In a log
    /// without times 0 stands for "taken back at a time not known".
    pub withdrawn: Vec<Micros>,
    /// By mark: the row of the input that first gave it, counted from 1 over all inputs in the order read.
    pub row: Vec<u64>,
    /// By mark: the country of the event, where the log has the column. Empty where it has not.
    pub country: Vec<Option<CountryId>>,
    /// Withdrawals whose gift lies before the log: kept as a signal, counted apart. Sorted by
    /// (target, time, account).
    pub orphans: Vec<Orphan>,
    /// By account: when it was created, else [`NEVER`]. Empty where nothing is known of any account.
    pub created: Vec<Micros>,
    /// By account: the shape of its name, a dense number that says nothing but which names are alike, else
    /// [`NO_PATTERN`]. Empty where names are not known, or are none that people chose.
    pub pattern: Vec<u32>,
    /// Whether an owner was given for any page. Where not, each page is its own owner and evidence by
    /// owner rests on that.
    pub owners_known: bool,
    /// Whether the log has any withdrawal or a column that could hold one.
    pub withdrawals_known: bool,
}

/// A withdrawal whose gift lies before the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Orphan {
    /// What was taken back.
    pub target: TargetId,
    /// When; 0 in a log without times.
    pub time: Micros,
    /// By whom.
    pub account: AccountId,
    /// The row of the input that says so.
    pub row: u64,
}

/// What is wrong with a set of columns. A reader that returns such columns has a fault of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnsFault(pub String);

impl std::fmt::Display for ColumnsFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "columns of the log do not fit together: {}", self.0)
    }
}

impl std::error::Error for ColumnsFault {}

impl Columns {
    /// Number of marks.
    pub fn marks(&self) -> usize {
        self.account.len()
    }

    /// Number of targets.
    pub fn targets(&self) -> usize {
        self.target_page.len()
    }

    /// Number of pages.
    pub fn pages(&self) -> usize {
        self.page_owner.len()
    }

    /// Whether the log has times.
    pub fn has_times(&self) -> bool {
        !self.time.is_empty()
    }

    /// The marks of one target, sorted by (time, account).
    pub fn marks_of(&self, target: TargetId) -> std::ops::Range<usize> {
        self.target_start[target.index()]..self.target_start[target.index() + 1]
    }

    /// The owner behind a target.
    pub fn owner_of(&self, target: TargetId) -> OwnerId {
        self.page_owner[self.target_page[target.index()].index()]
    }

    /// By mark: its target. One pass, for loops that do not go target by target.
    pub fn target_of_mark(&self) -> Vec<TargetId> {
        let mut out = Vec::with_capacity(self.marks());
        for t in 0..self.targets() {
            let n = self.target_start[t + 1] - self.target_start[t];
            out.resize(out.len() + n, TargetId::from_index(t));
        }
        out
    }

    /// First and last instant of any mark; `None` without times or marks.
    pub fn span(&self) -> Option<(Micros, Micros)> {
        Some((*self.time.iter().min()?, *self.time.iter().max()?))
    }

    /// Checks lengths, order and ranges.
    ///
    /// # Errors
    /// The first [`ColumnsFault`] found.
    pub fn check(&self) -> Result<(), ColumnsFault> {
        self.check_shape()?;
        (0..self.targets()).try_for_each(|target| self.check_target(target))
    }

    /// Looks at all but the marks of each target.
    ///
    /// # Errors
    /// The first rule that does not hold.
    pub fn check_shape(&self) -> Result<(), ColumnsFault> {
        let fault = |what: &str| Err(ColumnsFault(what.to_owned()));
        let n = self.marks();
        if self.target_start.len() != self.targets() + 1 || self.target_start.last() != Some(&n) {
            return fault("target_start does not end at the number of marks");
        }
        if self.target_verb.len() != self.targets() || self.withdrawn.len() != n || self.row.len() != n {
            return fault("columns of one kind differ in length");
        }
        if (!self.time.is_empty() && self.time.len() != n)
            || (!self.country.is_empty() && self.country.len() != n)
        {
            return fault("an optional column is neither empty nor whole");
        }
        if !self.created.is_empty() && self.created.len() != self.accounts {
            return fault("created is neither empty nor one an account");
        }
        if !self.pattern.is_empty() && self.pattern.len() != self.accounts {
            return fault("pattern is neither empty nor one an account");
        }
        if self.page_owner.iter().any(|o| o.index() >= self.owners)
            || self.target_page.iter().any(|p| p.index() >= self.pages())
            || self.target_verb.iter().any(|v| v.index() >= self.verbs)
        {
            return fault("an id is out of range");
        }
        if self.target_start[0] != 0 || !self.target_start.is_sorted() {
            return fault("target_start falls");
        }
        let target = |t: usize| (self.target_page[t], self.target_verb[t]);
        if (1..self.targets()).any(|t| target(t - 1) >= target(t)) {
            return fault("targets are not sorted by (page, verb)");
        }
        Ok(())
    }

    /// Looks at the marks of a target, where [`Self::check_shape`] finds no fault.
    ///
    /// # Errors
    /// The first rule that does not hold.
    pub fn check_target(&self, target: usize) -> Result<(), ColumnsFault> {
        let fault = |what: &str| Err(ColumnsFault(what.to_owned()));
        let marks = self.target_start[target]..self.target_start[target + 1];
        let accounts = &self.account[marks.clone()];
        if accounts.iter().any(|a| a.index() >= self.accounts) {
            return fault("an id is out of range");
        }
        let times = self.time.get(marks).unwrap_or_default();
        let two = |m: usize| match times {
            [] => accounts[m - 1] < accounts[m],
            times => (times[m - 1], accounts[m - 1]) < (times[m], accounts[m]),
        };
        if !(1..accounts.len()).all(two) {
            return fault("marks of a target are not sorted by (time, account)");
        }
        Ok(())
    }
}
