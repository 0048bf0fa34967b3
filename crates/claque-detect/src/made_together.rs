//! Made together: regulars of one owner whose accounts were made in batches.
//!
//! Who serves one owner only shows in no pair of cells: what the same accounts gave his other pages is what his public
//! likes at other times. Such accounts differ from his followers in when they were made. Of the n accounts that marked
//! at least r pages of an owner, account a is *made together with others* if
//!
//! ```text
//! x_a = regulars made within h of it, itself not counted,      E_a = (n − 1) · share of all accounts made within h of it
//! P(X ≥ x_a) < p,  X ~ Poisson(E_a),  x_a ≥ s · regulars made within H of it           P(member) = 1 − E_a/x_a
//! ```
//!
//! METHOD: asked of marks that no doubted crew took. When somebody marked says nothing here, so members are those made
//! together and nobody else: followers who come in the same hours are left alone, and so are those who signed up at
//! an owner's call, which takes hours. Of what kind a crowd is that signed up within minutes, the evidence says.

use crate::complete::Completed;
use crate::join::{Stretch, least_served};
use crate::order::within;
use crate::peel::Ground;
use crate::timing::Membership;
use claque_chance::tails::ln_poisson_tail;
use claque_marks::window::HOUR;
use claque_marks::{Columns, Micros, NEVER, TargetId};
use rayon::prelude::*;

/// When all accounts of a log were made, rising.
struct Curve(Vec<Micros>);

impl Curve {
    fn of(created: &[Micros]) -> Self {
        let mut known: Vec<Micros> = created.iter().copied().filter(|c| *c != NEVER).collect();
        known.par_sort_unstable();
        Self(known)
    }

    /// Share of the others made within `reach` of one that was made at `at`.
    fn share(&self, at: Micros, reach: Micros) -> f64 {
        (within(&self.0, at, reach, |c| *c) - 1) as f64 / (self.0.len() - 1).max(1) as f64
    }
}

/// One of an owner's regulars who was made together with others.
struct Made {
    account: u32,
    created: Micros,
    /// x.
    near: f64,
    /// E.
    expected: f64,
}

/// Whether a log says when accounts were made and whose pages are.
pub fn can_tell(columns: &Columns) -> bool {
    !columns.created.is_empty() && columns.owners_known
}

/// Crews of accounts made together that serve one owner each, among the marks that are `free`; by owner.
pub fn find(ground: &Ground, free: &[bool]) -> Vec<Completed> {
    if !can_tell(ground.columns) {
        return vec![];
    }
    let curve = Curve::of(&ground.columns.created);
    let of_owner = |o: u32| crew(ground, free, o, &made_together(ground, &curve, o));
    (0..ground.columns.owners as u32).into_par_iter().filter_map(of_owner).collect()
}

/// Those of an owner's regulars who were made together, by when.
fn made_together(ground: &Ground, curve: &Curve, owner: u32) -> Vec<Made> {
    let Ground { columns, index, p, .. } = *ground;
    let (accounts, counts) = index.accounts_of_owner(owner);
    let mut regulars: Vec<(Micros, u32)> = accounts
        .iter()
        .zip(counts)
        .filter(|(_, n)| **n >= p.regular_pages)
        .map(|(&a, _)| (columns.created[a as usize], a))
        .filter(|r| r.0 != NEVER)
        .collect();
    if regulars.len() < p.min_crew as usize {
        return vec![];
    }
    regulars.sort_unstable();
    let reach = (p.batch_reach * HOUR as f64) as Micros;
    let others = (regulars.len() - 1) as f64;
    let apart = (p.batch_apart * HOUR as f64) as Micros;
    let near = |at: Micros, reach: Micros| (within(&regulars, at, reach, |r| r.0) - 1) as f64;
    let of = |&(created, account): &(Micros, u32)| Made {
        account,
        created,
        near: near(created, reach),
        expected: others * curve.share(created, reach),
    };
    let in_batch = |m: &Made| {
        m.near >= p.batch_share * near(m.created, apart)
            && ln_poisson_tail(m.near, m.expected) < p.batch_tail.ln()
    };
    regulars.iter().map(of).filter(in_batch).collect()
}

