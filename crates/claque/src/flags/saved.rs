//! Flags of the commands that tell from the folder of an audit, and of those that tell of claque itself.

use clap::{ArgGroup, Args, ValueEnum};
use std::path::PathBuf;

const AUDIT: &str = "The audit";
const ROWS: &str = "The rows";
const GRAPH: &str = "The graph";
const REPORT: &str = "The report";
const OUTPUT: &str = "Where it goes";
const CLAQUE: &str = "claque itself";

pub const WHY_EXAMPLES: &str = "\
Examples:
  claque why likes.claque C1               a crew: its evidence in bits, what chance gives, its jobs
  claque why likes.claque C1/J5            one of its jobs
  claque why likes.claque page:owner/repo  a page: what was taken off it, and by which crews
  claque why likes.claque C1 --json | jq .odds";

pub const ROWS_EXAMPLES: &str = "\
Examples:
  claque rows likes.claque C1/J5                       the rows behind one job of a crew
  claque rows likes.claque page:owner/repo             all rows behind a page's figures
  claque rows likes.claque page:owner/repo@2024-07-01  those of one day (UTC), or @FROM..TO
  claque rows likes.claque C1 --reveal > c1.csv        with the accounts' own names and the rows as they stand
  claque rows likes.claque C1 --input moved/likes.csv  the log lies elsewhere now";

pub const EXPORT_EXAMPLES: &str = "\
Examples:
  claque export likes.claque --gexf                 ./likes.gexf: crews and the pages that they served
  claque export likes.claque --graphml --accounts   accounts and pages instead, under pseudonyms
  claque export likes.claque --csv --out graph      graph-nodes.csv and graph-edges.csv
  claque export likes.claque --gexf --everything    nothing filtered
  claque export likes.claque --graphml --out - | gzip > graph.graphml.gz";

pub const REPORT_EXAMPLES: &str = "\
Examples:
  claque report likes.claque --edition public        ./likes-public.html: small groups left out, accounts under a key
  claque report likes.claque --edition press         ./likes-press.html: one page
  claque report likes.claque --letter owner/repo     ./likes-letter.txt: to the page that the figures are about
  claque report likes.claque --edition full --out today.html
  claque report likes.claque --lang km               ./likes-full-km.html: the full report in Khmer";

pub const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  claque completions bash > ~/.local/share/bash-completion/completions/claque
  claque completions zsh > \"${fpath[1]}/_claque\"
  claque completions fish > ~/.config/fish/completions/claque.fish
  claque completions powershell >> $PROFILE";

pub const MAN_EXAMPLES: &str = "\
Examples:
  claque man | man -l -                           the front page, now
  claque man audit | man -l -                     the page of one command
  claque man --out ~/.local/share/man/man1        all pages as files: man claque-audit";

/// `claque why`.
#[derive(Args, Debug)]
pub struct WhyFlags {
    /// The folder that `claque audit` wrote. The log is not needed.
    #[arg(value_name = "AUDIT", help_heading = AUDIT)]
    pub audit: PathBuf,
    /// What is asked about: a crew (C1), a job (C1/J5) or a page (page:NAME, or its bare name).
    #[arg(value_name = "REF", help_heading = AUDIT)]
    pub reference: String,
    /// Print it as one JSON object.
    #[arg(long, help_heading = OUTPUT)]
    pub json: bool,
}

/// `claque rows`.
#[derive(Args, Debug)]
pub struct RowsFlags {
    /// The folder that `claque audit` wrote.
    #[arg(value_name = "AUDIT", help_heading = AUDIT)]
    pub audit: PathBuf,
    /// Whose rows: a crew (C1), a job (C1/J5), a page (page:NAME) or a cell of it (page:NAME@2024-07-01).
    #[arg(value_name = "REF", help_heading = AUDIT)]
    pub reference: String,
    /// Where an input lies now, if it was moved; give it once for each. Known again by its hash.
    #[arg(long, value_name = "FILE", help_heading = ROWS)]
    pub input: Vec<PathBuf>,
    /// Show the accounts' own names, and the rows as they stand in the input.
    #[arg(long, help_heading = ROWS)]
    pub reveal: bool,
    /// Print at most so many rows; the rest is counted.
    #[arg(long, value_name = "N", help_heading = ROWS)]
    pub limit: Option<usize>,
    /// Print one JSON object a row instead of CSV.
    #[arg(long, help_heading = OUTPUT)]
    pub json: bool,
    /// Say nothing on the way: only the rows, and errors.
    #[arg(long, short, help_heading = OUTPUT)]
    pub quiet: bool,
}

