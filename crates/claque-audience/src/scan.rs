//! The window that stands out most: every stretch of periods, every set of countries.
//!
//! METHOD: a window's score is the sum over countries of (z²/2 − toll) where that is positive: the best set of
//! countries for a window is found without trying sets (fast subset scan: Neill 2012). z is divided by how
//! much wider than chance the z of all such windows of the same page lie (their median size), so that noise
//! of another kind than assumed makes the search modest and not wrong.

use crate::fit::{COUNTS_LEAST, Fitted, Window, median};
use crate::perhaps::Perhaps;
use crate::series::Series;
use crate::together::steps;
use claque_marks::parameters::AudienceParameters;

/// How many of some countries are among others.
pub(crate) fn shared(of: &[(usize, f64)], others: &[(usize, f64)]) -> usize {
    of.iter().filter(|(c, _)| others.iter().any(|o| o.0 == *c)).count()
}

/// What a country adds to a score by its z, in nats: nothing where it does not pay its toll.
pub(crate) fn paid(z: f64, p: &AudienceParameters) -> f64 {
    (z * z / 2.0 - p.country_toll).max(0.0)
}

/// A stretch in which some countries stand out together.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Episode {
    /// First period.
    pub from: usize,
    /// Last period.
    pub to: usize,
    /// Countries that take part, with their z.
    pub countries: Vec<(usize, f64)>,
    /// The score, in nats.
    pub score: f64,
    /// Countries that may take part, though they do not stand out; of a surge whose days are known.
    pub perhaps: Vec<Perhaps>,
}

impl Episode {
    /// A stretch, before it is asked who else may take part.
    pub fn new((from, to): (usize, usize), countries: Vec<(usize, f64)>, score: f64) -> Self {
        Self { from, to, countries, score, perhaps: vec![] }
    }

    /// Whether a country stands out in it.
    pub fn tells(&self, country: usize) -> bool {
        self.countries.iter().any(|c| c.0 == country)
    }

    /// Countries that stand out in it, and those that rather take part than not.
    pub fn likely(&self, p: &AudienceParameters) -> impl Iterator<Item = usize> {
        let likely = self.perhaps.iter().filter(|x| x.probability >= p.perhaps_likely).map(|x| x.country);
        self.countries.iter().map(|x| x.0).chain(likely)
    }

    /// Marks counted in it.
    pub fn counted(&self, s: &Series) -> f64 {
        let counts = self.countries.iter().flat_map(|(c, _)| &s.y[*c][self.from..=self.to]);
        counts.filter(|y| y.is_finite()).sum()
    }
}

/// Which way a window stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// More than expected.
    Up,
    /// Fewer.
    Down,
}

/// How much wider than chance the z of a page's windows lie, by length: for a country, and for the mean of all.
#[derive(Clone, Debug)]
pub(crate) struct Width(Vec<(f64, f64)>);

/// Median of |z| for a standard normal.
pub(crate) const MEDIAN_SIZE: f64 = 0.674_5;
/// Most that countries are taken to share.
const SHARED_MOST: f64 = 0.9;
/// Fewest windows from which a width is read.
const WINDOWS_LEAST: usize = 24;

impl Width {
    /// Reads the widths off the windows of a page that do not overlap.
    ///
    /// METHOD: surges that are not set aside yet raise what is expected everywhere, and quiet windows all lie below it: that is no width. So
    /// where the middle of the z lies below none (above, for losses), they are measured from there.
    pub fn of(s: &Series, fitted: &[Fitted], way: Way, p: &AudienceParameters) -> Self {
        let n = s.at.len();
        let mut out: Vec<(f64, f64)> = vec![];
        for length in p.lengths.map(|l| l as usize) {
            let mut of_country: Vec<Vec<f64>> = vec![vec![]; fitted.len()];
            let mut means = vec![];
            for from in (0..(n + 1).saturating_sub(length)).step_by(length) {
                let (mut sum, mut countries) = (0.0, 0.0_f64);
                for (f, zs) in fitted.iter().zip(&mut of_country) {
                    let Some(w) = f.window(s, from, from + length - 1, false, p.drift_doubt) else {
                        continue;
                    };
                    // Below a count or two |z| is small by its nature and says nothing of width.
                    if w.expected > 3.0 {
                        let z = w.surprise(f.net);
                        zs.push(z);
                        (sum, countries) = (sum + z, countries + 1.0);
                    }
                }
                if countries > 1.0 {
                    means.push(sum / countries.sqrt());
                }
            }
            let before = out.last().copied().unwrap_or((1.0, 1.0));
            let width = |mut sizes: Vec<f64>, before: f64| {
                if sizes.len() < WINDOWS_LEAST { before } else { (median(&mut sizes) / MEDIAN_SIZE).max(1.0) }
            };
            let own = of_country.into_iter().flat_map(|zs| from_the_middle(zs, way)).collect();
            out.push((width(own, before.0), width(from_the_middle(means, way), before.1)));
        }
        Self(out)
    }

