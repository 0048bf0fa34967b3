//! The output folder: written whole or not at all.
//!
//! Everything is written into a temporary sibling and synced, then renamed into place. A folder that stands
//! there is moved aside first and moved back if the last step fails; it is replaced only if claque made it
//! from the same inputs, unless the user insists.

use crate::error::ReportFault;
use crate::export;
use crate::provenance::Output;
use crate::saved_model::SavedModel;
use crate::tables::Tables;
use rayon::prelude::*;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Component, Path, PathBuf};

/// Writes rejected rows as CSV.
pub type WriteRejected<'a> = &'a dyn Fn(&mut dyn Write) -> io::Result<()>;

/// What stands in the folder beside the tables and the report.
#[derive(Clone, Copy, Default)]
pub struct Beside<'a> {
    /// Writes the rejected rows.
    pub rejected: Option<WriteRejected<'a>>,
    /// The folder that holds copies of inputs, under the names that the provenance gives (`kept`).
    pub kept: Option<&'a Path>,
}

/// The saved model in the folder.
pub use claque_log::AUDIT_JSON;
/// The report in the folder.
pub const REPORT_HTML: &str = "report.html";
/// The rejected rows in the folder.
pub const REJECTED_CSV: &str = "rejected.csv";

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The folder.
    pub folder: PathBuf,
    /// Its files, in the order written.
    pub files: Vec<String>,
    /// The report in it.
    pub report: PathBuf,
    /// Whether a folder that stood there was replaced.
    pub replaced: bool,
}

/// Checks, before the work of an audit, whether `out` could be written when it is done: whether what stands
/// there may be replaced, and, by making and removing a folder beside it, whether the place can be written to.
///
/// # Errors
/// As [`write_audit`], for what can be known now; `inputs` are the SHA-256 of the inputs where they are
/// known already, else `None`.
pub fn check_out(out: &Path, force: bool, inputs: Option<&BTreeSet<String>>) -> Result<(), ReportFault> {
    may_replace(out, force, inputs)?;
    let trial = sibling(&parent_of(out)).and_then(tempfile::TempDir::close);
    trial.map_err(|e| ReportFault::io(out, "cannot write beside it", &e))
}

/// Whether `out` is a place for a folder, and what stands there may be replaced.
fn may_replace(out: &Path, force: bool, inputs: Option<&BTreeSet<String>>) -> Result<(), ReportFault> {
    let parent = parent_of(out);
    let name =
        out.file_name().filter(|_| !matches!(out.components().next_back(), Some(Component::ParentDir)));
    if name.is_none() {
        return Err(ReportFault::usage(out, "this is no name for a folder", "name a new folder with --out"));
    }
    if !parent.is_dir() {
        return Err(ReportFault::usage(
            out,
            "the folder above it does not exist",
            "make it first, or name another place with --out",
        ));
    }
    let there = match fs::symlink_metadata(plain(out)) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(ReportFault::io(out, "cannot look at it", &e)),
        Ok(m) => m,
    };
    if there.is_symlink() {
        return Err(ReportFault::usage(
            out,
            "it is a link to another place",
            "name the place itself with --out",
        ));
    }
    if !there.is_dir() {
        return Err(ReportFault::usage(out, "a file stands there", "name a folder with --out"));
    }
    // Whoever works inside a folder, or above it, does not want it swapped away, forced or not.
    let inside = |of: &Path| fs::canonicalize(out).is_ok_and(|o| of.starts_with(o));
    if std::env::current_dir().is_ok_and(|d| inside(&d)) {
        return Err(ReportFault::usage(
            out,
            "it is the folder that you are in, or one above it",
            "name a folder of its own with --out",
        ));
    }
    if force {
        return Ok(());
    }
    let refuse = |what: &str| {
        Err(ReportFault::usage(out, what, "name another place with --out, or replace it with --force"))
    };
    let names = entries(out).map_err(|e| ReportFault::io(out, "cannot look into it", &e))?;
    if names.is_empty() {
        return Ok(());
    }
    let Some(theirs) = inputs_of(out) else {
        return refuse("a folder stands there that claque did not make");
    };
    if names.iter().any(|n| !is_ours(n)) {
        return refuse("it holds files that claque did not write and that would be lost");
    }
    match inputs {
        Some(ours) if *ours != theirs => refuse("an audit of other inputs stands there"),
        _ => Ok(()),
    }
}

