//! Why a table cannot be mapped: all that is wrong with its columns, and before it what is likeliest wrong with the table.

use crate::cells;
use crate::error::{Fault, FaultKind};
use crate::format::{Column, Table};
use crate::mapping::{ACCOUNT, PAGE};
use crate::preset::Preset;
use crate::synonyms;

/// What is wrong with columns, each with what to do.
#[derive(Default)]
pub(crate) struct Faults {
    usage: bool,
    what: Vec<String>,
    remedy: Vec<String>,
}

impl Faults {
    pub fn is_empty(&self) -> bool {
        self.what.is_empty()
    }

    pub fn add(&mut self, usage: bool, what: String, remedy: String) {
        self.usage |= usage;
        self.what.push(what);
        self.remedy.push(remedy);
    }

    /// A fault with several ways out; what is said already is not said again.
    pub fn add_all(&mut self, what: String, remedies: Vec<String>) {
        self.what.push(what);
        for remedy in remedies {
            if !self.remedy.contains(&remedy) {
                self.remedy.push(remedy);
            }
        }
    }

    fn first(&mut self, what: String, remedy: &str) {
        self.what.insert(0, what);
        self.remedy.insert(0, remedy.to_owned());
    }

    /// All of them as one.
    pub fn fault(self) -> Fault {
        let kind = if self.usage { FaultKind::Usage } else { FaultKind::Unusable };
        Fault { kind, file: None, row: None, column: None, what: self.what.join("\n"), remedy: self.remedy }
    }

    /// The fault of a table of which some needed column is not known, with what is likeliest wrong in front.
    pub fn unmapped(mut self, table: &dyn Table, wanted: &[Option<usize>], preset: Option<&Preset>) -> Fault {
        let columns = table.columns();
        ruined(columns, wanted, &mut self);
        unread(table, &mut self);
        if let Some(preset) = preset {
            let what = format!("it is not as `{}` is: {}", preset.name, preset.about);
            self.first(what, "--format plain reads columns by their names alone");
        } else if let Some(counts) = synonyms::counts(columns.iter().map(|c| c.name.as_str())) {
            let what = format!("this is a table of counts (`{}`): it names no accounts", counts.join("`, `"));
            self.first(what, "claque audience FILE examines counts by country and date");
        } else if table.header_is_data() {
            let what = "the first row looks like data: there is no header".to_owned();
            self.first(what, "add a first line that names the columns, such as account,page,time");
        } else if let Some(line) = table.header_below() {
            let what =
                format!("line 1 has one value only, and line {line} has several: it may be the header");
            self.first(what, &format!("leave out what stands above it: tail -n +{line} FILE > NEW"));
        } else if columns.len() == 1 {
            let name = columns[0].name.chars().take(80).collect::<String>();
            let what = format!("there is one column only, `{name}`: the delimiter may be wrong");
            self.first(what, "--delimiter CHARACTER (or leave it out: it is told by itself)");
        }
        self.fault()
    }
}

/// Says of a mapping that is refused which columns were not even looked at.
fn unread(table: &dyn Table, faults: &mut Faults) {
    const SHOWN: usize = 8;
    if let [(first, _), ..] = table.unread() {
        let named = table.unread().iter().take(SHOWN).map(|(name, held)| format!("`{name}` ({held})"));
        faults.add(
            false,
            format!(
                "not read, as they hold no text, whole numbers or times: {}",
                named.collect::<Vec<_>>().join(", ")
            ),
            format!("write what `{first}` holds as text or whole numbers into a column of its own"),
        );
    }
}

/// Says of a mapping that is refused anyway that its ids are ruined as well.
fn ruined(columns: &[Column], wanted: &[Option<usize>], faults: &mut Faults) {
    for at in [ACCOUNT, PAGE].into_iter().filter_map(|role| wanted.get(role).copied().flatten()) {
        if let Some(sample) = columns[at].samples.iter().find(|s| cells::ruined(s.as_bytes())) {
            faults.add(
                false,
                format!(
                    "ids in `{}` are numbers rounded by a spreadsheet, such as `{sample}`",
                    columns[at].name
                ),
                "export the log again, with ids as text, and do not save it from a spreadsheet".to_owned(),
            );
        }
    }
}

/// The columns there are, for a sentence.
pub(crate) fn listed(columns: &[Column]) -> String {
    const SHOWN: usize = 40;
    let names: Vec<&str> = columns.iter().take(SHOWN).map(|c| c.name.as_str()).collect();
    let more =
        if columns.len() > SHOWN { format!(" and {} more", columns.len() - SHOWN) } else { String::new() };
    format!("(there are: {}{more})", names.join(", "))
}
