//! The only terminal: talk and bars on stderr, results on stdout.

use claque_marks::Watch;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::sync::{Mutex, PoisonError};

/// Where talk goes: a bar only where stderr is a terminal, nothing at all where the user asked for quiet.
pub struct Terminal {
    quiet: bool,
    bar: Option<Mutex<Current>>,
}

struct Current {
    stage: &'static str,
    bar: ProgressBar,
}

impl Terminal {
    /// The terminal of this run.
    pub fn new(quiet: bool) -> Self {
        let shown = !quiet && io::stderr().is_terminal();
        let bar = shown.then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(8));
            let style = ProgressStyle::with_template("{msg:28} {bar:32} {pos}/{len} {elapsed}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> "));
            Mutex::new(Current { stage: "", bar })
        });
        Self { quiet, bar }
    }

    /// Says something on the way.
    pub fn say(&self, text: &str) {
        if self.quiet {
            return;
        }
        match &self.bar {
            Some(current) => {
                let current = current.lock().unwrap_or_else(PoisonError::into_inner);
                current.bar.suspend(|| stderr_line(text));
            }
            None => stderr_line(text),
        }
    }

    /// Takes the bar away.
    pub fn done(&self) {
        if let Some(current) = &self.bar {
            current.lock().unwrap_or_else(PoisonError::into_inner).bar.finish_and_clear();
        }
    }
}

impl Watch for Terminal {
    fn progress(&self, stage: &'static str, done: usize, total: usize) {
        let Some(current) = &self.bar else { return };
        let mut current = current.lock().unwrap_or_else(PoisonError::into_inner);
        if current.stage != stage {
            current.stage = stage;
            current.bar.set_message(stage);
        }
        current.bar.set_length(total as u64);
        current.bar.set_position(done as u64);
    }
}

/// A line on stderr. Who closed it does not want to hear of it.
pub fn stderr_line(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// The result on stdout. A reader that went away early (`| head`) is no fault.
///
/// # Errors
/// Any other fault of writing.
pub fn stdout(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let end = if text.ends_with('\n') { "" } else { "\n" };
    match write!(out, "{text}{end}").and_then(|()| out.flush()) {
        Err(fault) if fault.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
