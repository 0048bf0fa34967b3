//! Why a log cannot be read: where, why, and what to do.

/// What kind of fault, for scripts: the binary's exit code follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The input cannot be used as a log (exit code 3).
    Unusable,
    /// What was asked makes no sense (exit code 2).
    Usage,
    /// The machine failed: a file cannot be opened or read (exit code 3).
    Io,
}

/// Why a log cannot be read. Where several things are wrong with a mapping, `what` has one line for each
/// and `remedy` the flags that override them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", told(self))]
pub struct Fault {
    /// What kind.
    pub kind: FaultKind,
    /// In which input.
    pub file: Option<String>,
    /// At which line of it; for an input that breaks off, how many rows were read before.
    pub row: Option<u64>,
    /// In which column.
    pub column: Option<String>,
    /// What is wrong, in plain sentences.
    pub what: String,
    /// What to do about it, one line each.
    pub remedy: Vec<String>,
}

fn told(fault: &Fault) -> String {
    let mut out = String::new();
    if let Some(file) = &fault.file {
        out.push_str(file);
        if let Some(row) = fault.row {
            out.push_str(&format!(", row {row}"));
        }
        if let Some(column) = &fault.column {
            out.push_str(&format!(", column `{column}`"));
        }
        out.push_str(": ");
    }
    out.push_str(&fault.what);
    for remedy in &fault.remedy {
        out.push_str("\n  ");
        out.push_str(remedy);
    }
    out
}

impl Fault {
    fn new(kind: FaultKind, what: impl Into<String>) -> Self {
        Self { kind, file: None, row: None, column: None, what: what.into(), remedy: Vec::new() }
    }

    /// An input that cannot be used.
    pub fn unusable(what: impl Into<String>) -> Self {
        Self::new(FaultKind::Unusable, what)
    }

    /// A request that makes no sense.
    pub fn usage(what: impl Into<String>) -> Self {
        Self::new(FaultKind::Usage, what)
    }

    /// A failure of the machine, with what was being done.
    pub fn io(doing: &str, error: &std::io::Error) -> Self {
        Self::new(FaultKind::Io, format!("{doing}: {error}"))
    }

    /// Faults of several inputs as one: each with its place on a line of its own, what to do said once. One alone stays as it
    /// is.
    pub fn together(mut faults: Vec<Self>) -> Option<Self> {
        if faults.len() < 2 {
            return faults.pop();
        }
        let mut out = Self::new(faults[0].kind, "");
        let mut lines = vec![];
        for fault in faults {
            for remedy in &fault.remedy {
                if !out.remedy.contains(remedy) {
                    out.remedy.push(remedy.clone());
                }
            }
            lines.push(told(&Self { remedy: vec![], ..fault }));
        }
        out.what = lines.join("\n");
        Some(out)
    }

    /// Names the input, unless it is named.
    #[must_use]
    pub fn in_file(mut self, file: &str) -> Self {
        self.file.get_or_insert_with(|| file.to_owned());
        self
    }

    /// Names the row.
    #[must_use]
    pub fn at(mut self, row: u64) -> Self {
        self.row = Some(row);
        self
    }

    /// Names the column.
    #[must_use]
    pub fn in_column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy.push(remedy.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_of_several_inputs_are_one_with_all_places() {
        let one = Fault::unusable("it breaks off").in_file("a.csv").at(7).remedy("mend it");
        let two = Fault::unusable("it is empty").in_file("b.csv").remedy("mend it");
        assert_eq!(Fault::together(vec![one.clone()]), Some(one.clone()));
        let both = Fault::together(vec![one, two]).unwrap();
        assert_eq!(both.to_string(), "a.csv, row 7: it breaks off\nb.csv: it is empty\n  mend it");
        assert_eq!(Fault::together(vec![]), None);
    }

    #[test]
    fn a_fault_says_where_why_and_what_to_do() {
        let fault =
            Fault::unusable("it breaks off").in_file("a.csv").at(7).in_column("time").remedy("mend it");
        assert_eq!(fault.to_string(), "a.csv, row 7, column `time`: it breaks off\n  mend it");
        assert_eq!(fault.in_file("b.csv").file.as_deref(), Some("a.csv"));
    }
}
