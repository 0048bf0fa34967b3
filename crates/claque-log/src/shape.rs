//! The shape of a name, in any script: what runs of letters, digits and signs it is made of.
//!
//! ```text
//! Sokha1234 → w9999     សុខា1234 → w9999     سارة1234 → w9999     Jan-Piet_7 → w-w_9     JohnSmith → ww
//! ```
//!
//! METHOD: script and case are left out, but for a capital that begins a new word, so that names of one pattern
//! are one shape in whatever script they are written, and people who share a script do not share a shape for
//! that alone. A run of letters has three lengths (one letter, a word, longer than a word); digits keep their
//! number, signs their sign.

use claque_marks::NO_PATTERN;
use rayon::prelude::*;

use crate::intern::{self, Interner};

/// Letters beyond which a run is longer than a word.
const WORD: usize = 12;
/// Digits beyond which their number says nothing more.
const DIGITS: usize = 9;
/// Share of the log's accounts beyond which names of one shape with a digit in it, or of one but for the number of
/// its digits, or of nothing but hexadecimal digits after their first two signs, are issued and not chosen.
const ISSUED: f64 = 0.5;
const COUNTED: f64 = 0.7;
/// Share of the log's accounts that makes a shape one of several people's.
const COMMON: f64 = 0.002;
/// Share of the log's accounts that must have a letter in their name, and a shape that is not their own alone.
const NAMES: f64 = 0.5;

/// Shapes by account as dense numbers in the order of their text, [`NO_PATTERN`] where there is no name. Empty
/// where what is given are no names that people chose: numbers, hashes, names that a counter made.
pub(crate) fn classes<'a>(names: impl Iterator<Item = Option<&'a str>>) -> Vec<u32> {
    let names: Vec<Option<&str>> = names.collect();
    let least = |share: f64| share * names.len() as f64;
    let hexadecimal = |n: &&str| {
        let mut behind = n.chars();
        behind.by_ref().take(2).for_each(drop);
        behind.as_str().bytes().all(|b| b.is_ascii_hexdigit())
    };
    let hexadecimal = names.par_iter().with_min_len(PART).flatten().filter(|n| hexadecimal(n)).count();
    if hexadecimal as f64 > least(ISSUED) {
        return Vec::new();
    }
    let parts: Vec<(Interner, Vec<u32>)> = names.par_chunks(PART).map(numbered).collect();
    let (interners, numbers): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    // There are far fewer shapes than names: each is looked at once, with how many have it.
    let (shapes, places) = intern::merged(interners, None);
    let place = |(of, place): (Vec<u32>, &Vec<u32>)| -> Vec<u32> {
        of.into_iter().map(|n| place.get(n as usize).copied().unwrap_or(NO_PATTERN)).collect()
    };
    let classes: Vec<u32> = numbers.into_iter().zip(&places).flat_map(place).collect();
    let mut having = vec![0usize; shapes.len()];
    classes.iter().filter(|c| **c != NO_PATTERN).for_each(|&c| having[c as usize] += 1);
    let exact: Vec<(&str, usize)> = shapes.iter().map(String::as_str).zip(having).collect();

    let issued = |of: usize, share: f64| of as f64 > least(share);
    let counted = |(shape, n): &(&str, usize)| {
        let mut shape: Vec<char> = shape.chars().collect();
        shape.dedup_by(|a, b| a == b && *a == '9');
        (shape, *n)
    };
    let digits = || exact.iter().filter(|(shape, _)| shape.contains('9'));
    let mut without_number: Vec<(Vec<char>, usize)> = digits().map(counted).collect();
    without_number.sort_unstable();
    let together = |run: &[(Vec<char>, usize)]| run.iter().map(|(_, n)| n).sum();
    if digits().any(|&(_, n)| issued(n, ISSUED))
        || without_number.chunk_by(|a, b| a.0 == b.0).any(|run| issued(together(run), COUNTED))
    {
        return Vec::new();
    }
    let (mut lettered, mut common) = (0usize, 0usize);
    for (shape, n) in &exact {
        lettered += if shape.contains(['a', 'b', 'w']) { *n } else { 0 };
        common += if *n as f64 >= least(COMMON).max(2.0) { *n } else { 0 };
    }
    if (lettered.min(common) as f64) < least(NAMES) || exact.is_empty() {
        return Vec::new();
    }
    classes
}

/// Names of which one thread tells the shapes.
const PART: usize = 1 << 14;

/// The shapes of some names and by name the number of its shape, [`NO_PATTERN`] where there is none.
fn numbered(names: &[Option<&str>]) -> (Interner, Vec<u32>) {
    let (mut shapes, mut text) = (Interner::default(), String::new());
    let number = |name: &Option<&str>| {
        let Some(name) = name else { return NO_PATTERN };
        text.clear();
        shape(name, &mut text);
        shapes.intern(&text)
    };
    let numbers = names.iter().map(number).collect();
    (shapes, numbers)
}

