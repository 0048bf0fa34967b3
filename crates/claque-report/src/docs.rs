//! `docs/tables.md` and `docs/parameters.md`, made from the contract and from the parameters.

use claque_detect::Kind;
use claque_marks::Parameters;
use claque_marks::contract::{AUDIENCE_TABLES, TABLES, Table};
use claque_marks::parameters::AudienceParameters;
use claque_marks::parameters::Description;
use std::fmt::Write;

/// The text of `docs/tables.md`.
pub fn tables_markdown() -> String {
    let mut out = String::from(
        "# Tables\n\nEvery audit writes one folder. Parquet is the contract; a CSV copy is the same table for spreadsheets, \
         where text that would begin a formula is escaped with an apostrophe, so joins belong on Parquet. Ids are text, \
         times UTC, and an unknown value is null (an empty cell), never 0.\n\nThis file is made from \
         `crates/claque-marks/src/contract.rs`; a test holds the two together.\n",
    );
    tables_of(TABLES, &mut out);
    out.push_str("\n# Tables of an audience answer\n\nWhat `claque audience` writes instead.\n");
    tables_of(AUDIENCE_TABLES, &mut out);
    out.push_str(
        "\n## `audit.json`\n\nThe saved model of the audit, from which `report.html` is rendered. All outside its \
         `provenance` block is the same whatever the order of rows, the split into files or the number of threads. \
         `provenance.outputs` holds the SHA-256 of every other file of the folder.\n\n\
         ## `rejected.csv`\n\nWritten only where rows were rejected: file, line, column, reason, content.\n",
    );
    out
}

/// The sections of some tables.
fn tables_of(tables: &[Table], out: &mut String) {
    for table in tables {
        let files = if table.csv { ".parquet`, `{}.csv" } else { ".parquet" }.replace("{}", table.name);
        let _ = write!(out, "\n## `{}{files}`\n\nRows: {}.\n\n", table.name, table.rows);
        out.push_str("| column | type | may be null | meaning |\n|---|---|---|---|\n");
        for c in table.columns {
            let null = if c.nullable { "yes" } else { "no" };
            let _ = writeln!(out, "| `{}` | {} | {null} | {} |", c.name, c.holds.name(), c.meaning);
        }
    }
}

/// The text of `docs/parameters.md`.
pub fn parameters_markdown() -> String {
    let mut out = String::from(
        "# Parameters\n\nEvery number that decides something, with its default, unit, the values that make sense, what it \
         does and where the default comes from. Those of an audit stand in its `audit.json`; how they are used is told in \
         [method.md](method.md).\n\nThis file is made from `crates/claque-marks/src/parameters`; a test holds the two \
         together.\n",
    );
    let mut defaults = serde_json::to_value(Parameters::default()).unwrap_or_default();
    defaults["audience"] = serde_json::to_value(AudienceParameters::default()).unwrap_or_default();
    let mut groups = Parameters::describe();
    groups.push(("audience", AudienceParameters::describe()));
    for (group, parameters) in groups {
        let _ = write!(out, "\n## {group}: {}\n\n", crate::words::say(&format!("group.{group}"), &[]));
        let value = |name: &str| &defaults[group][name];
        let (pieces, others): (Vec<_>, Vec<_>) =
            parameters.iter().partition(|p| value(p.name).get("high").is_some());
        out.push_str("| parameter | default | unit | range | meaning | source |\n");
        out.push_str("|---|---|---|---|---|---|\n");
        for p in others {
            let default = listed(value(p.name));
            let _ = writeln!(
                out,
                "| `{}` | {default} | {} | {} | {} | {} |",
                p.name, p.unit, p.range, p.meaning, p.source
            );
        }
        if !pieces.is_empty() {
            out.push_str(&pieces_markdown(&pieces, value));
        }
    }
    out
}

/// A table of pieces of evidence: where each counts as high, and P(high | kind).
fn pieces_markdown<'a>(pieces: &[&Description], value: impl Fn(&str) -> &'a serde_json::Value) -> String {
    let kinds: Vec<&str> = Kind::ALL.map(Kind::key).to_vec();
    let mut out = format!(
        "\nPieces of evidence: the value at which high and low are even, the width of the blur around it in units of \
         ln(value), and P(high | kind).\n\n| piece | even at | blur | {} | unit | range | source |\n|---|---|---|{}---|---|---|\n",
        kinds.join(" | "),
        "---|".repeat(kinds.len())
    );
    for p in pieces {
        let of = value(p.name);
        let high = of["high"].as_array().into_iter().flatten().map(listed).collect::<Vec<_>>().join(" | ");
        let (even, blur) = (listed(&of["threshold"]), listed(&of["softness"]));
        let _ = writeln!(
            out,
            "| `{}` | {even} | {blur} | {high} | {} | {} | {} |",
            p.name, p.unit, p.range, p.source
        );
    }
    out
}

/// A default as it is read: small numbers as powers of ten, lists with commas.
fn listed(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Array(a) => a.iter().map(listed).collect::<Vec<_>>().join(", "),
        serde_json::Value::Number(n) => match n.as_f64() {
            Some(x) if x != 0.0 && x.abs() < 1e-5 => format!("{x:e}"),
            Some(x) => format!("{x}"),
            None => n.to_string(),
        },
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Holds a page of the docs to what it is made from.
    fn holds(name: &str, made: &str) {
        let path = format!("{}/../../docs/{name}", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("CLAQUE_WRITE_DOCS").is_some() {
            std::fs::write(&path, made).unwrap();
        }
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            written == made,
            "docs/{name} differs from its source; run: CLAQUE_WRITE_DOCS=1 cargo test -p claque-report docs"
        );
    }

    #[test]
    fn docs_tables_are_those_of_the_contract() {
        holds("tables.md", &tables_markdown());
    }

    #[test]
    fn docs_parameters_are_those_of_the_sources() {
        holds("parameters.md", &parameters_markdown());
    }
}
