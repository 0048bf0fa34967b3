//! In which language a report speaks. English is whole; another language has every sentence of a report, and where a
//! command speaks (the terminal, the press page, the letter) English alone does.

use std::cell::Cell;

/// A language with a catalogue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// The language in which the sentences were written.
    #[default]
    English,
    /// Khmer, not yet reviewed.
    Khmer,
}

thread_local! {
    static SPOKEN: Cell<Language> = const { Cell::new(Language::English) };
}

/// The language of what is said now, on this thread.
pub(crate) fn spoken() -> Language {
    SPOKEN.get()
}

/// Says everything within `tell` in a language; afterwards, and after a panic too, the one before is spoken again.
pub fn in_language<T>(language: Language, tell: impl FnOnce() -> T) -> T {
    struct Back(Language);
    impl Drop for Back {
        fn drop(&mut self) {
            SPOKEN.set(self.0);
        }
    }
    let _back = Back(SPOKEN.replace(language));
    tell()
}

#[cfg(test)]
mod tests {
    use super::super::{
        audience_en, en, en_answer, en_by_country, en_commands, en_evidence, en_pictures, en_sure, khmer, say,
    };
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    /// What a report says of a log or of counts: neither the terminal, the press page nor the letter.
    fn of_reports() -> BTreeMap<&'static str, &'static str> {
        let commands = [
            "why.prior",
            "why.calibration",
            "edition.few",
            "edition.public",
            "edition.left_out",
            "odds.",
            "reading.references",
            "column.reference",
        ];
        let terminal = |key: &str| {
            ["text.", "short.", "note."].iter().any(|c| key.starts_with(c)) || key == "audience.more_pages"
        };
        let ours = en::TEXTS.iter().chain(en_evidence::TEXTS).chain(en_pictures::TEXTS).chain(en_sure::TEXTS);
        let ours = ours
            .chain(en_answer::TEXTS)
            .chain(en_by_country::TEXTS)
            .chain(audience_en::TEXTS)
            .filter(|t| !terminal(t.0));
        let theirs = en_commands::TEXTS
            .iter()
            .filter(|t| t.0 == "why.odds" || commands.iter().any(|c| t.0.starts_with(c)));
        ours.chain(theirs).copied().collect()
    }

    /// The values that a sentence prints, with their forms; a choice by number is a matter of grammar.
    fn slots(text: &str) -> BTreeSet<&str> {
        let inside = text.split('{').skip(1).filter_map(|s| s.split('}').next());
        inside.filter(|s| !s.contains('?')).collect()
    }

    #[test]
    fn khmer_has_every_sentence_of_a_report_with_every_value() {
        let all = khmer().count();
        let khmer: BTreeMap<&str, &str> = khmer().copied().collect();
        assert_eq!(khmer.len(), all, "a key stands twice");
        let english = of_reports();
        let missing: Vec<&&str> = english.keys().filter(|k| !khmer.contains_key(**k)).collect();
        assert!(missing.is_empty(), "no Khmer sentence: {missing:?}");
        let all: BTreeSet<&str> = english.keys().copied().chain(["note.one_page", "note.by_crew"]).collect();
        let unknown: Vec<&&str> = khmer.keys().filter(|k| !all.contains(**k)).collect();
        assert!(unknown.is_empty(), "sentences of nothing: {unknown:?}");
        for (key, text) in &english {
            assert_eq!(slots(khmer[key]), slots(text), "{key}");
        }
    }

    #[test]
    fn a_language_is_spoken_within_and_not_beyond() {
        assert_eq!(say("lang", &[]), "en");
        assert_eq!(in_language(Language::Khmer, || say("lang", &[])), "km");
        let broken = std::panic::catch_unwind(|| in_language(Language::Khmer, || panic!("on purpose")));
        assert!(broken.is_err());
        assert_eq!(say("lang", &[]), "en");
    }
}
