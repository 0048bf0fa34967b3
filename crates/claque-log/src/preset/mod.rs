//! Shapes of known sources, one small file each: which column is what, which rows are marks, who owns a page.
//!
//! A shape is taken for granted where its signs are all there; else `--format` asks for it. Flags that name a
//! column win over it.

mod communitynotes;
mod coortweet;
mod crowdtangle;
mod gharchive;
mod jetstream;
mod mastodon;
mod stackexchange;
mod stargazers;
mod toolkit;
mod xio;

use crate::action::Family;
use crate::format::Column;

/// The shape of a source.
pub(crate) struct Preset {
    /// What `--format` calls it.
    pub name: &'static str,
    /// What it is, for people.
    pub about: &'static str,
    /// Where its description comes from.
    pub source: &'static str,
    /// Any of these signs makes the shape sure.
    pub signs: &'static [Sign],
    /// By role its columns, the likeliest first. A column that is not in the first rows may come later.
    pub columns: &'static [(&'static str, &'static [&'static str])],
    /// Values of the `event` column that are marks, and what they mean; other rows are no marks. Empty: all are.
    pub marks: &'static [Means],
    /// What the action is of a mark that names none.
    pub gives: Option<Family>,
    /// The kind of mark, where no column and no event tells it.
    pub verb: Option<&'static str>,
    /// The kinds of a vote whose two sides have columns of their own (`for`, `against`).
    pub sides: Option<[&'static str; 2]>,
    /// What is said of a row without a page, where such a row is no mark.
    pub no_page: Option<&'static str>,
    /// Who stands behind a page, by its name.
    pub owner: Option<fn(&str) -> Option<&str>>,
    /// Whether the whole file is of one page, which it does not name.
    pub one_page: bool,
}

/// What an event means.
pub(crate) struct Means {
    pub event: &'static str,
    /// The kind of mark; none where the `verb` column names another event of this list.
    pub verb: Option<&'static str>,
    /// Whether it takes the mark back, whatever the `action` column says.
    pub withdraws: bool,
}

/// Columns that are there, and perhaps a value that one of them has.
pub(crate) struct Sign {
    pub columns: &'static [&'static str],
    pub value: Option<(&'static str, &'static [&'static str])>,
    /// Columns that are not there.
    pub without: &'static [&'static str],
}

const fn sign(columns: &'static [&'static str]) -> Sign {
    Sign { columns, value: None, without: &[] }
}

const fn given(event: &'static str, verb: &'static str) -> Means {
    Means { event, verb: Some(verb), withdraws: false }
}

/// A shape of which nothing is known: what a source says of itself is told over it.
const UNKNOWN: Preset = Preset {
    name: "plain",
    about: "no known source: columns by their names",
    source: "the synonyms of `src/synonyms.rs`",
    signs: &[],
    columns: &[],
    marks: &[],
    gives: None,
    verb: None,
    sides: None,
    no_page: None,
    owner: None,
    one_page: false,
};

static PLAIN: Preset = UNKNOWN;

/// All shapes. Of two that fit, the first is taken.
const ALL: [&Preset; 12] = [
    &gharchive::SHAPE,
    &gharchive::OLD,
    &jetstream::V1,
    &jetstream::V2,
    &mastodon::SHAPE,
    &communitynotes::SHAPE,
    &xio::SHAPE,
    &crowdtangle::SHAPE,
    &coortweet::SHAPE,
    &toolkit::SHAPE,
    &stackexchange::SHAPE,
    &stargazers::SHAPE,
];

/// A shape that `--format` can be asked for.
pub struct Format {
    /// What it is called.
    pub name: &'static str,
    /// What it is, for people.
    pub about: &'static str,
    /// Where its description comes from.
    pub source: &'static str,
}

/// The shapes that `--format` can be asked for.
pub fn formats() -> impl Iterator<Item = Format> {
    ALL.into_iter().chain([&PLAIN]).map(|p| Format { name: p.name, about: p.about, source: p.source })
}

