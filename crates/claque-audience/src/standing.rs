//! Flows that steps tell: those whose countries begin together and stop together, and those that fill the rest of the
//! table, of which what is usual is no guide.
//!
//! METHOD: a step in several countries on one day has a chance (`together`). A rise that a fall of the same countries
//! answers is a flow between the two where the chances of both multiply to no more than `together_chance`; windows may miss it,
//! since a level that drifts explains a month of it. One that nothing answers is a flow to the end of the table, and a fall that nothing
//! answers is the end of one that ran since before it, each with that chance alone and unless most countries step alike. A fall and the rise that makes it good are a dip:
//! neither of them is a flow's edge.

use crate::alike::step_of_all;
use crate::extent::extent;
use crate::fit::Fitted;
use crate::scan::{Episode, Way, Width, leaves_the_usual, most, of_most_countries, shared};
use crate::series::Series;
use crate::together::{Together, steps, together};
use claque_marks::parameters::AudienceParameters;
use libm::log;
use std::ops::Range;

/// A flow of weeks that the page's drift explains, but not the drift that most weeks show.
///
/// METHOD: a flow that is not set aside yet moves the level twice, and a drift that is read from all weeks explains both steps. Under the
/// drift at the middle of weeks it stands out; so does a bend of the page's own, so that its countries must step where it
/// begins and where it ends, as organic growth does not.
pub(crate) fn between_steps(s: &Series, fitted: &[Fitted], p: &AudienceParameters) -> Option<Episode> {
    let fitted: Vec<Fitted> = fitted.iter().map(Fitted::steady).collect::<Option<_>>()?;
    let mut e = most(s, &fitted, Way::Up, &Width::of(s, &fitted, Way::Up, p), p)?;
    (e.from, e.to) = extent(s, &fitted, &e);
    let step = |at: usize, down: bool| steps(s, &fitted, &e.countries, at, down, p) >= p.step_score / 2.0;
    (e.from > 0 && e.to + 1 < s.at.len() && step(e.from, false) && step(e.to + 1, true)).then_some(e)
}

/// Such flows, apart from each other: those between two steps first.
pub(crate) fn standing(
    s: &Series,
    fitted: &[Fitted],
    stand_out: impl Fn(&[(usize, f64)], (usize, usize)) -> bool,
    p: &AudienceParameters,
) -> Vec<Episode> {
    let n = s.at.len();
    let (mut downs, mut ups) = (together(s, fitted, true, p), together(s, fitted, false, p));
    // A holiday is a fall of all countries that is soon made good.
    let own = |t: &Together| step_of_all(s, fitted, &t.countries, t.at, p);
    let near = |fall: &Together, rise: &Together| {
        (1..=p.dip_longest as usize).contains(&rise.at.saturating_sub(fall.at))
            && restores(s, fitted, fall, rise, p)
    };
    let good = |fall: &Together| own(fall) && ups.iter().any(|rise| near(fall, rise) && own(rise));
    let made: Vec<Together> = downs.iter().filter(|t| good(t)).cloned().collect();
    downs.retain(|t| !made.contains(t));
    ups.retain(|rise| !(own(rise) && made.iter().any(|fall| near(fall, rise))));
    let fits = |countries: &[(usize, f64)], (from, to): (usize, usize)| {
        n - (to + 1 - from) >= p.outside_least as usize && stand_out(countries, (from, to))
    };
    let mut out: Vec<Episode> = vec![];
    for up in &ups {
        let Some(down) = downs.iter().find(|d| d.at > up.at && meets(up, d) && meets(d, up)) else {
            continue;
        };
        let countries: Vec<(usize, f64)> =
            up.countries.iter().copied().filter(|(c, _)| down.countries.iter().any(|o| o.0 == *c)).collect();
        let (from, to) = (up.at, down.at - 1);
        let apart = out.iter().all(|e| to < e.from || e.to < from);
        let chance = up.chance * down.chance;
        if apart
            && chance <= p.together_chance
            && leaves_the_usual(s, (from, to), p)
            && fits(&countries, (from, to))
        {
            out.push(Episode::new((from, to), countries, up.score.min(down.score)));
        }
    }
    let mut open = vec![];
    for (steps, others, before) in [(&downs, &ups, true), (&ups, &downs, false)] {
        for step in steps.iter().filter(|t| t.chance <= p.together_chance) {
            let (from, to) = if before { (0, step.at - 1) } else { (step.at, n - 1) };
            // A fall that is made good within a week is a dip, and no flow's end.
            let near = |o: &Together| o.at.abs_diff(step.at) <= p.step_reach as usize;
            let answers = |o: &Together| {
                let (fall, rise) = if before { (step, o) } else { (o, step) };
                (o.at < step.at) == before || near(o) || restores(s, fitted, fall, rise, p)
            };
            let answered = others.iter().any(|o| o.at != step.at && meets(step, o) && answers(o));
            // Most of a table may lie under what a stop ends; what begins is rather the page's own from then on.
            let may =
                !of_most_countries(s, &step.countries) && (before || leaves_the_usual(s, (from, to), p));
            let fills = runs_to_the_end(s, step, before, p);
            if !answered && may && fills && fits(&step.countries, (from, to)) {
                open.push(Episode::new((from, to), step.countries.clone(), step.score));
            }
        }
    }
    // One flow a country: the nearest step is its end.
    open.sort_by(|a, b| b.score.total_cmp(&a.score));
    open.retain(|e| out.iter().all(|o| e.to < o.from || o.to < e.from));
    out.extend(open.into_iter().take(1));
    out
}

