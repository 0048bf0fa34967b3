//! Coherence: how strongly accounts *outside* every crew share the crew's owners, against chance.
//!
//! For each owner o of the crew, over marks outside every job by accounts outside the crew,
//!
//! ```text
//! G_o = Σ_a n_ao Σ_{o′≠o} w_o′ n_ao′,   E_o = Σ_{o′≠o} n_o w_o′ n_o′ f,   f = Σ d²/(Σ d)²
//! C_o = (G_o + C̄) / (E_o + 1),   C̄ = (Σ G_o + 1) / (Σ E_o + 1)
//! ```
//!
//! and the median over owners, each weighing w_o: an owner whom outsiders hardly know is taken for what the others
//! are together. Its standard error, with k_a the weight of pairs of marks that outsider a gave to two owners:
//!
//! ```text
//! ε = √(Σ k_a² + 1) / (max(ΣG, ΣE) + 1)
//! ```
//!
//! 1 = the pages have nothing to do with each other. Activity is not capped here: f is then just what a random pair
//! of the log's owners has, so that 1 means the same in every log.
//!
//! METHOD: it is taken twice, and the greater counts. Once every owner weighs 1. Once w_o counts meetings: a member
//! that marked g of the crew's pages in one day met it once, and each of the g counts 1/g; w_o is the sum over members
//! and days, scaled to mean 1. What recurs must itself be unrelated: otherwise one long list of unrelated pages that
//! some people of one taste took in a single click would speak for all their other meetings.
//!
//! METHOD: of a crew that serves one owner it is not asked. His pages are related, whoever else's few pages his fans met
//! on by the way.
//!
//! METHOD: who come back to those owners at other times are their public, and outsiders are those whom the crowd left over: that they do
//! not share the owners says little. So a number that is not high is the less certain the more surely members return, with R the
//! degree in which returning is high ([`super::returning`]):
//!
//! ```text
//! ε² + (returners R)²        where C < θ
//! ```
//!
//! METHOD: nor of most accounts of the log: outside them there is no public.
//!
//! METHOD: where owners are not known and pages live for days, only a clearly high number is an answer: one that speaks
//! more against hired hands than no answer at all. Whoever comes by such a page is gone before its author's next; those
//! who like both are his followers, and a crew of followers has hardly any outside it to ask.

use super::batches::serves_one_owner;
use super::{Evidence, Measured, Scene, View, degree, returning};
use crate::crew::Kind;
use crate::order::{median, weighted_median};
use claque_marks::Micros;
use claque_marks::parameters::{KindParameters, PieceParameters};
use claque_marks::window::{DAY, HOUR};

/// See the file's head.
pub struct Coherence;

/// Coherence of a crew; untested where outsiders are too few.
pub fn of<'v>(scene: &Scene, view: &'v View) -> &'v Measured {
    view.coherence.get_or_init(|| measured(scene, view))
}

fn measured(scene: &Scene, view: &View) -> Measured {
    let n = view.owners.len();
    let few = n < scene.p.coherence_owners as usize;
    if few || serves_one_owner(scene, view) || view.is_the_public(scene) {
        return Measured::untested();
    }
    let values = vec![("owners", n as f64), ("outsiders", view.outside.accounts.len() as f64)];
    let both = [vec![1.0; n], meetings(scene, view)].map(|weight| weighing(scene, view, &weight));
    let against =
        |value: f64, noise: f64| super::bits(value, noise, &scene.p.coherence)[Kind::Hired as usize];
    let silent = |value: f64, noise: f64| {
        !scene.ground.columns.owners_known
            && against(value, noise) > scene.p.untested_share.log2()
            && lives_briefly(scene, view)
    };
    match both.into_iter().flatten().max_by(|a, b| a.0.total_cmp(&b.0)) {
        Some((value, noise)) if silent(value, noise) => Measured { values, ..Measured::untested() },
        Some((value, noise)) => {
            let left_over = value < scene.p.coherence.threshold;
            let noise = if left_over { noise.hypot(left_by_returners(scene, view)) } else { noise };
            Measured { value: Some(value), expected: Some(1.0), noise, values }
        }
        None => Measured { values, ..Measured::untested() },
    }
}

