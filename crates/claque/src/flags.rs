//! Every flag of the command line, once. Groups that several commands share are flattened into them; a
//! flag's help is the only place where its meaning is written.

mod audience;
mod columns;
mod common;
mod saved;
mod worlds;

pub use audience::{AudienceFlags, Counts};
pub use columns::{ColumnFlags, Dates, delimiter};
pub use common::{FolderFlags, SayFlags, ThreadFlags};
pub use saved::{
    CompletionsFlags, Edition, ExportFlags, Lang, ManFlags, ReportFlags, RowsFlags, WhyFlags, WriteFlags,
};
pub use worlds::{MakeFlags, ScoreFlags, WorldsCommand, WorldsFlags};

use crate::exit_code::ExitCode;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const LOG: &str = "The log";
const SEARCH: &str = "The search";
const ANSWER: &str = "The answer";
const PEOPLE: &str = "People in the answer";

/// How much of a page's applause is real, and how sure we can be.
///
/// claque reads a log of likes, follows, stars or votes, finds crowds that keep meeting on unrelated pages,
/// and says for every page how many of its marks were given by people acting for themselves. It never says
/// who ordered anything.
#[derive(Debug, Parser)]
#[command(name = "claque", version, max_term_width = 100, after_help = ExitCode::HELP)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Audit a log and write a folder of tables with a report.
    #[command(after_help = AUDIT_EXAMPLES, after_long_help = format!("{AUDIT_EXAMPLES}\n\n{}", ExitCode::HELP))]
    Audit(Box<AuditFlags>),
    /// Look at a log and say how it would be read, and what to type; nothing is written.
    #[command(after_help = LOOK_EXAMPLES, after_long_help = format!("{LOOK_EXAMPLES}\n\n{}", ExitCode::HELP))]
    Look(Box<LookFlags>),
    /// Audit the log that travels inside this program: a real star campaign among innocent marks.
    #[command(after_help = DEMO_EXAMPLES, after_long_help = format!("{DEMO_EXAMPLES}\n\n{}", ExitCode::HELP))]
    Demo(DemoFlags),
    /// Say how much of a page's growth is unexplained, from tables of counts by country and period.
    #[command(after_help = audience::EXAMPLES, after_long_help = format!("{}\n\n{}", audience::EXAMPLES, ExitCode::HELP))]
    Audience(Box<AudienceFlags>),
    /// Make simulated logs with known truth, and score an audit against it.
    ///
    /// It writes files and nothing else: there is no connector to any platform.
    #[command(after_help = worlds::EXAMPLES)]
    Worlds(WorldsFlags),
    /// Say why: the evidence on a crew in bits, what chance gives, and the rows behind it.
    ///
    /// Everything is told from the folder of the audit; the log is not needed.
    #[command(after_help = saved::WHY_EXAMPLES)]
    Why(WhyFlags),
    /// Print the rows of the log behind a crew, a job, a page's figures or a cell.
    ///
    /// The rows come from the inputs of the audit, whose hashes are checked first, or from the copy that the
    /// folder keeps of an input that could be read only once. Accounts carry pseudonyms unless --reveal; rows
    /// of crowds with no mark doubted are printed only if the audit was made with --all-members.
    #[command(after_help = saved::ROWS_EXAMPLES)]
    Rows(RowsFlags),
    /// Write the crews and the pages that they served as a graph, for Gephi and others.
    ///
    /// Filtered unless --everything: crews that serve unrelated pages together, were created together or give
    /// mirrored support, at q <= 0.05 where it is known, and edges of some weight.
    #[command(after_help = saved::EXPORT_EXAMPLES)]
    Export(ExportFlags),
    /// Write an edition of the report, or a letter of reply to a page.
    #[command(after_help = saved::REPORT_EXAMPLES)]
    Report(ReportFlags),
    /// Print the completions for a shell.
    #[command(after_help = saved::COMPLETIONS_EXAMPLES)]
    Completions(CompletionsFlags),
    /// Print a manual page.
    #[command(after_help = saved::MAN_EXAMPLES)]
    Man(ManFlags),
}

