//! Which column is what, and why. All that is wrong with a mapping is told at once.

use claque_marks::Micros;
use serde::Serialize;

use crate::error::{Fault, FaultKind};
use crate::format::{Column, Table};
use crate::synonyms;

/// The most roles that any table has.
pub(crate) const MOST_ROLES: usize = 7;

/// Names of columns that the user gave, by role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnFlags {
    /// `--account`
    pub account: Option<String>,
    /// `--page`
    pub page: Option<String>,
    /// `--time`
    pub time: Option<String>,
    /// `--action`
    pub action: Option<String>,
    /// `--verb`
    pub verb: Option<String>,
    /// `--owner`
    pub owner: Option<String>,
    /// `--country`
    pub country: Option<String>,
}

impl ColumnFlags {
    /// In the order of [`LOG`].
    fn by_role(&self) -> [&Option<String>; MOST_ROLES] {
        [&self.account, &self.page, &self.time, &self.action, &self.verb, &self.owner, &self.country]
    }
}

/// A role that a column can have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Role {
    pub name: &'static str,
    pub needed: bool,
    synonyms: &'static [&'static str],
}

const fn role(name: &'static str, needed: bool, synonyms: &'static [&'static str]) -> Role {
    Role { name, needed, synonyms }
}

/// Roles of a log.
pub(crate) const LOG: [Role; MOST_ROLES] = [
    role("account", true, synonyms::ACCOUNT),
    role("page", true, synonyms::PAGE),
    role("time", false, synonyms::TIME),
    role("action", false, synonyms::ACTION),
    role("verb", false, synonyms::VERB),
    role("owner", false, synonyms::OWNER),
    role("country", false, synonyms::COUNTRY),
];

/// Roles of an accounts table.
pub(crate) const ACCOUNTS: [Role; 4] = [
    role("account", true, synonyms::ACCOUNT),
    role("created", false, synonyms::CREATED),
    role("country", false, synonyms::COUNTRY),
    role("name", false, synonyms::NAME),
];

/// Roles of a pages table.
pub(crate) const PAGES: [Role; 4] = [
    role("page", true, synonyms::PAGE),
    role("owner", false, synonyms::OWNER),
    role("country", false, synonyms::COUNTRY),
    role("name", false, synonyms::NAME),
];

/// How a log was read: shown to the user before anything is said of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Mapping {
    /// Which column is what, in the order of roles; where inputs differ, those of the first.
    pub columns: Vec<Mapped>,
    /// Columns that were not used, of the first input.
    pub unused: Vec<String>,
    /// How times are written, e.g. `epoch seconds`; `None` for a log without times.
    pub time_format: Option<String>,
    /// Whether times are counts from an origin and no dates.
    pub relative: bool,
    /// First instant of any row that was used.
    pub first: Option<Micros>,
    /// Last instant.
    pub last: Option<Micros>,
}

/// A column and its role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mapped {
    /// account, page, time, action, verb, owner or country.
    pub role: &'static str,
    /// The column's name.
    pub column: String,
    /// Why it has this role.
    pub why: String,
    /// Its first values, at most three.
    pub samples: Vec<String>,
    /// How many different values the used rows hold; of times, how many instants at which marks were first
    /// given.
    pub distinct: u64,
}

/// A mapping of one input: by role the column.
#[derive(Clone, Debug)]
pub(crate) struct Chosen {
    pub wanted: Vec<Option<usize>>,
    pub why: Vec<String>,
    /// Whether the user named the column.
    pub flagged: Vec<bool>,
}

/// What is wrong with one column.
#[derive(Default)]
struct Faults {
    usage: bool,
    what: Vec<String>,
    remedy: Vec<String>,
}

impl Faults {
    fn add(&mut self, usage: bool, what: String, remedy: String) {
        self.usage |= usage;
        self.what.push(what);
        self.remedy.push(remedy);
    }
}

/// Finds the column of each role of a log.
pub(crate) fn of_log(table: &dyn Table, flags: &ColumnFlags, file: &str) -> Result<Chosen, Fault> {
    choose(table, &LOG, &flags.by_role(), file)
}

/// Finds the column of each role of a side table.
pub(crate) fn of_side(table: &dyn Table, roles: &'static [Role], file: &str) -> Result<Chosen, Fault> {
    choose(table, roles, &vec![&None; roles.len()], file)
}

