//! `claque completions` and `claque man`: made from the same definition as the flags, so that neither can lag
//! behind them.

use crate::exit_code::ExitCode;
use crate::flags::{Cli, CompletionsFlags, ManFlags};
use crate::progress;
use crate::tell::Trouble;
use clap::{Command, CommandFactory};
use clap_mangen::Man;

/// Prints the completions for a shell.
///
/// # Errors
/// Standard output refused.
pub fn completions(flags: &CompletionsFlags) -> Result<ExitCode, Trouble> {
    let mut script = vec![];
    clap_complete::generate(flags.shell, &mut Cli::command(), "claque", &mut script);
    progress::result(&String::from_utf8_lossy(&script))?;
    Ok(ExitCode::Made)
}

/// Prints a manual page, or writes all of them.
///
/// # Errors
/// There is no such command, or the place refused.
pub fn man(flags: &ManFlags) -> Result<ExitCode, Trouble> {
    let mut whole = Cli::command();
    // Gives every command its full name and the flags that it inherits.
    whole.build();
    let Some(folder) = &flags.out else {
        let wanted = std::iter::once("claque").chain(flags.command.iter().map(String::as_str));
        let name = wanted.collect::<Vec<_>>().join("-");
        let pages = pages(&whole, "claque")?;
        let Some((_, page)) = pages.iter().find(|(n, _)| *n == name) else {
            let known: Vec<String> = pages
                .iter()
                .filter_map(|(n, _)| Some(n.strip_prefix("claque-")?.replace('-', " ")))
                .collect();
            return Err(Trouble::usage(
                format!("there is no command `{}`", flags.command.join(" ")),
                format!("name one of: {}", known.join(", ")),
            ));
        };
        progress::result(page)?;
        return Ok(ExitCode::Made);
    };
    for (name, page) in pages(&whole, "claque")? {
        let path = folder.join(format!("{name}.1"));
        std::fs::write(&path, page).map_err(|fault| Trouble {
            code: ExitCode::Usage,
            place: Some(path.display().to_string()),
            what: format!("cannot be written: {fault}"),
            remedy: vec!["make the folder first, or name another with --out".to_owned()],
        })?;
    }
    Ok(ExitCode::Made)
}

/// The page of a command and of all below it: name and text.
fn pages(command: &Command, name: &str) -> Result<Vec<(String, String)>, Trouble> {
    let mut page = vec![];
    Man::new(command.clone()).render(&mut page).map_err(|fault| Trouble::internal(fault.to_string()))?;
    let mut all = vec![(name.to_owned(), String::from_utf8_lossy(&page).into_owned())];
    for below in command.get_subcommands().filter(|c| c.get_name() != "help") {
        all.extend(pages(below, &format!("{name}-{}", below.get_name()))?);
    }
    Ok(all)
}
