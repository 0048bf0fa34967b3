//! The name that was meant by one that is not there.

use crate::format::Column;
use crate::synonyms;

/// The column whose name is nearest to one that is not there, if half of its letters or more stay as they are.
pub(crate) fn nearest<'a>(name: &str, columns: &'a [Column]) -> &'a str {
    let name = synonyms::plain(name);
    columns
        .iter()
        .take(1_000)
        .map(|c| {
            let other = synonyms::plain(&c.name);
            let (a, b) = (name.chars().count(), other.chars().count());
            (distance(&name, &other), a.abs_diff(b), a.max(b), c)
        })
        .filter(|(apart, _, letters, _)| apart * 2 <= *letters)
        .min_by_key(|(apart, longer, ..)| (*apart, *longer))
        .map_or("COLUMN", |(.., c)| c.name.as_str())
}

/// How many letters must change to make one word of another (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(64).enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let here = row[j + 1];
            row[j + 1] = (corner + usize::from(x != *y)).min(row[j] + 1).min(here + 1);
            corner = here;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_like_none_suggests_none() {
        let columns =
            ["wer", "was", "wann"].map(|name| Column { name: name.to_owned(), ..Column::default() });
        assert_eq!(nearest("nope", &columns), "COLUMN");
        assert_eq!(nearest("want", &columns), "wann");
        assert_eq!(nearest("WER ", &columns), "wer");
    }

    #[test]
    fn words_apart() {
        assert_eq!(distance("acount", "account"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("page", "page"), 0);
    }
}
