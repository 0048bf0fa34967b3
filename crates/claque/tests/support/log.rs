//! Logs made by hand: a village whose people like what they like, in every shape that a reader knows.

use super::Random;
use std::collections::BTreeSet;
use std::io::Write;

/// 2024-03-04T00:00:00Z, a Monday.
pub const MONDAY: i64 = 1_709_510_400;
pub const HOUR: i64 = 3_600;
pub const DAY: i64 = 24 * HOUR;

/// One row: who marked what, whose it is, and when (epoch seconds).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    pub account: String,
    pub page: String,
    pub owner: String,
    pub time: i64,
}

/// A log.
#[derive(Clone, Default)]
pub struct Log(pub Vec<Mark>);

impl Log {
    pub fn push(&mut self, account: &str, page: &str, owner: &str, time: i64) {
        self.0.push(Mark { account: account.into(), page: page.into(), owner: owner.into(), time });
    }

    /// All pages with their owners.
    pub fn pages(&self) -> Vec<(String, String)> {
        let pages: BTreeSet<_> = self.0.iter().map(|m| (m.page.clone(), m.owner.clone())).collect();
        pages.into_iter().collect()
    }

    /// First and last time.
    pub fn span(&self) -> (i64, i64) {
        let times = || self.0.iter().map(|m| m.time);
        (times().min().expect("a log"), times().max().expect("a log"))
    }

    /// Moves and scales all times linearly, so that they span these two.
    pub fn rescale(&mut self, to: (i64, i64)) {
        let (first, last) = self.span();
        let scale = (to.1 - to.0) as f64 / (last - first) as f64;
        for mark in &mut self.0 {
            mark.time = to.0 + ((mark.time - first) as f64 * scale).round() as i64;
        }
    }

    /// Rows as CSV with a header; times in epoch seconds.
    pub fn csv(&self) -> String {
        let mut out = String::from("account,page,owner,time\n");
        for m in &self.0 {
            out.push_str(&format!("{},{},{},{}\n", m.account, m.page, m.owner, m.time));
        }
        out
    }

    /// The same rows as NDJSON.
    pub fn ndjson(&self) -> String {
        self.0
            .iter()
            .map(|m| {
                let row = serde_json::json!({"account": m.account, "page": m.page, "owner": m.owner, "time": m.time});
                format!("{row}\n")
            })
            .collect()
    }

    pub fn shuffled(&self, seed: u64) -> Self {
        let mut log = self.clone();
        Random::new(seed).shuffle(&mut log.0);
        log
    }
}

/// Packed with gzip.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// Six weeks of a village: `people` who like about a dozen of 120 pages each, popular pages more, each in
/// waking hours and with a taste for one of six topics; thirty owners.
pub fn village(people: usize, seed: u64) -> Log {
    let mut random = Random::new(seed);
    let mut log = Log::default();
    for person in 0..people {
        let topic = random.below(6);
        for _ in 0..6 + random.below(14) {
            let own = random.share() < 0.5;
            let rank = (random.share().powi(2) * 20.0) as usize;
            let page = rank * 6 + if own { topic } else { random.below(6) };
            let time = MONDAY + random.between(0, 41) * DAY + random.between(7 * HOUR, 23 * HOUR);
            log.push(
                &format!("villager-{person}"),
                &format!("page-{page}"),
                &format!("owner-{}", page % 30),
                time,
            );
        }
    }
    log.0.sort();
    log.0.dedup_by(|a, b| (&a.account, &a.page) == (&b.account, &b.page));
    log
}

/// A one-time crowd: guests who live like villagers, and who on one evening all find the same ten pages, as
/// a shared list or a piece of news brings them there. People, not a service.
pub fn one_time_crowd(log: &mut Log, guests: usize, seed: u64) {
    let mut random = Random::new(seed);
    let evening = MONDAY + 20 * DAY + 18 * HOUR;
    let pages = random.some(&log.pages(), 10);
    for guest in 0..guests {
        let name = format!("guest-{guest}-zq");
        for (page, owner) in &pages {
            if random.share() < 0.8 {
                log.push(&name, page, owner, evening + random.between(0, 3 * HOUR));
            }
        }
        for _ in 0..8 + random.below(12) {
            let page = random.below(120);
            let time = MONDAY + random.between(0, 41) * DAY + random.between(7 * HOUR, 23 * HOUR);
            log.push(&name, &format!("page-{page}"), &format!("owner-{}", page % 30), time);
        }
    }
}
