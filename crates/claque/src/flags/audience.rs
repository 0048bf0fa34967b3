//! The flags of the command that tells from tables of counts.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::columns::delimiter;
use super::{FolderFlags, SayFlags, ThreadFlags};

const TABLES: &str = "The tables";
const EXPECTED: &str = "What was to be expected";

pub(super) const EXAMPLES: &str = "\
Examples:
  claque audience likes-by-country.csv --home KH
  claque audience insights.xlsx --home Cambodia --compare others.csv --events events.csv
  claque audience table.csv --home KH --home-share 0.6 --home-share 0.8
  pbpaste | claque audience - --home KH --period 2016-02-08..2016-03-09    a list from an article";

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
    /// Where the folder goes.
    #[command(flatten)]
    pub folder: FolderFlags,
    /// What is said.
    #[command(flatten)]
    pub say: SayFlags,
    /// Threads.
    #[command(flatten)]
    pub on: ThreadFlags,
}

/// What a table counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Counts {
    /// New marks in each period.
    New,
    /// Marks that stand at the end of each period.
    Total,
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
