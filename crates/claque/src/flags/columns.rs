//! The flags that say which column of a log is what, and how its values are written.

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, ValueEnum};

const COLUMNS: &str = "Which column is what (guessed and shown; these flags win)";

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
    /// The source's shape, which says which columns and rows are what; told by itself where sure. `plain`: columns by
    /// their names alone, whatever else others say of a row.
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(formats()), help_heading = COLUMNS)]
    pub format: Option<String>,
    /// The page of all rows, for a log of one page that does not name it.
    #[arg(long, value_name = "NAME", help_heading = COLUMNS)]
    pub one_page: Option<String>,
    /// Take `NULL`, `None`, `nan`, `NA`, `#N/A` and their like for names. Without it: rows whose account or page is such a
    /// word are rejected, but for those of sources that are known.
    #[arg(long, help_heading = COLUMNS)]
    pub null_names: bool,
    /// The sheet of a workbook. Without it: the first that is not hidden.
    #[arg(long, value_name = "NAME", help_heading = COLUMNS)]
    pub sheet: Option<String>,
    /// What comes first in dates such as 1/2/2021. Without it: what the column itself tells, if it does.
    #[arg(long, value_name = "ORDER", help_heading = COLUMNS)]
    pub dates: Option<Dates>,
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

/// The order of day and month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Dates {
    /// 1/2/2021 is the first of February.
    DayFirst,
    /// 1/2/2021 is the second of January.
    MonthFirst,
}

impl Dates {
    /// As the flag and the settings file write it.
    pub fn name(self) -> &'static str {
        match self {
            Dates::DayFirst => "day-first",
            Dates::MonthFirst => "month-first",
        }
    }

    /// For the reader.
    pub fn order(self) -> claque_log::DateOrder {
        match self {
            Dates::DayFirst => claque_log::DateOrder::DayFirst,
            Dates::MonthFirst => claque_log::DateOrder::MonthFirst,
        }
    }
}

/// The shapes of sources with what they are, for the help.
fn formats() -> Vec<PossibleValue> {
    claque_log::formats().map(|f| PossibleValue::new(f.name).help(f.about)).collect()
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