/// How uncertain a low number is where members come back to the owners.
fn left_by_returners(scene: &Scene, view: &View) -> f64 {
    let returning = returning::of(scene, view);
    returning.value.map_or(0.0, |v| scene.p.returners * degree(v, returning.noise, &scene.p.returning))
}

/// Coherence and the standard error of its logarithm, with these weights of owners.
fn weighing(scene: &Scene, view: &View, weight: &[f64]) -> Option<(f64, f64)> {
    let n = weight.len();
    let (mut shared, mut total, mut squares) = (vec![0f64; n], vec![0f64; n], 0f64);
    for (_, on) in view.outside.each() {
        let all: f64 = on.iter().map(|&at| weight[at as usize]).sum();
        let mut pairs = 0.0;
        for run in on.chunk_by(|a, b| a == b) {
            let k = run.len() as f64;
            let at = run[0] as usize;
            let others = (all - weight[at] * k).max(0.0);
            shared[at] += k * others;
            total[at] += k;
            pairs += k * others;
        }
        squares += pairs * pairs;
    }
    let sum: f64 = total.iter().zip(weight).map(|(n, w)| n * w).sum();
    let chance: Vec<f64> =
        total.iter().zip(weight).map(|(n, w)| n * (sum - w * n).max(0.0) * view.chance).collect();
    let by_chance: f64 = chance.iter().sum();
    if by_chance < scene.p.coherence_least {
        return None;
    }
    let noise = (squares + 1.0).sqrt() / (shared.iter().sum::<f64>().max(by_chance) + 1.0);
    let in_all = |of: &[f64]| of.iter().zip(weight).map(|(x, w)| x * w).sum::<f64>();
    let together = (in_all(&shared) + 1.0) / (in_all(&chance) + 1.0);
    let each =
        shared.iter().zip(&chance).zip(weight).map(|((g, e), &w)| ((g + together) / (e + 1.0), w)).collect();
    weighted_median(each).map(|value| (value, noise))
}

/// Whether the middle half of what outsiders gave a page lies within days, for the median page.
fn lives_briefly(scene: &Scene, view: &View) -> bool {
    let (columns, index) = (scene.ground.columns, scene.ground.index);
    if !columns.has_times() {
        return false;
    }
    let life = |&t: &u32| {
        let of = columns.target_start[t as usize]..columns.target_start[t as usize + 1];
        let outside = |m: &usize| !scene.in_job[*m] && !view.is_member.has(columns.account[*m].0);
        // The marks of a target lie in order of time.
        let times: Vec<Micros> = of.filter(outside).map(|m| index.time[m]).collect();
        let n = times.len();
        (n > 0).then(|| (times[3 * n / 4] - times[n / 4]) as f64 / HOUR as f64)
    };
    median(view.targets.iter().filter_map(life).collect()).is_some_and(|life| life < scene.p.coherence_life)
}

/// By owner: how many meetings it stands for, scaled to mean 1.
fn meetings(scene: &Scene, view: &View) -> Vec<f64> {
    let (columns, index) = (scene.ground.columns, scene.ground.index);
    let mut weight = vec![0f64; view.owners.len()];
    let day = |m: &u32| if columns.has_times() { index.time[*m as usize].div_euclid(DAY) } else { 0 };
    for met in view.by_member(scene).flat_map(|marks| marks.chunk_by(|a, b| day(a) == day(b))) {
        for &m in met {
            let owner = index.owner[index.target[m as usize] as usize];
            if let Ok(at) = view.owners.binary_search(&owner) {
                weight[at] += 1.0 / met.len() as f64;
            }
        }
    }
    let mean = weight.iter().sum::<f64>() / weight.len().max(1) as f64;
    weight.iter().map(|w| if mean > 0.0 { w / mean } else { 1.0 }).collect()
}

impl Evidence for Coherence {
    fn piece(&self) -> &'static str {
        "coherence"
    }

    fn measure(&self, scene: &Scene, view: &View) -> Measured {
        of(scene, view).clone()
    }

    fn weighs<'a>(&self, p: &'a KindParameters) -> &'a PieceParameters {
        &p.coherence
    }
}
