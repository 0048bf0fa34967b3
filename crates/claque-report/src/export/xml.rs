//! What both graph formats share: text that is safe in XML, ids of nodes, values as text.

use crate::graph::Value;
use crate::visible::visible;

/// Text as XML takes it, in an element or an attribute: marks of XML escaped, and what has no picture or may
/// not stand in XML shown, as everywhere that people read.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

/// The id of a node.
pub fn node_id(place: usize) -> String {
    format!("n{place}")
}

/// A value as text.
pub fn printed(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Count(n) => n.to_string(),
        Value::Estimate(x) => x.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text() {
        assert_eq!(escaped("</node>\"&\u{0}\u{202e}"), "&lt;/node&gt;&quot;&amp;⟨U+0000⟩⟨U+202E⟩");
        assert_eq!(escaped("ភាសា"), "ភាសា");
        assert_eq!(escaped("\u{fffe}\u{ffff}"), "⟨U+FFFE⟩⟨U+FFFF⟩");
    }
}
