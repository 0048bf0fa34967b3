//! Inputs found: files, folders and what is in them, patterns, standard input; each once, in the order in which they are
//! read.
//!
//! A folder may hold what claque made of its logs before. An audit is no log: read as one, its tables would count the
//! marks of the log beside it again.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::error::Fault;
use crate::source::{Input, Source};

/// The file by which a folder of claque is known, and how its text begins, white space left out. `claque-report` writes
/// it; a test of the program holds both together.
pub const AUDIT_JSON: &str = "audit.json";
const AUDIT_BEGINS: &[u8] = br#"{"claque":{"format":"#;

/// Whether claque made a folder, as far as its front tells.
fn made_by_claque(folder: &Path) -> bool {
    const FRONT: u64 = 256;
    let Ok(file) = File::open(folder.join(AUDIT_JSON)) else { return false };
    let mut front = Vec::new();
    if file.take(FRONT).read_to_end(&mut front).is_err() {
        return false;
    }
    front.retain(|b| !b.is_ascii_whitespace());
    front.starts_with(AUDIT_BEGINS)
}

/// What is said of a folder that claque made.
fn passed_over(folder: &Path) -> String {
    format!("{} was made by claque and was not read.", folder.display())
}

/// The fault of a folder that is an audit itself.
fn no_log(folder: &Path) -> Fault {
    let fault = Fault::unusable("claque made this folder: it holds an audit and no log");
    fault.in_file(&folder.display().to_string()).remedy("give the log that was audited: audit.json names it")
}

/// All inputs in the order in which they are read; a file given twice is read once.
pub(crate) fn find(
    inputs: &[Input],
    not: &[&Path],
    warnings: &mut Vec<String>,
) -> Result<Vec<Source>, Fault> {
    let mut out: Vec<Source> = Vec::new();
    let mut seen: Vec<PathBuf> = not.iter().filter_map(|p| p.canonicalize().ok()).collect();
    let mut push = |path: PathBuf, found: bool, warnings: &mut Vec<String>, out: &mut Vec<Source>| {
        let name = path.display().to_string();
        if let Ok(same) = path.canonicalize() {
            if seen.contains(&same) {
                if !found {
                    warnings.push(format!("{name} is given twice and was read once."));
                }
                return;
            }
            seen.push(same);
        }
        out.push(Source { from: Input::Path(path), name, found });
    };
    for input in inputs {
        match input {
            Input::Stdin if out.iter().any(|s| s.from == Input::Stdin) => {
                warnings.push("Standard input is given twice and was read once.".into());
            }
            Input::Stdin => {
                out.push(Source { from: Input::Stdin, name: "standard input".into(), found: false })
            }
            Input::Bytes(name, _) => {
                out.push(Source { from: input.clone(), name: name.clone(), found: false })
            }
            Input::Path(path) if path.is_dir() => {
                let mut files = Vec::new();
                if made_by_claque(path) {
                    return Err(no_log(path));
                }
                let mut ours = Vec::new();
                let visible = |e: &walkdir::DirEntry| {
                    let hidden = e.file_name().as_encoded_bytes().starts_with(b".");
                    let made = e.depth() > 0 && !hidden && e.file_type().is_dir() && made_by_claque(e.path());
                    if made {
                        ours.push(passed_over(e.path()));
                    }
                    e.depth() == 0 || !(hidden || made)
                };
                for entry in walkdir::WalkDir::new(path).into_iter().filter_entry(visible) {
                    let entry = entry.map_err(|e| {
                        let name = e.path().unwrap_or(path).display().to_string();
                        Fault::io("cannot look into the folder", &e.into()).in_file(&name)
                    })?;
                    if entry.file_type().is_file() {
                        files.push(entry.into_path());
                    } else if entry.file_type().is_symlink() {
                        warnings.push(format!("{} is a link and was not followed.", entry.path().display()));
                    }
                }
                files.sort();
                if files.is_empty() {
                    let what = "this folder holds no file (hidden ones, and audits, are not read)";
                    return Err(Fault::unusable(what).in_file(&path.display().to_string()));
                }
                ours.sort();
                warnings.append(&mut ours);
                for file in files {
                    push(file, true, warnings, &mut out);
                }
            }
            Input::Path(path) => {
                let (named, mut ours) = matching(path)?;
                for path in named {
                    push(path, false, warnings, &mut out);
                }
                warnings.append(&mut ours);
            }
        }
    }
    if out.is_empty() {
        return Err(
            Fault::usage("no input is given").remedy("name a file or a folder, or - for standard input")
        );
    }
    Ok(out)
}

/// The files that a pattern such as `2024-*.csv` means, in the order of their names; a name that exists, or that
/// holds nothing of a pattern, means itself. And what is said of files that claque made, which no pattern means.
fn matching(path: &Path) -> Result<(Vec<PathBuf>, Vec<String>), Fault> {
    let Some(pattern) = path.to_str().filter(|p| p.contains(['*', '?', '[']) && !path.exists()) else {
        return Ok((vec![path.to_owned()], Vec::new()));
    };
    let bad = |what: String| Fault::unusable(what).in_file(pattern);
    let found = glob::glob(pattern).map_err(|e| bad(format!("this is no pattern of file names: {e}")))?;
    let files = found.filter_map(Result::ok).filter(|p| p.is_file());
    let (ours, files): (Vec<PathBuf>, Vec<PathBuf>) =
        files.partition(|p| p.parent().is_some_and(made_by_claque));
    let mut ours: Vec<String> = ours.iter().filter_map(|p| p.parent()).map(passed_over).collect();
    ours.dedup();
    if files.is_empty() {
        return Err(bad("no file has a name like this".into())
            .remedy("look at the pattern: `*` stands for any letters"));
    }
    Ok((files, ours))
}