/// Whether half of the countries of a step are among those of another.
fn meets(a: &Together, b: &Together) -> bool {
    2 * shared(&a.countries, &b.countries) >= a.countries.len()
}

/// Whether a flow to an end of the table runs up to it: over the half of the stretch that lies at that end.
fn runs_to_the_end(s: &Series, step: &Together, before: bool, p: &AudienceParameters) -> bool {
    let (n, at, reach) = (s.at.len(), step.at, p.restored_reach as usize);
    let (far, flow, quiet) = if before {
        (0..at / 2, at.saturating_sub(reach)..at, at..(at + reach).min(n))
    } else {
        (at + (n - at) / 2..n, at..(at + reach).min(n), at.saturating_sub(reach)..at)
    };
    runs_through(s, &step.countries, far, flow, quiet)
}

/// Whether a flow runs through some far periods: in most of its countries they stand nearer to the level within the flow than to
/// that beyond it. Else it rose or faded between.
pub(crate) fn runs_through(
    s: &Series,
    countries: &[(usize, f64)],
    far: Range<usize>,
    flow: Range<usize>,
    quiet: Range<usize>,
) -> bool {
    // As counted: a flow over half of a table bends the trend that is fitted to it.
    let level = |c: usize, range: &Range<usize>| {
        let known = range.clone().filter(|t| s.y[c][*t].is_finite());
        let (y, days) = known.fold((0.0, 0.0), |a, t| (a.0 + s.y[c][t], a.1 + s.length[t]));
        (days > 0.0).then(|| log((y.max(0.0) + 0.5) / days))
    };
    let runs = |c: usize| {
        let (far, flow, quiet) = (level(c, &far)?, level(c, &flow)?, level(c, &quiet)?);
        Some((far - flow).abs() < (far - quiet).abs())
    };
    2 * countries.iter().filter(|(c, _)| runs(*c) == Some(true)).count() > countries.len()
}

/// The level of a country over some periods, as a logarithm.
fn level(s: &Series, fitted: &[Fitted], c: usize, range: Range<usize>) -> Option<f64> {
    let (y, x) = fitted[c].summed(&s.y[c], range);
    (x > 0.0).then(|| log((y.max(0.0) + 0.5) / x))
}

/// Whether a rise makes a fall before it good: in most of its countries the level after it is nearer to that before the
/// fall than to that between the two.
fn restores(s: &Series, fitted: &[Fitted], fall: &Together, rise: &Together, p: &AudienceParameters) -> bool {
    let (a, b) = (fall.at, rise.at);
    if a >= b {
        return false;
    }
    let reach = p.restored_reach as usize;
    let good = |c: usize| {
        let level = |range| level(s, fitted, c, range);
        let before = level(a.saturating_sub(reach)..a)?;
        let (between, after) = (level(a..b)?, level(b..(b + reach).min(s.at.len()))?);
        Some((after - before).abs() < (after - between).abs())
    };
    2 * rise.countries.iter().filter(|(c, _)| good(*c) == Some(true)).count() >= rise.countries.len()
}
