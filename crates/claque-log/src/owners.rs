//! Who stands behind a page: what rows say, counted.

use claque_marks::OwnerId;
use foldhash::fast::FixedState;
use hashbrown::HashMap;

/// Owners as rows name them. Nearly every page has one, so the first is kept flat and only others cost.
#[derive(Default)]
pub(crate) struct Votes {
    /// By page: its first owner and how many rows say so; no log has more rows than such a number holds.
    first: Vec<(u32, u32)>,
    others: HashMap<(u32, u32), u32, FixedState>,
}

/// No owner.
const NONE: u32 = u32::MAX;

impl Votes {
    #[inline]
    pub fn add(&mut self, page: u32, owner: u32) {
        match self.first.get_mut(page as usize) {
            Some((first, n)) if *first == owner => *n += 1,
            _ => self.vote(page, owner, 1),
        }
    }

    fn vote(&mut self, page: u32, owner: u32, votes: u32) {
        let at = page as usize;
        if self.first.len() <= at {
            self.first.resize(at + 1, (NONE, 0));
        }
        let (first, n) = &mut self.first[at];
        if *first == NONE {
            *first = owner;
        }
        match *first == owner {
            true => *n += votes,
            false => *self.others.entry((page, owner)).or_insert(0) += votes,
        }
    }

    /// Adds the votes of a worker, whose pages and owners have these places in the lists of all.
    pub fn add_all(&mut self, other: &Votes, pages: &[u32], owners: &[u32]) {
        let first = other.first.iter().enumerate().map(|(p, &(o, n))| ((p as u32, o), n));
        let first = first.filter(|v| v.0.1 != NONE);
        // The map is walked in any order: votes are only added up, and which owner is kept flat changes nothing.
        for ((page, owner), votes) in first.chain(other.others.iter().map(|(&k, &n)| (k, n))) {
            let (page, owner) = (pages[page as usize], owners[owner as usize]);
            if page != u32::MAX && owner != u32::MAX {
                self.vote(page, owner, votes);
            }
        }
    }

    /// By page: the owner named by most rows, of equals the first by name; and how many pages had several.
    pub fn decide(&self, names: &[String], pages: usize) -> (Vec<Option<u32>>, usize) {
        let mut best: Vec<Option<(u32, u32)>> =
            self.first.iter().map(|first| Some(*first).filter(|f| f.0 != NONE)).collect();
        best.resize(pages, None);
        let mut torn: Vec<u32> = Vec::new();
        let mut others: Vec<(u32, u32, u32)> = self.others.iter().map(|(&(p, o), &n)| (p, o, n)).collect();
        others.sort_unstable();
        for (page, owner, votes) in others {
            torn.push(page);
            if let Some((old, most)) = best[page as usize]
                && (votes > most || (votes == most && names[owner as usize] < names[old as usize]))
            {
                best[page as usize] = Some((owner, votes));
            }
        }
        torn.dedup();
        (best.into_iter().map(|b| b.map(|b| b.0)).collect(), torn.len())
    }
}

/// Numbers owners by sorted name. A page without an owner is its own, under its own name.
pub(crate) fn number(pages: &[String], given: &[Option<String>]) -> (Vec<OwnerId>, Vec<String>) {
    if given.iter().all(Option::is_none) {
        return ((0..pages.len()).map(OwnerId::from_index).collect(), pages.to_vec());
    }
    let of = |i: usize| given[i].as_deref().unwrap_or(&pages[i]);
    let mut order: Vec<usize> = (0..pages.len()).collect();
    order.sort_unstable_by(|&a, &b| of(a).as_bytes().cmp(of(b).as_bytes()));
    let mut names: Vec<String> = Vec::new();
    let mut owner = vec![OwnerId(0); pages.len()];
    for page in order {
        if names.last().is_none_or(|n| n != of(page)) {
            names.push(of(page).to_owned());
        }
        owner[page] = OwnerId::from_index(names.len() - 1);
    }
    (owner, names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_rows_win_and_ties_go_by_name() {
        let names = ["z".to_owned(), "a".to_owned()];
        let (z, a) = (0, 1);
        let mut votes = Votes::default();
        for (page, owner) in [(0, z), (0, a), (0, a), (1, z), (1, a), (3, z)] {
            votes.add(page, owner);
        }
        assert_eq!(votes.decide(&names, 5), (vec![Some(a), Some(a), None, Some(z), None], 2));
    }

    #[test]
    fn a_page_without_owner_is_its_own_and_one_name_is_one_owner() {
        let pages = ["a".to_owned(), "b".to_owned(), "c".to_owned()];
        let (owner, names) = number(&pages, &[Some("x".into()), None, Some("b".into())]);
        assert_eq!(names, ["b", "x"]);
        assert_eq!(owner, [OwnerId(1), OwnerId(0), OwnerId(0)]);
        let (own, same) = number(&pages, &[None, None, None]);
        assert_eq!((own, same), (vec![OwnerId(0), OwnerId(1), OwnerId(2)], pages.to_vec()));
    }
}
