//! Logs made by hand of which the truth is known: independent people, and crowds of every kind among them.

use crate::log::Log;
use claque_marks::window::{DAY, HOUR, SECOND};
use claque_marks::{Micros, NEVER, NO_PATTERN, Seed};
use rand::seq::SliceRandom;
use rand::{Rng, RngExt};
use rand_chacha::ChaCha8Rng;
use std::ops::Range;

/// 2024-03-04T00:00:00Z, a Monday.
pub const MONDAY: Micros = 1_709_510_400 * SECOND;
/// Days that a made log spans.
pub const DAYS: i64 = 42;

/// A log in the making: independent people first, crowds after them.
pub struct Town {
    /// The log so far.
    pub log: Log,
    /// Pages that independent people mark; the rest are there for crowds alone.
    pub popular: u32,
    r: ChaCha8Rng,
}

impl Town {
    /// `people` who each mark 8 to 25 of `pages` pages in waking hours of six weeks, popular pages more, each
    /// without regard to anybody else. Each page is its own owner.
    pub fn new(people: u32, pages: u32, seed: u64) -> Self {
        let mut town = Town { log: Log::new(0, pages), popular: pages, r: Seed(seed).for_stage("town", 0) };
        town.log.owners_known = true;
        for _ in 0..people {
            let account = town.arrives();
            let marks = town.r.random_range(8..=25);
            town.lives(account, marks);
        }
        town
    }

    /// A new account.
    pub fn arrives(&mut self) -> u32 {
        self.log.accounts += 1;
        self.log.accounts - 1
    }

    /// New accounts, each with a life of its own of so many marks.
    pub fn arrive(&mut self, n: u32, own_life: u32) -> Range<u32> {
        let from = self.log.accounts;
        for _ in 0..n {
            let a = self.arrives();
            self.lives(a, own_life);
        }
        from..self.log.accounts
    }

    /// Marks of somebody's own life.
    pub fn lives(&mut self, account: u32, marks: u32) {
        for _ in 0..marks {
            let share: f64 = self.r.random();
            let page = ((share * share * f64::from(self.popular)) as u32).min(self.popular - 1);
            let time = self.waking();
            self.log.mark(account, page, time);
        }
    }

    /// An instant in somebody's waking hours.
    pub fn waking(&mut self) -> Micros {
        MONDAY + self.r.random_range(0..DAYS) * DAY + self.r.random_range(7 * HOUR..23 * HOUR)
    }

    /// So many pages, each once, drawn among all.
    pub fn some_pages(&mut self, n: usize) -> Vec<u32> {
        let mut pages: Vec<u32> = (0..self.log.owner.len() as u32).collect();
        pages.shuffle(&mut self.r);
        pages.truncate(n);
        pages
    }

    /// Orders: the pages in turn, spread evenly over the days; on each, every account with this probability in
    /// the hours after noon. Days count from the first Monday.
    pub fn serve(&mut self, crew: Range<u32>, pages: &[u32], days: &[i64], share: f64, hours: i64) {
        for (i, &page) in pages.iter().enumerate() {
            let noon = MONDAY + days[i * days.len() / pages.len()] * DAY + 12 * HOUR;
            for account in crew.clone() {
                if self.r.random::<f64>() < share {
                    let time = noon + self.r.random_range(0..hours * HOUR);
                    self.log.mark(account, page, time);
                }
            }
        }
    }

    /// (a) A crew of `n` accounts on 20 unrelated pages, four in one afternoon on each of five days.
    pub fn crew(&mut self, n: u32, own_life: u32) -> Range<u32> {
        let pages = self.some_pages(20);
        let crew = self.arrive(n, own_life);
        self.serve(crew.clone(), &pages, &[3, 10, 18, 23, 36], 0.9, 6);
        crew
    }

    /// (c) Fans of one owner: the same hours as the crew's, but for pages of one hand,
    /// which `others` marks by anybody reach as well.
    pub fn fan_club(&mut self, n: u32, own_life: u32, others: u32) -> Range<u32> {
        let owner = self.log.owner.iter().max().unwrap() + 1;
        let first = self.log.owner.len() as u32;
        self.log.owner.extend([owner; 20]);
        let fans = self.arrive(n, own_life);
        let pages: Vec<u32> = (first..first + 20).collect();
        self.serve(fans.clone(), &pages, &[3, 10, 18, 23, 36], 0.9, 6);
        // Others look in as well.
        for _ in 0..others {
            let (someone, page, time) = (self.below(fans.start), first + self.below(20), self.waking());
            self.log.mark(someone, page, time);
        }
        fans
    }

    /// (b) A crew of `n` accounts on nine unrelated pages whose marks come when the pages' own public comes, over all weeks.
    pub fn copies_curves(&mut self, n: u32, own_life: u32) -> Range<u32> {
        let pages = self.some_pages(9);
        let crew = self.arrive(n, own_life);
        for page in pages {
            let own: Vec<Micros> = self.log.marks.iter().filter(|m| m.page == page).map(|m| m.time).collect();
            for account in crew.clone() {
                if self.r.random::<f64>() < 0.75 && !own.is_empty() {
                    let like = own[self.r.random_range(0..own.len())];
                    let time = (like + self.r.random_range(-HOUR..HOUR)).max(MONDAY);
                    self.log.mark(account, page, time);
                }
            }
        }
        crew
    }