/// Writes the whole folder: every table, `rejected.csv` where rows were rejected, the copies that were kept of
/// inputs, `audit.json` and `report.html`.
///
/// # Errors
/// The place cannot be used, or the disk refused; nothing is left behind, and what stood there stands.
pub fn write_audit<M: SavedModel>(
    model: &M,
    tables: &Tables,
    beside: Beside<'_>,
    out: &Path,
    force: bool,
) -> Result<Written, ReportFault> {
    let inputs: BTreeSet<String> = model.provenance().inputs.iter().map(|i| i.sha256.clone()).collect();
    check_out(out, force, Some(&inputs))?;
    let holds_input = fs::canonicalize(out)
        .ok()
        .filter(|_| model.provenance().inputs.iter().any(|i| lies_in(&i.name, out)));
    if holds_input.is_some() {
        return Err(ReportFault::usage(
            out,
            "it holds an input of this audit",
            "name a folder of its own with --out",
        ));
    }
    let parent = parent_of(out);
    let fresh = sibling(&parent).map_err(|e| ReportFault::io(out, "cannot write beside it", &e))?;
    let dir = fresh.path();
    let fault = |e: io::Error| ReportFault::io(out, "cannot write the folder", &e);

    let asked =
        tables.all().iter().flat_map(|t| [(t, false), (t, true)]).filter(|(t, csv)| t.table().csv || !csv);
    let mut outputs = asked
        .collect::<Vec<_>>()
        .into_par_iter()
        .with_max_len(1)
        .map(|(filled, csv)| {
            let name = format!("{}.{}", filled.table().name, if csv { "csv" } else { "parquet" });
            file(dir, &name, |w| match csv {
                true => export::csv::write(filled, w).map_err(io::Error::other),
                false => export::parquet::write(filled, w).map_err(io::Error::other),
            })
        })
        .collect::<io::Result<Vec<Output>>>()
        .map_err(fault)?;
    if let Some(write) = beside.rejected.filter(|_| model.provenance().ledger.rejected > 0) {
        outputs.push(file(dir, REJECTED_CSV, |mut w| write(&mut w)).map_err(fault)?);
    }
    let copies = model.provenance().inputs.iter().filter_map(|i| i.kept.as_deref());
    for (name, from) in copies.filter_map(|name| Some((name, beside.kept?.join(name)))) {
        let copy = |w: &mut Hashed| io::copy(&mut File::open(&from)?, w).map(drop);
        outputs.push(file(dir, name, copy).map_err(fault)?);
        // Two copies at once may be more than the disk holds for long.
        fs::remove_file(&from).map_err(fault)?;
    }
    let mut files: Vec<String> = outputs.iter().map(|o| o.name.clone()).collect();
    let mut model = model.clone();
    model.provenance_mut().outputs = outputs;
    let json = |model: &M| model.to_json().map_err(|e| ReportFault::internal(format!("audit.json: {e}")));
    // The report is rendered from the text that is saved, so that it can be rendered again from it. Its own hash
    // joins the others afterwards: the report shows them without its own.
    let saved = M::from_json(&json(&model)?)
        .map_err(|e| ReportFault::internal(format!("audit.json does not read back: {e}")))?;
    let report = saved.report();
    let output = file(dir, REPORT_HTML, |w| w.write_all(report.as_bytes())).map_err(fault)?;
    model.provenance_mut().outputs.push(output);
    let json = json(&model)?;
    file(dir, AUDIT_JSON, |w| w.write_all(json.as_bytes())).map_err(fault)?;
    files.extend([AUDIT_JSON, REPORT_HTML].map(str::to_owned));
    sync(dir).map_err(fault)?;
    let replaced = swap(fresh, &plain(out), &parent, &|from, to| fs::rename(from, to)).map_err(fault)?;
    Ok(Written { folder: out.to_owned(), files, report: out.join(REPORT_HTML), replaced })
}

/// Renames the fresh folder into place. What stands there waits beside it until that has worked.
fn swap(
    fresh: tempfile::TempDir,
    out: &Path,
    parent: &Path,
    rename: &dyn Fn(&Path, &Path) -> io::Result<()>,
) -> io::Result<bool> {
    let replaced = fs::symlink_metadata(out).is_ok();
    let aside = sibling(parent)?;
    let old = aside.path().join("old");
    if replaced {
        rename(out, &old)?;
    }
    if let Err(e) = rename(fresh.path(), out) {
        if replaced && fs::rename(&old, out).is_err() {
            // The old folder must not be lost with the temporary one that holds it.
            let kept = aside.keep();
            return Err(io::Error::new(
                e.kind(),
                format!("{e}; what stood there is now in {}", kept.display()),
            ));
        }
        return Err(e);
    }
    // It is in place under its new name: there is nothing left to clean up.
    let _ = fresh.keep();
    sync(parent)?;
    Ok(replaced)
}

/// A temporary folder beside the place, with the rights that a folder made by the user has.
fn sibling(parent: &Path) -> io::Result<tempfile::TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".claque-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o777));
    }
    builder.tempdir_in(parent)
}

