//! The user's strings, made safe to look at: characters that have no picture, or that turn the direction
//! of what follows, are shown as escapes. Nothing is removed.

/// Longest name that is shown whole; the tables hold it in full.
const LONGEST: usize = 96;

/// The string with control, format and bidirectional characters shown as `⟨U+202E⟩`.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) {
            out.push_str(&format!("⟨U+{:04X}⟩", c as u32));
        } else {
            out.push(c);
        }
    }
    out
}

/// The same, with the middle of a very long string left out.
pub fn name(text: &str) -> String {
    cut(text, LONGEST)
}

/// The same, with at most `most` characters of the string.
pub fn cut(text: &str, most: usize) -> String {
    if text.is_empty() {
        return "⟨empty⟩".to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= most {
        return visible(text);
    }
    let tail = most / 3;
    let head: String = chars[..most - tail - 1].iter().collect();
    let tail: String = chars[chars.len() - tail..].iter().collect();
    format!("{}…{}", visible(&head), visible(&tail))
}

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}' | '\u{200c}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_shown() {
        assert_eq!(visible("a\u{202e}b\tc\u{0}"), "a⟨U+202E⟩b⟨U+0009⟩c⟨U+0000⟩");
        assert_eq!(
            visible("ភាសាខ្មែរ <b>"),
            "ភាសាខ្មែរ <b>",
            "letters of any script stay; escaping is the page's work"
        );
    }

    #[test]
    fn long_names_lose_their_middle() {
        let shown = cut(&"x".repeat(500), 20);
        assert_eq!(shown.chars().count(), 20);
        assert!(shown.contains('…'));
        assert_eq!(cut("", 20), "⟨empty⟩");
    }
}
