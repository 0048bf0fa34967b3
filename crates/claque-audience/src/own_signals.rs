//! What stands out from a page's own quiet periods, as signals.

use crate::answer::{Signal, Sort};
use crate::audience::Page;
use crate::edges::edges;
use crate::expected::{Expected, unexplained};
use crate::joint::Law;
use crate::quiet::{Quiet, quiet};
use crate::request::Request;
use crate::scan::Episode;
use crate::series::Series;

/// Codes of an episode's countries, most surprising first.
fn codes(page: &Page, countries: &[(usize, f64)]) -> Vec<String> {
    let mut sorted = countries.to_vec();
    sorted.sort_by(|a, b| b.1.total_cmp(&a.1));
    sorted.iter().map(|c| page.places[c.0].code()).collect()
}

/// What stands out.
pub(crate) fn signals(
    page: &Page,
    s: &Series,
    q: &Quiet,
    expected: &Expected,
    request: &Request,
) -> Vec<Signal> {
    let p = &request.parameters;
    let mut out = vec![];
    let home = request.home.and_then(|h| page.at(h));
    let episodes = q.surges.iter().map(|e| (Sort::Surge, e)).chain(q.losses.iter().map(|e| (Sort::Loss, e)));
    for ((sort, e), law) in episodes.zip(&expected.episodes) {
        out.push(of_episode(sort, page, s, e, *law));
        if sort == Sort::Surge {
            out.extend(home_share(page, s, q, e, home));
            out.extend(engagement(page, s, q, e));
            out.extend(remains(page, s, e, e.counted(s) - law.mean));
        }
    }
    for (sort, down) in [(Sort::Start, false), (Sort::Stop, true)] {
        for t in edges(s, q, down, p) {
            out.push(Signal {
                sort,
                countries: codes(page, &t.countries),
                start: Some(s.start[t.at]),
                end: Some(s.end[t.at]),
                observed: None,
                expected: None,
                unexplained: None,
                score: Some(t.score),
                chance: Some(t.chance).filter(|c| c.is_finite()),
                shares: None,
            });
        }
    }
    out.extend(removals(page, s, request));
    out.sort_by_key(|x| (x.start, x.sort.key()));
    out
}

/// Where tables tell losses apart: stretches in which more was lost than usual, found as surges are.
fn removals(page: &Page, s: &Series, request: &Request) -> Vec<Signal> {
    let Some(lost) = &page.lost else { return vec![] };
    let (rows, n) = (lost.len(), s.at.len());
    let of = Series {
        y: lost.clone(),
        net: vec![false; rows],
        rounding: vec![0.0; rows],
        index: vec![vec![1.0; n]; rows],
        known: vec![vec![false; n]; rows],
        ..s.clone()
    };
    let q = quiet(&of, &request.parameters);
    let expected = Expected::of(&of, &q, request);
    let told = q.surges.iter().zip(&expected.episodes);
    told.map(|(e, law)| of_episode(Sort::Removed, page, &of, e, *law)).collect()
}

/// A stretch that stands out, with what was expected of it.
fn of_episode(sort: Sort, page: &Page, s: &Series, e: &Episode, law: Law) -> Signal {
    let counted = e.counted(s);
    let net = e.countries.iter().any(|(c, _)| s.net[*c]);
    Signal {
        sort,
        countries: codes(page, &e.countries),
        start: Some(s.start[e.from]),
        end: Some(s.end[e.to]),
        observed: Some(counted),
        expected: Some(law.mean),
        unexplained: Some(unexplained(counted, law, net)),
        score: Some(e.score),
        chance: None,
        shares: None,
    }
}

fn shares(sort: Sort, s: &Series, e: &Episode, countries: Vec<String>, pair: (f64, f64)) -> Signal {
    Signal::of_shares(sort, (Some(s.start[e.from]), Some(s.end[e.to])), countries, pair)
}

/// The home country's share of the new marks in a surge, against that outside all surges.
fn home_share(page: &Page, s: &Series, q: &Quiet, e: &Episode, home: Option<usize>) -> Option<Signal> {
    let h = home?;
    let of = |keep: &dyn Fn(usize) -> bool| {
        let (mut own, mut all) = (0.0, 0.0);
        for t in (0..s.at.len()).filter(|t| keep(*t)) {
            own += s.y[h][t].max(0.0);
            all += s.y.iter().map(|y| y[t]).filter(|y| y.is_finite()).sum::<f64>();
        }
        (all > 50.0).then(|| (own / all).clamp(0.0, 1.0))
    };
    let within = of(&|t| (e.from..=e.to).contains(&t))?;
    let outside = of(&|t| q.surges.iter().all(|x| !(x.from..=x.to).contains(&t)))?;
    Some(shares(Sort::HomeShare, s, e, vec![page.places[h].code()], (within, outside)))
}

/// New marks for every hundred engagements in a surge, against outside.
fn engagement(page: &Page, s: &Series, q: &Quiet, e: &Episode) -> Option<Signal> {
    let engaged = page.engaged.as_ref()?;
    let of = |keep: &dyn Fn(usize) -> bool| {
        let (mut new, mut with) = (0.0, 0.0);
        for t in (0..s.at.len()).filter(|t| keep(*t) && engaged[*t].is_finite()) {
            new += s.y.iter().map(|y| y[t]).filter(|y| y.is_finite()).sum::<f64>();
            with += engaged[t];
        }
        (with > 0.0 && new > 0.0).then(|| with / new)
    };
    let within = of(&|t| (e.from..=e.to).contains(&t))?;
    let outside = of(&|t| q.surges.iter().all(|x| !(x.from..=x.to).contains(&t)))?;
    Some(shares(Sort::Engagement, s, e, codes(page, &e.countries), (within, outside)))
}

/// What is left of a surge at the table's end: 1 less what its countries lost afterwards, as a share of it.
fn remains(page: &Page, s: &Series, e: &Episode, gained: f64) -> Option<Signal> {
    let told = page.lost.is_some() || e.countries.iter().any(|(c, _)| s.net[*c]);
    if !told || gained <= 0.0 || e.to + 1 >= s.at.len() {
        return None;
    }
    let lost: f64 = e
        .countries
        .iter()
        .map(|(c, _)| match &page.lost {
            Some(lost) => lost[*c][e.to + 1..].iter().filter(|l| l.is_finite()).sum::<f64>(),
            None => s.y[*c][e.to + 1..].iter().filter(|y| **y < 0.0).map(|y| -y).sum(),
        })
        .sum();
    Some(shares(Sort::Remains, s, e, codes(page, &e.countries), ((1.0 - lost / gained).clamp(0.0, 1.0), 1.0)))
}
