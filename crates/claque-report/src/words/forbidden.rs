//! Words that no output says. They allege what a log cannot show.

/// Whole words, in any case, that no output may hold outside the user's own strings.
pub const FORBIDDEN: &[&str] = &[
    "fake",
    "fakes",
    "faked",
    "bot",
    "bots",
    "bought",
    "buy",
    "buyer",
    "buyers",
    "paid",
    "payer",
    "purchased",
    "purchase",
    "fraud",
    "fraudulent",
    "genuine",
    "guilty",
];

/// The forbidden words in a text, as often as they stand there. `user_strings` are what the user gave
/// (names of pages, files, columns): they are masked first, as they are and as a report escapes them, so
/// that a page called `dependabot[bot]` is no finding.
pub fn forbidden_words(text: &str, user_strings: &[&str]) -> Vec<String> {
    let mut masked = text.to_owned();
    let mut strings: Vec<String> = user_strings
        .iter()
        .filter(|s| !s.is_empty())
        .flat_map(|s| {
            let shown = crate::visible::visible(s);
            let escape = |s: &str| {
                s.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
            };
            let json = serde_json::to_string(s).map(|j| j.trim_matches('"').to_owned()).unwrap_or_default();
            [escape(&shown), escape(s), shown, json, (*s).to_owned()]
        })
        .collect();
    // The longest first: a short string must not break a longer one that contains it.
    strings.sort_by_key(|s| std::cmp::Reverse(s.len()));
    strings.dedup();
    for s in strings.iter().filter(|s| !s.is_empty()) {
        masked = masked.replace(s.as_str(), "\u{1}");
    }
    masked
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| FORBIDDEN.contains(&word.to_lowercase().as_str()))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_are_found_and_the_users_own_are_masked() {
        assert_eq!(forbidden_words("A Fake, bought likes; bottle, robots", &[]), ["Fake", "bought"]);
        assert_eq!(forbidden_words("p_bot=1 fake-news", &[]), ["bot", "fake"]);
        assert!(
            forbidden_words("by dependabot[bot] and &lt;bot&gt;", &["dependabot[bot]", "<bot>"]).is_empty()
        );
        assert_eq!(forbidden_words("dependabot[bot] is a bot", &["dependabot[bot]"]), ["bot"]);
    }
}
