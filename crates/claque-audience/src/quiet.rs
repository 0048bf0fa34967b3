//! Which periods of a page are quiet: surges and losses are found, set aside, and the rest is fitted again.

use crate::alike::step_of_all;
use crate::extent::extent;
use crate::fit::{Fitted, Tables, fit, scales};
use crate::perhaps::perhaps;
use crate::scan::{
    Episode, Way, Width, leaves_the_usual, most, of_most_countries, paid, shared, stands_out, window,
};
use crate::series::Series;
use crate::standing::{between_steps, runs_through, standing};
use crate::suspect::suspects;
use crate::together::{falls_across, step, steps};
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
    /// Stretches in which less was counted than expected, but no loss.
    pub dips: Vec<Episode>,
    /// By country and period, what is not quiet: surges, losses and known events.
    pub masked: Vec<Vec<bool>>,
}

/// Tells quiet periods from the others.
pub(crate) fn quiet(s: &Series, p: &AudienceParameters) -> Quiet {
    let mut masked = s.known.clone();
    let mut tables = vec![];
    let mut suspect = suspects(s, &masked, &scales(s, &s.y, p).0);
    let mut fitted = fit(s, &masked, &suspect, &mut tables, p);
    let (mut surges, mut losses) = (vec![], vec![]);
    let set_aside = |e: &Episode, masked: &mut Vec<Vec<bool>>, tables: &mut Tables| {
        let perhaps = e.perhaps.iter().filter(|x| !x.guide).map(|x| x.country);
        for c in e.countries.iter().map(|x| x.0).chain(perhaps) {
            masked[c][e.from..=e.to].iter_mut().for_each(|m| *m = true);
            tables[c] = None;
        }
    };
    let out = |countries: &[(usize, f64)], stretch| stand_out(&fitted, countries, stretch, p);
    for episode in standing(s, &fitted, out, p) {
        set_aside(&episode, &mut masked, &mut tables);
        fitted = fit(s, &masked, &suspect, &mut tables, p);
        surges.push(episode);
    }
    // Surges first: what follows a long surge is quiet again, and no loss.
    let mut wide_up = Width::of(s, &fitted, Way::Up, p);
    for (way, found) in [(Way::Up, &mut surges), (Way::Down, &mut losses)] {
        let mut width = if way == Way::Up { wide_up.clone() } else { Width::of(s, &fitted, way, p) };
        while found.len() < p.episodes_most as usize {
            let next = most(s, &fitted, way, &width, p);
            let next = next.or_else(|| if way == Way::Up { between_steps(s, &fitted, p) } else { None });
            let Some(mut episode) = next else { break };
            let whole = episode.clone();
            (episode.from, episode.to) = extent(s, &fitted, &episode);
            // What is left beside a loss that is told already is rather the end of it than another.
            let again = |o: &Episode| (o.from, o.to) == (episode.from, episode.to);
            if way == Way::Down && found.iter().any(again) {
                set_aside(&whole, &mut masked, &mut tables);
                fitted = fit(s, &masked, &suspect, &mut tables, p);
                continue;
            }
            if way == Way::Up {
                let from = begins(s, &fitted, &episode, p);
                let may = if from == 0 {
                    !of_most_countries(s, &episode.countries)
                } else {
                    leaves_the_usual(s, (from, episode.to), p)
                };
                if may && stand_out(&fitted, &episode.countries, (from, episode.to), p) {
                    episode.from = from;
                }
            }
            set_aside(&episode, &mut masked, &mut tables);
            fitted = fit(s, &masked, &suspect, &mut tables, p);
            found.push(episode);
            width = Width::of(s, &fitted, way, p);
        }
        if way == Way::Up {
            wide_up = width.clone();
            let any = suspect.iter().any(|c| c.contains(&true));
            if !found.is_empty() {
                *found = polished(s, &fitted, found, &width, p);
                reach_further(s, found, &width, p);
                found.retain(|e| !is_its_own(s, &fitted, e, p));
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
        let z = |c: usize| surprise(s, &fitted[c], (e.from, e.to), p).filter(|z| *z > 0.0);
        e.countries.iter().filter_map(|(c, _)| z(*c)).map(|z| paid(z, p)).sum::<f64>() >= p.surge_score
    };
    if !losses.is_empty() && !surges.is_empty() {
        surges = surges.iter().filter(|e| still(e)).cloned().collect();
        // Nor is what lies in a dip a guide to who else a surge reached.
        let without = without_days_of(s, &surges, &losses, p);
        surges.iter_mut().for_each(|e| e.perhaps = perhaps(s, &without, e, &wide_up, p));
        masked.clone_from(&s.known);
        surges.iter().chain(&losses).for_each(|e| set_aside(e, &mut masked, &mut tables));
        tables.fill(None);
        fitted = fit(s, &masked, &suspect, &mut tables, p);
    }
    let (losses, dips) = losses.into_iter().partition(|e| is_loss(s, &fitted, e, p));
    Quiet { fitted, surges, losses, dips, masked }
}

/// Whether a surge is the page's own growth: one longer than a month that begins or ends outside the table, and within it by a step that
/// all countries share. What all of them share for a shorter while may be a delivery in the page's own mix.
fn is_its_own(s: &Series, fitted: &[Fitted], e: &Episode, p: &AudienceParameters) -> bool {
    let ends = (e.from == 0) != (e.to + 1 == s.at.len());
    if !ends || s.at[e.to] - s.at[e.from] < p.own_least {
        return false;
    }
    let edge = if e.from == 0 { e.to + 1 } else { e.from };
    let steps = |c: usize| step(s, &fitted[c], c, edge, p.step_reach as usize).map_or(0.0, f64::abs);
    let some: Vec<(usize, f64)> =
        e.countries.iter().map(|x| (x.0, steps(x.0))).filter(|x| x.1 >= p.step_least).collect();
    step_of_all(s, fitted, &some, edge, p)
}

/// Whether fewer marks than expected are a loss, and not quiet days: a holiday, a pause between posts.
fn is_loss(s: &Series, fitted: &[Fitted], e: &Episode, p: &AudienceParameters) -> bool {
    let windows = e.countries.iter().filter_map(|(c, _)| window(s, &fitted[*c], e.from, e.to, p));
    let (y, expected) = windows.fold((0.0, 0.0), |a, w| (a.0 + w.observed, a.1 + w.expected));
    y < (1.0 - p.least_loss) * expected || e.countries.iter().any(|(c, _)| s.net[*c])
}

/// The page fitted without any country's days of surges, and without losses.
fn without_days_of(
    s: &Series,
    surges: &[Episode],
    losses: &[Episode],
    p: &AudienceParameters,
) -> Vec<Fitted> {
    let mut masked = s.known.clone();
    for e in surges {
        masked.iter_mut().for_each(|of| of[e.from..=e.to].fill(true));
    }
    for e in losses {
        e.countries.iter().for_each(|(c, _)| masked[*c][e.from..=e.to].fill(true));
    }
    fit(s, &masked, &vec![vec![false; s.at.len()]; s.y.len()], &mut vec![], p)
}

/// z of a country over a stretch, its masked periods counted in.
fn surprise(s: &Series, f: &Fitted, (from, to): (usize, usize), p: &AudienceParameters) -> Option<f64> {
    window(s, f, from, to, p).map(|w| w.surprise(f.net))
}

/// Surges that are pieces of one become one, and their edges are read again now that all else is known: a day at
/// an edge on which the countries together do not rise is quiet, one beside it on which they do is not.
fn polished(
    s: &Series,
    fitted: &[Fitted],
    found: &[Episode],
    width: &Width,
    p: &AudienceParameters,
) -> Vec<Episode> {
    let n = s.at.len();
    let reaches = p.edge_reaches.map(|d| d as usize);
    let mut out: Vec<Episode> = vec![];
    for e in found {
        let same = |o: &Episode| {
            let shared = shared(&e.countries, &o.countries);
            let all = e.countries.len() + o.countries.len() - shared;
            // What would leave nothing quiet is no surge.
            let whole = e.to.max(o.to) + 1 - e.from.min(o.from);
            e.from <= o.to + 2
                && o.from <= e.to + 2
                && 2 * shared >= all
                && whole + p.outside_least as usize <= n
                && leaves_the_usual(s, (e.from.min(o.from), e.to.max(o.to)), p)
        };
        match out.iter_mut().find(|o| same(o)) {
            Some(o) => *o = both(o, e),
            None => out.push(e.clone()),
        }
    }
    for e in &mut out {
        // Pieces may have brought days of other countries' own.
        (e.from, e.to) = extent(s, fitted, e);
        let zs = |stretch: (usize, usize)| -> Vec<f64> {
            e.countries.iter().filter_map(|(c, _)| surprise(s, &fitted[*c], stretch, p)).collect()
        };
        let risen = |stretch: (usize, usize)| {
            let zs = zs(stretch);
            if zs.is_empty() { 0.0 } else { zs.iter().sum::<f64>() / f64::sqrt(zs.len() as f64) }
        };
        // One country that goes on is no surge of all.
        let goes_on = |(from, to): (usize, usize)| {
            let up = zs((from, to)).into_iter().filter(|z| *z > p.edge_in).count();
            // A day has the width of chance; stretches lie wider where countries drift together.
            let wide = if from == to { 1.0 } else { width.of_all(to + 1 - from, p) };
            // Beside a dip what is usual looks risen.
            let stands = from == to || stand_out(fitted, &e.countries, (from, to), p);
            risen((from, to)) > p.edge_out * wide && 2 * up >= e.countries.len() && stands
        };
        while e.from < e.to && e.from > 0 && risen((e.from, e.from)) < p.edge_in {
            e.from += 1;
        }
        while e.to > e.from && e.to + 1 < n && risen((e.to, e.to)) < p.edge_in {
            e.to -= 1;
        }
        let room = |from: usize, to: usize| {
            to + 1 - from + (p.outside_least as usize) <= n && leaves_the_usual(s, (from, to), p)
        };
        // What rises or fades slowly shows over some days beside a surge where no single one does.
        // A stretch at an end of the table is seen from one side only, and no sign of it.
        let end = |d: usize| usize::from(d > 1);
        let more = |(from, to): (usize, usize)| {
            let before =
                |d: &usize| from >= *d + end(*d) && room(from - d, to) && goes_on((from - d, from - 1));
            let after = |d: &usize| to + d + end(*d) < n && room(from, to + d) && goes_on((to + 1, to + d));
            let (a, b) = (reaches.iter().find(|d| before(d)), reaches.iter().find(|d| after(d)));
            (a.is_some() || b.is_some()).then(|| (from - a.unwrap_or(&0), to + b.unwrap_or(&0)))
        };
        let mut stretch = (e.from, e.to);
        while let Some(next) = more(stretch) {
            if !room(next.0, next.1) {
                break;
            }
            stretch = next;
        }
        (e.from, e.to) = stretch;
        // Countries that came with a piece, or by chance, must stand out over the whole of it.
        let stays =
            |c: usize| surprise(s, &fitted[c], (e.from, e.to), p).is_some_and(|z| z > p.country_least);
        let kept: Vec<(usize, f64)> = e.countries.iter().copied().filter(|(c, _)| stays(*c)).collect();
        if !kept.is_empty() {
            e.countries = kept;
        }
        e.countries.sort_by_key(|c| c.0);
    }
    out
}

/// Surges with those of the same days and countries put together: pieces whose edges turned out to be the same.
fn apart(found: Vec<Episode>) -> Vec<Episode> {
    let mut out: Vec<Episode> = vec![];
    for e in found {
        let same = |o: &Episode| {
            let shared = shared(&e.countries, &o.countries);
            e.from <= o.to && o.from <= e.to && 2 * shared >= e.countries.len().min(o.countries.len())
        };
        match out.iter_mut().find(|o| same(o)) {
            Some(o) => *o = both(o, &e),
            None => out.push(e),
        }
    }
    out
}

/// Two pieces of one surge, put together.
fn both(one: &Episode, other: &Episode) -> Episode {
    let mut out = one.clone();
    (out.from, out.to) = (one.from.min(other.from), one.to.max(other.to));
    out.score = one.score.max(other.score);
    for c in &other.countries {
        match out.countries.iter_mut().find(|x| x.0 == c.0) {
            Some(x) => x.1 = x.1.max(c.1),
            None => out.countries.push(*c),
        }
    }
    out
}

/// Adds to each surge the countries that it reached less strongly: those that stand out over its days once nothing of these days says
/// what is usual, since their level follows a flow of weeks else; and those that step up where it begins and down where it ends, which no
/// drift does.
fn reach_further(s: &Series, surges: &mut Vec<Episode>, width: &Width, p: &AudienceParameters) {
    let fitted = without_days_of(s, surges, &[], p);
    for e in &mut *surges {
        for (c, f) in fitted.iter().enumerate() {
            if e.tells(c) || f.quiet_outside(e.from, e.to) < f64::from(p.outside_least) {
                continue;
            }
            let Some(w) = window(s, f, e.from, e.to, p) else { continue };
            let z = w.surprise(f.net);
            let at = |t: usize| step(s, f, c, t, p.step_reach as usize).unwrap_or(0.0);
            let steps = e.from > 0 && at(e.from) > p.step_least && -at(e.to + 1) > p.step_least;
            if (z > p.country_least || steps) && w.observed > (1.0 + p.least_rise) * w.expected {
                e.countries.push((c, z));
            }
        }
        e.countries.sort_by_key(|c| c.0);
    }
    *surges = apart(std::mem::take(surges));
    for e in surges {
        e.perhaps = perhaps(s, &fitted, e, width, p);
    }
}

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
        .map(|z| paid(z, p))
        .sum();
    let sharp = (e.from.saturating_sub(1)..=e.from + 1).any(|at| up(at) >= least);
    if sharp && fallen < p.step_score {
        return e.from;
    }
    let before = if sharp { e.from.saturating_sub(reach) } else { e.from };
    let best = (1..before).map(|at| (at, up(at))).max_by(|a, b| a.1.total_cmp(&b.1));
    let from = best.filter(|b| b.1 >= least).map_or(0, |b| b.0);
    // What rose slowly began with no step either, and was not there long before.
    let (far, quiet) = (from..from.midpoint(e.from), e.to + 1..(e.to + 1 + p.restored_reach as usize).min(n));
    if runs_through(s, &e.countries, far, e.from..e.to + 1, quiet) { from } else { e.from }
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
