//! The catalogue: every sentence that people read, by key. A language is one file with the same keys.
//!
//! A sentence may name values: `{n}` prints one, `{n:share}` prints it in a form, `{n?crew|crews}` takes
//! the first text where n is 1. A value that is not there is said to be not known.

mod audience_en;
mod countries;
mod en;
mod en_answer;
mod en_by_country;
mod en_commands;
mod en_evidence;
mod en_pictures;
mod en_sure;
pub mod forbidden;
mod km;
mod km_answer;
mod km_audience;
mod km_by_country;
mod km_evidence;
mod km_sure;
mod language;

pub(crate) use countries::country_said;
pub(crate) use language::spoken;
pub use language::{Language, in_language};

use crate::numbers;
use claque_detect::{Kind, Piece};

/// Says a sentence of the catalogue: `t!("key", name = value, …)`.
macro_rules! t {
    ($key:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::words::say($key, &[$((stringify!($name), $crate::words::Arg::from($value))),*])
    };
}
pub(crate) use t;

/// What people read for a kind.
pub fn kind_said(kind: Kind) -> String {
    say(&format!("kind.{}", kind.key()), &[])
}

/// A value that a sentence names.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    /// Text, as it is.
    Text(String),
    /// A number, printed in the form that the sentence asks for.
    Number(f64),
}

impl From<&str> for Arg {
    fn from(v: &str) -> Self {
        Arg::Text(v.to_owned())
    }
}
impl From<String> for Arg {
    fn from(v: String) -> Self {
        Arg::Text(v)
    }
}
impl From<f64> for Arg {
    fn from(v: f64) -> Self {
        Arg::Number(v)
    }
}
impl From<u64> for Arg {
    fn from(v: u64) -> Self {
        Arg::Number(v as f64)
    }
}
impl From<u32> for Arg {
    fn from(v: u32) -> Self {
        Arg::Number(f64::from(v))
    }
}
impl From<usize> for Arg {
    fn from(v: usize) -> Self {
        Arg::Number(v as f64)
    }
}

/// What people read for a piece of evidence: its sentence with its numbers. A piece that the catalogue
/// does not know yet is said in general words.
pub fn evidence_said(piece: &Piece) -> String {
    let mut args: Vec<(&str, Arg)> = vec![];
    args.extend(piece.value.map(|v| ("value", Arg::Number(v))));
    args.extend(piece.expected.map(|v| ("expected", Arg::Number(v))));
    args.extend(piece.values.iter().map(|(name, v)| (name.as_str(), Arg::Number(*v))));
    match (has(&piece.message), piece.testable) {
        (true, _) => say(&piece.message, &args),
        (false, true) => say("piece.other", &args),
        (false, false) => say("piece.other_untested", &args),
    }
}

/// The short title of a piece of evidence.
pub fn piece_title(piece: &Piece) -> String {
    let key = format!("piece.{}", piece.piece);
    if has(&key) { say(&key, &[]) } else { crate::visible::name(&piece.piece) }
}

/// Whether the catalogue has this key.
pub fn has(key: &str) -> bool {
    template(key).is_some()
}

/// Every key with its sentence.
fn texts() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    let own = en::TEXTS
        .iter()
        .chain(en_answer::TEXTS)
        .chain(en_evidence::TEXTS)
        .chain(en_pictures::TEXTS)
        .chain(en_sure::TEXTS)
        .chain(en_by_country::TEXTS);
    own.chain(en_commands::TEXTS).chain(audience_en::TEXTS)
}

/// Every sentence in Khmer.
fn khmer() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    let first = km::TEXTS.iter().chain(km_answer::TEXTS).chain(km_evidence::TEXTS).chain(km_sure::TEXTS);
    first.chain(km_by_country::TEXTS).chain(km_audience::TEXTS)
}

fn template(key: &str) -> Option<&'static str> {
    let of = |t: &(&str, &'static str)| (t.0 == key).then_some(t.1);
    match language::spoken() {
        Language::English => texts().find_map(of),
        Language::Khmer => khmer().find_map(of),
    }
}

/// The sentence of a key with its values. A key that the catalogue lacks is shown as it is: a test holds
/// that this room uses none, and a message from elsewhere must not stop a report.
pub fn say(key: &str, args: &[(&str, Arg)]) -> String {
    template(key).map_or_else(|| key.to_owned(), |t| fill(t, args))
}

