//! What is true of a world: every mark counted once, and whose it is.

use crate::world::{Mark, Role, World};

/// A world folded to what a log shows and what is true of it. Accounts and pages are those that the log names,
/// in order of their ids; ids carry nothing.
pub struct Truth {
    /// Accounts of the log: their numbers in the world.
    pub accounts: Vec<u32>,
    /// Pages of the log: their numbers in the world.
    pub pages: Vec<u32>,
    /// Everything that was given, once: the first mark of each account on each page, in order of time.
    pub given: Vec<Mark>,
    /// Everything that was taken back, in order of time.
    pub withdrawn: Vec<Mark>,
    /// Jobs, by crew and page.
    pub jobs: Vec<Job>,
    /// Marks by page (by its number in the world) and role.
    pub counts: Vec<Counts>,
    /// Ids by number, unique.
    pub ids: Ids,
}

/// What a crew did on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// By number.
    pub crew: u16,
    /// By number.
    pub page: u32,
    /// First mark, seconds from the start of the log.
    pub start: u32,
    /// Last mark.
    pub end: u32,
    /// Accounts.
    pub accounts: u32,
}

/// Marks that a page was given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All.
    pub likes: u32,
    /// By people for themselves; what hides a crew's jobs counts here.
    pub authentic: u32,
    /// In jobs of hired crews.
    pub hired: u32,
    /// In jobs of directed crews.
    pub directed: u32,
    /// In jobs of crews that were made together.
    pub fabricated: u32,
}

/// Ids as text, by number.
pub struct Ids {
    /// `u…`
    pub accounts: Vec<String>,
    /// `p…`
    pub pages: Vec<String>,
    /// `o…`
    pub owners: Vec<String>,
}

impl Truth {
    /// Folds a world.
    pub fn of(world: &World) -> Self {
        let ids = Ids {
            accounts: unique("u", &world.people.id),
            pages: unique("p", &world.pages.id),
            owners: unique("o", &world.pages.owners),
        };
        let given = first_of_each(&world.marks, &ids);
        let withdrawn = first_of_each(&world.withdrawn, &ids);
        let mut counts = vec![Counts::default(); world.pages.len()];
        for mark in &given {
            let page = &mut counts[mark.page as usize];
            page.likes += 1;
            match world.crews[usize::from(mark.crew)].role {
                Role::Organic => page.authentic += 1,
                Role::Hired => page.hired += 1,
                Role::Directed => page.directed += 1,
                Role::Fabricated => page.fabricated += 1,
            }
        }
        let seen = |number: fn(&Mark) -> u32, ids: &[String]| {
            let mut seen: Vec<u32> = given.iter().chain(&withdrawn).map(number).collect();
            seen.sort_unstable();
            seen.dedup();
            seen.sort_by(|&a, &b| ids[a as usize].cmp(&ids[b as usize]));
            seen
        };
        Self {
            accounts: seen(|m| m.account, &ids.accounts),
            pages: seen(|m| m.page, &ids.pages),
            jobs: jobs(&given, &ids),
            given,
            withdrawn,
            counts,
            ids,
        }
    }
}

/// The first mark of each account on each page, in order of time, then of ids: the order tells nothing.
fn first_of_each(marks: &[Mark], ids: &Ids) -> Vec<Mark> {
    let mut first = marks.to_vec();
    // At the same second one's own mark comes before a job: crew 0 is the smallest.
    first.sort_unstable_by_key(|m| (m.account, m.page, m.time, m.crew));
    first.dedup_by_key(|m| (m.account, m.page));
    first.sort_unstable_by(|a, b| {
        let id = |m: &Mark| (&ids.accounts[m.account as usize], &ids.pages[m.page as usize]);
        a.time.cmp(&b.time).then_with(|| id(a).cmp(&id(b)))
    });
    first
}

/// What each crew did on each page.
fn jobs(given: &[Mark], ids: &Ids) -> Vec<Job> {
    let mut marks: Vec<&Mark> = given.iter().filter(|m| m.crew > 0).collect();
    marks.sort_by(|a, b| {
        let by_page = || ids.pages[a.page as usize].cmp(&ids.pages[b.page as usize]);
        a.crew.cmp(&b.crew).then_with(by_page).then(a.time.cmp(&b.time))
    });
    let job = |of: &[&Mark]| Job {
        crew: of[0].crew,
        page: of[0].page,
        start: of[0].time,
        end: of[of.len() - 1].time,
        accounts: of.len() as u32,
    };
    marks.chunk_by(|a, b| a.crew == b.crew && a.page == b.page).map(job).collect()
}

