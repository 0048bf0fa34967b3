//! Countries in any usual spelling: codes of two and three letters or numbers, and names in every language that
//! CLDR and i18n-iso-countries know (`data/make.py` says how the list is made).
//!
//! METHOD: a library was tried first (keshvar 0.7): it did not finish building in nine minutes on two cores. The list
//! that it would be made of costs nothing to build.

use std::collections::HashMap;
use std::sync::OnceLock;

/// The list: alpha-2, alpha-3, number, English name, folded names.
const LIST: &str = include_str!("../data/countries.tsv");

/// What a row of counts is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A country, by its place in the list.
    Country(u16),
    /// What no country is named for: others, unknown, the rest of the list.
    Rest,
    /// All countries together.
    All,
    /// All but the home country, or but one that is named.
    Abroad(Option<u16>),
}

struct List {
    /// alpha-2 and English name.
    countries: Vec<(&'static str, &'static str)>,
    names: HashMap<&'static str, u16>,
}

fn list() -> &'static List {
    static MADE: OnceLock<List> = OnceLock::new();
    MADE.get_or_init(|| {
        let mut out = List { countries: vec![], names: HashMap::new() };
        for (i, line) in LIST.lines().enumerate() {
            let mut fields = line.split('\t');
            let [two, _, number, shown] = std::array::from_fn(|_| fields.next().unwrap_or_default());
            out.countries.push((two, shown));
            if !number.is_empty() {
                out.names.insert(number, i as u16);
            }
            for name in fields {
                out.names.insert(name, i as u16);
            }
        }
        out
    })
}

/// Codes are looked up before names: `IN` is India and no word of another language.
fn codes() -> &'static HashMap<String, u16> {
    static MADE: OnceLock<HashMap<String, u16>> = OnceLock::new();
    MADE.get_or_init(|| {
        let mut out = HashMap::new();
        for (i, line) in LIST.lines().enumerate() {
            out.extend(line.split('\t').take(2).map(|code| (code.to_ascii_lowercase(), i as u16)));
        }
        for (alias, code) in ALIASES {
            let of = out.get(*code).copied();
            out.extend(of.map(|i| ((*alias).to_owned(), i)));
        }
        out
    })
}

/// Spellings that no list of countries has, folded, and the code that they stand for: the United Kingdom as most write it, Greece as the
/// Union does, and names.
const ALIASES: &[(&str, &str)] = &[
    ("uk", "gb"),
    ("el", "gr"),
    ("сша", "us"),
    ("соединённыештаты", "us"),
    ("соединенныештаты", "us"),
    ("អាមេរិក", "us"),
    ("великобритания", "gb"),
    ("grandebretagne", "gb"),
    ("england", "gb"),
    ("scotland", "gb"),
    ("wales", "gb"),
    ("northernireland", "gb"),
    ("skorea", "kr"),
    ("prc", "cn"),
    ("prchina", "cn"),
    ("mainlandchina", "cn"),
    ("kyrgyzrepublic", "kg"),
    ("fyrom", "mk"),
    ("ឥណ្ឌូនេស៊ី", "id"),
];

const ALL: &[&str] = &[
    "all",
    "total",
    "totals",
    "grandtotal",
    "sum",
    "worldwide",
    "world",
    "global",
    "allcountries",
    "overall",
    "insgesamt",
    "gesamt",
    "summe",
    "totaux",
    "ensemble",
    "totale",
    "jumlah",
    "tổng",
    "tổngcộng",
    "សរុប",
    "всего",
    "итого",
    "总计",
    "合計",
];
const REST: &[&str] = &[
    "other",
    "others",
    "othercountries",
    "rest",
    "row",
    "elsewhere",
    "allothercountries",
    "allothers",
    "restoftheworld",
    "restofworld",
    "unlisted",
    "unknown",
    "notset",
    "zz",
    "xx",
    "none",
    "undefined",
    "unspecified",
    "andere",
    "sonstige",
    "autres",
    "otros",
    "lainnya",
    "ផ្សេងៗ",
    "другие",
    "其他",
];
const ABROAD: &[&str] = &[
    "foreign",
    "foreigncountries",
    "abroad",
    "international",
    "overseas",
    "nondomestic",
    "outside",
    "ausland",
    "étranger",
    "etranger",
    "extranjero",
];

