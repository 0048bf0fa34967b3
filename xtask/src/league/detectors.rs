//! Who plays: claque in three settings, and each peer in its default and in the settings that hindsight may choose from.

use super::Fault;
use super::environment::Environment;
use super::results::Run;
use super::score::{Scores, Truth};
use std::ffi::OsStr;
use std::path::Path;

/// Detectors of one make.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Family {
    /// This project.
    Claque,
    /// Hooi et al. 2016.
    Fraudar,
    /// The coordination network toolkit.
    Toolkit,
    /// CooRTweet's rule.
    CooRTweet,
}

impl Family {
    /// The peers, in the order of the tables.
    pub const PEERS: [Family; 3] = [Family::Fraudar, Family::Toolkit, Family::CooRTweet];

    /// How it is called.
    pub fn name(self) -> &'static str {
        match self {
            Family::Claque => "claque",
            Family::Fraudar => "FRAUDAR",
            Family::Toolkit => "toolkit",
            Family::CooRTweet => "CooRTweet",
        }
    }
}

/// A detector in one setting.
pub struct Detector {
    /// Its key in accuracy.json.
    pub key: &'static str,
    /// Its make.
    pub family: Family,
    /// Its setting, for readers.
    pub setting: &'static str,
    /// Whether it is what its authors give to somebody who sets nothing.
    pub default: bool,
    how: How,
}

enum How {
    /// Flags of an audit, and whether it gets what is known of accounts and pages.
    Audit { flags: &'static [&'static str], side_tables: bool },
    /// A script and its last argument.
    Script(&'static str, &'static str),
}

const fn audit(
    key: &'static str,
    setting: &'static str,
    default: bool,
    flags: &'static [&'static str],
    side_tables: bool,
) -> Detector {
    Detector { key, family: Family::Claque, setting, default, how: How::Audit { flags, side_tables } }
}

const fn peer(
    key: &'static str,
    family: Family,
    setting: &'static str,
    default: bool,
    script: &'static str,
    argument: &'static str,
) -> Detector {
    Detector { key, family, setting, default, how: How::Script(script, argument) }
}

/// claque as a user runs it who sets nothing.
pub const CLAQUE: &str = "claque";
/// claque without its error rate.
pub const BARE: &str = "claque-bare";
/// The same on what the peers get.
pub const COLUMNS: &str = "claque-columns";

/// All of them.
pub const ALL: &[Detector] = &[
    audit(CLAQUE, "default", true, &[], true),
    audit(BARE, "`--decoys 0`", false, &["--decoys", "0"], true),
    audit(COLUMNS, "`--decoys 0`, three columns", false, &["--decoys", "0"], false),
    peer("fraudar-1", Family::Fraudar, "the densest block", true, "fraudar.py", "1"),
    peer("fraudar-20", Family::Fraudar, "blocks until density halves", false, "fraudar.py", "20"),
    peer("toolkit-1", Family::Toolkit, "1 s", true, "toolkit.py", "1"),
    peer("toolkit-60", Family::Toolkit, "60 s", false, "toolkit.py", "60"),
    peer("toolkit-3600", Family::Toolkit, "3,600 s", false, "toolkit.py", "3600"),
    peer("coortweet-10", Family::CooRTweet, "10 s", true, "coortweet.py", "10"),
    peer("coortweet-60", Family::CooRTweet, "60 s", false, "coortweet.py", "60"),
    peer("coortweet-3600", Family::CooRTweet, "3,600 s", false, "coortweet.py", "3600"),
];

/// The detector of a key.
pub fn by_key(key: &str) -> Option<&'static Detector> {
    ALL.iter().find(|d| d.key == key)
}

/// One detector on one log that was laid out in a folder.
pub fn run(
    detector: &Detector,
    environment: &Environment,
    folder: &Path,
    truth: &Truth,
) -> Result<Run, Fault> {
    let scores = folder.join("scores.csv");
    let cost = match detector.how {
        How::Script(script, argument) => {
            let log = folder.join("log.csv");
            let args = [log.as_os_str(), scores.as_os_str(), OsStr::new(argument)];
            environment.peer(folder, script, &args)?
        }
        How::Audit { flags, side_tables } => {
            let world = folder.join("world");
            let from = if world.exists() { world.as_path() } else { folder };
            let place = |name: &str| {
                [from.join(format!("{name}.parquet")), from.join(format!("{name}.csv"))]
                    .into_iter()
                    .find(|path| path.exists())
            };
            let likes = place("likes").ok_or("the log was not laid out: no likes")?;
            let out = folder.join("audit");
            let mut args = vec![OsStr::new("audit"), likes.as_os_str(), OsStr::new("--quiet")];
            args.extend([OsStr::new("--force"), OsStr::new("--out"), out.as_os_str()]);
            args.extend(flags.iter().map(OsStr::new));
            let tables = ["accounts", "pages"].map(|name| (format!("--{name}"), place(name)));
            for (flag, table) in &tables {
                if let (true, Some(table)) = (side_tables, table) {
                    args.extend([OsStr::new(flag), table.as_os_str()]);
                }
            }
            let cost = environment.audit(folder, &args)?;
            if cost.finished {
                environment.python("audit.py", &[out.as_os_str(), scores.as_os_str()])?;
            }
            cost
        }
    };
    if !cost.finished {
        return Ok(Run::unfinished(detector, &cost));
    }
    Ok(Run::of(detector, &cost, &Scores::read(&scores, truth)?))
}