/// Ten hexadecimal digits of random numbers. Where two meet (one world in a thousand), the later takes the next
/// that is free.
fn unique(letter: &str, numbers: &[u64]) -> Vec<String> {
    let mut taken = std::collections::HashSet::with_capacity(numbers.len());
    numbers
        .iter()
        .map(|n| {
            let mut id = n >> 24;
            while !taken.insert(id) {
                id = (id + 1) & 0xff_ffff_ffff;
            }
            format!("{letter}{id:010x}")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::Recipe;

    /// Every family with crews of every role, and crowds.
    fn worlds() -> Vec<World> {
        ["long", "posts"]
            .iter()
            .map(|family| {
                let text = format!(
                    "about = \"x\"\nfamily = \"{family}\"\nseed = 1\ndays = 60\npeople = 1500\npages = 1200\n{}",
                    ["burst", "bulk", "directed", "workers", "viral", "fan_club"]
                        .map(|b| format!("[[behaviour]]\nis = \"{b}\"\n"))
                        .concat()
                );
                Recipe::read("x", &text).unwrap().make(5)
            })
            .collect()
    }

    #[test]
    fn truth_adds_up_on_every_page() {
        for world in worlds() {
            let truth = Truth::of(&world);
            let (mut likes, mut by_role) = (0, [0; 4]);
            for c in &truth.counts {
                assert_eq!(c.authentic + c.hired + c.directed + c.fabricated, c.likes);
                likes += c.likes as usize;
                for (sum, n) in by_role.iter_mut().zip([c.authentic, c.hired, c.directed, c.fabricated]) {
                    *sum += n;
                }
            }
            assert_eq!(likes, truth.given.len());
            assert!(by_role.iter().all(|&n| n > 100), "{by_role:?}");
            // The jobs hold exactly the marks that are not authentic.
            let in_jobs: u32 = truth.jobs.iter().map(|j| j.accounts).sum();
            assert_eq!(in_jobs, by_role[1..].iter().sum::<u32>());
            assert!(truth.jobs.iter().all(|j| j.start <= j.end));
        }
    }

    #[test]
    fn every_mark_counts_once_and_lies_in_the_log() {
        for world in worlds() {
            let truth = Truth::of(&world);
            let mut keys: Vec<_> = truth.given.iter().map(|m| (m.account, m.page)).collect();
            keys.sort_unstable();
            let all = keys.len();
            keys.dedup();
            assert_eq!(keys.len(), all);
            for m in &truth.given {
                let launch = world.pages.launch[m.page as usize];
                assert!(f64::from(m.time) < world.span && f64::from(m.time) + 1.0 > launch);
            }
            assert!(truth.given.windows(2).all(|w| w[0].time <= w[1].time));
            // The first of all marks of a key is the one that stands.
            let mut plain = std::collections::HashMap::new();
            for m in &world.marks {
                let t = plain.entry((m.account, m.page)).or_insert(m.time);
                *t = m.time.min(*t);
            }
            assert_eq!(plain.len(), all);
            assert!(truth.given.iter().all(|m| plain[&(m.account, m.page)] == m.time));
        }
    }

    #[test]
    fn ids_are_unique_and_carry_no_role() {
        assert_eq!(
            unique("u", &[5 << 24, 5 << 24, u64::MAX, u64::MAX]).join(" "),
            "u0000000005 u0000000006 uffffffffff u0000000000"
        );
        let world = &worlds()[0];
        let truth = Truth::of(world);
        // Sorted by id, the members of crews are spread evenly: each quarter of the list holds its part.
        let is_member = |a: &&u32| world.people.crew[**a as usize] > 0;
        let members = truth.accounts.iter().filter(is_member).count();
        for quarter in truth.accounts.chunks(truth.accounts.len().div_ceil(4)) {
            let here = quarter.iter().filter(is_member).count();
            assert!((here as f64 / (members as f64 / 4.0) - 1.0).abs() < 0.15, "{here} of {members}");
        }
    }
}
