//! What stands at the front of every input: what people look at when a log cannot be read.

use serde::Serialize;

use crate::error::Fault;
use crate::find;
use crate::format::{self, Column};
use crate::reading::Request;
use crate::source::{self, Input};

/// The front of an input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Head {
    /// The input's name.
    pub name: String,
    /// Its format, e.g. `CSV (;), gzip`.
    pub format: String,
    /// Its columns, with their first values, at most three each.
    pub columns: Vec<HeadColumn>,
}

/// A column as the first rows show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeadColumn {
    /// Its name.
    pub name: String,
    /// Its first values that differ.
    pub samples: Vec<String>,
}

/// Looks at the front of every input that can be read twice and has columns; the others are passed over.
///
/// # Errors
/// The [`Fault`] of inputs that cannot be found.
pub fn heads(request: &Request) -> Result<Vec<Head>, Fault> {
    let sources = find::find(&request.inputs, &[], &mut Vec::new())?;
    let again = sources.iter().filter(|s| s.from != Input::Stdin);
    let column = |c: &Column| HeadColumn { name: c.name.clone(), samples: c.samples.clone() };
    Ok(again
        .filter_map(|source| {
            let opened = source::open(source, None).ok()?;
            let table = format::open(opened, source, request.delimiter, request.sheet.as_deref()).ok()?;
            let columns = table.columns().iter().map(column).collect();
            Some(Head { name: source.name.clone(), format: table.format(), columns })
        })
        .collect())
}