/// What a character is in a name.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Letter,
    Digit,
    Sign(char),
}

/// Adds the shape: `a` for a letter alone, `w` for a word, `b` for more, a `9` a digit, signs as they are.
fn shape(name: &str, out: &mut String) {
    let mut open: Option<Part> = None;
    let (mut length, mut before) = (0usize, '\0');
    let close = |out: &mut String, open: Option<Part>, n: usize| match open {
        Some(Part::Letter) => out.push(if n == 1 {
            'a'
        } else if n <= WORD {
            'w'
        } else {
            'b'
        }),
        Some(Part::Digit) => (0..n.min(DIGITS)).for_each(|_| out.push('9')),
        Some(Part::Sign(c)) => out.push(c),
        None => {}
    };
    for c in name.trim().chars() {
        let part = match c {
            c if c.is_numeric() => Part::Digit,
            c if c.is_alphabetic() => Part::Letter,
            // Signs that belong to letters: accents, joiners, the vowels and stacks of Indic scripts.
            c if open == Some(Part::Letter) && joins(c, before) => continue,
            c if c.is_whitespace() => Part::Sign(' '),
            c if c.is_ascii() => Part::Sign(c),
            _ => Part::Sign('*'),
        };
        let word = part == Part::Letter && before.is_lowercase() && c.is_uppercase();
        if open != Some(part) || word {
            close(out, open, length);
            (open, length) = (Some(part), 0);
        }
        length += 1;
        before = c;
    }
    close(out, open, length);
}

/// Whether a character that is no letter belongs to the letter before it: combining marks, joiners, and what
/// stands in the same block of a script beyond Latin, Greek and Cyrillic.
fn joins(c: char, before: char) -> bool {
    let (c, before) = (c as u32, before as u32);
    (0x300..0x370).contains(&c)
        || (0x200c..=0x200d).contains(&c)
        || (before >= 0x590 && !(0x2000..0x3000).contains(&c) && c >> 7 == before >> 7)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(name: &str) -> String {
        let mut out = String::new();
        super::shape(name, &mut out);
        out
    }

    #[test]
    fn a_pattern_is_one_shape_in_any_script() {
        for name in [
            "Sokha1234",
            "sokha1234",
            "សុខា1234",
            "ស្រីមុំ១២៣៤",
            "سارة1234",
            "سارة١٢٣٤",
            "Мария1234",
            "Jose\u{301}1234",
        ] {
            assert_eq!(shape(name), "w9999", "{name}");
        }
        assert_eq!(shape("JohnSmith"), "ww");
        assert_eq!(shape("Jan-Piet_7"), "w-w_9");
        assert_eq!(shape("សុខ ដារ៉ា"), "w w");
        assert_eq!(shape("  Ann  Lee "), "w w");
        assert_eq!((shape(""), shape("7"), shape("a")), (String::new(), "9".into(), "a".into()));
        assert_eq!(shape("Wolfeschlegelsteinhausen"), "b");
        assert_eq!(shape("1234567890123456789"), "9".repeat(DIGITS));
    }

    fn of(names: &[String]) -> Vec<u32> {
        classes(names.iter().map(|n| Some(n.as_str())))
    }

    #[test]
    fn what_nobody_chose_has_no_pattern() {
        let numbers: Vec<String> = (0..500).map(|i| format!("{}", i * 7919)).collect();
        let counted: Vec<String> = (0..500).map(|i| format!("user-{:04}", i)).collect();
        let hashed: Vec<String> =
            (0..500u64).map(|i| format!("{:016x}", (i + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15))).collect();
        let short: Vec<String> = (0..500).map(|i| format!("s_{}", i * 4)).collect();
        let prefixed: Vec<String> = hashed.iter().map(|h| format!("u{}", &h[..8])).collect();
        for ids in [numbers, counted, hashed, short, prefixed] {
            assert_eq!(of(&ids), Vec::<u32>::new(), "{}", ids[17]);
        }
        assert_eq!(of(&[]), Vec::<u32>::new());
    }

    #[test]
    fn chosen_names_have_one_whatever_their_order() {
        let mut names: Vec<String> = (0..100)
            .flat_map(|i| {
                let word: String = (0..4).map(|k| char::from(b'a' + ((i * 7 + k * 3) % 26) as u8)).collect();
                [
                    word.clone(),
                    format!("{word}.{word}"),
                    format!("{word}{}", 10 + i % 90),
                    word.to_uppercase(),
                ]
            })
            .collect();
        let classes = of(&names);
        assert_eq!(classes[0], classes[3]);
        assert!(classes[0] != classes[1] && classes[1] != classes[2] && classes.iter().all(|c| *c < 3));
        names.reverse();
        assert_eq!(of(&names), classes.into_iter().rev().collect::<Vec<_>>());
        let some = super::classes(names.iter().map(|n| n.contains('.').then_some(n.as_str())));
        assert_eq!(some, Vec::<u32>::new(), "names of a quarter are too few");
    }
}
