//! Explain and peel: a finding's marks leave the log before a coarser scale is looked at. Each mark is
//! explained at most once, so a page's marks add up and the work shrinks.

use crate::activity::Activity;
use crate::among::Accounts;
use crate::cells::{Cells, Cut};
use crate::communities::{self, Objective};
use crate::edges::{self, Edge, Standing};
use crate::index::Index;
use crate::membership::{self, Candidate};
use crate::null_when::Meetings;
use claque_chance::tails::CriticalTable;
use claque_marks::{Columns, Seed, Watch, parameters::SearchParameters};
use rayon::prelude::*;

/// A community of cells, its members and the marks that they explain.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Length of window in hours at which it was seen; 0 without times.
    pub hours: u32,
    /// Its members, rising.
    pub members: Vec<u32>,
    /// Marks by members in its cells, rising.
    pub marks: Vec<u32>,
    /// Log-likelihood ratio of its overlaps, in nats.
    pub gain: f64,
}

/// Everything that a search looks at.
pub struct Ground<'a> {
    /// The log.
    pub columns: &'a Columns,
    /// Its indexes.
    pub index: &'a Index,
    /// Its activity.
    pub activity: &'a Activity,
    /// Thresholds.
    pub p: &'a SearchParameters,
    /// Seed of the cuts.
    pub seed: Seed,
    /// Who wants to know how far the search is.
    pub watch: &'a dyn Watch,
}

/// All findings, from fine to coarse, and the scales used and skipped.
pub fn find(ground: &Ground) -> (Vec<Finding>, Vec<u32>, Vec<u32>) {
    search_windows(ground, None)
}

/// The same. `most`: where *when* alone is asked, the share of a page's marks above which a window is not looked at,
/// nor the whole log as one window. METHOD: what such windows share rests on *what*, and a log whose pages keep their
/// accounts holds it still.
pub fn search_windows(ground: &Ground, most: Option<f64>) -> (Vec<Finding>, Vec<u32>, Vec<u32>) {
    let p = ground.p;
    let (grids, skipped) = Cut::all(ground.columns, &p.scales, p.span_share);
    let cuts: Vec<Cut> = grids.concat();
    let critical = CriticalTable::new(p.soft.ln());
    let mut alive = vec![true; ground.columns.marks()];
    let mut found = Vec::new();
    let mut meetings = Meetings::default();
    for (done, cut) in cuts.iter().enumerate() {
        ground.watch.progress("searching", done, cuts.len());
        let mut seen = None;
        let mut timed = most.map(|most| with_other_times(ground, &alive, cut, most));
        for _ in 0..p.peel_rounds {
            let looked_at = timed.as_ref().unwrap_or(&alive);
            let mut view = look(ground, looked_at, cut, &critical, seen, &mut meetings);
            let new = findings(ground, &mut view, cut);
            seen = Some(view);
            if new.is_empty() {
                break;
            }
            for &m in new.iter().flat_map(|f| &f.marks) {
                alive[m as usize] = false;
                timed.iter_mut().for_each(|h| h[m as usize] = false);
            }
            found.extend(new);
        }
    }
    found.extend(crate::faint::find(ground, &mut alive, &cuts, &mut meetings));
    let coarsest = cuts.last().map_or(0, |c| c.hours);
    if most.is_none() {
        found.extend(crate::whole::find(ground, &alive, coarsest));
    }
    ground.watch.progress("searching", cuts.len(), cuts.len());
    let used = if ground.columns.has_times() { grids.iter().map(|g| g[0].hours).collect() } else { vec![] };
    (found, used, skipped)
}

/// By mark: whether it is unexplained and in a window that holds at most this share of its page's marks.
fn with_other_times(ground: &Ground, alive: &[bool], cut: &Cut, most: f64) -> Vec<bool> {
    let Ground { columns, index, .. } = *ground;
    let mut out = alive.to_vec();
    for t in 0..columns.targets() {
        let marks = columns.target_start[t]..columns.target_start[t + 1];
        cut.runs(&index.time[marks.clone()], |_, run| {
            let here = marks.start + run.start..marks.start + run.end;
            let unexplained = alive[here.clone()].iter().filter(|a| **a).count();
            if unexplained as f64 > most * marks.len() as f64 {
                out[here].fill(false);
            }
        });
    }
    out
}

/// Findings of one cut on what is not yet explained. Communities of one cut share no cell, so no mark is
/// explained twice.
pub fn search_cut(
    ground: &Ground,
    alive: &[bool],
    cut: &Cut,
    critical: &CriticalTable,
    meetings: &mut Meetings,
) -> Vec<Finding> {
    findings(ground, &mut look(ground, alive, cut, critical, None, meetings), cut)
}

/// What one look at a cut sees: its cells, and the pairs of them that taste is asked about.
#[derive(Debug)]
pub struct View {
    /// Its cells.
    pub cells: Cells,
    /// The pairs, by cells.
    pub standing: Vec<Standing>,
}

