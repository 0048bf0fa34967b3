//! Join: findings with the same accounts, or with the same pages in the same time, are one crew.
//!
//! METHOD: pieces of one order come in its time, so that the median mark of either lies within the other, without its
//! outermost fiftieths. A crew of one topic and the people whom a recommender shows that topic have their pages in
//! common, and not their times.

use crate::by_chance::ByChance;
use crate::communities::{self, Objective};
use crate::csr::Lists;
use crate::index::Index;
use crate::order::quantile;
use crate::peel::{Finding, Ground};
use claque_chance::tails::ln_scaled_tail;
use claque_marks::Micros;
use claque_marks::parameters::SearchParameters;
use rayon::prelude::*;
use std::sync::OnceLock;

/// Findings that belong together, with the stretches in which their members marked each target.
#[derive(Clone, Debug, PartialEq)]
pub struct Joined {
    /// The findings, by their places among those that were joined, rising.
    pub from: Vec<u32>,
    /// Marks of all its findings, rising, each once.
    pub marks: Vec<u32>,
    /// Stretches by (target, start), apart from each other within a target.
    pub stretches: Vec<Stretch>,
    /// Hours of window at which it was seen, rising.
    pub scales: Vec<u32>,
    /// Log-likelihood ratio of its overlaps, in nats.
    pub gain: f64,
}

/// A stretch of time of one target, ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    /// The target.
    pub target: u32,
    /// First instant.
    pub from: Micros,
    /// Last instant.
    pub to: Micros,
}

/// Joins findings. Findings come from [`crate::peel`] or are completed crews.
pub fn join(ground: &Ground, found: &[Finding]) -> Vec<Joined> {
    let Ground { columns, activity, index, p, seed, .. } = *ground;
    let n = found.len();
    // By accounts: more in common than chance gives, and more than half of the smaller.
    let by_chance = ByChance::of(activity);
    let size = |f: u32| found[f as usize].members.len() as f64;
    let joins: Vec<OnceLock<Vec<f64>>> = vec![OnceLock::new(); n];
    let joins = |f: u32| joins[f as usize].get_or_init(|| by_chance.joins(size(f)));
    let by_accounts = |&(i, j, shared): &(u32, u32, f64)| {
        let (a, b) = (size(i), size(j));
        let beyond_chance = || {
            let expected = by_chance.shared(joins(i), joins(j));
            ln_scaled_tail(shared, expected, expected) < p.join_tail.ln()
        };
        (shared > p.join_share * a.min(b) && beyond_chance()).then(|| (i, j, shared / (a + b - shared)))
    };
    let of_accounts = shared(n, columns.accounts, |f| &found[f].members);
    let mut edges: Vec<(u32, u32, f64)> = of_accounts.par_iter().filter_map(by_accounts).collect();
    // By pages that were served by more than a few.
    let pages: Vec<Vec<u32>> =
        found.par_iter().map(|f| served(index, &f.marks, least_served(p, f.members.len()))).collect();
    let when: Vec<OnceLock<Vec<Times>>> = vec![OnceLock::new(); n];
    let when = |f: u32| {
        let f = f as usize;
        when[f].get_or_init(|| times(index, &found[f].marks, &pages[f]))
    };
    let by_pages = |&(i, j, shared): &(u32, u32, f64)| {
        let (a, b) = (pages[i as usize].len() as f64, pages[j as usize].len() as f64);
        let enough = |shared: f64| shared >= f64::from(p.join_pages) && shared > p.join_share * a.min(b);
        let together = || meet(when(i), when(j)) as f64;
        let shared = Some(shared).filter(|s| enough(*s)).map(|_| together()).filter(|s| enough(*s))?;
        Some((i, j, shared / (a + b - shared)))
    };
    edges.par_extend(shared(n, columns.pages(), |f| &pages[f]).par_iter().filter_map(by_pages));
    // Findings tied both ways keep the sum of both ties.
    edges.sort_unstable_by_key(|e| (e.0, e.1));
    let mut summed: Vec<(u32, u32, f64)> = Vec::with_capacity(edges.len());
    for e in edges {
        match summed.last_mut() {
            Some(l) if (l.0, l.1) == (e.0, e.1) => l.2 += e.2,
            _ => summed.push(e),
        }
    }
    let cut =
        communities::cut(&summed, Objective::Potts(p.join_resolution), seed.number_for("crews of findings"));
    let mut alone = vec![true; n];
    for f in cut.iter().flatten() {
        alone[*f as usize] = false;
    }
    let alone = (0..n as u32).filter(|&f| alone[f as usize]).map(|f| vec![f]);
    let mut groups: Vec<Vec<u32>> = cut.into_iter().chain(alone).collect();
    groups.sort_unstable_by_key(|g| g[0]);
    groups.par_iter().map(|g| gather(ground, found, &pages, g)).collect()
}

