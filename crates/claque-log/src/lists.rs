//! The lists of all workers become one.

use crate::event::Event;
use crate::ingest::Ingest;
use crate::intern::{self, Interner};
use crate::worker::Worker;

/// Names of all workers in sorted lists, and where each worker's names stand there.
pub(crate) struct Lists {
    pub accounts: Vec<String>,
    pub pages: Vec<String>,
    pub verbs: Vec<String>,
    pub owners: Vec<String>,
    pub countries: Vec<String>,
    pub places: Vec<Places>,
}

/// By a worker's number of a name its place in the sorted list, `u32::MAX` where no row of the log has it.
pub(crate) struct Places {
    pub account: Vec<u32>,
    pub page: Vec<u32>,
    pub verb: Vec<u32>,
    pub owner: Vec<u32>,
    pub country: Vec<u32>,
}

impl Lists {
    /// The workers' lists are taken out of them.
    pub fn of(ingest: &mut Ingest<'_>) -> Self {
        // A name that only rejected rows hold is no name of the log.
        let dropped = ingest.dropped;
        let workers = &mut ingest.workers;
        let mut of = |names: for<'w> fn(&'w mut Worker<'_>) -> &'w mut Interner| -> Vec<Interner> {
            workers.iter_mut().map(|w| std::mem::take(names(w))).collect()
        };
        let (accounts, pages) = (of(|w| &mut w.accounts), of(|w| &mut w.pages));
        let (verbs, owners, countries) =
            (of(|w| &mut w.verbs), of(|w| &mut w.owners), of(|w| &mut w.countries));
        let used = |names: &[Interner], of: fn(&Event) -> u32| {
            let mut used: Vec<Vec<bool>> = names.iter().map(|n| vec![!dropped; n.len()]).collect();
            if dropped {
                for (worker, used) in workers.iter().zip(&mut used) {
                    worker.dated.iter().for_each(|e| used[of(e) as usize] = true);
                }
            }
            used
        };
        let (of_accounts, of_pages) = (used(&accounts, |e| e.account), used(&pages, |e| e.page));
        let of_verbs = used(&verbs, |e| e.verb().into());
        let merged = |names, used: &[Vec<bool>]| {
            intern::merged(names, dropped.then_some(&|w: usize, n: u32| used[w][n as usize]))
        };
        let ((accounts, account), others) = rayon::join(
            || merged(accounts, &of_accounts),
            || {
                let (owners, countries) = (intern::merged(owners, None), intern::merged(countries, None));
                (merged(pages, &of_pages), merged(verbs, &of_verbs), owners, countries)
            },
        );
        let ((pages, page), (verbs, verb), (owners, owner), (countries, country)) = others;
        let of_workers = account.into_iter().zip(page).zip(verb).zip(owner).zip(country);
        let places = of_workers
            .map(|((((account, page), verb), owner), country)| Places { account, page, verb, owner, country })
            .collect();
        Self { accounts, pages, verbs, owners, countries, places }
    }
}

/// How many different values columns hold that are not kept as names of the log.
pub(crate) struct Counts {
    pub words: usize,
    pub owners: usize,
    pub countries: usize,
}

impl Counts {
    pub fn of(ingest: &mut Ingest<'_>) -> Self {
        let words = ingest.workers.iter_mut().map(|w| std::mem::take(&mut w.actions.words)).collect();
        Self { words: intern::merged(words, None).0.len(), owners: 0, countries: 0 }
    }
}

/// By row, from 1: the place of its country and one more, or 0. Empty where no row has one.
pub(crate) fn row_countries(ingest: &mut Ingest<'_>, places: &[Places]) -> Vec<u32> {
    let mut out = Vec::new();
    let of_workers: Vec<_> = ingest.workers.iter_mut().map(|w| std::mem::take(&mut w.country_of)).collect();
    for (of_worker, place) in of_workers.into_iter().zip(places) {
        for (code, country) in of_worker {
            if out.is_empty() {
                out.resize(ingest.ledger.lines_in as usize, 0);
            }
            out[ingest.row(code) as usize - 1] = place.country[country as usize] + 1;
        }
    }
    out
}
