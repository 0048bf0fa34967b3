//! Which periods of a page are quiet: surges and losses are found, set aside, and the rest is fitted again.

use crate::extent::extent;
use crate::fit::{Fitted, Tables, fit, scales};
use crate::scan::{Episode, Way, Width, most, stands_out, window};
use crate::series::Series;
use crate::surprise::surprise;
use crate::suspect::suspects;
use crate::together::{Together, falls_across, meeting, step, steps, together};
use claque_marks::parameters::AudienceParameters;

/// A page whose quiet periods are known.
#[derive(Clone, Debug)]
pub(crate) struct Quiet {
    /// Its countries, fitted on what is quiet.
    pub fitted: Vec<Fitted>,
    /// Surges, in the order found: the strongest first.
    pub surges: Vec<Episode>,
    /// Losses, in the order found.
    pub losses: Vec<Episode>,
    /// By country and period, what is not quiet: surges, losses and known events.
    pub masked: Vec<Vec<bool>>,
}

/// Tells quiet periods from the others.
pub(crate) fn quiet(s: &Series, p: &AudienceParameters) -> Quiet {
    let mut masked = s.known.clone();
    let mut tables = vec![];
    let mut suspect = suspects(s, &masked, &scales(s, &s.y, p).0);
    let mut fitted = fit(s, &masked, &suspect, &mut tables, p);
    let width = Width::of(s, &fitted, p);
    let (mut surges, mut losses) = (vec![], vec![]);
    let set_aside = |e: &Episode, masked: &mut Vec<Vec<bool>>, tables: &mut Tables| {
        for (c, _) in &e.countries {
            masked[*c][e.from..=e.to].iter_mut().for_each(|m| *m = true);
            tables[*c] = None;
        }
    };
    for episode in standing(s, &fitted, p) {
        set_aside(&episode, &mut masked, &mut tables);
        fitted = fit(s, &masked, &suspect, &mut tables, p);
        surges.push(episode);
    }
    // Surges first: what follows a long surge is quiet again, and no loss.
    for (way, found) in [(Way::Up, &mut surges), (Way::Down, &mut losses)] {
        while found.len() < p.episodes_most as usize {
            let Some(mut episode) = most(s, &fitted, way, &width, p) else { break };
            (episode.from, episode.to) = extent(s, &fitted, &episode);
            if way == Way::Up {
                let from = begins(s, &fitted, &episode, p);
                if stand_out(&fitted, &episode.countries, (from, episode.to), p) {
                    episode.from = from;
                }
            }
            set_aside(&episode, &mut masked, &mut tables);
            fitted = fit(s, &masked, &suspect, &mut tables, p);
            found.push(episode);
        }
        if way == Way::Up {
            let any = suspect.iter().any(|c| c.contains(&true));
            if !found.is_empty() {
                *found = polished(s, &fitted, found, p);
                masked.clone_from(&s.known);
                found.iter().for_each(|e| set_aside(e, &mut masked, &mut tables));
            }
            // What is suspect and no surge is noise after all.
            for (c, of) in suspect.iter_mut().enumerate().filter(|(_, of)| of.contains(&true)) {
                of.fill(false);
                tables[c] = None;
            }
            if any || !found.is_empty() {
                fitted = fit(s, &masked, &suspect, &mut tables, p);
            }
        }
    }
    // What stood out from a dip beside it alone is no surge once the dip is known.
    let still = |e: &Episode| {
        e.countries.iter().any(|(c, _)| {
            let w = window(s, &fitted[*c], e.from, e.to, p);
            w.is_some_and(|w| surprise(w.observed, w.expected, w.variance, fitted[*c].net) > p.country_least)
        })
    };
    let kept: Vec<Episode> = if losses.is_empty() {
        surges.clone()
    } else {
        surges.iter().filter(|e| still(e)).cloned().collect()
    };
    if kept.len() < surges.len() {
        surges = kept;
        masked.clone_from(&s.known);
        surges.iter().chain(&losses).for_each(|e| set_aside(e, &mut masked, &mut tables));
        tables.fill(None);
        fitted = fit(s, &masked, &suspect, &mut tables, p);
    }
    Quiet { fitted, surges, losses, masked }
}