    /// For a country's windows of a length; and the part of their variance that all countries share.
    ///
    /// The mean of n that share ρ lies √(1 + (n − 1) ρ) as wide as chance.
    pub fn shared(&self, length: usize, countries: usize, p: &AudienceParameters) -> (f64, f64) {
        let (one, all) = self.at(length, p);
        let rho = ((all / one).powi(2) - 1.0) / (countries as f64 - 1.0).max(1.0);
        (one, rho.clamp(0.0, SHARED_MOST))
    }

    /// For the mean of several countries' windows of a length.
    pub fn of_all(&self, length: usize, p: &AudienceParameters) -> f64 {
        let (one, all) = self.at(length, p);
        one.max(all)
    }

    fn at(&self, length: usize, p: &AudienceParameters) -> (f64, f64) {
        let i = p.lengths.iter().position(|l| *l as usize >= length).unwrap_or(self.0.len() - 1);
        self.0[i]
    }
}

/// How far z lie from their middle, where that lies the other way; from 0 else.
fn from_the_middle(mut zs: Vec<f64>, way: Way) -> Vec<f64> {
    let middle = median(&mut zs);
    let from = if way == Way::Up { middle.min(0.0) } else { middle.max(0.0) };
    zs.into_iter().map(|z| (z - from).abs()).collect()
}

/// z of one country's window, one way; nothing where it cannot be judged or does not rise enough.
fn z(s: &Series, f: &Fitted, from: usize, to: usize, way: Way, p: &AudienceParameters) -> Option<f64> {
    if f.quiet_outside(from, to) < f64::from(p.outside_least) {
        return None;
    }
    // What was hardly ever counted cannot be lost.
    if way == Way::Down && f.counted_outside(from, to) < COUNTS_LEAST {
        return None;
    }
    let w = f.window(s, from, to, false, p.drift_doubt)?;
    let enough = match way {
        Way::Up => w.observed - w.expected > p.least_rise * w.expected,
        Way::Down => w.expected - w.observed > p.least_rise * w.expected,
    };
    if !enough || (w.observed - w.expected).powi(2) < w.variance {
        return None;
    }
    let z = w.surprise(f.net);
    let z = if way == Way::Up { z } else { -z };
    // What does not pay its toll need not be looked at further.
    (z * z > 2.0 * p.country_toll && stands_out(f, (from, to), false, way, p)).then_some(z)
}

/// Periods on each side of a window, at least, whose middle it must stand out from.
const AROUND_LEAST: usize = 42;

/// METHOD: a level is seen from next to a window, and what lies there may be a dip, of which the rest would stand out: a
/// window must stand out from the middle of as many periods on each side as it is long, too; where the table ends, of twice as
/// many on the other.
pub(crate) fn stands_out(
    f: &Fitted,
    (from, to): (usize, usize),
    masked: bool,
    way: Way,
    p: &AudienceParameters,
) -> bool {
    let (observed, scale) = f.counted(from, to, masked);
    let usual = f.middle_around(from, to, AROUND_LEAST.max(to + 1 - from)) * scale;
    match way {
        Way::Up => observed > (1.0 + p.least_rise) * usual,
        Way::Down => observed < (1.0 - p.least_rise) * usual,
    }
}

/// The score of a window: over the best set of countries.
fn score(
    s: &Series,
    fitted: &[Fitted],
    (from, to): (usize, usize),
    way: Way,
    width: &Width,
    p: &AudienceParameters,
) -> (f64, Vec<(usize, f64)>) {
    let (one, all) = width.at(to + 1 - from, p);
    let (mut alone, mut sum) = (0.0_f64, 0.0);
    let mut took: Vec<(usize, f64)> = vec![];
    for (c, f) in fitted.iter().enumerate() {
        let Some(z) = z(s, f, from, to, way, p).map(|z| z / one) else { continue };
        let g = paid(z, p);
        if z > 0.0 && g > 0.0 {
            alone = alone.max(g);
            took.push((c, z));
            // Countries that move together by nature count for less together.
            sum += paid(z / all, p);
        }
    }
    (alone.max(sum), took)
}

