//! The tables of the document.

use super::words::{number, share};
use crate::league::detectors::{BARE, CLAQUE, COLUMNS, Family};
use crate::league::results::{League, LogResult, Run};

/// A table in Markdown; every row has as many cells as the header.
fn table(header: &[&str], rows: Vec<Vec<String>>) -> String {
    let line = |cells: &mut dyn Iterator<Item = String>| {
        format!("|{}\n", cells.map(|c| format!(" {c} |")).collect::<String>())
    };
    let mut out = line(&mut header.iter().map(|h| (*h).to_owned()));
    out.push_str(&format!("|{}\n", "---|".repeat(header.len())));
    for row in rows {
        assert_eq!(row.len(), header.len(), "a row fits its header");
        out.push_str(&line(&mut row.into_iter()));
    }
    out
}

/// Logs as they are.
fn played(league: &League) -> impl Iterator<Item = &LogResult> {
    league.logs.iter().filter(|l| l.absent.is_none() && l.gap.is_none())
}

/// What claque still finds where a log lacks something.
pub fn gaps(league: &League) -> String {
    let header = ["lacking", "average precision", "found", "innocents called", "directed called"];
    let row = |(log, gap): (&LogResult, &String)| {
        let run = log.run(BARE);
        vec![
            gap.clone(),
            of(run, |r| share(r.average_precision)),
            of(run, |r| format!("{} of {}", number(r.called.crew), number(log.crew))),
            of(run, |r| number(r.called.innocent)),
            of(run, |r| number(r.called.directed)),
        ]
    };
    table(&header, league.logs.iter().filter_map(|l| Some((l, l.gap.as_ref()?))).map(row).collect())
}

/// Logs in which there is something to find.
fn with_crews(league: &League) -> impl Iterator<Item = &LogResult> {
    played(league).filter(|l| l.crew > 0 && l.innocent > 0)
}

fn of(run: Option<&Run>, figure: impl Fn(&Run) -> String) -> String {
    match run {
        Some(run) if run.finished => figure(run),
        Some(_) => "unfinished".to_owned(),
        None => "–".to_owned(),
    }
}

/// Average precision by log and detector.
pub fn ranking(league: &League) -> String {
    let precision = |run: Option<&Run>| of(run, |r| share(r.average_precision));
    let header =
        ["log", "crew accounts of all", "claque", "claque, three columns", "FRAUDAR", "toolkit", "CooRTweet"];
    let row = |log: &LogResult| {
        let mut row = vec![
            format!("`{}`: {}", log.name, log.about),
            format!("{} of {}", number(log.crew), number(log.crew + log.innocent)),
            precision(log.run(CLAQUE)),
            precision(log.run(COLUMNS)),
        ];
        row.extend(Family::PEERS.map(|family| {
            let best = log.family(family).filter_map(|r| r.average_precision).reduce(f64::max);
            format!("{} / {}", precision(log.default_of(family)), share(best))
        }));
        row
    };
    table(&header, with_crews(league).map(row).collect())
}

/// Innocent people called in worlds without a crew.
pub fn innocent(league: &League) -> String {
    let innocent = |run: Option<&Run>| of(run, |r| number(r.called.innocent));
    let header = [
        "world",
        "people",
        "claque",
        "claque, three columns",
        "FRAUDAR",
        "toolkit, 1 s",
        "60 s",
        "CooRTweet, 10 s",
        "60 s",
    ];
    let row = |log: &LogResult| {
        let mut row = vec![format!("`{}`: {}", log.name, log.about), number(log.innocent)];
        let runs = [CLAQUE, COLUMNS, "fraudar-1", "toolkit-1", "toolkit-60", "coortweet-10", "coortweet-60"];
        row.extend(runs.map(|key| innocent(log.run(key))));
        row
    };
    table(&header, played(league).filter(|l| l.world.is_some() && l.crew == 0).map(row).collect())
}

/// Whom each detector called in the real sets.
pub fn real(league: &League) -> String {
    let header = ["set", "accounts", "claque", "FRAUDAR", "toolkit, 1 s", "60 s", "CooRTweet, 10 s", "60 s"];
    let row = |log: &LogResult| {
        let title = format!("{}: {}", log.name, log.about);
        if let Some(why) = &log.absent {
            let mut row = vec![title, format!("absent: {why}")];
            row.resize(header.len(), String::new());
            return row;
        }
        let called = |run: &Run| match (log.crew, log.innocent) {
            (0, 0) => number(run.called.unknown),
            (0, _) => format!("{} wrongly", number(run.called.innocent)),
            (crew, 0) => format!("{} of {} busy", number(run.called.crew), number(crew)),
            (crew, _) => format!(
                "{} of {} busy, {} wrongly",
                number(run.called.crew),
                number(crew),
                number(run.called.innocent)
            ),
        };
        let mut row = vec![title, number(log.crew + log.innocent + log.unknown)];
        let runs = [CLAQUE, "fraudar-1", "toolkit-1", "toolkit-60", "coortweet-10", "coortweet-60"];
        row.extend(runs.map(|key| of(log.run(key), called)));
        row
    };
    table(&header, league.logs.iter().filter(|l| l.world.is_none()).map(row).collect())
}

/// Processors' seconds and memory by log and detector.
pub fn cost(league: &League) -> String {
    let keys = [CLAQUE, BARE, "fraudar-20", "toolkit-1", "toolkit-3600", "coortweet-10", "coortweet-3600"];
    let header = [
        "log",
        "marks",
        "claque, default",
        "claque `--decoys 0`",
        "FRAUDAR, all blocks",
        "toolkit, 1 s",
        "3,600 s",
        "CooRTweet, 10 s",
        "3,600 s",
    ];
    let row = |log: &LogResult| {
        let mut row = vec![log.name.clone(), number(log.marks)];
        row.extend(keys.map(|key| of(log.run(key), cost_of)));
        row
    };
    table(&header, played(league).map(row).collect())
}

fn cost_of(run: &Run) -> String {
    format!("{:.1} s, {} MB", run.cpu, number(run.peak_mb as usize))
}

/// All runs on logs with crews.
pub fn every(league: &League) -> String {
    let header = [
        "log",
        "detector",
        "average precision",
        "recall at 1 % false",
        "found",
        "innocent",
        "directed",
        "cost",
    ];
    let mut rows = vec![];
    for log in with_crews(league) {
        let title = format!("`{}`", log.world.as_deref().unwrap_or(&log.name));
        for run in &log.runs {
            let detector = run.detector();
            let mut row = vec![title.clone(), format!("{}, {}", detector.family.name(), detector.setting)];
            if run.finished {
                let ranked = [run.average_precision, run.recall_at_1].map(share);
                row.extend(ranked);
                row.push(format!("{} of {}", number(run.called.crew), number(log.crew)));
                row.extend([run.called.innocent, run.called.directed].map(number));
            } else {
                row.extend(["unfinished"; 5].map(str::to_owned));
            }
            row.push(cost_of(run));
            rows.push(row);
        }
        for family in Family::PEERS {
            let Some((run, best)) = log.best_of(family) else { continue };
            let said = format!(
                "{}, in hindsight: {}, score ≥ {}",
                family.name(),
                run.detector().setting,
                best.threshold
            );
            rows.push(vec![
                title.clone(),
                said,
                share(run.average_precision),
                share(run.recall_at_1),
                format!("{} of {}", number(best.crew), number(log.crew)),
                number(best.innocent),
                "–".to_owned(),
                cost_of(run),
            ]);
        }
    }
    table(&header, rows)
}
