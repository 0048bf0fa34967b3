//! Every flag of the command line, once. Groups that several commands share are flattened into them; a
//! flag's help is the only place where its meaning is written.

mod saved;

pub use saved::{CompletionsFlags, Edition, ExportFlags, ManFlags, ReportFlags, RowsFlags, WhyFlags};

use crate::exit_code::ExitCode;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const LOG: &str = "The log";
const WORLD: &str = "The world";
const COLUMNS: &str = "Which column is what (guessed and shown; these flags win)";
const SEARCH: &str = "The search";
const ANSWER: &str = "The answer";
const PEOPLE: &str = "People in the answer";
const TABLES: &str = "The tables";
const EXPECTED: &str = "What was to be expected";

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
    /// Audit the log that travels inside this program: a real star campaign among innocent marks.
    #[command(after_help = DEMO_EXAMPLES, after_long_help = format!("{DEMO_EXAMPLES}\n\n{}", ExitCode::HELP))]
    Demo(DemoFlags),
    /// Say how much of a page's growth is unexplained, from tables of counts by country and period.
    #[command(after_help = AUDIENCE_EXAMPLES, after_long_help = format!("{AUDIENCE_EXAMPLES}\n\n{}", ExitCode::HELP))]
    Audience(Box<AudienceFlags>),
    /// Make simulated logs with known truth, and score an audit against it.
    ///
    /// It writes files and nothing else: there is no connector to any platform.
    #[command(after_help = WORLDS_EXAMPLES)]
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

const AUDIENCE_EXAMPLES: &str = "\
Examples:
  claque audience likes-by-country.csv --home KH
  claque audience insights.xlsx --home Cambodia --compare others.csv --events events.csv
  claque audience table.csv --home KH --home-share 0.6 --home-share 0.8
  pbpaste | claque audience - --home KH --period 2016-02-08..2016-03-09    a list from an article";

const DEMO_EXAMPLES: &str = "\
Examples:
  claque demo               writes ./claque-demo/report.html and its tables
  claque demo --out tried --reveal    with the accounts' own names";

const WORLDS_EXAMPLES: &str = "\
Examples:
  claque worlds list                                      the recipes inside, and what they can ask for
  claque worlds make long-mixed --seed 7 --out world
  claque audit world/likes.parquet --accounts world/accounts.parquet --pages world/pages.parquet --out audit
  claque worlds score world audit";

