//! The thin skin: parse, call, exit. What can be decided elsewhere is decided elsewhere.

mod command;
mod exit_code;
mod flags;
mod interrupt;
mod place;
mod progress;
mod settings;
mod tell;
mod timings;

use clap::Parser;
use exit_code::ExitCode;
use flags::{Cli, Command};
use std::any::Any;
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
        let what = said(panic.payload()).unwrap_or("no reason given");
        *PANIC.lock().unwrap_or_else(PoisonError::into_inner) = Some(format!("{what}{at}"));
    }));
    interrupt::watch();
    let ended = guarded(|| match &cli.command {
        Command::Audit(flags) => command::audit::run(flags),
        Command::Audience(flags) => command::audience::run(flags),
        Command::Look(flags) => command::look::run(flags),
        Command::Demo(flags) => command::demo::run(flags),
        Command::Worlds(flags) => command::worlds::run(flags),
        Command::Why(flags) => command::why::run(flags),
        Command::Rows(flags) => command::rows::run(flags),
        Command::Export(flags) => command::export::run(flags),
        Command::Report(flags) => command::report::run(flags),
        Command::Completions(flags) => command::itself::completions(flags),
        Command::Man(flags) => command::itself::man(flags),
    });
    match ended {
        Ok(code) => code.into(),
        Err(trouble) => {
            trouble.tell();
            trouble.code.into()
        }
    }
}

/// Runs it; a panic anywhere in it, on whatever thread of the pool, is told like any other fault.
fn guarded(run: impl FnOnce() -> Result<ExitCode, Trouble>) -> Result<ExitCode, Trouble> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|payload| {
        let told = PANIC.lock().unwrap_or_else(PoisonError::into_inner).take();
        let what = told.as_deref().or(said(payload.as_ref())).unwrap_or("no reason given");
        Err(Trouble::internal(what))
    })
}

/// The text of a panic.
fn said(payload: &(dyn Any + Send)) -> Option<&str> {
    payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_on_any_thread_is_a_fault_of_ours() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
        let trouble =
            guarded(|| pool.install(|| rayon::join(|| Ok(ExitCode::Made), || panic!("the {}th mark", 7))).0)
                .unwrap_err();
        assert_eq!(trouble.code, ExitCode::Failed);
        assert!(
            trouble.what.contains("fault of claque") && trouble.what.contains("the 7th mark"),
            "{trouble:?}"
        );
        assert_eq!(guarded(|| Ok(ExitCode::Found)), Ok(ExitCode::Found));
    }
}