/// What states call themselves before their name, folded.
const STYLES: &[&str] = &[
    "the",
    "kingdomof",
    "thekingdomof",
    "republicof",
    "therepublicof",
    "stateof",
    "thestateof",
    "unionof",
    "sultanateof",
    "socialistrepublicof",
    "islamicrepublicof",
    "federalrepublicof",
    "republicofthe",
    "royaumedu",
    "royaumede",
    "ព្រះរាជាណាចក្រ",
    "ប្រទេស",
];

/// Letters, marks and numbers of a text, in small letters: what spellings share.
fn fold(text: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(c) || is_mark(*c);
    text.chars().flat_map(char::to_lowercase).filter(kept).collect()
}

/// Marks of Indic and south-east Asian scripts, which are part of their words but no letters.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{dff}' | '\u{e00}'..='\u{fff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17d3}')
        && !c.is_whitespace()
}

/// The code, in small letters, of a flag and nothing else: two letters of the flags' own alphabet.
fn of_flag(text: &str) -> Option<String> {
    const FIRST: u32 = 0x1_f1e6;
    let letter = |c: char| {
        let at = u32::from(c).checked_sub(FIRST).filter(|i| *i < 26)?;
        Some(char::from(b'a' + at as u8))
    };
    let code: Option<String> = text.chars().map(letter).collect();
    code.filter(|c| c.len() == 2)
}

impl Place {
    /// What a cell names; nothing if it names no country and no sum of them.
    pub fn named(text: &str) -> Option<Self> {
        if let Some(code) = of_flag(text.trim()) {
            return codes().get(&code).map(|i| Place::Country(*i));
        }
        let text = crate::number::unmarked(text.trim());
        let folded = fold(text);
        if folded.is_empty() {
            return None;
        }
        // Spreadsheets write so what they do not know; without its bar it is Namibia's code.
        if ["n/a", "#n/a"].iter().any(|none| text.eq_ignore_ascii_case(none)) {
            return Some(Place::Rest);
        }
        if let Some(i) = codes().get(&folded) {
            return Some(Place::Country(*i));
        }
        let known = |list: &[&str]| list.contains(&folded.as_str());
        if known(ALL) {
            return Some(Place::All);
        }
        if known(REST) {
            return Some(Place::Rest);
        }
        if known(ABROAD) {
            return Some(Place::Abroad(None));
        }
        if let Some(i) = list().names.get(folded.as_str()) {
            return Some(Place::Country(*i));
        }
        for (front, rest) in [("non", 3), ("outside", 7), ("except", 6), ("all but", 7), ("not", 3)] {
            if text.len() > rest && text.is_char_boundary(rest) && text[..rest].eq_ignore_ascii_case(front) {
                let rest = text[rest..].trim_start_matches(['-', ' ', '_']);
                if let Some(Place::Country(i)) = Self::named(rest) {
                    return Some(Place::Abroad(Some(i)));
                }
            }
        }
        // "Myanmar (Burma)", "Korea, Republic of", "The Gambia".
        let parts = text.strip_suffix(')').and_then(|t| t.split_once('('));
        if let Some((front, inside)) = parts {
            let of = |t: &str| list().names.get(fold(t).as_str()).copied();
            return of(front).or_else(|| of(inside)).map(Place::Country);
        }
        if let Some((last, first)) = text.split_once(',') {
            let turned = fold(&format!("{first} {last}"));
            if let Some(i) = list().names.get(turned.as_str()) {
                return Some(Place::Country(*i));
            }
        }
        // "IN - India", "India – IN".
        if let Some((one, other)) = text.split_once(" - ").or_else(|| text.split_once(" – ")) {
            let of = |t: &str| Self::named(t).filter(|p| matches!(p, Place::Country(_)));
            if let Some(place) = of(one).filter(|p| of(other) == Some(*p)) {
                return Some(place);
            }
        }
        // "The Gambia", "Kingdom of Cambodia".
        STYLES.iter().find_map(|style| {
            let bare = folded.strip_prefix(style)?;
            list().names.get(bare).map(|i| Place::Country(*i))
        })
    }

    /// The code that tables carry: two letters, or `ZZ` for the rest.
    pub fn code(self) -> String {
        match self {
            Place::Country(i) => list().countries[usize::from(i)].0.to_owned(),
            Place::Rest => "ZZ".to_owned(),
            Place::All => "ALL".to_owned(),
            Place::Abroad(_) => "ABROAD".to_owned(),
        }
    }

