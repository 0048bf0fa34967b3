//! The thin skin: parse, call, exit. What can be decided elsewhere is decided elsewhere.

mod command;
mod exit_code;
mod flags;
mod interrupt;
mod place;
mod progress;
mod tell;

use clap::Parser;
use exit_code::ExitCode;
use flags::{Cli, Command};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use tell::Trouble;

/// What the last panic said, and where. It is told only if it ends the run: readers catch those of
/// libraries that meet hostile files.
static PANIC: Mutex<Option<String>> = Mutex::new(None);

fn main() -> std::process::ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(said) => {
            // Help and the version are results; everything else is wrong usage. A closed pipe is no fault.
            let code = if said.use_stderr() { ExitCode::Usage } else { ExitCode::Made };
            let _ = said.print();
            return code.into();
        }
    };
    std::panic::set_hook(Box::new(|panic| {
        let at = panic.location().map(|l| format!(" ({}:{})", l.file(), l.line())).unwrap_or_default();
        let what = panic.payload_as_str().unwrap_or("no reason given");
        *PANIC.lock().unwrap_or_else(PoisonError::into_inner) = Some(format!("{what}{at}"));
    }));
    interrupt::watch();
    let ended = catch_unwind(AssertUnwindSafe(|| match &cli.command {
        Command::Audit(flags) => command::audit::run(flags),
        Command::Demo(flags) => command::demo::run(flags),
    }));
    let ended = ended.unwrap_or_else(|_| {
        let said = PANIC.lock().unwrap_or_else(PoisonError::into_inner).take();
        Err(Trouble::internal(said.unwrap_or_else(|| "no reason given".to_owned())))
    });
    match ended {
        Ok(code) => code.into(),
        Err(trouble) => {
            trouble.tell();
            trouble.code.into()
        }
    }
}
