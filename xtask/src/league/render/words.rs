//! What the figures say, in sentences: first of all where a peer is better.

use crate::league::detectors::{BARE, CLAQUE, COLUMNS, Family};
use crate::league::results::{League, LogResult, Run};

/// Every sentence, one a line.
pub fn all(league: &League) -> String {
    let mut lines = vec![];
    for family in Family::PEERS {
        lines.extend(ranks_better(league, family));
        lines.extend(recalls_more(league, family));
        lines.extend(spares_more(league, family));
    }
    if !lines.iter().any(|l| l.contains("ranks better")) {
        lines.insert(
            0,
            "On no world does a peer rank better than claque's default, even in hindsight.".to_owned(),
        );
    }
    lines.extend(wrongly(league));
    lines.extend(three_columns(league));
    lines.extend(Family::PEERS.into_iter().filter_map(|family| costs(league, family)));
    lines.into_iter().map(|l| format!("- {l}\n")).collect()
}

/// Logs on which claque and this peer both ended, with claque's default.
fn both(league: &League, family: Family) -> impl Iterator<Item = (&LogResult, &Run)> {
    let ended = move |log: &LogResult| log.family(family).any(|r| r.finished);
    league.logs.iter().filter(move |log| ended(log)).filter_map(|log| Some((log, log.run(CLAQUE)?)))
}

fn listed(what: String, where_: Vec<String>) -> Option<String> {
    (!where_.is_empty()).then(|| format!("{what}: {}.", where_.join(", ")))
}

fn ranks_better(league: &League, family: Family) -> Option<String> {
    let better = both(league, family).filter_map(|(log, own)| {
        let best = log.family(family).filter_map(|r| r.average_precision).reduce(f64::max)?;
        let own = own.average_precision?;
        (best > own).then(|| format!("`{}` ({} against {})", log.name, share(Some(best)), share(Some(own))))
    });
    listed(format!("**{} ranks better**, in its best setting in hindsight", family.name()), better.collect())
}

fn recalls_more(league: &League, family: Family) -> Option<String> {
    let better = both(league, family).filter_map(|(log, own)| {
        let best = log.family(family).filter_map(|r| r.recall_at_1).reduce(f64::max)?;
        let own = own.recall_at_1?;
        (best > own).then(|| format!("`{}` ({} against {})", log.name, share(Some(best)), share(Some(own))))
    });
    let what = format!("**{} finds more at 1 % false**, in its best setting in hindsight", family.name());
    listed(what, better.collect())
}

/// Fewer innocents are called by the peer's default, whatever it finds.
fn spares_more(league: &League, family: Family) -> Option<String> {
    let better = both(league, family).filter_map(|(log, own)| {
        let run = log.default_of(family).filter(|r| r.finished && r.called.innocent < own.called.innocent)?;
        let mut said = format!("{} against {}", number(run.called.innocent), number(own.called.innocent));
        if log.crew > 0 {
            let [found, claque] = [run, own].map(|r| number(r.called.crew));
            said += &format!("; it finds {found} of {}, claque {claque}", number(log.crew));
        }
        Some(format!("`{}` ({said})", log.name))
    });
    listed(format!("**{} calls fewer innocents** by default", family.name()), better.collect())
}

/// Whom each default calls wrongly, over all logs with innocents.
fn wrongly(league: &League) -> Option<String> {
    let sum = |family: Family| {
        let runs = league.logs.iter().filter_map(|log| log.default_of(family).map(|run| (log, run)));
        let (mut wrong, mut found, mut crew) = (0, 0, 0);
        for (log, run) in runs.filter(|(_, run)| run.finished) {
            wrong += run.called.innocent;
            found += run.called.crew;
            crew += log.crew;
        }
        (crew, format!("{} finds {} and calls {} innocents", family.name(), number(found), number(wrong)))
    };
    let makes = [Family::Claque, Family::Fraudar, Family::Toolkit, Family::CooRTweet].map(sum);
    Some(format!(
        "By default, over all logs of which the truth is known ({} crew accounts): {}.",
        number(makes[0].0),
        makes.map(|m| m.1).join("; ")
    ))
}

/// Where claque does harm on what the peers get: more than one in a hundred of those whom it calls is innocent.
fn three_columns(league: &League) -> Option<String> {
    let harmed = league.logs.iter().filter_map(|log| {
        let called = &log.run(COLUMNS).filter(|r| r.finished)?.called;
        let all = called.crew + called.innocent;
        if 100 * called.innocent <= all {
            return None;
        }
        let peers = Family::PEERS.into_iter().filter_map(|f| Some((f, log.default_of(f)?)));
        let (family, fewest) = peers.filter(|(_, r)| r.finished).min_by_key(|(_, r)| r.called.innocent)?;
        let [wrong, all, theirs] = [called.innocent, all, fewest.called.innocent].map(number);
        Some(format!("`{}` ({wrong} of {all}; {} by default {theirs})", log.name, family.name()))
    });
    let what = "**Without owners and creation times claque calls innocents**, so that more than one in a hundred of the \
                called is one (beside it, the innocents of the peer that calls fewest)";
    listed(what.to_owned(), harmed.collect())
}

/// How the peer's default compares in time and memory, by the median over logs.
fn costs(league: &League, family: Family) -> Option<String> {
    let ratio = |key: &str, of: &dyn Fn(&Run) -> f64| {
        let ratios = league.logs.iter().filter_map(|log| {
            let (peer, own) = (log.default_of(family)?, log.run(key)?);
            (peer.finished && own.finished).then(|| of(peer) / of(own))
        });
        median(ratios.collect())
    };
    let seconds = |r: &Run| r.cpu;
    Some(format!(
        "{} by default takes {} the processor time of claque's default, {} that of `--decoys 0`, and {} its memory (medians over all logs).",
        family.name(),
        times(ratio(CLAQUE, &seconds)?),
        times(ratio(BARE, &seconds)?),
        times(ratio(BARE, &|r| r.peak_mb as f64)?),
    ))
}

fn times(ratio: f64) -> String {
    format!("{ratio:.2} times")
}

fn median(mut of: Vec<f64>) -> Option<f64> {
    of.sort_by(f64::total_cmp);
    let n = of.len();
    (n > 0).then(|| (of[(n - 1) / 2] + of[n / 2]) / 2.0)
}

/// A share with three digits; a dash where it is not defined.
pub fn share(x: Option<f64>) -> String {
    x.map_or("–".to_owned(), |x| format!("{x:.3}"))
}

/// A count with its thousands apart.
pub fn number(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
