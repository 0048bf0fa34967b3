//! Starts and stops that are told: those at the edge of surges, those within one, and those that no surge explains.

use crate::alike::step_of_all;
use crate::quiet::Quiet;
use crate::scan::{Episode, shared};
use crate::series::Series;
use crate::together::{Together, meeting, step, steps, together};
use crate::within::within;
use claque_marks::parameters::AudienceParameters;

/// Countries that step, with their z; their score; whether they would stand out without a surge.
type Stepped = (Vec<(usize, f64)>, f64, bool);

/// The countries of a surge that step at its edge, how much, and whether they would stand out as steps without it.
///
/// METHOD: days and countries of a surge are not chosen by these steps, so that no country pays a toll: most of those that stand out
/// in it, or rather take part than not, must step at all, within a week or, by a larger step, within as many days as the surge is long; and
/// all together as much as a stop of its own.
fn stepped(
    s: &Series,
    q: &Quiet,
    e: &Episode,
    at: usize,
    down: bool,
    p: &AudienceParameters,
) -> Option<Stepped> {
    let toward = |c: usize, reach: usize| {
        let of = step(s, &q.fitted[c], c, at, reach).unwrap_or(0.0);
        if down { -of } else { of }
    };
    let all: Vec<(usize, f64)> = e.likely(p).map(|c| (c, toward(c, p.step_reach as usize))).collect();
    let least = p.together_least as usize;
    let beyond = |z: f64| all.iter().copied().filter(|x| x.1 >= z).collect::<Vec<_>>();
    let alone = beyond(p.step_least);
    let score = steps(s, &q.fitted, &alone, at, down, p);
    if alone.len() >= least && score >= p.step_score {
        return Some((alone, score, true));
    }
    // A week holds too few of a small flow's marks: within the surge and beyond it, more of them are compared.
    let reach = (e.to + 1 - e.from).min(p.restored_reach as usize);
    let steps = |x: &(usize, f64)| x.1 >= p.edge_in || (x.1 > 0.0 && toward(x.0, reach) >= p.step_least);
    let some: Vec<(usize, f64)> = all.iter().copied().filter(steps).collect();
    let score: f64 = some.iter().map(|x| x.1 * x.1 / 2.0).sum();
    (some.len() >= least && 2 * some.len() > all.len() && score >= p.step_score)
        .then_some((some, score, false))
}

/// Stops (or starts) in several countries at once: those at the edge of surges, which date them best, and those
/// that no surge explains.
pub(crate) fn edges(s: &Series, q: &Quiet, down: bool, p: &AudienceParameters) -> Vec<Together> {
    let n = s.at.len();
    let mut all = together(s, &q.fitted, down, p);
    // A flow's edge within a surge is one whoever else it reaches.
    let inside = |t: &Together| {
        let at = t.at - usize::from(down);
        q.surges.iter().any(|e| {
            (e.from..=e.to).contains(&at) && 2 * shared(&t.countries, &e.countries) >= t.countries.len()
        })
    };
    let own = |t: &Together| !inside(t) && step_of_all(s, &q.fitted, &t.countries, t.at, p);
    // A fall that is made good within a week is no flow's edge.
    let of_dip = |t: &Together| {
        let near =
            |e: &Episode| t.at.abs_diff(if down { e.from } else { e.to + 1 }) <= p.together_reach as usize;
        q.dips.iter().any(|e| e.to - e.from < p.dip_longest as usize && e.to + 1 < n && near(e))
    };
    all.retain(|t| t.chance <= p.together_told && !of_dip(t) && !own(t));
    for e in &q.surges {
        let at = if down { e.to + 1 } else { e.from };
        if at == 0 || at >= n {
            continue;
        }
        let Some((stepped, score, alone)) = stepped(s, q, e, at, down, p) else { continue };
        let reach = p.step_reach as usize;
        // The edge of a surge is where its countries' counts part best: it stands for the steps around it.
        let same = |t: &Together| {
            let shared = shared(&t.countries, &stepped);
            t.at.abs_diff(at) <= reach && 2 * shared >= t.countries.len().min(stepped.len())
        };
        let near = all.iter().position(same);
        match near {
            Some(i) if alone && all[i].score <= score => {
                all[i] = Together { at, countries: stepped, score, ..all[i] }
            }
            Some(_) => {}
            None if !alone => all.push(Together { at, countries: stepped, score, chance: f64::NAN }),
            None => {
                let chance = meeting(s, &q.fitted, stepped.len(), down, p);
                all.push(Together { at, countries: stepped, score, chance });
            }
        }
    }
    for e in &q.surges {
        for x in within(s, &q.fitted, e, down, p) {
            let near = |t: &Together| {
                t.at.abs_diff(x.at) <= p.together_reach as usize && shared(&t.countries, &x.countries) > 0
            };
            if !all.iter().any(near) {
                all.push(x);
            }
        }
    }
    all.sort_by_key(|t| t.at);
    all
}
