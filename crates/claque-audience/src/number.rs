//! Numbers as people and programs write them: thousands apart by any sign, digits of any script, `1.2M`, `(34)`, `−5`.

/// First digits of the scripts whose tables are met: ten in a row each (Unicode, Nd).
const ZEROS: [char; 19] = [
    '0', '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}', '\u{c66}',
    '\u{ce6}', '\u{d66}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}', '\u{17e0}', '\u{1810}', '\u{ff10}',
];

/// The text with digits of any script as those of ASCII.
pub(crate) fn ascii_digits(text: &str) -> String {
    let digit = |c: char| {
        ZEROS
            .iter()
            .find_map(|z| (c as u32).checked_sub(*z as u32).filter(|d| *d < 10))
            .map(|d| b'0' + d as u8)
    };
    text.chars().map(|c| if c.is_ascii() { c } else { digit(c).map_or(c, char::from) }).collect()
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Number {
    /// Nothing stands there, or a sign for nothing.
    None,
    /// A number, and how coarsely it was written: 100 for `1.2k`.
    Some(f64, f64),
    /// No number.
    Not,
}

/// What stands where there is no number, in small letters.
const NOTHING: [&str; 18] = [
    "", "-", "–", "—", "n/a", "n.a.", "n.a", "na", "#n/a", "null", "none", "nan", ".", "..", "...", "…", "?",
    "*",
];

/// The text without the marks of footnotes at its end: `1,234*`, `1,234 [2]`, `India†`.
pub(crate) fn unmarked(text: &str) -> &str {
    let mut t = text.trim_end();
    loop {
        let bare = t.trim_end_matches(['*', '†', '‡', '§']);
        // A note is named by a number or a small letter or two.
        let named = bare.strip_suffix(']').and_then(|x| x.rsplit_once('['));
        let note = |n: &str| (1..=2).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_alphanumeric());
        let next = match named {
            Some((front, n)) if note(n) => front.trim_end(),
            _ => bare.trim_end(),
        };
        if next.len() == t.len() || next.is_empty() {
            return t;
        }
        t = next;
    }
}

/// A number that a file holds as one, so that [`count`] reads it: three places of a fraction are no thousands.
pub(crate) fn written(number: &str) -> String {
    let places = number.split_once('.').map_or(0, |x| x.1.len());
    if places == 3 { format!("{number}0") } else { number.to_owned() }
}

/// Reads a count. A count has no fraction: a single point or comma before three digits parts thousands.
pub(crate) fn count(text: &str) -> Number {
    let text = ascii_digits(text.trim());
    let mut t =
        text.trim_matches(|c: char| c.is_whitespace() || c == '"' || c == '\u{200e}' || c == '\u{200f}');
    if NOTHING.contains(&t.to_ascii_lowercase().as_str()) {
        return Number::None;
    }
    t = unmarked(t);
    // `157,331 (20.2%)`: a count with its share beside it, as articles print it.
    if let Some((front, inside)) = t.split_once('(')
        && !front.trim().is_empty()
        && inside.strip_suffix(')').is_some_and(|i| i.trim_end().ends_with('%'))
    {
        t = front.trim_end();
    }
    for about in ["about ", "approx. ", "approximately ", "ca. ", "circa ", "~", "≈", "c. "] {
        t = t.strip_prefix(about).unwrap_or(t).trim_start();
    }
    let mut sign = 1.0;
    if let Some(inside) = t.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        (sign, t) = (-1.0, inside.trim());
    }
    if let Some(rest) = t.strip_prefix(['-', '−', '–', '﹣', '－']) {
        (sign, t) = (-sign, rest.trim_start());
    } else if let Some(rest) = t.strip_prefix(['+', '＋']) {
        t = rest.trim_start();
    }
    let lower = t.to_ascii_lowercase();
    let mut unit = 1.0;
    let mut body = lower.as_str();
    for (end, size) in [
        ("million", 1e6),
        ("billion", 1e9),
        ("thousand", 1e3),
        ("mln", 1e6),
        ("mio", 1e6),
        ("bn", 1e9),
        ("m", 1e6),
        ("k", 1e3),
        ("b", 1e9),
    ] {
        if let Some(front) = body.strip_suffix(end) {
            (unit, body) = (size, front.trim_end().trim_end_matches('.'));
            break;
        }
    }
    match plain(body, unit > 1.0) {
        Some((n, step)) => {
            let (n, step) = (n * unit, step * unit);
            if (n.round() - n).abs() > 1e-6 * n.max(1.0) || n > 9e15 {
                return Number::Not;
            }
            Number::Some(sign * n.round(), step.max(1.0))
        }
        None => Number::Not,
    }
}

