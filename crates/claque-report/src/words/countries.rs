//! Names of countries in the language that is spoken. English ones come with the reader of counts; Khmer ones are those of
//! CLDR (Unicode licence), by code (`data/countries_km.py` makes the list).

use super::{Language, say, spoken};

/// Code and Khmer name, one country a line.
const KHMER: &str = include_str!("../../data/countries_km.tsv");

/// A country for people; `ZZ` is what no country is named for, and a code that is no country's stays as it is.
pub(crate) fn country_said(code: &str) -> String {
    if code == "ZZ" {
        return say("countries.rest", &[]);
    }
    let khmer = || KHMER.lines().find_map(|l| l.strip_prefix(code)?.strip_prefix('\t'));
    match spoken() {
        Language::English => None,
        Language::Khmer => khmer(),
    }
    .map_or_else(|| claque_audience::shown(code), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::in_language;
    use claque_audience::Place;

    #[test]
    fn a_country_is_named_in_the_language_that_is_spoken() {
        let both = |code: &str| (country_said(code), in_language(Language::Khmer, || country_said(code)));
        assert_eq!(both("KH"), ("Cambodia".to_owned(), "កម្ពុជា".to_owned()));
        assert_eq!(both("ZZ"), ("named for no country".to_owned(), "មិនបញ្ជាក់ប្រទេស".to_owned()));
        assert_eq!(both("C1"), ("C1".to_owned(), "C1".to_owned()));
    }

    /// Every country of the reader has a Khmer name, and the reader knows each by that name.
    #[test]
    fn every_khmer_name_is_one_that_is_read() {
        let mut codes = std::collections::HashSet::new();
        for line in KHMER.lines() {
            let (code, name) = line.split_once('\t').unwrap();
            assert!(codes.insert(code), "{code} stands twice");
            assert_eq!(Place::named(code).map(Place::code).as_deref(), Some(code));
            let read = Place::named(name).map(Place::code);
            assert!(read.is_none_or(|r| r == code), "{name} is read as another country than {code}");
        }
        assert_eq!(codes.len(), 250);
    }
}