fn choose(table: &dyn Table, roles: &[Role], flags: &[&Option<String>], file: &str) -> Result<Chosen, Fault> {
    let columns = table.columns();
    let names: Vec<String> = columns.iter().map(|c| synonyms::plain(&c.name)).collect();
    let mut faults = Faults::default();
    let mut wanted = vec![None; roles.len()];
    let mut why = vec![String::new(); roles.len()];

    for (i, flag) in flags.iter().enumerate() {
        let Some(name) = flag else { continue };
        match columns.iter().position(|c| c.name == *name) {
            Some(at) => {
                wanted[i] = Some(at);
                why[i] = format!("named by --{}", roles[i].name);
            }
            None => faults.add(
                true,
                format!("--{} names a column `{name}` that is not there", roles[i].name),
                format!("--{} {} {}", roles[i].name, nearest(name, columns), listed(columns)),
            ),
        }
    }
    // What the user named is taken first, then each role takes its likeliest name of what is left.
    for (i, role) in roles.iter().enumerate() {
        if wanted[i].is_some() || flags[i].is_some() {
            continue;
        }
        let taken = wanted.clone();
        let free = |at: &usize| !taken.contains(&Some(*at));
        let found =
            role.synonyms.iter().find_map(|s| (0..columns.len()).find(|at| names[*at] == *s && free(at)));
        if let Some(at) = found {
            wanted[i] = Some(at);
            why[i] = if names[at] == role.name {
                "has the name of its role".to_owned()
            } else {
                format!("synonym of {}", role.name)
            };
            let others: Vec<&str> = (0..columns.len())
                .filter(|o| *o != at && free(o) && role.synonyms.contains(&names[*o].as_str()))
                .map(|o| columns[o].name.as_str())
                .collect();
            if !others.is_empty() {
                why[i].push_str(&format!("; passed over: {}", others.join(", ")));
            }
        }
    }
    for (i, role) in roles.iter().enumerate() {
        match wanted[i] {
            None if role.needed && flags[i].is_none() => faults.add(
                false,
                format!("no column is known to hold the {}", role.name),
                format!("--{} COLUMN {}", role.name, listed(columns)),
            ),
            Some(at) if columns.iter().filter(|c| c.name == columns[at].name).count() > 1 => faults.add(
                false,
                format!("two columns are named `{}`", columns[at].name),
                format!("give each column of the {} a name of its own", role.name),
            ),
            _ => {}
        }
    }
    if let (Some(a), Some(b)) = (wanted[0], wanted[1])
        && a == b
        && roles[1].needed
    {
        faults.add(
            true,
            format!("`{}` cannot be the account and the page", columns[a].name),
            "--page COLUMN".to_owned(),
        );
    }
    if faults.what.is_empty() {
        let flagged = flags.iter().map(|f| f.is_some()).collect();
        return Ok(Chosen { wanted, why, flagged });
    }
    if table.header_is_data() {
        faults.what.insert(0, "the first row looks like data: there is no header".to_owned());
        faults
            .remedy
            .insert(0, "add a first line that names the columns, such as account,page,time".to_owned());
    } else if columns.len() == 1 {
        let name = columns[0].name.chars().take(80).collect::<String>();
        faults.what.insert(0, format!("there is one column only, `{name}`: the delimiter may be wrong"));
        faults.remedy.insert(0, "--delimiter CHARACTER (or leave it out: it is told by itself)".to_owned());
    }
    let kind = if faults.usage { FaultKind::Usage } else { FaultKind::Unusable };
    Err(Fault {
        kind,
        file: Some(file.to_owned()),
        row: None,
        column: None,
        what: faults.what.join("\n"),
        remedy: faults.remedy,
    })
}

/// The columns there are, for a sentence.
fn listed(columns: &[Column]) -> String {
    const SHOWN: usize = 40;
    let names: Vec<&str> = columns.iter().take(SHOWN).map(|c| c.name.as_str()).collect();
    let more =
        if columns.len() > SHOWN { format!(" and {} more", columns.len() - SHOWN) } else { String::new() };
    format!("(there are: {}{more})", names.join(", "))
}

/// The column whose name is nearest to one that is not there.
fn nearest<'a>(name: &str, columns: &'a [Column]) -> &'a str {
    let name = synonyms::plain(name);
    columns
        .iter()
        .take(1_000)
        .min_by_key(|c| {
            let other = synonyms::plain(&c.name);
            (distance(&name, &other), name.len().abs_diff(other.len()))
        })
        .map_or("COLUMN", |c| c.name.as_str())
}

/// How many letters must change to make one word of another (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(64).enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let here = row[j + 1];
            row[j + 1] = (corner + usize::from(x != *y)).min(row[j] + 1).min(here + 1);
            corner = here;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_apart() {
        assert_eq!(distance("acount", "account"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("page", "page"), 0);
    }
}