/// The shape of which nothing is known.
pub(crate) fn plain() -> &'static Preset {
    &PLAIN
}

/// The shape of this name.
pub(crate) fn named(name: &str) -> Option<&'static Preset> {
    ALL.iter().copied().chain([&PLAIN]).find(|p| p.name == name)
}

/// The shape that these columns are a sure sign of.
pub(crate) fn guessed(columns: &[Column]) -> Option<&'static Preset> {
    ALL.iter().copied().find(|p| p.signs.iter().any(|sign| sign.fits(columns)))
}

/// Whether a value is an event of some known source, whose kind no other word has.
pub(crate) fn is_event(value: &str) -> bool {
    let words =
        |p: &&Preset| p.marks.iter().any(|m| m.event == value && m.event.starts_with(char::is_alphabetic));
    // GitHub has dozens of them, and only one is a mark.
    let of_github = value.len() > 5 && value.ends_with("Event") && value.is_ascii() && !value.contains(' ');
    of_github || (crate::action::read(value.as_bytes()).is_none() && ALL.iter().any(words))
}

/// The shape whose event column has this name and holds such values.
pub(crate) fn of_event(column: &str, values: &[&str]) -> Option<&'static str> {
    let holds = |p: &&&Preset| p.marks.iter().any(|m| values.contains(&m.event));
    ALL.iter().filter(holds).find(|p| p.of_role("event").contains(&column)).map(|p| p.name)
}

impl Sign {
    fn fits(&self, columns: &[Column]) -> bool {
        let has = |name: &str| columns.iter().any(|c| c.name == name);
        let value = self.value.is_none_or(|(name, values)| {
            let of = |c: &Column| c.name == name && c.samples.iter().any(|s| values.contains(&s.as_str()));
            columns.iter().any(of)
        });
        value && self.columns.iter().all(|c| has(c)) && !self.without.iter().any(|c| has(c))
    }
}

impl Preset {
    /// Names of the columns that a role may have here.
    pub fn of_role(&self, role: &str) -> &'static [&'static str] {
        self.columns.iter().find(|c| c.0 == role).map_or(&[], |c| c.1)
    }

    /// What an event means.
    pub fn means(&self, event: &[u8]) -> Option<&'static Means> {
        self.marks.iter().find(|m| m.event.as_bytes() == event)
    }
}

/// The account in an address of the AT protocol, `at://did:plc:x/collection/key`; a bare DID is itself.
fn at_repo(page: &str) -> Option<&str> {
    let rest = page.strip_prefix("at://").unwrap_or(page);
    let repo = rest.split('/').next()?;
    repo.starts_with("did:").then_some(repo)
}

/// Everything before the first slash, of `owner/repository`.
fn before_slash(page: &str) -> Option<&str> {
    page.split_once('/').map(|p| p.0).filter(|o| !o.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_and_roles_are_known() {
        let names: Vec<_> = formats().map(|f| f.name).collect();
        for (i, name) in names.iter().enumerate() {
            assert!(!names[..i].contains(name) && named(name).is_some());
        }
        for preset in ALL {
            assert!(!preset.about.is_empty() && !preset.source.is_empty() && !preset.signs.is_empty());
            for (role, _) in preset.columns {
                assert!(crate::mapping::LOG.iter().any(|r| r.name == *role), "{role}");
            }
        }
        assert!(named("nonsense").is_none());
    }

    #[test]
    fn owners_in_names() {
        assert_eq!(at_repo("at://did:plc:x/app.bsky.feed.post/3k"), Some("did:plc:x"));
        assert_eq!(at_repo("did:plc:x"), Some("did:plc:x"));
        assert_eq!(at_repo("https://x"), None);
        assert_eq!(before_slash("torvalds/linux"), Some("torvalds"));
        assert_eq!(before_slash("linux"), None);
    }
}