const AUDIT_EXAMPLES: &str = "\
Examples:
  claque audit likes.csv                        writes ./likes.claque/report.html and its tables
  claque audit 2024-*.ndjson.gz --out spring    several files are one log
  zcat likes.csv.gz | claque audit -            from another program
  claque audit stars.tsv --account login --page repo --time starred_at
  claque audit likes.parquet --pages pages.csv --accounts accounts.csv
  claque audit likes.csv --fail-on any --json --quiet    for scripts";

const LOOK_EXAMPLES: &str = "\
Examples:
  claque look likes.xlsx                        which column is what, what would be lost, and the command to run
  claque look '2024-*.ndjson.gz' --json         for scripts
  claque look dates.csv --dates day-first       1/2/2021 is the first of February";

const DEMO_EXAMPLES: &str = "\
Examples:
  claque demo               writes ./claque-demo/report.html and its tables
  claque demo --out tried --reveal    with the accounts' own names";

/// A log and how it is read, for every command that reads one.
#[derive(Args, Clone, Debug)]
pub struct LogFlags {
    /// Log files or folders; `-` reads standard input. Several inputs are one log.
    ///
    /// CSV, TSV (any delimiter), NDJSON, JSON lists, Parquet, XLSX or ODS; plain, gzip or zstd. A pattern such as
    /// '2024-*.csv' stands for the files that it fits.
    #[arg(required = true, value_name = "INPUT", help_heading = LOG)]
    pub inputs: Vec<PathBuf>,
    /// What is known of the accounts: account, created, country, name.
    #[arg(long, value_name = "FILE", help_heading = LOG)]
    pub accounts: Option<PathBuf>,
    /// What is known of the pages: page, owner, country, name. Wins over an owner column of the log.
    #[arg(long, value_name = "FILE", help_heading = LOG)]
    pub pages: Option<PathBuf>,
    /// A settings file for what is tedious to repeat. Without it: claque.toml beside the log, if there is one.
    ///
    /// Flags win over the file, the file over defaults; docs/settings.md shows every key.
    #[arg(long, value_name = "FILE", help_heading = LOG)]
    pub config: Option<PathBuf>,
    /// Fail on the first row that cannot be used, instead of counting it and going on.
    #[arg(long, help_heading = LOG)]
    pub strict: bool,
    /// Which column is what.
    #[command(flatten)]
    pub columns: ColumnFlags,
}

/// `claque audit`.
#[derive(Args, Clone, Debug)]
pub struct AuditFlags {
    /// The log.
    #[command(flatten)]
    pub log: LogFlags,
    /// Keep no copy of an input that can be read only once (`-`, a pipe). Without it the folder holds one, so
    /// that `claque rows` can print the rows behind a figure.
    #[arg(long, help_heading = LOG)]
    pub no_keep: bool,
    /// The search.
    #[command(flatten)]
    pub search: SearchFlags,
    /// The answer.
    #[command(flatten)]
    pub answer: AnswerFlags,
    /// People in the answer.
    #[command(flatten)]
    pub people: PeopleFlags,
}

/// `claque look`.
#[derive(Args, Clone, Debug)]
pub struct LookFlags {
    /// The log.
    #[command(flatten)]
    pub log: LogFlags,
    /// Threads.
    #[command(flatten)]
    pub on: ThreadFlags,
    /// What is said.
    #[command(flatten)]
    pub say: SayFlags,
    /// Show the accounts' own names among the sample values, instead of their shape.
    #[arg(long, help_heading = PEOPLE)]
    pub reveal: bool,
}

/// `claque demo`.
#[derive(Args, Debug)]
pub struct DemoFlags {
    /// The search.
    #[command(flatten)]
    pub search: SearchFlags,
    /// The answer.
    #[command(flatten)]
    pub answer: AnswerFlags,
    /// People in the answer.
    #[command(flatten)]
    pub people: PeopleFlags,
}

