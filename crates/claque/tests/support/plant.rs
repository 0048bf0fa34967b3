//! Planted crews: what a supplier would do in somebody's real log.

use super::log::{DAY, HOUR};
use super::{Log, Random};

/// An order book.
pub struct Crew {
    /// Its accounts.
    pub accounts: usize,
    /// Pages that it serves, each once.
    pub pages: usize,
    /// Days on which it works; its pages are spread evenly over them.
    pub days: usize,
    /// Accounts that fill an order.
    pub order: usize,
    /// Other marks of each account, which look like those of the log.
    pub own_life: usize,
}

impl Crew {
    /// The crew of the acceptance tests: 100 accounts serve 20 pages, four in one afternoon on each of five
    /// days, 80 accounts an order.
    pub const JUDGED: Self = Self { accounts: 100, pages: 20, days: 5, order: 80, own_life: 0 };

    /// The same with a life of its own.
    pub const LIVELY: Self = Self { own_life: 15, ..Self::JUDGED };
}

/// The name of a planted account.
pub fn name(account: usize) -> String {
    format!("planted-{account:03}")
}

/// Whether an account was planted.
pub fn is_planted(account: &str) -> bool {
    account.starts_with("planted-")
}

/// Plants a crew in a log. Days, pages, the accounts of each order and their minute are drawn; an afternoon
/// is 12:00 to 18:00. In a log whose times are whole days, its times are whole days as well.
pub fn plant(log: &mut Log, crew: &Crew, seed: u64) {
    let mut random = Random::new(seed);
    let (first, last) = log.span();
    let whole_days = log.0.iter().all(|m| m.time % DAY == 0);
    let real = log.0.clone();
    let accounts: Vec<String> = (0..crew.accounts).map(name).collect();
    let pages = random.some(&log.pages(), crew.pages);
    let days = random.some(&(first / DAY + 1..last / DAY).collect::<Vec<_>>(), crew.days);
    for (place, (page, owner)) in pages.iter().enumerate() {
        let afternoon = days[place * crew.days / crew.pages] * DAY + 12 * HOUR;
        for account in random.some(&accounts, crew.order) {
            let time =
                if whole_days { afternoon - 12 * HOUR } else { afternoon + random.between(0, 6 * HOUR) };
            log.push(&account, page, owner, time);
        }
    }
    for account in &accounts {
        for _ in 0..crew.own_life {
            let like = &real[random.below(real.len())];
            let jitter = if whole_days { 0 } else { random.between(-HOUR, HOUR) };
            log.push(account, &like.page, &like.owner, (like.time + jitter).clamp(first, last));
        }
    }
}