/// Writes one file, synced, and says what it is.
fn file(dir: &Path, name: &str, write: impl FnOnce(&mut Hashed) -> io::Result<()>) -> io::Result<Output> {
    let mut to = Hashed { to: BufWriter::new(File::create(dir.join(name))?), hash: Sha256::new(), bytes: 0 };
    write(&mut to)?;
    to.flush()?;
    to.to.get_ref().sync_all()?;
    Ok(Output { name: name.to_owned(), bytes: to.bytes, sha256: hexadecimal(&to.hash.finalize()) })
}

/// Bytes as hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The SHA-256 of some bytes, hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// A file that is hashed as it is written.
struct Hashed {
    to: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.to.write(bytes)?;
        self.hash.update(&bytes[..n]);
        self.bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

fn sync(dir: &Path) -> io::Result<()> {
    // Only Unix lets a folder be opened for syncing.
    if cfg!(unix) { File::open(dir)?.sync_all() } else { Ok(()) }
}

/// The path without a trailing slash, which would make a link look like what it points to.
fn plain(out: &Path) -> PathBuf {
    out.components().collect()
}

fn parent_of(out: &Path) -> PathBuf {
    match plain(out).parent() {
        Some(p) if p != Path::new("") => p.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn entries(dir: &Path) -> io::Result<Vec<String>> {
    fs::read_dir(dir)?.map(|e| Ok(e?.file_name().to_string_lossy().into_owned())).collect()
}

fn is_ours(name: &str) -> bool {
    let copy = |n: &str| {
        n.split_once('.')
            .is_some_and(|(n, end)| n.parse::<u32>().is_ok() && ["zst", "gz", "zstd"].contains(&end))
    };
    [AUDIT_JSON, REPORT_HTML, REJECTED_CSV].contains(&name)
        || name.strip_prefix("input-").is_some_and(copy)
        || claque_marks::contract::every().any(|t| {
            name.strip_prefix(t.name).is_some_and(|end| end == ".parquet" || (t.csv && end == ".csv"))
        })
}

fn lies_in(input: &str, out: &Path) -> bool {
    match (fs::canonicalize(input), fs::canonicalize(out)) {
        (Ok(i), Ok(o)) => i.starts_with(o),
        _ => false,
    }
}

/// The hashes of the inputs of the audit in this folder; `None` if claque did not make it.
fn inputs_of(dir: &Path) -> Option<BTreeSet<String>> {
    #[derive(Deserialize)]
    struct Made {
        #[serde(rename = "claque")]
        _claque: crate::model::Marker,
        provenance: Inputs,
    }
    #[derive(Deserialize)]
    struct Inputs {
        inputs: Vec<Hash>,
    }
    #[derive(Deserialize)]
    struct Hash {
        sha256: String,
    }
    let made: Made =
        serde_json::from_reader(io::BufReader::new(File::open(dir.join(AUDIT_JSON)).ok()?)).ok()?;
    Some(made.provenance.inputs.into_iter().map(|i| i.sha256).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_the_last_step_fails_what_stood_there_stands() {
        let parent = tempfile::tempdir().unwrap();
        let out = parent.path().join("a.claque");
        fs::create_dir(&out).unwrap();
        fs::write(out.join("keep"), "me").unwrap();
        let fresh = sibling(parent.path()).unwrap();
        fs::write(fresh.path().join("new"), "one").unwrap();
        let calls = std::cell::Cell::new(0);
        let second_fails = |from: &Path, to: &Path| {
            calls.set(calls.get() + 1);
            if calls.get() == 2 { Err(io::Error::other("disk gone")) } else { fs::rename(from, to) }
        };
        assert!(swap(fresh, &out, parent.path(), &second_fails).is_err());
        assert_eq!(fs::read_to_string(out.join("keep")).unwrap(), "me");
        assert_eq!(entries(parent.path()).unwrap(), ["a.claque"], "no temporary folder is left");
    }

    #[test]
    fn a_place_that_cannot_be_written_is_known_before_the_work() {
        let parent = tempfile::tempdir().unwrap();
        assert_eq!(check_out(&parent.path().join("a.claque"), false, None), Ok(()));
        assert_eq!(entries(parent.path()).unwrap(), [] as [String; 0], "the trial leaves nothing");
        if cfg!(target_os = "linux") {
            // Nobody can make a folder there, whatever his rights.
            let fault = check_out(Path::new("/proc/a.claque"), false, None).unwrap_err();
            assert_eq!(fault.what.split(':').next(), Some("cannot write beside it"));
        }
    }

    #[test]
    fn our_files_are_known() {
        for name in [
            "pages.parquet",
            "pages.csv",
            "members.parquet",
            "audit.json",
            "report.html",
            "rejected.csv",
            "input-1.zst",
        ] {
            assert!(is_ours(name), "{name}");
        }
        for name in ["members.csv", "notes.txt", "pages.parquet.bak", "input-x.zst", "input-1.csv"] {
            assert!(!is_ours(name), "{name}");
        }
    }
}