/// Surges that are pieces of one become one, and their edges are read again now that all else is known: a day at
/// an edge on which the countries together do not rise is quiet, one beside it on which they do is not.
fn polished(s: &Series, fitted: &[Fitted], found: &[Episode], p: &AudienceParameters) -> Vec<Episode> {
    let n = s.at.len();
    let mut out: Vec<Episode> = vec![];
    for e in found {
        let same = |o: &Episode| {
            let shared = e.countries.iter().filter(|(c, _)| o.countries.iter().any(|x| x.0 == *c)).count();
            let all = e.countries.len() + o.countries.len() - shared;
            // What would leave nothing quiet is no surge.
            let whole = e.to.max(o.to) + 1 - e.from.min(o.from);
            e.from <= o.to + 2
                && o.from <= e.to + 2
                && 2 * shared >= all
                && whole + p.outside_least as usize <= n
        };
        match out.iter_mut().find(|o| same(o)) {
            Some(o) => {
                (o.from, o.to, o.score) = (o.from.min(e.from), o.to.max(e.to), o.score.max(e.score));
                for c in &e.countries {
                    match o.countries.iter_mut().find(|x| x.0 == c.0) {
                        Some(x) => x.1 = x.1.max(c.1),
                        None => o.countries.push(*c),
                    }
                }
            }
            None => out.push(e.clone()),
        }
    }
    for e in &mut out {
        // Pieces may have brought days of other countries' own.
        (e.from, e.to) = extent(s, fitted, e);
        let zs = |t: usize| -> Vec<f64> {
            let of = |c: usize| {
                let w = window(s, &fitted[c], t, t, p)?;
                Some(surprise(w.observed, w.expected, w.variance, fitted[c].net))
            };
            e.countries.iter().filter_map(|(c, _)| of(*c)).collect()
        };
        let risen = |t: usize| {
            let zs = zs(t);
            if zs.is_empty() { 0.0 } else { zs.iter().sum::<f64>() / f64::sqrt(zs.len() as f64) }
        };
        // One country that goes on is no surge of all.
        let goes_on = |t: usize| {
            let up = zs(t).into_iter().filter(|z| *z > EDGE_IN).count();
            risen(t) > EDGE_OUT && 2 * up >= e.countries.len()
        };
        while e.from < e.to && e.from > 0 && risen(e.from) < EDGE_IN {
            e.from += 1;
        }
        while e.to > e.from && e.to + 1 < n && risen(e.to) < EDGE_IN {
            e.to -= 1;
        }
        let room = |from: usize, to: usize| to + 1 - from + (p.outside_least as usize) < n;
        while e.from > 0 && room(e.from, e.to) && goes_on(e.from - 1) {
            e.from -= 1;
        }
        while e.to + 1 < n && room(e.from, e.to) && goes_on(e.to + 1) {
            e.to += 1;
        }
        // Countries that came with a piece, or by chance, must stand out over the whole of it.
        let paid = |c: usize| {
            window(s, &fitted[c], e.from, e.to, p).is_some_and(|w| {
                let z = surprise(w.observed, w.expected, w.variance, fitted[c].net);
                z > p.country_least
            })
        };
        let kept: Vec<(usize, f64)> = e.countries.iter().copied().filter(|(c, _)| paid(*c)).collect();
        if !kept.is_empty() {
            e.countries = kept;
        }
        e.countries.sort_by_key(|c| c.0);
    }
    out
}

/// z below which a day at the edge of a surge is quiet, and above which one beside it is not: one in ten, and one in
/// a thousand, by chance.
const EDGE_IN: f64 = 1.3;
const EDGE_OUT: f64 = 3.1;

/// Where a surge begins. One that ends with a step and begins with none began earlier, and so did one before which
/// its countries stood far above what they stand at after it: where they stepped up together, or else before the
/// table. News and fashions do the opposite: they begin at once and fade.
fn begins(s: &Series, fitted: &[Fitted], e: &Episode, p: &AudienceParameters) -> usize {
    let (n, reach, least) = (s.at.len(), p.step_reach as usize, p.step_score / 2.0);
    let up = |at: usize| steps(s, fitted, &e.countries, at, false, p);
    let stops = n - (e.to + 1) >= p.outside_least as usize
        && steps(s, fitted, &e.countries, e.to + 1, true, p) >= p.step_score;
    if e.from == 0 || !stops {
        return e.from;
    }
    let fallen: f64 = e
        .countries
        .iter()
        .filter_map(|(c, _)| falls_across(s, &fitted[*c], *c, (e.from, e.to), reach))
        .map(|z| (z * z / 2.0 - p.country_toll).max(0.0))
        .sum();
    let sharp = (e.from.saturating_sub(1)..=e.from + 1).any(|at| up(at) >= least);
    if sharp && fallen < p.step_score {
        return e.from;
    }
    let before = if sharp { e.from.saturating_sub(reach) } else { e.from };
    let best = (1..before).map(|at| (at, up(at))).max_by(|a, b| a.1.total_cmp(&b.1));
    best.filter(|b| b.1 >= least).map_or(0, |b| b.0)
}

