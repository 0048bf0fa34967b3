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
use crate::peel::Ground;
use crate::timing::Membership;
use claque_chance::tails::ln_poisson_tail;
use claque_marks::window::HOUR;
use claque_marks::{Micros, NEVER, TargetId};
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

/// How many of a rising list lie within `reach` of an instant.
fn within<T>(list: &[T], at: Micros, reach: Micros, time: impl Fn(&T) -> Micros) -> usize {
    list.partition_point(|x| time(x) <= at.saturating_add(reach))
        - list.partition_point(|x| time(x) < at.saturating_sub(reach))
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

/// Crews of accounts made together that serve one owner each, among the marks that are `free`; by owner.
pub fn find(ground: &Ground, free: &[bool]) -> Vec<Completed> {
    if ground.columns.created.is_empty() || !ground.columns.owners_known {
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
    let mut posterior: Vec<(u32, f64)> =
        made.iter().map(|m| (m.account, (1.0 - m.expected / m.near).max(0.0))).collect();
    posterior.sort_unstable_by_key(|m| m.0);
    let place = |a: u32| posterior.binary_search_by_key(&a, |m| m.0).ok();
    let mut given: Vec<(u32, u32, u32)> = vec![];
    for &t in index.targets_of_owner.of(owner) {
        let marks = columns.marks_of(TargetId(t)).filter(|&m| free[m]);
        let by_made =
            |m: usize| place(columns.account[m].0).map(|at| (at as u32, index.page[t as usize], m as u32));
        given.extend(marks.filter_map(by_made));
    }
    given.sort_unstable();
    let regular = |run: &[(u32, u32, u32)]| {
        run.chunk_by(|a, b| a.1 == b.1).count() >= p.regular_pages as usize
            && posterior[run[0].0 as usize].1 > 0.5
    };
    let kept: Vec<&[(u32, u32, u32)]> =
        given.chunk_by(|a, b| a.0 == b.0).filter(|run| regular(run)).collect();
    if kept.len() < least {
        return None;
    }
    let (mut members, mut z): (Vec<u32>, Vec<f64>) = (vec![], vec![]);
    kept.iter().for_each(|run| {
        let (account, posterior) = posterior[run[0].0 as usize];
        members.push(account);
        z.push(posterior);
    });
    let jobs = jobs(ground, kept.concat().iter().map(|g| g.2).collect(), members.len());
    let mut membership = Membership { expected: vec![0.0; jobs.len()], ..Membership::default() };
    for (j, job) in jobs.iter().enumerate() {
        for &m in job {
            let at = members.binary_search(&columns.account[m as usize].0).expect("a member gave it");
            membership.marks.push(m);
            membership.job.push(j as u32);
            membership.own.push(z[at]);
            membership.expected[j] += 1.0 - z[at];
        }
    }
    // Who gave nothing on the pages that they served together is no member.
    let mut took = membership.marks.iter().map(|&m| columns.account[m as usize].0).collect::<Vec<u32>>();
    took.sort_unstable();
    let took = |a: u32| took.binary_search(&a).is_ok();
    (membership.accounts, membership.z) = members.into_iter().zip(z).filter(|m| took(m.0)).unzip();
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
