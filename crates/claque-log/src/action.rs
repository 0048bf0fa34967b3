//! Words for giving and withdrawing a mark.

use claque_marks::Action;

use crate::cells;
use crate::format::Cell;
use crate::intern::Interner;
use crate::plain;

/// What kind of word an action was: words of several kinds of mark in one column need a verb beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Family {
    /// Says nothing about the kind of mark: `create`, `+1`.
    Neutral,
    Like,
    Follow,
    Star,
    Repost,
    Vote,
    /// `started`: GH Archive's only word, whose source never reports a withdrawal.
    Started,
}

/// All families, for tallies.
pub(crate) const FAMILIES: [Family; 7] = [
    Family::Neutral,
    Family::Like,
    Family::Follow,
    Family::Star,
    Family::Repost,
    Family::Vote,
    Family::Started,
];

impl Family {
    /// The family's word for giving.
    pub fn name(self) -> &'static str {
        match self {
            Family::Neutral => "give",
            Family::Like => "like",
            Family::Follow => "follow",
            Family::Star => "star",
            Family::Repost => "repost",
            Family::Vote => "vote",
            Family::Started => "started",
        }
    }

    /// The kind of mark that its words name, if they do.
    pub fn kind(self) -> Option<&'static str> {
        (self != Family::Neutral).then(|| self.name())
    }
}

/// The longest word known.
const LONGEST: usize = 16;

/// Reads an action; `None` where it is not known. Case does not matter.
pub(crate) fn read(word: &[u8]) -> Option<(Action, Family)> {
    let word = word.trim_ascii();
    let mut lower = [0; LONGEST];
    let lower = lower.get_mut(..word.len())?;
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    use Action::{Given, Withdrawn};
    Some(match &*lower {
        b"like" | b"liked" | b"likes" => (Given, Family::Like),
        b"unlike" | b"unliked" | b"unlikes" => (Withdrawn, Family::Like),
        b"follow" | b"followed" => (Given, Family::Follow),
        b"unfollow" | b"unfollowed" => (Withdrawn, Family::Follow),
        b"star" | b"starred" => (Given, Family::Star),
        b"unstar" | b"unstarred" => (Withdrawn, Family::Star),
        b"repost" | b"reposted" | b"retweet" | b"retweeted" | b"share" | b"shared" => (Given, Family::Repost),
        b"unrepost" | b"unretweet" | b"unshare" => (Withdrawn, Family::Repost),
        b"vote" | b"voted" => (Given, Family::Vote),
        b"unvote" | b"unvoted" => (Withdrawn, Family::Vote),
        b"started" => (Given, Family::Started),
        b"+1" | b"1" | b"1.0" | b"+" | b"give" | b"given" | b"create" | b"created" | b"add" | b"added"
        | b"insert" | b"set" | b"true" | b"on" => (Given, Family::Neutral),
        b"-1" | b"-1.0" | b"-" | b"\xe2\x88\x921" | b"withdraw" | b"withdrawn" | b"delete" | b"deleted"
        | b"remove" | b"removed" | b"undo" | b"unset" | b"false" | b"off" => (Withdrawn, Family::Neutral),
        _ => return None,
    })
}

/// Reads a word that stands for nothing but giving or withdrawing: no number, no yes or no.
pub(crate) fn word(text: &str) -> Option<(Action, Family)> {
    const SHORTEST: usize = 4;
    let text = text.trim();
    let answer = text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false");
    let word = text.len() >= SHORTEST && text.bytes().all(|b| b.is_ascii_alphabetic()) && !answer;
    read(text.as_bytes()).filter(|_| word)
}

/// What the action column held.
#[derive(Default)]
pub(crate) struct Actions {
    /// By family: rows.
    pub families: [u64; FAMILIES.len()],
    pub words: Interner,
    pub withdrawn: u64,
    pub unknown: u64,
    /// The last word and what it means: nearly always the next one too.
    last: (Vec<u8>, Option<(Action, Family)>),
}

impl Actions {
    /// The [`plain::code`] of a word, if it is known.
    pub fn code(&mut self, word: &[u8]) -> Option<u32> {
        let (action, family) = read(word)?;
        self.words.intern(std::str::from_utf8(word).ok()?);
        Some(plain::code(action, family as usize))
    }

    /// Counts what the rows with these codes say.
    pub fn tally(&mut self, codes: impl Iterator<Item = u32>) {
        let mut rows = [0u64; plain::CODES];
        codes.for_each(|code| rows[code as usize] += 1);
        for (code, rows) in rows.into_iter().enumerate() {
            self.families[code >> 1] += rows;
            self.withdrawn += if code & 1 == 1 { rows } else { 0 };
        }
    }

    /// A cell of the column, which is not missing, as what it says; a word that is not known is told.
    pub fn read(&mut self, cell: Cell<'_>) -> Result<(Action, Family), String> {
        let read = match cells::bytes(cell).filter(|_| !matches!(cell, Cell::Bool(_))) {
            Some(word) => {
                if self.last.0 != word || self.last.1.is_none() {
                    let read = read(word);
                    self.last = (word.to_vec(), read);
                    if let (Some(_), Ok(word)) = (read, std::str::from_utf8(word)) {
                        self.words.intern(word);
                    }
                }
                self.last.1
            }
            None => cells::action(cell),
        };
        let Some((action, family)) = read else {
            self.unknown += 1;
            let word = cells::shown(&[cell]).chars().take(60).collect::<String>();
            return Err(format!("the action `{word}` is not known"));
        };
        self.families[family as usize] += 1;
        self.withdrawn += u64::from(action == Action::Withdrawn);
        Ok((action, family))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_any_case() {
        for (word, action) in [
            ("like", Action::Given),
            ("UNLIKE", Action::Withdrawn),
            ("+1", Action::Given),
            ("-1", Action::Withdrawn),
            ("−1", Action::Withdrawn),
            ("Create", Action::Given),
            ("Delete", Action::Withdrawn),
            ("given", Action::Given),
            ("withdrawn", Action::Withdrawn),
            ("added", Action::Given),
            ("removed", Action::Withdrawn),
            ("started", Action::Given),
            ("true", Action::Given),
        ] {
            assert_eq!(read(word.as_bytes()).map(|a| a.0), Some(action), "{word}");
        }
        for word in ["", "0", "liked it very much indeed", "downvote", "2"] {
            assert_eq!(read(word.as_bytes()), None, "{word}");
        }
    }
}