/// Whether most of some countries stand out over a stretch from what lies around it.
fn stand_out(
    fitted: &[Fitted],
    countries: &[(usize, f64)],
    (from, to): (usize, usize),
    p: &AudienceParameters,
) -> bool {
    let of = |c: usize| stands_out(&fitted[c], (from, to), true, Way::Up, p);
    2 * countries.iter().filter(|(c, _)| of(*c)).count() >= countries.len()
}

/// Flows that run since before the table and stop together within it, or begin together and run to its end:
/// most of the table may lie under them, so that what is usual is no guide, and only the step tells.
///
/// METHOD: a stop is such a flow's end unless most of its countries stepped up together before it, and then no
/// further back than the table's periods after it can speak for.
fn standing(s: &Series, fitted: &[Fitted], p: &AudienceParameters) -> Vec<Episode> {
    let n = s.at.len();
    let (downs, ups) = (together(s, fitted, true, p), together(s, fitted, false, p));
    let meets = |a: &Together, b: &Together| {
        2 * a.countries.iter().filter(|(c, _)| b.countries.iter().any(|o| o.0 == *c)).count()
            >= a.countries.len()
    };
    let mut out = vec![];
    for (steps, others, before) in [(&downs, &ups, true), (&ups, &downs, false)] {
        for step in steps.iter().filter(|t| t.chance <= p.together_chance) {
            let (from, to) = if before { (0, step.at - 1) } else { (step.at, n - 1) };
            let outside = n - (to + 1 - from);
            // A fall that is made good within a week is a dip, and no flow's end.
            let near = |o: &Together| o.at.abs_diff(step.at) <= p.step_reach as usize;
            let answered = others
                .iter()
                .any(|o| ((o.at < step.at) == before || near(o)) && o.at != step.at && meets(step, o));
            if !answered
                && stand_out(fitted, &step.countries, (from, to), p)
                && outside >= p.outside_least as usize
            {
                let countries = step.countries.clone();
                out.push(Episode { from, to, countries, score: step.score });
            }
        }
    }
    // One flow a country: the nearest step is its end.
    out.sort_by(|a, b| b.score.total_cmp(&a.score));
    out.truncate(1);
    out
}

/// Stops (or starts) in several countries at once: those at the edge of surges, which date them best, and those
/// that no surge explains.
pub(crate) fn edges(s: &Series, q: &Quiet, down: bool, p: &AudienceParameters) -> Vec<Together> {
    let n = s.at.len();
    let mut all = together(s, &q.fitted, down, p);
    for e in &q.surges {
        let at = if down { e.to + 1 } else { e.from };
        if at == 0 || at >= n {
            continue;
        }
        let stepped: Vec<(usize, f64)> = e
            .countries
            .iter()
            .filter_map(|(c, _)| {
                let z = step(s, &q.fitted[*c], *c, at, p.step_reach as usize)?;
                let z = if down { -z } else { z };
                (z >= p.step_least).then_some((*c, z))
            })
            .collect();
        let score = steps(s, &q.fitted, &stepped, at, down, p);
        if stepped.len() < p.together_least as usize || score < p.step_score {
            continue;
        }
        let reach = p.step_reach as usize;
        // The edge of a surge is where its countries' counts part best: it stands for the steps around it.
        let same = |t: &Together| {
            let shared = t.countries.iter().filter(|(c, _)| stepped.iter().any(|x| x.0 == *c)).count();
            t.at.abs_diff(at) <= reach && 2 * shared >= t.countries.len().min(stepped.len())
        };
        let near = all.iter().position(same);
        match near {
            Some(i) if all[i].score <= score => all[i] = Together { at, countries: stepped, score, ..all[i] },
            Some(_) => {}
            None => {
                let chance = meeting(s, &q.fitted, stepped.len(), down, p);
                all.push(Together { at, countries: stepped, score, chance });
            }
        }
    }
    all.sort_by_key(|t| t.at);
    all
}