fn fill(template: &str, args: &[(&str, Arg)]) -> String {
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let Some(close) = rest[open..].find('}').map(|c| open + c) else { break };
        out.push_str(&value(&rest[open + 1..close], args));
        rest = &rest[close + 1..];
    }
    out.push_str(rest);
    if out.contains(" %") { numbers::unbroken_percents(&out) } else { out }
}

fn value(slot: &str, args: &[(&str, Arg)]) -> String {
    let get = |name: &str| args.iter().find(|a| a.0 == name).map(|a| &a.1);
    if let Some((name, choices)) = slot.split_once('?') {
        let (one, other) = choices.split_once('|').unwrap_or((choices, choices));
        return if get(name) == Some(&Arg::Number(1.0)) { one } else { other }.to_owned();
    }
    let (name, form) = slot.split_once(':').unwrap_or((slot, "count"));
    match get(name) {
        None => say("unknown", &[]),
        Some(Arg::Text(t)) => t.clone(),
        Some(Arg::Number(n)) => match form {
            "share" => numbers::share(*n),
            "decimal" => numbers::decimal(*n),
            "points" => numbers::points(*n),
            "exact" => numbers::exact(*n),
            "duration" => numbers::duration(*n),
            "bits" => numbers::bits(*n),
            "odds" => numbers::odds(*n),
            _ => numbers::count(*n),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn values_choices_and_forms() {
        let args = [
            ("n", Arg::from(1u64)),
            ("m", Arg::from(1234u64)),
            ("s", Arg::from(0.314)),
            ("t", Arg::from("x")),
        ];
        assert_eq!(fill("{n} {n?crew|crews}, {m} {m?crew|crews}", &args), "1 crew, 1,234 crews");
        assert_eq!(fill("{s:share} of {t}", &args), "31\u{a0}% of x");
        assert_eq!(fill("{absent:share}", &args), "not known");
    }

    #[test]
    fn keys_are_unique() {
        let keys: HashSet<_> = texts().map(|t| t.0).collect();
        assert_eq!(keys.len(), texts().count());
    }

    #[test]
    fn no_sentence_uses_a_forbidden_word() {
        for (key, text) in texts() {
            assert_eq!(forbidden::forbidden_words(text, &[]), Vec::<String>::new(), "{key}");
        }
    }

    /// Every key that the sources of this room name is in the catalogue.
    #[test]
    fn every_key_in_use_has_a_sentence() {
        fn visit(dir: &std::path::Path, found: &mut Vec<(String, String)>) {
            for entry in std::fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    visit(&path, found);
                } else {
                    let text = std::fs::read_to_string(&path).unwrap();
                    for call in ["say(", "t!("] {
                        for part in text.split(call).skip(1) {
                            let Some(part) = part.trim_start().strip_prefix('"') else { continue };
                            let key = part.split('"').next().unwrap();
                            found.push((path.display().to_string(), key.to_owned()));
                        }
                    }
                }
            }
        }
        let mut found = vec![];
        visit(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
        assert!(found.len() > 50, "only {} keys found", found.len());
        for (file, key) in found.iter().filter(|f| !f.0.ends_with("words/mod.rs")) {
            let known = match key.split_once('{') {
                // A text that is put together is a key where it begins like one.
                Some((prefix, _)) if !prefix.ends_with('.') => true,
                Some((prefix, _)) => texts().any(|t| t.0.starts_with(prefix)),
                None => has(key),
            };
            assert!(known, "{file}: no sentence for `{key}`");
        }
    }

    /// Every explanation has a name, and a sentence however it fares.
    #[test]
    fn every_explanation_has_its_sentences() {
        for e in claque_verdict::explanations::LIST {
            assert!(has(&format!("explained.{}", e.key())), "{}", e.key());
            for side in ["against", "for", "open", "untested"] {
                assert!(has(&format!("explained.{}.{side}", e.key())), "{}.{side}", e.key());
            }
        }
    }

    /// Every message that evidence can send has a sentence.
    #[test]
    fn every_piece_of_evidence_has_its_sentences() {
        for piece in claque_detect::evidence::pieces() {
            assert!(has(&format!("piece.{piece}")), "{piece}");
            for level in ["high", "middle", "low", "untested"] {
                assert!(has(&format!("{piece}.{level}")), "{piece}.{level}");
            }
        }
    }
}
