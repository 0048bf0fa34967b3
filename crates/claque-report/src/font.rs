//! The letters of a language that few machines hold: a subset of an openly licensed font inside the report, so that no
//! network is asked for it. The browser shapes the script.

use crate::words::{Language, spoken};
use base64::Engine;

/// Noto Sans Khmer, weight 400, the Khmer block alone: 23 kB, under the SIL Open Font Licence 1.1
/// (`data/NotoSansKhmer.LICENSE`).
const KHMER: &[u8] = include_bytes!("../data/noto-sans-khmer-400.woff2");

/// Whether a text needs them: of a language that does, or with names in its letters.
fn needed(body: &str) -> bool {
    spoken() == Language::Khmer
        || body.contains(|c| matches!(c, '\u{1780}'..='\u{17ff}' | '\u{19e0}'..='\u{19ff}'))
}

/// The rule of the style sheet that brings the letters; nothing where the body of a page needs none. They stand first
/// among the fonts, of which they take their own letters alone: behind the system's, Chromium shows boxes for words
/// without any other sign where the machine has no Khmer font.
pub fn face(body: &str) -> String {
    if !needed(body) {
        return String::new();
    }
    let heads = match spoken() {
        Language::English => "h1 .u,h2 .u,h3 .u{font-family:\"Noto Sans Khmer\",serif}",
        Language::Khmer => "h1,h2,h3{font-family:\"Noto Sans Khmer\",serif;line-height:1.5}",
    };
    format!(
        "@font-face{{font-family:\"Noto Sans Khmer\";font-weight:400;src:url(data:font/woff2;base64,{}) format(\"woff2\");\
         unicode-range:U+1780-17FF,U+19E0-19FF,U+200C-200D,U+25CC}}\n\
         html body{{font-family:\"Noto Sans Khmer\",system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",sans-serif}}\n{heads}",
        base64::engine::general_purpose::STANDARD.encode(KHMER)
    )
}

/// What the report's policy must allow for it.
pub fn source(body: &str) -> &'static str {
    if needed(body) { "; font-src data:" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::in_language;

    #[test]
    fn the_letters_travel_only_where_they_are_needed() {
        assert_eq!((face("a page"), source("a page")), (String::new(), ""));
        let named = "<bdi>ការិយាល័យ</bdi>";
        assert!(
            face(named).contains("d09GMg") && face(named).contains("h3 .u{") && !source(named).is_empty()
        );
        let khmer = in_language(Language::Khmer, || face(""));
        assert!(KHMER.starts_with(b"wOF2") && khmer.contains("d09GMg"), "base64 of wOF2");
        let family = |of: &str| khmer.split_once(of).unwrap().1.starts_with("\"Noto Sans Khmer\",");
        assert!(family("html body{font-family:") && family("h1,h2,h3{font-family:"), "it stands first");
    }
}
