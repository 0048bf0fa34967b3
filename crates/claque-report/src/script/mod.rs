//! What a browser adds to a report that reads without it: numbers beside the pointer, sorting, filtering, light and
//! dark, saving. One thing, one file. The report's policy names these bytes by their hash, so that no other script
//! runs, whatever a name in the log holds; none of them asks the network for anything.

use crate::words::t;
use base64::Engine;
use maud::{Markup, PreEscaped, html};
use sha2::{Digest, Sha256};
use std::sync::OnceLock;

/// All files, in the order in which they run: what tells comes first, saving last, when sorting and filtering stand.
const FILES: [&str; 6] = [
    include_str!("say.js"),
    include_str!("theme.js"),
    include_str!("hover.js"),
    include_str!("sort.js"),
    include_str!("filter.js"),
    include_str!("save.js"),
];

fn text() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| ["\"use strict\";\n", &FILES.concat()].concat())
}

/// The source of the report's policy that allows these bytes and no others.
pub fn source() -> String {
    format!("'sha256-{}'", base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text())))
}

/// The element.
pub fn element() -> Markup {
    html! { script { (PreEscaped(text())) } }
}

/// What the buttons say, by the name of the attribute that carries it.
pub fn words() -> [(&'static str, String); 11] {
    [
        ("data-theme", t!("tool.theme")),
        ("data-svg", t!("tool.svg")),
        ("data-csv", t!("tool.csv")),
        ("data-filter", t!("tool.filter")),
        ("data-shown", t!("tool.shown", n = "{n}", of = "{of}")),
        ("data-sort", t!("tool.sort")),
        ("data-cell", t!("tool.cell")),
        ("data-sorted", t!("tool.sorted", column = "{column}", order = "{order}")),
        ("data-rising", t!("tool.rising")),
        ("data-falling", t!("tool.falling")),
        ("data-walk", t!("tool.walk")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_asks_the_network_or_ends_its_element() {
        for file in FILES {
            for never in
                ["fetch(", "XMLHttpRequest", "import(", "WebSocket", "sendBeacon", "</", "innerHTML", "eval("]
            {
                assert!(!file.contains(never), "{never}");
            }
        }
    }

    #[test]
    fn every_word_that_a_file_asks_for_is_given() {
        let mut asked = 0;
        for rest in FILES.iter().flat_map(|f| f.split("words.").skip(1)) {
            let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
            assert!(words().iter().any(|w| w.0 == format!("data-{name}")), "{name}");
            asked += 1;
        }
        assert!(asked >= words().len(), "{asked}");
    }
}