    /// The country's English name; nothing for sums.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Place::Country(i) => Some(list().countries[usize::from(i)].1),
            _ => None,
        }
    }
}

/// Names that two countries go by, folded: which is taken, and which else may be meant.
const SHARED: &[(&str, &str, &str)] =
    &[("congo", "CG", "CD"), ("korea", "KR", "KP"), ("virginislands", "VI", "VG")];

/// The country that a name was taken for and the other that goes by it; nothing for names of one country.
pub(crate) fn shared(text: &str) -> Option<(Place, Place)> {
    let folded = fold(crate::number::unmarked(text.trim()));
    let folded = folded.strip_prefix("the").unwrap_or(&folded);
    let (_, taken, other) = SHARED.iter().find(|s| s.0 == folded)?;
    // Only where the name is read at all, and as told here.
    let read = Place::named(text)?;
    let (taken, other) = (Place::named(taken)?, Place::named(other)?);
    Some(if read == other { (other, taken) } else { (read, other) })
}

/// The English name of a code; the code itself where it is no country's.
pub fn shown(code: &str) -> String {
    let name = Place::named(code).and_then(Place::name);
    name.unwrap_or(code).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_usual_spelling() {
        for (code, spellings) in [
            (
                "KH",
                &[
                    "KH",
                    "khm",
                    "116",
                    "Cambodia",
                    "Kambodscha",
                    "Cambodge",
                    "កម្ពុជា",
                    "Kingdom of Cambodia",
                    "ប្រទេសកម្ពុជា",
                    "ព្រះរាជាណាចក្រកម្ពុជា",
                    "Royaume du Cambodge",
                ][..],
            ),
            ("MM", &["Burma", "Myanmar (Burma)", "MMR"]),
            ("TR", &["Turkey", "Türkiye", "Turkiye", "TUR"]),
            ("KR", &["South Korea", "Korea, Republic of", "Republic of Korea", "대한민국", "S. Korea"]),
            ("CI", &["Côte d’Ivoire", "Cote d'Ivoire", "Ivory Coast"]),
            (
                "GB",
                &[
                    "UK",
                    "United Kingdom",
                    "Great Britain",
                    "GBR",
                    "Scotland",
                    "Великобритания",
                    "Grande-Bretagne",
                ],
            ),
            ("AE", &["UAE", "United Arab Emirates"]),
            (
                "US",
                &[
                    "USA",
                    "U.S.",
                    "United States of America",
                    "the United States",
                    "США",
                    "Соединённые Штаты",
                    "អាមេរិក",
                ],
            ),
            ("CD", &["DR Congo", "Congo - Kinshasa", "Democratic Republic of the Congo"]),
            ("VN", &["Viet Nam", "Vietnam", "Socialist Republic of Viet Nam"]),
            ("IN", &["India", "IN", "भारत", "India [1]", "India*", "IN - India", "🇮🇳", "🇮🇳 India"]),
            ("XK", &["Kosovo"]),
            (
                "ZZ",
                &[
                    "Other",
                    "unknown",
                    "ZZ",
                    "(not set)",
                    "N/A",
                    "#N/A",
                    "Elsewhere",
                    "All other countries",
                    "ROW",
                ],
            ),
            ("NA", &["NA", "Namibia"]),
            ("PH", &["Republic of the Philippines", "🇵🇭"]),
            ("CN", &["PRC", "P.R. China", "Mainland China"]),
            ("ALL", &["Total", "Worldwide", "សរុប"]),
        ] {
            for s in spellings {
                assert_eq!(Place::named(s).map(Place::code).as_deref(), Some(code), "{s}");
            }
        }
        let kh = Place::named("KH");
        assert_eq!(
            Place::named("NON-KH")
                .map(|p| matches!(p, Place::Abroad(Some(i)) if Some(Place::Country(i)) == kh)),
            Some(true)
        );
        assert_eq!(Place::named("foreign"), Some(Place::Abroad(None)));
        for s in ["", "Narnia", "12", "new", "date", "-"] {
            assert_eq!(Place::named(s), None, "{s}");
        }
        assert_eq!(shown("KH"), "Cambodia");
    }
}
