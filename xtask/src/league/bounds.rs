//! What a small league is held to, so that a run in CI can fail.

use super::Fault;
use super::detectors::CLAQUE;
use super::results::League;

/// In a small world with crews claque ranks at least this well …
const AVERAGE_PRECISION: f64 = 0.9;
/// … and of those whom it calls at most this share is innocent; without crews it calls nobody.
const INNOCENT: f64 = 0.01;

/// An error that names every bound that is broken.
pub fn hold(league: &League) -> Result<(), Fault> {
    let mut broken = vec![];
    for log in &league.logs {
        for run in log.runs.iter().filter(|r| !r.finished) {
            broken.push(format!("{}: {} did not end in time", log.name, run.detector));
        }
        let run = log.run(CLAQUE).ok_or_else(|| format!("{}: claque did not run", log.name))?;
        let (crew, innocent) = (run.called.crew, run.called.innocent);
        if innocent as f64 > INNOCENT * (crew + innocent) as f64 {
            broken.push(format!("{}: {innocent} of {} called are innocent", log.name, crew + innocent));
        }
        if let Some(precision) = run.average_precision.filter(|p| *p < AVERAGE_PRECISION) {
            broken.push(format!("{}: average precision {precision}", log.name));
        }
    }
    if broken.is_empty() { Ok(()) } else { Err(broken.join("\n")) }
}