/// The window that stands out most, if any does.
pub(crate) fn most(
    s: &Series,
    fitted: &[Fitted],
    way: Way,
    width: &Width,
    p: &AudienceParameters,
) -> Option<Episode> {
    let n = s.at.len();
    let mut best: Option<Episode> = None;
    let look = |from: usize, to: usize, best: &mut Option<Episode>| {
        if !leaves_the_usual(s, (from, to), p) {
            return false;
        }
        let (score, countries) = score(s, fitted, (from, to), way, width, p);
        if score < p.surge_score || best.as_ref().is_some_and(|b| b.score >= score) {
            return false;
        }
        if way == Way::Up && more(s, fitted, (from, to), &countries, p) < p.least_marks {
            return false;
        }
        if !sharp(s, fitted, (from, to), way, &countries, p) {
            return false;
        }
        *best = Some(Episode::new((from, to), countries, score));
        true
    };
    for length in p.lengths.map(|l| l as usize).into_iter().filter(|l| *l < n) {
        for from in 0..=n - length {
            look(from, from + length - 1, &mut best);
        }
    }
    // Edges, period by period, as long as that helps.
    let mut step = n / 4;
    while step >= 1 {
        let Some(b) = best.clone() else { break };
        let mut moved = false;
        for (from, to) in [
            (b.from.saturating_sub(step), b.to),
            (b.from + step, b.to),
            (b.from, (b.to + step).min(n - 1)),
            (b.from, b.to.saturating_sub(step)),
        ] {
            if from <= to && (from, to) != (b.from, b.to) && to + 1 - from < n {
                moved |= look(from, to, &mut best);
            }
        }
        if !moved {
            step /= 2;
        }
    }
    best
}

/// Marks of some countries above what was expected of them.
fn more(
    s: &Series,
    fitted: &[Fitted],
    (from, to): (usize, usize),
    countries: &[(usize, f64)],
    p: &AudienceParameters,
) -> f64 {
    let windows = countries.iter().filter_map(|(c, _)| fitted[*c].window(s, from, to, false, p.drift_doubt));
    windows.map(|w| w.observed - w.expected).sum()
}

/// Whether four of five countries of a page take part.
pub(crate) fn of_most_countries(s: &Series, countries: &[(usize, f64)]) -> bool {
    let named = |c: &usize| s.named[*c];
    let all = (0..s.y.len()).filter(named).count();
    all >= MANY && 5 * countries.iter().filter(|(c, _)| named(c)).count() >= 4 * all
}

/// Fewest countries of which most are more than a few.
const MANY: usize = 3;

/// METHOD: what most of a page's periods are like is what is usual: a stretch of more of them stands out from a dip.
pub(crate) fn leaves_the_usual(s: &Series, (from, to): (usize, usize), p: &AudienceParameters) -> bool {
    (to + 1 - from) as f64 <= p.usual_share * s.seen as f64
}

/// METHOD: a stretch that reaches an end of the table is seen from one side only, where a bend of the trend looks
/// the same; it must begin or end with a step, seen within two weeks around it, and not in most countries alike: all that a page
/// gains may change from one day to the next.
fn sharp(
    s: &Series,
    fitted: &[Fitted],
    (from, to): (usize, usize),
    way: Way,
    countries: &[(usize, f64)],
    p: &AudienceParameters,
) -> bool {
    let n = s.at.len();
    let edge = match (from == 0, to + 1 == n) {
        (false, false) => return true,
        (true, true) => return false,
        (true, false) => to + 1,
        (false, true) => from,
    };
    let down = (from == 0) == (way == Way::Up);
    (way == Way::Down || !of_most_countries(s, countries))
        && steps(s, fitted, countries, edge, down, p) >= p.step_score / 2.0
}

/// What a window of a country comes to, masked periods counted in.
pub(crate) fn window(
    s: &Series,
    f: &Fitted,
    from: usize,
    to: usize,
    p: &AudienceParameters,
) -> Option<Window> {
    f.window(s, from, to, true, p.drift_doubt)
}
