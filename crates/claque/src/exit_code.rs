//! What scripts see of a run.

/// How a run ended. The numbers are part of the contract: they never change their meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum ExitCode {
    /// The audit was made, whatever it found.
    Made = 0,
    /// The audit failed: a disk refused, or claque has a fault of its own.
    Failed = 1,
    /// Wrong usage: a flag, a combination of flags or a place to write that cannot be meant.
    Usage = 2,
    /// The input cannot be used.
    Input = 3,
    /// Only with `--fail-on`: such a crew stands at q ≤ 0.05.
    Found = 10,
    /// Interrupted; what was written is whole, or nothing was.
    Interrupted = 130,
}

impl ExitCode {
    /// Every code with its meaning, for the help text.
    pub const HELP: &str = "\
Exit codes:
  0    the audit was made, whatever it found
  1    it failed
  2    wrong usage
  3    the input cannot be used
  10   only with --fail-on: such a crew stands at q <= 0.05
  130  interrupted";
}

impl From<ExitCode> for std::process::ExitCode {
    fn from(code: ExitCode) -> Self {
        Self::from(code as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_names_every_code() {
        use ExitCode::*;
        for code in [Made, Failed, Usage, Input, Found, Interrupted] {
            let line = format!("\n  {:<3} ", code as u8);
            assert!(ExitCode::HELP.contains(&line), "{code:?}");
        }
    }
}