/// Looks at a cut. After an earlier look at the same cut, since which marks were only taken away, pairs of
/// cells that lost none are as they were.
pub fn look(
    ground: &Ground,
    alive: &[bool],
    cut: &Cut,
    critical: &CriticalTable,
    seen: Option<View>,
    meetings: &mut Meetings,
) -> View {
    ground.watch.begins("cells");
    let Ground { columns, index, p, .. } = *ground;
    let Some(seen) = seen else {
        let cells = Cells::cut(columns, index, alive, cut, p.min_cell);
        let standing = edges::standing(ground, &cells, cut, critical, None, meetings);
        return View { cells, standing };
    };
    let mut cells = seen.cells.without_explained(columns, alive, p.min_cell);
    let mut now = vec![None; seen.cells.len()];
    let mut fresh = vec![true; cells.len()];
    let mut old = 0;
    for (new, fresh) in fresh.iter_mut().enumerate() {
        let key = |c: &Cells, i: usize| (c.target[i], c.window[i]);
        while key(&seen.cells, old) != key(&cells, new) {
            old += 1;
        }
        if seen.cells.size(old as u32) == cells.size(new as u32) {
            now[old] = Some(new as u32);
            *fresh = false;
        }
    }
    let of_fresh = (0..cells.len() as u32).filter(|&c| fresh[c as usize]);
    let asked = Accounts::of(columns.accounts, of_fresh.flat_map(|c| cells.accounts_of(c)).copied());
    cells.list(columns.accounts, &asked);
    let mut standing = edges::standing(ground, &cells, cut, critical, Some(&fresh), meetings);
    standing.extend(seen.standing.iter().filter_map(|s| s.renumbered(|c| now[c as usize])));
    standing.par_sort_unstable_by_key(Standing::cells);
    View { cells, standing }
}

/// The findings of a look.
fn findings(ground: &Ground, view: &mut View, cut: &Cut) -> Vec<Finding> {
    let View { cells, standing } = view;
    let edges = edges::find(ground, cells, cut, standing);
    ground.watch.begins("communities");
    let weighted: Vec<(u32, u32, f64)> = edges.iter().map(|e| (e.i, e.j, edge_weight(e))).collect();
    let communities =
        communities::cut(&weighted, Objective::Modularity, ground.seed.number_for("communities of cells"));
    ground.watch.begins("membership");
    let mut of_cell = vec![u32::MAX; cells.len()];
    for (c, community) in communities.iter().enumerate() {
        for &cell in community {
            of_cell[cell as usize] = c as u32;
        }
    }
    let mut gain = vec![0f64; communities.len()];
    for e in &edges {
        if of_cell[e.i as usize] == of_cell[e.j as usize] {
            gain[of_cell[e.i as usize] as usize] += e.gain;
        }
    }
    communities
        .par_iter()
        .zip(gain)
        .with_max_len(1)
        .filter_map(|(community, gain)| explain(ground, cells, community, cut.hours, gain))
        .collect()
}

/// Weight of an edge in the cut: x ln(x/E).
fn edge_weight(e: &Edge) -> f64 {
    e.weight * (e.weight / e.expected).max(1.0001).ln()
}

/// The members of a community and the marks that they explain, if they are enough for a crew.
fn explain(ground: &Ground, cells: &Cells, community: &[u32], hours: u32, gain: f64) -> Option<Finding> {
    let Ground { columns, index, activity, p, .. } = *ground;
    let page = |cell: u32| index.page[cells.target[cell as usize] as usize];
    let mut pages: Vec<u32> = community.iter().map(|&c| page(c)).collect();
    pages.sort_unstable();
    pages.dedup();
    if pages.len() < 2 {
        return None;
    }
    let mut met: Vec<(u32, u32, u32)> = community
        .iter()
        .flat_map(|&c| {
            let at = pages.binary_search(&page(c)).expect("every page was listed") as u32;
            cells.marks_of(c).iter().map(move |&m| (columns.account[m as usize].0, at, m))
        })
        .collect();
    met.sort_unstable();
    let candidates: Vec<Candidate> = met
        .chunk_by(|a, b| a.0 == b.0)
        .map(|run| {
            let mut on: Vec<u32> = run.iter().map(|r| r.1).collect();
            on.dedup();
            let elsewhere = (activity.given[run[0].0 as usize] - on.len() as f64).max(0.5);
            Candidate { account: run[0].0, elsewhere, pages: on }
        })
        .collect();
    let z = membership::of_community(&candidates, pages.len(), columns.accounts, columns.marks());
    let members: Vec<u32> =
        candidates.iter().zip(&z).filter(|(_, z)| **z > 0.5).map(|(c, _)| c.account).collect();
    if members.len() < p.min_crew as usize {
        return None;
    }
    let mut marks: Vec<u32> =
        met.iter().filter(|r| members.binary_search(&r.0).is_ok()).map(|r| r.2).collect();
    marks.sort_unstable();
    (marks.len() >= 2 * p.min_crew as usize).then_some(Finding { hours, members, marks, gain })
}