impl SearchFlags {
    /// Shuffled copies to search.
    pub fn decoys(&self) -> u32 {
        self.decoys.unwrap_or(crate::settings::DECOYS)
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.seed.unwrap_or(crate::settings::SEED)
    }
}

/// How hard to search.
#[derive(Args, Clone, Debug, Default)]
pub struct SearchFlags {
    /// Most shuffled copies of the log, of each kind, that are searched as well: what is found there is what chance
    /// finds. Fewer where the answer is settled; 0 leaves the error rate unknown. [default: 20, fewer in large logs]
    #[arg(long, value_name = "N", help_heading = SEARCH)]
    pub decoys: Option<u32>,
    /// Plant no campaigns in copies of the log. Saves three to ten further searches, and leaves unknown what would be
    /// missed: no intervals, no calibration, and the report keeps its stamp.
    #[arg(long, help_heading = SEARCH)]
    pub no_power: bool,
    /// Stop shuffling as soon as the answer is settled at q <= 0.05, so that each q is an upper bound, and plant in
    /// one copy only.
    #[arg(long, help_heading = SEARCH)]
    pub quick: bool,
    /// The share of the true events that the log holds, such as 0.8. Widens the intervals.
    #[arg(long, value_name = "SHARE", value_parser = share, help_heading = SEARCH)]
    pub coverage: Option<f64>,
    /// The same seed on the same log gives the same bytes. [default: 1]
    #[arg(long, value_name = "N", help_heading = SEARCH)]
    pub seed: Option<u64>,
    /// Threads.
    #[command(flatten)]
    pub on: ThreadFlags,
}

/// Where the answer goes and how it is said.
#[derive(Args, Clone, Debug)]
pub struct AnswerFlags {
    /// Where the folder goes.
    #[command(flatten)]
    pub folder: FolderFlags,
    /// What is said.
    #[command(flatten)]
    pub say: SayFlags,
    /// Print on stderr what each stage cost, in seconds on the clock and of all processors.
    #[arg(long, help_heading = ANSWER)]
    pub timings: bool,
    /// Read the log, say what would be done, and write nothing.
    #[arg(long, help_heading = ANSWER)]
    pub dry_run: bool,
    /// Exit with 10 when a crew of this kind stands at q <= 0.05.
    #[arg(long, value_name = "KIND", help_heading = ANSWER)]
    pub fail_on: Option<FailOn>,
}

/// How much is said of people.
#[derive(Args, Clone, Copy, Debug)]
pub struct PeopleFlags {
    /// List the members of every crew, also of crowds that share a cause. The audit says that it was asked.
    #[arg(long, help_heading = PEOPLE)]
    pub all_members: bool,
    /// Show the accounts' own names in the report and here, instead of pseudonyms.
    #[arg(long, help_heading = PEOPLE)]
    pub reveal: bool,
}

/// Which finding makes a script stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// A crew that serves unrelated pages together.
    Hired,
    /// A crew whose accounts were created together.
    Fabricated,
    /// Either.
    Any,
}

/// A share above 0 and at most 1.
fn share(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(x) if x > 0.0 && x <= 1.0 => Ok(x),
        _ => Err("give a share above 0 and at most 1, such as 0.8".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_flag_stands_under_a_heading_with_a_help() {
        for command in Cli::command().get_subcommands() {
            for flag in command.get_arguments().filter(|a| !matches!(a.get_id().as_str(), "help" | "version"))
            {
                assert!(flag.get_help_heading().is_some(), "{} {}", command.get_name(), flag.get_id());
                assert!(flag.get_help().is_some(), "{} {}", command.get_name(), flag.get_id());
            }
        }
    }

    #[test]
    fn a_share_is_above_nothing_and_at_most_all() {
        assert_eq!((share("0.8"), share("1")), (Ok(0.8), Ok(1.0)));
        assert!(["0", "-1", "1.1", "80%", "NaN"].iter().all(|t| share(t).is_err()));
    }
}
