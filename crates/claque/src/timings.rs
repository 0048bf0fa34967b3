//! What each stage of a run costs, for `--timings`.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// A stage: seconds on the clock and, where the system tells, of all processors together.
#[derive(Clone, Debug, PartialEq)]
struct Cost {
    stage: &'static str,
    wall: f64,
    cpu: Option<f64>,
}

/// Stages in the order in which they first began. One that begins again adds to what it cost before.
#[derive(Default)]
pub struct Timings(Mutex<State>);

#[derive(Default)]
struct State {
    costs: Vec<Cost>,
    /// The stage at hand, since when, and the processors' seconds then.
    open: Option<(&'static str, Instant, Option<f64>)>,
}

impl Timings {
    /// A stage begins; the one before ends.
    pub fn begins(&self, stage: &'static str) {
        let (now, cpu) = (Instant::now(), cpu_seconds());
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((before, since, cpu_then)) = state.open.replace((stage, now, cpu)) {
            let wall = (now - since).as_secs_f64();
            add(&mut state.costs, before, wall, cpu.zip(cpu_then).map(|(now, then)| now - then));
        }
    }

    /// A table for people, most expensive stages not sorted out: the order is that of the work.
    pub fn told(&self) -> String {
        self.begins("");
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut out = format!("{:22} {:>9} {:>9}\n", "stage", "seconds", "cpu");
        let cpu = |cpu: Option<f64>| cpu.map_or("-".to_owned(), |s| format!("{s:.2}"));
        for c in &state.costs {
            out.push_str(&format!("{:22} {:9.3} {:>9}\n", c.stage, c.wall, cpu(c.cpu)));
        }
        let wall: f64 = state.costs.iter().map(|c| c.wall).sum();
        let all: Option<f64> = state.costs.iter().map(|c| c.cpu).sum();
        out.push_str(&format!("{:22} {wall:9.3} {:>9}", "all", cpu(all)));
        out
    }
}

fn add(costs: &mut Vec<Cost>, stage: &'static str, wall: f64, cpu: Option<f64>) {
    match costs.iter_mut().find(|c| c.stage == stage) {
        Some(c) => {
            c.wall += wall;
            c.cpu = c.cpu.zip(cpu).map(|(a, b)| a + b);
        }
        None => costs.push(Cost { stage, wall, cpu }),
    }
}

/// Seconds that all threads of this process have computed so far, user and system; Linux tells them in
/// hundredths.
fn cpu_seconds() -> Option<f64> {
    parse(&std::fs::read_to_string("/proc/self/stat").ok()?)
}

/// Fields 14 and 15 of proc_pid_stat(5). The second field is a name in parentheses and may hold blanks.
fn parse(stat: &str) -> Option<f64> {
    let mut fields = stat.rsplit_once(')')?.1.split_ascii_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<f64>().ok();
    Some((ticks()? + ticks()?) / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_add_up() {
        let mut costs = Vec::new();
        add(&mut costs, "cells", 1.0, Some(2.0));
        add(&mut costs, "join", 0.5, None);
        add(&mut costs, "cells", 0.5, Some(0.5));
        let cells = Cost { stage: "cells", wall: 1.5, cpu: Some(2.5) };
        assert_eq!(costs, [cells, Cost { stage: "join", wall: 0.5, cpu: None }]);
    }

    #[test]
    fn a_name_with_blanks_and_parentheses() {
        let stat = "7 (a b) c) R 1 1 1 0 -1 4194304 100 0 0 0 250 30 0 0 20 0 2 0 9 1 1";
        assert_eq!(parse(stat), Some(2.8));
        assert_eq!(parse("7 (a"), None);
    }

    #[test]
    fn the_table_ends_with_the_sum() {
        let t = Timings::default();
        t.begins("reading");
        t.begins("writing");
        let told = t.told();
        let first: Vec<&str> = told.lines().filter_map(|l| l.split_whitespace().next()).collect();
        assert_eq!(first, ["stage", "reading", "writing", "all"]);
    }
}
