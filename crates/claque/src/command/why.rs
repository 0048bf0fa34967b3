//! `claque why`: the evidence on a crew, or the figures of a page, from the folder alone.

use crate::exit_code::ExitCode;
use crate::flags::WhyFlags;
use crate::progress;
use crate::tell::Trouble;
use claque_report::Saved;
use claque_report::why::Why;

/// Runs it.
///
/// # Errors
/// The fault that ends the run.
pub fn run(flags: &WhyFlags) -> Result<ExitCode, Trouble> {
    let saved = Saved::open(&flags.audit)?;
    let why = Why::ask(&saved, &flags.reference)?;
    let said = if flags.json {
        serde_json::to_string_pretty(&why).map_err(|fault| Trouble::internal(fault.to_string()))?
    } else {
        why.text(&saved, &flags.audit.display().to_string())
    };
    progress::result(&said)?;
    Ok(ExitCode::Made)
}
