//! A log as rows, in any order, and the columns that a reader would make of it.

use claque_marks::columns::Orphan;
use claque_marks::window::{DAY, HOUR};
use claque_marks::{AccountId, Columns, Micros, NEVER, OwnerId, PageId, Seed, TargetId, VerbId};
use rand::{Rng, RngExt};
use std::collections::{BTreeMap, BTreeSet};

/// What is counted once: who marked which page under which verb.
pub type Key = (u32, u32, u32);

/// One mark: given once, perhaps taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Who.
    pub account: u32,
    /// Which page.
    pub page: u32,
    /// Under which verb.
    pub verb: u32,
    /// When it was given; of no meaning in a log without times.
    pub time: Micros,
    /// When it was taken back.
    pub withdrawn: Option<Micros>,
}

impl Mark {
    /// Its key.
    pub fn key(&self) -> Key {
        (self.account, self.page, self.verb)
    }
}

/// A log as rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    /// How many accounts there are.
    pub accounts: u32,
    /// By page: its owner.
    pub owner: Vec<u32>,
    /// How many verbs there are.
    pub verbs: u32,
    /// Whether it has times.
    pub timed: bool,
    /// Marks, in any order, each key once.
    pub marks: Vec<Mark>,
    /// Withdrawals without a gift: account, page, verb, time.
    pub orphans: Vec<(u32, u32, u32, Micros)>,
    /// By account: when it was created. Empty where nothing is known.
    pub created: Vec<Micros>,
    /// By account: the shape of its name. Empty where nothing is known.
    pub pattern: Vec<u32>,
    /// Whether owners were given.
    pub owners_known: bool,
    /// Keys that were marked.
    seen: BTreeSet<Key>,
}

impl Log {
    /// A log with times, one verb, and each page its own owner.
    pub fn new(accounts: u32, pages: u32) -> Self {
        Self { accounts, owner: (0..pages).collect(), verbs: 1, timed: true, ..Self::default() }
    }

    /// Adds a mark under verb 0, unless the account has marked the page before.
    pub fn mark(&mut self, account: u32, page: u32, time: Micros) {
        self.mark_as(account, page, 0, time);
    }

    /// Adds a mark, unless the account has marked the page under the verb before.
    pub fn mark_as(&mut self, account: u32, page: u32, verb: u32, time: Micros) {
        if self.seen.insert((account, page, verb)) {
            self.marks.push(Mark { account, page, verb, time, withdrawn: None });
        }
    }

    /// Owner of a page.
    pub fn owner_of(&self, page: u32) -> u32 {
        self.owner[page as usize]
    }

    /// Targets in the order of their numbers: pages under verbs that anyone marked or took back.
    pub fn targets(&self) -> Vec<(u32, u32)> {
        let marked = self.marks.iter().map(|m| (m.page, m.verb));
        let taken = self.orphans.iter().map(|o| (o.1, o.2));
        marked.chain(taken).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Marks in the order of columns: by target, then time, then account.
    pub fn in_order(&self) -> Vec<Mark> {
        let mut marks = self.marks.clone();
        marks.sort_by_key(|m| (m.page, m.verb, if self.timed { m.time } else { NEVER }, m.account));
        marks
    }

    /// The columns that a reader would make of it.
    pub fn columns(&self) -> Columns {
        let marks = self.in_order();
        let targets = self.targets();
        let number: BTreeMap<(u32, u32), u32> =
            targets.iter().enumerate().map(|(i, t)| (*t, i as u32)).collect();
        let mut target_start = vec![0; targets.len() + 1];
        for m in &marks {
            target_start[number[&(m.page, m.verb)] as usize + 1] += 1;
        }
        for t in 0..targets.len() {
            target_start[t + 1] += target_start[t];
        }
        let mut orphans: Vec<Orphan> = self
            .orphans
            .iter()
            .map(|&(account, page, verb, time)| Orphan {
                target: TargetId(number[&(page, verb)]),
                time: if self.timed { time } else { 0 },
                account: AccountId(account),
                row: 1,
            })
            .collect();
        orphans.sort();
        let known = marks.iter().any(|m| m.withdrawn.is_some()) || !orphans.is_empty();
        let columns = Columns {
            accounts: self.accounts as usize,
            owners: self.owner.iter().max().map_or(0, |o| *o as usize + 1),
            verbs: self.verbs as usize,
            page_owner: self.owner.iter().map(|&o| OwnerId(o)).collect(),
            target_page: targets.iter().map(|t| PageId(t.0)).collect(),
            target_verb: targets.iter().map(|t| VerbId(t.1)).collect(),
            target_start,
            account: marks.iter().map(|m| AccountId(m.account)).collect(),
            time: if self.timed { marks.iter().map(|m| m.time).collect() } else { vec![] },
            withdrawn: marks
                .iter()
                .map(|m| m.withdrawn.map_or(NEVER, |t| if self.timed { t } else { 0 }))
                .collect(),
            row: (1..=marks.len() as u64).collect(),
            country: vec![],
            orphans,
            created: self.created.clone(),
            pattern: self.pattern.clone(),
            owners_known: self.owners_known,
            withdrawals_known: known,
        };
        columns.check().expect("a log as a reader makes it");
        columns
    }

    /// A random small log, dense enough that cells of two or three accounts meet: 20 to 60 accounts, 5 to 15
    /// pages of 2 to 8 owners under 1 to 3 verbs, over days, partly in bursts that many accounts join. Some
    /// logs have times in whole hours, which fall on the bounds of windows and on each other; some lie before
    /// 1970.
    pub fn random(seed: u64) -> Self {
        let mut r = Seed(seed).for_stage("oracle log", 0);
        let accounts = r.random_range(20..=60u32);
        let pages = r.random_range(5..=15u32);
        let owners = r.random_range(2..=8u32);
        let verbs = r.random_range(1..=3u32);
        let span = r.random_range(9..=60) * DAY;
        let begin = if r.random_range(0..4) == 0 { -100 * DAY } else { 19_000 * DAY };
        let whole_hours = r.random_range(0..3) == 0;
        let bursts: Vec<Micros> = (0..r.random_range(1..=5)).map(|_| r.random_range(0..span)).collect();
        let mut log = Log {
            accounts,
            owner: (0..pages).map(|_| r.random_range(0..owners)).collect(),
            verbs,
            timed: true,
            owners_known: true,
            ..Log::default()
        };
        for account in 0..accounts {
            for _ in 0..r.random_range(1..=4) {
                let burst = r.random_range(0..2) == 0;
                let sitting = if burst {
                    bursts[r.random_range(0..bursts.len())] + r.random_range(0..3 * HOUR)
                } else {
                    r.random_range(0..span)
                };
                for _ in 0..r.random_range(1..=8) {
                    let page = below(&mut r, pages);
                    let time = begin + sitting + r.random_range(0..HOUR);
                    let time = if whole_hours { time.div_euclid(HOUR) * HOUR } else { time };
                    log.mark_as(account, page, r.random_range(0..verbs), time);
                }
            }
        }
        log
    }
}

/// A number below `n`, small ones more often: popular pages.
fn below(r: &mut impl Rng, n: u32) -> u32 {
    let share: f64 = r.random();
    ((share.powf(1.5) * f64::from(n)) as u32).min(n - 1)
}
