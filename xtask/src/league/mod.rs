//! The league: worlds and real sets × claque and its peers. Each detector runs as a process of its own, one after
//! another, in an environment that is made here; what it cost and whom it called goes into `accuracy.json`, and
//! `accuracy.md` is rendered from that and from nothing else.

mod bounds;
mod detectors;
mod environment;
mod logs;
mod render;
mod results;
mod score;

use environment::Environment;
use logs::Source;
use results::{League, LogResult};
use std::path::{Path, PathBuf};

/// What went wrong, and what to do.
pub type Fault = String;

/// How a league is asked for.
#[derive(clap::Args)]
pub struct Flags {
    /// Two small worlds alone, in about a minute; held to bounds, and written beside the environment instead of into docs/
    #[arg(long)]
    quick: bool,
    /// The claque to run. Without it: this project's, built now
    #[arg(long, value_name = "FILE")]
    claque: Option<PathBuf>,
    /// The folder that holds `data/`, the real sets. Without it: CLAQUE_DATA, or ../shared beside the project
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// A copy of MovieLens-100k: its u.data, or RecBole's ml-100k.inter. Without it: CLAQUE_MOVIELENS
    #[arg(long, value_name = "FILE")]
    movielens: Option<PathBuf>,
    /// Only these logs, by name; the others keep the figures that accuracy.json has, if it has any
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// Only claque plays; on the same logs its peers keep the figures that accuracy.json has
    #[arg(long)]
    peers_stay: bool,
    /// Only make what the peers need, which takes the network once
    #[arg(long)]
    environment: bool,
    /// Run nothing: render docs/accuracy.md again from docs/accuracy.json
    #[arg(long)]
    render: bool,
}

/// The project's own folder.
fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the project")
}

/// Runs the league that was asked for and writes its two files.
pub fn run(flags: &Flags) -> Result<(), Fault> {
    let docs = project().join("docs");
    if flags.render {
        return write(&docs, &League::read(&docs.join("accuracy.json"))?);
    }
    let environment = Environment::make(project())?;
    if flags.environment {
        return Ok(());
    }
    let environment = environment.with(flags.claque.as_deref())?;
    let out = if flags.quick { environment.work.join("quick") } else { docs };
    let before = League::read(&out.join("accuracy.json")).ok();
    let mut league = League {
        claque: environment.version()?,
        processors: std::thread::available_parallelism().map_or(1, usize::from),
        logs: vec![],
    };
    for log in logs::all(flags.quick) {
        let earlier = before.iter().flat_map(|league| &league.logs).find(|l| l.name == log.name);
        let result = if flags.only.is_empty() || flags.only.iter().any(|name| name == log.name) {
            one(&log, &environment, flags, earlier.filter(|_| flags.peers_stay))?
        } else {
            let Some(earlier) = earlier else { continue };
            earlier.clone()
        };
        league.logs.push(result);
    }
    write(&out, &league)?;
    eprintln!("wrote {}", out.join("accuracy.md").display());
    if flags.quick { bounds::hold(&league) } else { Ok(()) }
}

/// All detectors on one log, but for those whose figures are kept; a real set that is not here is said to be absent.
fn one(
    log: &logs::Log,
    environment: &Environment,
    flags: &Flags,
    kept: Option<&LogResult>,
) -> Result<LogResult, Fault> {
    let mut result = LogResult::of(log);
    let folder = environment.fresh(log.name)?;
    match &log.source {
        Source::World { recipe, seed, scale } => {
            let world = folder.join("world");
            environment.world(recipe, *seed, *scale, &world)?;
            environment.python("prepare.py", &["world".as_ref(), world.as_os_str(), folder.as_os_str()])?;
        }
        Source::Gap { gap } => {
            let made = folder.join("made");
            environment.world(logs::GAPPED.0, logs::GAPPED.1, logs::SCALE, &made)?;
            let args = ["gap".as_ref(), made.as_os_str(), folder.as_os_str(), gap.as_ref()];
            environment.python("prepare.py", &args)?;
        }
        Source::Real { set, files } => {
            let named = |flag: &Option<PathBuf>, variable| {
                flag.clone().or_else(|| std::env::var_os(variable).map(PathBuf::from))
            };
            let root = named(&flags.data, "CLAQUE_DATA").unwrap_or_else(|| project().join("../shared"));
            let movielens = named(&flags.movielens, "CLAQUE_MOVIELENS");
            let mut args = vec!["real".into(), (*set).into(), folder.clone().into_os_string()];
            for file in *files {
                let Some(path) = file.find(&root, movielens.as_deref()) else {
                    result.absent = Some(file.missing());
                    eprintln!("{}: absent, {}", log.name, file.missing());
                    return Ok(result);
                };
                args.push(path.into_os_string());
            }
            let args: Vec<_> = args.iter().map(|a| a.as_os_str()).collect();
            environment.python("prepare.py", &args)?;
        }
    }
    let truth = score::Truth::read(&folder.join("truth.csv"))?;
    result.count(&truth, environment::lines(&folder.join("log.csv"))?);
    for detector in detectors::ALL.iter().filter(|d| result.gap.is_none() || d.key == detectors::BARE) {
        let same = |log: &LogResult| {
            (log.marks, log.crew, log.innocent) == (result.marks, result.crew, result.innocent)
        };
        let earlier = kept.filter(|log| same(log) && detector.family != detectors::Family::Claque);
        let earlier = earlier.and_then(|log| log.runs.iter().find(|run| run.detector == detector.key));
        let run = match earlier {
            Some(run) => run.clone(),
            None => detectors::run(detector, environment, &folder, &truth)?,
        };
        eprintln!("{}: {}", log.name, run.line());
        result.runs.push(run);
    }
    Ok(result)
}

/// Writes the figures and what is read of them.
fn write(folder: &Path, league: &League) -> Result<(), Fault> {
    let put = |name: &str, text: String| {
        std::fs::write(folder.join(name), text).map_err(|e| format!("{name} cannot be written: {e}"))
    };
    std::fs::create_dir_all(folder).map_err(|e| format!("{} cannot be made: {e}", folder.display()))?;
    put("accuracy.json", league.json())?;
    put("accuracy.md", render::markdown(league))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_is_what_its_figures_say() {
        let docs = project().join("docs");
        let league = League::read(&docs.join("accuracy.json")).unwrap();
        let written = std::fs::read_to_string(docs.join("accuracy.md")).unwrap();
        assert!(
            written == render::markdown(&league),
            "docs/accuracy.md differs from docs/accuracy.json; run: cargo xtask league --render"
        );
        let names: Vec<_> = league.logs.iter().map(|l| l.name.as_str()).collect();
        assert_eq!(
            names,
            logs::all(false).iter().map(|l| l.name).collect::<Vec<_>>(),
            "every log has its line"
        );
    }
}
