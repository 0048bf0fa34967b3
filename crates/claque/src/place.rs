//! Where an audit goes when nobody says: `./STEM.claque`.

use std::path::{Path, PathBuf};

/// Endings that say how a log is written and packed, not what it is.
const ENDINGS: &[&str] = &[
    "gz", "zst", "zstd", "csv", "tsv", "tab", "txt", "json", "jsonl", "ndjson", "parquet", "pq", "xlsx",
    "xls", "ods",
];

/// The folder for these inputs: named after the first of them.
pub fn default_folder(inputs: &[PathBuf]) -> PathBuf {
    PathBuf::from(format!("{}.claque", inputs.first().map_or_else(|| "log".to_owned(), |i| stem(i))))
}

/// An input's name without the endings of logs; `stdin` for `-`. A folder such as `.` gives its own name.
pub fn stem(input: &Path) -> String {
    if is_stdin(input) {
        return "stdin".to_owned();
    }
    let named = if input.file_name().is_some() { Some(input.to_owned()) } else { input.canonicalize().ok() };
    let name = named.as_deref().and_then(Path::file_name).map(|n| n.to_string_lossy().into_owned());
    let mut stem = name.as_deref().unwrap_or("log");
    while let Some((front, ending)) = stem.rsplit_once('.') {
        if front.is_empty() || !ENDINGS.contains(&ending.to_ascii_lowercase().as_str()) {
            break;
        }
        stem = front;
    }
    stem.to_owned()
}

/// What the audit is called: the first input's stem, and how many more there are.
pub fn title(inputs: &[PathBuf]) -> String {
    let first = inputs.first().map_or_else(|| "log".to_owned(), |i| stem(i));
    match inputs.len() {
        0 | 1 => first,
        n => format!("{first} and {} more", n - 1),
    }
}

/// Whether an input stands for standard input.
pub fn is_stdin(input: &Path) -> bool {
    input.as_os_str() == "-"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_named_after_the_first_input() {
        let folder = |inputs: &[&str]| default_folder(&inputs.iter().map(PathBuf::from).collect::<Vec<_>>());
        assert_eq!(folder(&["data/likes.csv.gz"]), Path::new("likes.claque"));
        assert_eq!(folder(&["likes.CSV"]), Path::new("likes.claque"));
        assert_eq!(folder(&["2024.05.ndjson.zst", "2024.06.ndjson.zst"]), Path::new("2024.05.claque"));
        assert_eq!(folder(&["-"]), Path::new("stdin.claque"));
        assert_eq!(folder(&["logs/"]), Path::new("logs.claque"));
        assert_eq!(folder(&[".csv"]), Path::new(".csv.claque"));
        assert_eq!(title(&["a.csv".into(), "b.csv".into(), "c.csv".into()]), "a and 2 more");
    }
}