/// `claque export`.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("form").required(true))]
pub struct ExportFlags {
    /// The folder that `claque audit` wrote.
    #[arg(value_name = "AUDIT", help_heading = AUDIT)]
    pub audit: PathBuf,
    /// GEXF, for Gephi.
    #[arg(long, group = "form", help_heading = GRAPH)]
    pub gexf: bool,
    /// GraphML, for Gephi, igraph, networkx, Cytoscape, yEd.
    #[arg(long, group = "form", help_heading = GRAPH)]
    pub graphml: bool,
    /// Two tables, of nodes and of edges.
    #[arg(long, group = "form", help_heading = GRAPH)]
    pub csv: bool,
    /// Accounts and pages as nodes, instead of crews and pages. Members of crews that the audit lists only.
    #[arg(long, help_heading = GRAPH)]
    pub accounts: bool,
    /// Leave out edges of less weight (marks). [default: 2 between crews and pages, 0.5 from an account]
    #[arg(long, value_name = "W", help_heading = GRAPH)]
    pub min_weight: Option<f64>,
    /// Leave out nothing: crews of every kind and of any q, edges of any weight. The gate stays.
    #[arg(long, conflicts_with = "min_weight", help_heading = GRAPH)]
    pub everything: bool,
    /// Show the accounts' own names instead of pseudonyms.
    #[arg(long, help_heading = GRAPH)]
    pub reveal: bool,
    /// The file to write; `-` prints it. Of --csv: how the names of both files begin. [default: ./STEM.FORM]
    #[arg(long, value_name = "FILE", help_heading = OUTPUT)]
    pub out: Option<PathBuf>,
    /// How it is written.
    #[command(flatten)]
    pub write: WriteFlags,
}

/// How a file is written.
#[derive(Args, Clone, Copy, Debug)]
pub struct WriteFlags {
    /// Replace a file that stands there.
    #[arg(long, help_heading = OUTPUT)]
    pub force: bool,
    /// Say what would be written, and write nothing.
    #[arg(long, help_heading = OUTPUT)]
    pub dry_run: bool,
    /// Say nothing but errors.
    #[arg(long, short, help_heading = OUTPUT)]
    pub quiet: bool,
}

/// Which report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Edition {
    /// All that the audit says: the report.html of its folder.
    Full,
    /// For everybody: no crew, job or count of fewer than ten, accounts under keyed pseudonyms.
    Public,
    /// One page: the answer, how it is known, and what is not.
    Press,
}

/// In which language a report speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// English.
    En,
    /// Khmer: a translation that is not yet reviewed, as the report says on top.
    Km,
}

/// `claque report`.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("what").required(true).multiple(true))]
pub struct ReportFlags {
    /// The folder that `claque audit` or `claque audience` wrote. The log or tables are not needed.
    #[arg(value_name = "AUDIT", help_heading = AUDIT)]
    pub audit: PathBuf,
    /// Which edition of the report.
    #[arg(long, value_name = "EDITION", group = "what", help_heading = REPORT)]
    pub edition: Option<Edition>,
    /// A letter to those behind this page: what was found, how, and what they are asked. Plain text.
    #[arg(long, value_name = "PAGE", group = "what", conflicts_with_all = ["edition", "lang"], help_heading = REPORT)]
    pub letter: Option<String>,
    /// The language of the full or the public edition. [default: en]
    #[arg(long, value_name = "LANG", group = "what", help_heading = REPORT)]
    pub lang: Option<Lang>,
    /// The key of the public edition's pseudonyms: made if it is not there, and never to be given away. The
    /// same key gives an account the same pseudonym in every report. [default: ./claque.key]
    #[arg(long, value_name = "FILE", help_heading = REPORT)]
    pub key: Option<PathBuf>,
    /// The file to write; `-` prints it. [default: ./STEM-EDITION.html or ./STEM-letter.txt]
    #[arg(long, value_name = "FILE", help_heading = OUTPUT)]
    pub out: Option<PathBuf>,
    /// How it is written.
    #[command(flatten)]
    pub write: WriteFlags,
}

/// `claque completions`.
#[derive(Args, Debug)]
pub struct CompletionsFlags {
    /// For which shell.
    #[arg(value_name = "SHELL", help_heading = CLAQUE)]
    pub shell: clap_complete::Shell,
}

/// `claque man`.
#[derive(Args, Debug)]
pub struct ManFlags {
    /// The page of which command; without it, the front page.
    #[arg(value_name = "COMMAND", help_heading = CLAQUE)]
    pub command: Vec<String>,
    /// Write all pages into this folder, which must be there.
    #[arg(long, value_name = "DIR", conflicts_with = "command", help_heading = CLAQUE)]
    pub out: Option<PathBuf>,
}
