//! Which column is what, and why. All that is wrong with a mapping is told at once.

use claque_marks::Micros;
use serde::Serialize;

use crate::error::Fault;
use crate::format::{self, Column, Table};
use crate::nearest::nearest;
use crate::preset::Preset;
use crate::synonyms;
use crate::telling::{self, Told};
use crate::unmapped::{Faults, listed};

/// The most roles that any table has.
pub(crate) const MOST_ROLES: usize = 12;

/// Places of the roles in a row, in the order of [`LOG`].
pub(crate) const ACCOUNT: usize = 0;
pub(crate) const PAGE: usize = 1;
pub(crate) const TIME: usize = 2;
pub(crate) const ACTION: usize = 3;
pub(crate) const VERB: usize = 4;
pub(crate) const OWNER: usize = 5;
pub(crate) const COUNTRY: usize = 6;
/// What happened: says which rows are marks.
pub(crate) const EVENT: usize = 7;
/// The key of a record, by which a withdrawal finds its gift.
pub(crate) const RECORD: usize = 8;
/// Where the page stands in rows that do not have it in its own column.
pub(crate) const PAGE_ELSE: usize = 9;
/// Where a vote for or against has a column for each side: the two columns.
pub(crate) const FOR: usize = 10;
pub(crate) const AGAINST: usize = 11;

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
        let none = &None;
        let mut all = [none; MOST_ROLES];
        let named =
            [&self.account, &self.page, &self.time, &self.action, &self.verb, &self.owner, &self.country];
        all[..named.len()].copy_from_slice(&named);
        all
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
    role("event", false, &[]),
    role("record", false, &[]),
    role("page else", false, &[]),
    role("for", false, &[]),
    role("against", false, &[]),
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
    /// The shape of the source, where one is known or asked for; of inputs that differ, that of the first.
    pub format: Option<&'static str>,
    /// Which column is what, in the order of roles; where inputs differ, those of the first.
    pub columns: Vec<Mapped>,
    /// Whether all inputs have the shape and the columns of the first.
    pub alike: bool,
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
    /// account, page, time, action, verb, owner or country; created, where ids carry it.
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
    /// What people should know of columns that were left aside.
    pub notes: Vec<String>,
    /// Why the mapping cannot stand all the same: the table is a log, and columns that were left aside say that not every
    /// row is a mark that was given.
    pub against: Option<Fault>,
}

/// Finds the column of each role of a log: what the user named, what the shape of the source says, what names say.
/// `one_page` stands for a page that no column has to name; `asked` is whether the user asked for the shape.
pub(crate) fn of_log(
    table: &mut dyn Table,
    flags: &ColumnFlags,
    (preset, asked): (&Preset, bool),
    one_page: bool,
    file: &str,
) -> Result<Chosen, Fault> {
    let decided = asked || !preset.columns.is_empty() || flags.action.is_some() || flags.verb.is_some();
    choose(table, &LOG, &flags.by_role(), (Some(preset), !decided), one_page, file)
}

/// Finds the column of each role of a side table.
pub(crate) fn of_side(table: &mut dyn Table, roles: &'static [Role], file: &str) -> Result<Chosen, Fault> {
    choose(table, roles, &vec![&None; roles.len()], (None, false), false, file)
}