    /// (e) A shelf of 20 unrelated pages that a recommender shows to the same `n` people for ten days, each of whom takes
    /// them on days of his own.
    pub fn shelf(&mut self, n: u32, own_life: u32) -> Range<u32> {
        let pages = self.some_pages(20);
        let public = self.arrive(n, own_life);
        for &page in &pages {
            for person in public.clone() {
                if self.r.random::<f64>() < 0.7 {
                    let time = MONDAY + 15 * DAY + self.r.random_range(0..10 * DAY);
                    self.log.mark(person, page, time);
                }
            }
        }
        public
    }

    /// (d) A crowd that meets once: a shared list of 12 pages, one evening.
    pub fn shared_list(&mut self, n: u32) -> Range<u32> {
        let pages = self.some_pages(12);
        let guests = self.arrive(n, 12);
        let evening = MONDAY + 20 * DAY + 18 * HOUR;
        for guest in guests.clone() {
            for &page in &pages {
                if self.r.random::<f64>() < 0.8 {
                    let time = evening + self.r.random_range(0..3 * HOUR);
                    self.log.mark(guest, page, time);
                }
            }
        }
        guests
    }

    /// (f) Supporters of one side: 24 pages of six allied owners, a few in one evening of each of six days, liked
    /// by people who like these pages at other times too, as their public does; and in the same hours they
    /// take back marks on 8 pages of a rival that they had given before.
    pub fn supporters(&mut self, n: u32) -> Range<u32> {
        let owner = self.log.owner.iter().max().unwrap() + 1;
        let first = self.log.owner.len() as u32;
        self.log.owner.extend((0..24).map(|k| owner + k / 4));
        let rival = self.log.owner.len() as u32;
        self.log.owner.extend((0..8).map(|_| owner + 6));
        // The public of the cause: others who like these pages together, whenever they come by.
        for someone in 0..self.log.accounts.min(150) {
            for k in 0..24 {
                if self.r.random::<f64>() < 0.4 {
                    let time = self.waking();
                    self.log.mark(someone, first + k, time);
                }
            }
        }
        // The rival has a public of its own.
        for someone in 150..self.log.accounts.min(350) {
            for k in 0..8 {
                if self.r.random::<f64>() < 0.3 {
                    let time = self.waking();
                    self.log.mark(someone, rival + k, time);
                }
            }
        }
        let people = self.arrive(n, 10);
        for a in people.clone() {
            for k in 0..8 {
                let time = MONDAY + self.r.random_range(0..2 * DAY);
                self.log.mark(a, rival + k, time);
            }
        }
        for (evening, day) in [5, 11, 17, 24, 30, 38].into_iter().enumerate() {
            let hour = MONDAY + day * DAY + 18 * HOUR;
            for a in people.clone() {
                for k in 0..4 {
                    if self.r.random::<f64>() < 0.85 {
                        let time = hour + self.r.random_range(0..4 * HOUR);
                        self.log.mark(a, first + 4 * evening as u32 + k, time);
                    }
                }
            }
            for k in (0..8u32).filter(|k| k % 6 == evening as u32) {
                for a in people.clone() {
                    if self.r.random::<f64>() < 0.8 {
                        let time = hour + self.r.random_range(0..4 * HOUR);
                        self.take_back(a, rival + k, time);
                    }
                }
            }
        }
        people
    }

    /// Takes a mark back.
    pub fn take_back(&mut self, account: u32, page: u32, time: Micros) {
        if let Some(m) = self.log.marks.iter_mut().find(|m| m.key() == (account, page, 0)) {
            m.withdrawn = Some(time);
        }
    }

    /// Creation times: of most at any time of the three years before, of `bulk` in a quarter of an hour.
    pub fn sign_ups(&mut self, bulk: Range<u32>) {
        let made = MONDAY - 40 * DAY;
        self.log.created = (0..self.log.accounts)
            .map(|a| {
                let (any, soon) = (self.r.random_range(0..1_000 * DAY), self.r.random_range(0..HOUR / 4));
                match a {
                    a if bulk.contains(&a) => made + soon,
                    a if a % 10 == 9 => NEVER,
                    _ => MONDAY - any,
                }
            })
            .collect();
    }

    /// Accounts that serve the owner of the last twenty pages on ten days, beside whoever is there.
    pub fn serve_last_owner(&mut self, n: u32, own_life: u32) -> Range<u32> {
        let last = self.log.owner.len() as u32;
        let pages: Vec<u32> = (last - 20..last).collect();
        let crew = self.arrive(n, own_life);
        self.serve(crew.clone(), &pages, &[2, 6, 9, 12, 16, 20, 25, 29, 33, 38], 0.7, 4);
        crew
    }

    /// Creation times: of these so many minutes in each of so many days, each followed by a week without; of others
    /// at any time.
    pub fn made_on_days(&mut self, these: Range<u32>, days: i64, minutes: i64) {
        self.sign_ups(0..0);
        for a in these {
            let day = MONDAY - (40 + 7 * (i64::from(a) % days)) * DAY;
            self.log.created[a as usize] = day + self.r.random_range(0..minutes * HOUR / 60);
        }
    }

    /// Shapes of names: of most one of twelve, popular ones more, of `alike` all one that few others have.
    pub fn names(&mut self, alike: Range<u32>) {
        self.log.pattern = (0..self.log.accounts)
            .map(|a| {
                let share: f64 = self.r.random();
                let chosen = (share * share * 12.0) as u32;
                match a {
                    a if alike.contains(&a) => 11,
                    a if a % 10 == 9 => NO_PATTERN,
                    _ => chosen,
                }
            })
            .collect();
    }

    /// A number below `n`.
    pub fn below(&mut self, n: u32) -> u32 {
        self.r.next_u32() % n
    }
}