/// Reads a share: `0.707`, `70.7 %`, `70,7%`; of one.
pub(crate) fn share(text: &str) -> Option<f64> {
    let text = ascii_digits(text.trim());
    let (body, percent) = match text.strip_suffix('%') {
        Some(front) => (front.trim_end(), true),
        None => (text.as_str(), false),
    };
    let n: f64 = body.replace(',', ".").parse().ok()?;
    // 1.5 is rather a slip than one and a half of a hundred.
    if !percent && n > 1.0 && n < 2.0 {
        return None;
    }
    let n = if percent || n > 1.0 { (n * 1e10).round() / 1e12 } else { n };
    (n.is_finite() && n > 0.0 && n <= 1.0).then_some(n)
}

/// Digits with thousands and perhaps a fraction; the number and the size of its last digit.
fn plain(body: &str, fraction: bool) -> Option<(f64, f64)> {
    let apart = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’' | '_' | '٬');
    if body.is_empty() || !body.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (mut whole, mut part) = (body, "");
    // The sign that comes last parts a fraction, if it stands once and what follows is no group of three.
    if let Some(at) = body.rfind(['.', ',', '٫']) {
        let sign = body[at..].chars().next()?;
        let after = &body[at + sign.len_utf8()..];
        let once = body.matches(sign).count() == 1;
        let other = body[..at].contains(|c| c != sign && matches!(c, '.' | ','));
        if once && (fraction || other || after.len() != 3 || sign == '٫' || body[..at] == *"0") {
            (whole, part) = (&body[..at], after);
        }
    }
    if !part.is_empty() && !part.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let groups: Vec<&str> = whole.split(|c: char| apart(c) || c == ',' || c == '.').collect();
    let signs: Vec<char> = whole.chars().filter(|c| !c.is_ascii_digit()).collect();
    let alike = signs.windows(2).all(|w| w[0] == w[1]);
    let digits = |g: &&str| !g.is_empty() && g.bytes().all(|b| b.is_ascii_digit());
    // Three by three, or as India writes: two by two before the last three.
    let last = groups.len() - 1;
    let grouped = last == 0
        || (groups[0].len() <= 3
            && groups[last].len() == 3
            && (groups[1..].iter().all(|g| g.len() == 3)
                || (groups[0].len() <= 2 && groups[1..last].iter().all(|g| g.len() == 2))));
    if !groups.iter().all(digits) || !grouped || !alike {
        return None;
    }
    let whole: String = groups.concat();
    let n: f64 = format!("{whole}.{part}0").parse().ok()?;
    Some((n, 10f64.powi(-(part.len() as i32))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_in_every_usual_form() {
        for (text, n) in [
            ("779000", 779_000.0),
            ("779,000", 779_000.0),
            ("779.000", 779_000.0),
            ("1,234,567", 1_234_567.0),
            ("1 234 567", 1_234_567.0),
            ("1\u{202f}234", 1_234.0),
            ("1'234", 1_234.0),
            ("12,34,567", 1_234_567.0),
            ("1,234.00", 1_234.0),
            ("1.234,0", 1_234.0),
            ("១២៣,៤៥៦", 123_456.0),
            ("٧٧٩٬٠٠٠", 779_000.0),
            ("about 779,000", 779_000.0),
            ("~3.2M", 3_200_000.0),
            ("1.2 million", 1_200_000.0),
            ("34k", 34_000.0),
            ("−12", -12.0),
            ("(1,204)", -1_204.0),
            ("+7", 7.0),
            ("157331.0", 157_331.0),
            ("157,331 (20.2%)", 157_331.0),
            ("157,331 (20.2 %)", 157_331.0),
            ("1,234*", 1_234.0),
            ("1,234 [2]", 1_234.0),
            ("567[a]†", 567.0),
        ] {
            assert!(matches!(count(text), Number::Some(x, _) if x == n), "{text}: {:?}", count(text));
        }
        assert_eq!(count("3.2M"), Number::Some(3_200_000.0, 100_000.0), "and how coarse it is");
        for text in ["", "-", "n/a", "—", "N.A.", "..", "*"] {
            assert_eq!(count(text), Number::None, "{text}");
        }
        for text in [
            "1.5",
            "12,34",
            "1,23,45",
            "abc",
            "1.234,567,8",
            "1,234.567.890",
            "12 likes",
            "12 (20.2)",
            "(20.2%)",
            "1e400",
            "--5",
            "0.5",
            "<10",
            "70%",
            "1,234[12th]",
            "[2]",
        ] {
            assert_eq!(count(text), Number::Not, "{text}");
        }
        assert_eq!(
            (share("70.7 %"), share("0.707"), share("70,7"), share("0")),
            (Some(0.707), Some(0.707), Some(0.707), None)
        );
    }
}