fn choose(
    table: &mut dyn Table,
    roles: &[Role],
    flags: &[&Option<String>],
    (preset, telling): (Option<&Preset>, bool),
    one_page: bool,
    file: &str,
) -> Result<Chosen, Fault> {
    let mut faults = Faults::default();
    let mut wanted = vec![None; roles.len()];
    let mut why = vec![String::new(); roles.len()];

    for (i, flag) in flags.iter().enumerate() {
        let Some(name) = flag else { continue };
        match format::position(table.columns(), name) {
            Some(at) => {
                wanted[i] = Some(at);
                why[i] = format!("named by --{}", roles[i].name);
            }
            None => faults.add(
                true,
                format!("--{} names a column `{name}` that is not there", roles[i].name),
                format!("--{} {} {}", roles[i].name, nearest(name, table.columns()), listed(table.columns())),
            ),
        }
    }
    let preset = preset.filter(|p| !p.columns.is_empty());
    if let Some(preset) = preset {
        of_preset(table, roles, preset, flags, &mut wanted, &mut why);
    }
    // What the user named is taken first, then each role takes its likeliest name of what is left. A known shape
    // leaves to names only what it says nothing of.
    let columns = table.columns();
    let names: Vec<String> = columns.iter().map(|c| synonyms::plain(&c.name)).collect();
    for (i, role) in roles.iter().enumerate() {
        let left_to_names = preset.is_none() || matches!(i, OWNER | COUNTRY);
        if wanted[i].is_some() || flags[i].is_some() || !left_to_names || (i == PAGE && one_page) {
            continue;
        }
        by_name(role, columns, &names, i, &mut wanted, &mut why);
    }
    for (i, role) in roles.iter().enumerate() {
        match wanted[i] {
            None if i == PAGE && one_page => {}
            None if role.needed && flags[i].is_none() => {
                let all = if i == PAGE { ", or --one-page NAME if every row is of one page" } else { "" };
                faults.add(
                    false,
                    format!("no column is known to hold the {}", role.name),
                    format!("--{} COLUMN {}{all}", role.name, listed(columns)),
                );
            }
            Some(at) if columns.iter().filter(|c| c.name == columns[at].name).count() > 1 => faults.add(
                false,
                format!("two columns are named `{}`", columns[at].name),
                format!("give each column of the {} a name of its own", role.name),
            ),
            // Names that differ by case or blanks alone are one to the eye; nothing tells which is meant.
            Some(at) if flags[i].is_none() && preset.is_none() && role.needed => {
                let eye = |c: &format::Column| c.name.trim().to_lowercase();
                let twins = columns.iter().filter(|c| eye(c) == eye(&columns[at]));
                let twins: Vec<&str> = twins.map(|c| c.name.as_str()).collect();
                if twins.len() > 1 {
                    let typed = twins.iter().map(|t| format!("--{} {}", role.name, synonyms::typed(t)));
                    faults.add(
                        false,
                        format!("columns named alike may hold the {}: `{}`", role.name, twins.join("`, `")),
                        typed.collect::<Vec<_>>().join(", or "),
                    );
                }
            }
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
    if !faults.is_empty() {
        return Err(faults.unmapped(table, &wanted, preset).in_file(file));
    }
    let mut notes = Vec::new();
    for told in if telling { telling::told(columns, &wanted) } else { Vec::new() } {
        match told {
            Told::Note(note) => notes.push(note),
            Told::Fault(what, ways) => faults.add_all(what, ways),
        }
    }
    let against = (!faults.is_empty()).then(|| faults.fault().in_file(file));
    let flagged = flags.iter().map(|f| f.is_some()).collect();
    Ok(Chosen { wanted, why, flagged, notes, against })
}

/// The columns that a shape says, each role the first of its candidates that is there, or else one that may come.
fn of_preset(
    table: &mut dyn Table,
    roles: &[Role],
    preset: &Preset,
    flags: &[&Option<String>],
    wanted: &mut [Option<usize>],
    why: &mut [String],
) {
    for (i, role) in roles.iter().enumerate() {
        let candidates = preset.of_role(role.name);
        let there = candidates.iter().find_map(|name| format::position(table.columns(), name));
        if flags[i].is_some() {
            continue;
        }
        // Every row of a source has its event: where the first rows have none, what they are says their shape.
        let may_come = || if i == EVENT { None } else { table.ask(candidates.last()?) };
        if let Some(at) = there.or_else(may_come) {
            wanted[i] = Some(at);
            why[i] = format!("the shape of {}", preset.name);
        }
    }
    // A page that the user named stands there and nowhere else.
    if flags[PAGE].is_some() {
        wanted[PAGE_ELSE] = None;
    }
}

/// Why a column is a role's whose name it has.
pub const NAMED: &str = "has the name of its role";
/// Before a role's name: why a column is a role's of whose usual names it has one.
pub const SYNONYM_OF: &str = "synonym of ";

/// The likeliest column of a role by its name.
fn by_name(
    role: &Role,
    columns: &[Column],
    names: &[String],
    i: usize,
    wanted: &mut [Option<usize>],
    why: &mut [String],
) {
    let taken = wanted.to_vec();
    let free = |at: &usize| !taken.contains(&Some(*at));
    let found = role.synonyms.iter().find_map(|s| (0..columns.len()).find(|at| names[*at] == *s && free(at)));
    let Some(at) = found else { return };
    wanted[i] = Some(at);
    why[i] = if names[at] == role.name { NAMED.to_owned() } else { format!("{SYNONYM_OF}{}", role.name) };
    let others: Vec<&str> = (0..columns.len())
        .filter(|o| *o != at && free(o) && role.synonyms.contains(&names[*o].as_str()))
        .map(|o| columns[o].name.as_str())
        .collect();
    if !others.is_empty() {
        why[i].push_str(&format!("; passed over: {}", others.join(", ")));
    }
}
