//! A result that goes into a file of its own: whole or not at all, never over what stands there unless asked;
//! `-` prints it.

use crate::exit_code::ExitCode;
use crate::flags::WriteFlags;
use crate::interrupt;
use crate::progress::{self, Terminal};
use crate::tell::Trouble;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Where results go, and how much is said.
pub struct Put<'a> {
    /// The place that was asked for.
    pub out: Option<&'a PathBuf>,
    /// Whether it may be replaced, is to be written, and is to be told.
    pub how: WriteFlags,
}

impl Put<'_> {
    /// Writes texts into files, or says what would be written; a single text may be printed. `told` is said of
    /// them afterwards.
    ///
    /// # Errors
    /// A file stands there, or the place refused; then none of the files is written.
    pub fn texts(&self, files: &[(PathBuf, String)], told: &str) -> Result<ExitCode, Trouble> {
        let terminal = Terminal::new(self.how.quiet, false);
        if let (true, [(_, text)]) = (self.prints(), files) {
            progress::result(text)?;
            return Ok(ExitCode::Made);
        }
        for (path, _) in files {
            if !self.how.force && path.symlink_metadata().is_ok() {
                let what = "a file stands there";
                return Err(refused(path, what, "name another place with --out, or replace it with --force"));
            }
        }
        let names = files.iter().map(|f| f.0.display().to_string()).collect::<Vec<_>>().join(" and ");
        if self.how.dry_run {
            progress::result(&format!("would write {names}\n{told}"))?;
            return Ok(ExitCode::Made);
        }
        interrupt::whole(|| write_all(files))?;
        terminal.say(told);
        terminal.say(&format!("wrote {names}"));
        Ok(ExitCode::Made)
    }

    /// Whether the result is printed.
    pub fn prints(&self) -> bool {
        self.out.is_some_and(|o| crate::place::is_stdin(o))
    }

    /// The file: the one asked for, or `./STEM` and an ending.
    pub fn file(&self, folder: &Path, ending: &str) -> PathBuf {
        self.out.cloned().unwrap_or_else(|| PathBuf::from(format!("{}{ending}", stem(folder))))
    }
}

/// What the folder is called, without `.claque`.
pub fn stem(folder: &Path) -> String {
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = whole.file_name().map_or_else(|| "audit".to_owned(), |n| n.to_string_lossy().into_owned());
    name.strip_suffix(".claque").unwrap_or(&name).to_owned()
}

/// Every text beside its place first, then all into place.
fn write_all(files: &[(PathBuf, String)]) -> Result<(), Trouble> {
    let mut ready = vec![];
    for (path, text) in files {
        let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let written = || {
            let mut file = tempfile::Builder::new().prefix(".claque-").tempfile_in(parent)?;
            file.write_all(text.as_bytes())?;
            file.as_file().sync_all()?;
            readable(file.path())?;
            Ok(file)
        };
        let file = written().map_err(|e: std::io::Error| {
            refused(path, &format!("cannot be written: {e}"), "name another place with --out")
        })?;
        ready.push((file, path));
    }
    for (file, path) in ready {
        file.persist(path).map_err(|e| {
            refused(path, &format!("cannot be written: {}", e.error), "name another place with --out")
        })?;
    }
    Ok(())
}

/// The rights of a file that is shared; temporary files are their owner's alone.
fn readable(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644))?;
    }
    let _ = path;
    Ok(())
}

fn refused(path: &Path, what: &str, remedy: &str) -> Trouble {
    Trouble { place: Some(path.display().to_string()), ..Trouble::usage(what, remedy) }
}