/// Pairs of lists that share items: (i, j, number shared), i < j, sorted.
fn shared<'a>(
    lists: usize,
    items: usize,
    list: impl Fn(usize) -> &'a Vec<u32> + Sync,
) -> Vec<(u32, u32, f64)> {
    let flat: Vec<(u32, u32)> =
        (0..lists).flat_map(|f| list(f).iter().map(move |&x| (x, f as u32))).collect();
    let of_item = Lists::group(items, flat.iter().map(|x| x.0));
    let with = |count: &mut Vec<u32>, i: usize| {
        let mut touched = Vec::new();
        for &x in list(i) {
            for &k in of_item.of(x) {
                let j = flat[k as usize].1 as usize;
                if j > i {
                    if count[j] == 0 {
                        touched.push(j);
                    }
                    count[j] += 1;
                }
            }
        }
        touched.sort_unstable();
        let shared = |j: usize| (i as u32, j as u32, f64::from(std::mem::take(&mut count[j])));
        touched.into_iter().map(shared).collect::<Vec<_>>()
    };
    (0..lists).into_par_iter().map_init(|| vec![0u32; lists], with).flatten_iter().collect()
}

/// Fewest marks of so many members on a page that they served together.
pub fn least_served(p: &SearchParameters, members: usize) -> f64 {
    (p.join_share_of_order * members as f64).max(5.0)
}

/// Pages that at least `least` of the marks lie on, rising.
fn served(index: &Index, marks: &[u32], least: f64) -> Vec<u32> {
    let mut pages: Vec<u32> = marks.iter().map(|&m| index.page[index.target[m as usize] as usize]).collect();
    pages.sort_unstable();
    pages.chunk_by(|a, b| a == b).filter(|run| run.len() as f64 >= least).map(|run| run[0]).collect()
}

/// A page of a finding, and when its marks were given: 0.02 quantile, median, 0.98 quantile.
type Times = (u32, [Micros; 3]);

/// When the marks of a finding were given, by page.
fn times(index: &Index, marks: &[u32], pages: &[u32]) -> Vec<Times> {
    let mut of: Vec<(u32, Micros)> = marks
        .iter()
        .map(|&m| (index.page[index.target[m as usize] as usize], index.time[m as usize]))
        .collect();
    of.sort_unstable();
    let on_page = of.chunk_by(|a, b| a.0 == b.0).filter(|run| pages.binary_search(&run[0].0).is_ok());
    let of_page = |run: &[(u32, Micros)]| {
        let times: Vec<f64> = run.iter().map(|x| x.1 as f64).collect();
        (run[0].0, trimmed(&times))
    };
    on_page.map(of_page).collect()
}

/// First, middle and last of rising times, without the outermost fiftieth on either side: a passer-by does not stretch an
/// order.
fn trimmed(times: &[f64]) -> [Micros; 3] {
    let [from, middle, to] = [0.02, 0.5, 0.98].map(|q| quantile(times, q));
    [from.floor() as Micros, middle as Micros, to.ceil() as Micros]
}

/// On how many pages two findings were in the same time.
fn meet(a: &[Times], b: &[Times]) -> usize {
    let within = |x: &[Micros; 3], y: &[Micros; 3]| y[0] <= x[1] && x[1] <= y[2];
    let of = |page: u32| b.binary_search_by_key(&page, |x| x.0).ok().map(|at| &b[at].1);
    a.iter().filter(|(page, x)| of(*page).is_some_and(|y| within(x, y) && within(y, x))).count()
}

/// One crew out of its findings; `pages`: by finding, those that it served.
fn gather(ground: &Ground, found: &[Finding], pages: &[Vec<u32>], group: &[u32]) -> Joined {
    let index = ground.index;
    let mut stretches = Vec::new();
    for &f in group {
        let (f, pages) = (&found[f as usize], &pages[f as usize]);
        // Marks rise, so those of one target are a run, by time.
        for run in f.marks.chunk_by(|a, b| index.target[*a as usize] == index.target[*b as usize]) {
            let target = index.target[run[0] as usize];
            if pages.binary_search(&index.page[target as usize]).is_err() {
                continue;
            }
            let times: Vec<f64> = run.iter().map(|&m| index.time[m as usize] as f64).collect();
            let [from, _, to] = trimmed(&times);
            stretches.push(Stretch { target, from, to });
        }
    }
    stretches.sort_unstable();
    let mut merged: Vec<Stretch> = Vec::with_capacity(stretches.len());
    for s in stretches {
        match merged.last_mut() {
            Some(l) if l.target == s.target && s.from <= l.to => l.to = l.to.max(s.to),
            _ => merged.push(s),
        }
    }
    let mut marks: Vec<u32> = group.iter().flat_map(|&f| found[f as usize].marks.iter().copied()).collect();
    marks.sort_unstable();
    marks.dedup();
    let mut scales: Vec<u32> = group.iter().map(|&f| found[f as usize].hours).collect();
    scales.sort_unstable();
    scales.dedup();
    let gain = group.iter().map(|&f| found[f as usize].gain).sum();
    Joined { from: group.to_vec(), marks, stretches: merged, scales, gain }
}
