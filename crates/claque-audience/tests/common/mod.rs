//! What the tests of this crate share.
#![allow(dead_code, reason = "each test file uses its own part")]

use claque_audience::Finding;
use claque_log::Whole;

/// A table as if it had been read from a file of this name.
pub fn table(name: &str, text: &str) -> Whole {
    Whole { name: name.to_owned(), content: text.as_bytes().to_vec(), ..Whole::default() }
}

/// A named number of a finding.
pub fn number(finding: &Finding, name: &str) -> f64 {
    finding.numbers.iter().find(|n| n.0 == name).unwrap_or_else(|| panic!("{name} in {finding:?}")).1
}
