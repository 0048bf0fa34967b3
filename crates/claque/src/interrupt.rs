//! Ctrl-C: the program ends at once with 130, except while a folder is being written. Then the folder is
//! finished first, so that what stands on the disk is whole, or is not there.

use crate::exit_code::ExitCode;
use crate::progress;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

static WRITING: Mutex<()> = Mutex::new(());
static TEMPORARY: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
static WRITTEN: AtomicBool = AtomicBool::new(false);

/// From now on an interrupt (also a polite termination) ends the run with 130.
pub fn watch() {
    // A second handler in one process is the only fault possible, and the first would still stand.
    let _ = ctrlc::set_handler(|| {
        let _whole = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
        let left = if WRITTEN.load(Ordering::SeqCst) { "the folder is whole" } else { "nothing was written" };
        for temporary in TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            // It is known by its name: what cannot be removed now can be removed later.
            let _ = std::fs::remove_dir_all(temporary);
        }
        progress::stderr_line(&format!("claque: interrupted; {left}"));
        std::process::exit(ExitCode::Interrupted as i32);
    });
}

/// A temporary folder that an interrupt takes away as well.
pub fn remove_too(folder: &Path) {
    TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner).push(folder.to_owned());
}

/// Runs what must be whole or not at all.
pub fn whole<T, E>(write: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let _whole = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let written = write();
    WRITTEN.store(written.is_ok(), Ordering::SeqCst);
    written
}
