//! The figures of a league, as accuracy.json holds them.

use super::Fault;
use super::detectors::{Detector, Family, by_key};
use super::logs::{GAPPED, Log, SCALE, Source};
use super::score::{Role, Scores, Truth};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// A whole league.
#[derive(Serialize, Deserialize)]
pub struct League {
    /// claque's name and version.
    pub claque: String,
    /// Processors of the machine.
    pub processors: usize,
    /// One log each.
    pub logs: Vec<LogResult>,
}

/// A log, and what became of it.
#[derive(Serialize, Deserialize, Clone)]
pub struct LogResult {
    pub name: String,
    pub about: String,
    /// The command's words for a world, such as `long-mixed --seed 7 --scale 0.5`; `None` for a real set.
    pub world: Option<String>,
    /// What this copy of a world lacks; `None` for logs that are as they are.
    #[serde(default)]
    pub gap: Option<String>,
    /// Why it was not played.
    pub absent: Option<String>,
    pub marks: usize,
    pub crew: usize,
    pub innocent: usize,
    pub directed: usize,
    pub unknown: usize,
    pub runs: Vec<Run>,
}

/// A detector on a log.
#[derive(Serialize, Deserialize, Clone)]
pub struct Run {
    pub detector: String,
    /// Whether it ended within the limit; if not, it has no figures but what it had cost by then.
    pub finished: bool,
    pub seconds: f64,
    /// Seconds of all processors.
    pub cpu: f64,
    /// Of its largest process, in 10⁶ bytes.
    pub peak_mb: u64,
    pub average_precision: Option<f64>,
    /// Recall where at most one in a hundred of the called is innocent.
    pub recall_at_1: Option<f64>,
    pub called: Called,
    pub best: Option<Best>,
}

/// Accounts called by a detector's own rule, by what they are.
#[derive(Serialize, Deserialize, Clone, Default)]
pub struct Called {
    pub crew: usize,
    pub innocent: usize,
    pub directed: usize,
    pub unknown: usize,
}

/// The best threshold in hindsight, and who would be called at it.
#[derive(Serialize, Deserialize, Clone)]
pub struct Best {
    pub threshold: f64,
    pub crew: usize,
    pub innocent: usize,
    pub f1: f64,
}

/// What `measure.py` measured.
#[derive(Deserialize)]
pub struct Cost {
    pub finished: bool,
    pub code: i32,
    pub seconds: f64,
    pub cpu: f64,
    pub peak_bytes: u64,
}

impl League {
    /// Reads accuracy.json.
    pub fn read(path: &Path) -> Result<League, Fault> {
        let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))
    }

    /// The text of accuracy.json.
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).expect("figures are JSON") + "\n"
    }
}

impl LogResult {
    /// A log of which nothing is known yet.
    pub fn of(log: &Log) -> LogResult {
        let world = match &log.source {
            Source::World { recipe, seed, scale } => Some(format!("{recipe} --seed {seed} --scale {scale}")),
            Source::Gap { .. } => Some(format!("{} --seed {} --scale {SCALE}", GAPPED.0, GAPPED.1)),
            Source::Real { .. } => None,
        };
        let gap = matches!(log.source, Source::Gap { .. }).then(|| log.about.to_owned());
        LogResult {
            name: log.name.to_owned(),
            about: log.about.to_owned(),
            world,
            gap,
            absent: None,
            marks: 0,
            crew: 0,
            innocent: 0,
            directed: 0,
            unknown: 0,
            runs: vec![],
        }
    }

    /// Takes in its truth.
    pub fn count(&mut self, truth: &Truth, marks: usize) {
        self.marks = marks;
        self.crew = truth.count(Role::Crew);
        self.innocent = truth.count(Role::Innocent);
        self.directed = truth.count(Role::Directed);
        self.unknown = truth.count(Role::Unknown);
    }

    /// The run of a detector.
    pub fn run(&self, key: &str) -> Option<&Run> {
        self.runs.iter().find(|r| r.detector == key)
    }

    /// The runs of one make.
    pub fn family(&self, family: Family) -> impl Iterator<Item = &Run> {
        self.runs.iter().filter(move |r| r.detector().family == family)
    }

    /// The run of one make that sets nothing.
    pub fn default_of(&self, family: Family) -> Option<&Run> {
        self.family(family).find(|r| r.detector().default)
    }

    /// The run of one make whose best threshold is the best of all its settings, for somebody who knows the truth.
    pub fn best_of(&self, family: Family) -> Option<(&Run, &Best)> {
        self.family(family)
            .filter_map(|r| Some((r, r.best.as_ref()?)))
            .max_by(|a, b| a.1.f1.total_cmp(&b.1.f1))
    }
}

impl Run {
    /// The figures of a run that ended.
    pub fn of(detector: &Detector, cost: &Cost, scores: &Scores) -> Run {
        let best = |b: Best| Best { threshold: rounded(b.threshold), f1: rounded(b.f1), ..b };
        Run {
            average_precision: scores.average_precision().map(rounded),
            recall_at_1: scores.recall_at(0.01).map(rounded),
            called: scores.called(),
            best: scores.best().map(best),
            ..Run::unfinished(detector, cost)
        }
    }

    /// The cost of a run that did not.
    pub fn unfinished(detector: &Detector, cost: &Cost) -> Run {
        Run {
            detector: detector.key.to_owned(),
            finished: cost.finished,
            seconds: rounded(cost.seconds),
            cpu: rounded(cost.cpu),
            peak_mb: cost.peak_bytes.div_ceil(1_000_000),
            average_precision: None,
            recall_at_1: None,
            called: Called::default(),
            best: None,
        }
    }

    /// Who ran.
    pub fn detector(&self) -> &'static Detector {
        by_key(&self.detector).expect("accuracy.json names a detector of this league")
    }

    /// For the terminal.
    pub fn line(&self) -> String {
        let share = |x: Option<f64>| x.map_or("–".to_owned(), |x| format!("{x:.3}"));
        format!(
            "{:15} {:7.1} s {:5} MB  average precision {}  called {} of crews, {} innocent, {} directed, {} unknown",
            self.detector,
            self.seconds,
            self.peak_mb,
            share(self.average_precision),
            self.called.crew,
            self.called.innocent,
            self.called.directed,
            self.called.unknown
        )
    }
}

/// Four digits after the point: more would be noise.
fn rounded(x: f64) -> f64 {
    (x * 1e4).round() / 1e4
}
