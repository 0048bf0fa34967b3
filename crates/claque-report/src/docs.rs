//! `docs/tables.md`, made from the contract.

use claque_marks::contract::TABLES;
use std::fmt::Write;

/// The text of `docs/tables.md`.
pub fn tables_markdown() -> String {
    let mut out = String::from(
        "# Tables\n\nEvery audit writes one folder. Parquet is the contract; a CSV copy is the same table for spreadsheets, \
         where text that would begin a formula is escaped with an apostrophe, so joins belong on Parquet. Ids are text, \
         times UTC, and an unknown value is null (an empty cell), never 0.\n\nThis file is made from \
         `crates/claque-marks/src/contract.rs`; a test holds the two together.\n",
    );
    for table in TABLES {
        let files = if table.csv { ".parquet`, `{}.csv" } else { ".parquet" }.replace("{}", table.name);
        let _ = write!(out, "\n## `{}{files}`\n\nRows: {}.\n\n", table.name, table.rows);
        out.push_str("| column | type | may be null | meaning |\n|---|---|---|---|\n");
        for c in table.columns {
            let null = if c.nullable { "yes" } else { "no" };
            let _ = writeln!(out, "| `{}` | {} | {null} | {} |", c.name, c.holds.name(), c.meaning);
        }
    }
    out.push_str(
        "\n## `audit.json`\n\nThe saved model of the audit, from which `report.html` is rendered. All outside its \
         `provenance` block is the same whatever the order of rows, the split into files or the number of threads. \
         `provenance.outputs` holds the SHA-256 of every table.\n\n\
         ## `rejected.csv`\n\nWritten only where rows were rejected: file, line, column, reason, content.\n",
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn docs_tables_are_those_of_the_contract() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/tables.md");
        let made = tables_markdown();
        if std::env::var_os("CLAQUE_WRITE_DOCS").is_some() {
            std::fs::write(path, &made).unwrap();
        }
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            written == made,
            "docs/tables.md differs from the contract; run: CLAQUE_WRITE_DOCS=1 cargo test -p claque-report docs"
        );
    }
}