/// `claque audit`.
#[derive(Args, Clone, Debug)]
pub struct AuditFlags {
    /// Log files or folders; `-` reads standard input. Several inputs are one log.
    ///
    /// CSV, TSV (any delimiter), NDJSON or Parquet; plain, gzip or zstd.
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
    /// Keep no copy of an input that can be read only once (`-`, a pipe). Without it the folder holds one, so
    /// that `claque rows` can print the rows behind a figure.
    #[arg(long, help_heading = LOG)]
    pub no_keep: bool,
    /// Fail on the first row that cannot be used, instead of counting it and going on.
    #[arg(long, help_heading = LOG)]
    pub strict: bool,
    /// Which column is what.
    #[command(flatten)]
    pub columns: ColumnFlags,
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

/// `claque audience`.
#[derive(Args, Debug)]
pub struct AudienceFlags {
    /// Tables of new marks or totals by country and period; `-` reads standard input.
    ///
    /// CSV or any delimiter, XLSX, ODS, saved JSON of Page Insights or YouTube Analytics, or a list as it stands in
    /// an article; plain, gzip or zstd.
    #[arg(required = true, value_name = "TABLE", help_heading = TABLES)]
    pub inputs: Vec<PathBuf>,
    /// The days that a table without dates is of: one date, month or week, or FIRST..LAST.
    #[arg(long, value_name = "DAYS", value_parser = days, help_heading = TABLES)]
    pub period: Option<claque_audience::Span>,
    /// What a table counts that does not say: new marks, or totals.
    #[arg(long, value_name = "WHAT", help_heading = TABLES)]
    pub counts: Option<Counts>,
    /// The page's name, where the table has no column for it.
    #[arg(long, value_name = "NAME", help_heading = TABLES)]
    pub page: Option<String>,
    /// Dates such as 03/04/2021 have the day first.
    #[arg(long, conflicts_with = "month_first", help_heading = TABLES)]
    pub day_first: bool,
    /// Dates such as 03/04/2021 have the month first.
    #[arg(long, help_heading = TABLES)]
    pub month_first: bool,
    /// The character between the columns of a text file: one character, or `tab`.
    #[arg(long, value_name = "C", value_parser = delimiter, help_heading = TABLES)]
    pub delimiter: Option<u8>,
    /// The page's home country, as a code or a name. Without it: where most of its marks stand, if totals say so.
    #[arg(long, value_name = "COUNTRY", value_parser = home, help_heading = EXPECTED)]
    pub home: Option<claque_audience::Place>,
    /// A share of home among explained new marks to assume; several are assumed in turn.
    #[arg(long, value_name = "SHARE", value_parser = share, value_delimiter = ',', help_heading = EXPECTED)]
    pub home_share: Vec<f64>,
    /// Tables of comparison pages: their growth moves what is expected.
    #[arg(long, value_name = "TABLE", num_args = 1.., help_heading = EXPECTED)]
    pub compare: Vec<PathBuf>,
    /// Known events (start, end, country, page, what): their days are no quiet ones.
    #[arg(long, value_name = "FILE", help_heading = EXPECTED)]
    pub events: Option<PathBuf>,
    /// Base rates by country (country with share or per_day).
    #[arg(long, value_name = "FILE", help_heading = EXPECTED)]
    pub base_rates: Option<PathBuf>,
    /// The folder to write, as a whole or not at all. Without it: `./STEM.claque`.
    #[arg(long, value_name = "DIR", help_heading = ANSWER)]
    pub out: Option<PathBuf>,
    /// Replace a folder that claque did not make, or made from other inputs.
    #[arg(long, help_heading = ANSWER)]
    pub force: bool,
    /// Print the summary as JSON.
    #[arg(long, help_heading = ANSWER)]
    pub json: bool,
    /// Say nothing on the way: only the summary, and errors.
    #[arg(long, short, help_heading = ANSWER)]
    pub quiet: bool,
    /// Threads to use; the result does not depend on it. Without it: all cores.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = ANSWER)]
    pub threads: Option<u16>,
}

/// What a table counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Counts {
    /// New marks in each period.
    New,
    /// Marks that stand at the end of each period.
    Total,
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

/// `claque worlds`.
#[derive(Args, Debug)]
pub struct WorldsFlags {
    /// What to do.
    #[command(subcommand)]
    pub command: WorldsCommand,
}

/// What to do with worlds.
#[derive(Debug, Subcommand)]
pub enum WorldsCommand {
    /// Make a world: a log, what is known of its accounts and pages, and the truth.
    Make(MakeFlags),
    /// Score an audit of a world against its truth: by role, crew and page.
    Score(ScoreFlags),
    /// List the recipes inside this program, and the behaviours that a recipe can ask for.
    List,
}

/// `claque worlds make`.
#[derive(Args, Debug)]
pub struct MakeFlags {
    /// A recipe inside this program (`claque worlds list`), or a file that ends in .toml.
    #[arg(value_name = "RECIPE", help_heading = WORLD)]
    pub recipe: String,
    /// Another seed than the recipe's. The same recipe and seed are the same bytes.
    #[arg(long, value_name = "N", help_heading = WORLD)]
    pub seed: Option<u64>,
    /// So many times the people and pages, and crowds so many times as often; crews stay what they are.
    #[arg(long, value_name = "X", default_value_t = 1.0, help_heading = WORLD)]
    pub scale: f64,
    /// The folder to write, as a whole or not at all; it must be new or empty.
    #[arg(long, value_name = "DIR", help_heading = WORLD)]
    pub out: PathBuf,
}

/// `claque worlds score`.
#[derive(Args, Debug)]
pub struct ScoreFlags {
    /// The folder that `claque worlds make` wrote.
    #[arg(value_name = "WORLD", help_heading = WORLD)]
    pub world: PathBuf,
    /// The folder that `claque audit` wrote. What is said of directed people needs an audit with --all-members.
    #[arg(value_name = "AUDIT", help_heading = WORLD)]
    pub audit: PathBuf,
    /// Print all numbers as JSON, every touched page among them.
    #[arg(long, help_heading = WORLD)]
    pub json: bool,
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

/// Which column of the log is what.
#[derive(Args, Clone, Debug, Default)]
pub struct ColumnFlags {
    /// Who gave the mark.
    #[arg(long, value_name = "COL", help_heading = COLUMNS)]
    pub account: Option<String>,
    /// What was marked: page, post, repository.
    #[arg(long, value_name = "COL", help_heading = COLUMNS)]
    pub page: Option<String>,
    /// When. A log without times is audited by what needs no time.
    #[arg(long, value_name = "COL", help_heading = COLUMNS)]
    pub time: Option<String>,
    /// Given or withdrawn: like/unlike, +1/-1, create/delete. Without such a column all are given.
    #[arg(long, value_name = "COL", help_heading = COLUMNS)]
    pub action: Option<String>,
    /// The kind of mark: like, follow, star, vote.
    #[arg(long, value_name = "COL", help_heading = COLUMNS)]
    pub verb: Option<String>,
    /// Who stands behind the page.
    #[arg(long, value_name = "COL", help_heading = COLUMNS)]
    pub owner: Option<String>,
    /// The country of the event.
    #[arg(long, value_name = "COL", help_heading = COLUMNS)]
    pub country: Option<String>,
    /// The character between the columns of a text file: one character, or `tab`.
    #[arg(long, value_name = "C", value_parser = delimiter, help_heading = COLUMNS)]
    pub delimiter: Option<u8>,
    /// Time zone of times that name none, such as Asia/Phnom_Penh or +07:00. Without it: UTC.
    #[arg(long, value_name = "TZ", help_heading = COLUMNS)]
    pub assume_tz: Option<String>,
    /// The instant from which times that count from 0 are counted, such as 2021-05-01T00:00:00Z.
    #[arg(long, value_name = "T", help_heading = COLUMNS)]
    pub time_origin: Option<String>,
}

/// How hard to search.
#[derive(Args, Clone, Debug)]
pub struct SearchFlags {
    /// Shuffled copies of the log that are searched as well: what is found there is what chance finds.
    /// 0 leaves the error rate unknown. [default: 20]
    #[arg(long, value_name = "N", help_heading = SEARCH)]
    pub decoys: Option<u32>,
    /// The same seed on the same log gives the same bytes. [default: 1]
    #[arg(long, value_name = "N", help_heading = SEARCH)]
    pub seed: Option<u64>,
    /// Threads to use; the result does not depend on it. Without it: all cores.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = SEARCH)]
    pub threads: Option<u16>,
}

/// Where the answer goes and how it is said.
#[derive(Args, Clone, Debug)]
pub struct AnswerFlags {
    /// The folder to write, as a whole or not at all.
    ///
    /// Without it: `./STEM.claque`, where STEM is the first input's name without endings such as .csv.gz;
    /// `./stdin.claque` for standard input; `./claque-demo` for the demo.
    #[arg(long, value_name = "DIR", help_heading = ANSWER)]
    pub out: Option<PathBuf>,
    /// Replace a folder that claque did not make, or made from other inputs.
    #[arg(long, help_heading = ANSWER)]
    pub force: bool,
    /// Print the summary as JSON.
    #[arg(long, help_heading = ANSWER)]
    pub json: bool,
    /// Say nothing on the way: only the summary, and errors.
    #[arg(long, short, help_heading = ANSWER)]
    pub quiet: bool,
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

/// A country.
fn home(text: &str) -> Result<claque_audience::Place, String> {
    match claque_audience::Place::named(text) {
        Some(place @ claque_audience::Place::Country(_)) => Ok(place),
        _ => Err("give a country's name or its code of two letters".to_owned()),
    }
}

/// A share of one.
fn share(text: &str) -> Result<f64, String> {
    claque_audience::share(text).ok_or_else(|| "give a share above 0, such as 0.7 or 70%".to_owned())
}

/// Days.
fn days(text: &str) -> Result<claque_audience::Span, String> {
    claque_audience::span(text).ok_or_else(|| "give a date, or two as 2016-02-08..2016-03-09".to_owned())
}

/// One ASCII character, or its name.
pub fn delimiter(text: &str) -> Result<u8, String> {
    match text {
        "tab" | "\\t" => Ok(b'\t'),
        _ => match text.as_bytes() {
            [b'"' | b'\n' | b'\r'] => Err("a quote or line end cannot stand between columns".to_owned()),
            [one] if one.is_ascii() => Ok(*one),
            _ => Err("give one ASCII character, or `tab`".to_owned()),
        },
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
    fn a_delimiter_is_one_character() {
        assert_eq!(delimiter(";"), Ok(b';'));
        assert_eq!(delimiter("tab"), Ok(b'\t'));
        assert_eq!(delimiter("\t"), Ok(b'\t'));
        assert!(delimiter("").is_err());
        assert!(delimiter(";;").is_err());
        assert!(delimiter("é").is_err());
        assert!(delimiter("\"").is_err());
    }
}
