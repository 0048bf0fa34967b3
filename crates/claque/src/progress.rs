//! The only terminal: talk and bars on stderr, results on stdout.

use crate::tell::Trouble;
use crate::timings::Timings;
use claque_marks::Watch;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Where talk goes: a bar only where stderr is a terminal, nothing at all where the user asked for quiet.
pub struct Terminal {
    quiet: bool,
    bar: Option<Mutex<Current>>,
    timings: Option<Timings>,
}

/// The bar at hand, and what it counts; no bar between two pieces of work.
#[derive(Default)]
struct Current {
    stage: &'static str,
    bar: Option<ProgressBar>,
}

impl Terminal {
    /// The terminal of this run; `timings` asks it to keep what each stage costs.
    pub fn new(quiet: bool, timings: bool) -> Self {
        let shown = !quiet && io::stderr().is_terminal();
        Self { quiet, bar: shown.then(Mutex::default), timings: timings.then(Timings::default) }
    }

    /// Says something on the way.
    pub fn say(&self, text: &str) {
        if self.quiet {
            return;
        }
        let current = self.bar.as_ref().map(lock);
        match current.as_ref().and_then(|c| c.bar.as_ref()) {
            Some(bar) => bar.suspend(|| stderr_line(text)),
            None => stderr_line(text),
        }
    }

    /// Prints what each stage cost, if that was asked; silence does not silence what was asked.
    pub fn tell_timings(&self) {
        if let Some(timings) = &self.timings {
            stderr_line(&timings.told());
        }
    }

    /// Takes the bar away.
    pub fn done(&self) {
        if let Some(bar) = self.bar.as_ref().and_then(|current| lock(current).bar.take()) {
            bar.finish_and_clear();
        }
    }
}

impl Watch for Terminal {
    fn progress(&self, stage: &'static str, done: usize, total: usize) {
        let Some(current) = &self.bar else { return };
        let mut current = lock(current);
        if current.stage != stage {
            // Another piece of work has a bar and a clock of its own.
            if let Some(old) = current.bar.take() {
                old.finish_and_clear();
            }
            current.stage = stage;
        }
        let bar = current.bar.get_or_insert_with(|| fresh(stage));
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    }

    fn begins(&self, stage: &'static str) {
        if let Some(timings) = &self.timings {
            timings.begins(stage);
        }
    }
}

fn lock(current: &Mutex<Current>) -> MutexGuard<'_, Current> {
    current.lock().unwrap_or_else(PoisonError::into_inner)
}

fn fresh(stage: &'static str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(8));
    let style = ProgressStyle::with_template("{msg:28} {bar:32} {pos}/{len} {elapsed}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> "));
    bar.set_message(stage);
    bar
}

/// A line on stderr. Who closed it does not want to hear of it.
pub fn stderr_line(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// The result of a command that only tells.
///
/// # Errors
/// Standard output refused.
pub fn result(text: &str) -> Result<(), Trouble> {
    stdout(text).map_err(|fault| {
        Trouble::machine(
            format!("cannot print the result: {fault}"),
            "look at where it is sent, and ask again",
        )
    })
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
