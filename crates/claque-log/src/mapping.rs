//! Which column is what, and why. All that is wrong with a mapping is told at once.

use claque_marks::Micros;
use serde::Serialize;

use crate::cells;
use crate::error::{Fault, FaultKind};
use crate::format::{self, Column, Table};
use crate::nearest::nearest;
use crate::preset::Preset;
use crate::synonyms;

/// The most roles that any table has.
pub(crate) const MOST_ROLES: usize = 10;

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
        let [a, b, c] = [&None; 3];
        [&self.account, &self.page, &self.time, &self.action, &self.verb, &self.owner, &self.country, a, b, c]
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

/// Finds the column of each role of a log: what the user named, what the shape of the source says, what names say.
/// `one_page` stands for a page that no column has to name.
pub(crate) fn of_log(
    table: &mut dyn Table,
    flags: &ColumnFlags,
    preset: &Preset,
    one_page: bool,
    file: &str,
) -> Result<Chosen, Fault> {
    choose(table, &LOG, &flags.by_role(), Some(preset), one_page, file)
}

/// Finds the column of each role of a side table.
pub(crate) fn of_side(table: &mut dyn Table, roles: &'static [Role], file: &str) -> Result<Chosen, Fault> {
    choose(table, roles, &vec![&None; roles.len()], None, false, file)
}

fn choose(
    table: &mut dyn Table,
    roles: &[Role],
    flags: &[&Option<String>],
    preset: Option<&Preset>,
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
    if !faults.what.is_empty() {
        ruined(columns, &wanted, &mut faults);
        unread(table, &mut faults);
    }
    if faults.what.is_empty() {
        let flagged = flags.iter().map(|f| f.is_some()).collect();
        return Ok(Chosen { wanted, why, flagged });
    }
    let first = |faults: &mut Faults, what: String, remedy: &str| {
        faults.what.insert(0, what);
        faults.remedy.insert(0, remedy.to_owned());
    };
    if let Some(preset) = preset {
        let what = format!("it is not as `{}` is: {}", preset.name, preset.about);
        first(&mut faults, what, "--format plain reads columns by their names alone");
    } else if let Some(counts) = synonyms::counts(columns.iter().map(|c| c.name.as_str())) {
        let what = format!("this is a table of counts (`{}`): it names no accounts", counts.join("`, `"));
        first(&mut faults, what, "claque audience FILE examines counts by country and date");
    } else if table.header_is_data() {
        let what = "the first row looks like data: there is no header".to_owned();
        first(&mut faults, what, "add a first line that names the columns, such as account,page,time");
    } else if let Some(line) = table.header_below().filter(|_| columns.len() == 1) {
        let what = format!("line 1 has one field only, and line {line} has several: it may be the header");
        first(&mut faults, what, &format!("leave out what stands above it: tail -n +{line} FILE > NEW"));
    } else if columns.len() == 1 {
        let name = columns[0].name.chars().take(80).collect::<String>();
        let what = format!("there is one column only, `{name}`: the delimiter may be wrong");
        first(&mut faults, what, "--delimiter CHARACTER (or leave it out: it is told by itself)");
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

/// Says of a mapping that is refused which columns were not even looked at.
fn unread(table: &dyn Table, faults: &mut Faults) {
    const SHOWN: usize = 8;
    if let [first, ..] = table.unread() {
        let names: Vec<String> = table.unread().iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
        faults.add(
            false,
            format!("not read, as they hold no single values: {}", names.join(", ")),
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
        if let Some(at) = there.or_else(|| table.ask(candidates.last()?)) {
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

/// The columns there are, for a sentence.
fn listed(columns: &[Column]) -> String {
    const SHOWN: usize = 40;
    let names: Vec<&str> = columns.iter().take(SHOWN).map(|c| c.name.as_str()).collect();
    let more =
        if columns.len() > SHOWN { format!(" and {} more", columns.len() - SHOWN) } else { String::new() };
    format!("(there are: {}{more})", names.join(", "))
}
