//! Faults, told to people: where, what, and what to do. Libraries return kinds and places; only here do
//! they become lines on stderr and an exit code.

use crate::exit_code::ExitCode;
use crate::progress::stderr_line;
use claque_report::visible::visible;

/// A fault that ends the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// How the run ends.
    pub code: ExitCode,
    /// Where: file, row, column, as far as known.
    pub place: Option<String>,
    /// What happened.
    pub what: String,
    /// What to do, most useful first.
    pub remedy: Vec<String>,
}

impl Trouble {
    /// A combination of flags that cannot be meant.
    pub fn usage(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { code: ExitCode::Usage, place: None, what: what.into(), remedy: vec![remedy.into()] }
    }

    /// The machine refused something.
    pub fn machine(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { code: ExitCode::Failed, place: None, what: what.into(), remedy: vec![remedy.into()] }
    }

    /// A fault of claque itself.
    pub fn internal(what: impl Into<String>) -> Self {
        Self {
            code: ExitCode::Failed,
            place: None,
            what: format!("this is a fault of claque, not of your log: {}", what.into()),
            remedy: vec![
                "please report it with this message and the version that `claque --version` prints"
                    .to_owned(),
            ],
        }
    }

    /// The lines that people read. Names of files and columns are made safe to look at.
    pub fn lines(&self) -> String {
        let place = self.place.as_ref().map(|p| format!("{}: ", visible(p))).unwrap_or_default();
        let what: Vec<String> = self.what.split('\n').map(visible).collect();
        let mut lines = format!("claque: {place}{}", what.join("\n  "));
        for remedy in self.remedy.iter().filter(|r| !r.is_empty()) {
            lines.push_str(&format!("\n  what to do: {}", visible(remedy)));
        }
        lines
    }

    /// Tells it.
    pub fn tell(&self) {
        stderr_line(&self.lines());
    }
}

impl From<claque_log::Fault> for Trouble {
    fn from(fault: claque_log::Fault) -> Self {
        use claque_log::FaultKind;
        let parts = [
            fault.file.clone(),
            fault.row.map(|row| format!("row {row}")),
            fault.column.as_ref().map(|column| format!("column `{column}`")),
        ];
        let place: Vec<String> = parts.into_iter().flatten().collect();
        Self {
            code: match fault.kind {
                FaultKind::Unusable => ExitCode::Input,
                FaultKind::Usage => ExitCode::Usage,
                FaultKind::Io => ExitCode::Input,
            },
            place: (!place.is_empty()).then(|| place.join(", ")),
            what: fault.what,
            remedy: if fault.remedy.is_empty() { vec![usual(fault.kind).to_owned()] } else { fault.remedy },
        }
    }
}

/// What to do where the reader has nothing better to say.
fn usual(kind: claque_log::FaultKind) -> &'static str {
    use claque_log::FaultKind;
    match kind {
        FaultKind::Unusable => {
            "give a log with an account and a page in every row; `claque audit --help` says more"
        }
        FaultKind::Usage => "`claque audit --help` says what can be asked",
        FaultKind::Io => "look at the name, and whether it may be read",
    }
}

impl From<claque_report::ReportFault> for Trouble {
    fn from(fault: claque_report::ReportFault) -> Self {
        use claque_report::FaultKind;
        match fault.kind {
            FaultKind::Internal => Self::internal(fault.what),
            kind => Self {
                code: if kind == FaultKind::Usage { ExitCode::Usage } else { ExitCode::Failed },
                place: fault.path.as_ref().map(|p| p.display().to_string()),
                what: fault.what,
                remedy: vec![fault.remedy],
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_says_where_what_and_what_to_do() {
        let trouble = Trouble {
            code: ExitCode::Input,
            place: Some("likes.csv, row 7, column `time`".to_owned()),
            what: "`tomorrow` is no time".to_owned(),
            remedy: vec!["name another column with --time".to_owned(), String::new()],
        };
        assert_eq!(
            trouble.lines(),
            "claque: likes.csv, row 7, column `time`: `tomorrow` is no time\n  what to do: name another column with --time"
        );
    }

    #[test]
    fn a_hostile_name_turns_no_terminal() {
        let trouble = Trouble {
            code: ExitCode::Input,
            place: Some("a\u{202e}b".to_owned()),
            what: "one\ntwo \u{1b}[31m".to_owned(),
            remedy: vec!["--page COLUMN (there are: x\u{1b}[2J)".to_owned()],
        };
        let lines = trouble.lines();
        assert!(!lines.contains(['\u{1b}', '\u{202e}']), "{lines:?}");
        assert_eq!(lines.lines().count(), 3);
    }
}