/// Their crew, if enough of them gave the owner enough that is free.
fn crew(ground: &Ground, free: &[bool], owner: u32, made: &[Made]) -> Option<Completed> {
    let Ground { columns, index, p, .. } = *ground;
    let least = p.min_crew as usize;
    if made.len() < least {
        return None;
    }
    let mut likely: Vec<(u32, f64)> =
        made.iter().map(|m| (m.account, 1.0 - m.expected / m.near)).filter(|m| m.1 > 0.5).collect();
    likely.sort_unstable_by_key(|m| m.0);
    let posterior = |a: u32| likely.binary_search_by_key(&a, |m| m.0).ok().map(|at| likely[at].1);
    // (account, page, mark)
    let mut given: Vec<(u32, u32, u32)> = vec![];
    for &t in index.targets_of_owner.of(owner) {
        let page = index.page[t as usize];
        let marks = columns.marks_of(TargetId(t)).filter(|&m| free[m]);
        let of_account = marks.map(|m| (columns.account[m].0, page, m as u32));
        given.extend(of_account.filter(|g| posterior(g.0).is_some()));
    }
    given.sort_unstable();
    let pages = |of_account: &[(u32, u32, u32)]| of_account.chunk_by(|a, b| a.1 == b.1).count();
    let regular = given.chunk_by(|a, b| a.0 == b.0).filter(|g| pages(g) >= p.regular_pages as usize);
    let regular: Vec<_> = regular.collect();
    if regular.len() < least {
        return None;
    }
    let jobs = jobs(ground, regular.concat().iter().map(|g| g.2).collect(), regular.len());
    let mut membership = Membership { expected: vec![0.0; jobs.len()], ..Membership::default() };
    for (j, job) in jobs.iter().enumerate() {
        for &m in job {
            let account = columns.account[m as usize].0;
            let own = posterior(account).expect("a likely member gave it");
            membership.accounts.push(account);
            membership.marks.push(m);
            membership.job.push(j as u32);
            membership.own.push(own);
            membership.expected[j] += 1.0 - own;
        }
    }
    // Who gave nothing on the pages that they served together is no member.
    membership.accounts.sort_unstable();
    membership.accounts.dedup();
    membership.z = membership.accounts.iter().filter_map(|&a| posterior(a)).collect();
    (jobs.len() >= 2 && membership.accounts.len() >= least).then(|| Completed {
        stretches: jobs.iter().map(|job| stretch(ground, job)).collect(),
        membership,
        // It was seen in no window.
        scales: vec![],
        gain: gain(made, p.batch_reach),
    })
}

/// Members' marks by target, on pages that enough of them marked.
fn jobs(ground: &Ground, mut marks: Vec<u32>, members: usize) -> Vec<Vec<u32>> {
    let Ground { index, p, .. } = *ground;
    let page = |m: u32| index.page[index.target[m as usize] as usize];
    // Marks rise by target, and targets by page.
    marks.sort_unstable();
    let least = least_served(p, members);
    let served = marks.chunk_by(|a, b| page(*a) == page(*b)).filter(|on| on.len() as f64 >= least);
    served
        .flat_map(|on| on.chunk_by(|a, b| index.target[*a as usize] == index.target[*b as usize]))
        .map(<[u32]>::to_vec)
        .collect()
}

/// From the first to the last of a job's marks, which rise by time.
fn stretch(ground: &Ground, job: &[u32]) -> Stretch {
    let (first, last) = (job[0] as usize, job[job.len() - 1] as usize);
    let Ground { index, .. } = *ground;
    Stretch { target: index.target[first], from: index.time[first], to: index.time[last] }
}

/// Σ over batches −ln P(X ≥ x) of the account with the most others near it: batches lie more than h apart.
fn gain(made: &[Made], reach: f64) -> f64 {
    let apart = (reach * HOUR as f64) as Micros;
    let most =
        |batch: &[Made]| batch.iter().map(|m| -ln_poisson_tail(m.near, m.expected)).fold(0.0, f64::max);
    made.chunk_by(|a, b| b.created - a.created <= apart).map(most).sum()
}
